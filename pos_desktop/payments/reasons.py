"""Every reason that payments by QR code give for something a person should know; texts are the
window's (messages.toml, "sbp_unreachable")."""

from __future__ import annotations

# The bank as a whole. Those after BAD_ADDRESS do not pass by waiting.
UNREACHABLE = "sbp.unreachable"
TIMEOUT = "sbp.timeout"
CONNECTION_LOST = "sbp.connection_lost"
BAD_ANSWER = "sbp.bad_answer"
BAD_ADDRESS = "sbp.bad_address"
BAD_CERTIFICATE = "sbp.bad_certificate"
NO_SECRET = "sbp.no_secret"  # noqa: S105 - a reason
WRONG_SECRET = "sbp.wrong_secret"  # noqa: S105 - a reason
REFUSED = "sbp.refused"

# One payment.
EXPIRED = "sbp.expired"
CANCELLED = "sbp.cancelled"
DECLINED = "sbp.declined"
RETURNED = "sbp.returned"
NEVER_SHOWN = "sbp.never_shown"
AMOUNT_DIFFERS = "sbp.amount_differs"
NO_LAST_WORD = "sbp.no_last_word"
BUSY_ASKING = "sbp.busy_asking"
OTHER_BANK = "sbp.other_bank"
TOO_SMALL = "sbp.too_small"
OTHER_CURRENCY = "sbp.other_currency"
NOT_STORED = "sbp.not_stored"

# One refund.
NO_REFERENCE = "sbp.no_reference"
NO_SUCH_PAYMENT = "sbp.no_such_payment"
NOT_PAID = "sbp.not_paid"
REFUND_DECLINED = "sbp.refund_declined"
REFUND_TOO_MUCH = "sbp.refund_too_much"
REFUND_UNCLEAR = "sbp.refund_unclear"
REFUND_UNDER_WAY = "sbp.refund_under_way"
NEVER_ASKED = "sbp.never_asked"
NO_TOTALS = "sbp.no_totals"
