"""A second person's word in place: who asked, who allowed and why is in the journal before the
thing is done."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import ActionApproved
from pos_desktop.domain.rights import Action, Approval, may
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, StaffDirectory


@dataclass(frozen=True, slots=True)
class Proof:
    """How the second person shows who it is: staff_id and PIN, or a scanned badge."""

    staff_id: str = ""
    pin: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """action: what is asked for; reason: as the approver gave it; subject: what it is about."""

    action: Action
    reason: str = ""
    subject: str = ""


def approve(
    place: Workplace, directory: StaffDirectory, asker: StaffMember, request: Request, proof: Proof
) -> Approval:
    """Check the second person and write the word down; it holds for one operation.

    RefusalError: as of sign-in, "approval.oneself" (nobody allows himself what he may not),
    "approval.not_allowed" (the second person may not do it either).
    """
    allowed_by = _who(directory, proof)
    if allowed_by.staff_id == asker.staff_id:
        raise RefusalError("approval.oneself", name=allowed_by.short_name)
    if not may(allowed_by, request.action):
        raise RefusalError("approval.not_allowed", name=allowed_by.short_name)
    place.journal.commit(
        Commit(
            facts=(
                ActionApproved(
                    action=request.action.value,
                    asked_by=asker.staff_id,
                    asked_name=asker.short_name,
                    allowed_by=allowed_by.staff_id,
                    allowed_name=allowed_by.short_name,
                    reason=request.reason,
                    subject=request.subject,
                ),
            )
        )
    )
    return Approval(request.action, allowed_by)


def _who(directory: StaffDirectory, proof: Proof) -> StaffMember:
    if not proof.badge:
        return directory.check_pin(proof.staff_id, proof.pin)
    member = directory.by_badge(proof.badge)
    if member is None:
        raise RefusalError("signin.unknown_badge")
    return member
