"""The worker for electronic copies, built from the settings; None where no way out is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_desktop.domain.delivery import DeliveryChannel
from pos_desktop.keystore import Keystore
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import DeliveryQueue, LetterChannel, Post
from pos_desktop.settings import Settings

if TYPE_CHECKING:
    from pos_desktop.delivery.worker import DeliveryWorker

MAIL_PASSWORD = "mail.password"  # noqa: S105 - a name in the key store
TELEGRAM_TOKEN = "telegram.token"  # noqa: S105 - a name in the key store


def letter_channels(settings: Settings) -> frozenset[DeliveryChannel]:
    """The ways that are set up."""
    there = {
        DeliveryChannel.EMAIL: bool(settings.mail.host and settings.mail.sender),
        DeliveryChannel.TELEGRAM: bool(settings.telegram.bot),
    }
    return frozenset(channel for channel, is_there in there.items() if is_there)


def copies_worker(
    settings: Settings, keystore: Keystore, queue: DeliveryQueue, place: Workplace, post: Post
) -> DeliveryWorker | None:
    """The libraries of the channels are loaded only where one is set up."""
    if not place.letter_channels:
        return None
    from pos_desktop.delivery.smtp import MailAccount, SmtpChannel
    from pos_desktop.delivery.telegram import API, TelegramChannel
    from pos_desktop.delivery.worker import DeliveryWorker, letter_of

    channels: dict[DeliveryChannel, LetterChannel] = {}
    mail, telegram = settings.mail, settings.telegram
    if DeliveryChannel.EMAIL in place.letter_channels:
        account = MailAccount(mail.host, mail.port, mail.security, mail.login, mail.sender)
        channels[DeliveryChannel.EMAIL] = SmtpChannel(
            account, lambda: keystore.get(MAIL_PASSWORD) or ""
        )
    if DeliveryChannel.TELEGRAM in place.letter_channels:
        channels[DeliveryChannel.TELEGRAM] = TelegramChannel(
            lambda: keystore.get(TELEGRAM_TOKEN) or "", telegram.url or API
        )
    return DeliveryWorker(
        queue, channels, place, lambda copy, detail: letter_of(place, copy, detail), post
    )
