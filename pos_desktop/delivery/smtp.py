"""The shop's mail server (RFC 5321, 8314): one connection a letter, TLS unless the shop says that
its server is on this network without."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Literal

from pos_desktop.ports import Found, Letter, MaybeSent, NotSent, SendResult, Sent

Security = Literal["tls", "starttls", "none"]

_CONNECT_SECONDS = 15.0
_TEMPORARY = range(400, 500)


@dataclass(frozen=True, slots=True)
class MailAccount:
    """host, port: of the submission server (465 tls, 587 starttls). sender: "shop@example.ru" or
    "Shop <shop@example.ru>"; login "": the server asks for none."""

    host: str
    port: int
    security: Security
    login: str
    sender: str


class SmtpChannel:
    """password: asked for with each letter, so that a new one works at once."""

    repeats_are_one = True
    """Mail programs show two letters of one Message-ID once; and two copies do no harm."""

    def __init__(
        self,
        account: MailAccount,
        password: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._account = account
        self._password = password
        self._now = now

    def send(self, letter: Letter) -> SendResult:
        try:
            server = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            return NotSent(f"delivery.mail_login: {_said(error)}", retry_after_seconds=600.0)
        except smtplib.SMTPResponseException as error:
            return NotSent(f"delivery.mail_refused: {_said(error)}")
        except (OSError, smtplib.SMTPException) as error:
            return NotSent(f"delivery.mail_unreachable: {error}")
        try:
            return self._sent(server, letter)
        finally:
            server.close()

    def look(self) -> list[Found]:
        return []

    def close(self) -> None:
        """Nothing is kept open between letters."""

    def _connected(self) -> smtplib.SMTP:
        account = self._account
        server: smtplib.SMTP
        if account.security == "tls":
            server = smtplib.SMTP_SSL(
                account.host, account.port, timeout=_CONNECT_SECONDS, context=_trusted()
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=_CONNECT_SECONDS)
        try:
            if account.security == "starttls":
                server.starttls(context=_trusted())
            if account.login:
                server.login(account.login, self._password())
        except BaseException:
            server.close()
            raise
        return server

    def _sent(self, server: smtplib.SMTP, letter: Letter) -> SendResult:
        message = self._message(letter)
        try:
            server.send_message(message, to_addrs=[letter.address])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            final = code not in _TEMPORARY
            return NotSent(f"delivery.no_such_address: {_text(text)}", final=final)
        except smtplib.SMTPResponseException as error:
            final = error.smtp_code not in _TEMPORARY
            return NotSent(f"delivery.mail_refused: {_said(error)}", final=final)
        except (OSError, smtplib.SMTPException) as error:
            return MaybeSent(f"delivery.connection_lost: {error}")
        return Sent()

    def _message(self, letter: Letter) -> EmailMessage:
        """Headers are set through the library, which refuses line breaks in them."""
        name, address = parseaddr(self._account.sender)
        host = address.partition("@")[2] or "localhost"
        message = EmailMessage()
        message["From"] = formataddr((name, address))
        message["To"] = letter.address
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(self._now())
        message["Message-ID"] = f"<{letter.delivery_id}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_attachment(
            letter.pdf, maintype="application", subtype="pdf", filename=letter.pdf_name
        )
        return message


def _trusted() -> ssl.SSLContext:
    """The system's own trust store, as everywhere in the register."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _said(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}"


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
