"""What the command line runs: the server itself, a pairing code, a sign-in link."""

from __future__ import annotations

import sys

from pos_desktop.cloud.parts import build
from pos_desktop.cloud.server import serve
from pos_desktop.cloud.settings import CloudSettings
from pos_desktop.cloud.words import chosen
from pos_desktop.contract.pairing import shown_code


def run(settings: CloudSettings) -> None:
    """Serve until a signal ends the process; says where, and how to sign in the first time.

    OSError where the port is in use, sqlalchemy.exc.OperationalError without the database.
    """
    parts = build(settings)
    address = f"http://{settings.host}:{settings.port}"
    lines = [address]
    if not parts.access.has_password():
        lines.append(address + parts.access.new_link())
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    serve(settings, parts)


def pairing_code(settings: CloudSettings) -> str:
    """A one-time code for a register, as it is read aloud; works beside a running server."""
    parts = build(settings)
    try:
        return shown_code(parts.pairing.new_code())
    finally:
        parts.database.close()


def login_link(settings: CloudSettings) -> str:
    """An address that signs the owner in once; works beside a running server."""
    parts = build(settings)
    try:
        return f"http://{settings.host}:{settings.port}{parts.access.new_link()}"
    finally:
        parts.database.close()


def code_hint(settings: CloudSettings) -> str:
    """What to do with a pairing code, in the settings' language."""
    return chosen(None, settings.language).t("registers.code_hint")
