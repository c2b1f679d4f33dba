"""The server's objects, built once and wired here."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from pos_desktop.cloud.database import Database
from pos_desktop.cloud.ingest import Ingest
from pos_desktop.cloud.owner_access import OwnerAccess
from pos_desktop.cloud.pairing import Pairing
from pos_desktop.cloud.projector import Projector
from pos_desktop.cloud.rate_limit import Tries
from pos_desktop.cloud.settings import CloudSettings
from pos_desktop.contract.pairing import Organisation

_PAIR_TRIES_A_MINUTE = 10
_LOGIN_TRIES_A_MINUTE = 5
_ALL_LOGIN_TRIES_A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Parts:
    settings: CloudSettings
    database: Database
    ingest: Ingest
    pairing: Pairing
    projector: Projector
    access: OwnerAccess
    pair_tries: Tries
    login_tries: Tries
    all_login_tries: Tries

    @classmethod
    def of(cls, request: Request) -> Parts:
        """The parts of the app that serves this request."""
        parts = request.app.state.parts
        assert isinstance(parts, cls)
        return parts


def build(settings: CloudSettings) -> Parts:
    """Open and migrate the database and make everything that works on it."""
    database = Database(settings)
    projector = Projector(database, settings.now_us)
    return Parts(
        settings=settings,
        database=database,
        ingest=Ingest(database, settings.now_us, projector.wake),
        pairing=Pairing(
            database,
            settings.now_us,
            Organisation(settings.organisation, settings.organisation_inn),
            settings.fixed_pairing_code,
        ),
        projector=projector,
        access=OwnerAccess(database, settings.now_us),
        login_tries=Tries(_LOGIN_TRIES_A_MINUTE, 60, settings.now_us),
        all_login_tries=Tries(_ALL_LOGIN_TRIES_A_MINUTE, 60, settings.now_us),
        pair_tries=Tries(_PAIR_TRIES_A_MINUTE, 60, settings.now_us),
    )
