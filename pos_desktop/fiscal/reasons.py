"""Every reason the fiscal side gives for something a person should know; texts are the window's."""

from __future__ import annotations

from pos_desktop.domain import fiscal

# The channel as a whole; those of NEEDS_PERSON do not pass by waiting.
UNREACHABLE = "fiscal.unreachable"
TIMEOUT = "fiscal.timeout"
CONNECTION_LOST = "fiscal.connection_lost"
PROXY = "fiscal.proxy"
BUSY = "fiscal.busy"
BAD_ANSWER = "fiscal.bad_answer"
SERVER_ERROR = "fiscal.server_error"
NOT_PROCESSED = "fiscal.not_processed"
BAD_ADDRESS = "fiscal.bad_address"
BAD_CERTIFICATE = "fiscal.bad_certificate"
NOT_THE_SERVICE = "fiscal.not_the_service"
NO_PASSWORD = "fiscal.no_password"  # noqa: S105 - a reason
WRONG_PASSWORD = "fiscal.wrong_password"  # noqa: S105 - a reason
USER_BLOCKED = "fiscal.user_blocked"
ACCESS_REFUSED = "fiscal.access_refused"
NOT_SUPPORTED = "fiscal.not_supported"
WRONG_ORGANISATION = "fiscal.wrong_organisation"
DRIVE_FULL = "fiscal.drive_full"

# How long the oldest document has waited, by the country pack.
AGE_WARNING = "fiscal.age_warning"
AGE_ALARM = "fiscal.age_alarm"
AGE_LIMIT = "fiscal.age_limit"

# One document.
INTERRUPTED = "fiscal.interrupted"
BAD_DOCUMENT = "fiscal.bad_document"
REFUSED = "fiscal.refused"
MARKING_REFUSED = "fiscal.marking_refused"
UNCLEAR = fiscal.UNCLEAR
MISMATCH = fiscal.MISMATCH

NEEDS_PERSON = frozenset(
    {
        BAD_ADDRESS,
        BAD_CERTIFICATE,
        NOT_THE_SERVICE,
        NO_PASSWORD,
        WRONG_PASSWORD,
        USER_BLOCKED,
        ACCESS_REFUSED,
        NOT_SUPPORTED,
        WRONG_ORGANISATION,
        DRIVE_FULL,
    }
)
