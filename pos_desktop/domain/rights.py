"""Who may do what: a table of role and action, limits by role, and the one-time word of a second
person. Deny by default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember, highest


class Action(StrEnum):
    """What rights speak of."""

    SELL = "sell"
    DISCOUNT = "discount"
    DISCOUNT_ABOVE_LIMIT = "discount_above_limit"
    CHANGE_PRICE = "change_price"
    VOID_LINE = "void_line"
    VOID_SALE = "void_sale"
    VOID_UNSCANNED = "void_unscanned"
    REPRINT = "reprint"
    SETTLE_UNKNOWN_PRINT = "settle_unknown_print"
    RETRY_FISCAL = "retry_fiscal"
    SETTLE_CONTRADICTION = "settle_contradiction"
    REFUND = "refund"
    REFUND_WITHOUT_RECEIPT = "refund_without_receipt"
    REFUND_OTHER_WAY = "refund_other_way"
    REFUND_OUTSIDE = "refund_outside"
    REFUND_LATE = "refund_late"
    CORRECT_RECEIPT = "correct_receipt"
    OPEN_SHIFT = "open_shift"
    CLOSE_SHIFT = "close_shift"
    X_REPORT = "x_report"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    SAFE_DROP = "safe_drop"
    OPEN_DRAWER = "open_drawer"
    VERIFY_CASH = "verify_cash"
    SEE_EXPECTED_CASH = "see_expected_cash"
    EDIT_CUSTOMER = "edit_customer"
    ADJUST_BONUS = "adjust_bonus"
    SELL_ON_CREDIT = "sell_on_credit"
    ISSUE_CERTIFICATE = "issue_certificate"
    TAKE_ADVANCE = "take_advance"
    SEE_STOCK = "see_stock"
    RECEIVE_GOODS = "receive_goods"
    WRITE_OFF = "write_off"
    TAKE_STOCK = "take_stock"
    TRANSFER_GOODS = "transfer_goods"
    PRINT_LABELS = "print_labels"
    EXPORT_SCALE_GOODS = "export_scale_goods"
    EDIT_PRODUCT = "edit_product"
    EDIT_FAVOURITES = "edit_favourites"
    EDIT_PROMOTION = "edit_promotion"
    SEE_REPORTS = "see_reports"
    SEE_MARGIN = "see_margin"
    EXPORT_JOURNAL = "export_journal"
    TRAIN = "train"
    MANAGE_STAFF = "manage_staff"
    IMPORT_CATALOGUE = "import_catalogue"
    CHANGE_SETTINGS = "change_settings"


_CASHIER = frozenset(
    {
        Action.SELL,
        Action.DISCOUNT,
        Action.VOID_LINE,
        Action.VOID_SALE,
        Action.REPRINT,
        Action.SETTLE_UNKNOWN_PRINT,
        Action.REFUND,
        Action.OPEN_SHIFT,
        Action.CLOSE_SHIFT,
        Action.X_REPORT,
        Action.PAY_IN,
        Action.EDIT_CUSTOMER,
        Action.ISSUE_CERTIFICATE,
        Action.TAKE_ADVANCE,
        Action.SEE_STOCK,
        Action.PRINT_LABELS,
        Action.TRAIN,
    }
)
_SENIOR = _CASHIER | {
    Action.DISCOUNT_ABOVE_LIMIT,
    Action.CHANGE_PRICE,
    Action.VOID_UNSCANNED,
    Action.RETRY_FISCAL,
    Action.SETTLE_CONTRADICTION,
    Action.REFUND_OTHER_WAY,
    Action.REFUND_OUTSIDE,
    Action.REFUND_WITHOUT_RECEIPT,
    Action.REFUND_LATE,
    Action.PAY_OUT,
    Action.SAFE_DROP,
    Action.OPEN_DRAWER,
    Action.VERIFY_CASH,
    Action.SELL_ON_CREDIT,
    Action.RECEIVE_GOODS,
    Action.TAKE_STOCK,
    Action.EXPORT_SCALE_GOODS,
    Action.EDIT_FAVOURITES,
    Action.SEE_REPORTS,
}
_MANAGER = _SENIOR | {
    Action.SEE_EXPECTED_CASH,
    Action.CORRECT_RECEIPT,
    Action.ADJUST_BONUS,
    Action.WRITE_OFF,
    Action.TRANSFER_GOODS,
    Action.EDIT_PRODUCT,
    Action.EDIT_PROMOTION,
    Action.SEE_MARGIN,
    Action.EXPORT_JOURNAL,
    Action.MANAGE_STAFF,
    Action.IMPORT_CATALOGUE,
    Action.CHANGE_SETTINGS,
}

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.CASHIER: _CASHIER,
    Role.SENIOR: _SENIOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: _MANAGER,
}

DISCOUNT_LIMIT_HUNDREDTHS: dict[Role, int] = {
    Role.CASHIER: 1000,
    Role.SENIOR: 3000,
    Role.MANAGER: 9900,
    Role.OWNER: 10_000,
}
"""The largest share a person may take off a line or a receipt by hand; 1000 is 10.00 %."""

_WIDENING = frozenset({Action.DISCOUNT_ABOVE_LIMIT, Action.CHANGE_PRICE})
"""Words by which the limit is that of the person who gave them: a lower price is money off too."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A second person let somebody do one action once."""

    action: Action
    allowed_by: StaffMember


@dataclass(frozen=True, slots=True)
class Approved(StaffMember):
    """A member who acts with the word of others; who signs the receipt stays the same."""

    approvals: tuple[Approval, ...] = ()


def approved(member: StaffMember, approval: Approval) -> Approved:
    """The member with one approval more."""
    earlier = member.approvals if isinstance(member, Approved) else ()
    return Approved(
        member.staff_id,
        member.name,
        member.short_name,
        member.role,
        member.inn,
        member.position,
        (*earlier, approval),
    )


def may(member: StaffMember, action: Action) -> bool:
    if action in RIGHTS[member.role]:
        return True
    return any(a.action is action for a in _approvals(member))


def demand(member: StaffMember, action: Action) -> None:
    """Raise RefusalError("rights.missing") unless the member's role, or the word of a second
    person, allows the action."""
    if not may(member, action):
        raise RefusalError("rights.missing", action=action.value, name=member.short_name)


def role_for(member: StaffMember, action: Action) -> Role:
    """The role that stands behind an action: the member's own or, where it is higher, that of the
    person who allowed it."""
    allowed_by = [a.allowed_by.role for a in _approvals(member) if a.action is action]
    return highest((member.role, *allowed_by))


def demand_discount(member: StaffMember, share_hundredths: int) -> None:
    """A discount by hand within the limit of the member's role, or of the person who allowed it.

    RefusalError("rights.missing") where nobody has allowed it yet, RefusalError(
    "discount.above_limit", limit_hundredths=) where even the second person's limit is lower.
    """
    demand(member, Action.DISCOUNT)
    allowed = [a for a in _approvals(member) if a.action in _WIDENING]
    limit = max(
        DISCOUNT_LIMIT_HUNDREDTHS[role]
        for role in (member.role, *(a.allowed_by.role for a in allowed))
    )
    if share_hundredths <= limit:
        return
    if allowed or limit == DISCOUNT_LIMIT_HUNDREDTHS[Role.OWNER]:
        raise RefusalError("discount.above_limit", limit_hundredths=limit)
    raise RefusalError(
        "rights.missing", action=Action.DISCOUNT_ABOVE_LIMIT.value, name=member.short_name
    )


def _approvals(member: StaffMember) -> tuple[Approval, ...]:
    return member.approvals if isinstance(member, Approved) else ()
