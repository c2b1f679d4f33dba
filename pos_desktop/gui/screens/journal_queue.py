"""What waits for the network, since when, what is kept and until when it may wait."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui.messages import reason_text
from pos_desktop.gui.screens.journal_words import moment
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.i18n import duration, number, t
from pos_desktop.ports import FiscalChanged, QueueStatus, SyncChanged

_SECOND_US = 1_000_000
_DAY_US = 86_400 * _SECOND_US


class QueueNotice(QWidget):
    """Shown while the operator or the cloud cannot be reached and documents wait, or when the
    oldest of them has waited too long."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._queues: Queues | None = None
        self._now_seconds = 0.0
        self._online = True
        self._fiscal_reason = ""
        self.banner = Banner()
        self.banner.first_pressed.connect(self._check)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.banner)
        self.hide()

    def note(self, event: SyncChanged | FiscalChanged) -> None:
        """Remember how the links are; drawn with the next rows."""
        if isinstance(event, SyncChanged):
            self._online = event.online
        elif not event.key or event.queue.waiting == 0:
            self._fiscal_reason = event.reason if event.queue.waiting else ""

    def show_queues(self, queues: Queues, now_seconds: float) -> None:
        """Draw; now_seconds: UTC, since 1970."""
        self._queues, self._now_seconds = queues, now_seconds
        self.retranslate()

    def retranslate(self) -> None:
        queues = self._queues
        if queues is None:
            return
        title, queue = self._what(queues)
        if not title:
            self.hide()
            return
        oldest_us = queue.oldest_us or int(self._now_seconds * _SECOND_US)
        alarm = self._age_us(oldest_us) > self._shop.country.alarm_after_us
        icon = "" if self._online else "wifi-off"
        level = "danger" if alarm else "warning"
        self.banner.set_notice(level, title, self._detail(queue, oldest_us), icon=icon)  # type: ignore[arg-type]
        self.banner.set_buttons(t("journal.check_link"), icon="refresh-cw")
        self.show()

    def _what(self, queues: Queues) -> tuple[str, QueueStatus]:
        """The title and the queue it speaks of; "" where nothing waits longer than it should."""
        fiscal, cloud = queues.fiscal, queues.cloud
        offline = self._shop.has_cloud and not self._online
        if self._shop.has_operator and fiscal.waiting:
            late = self._age_us(fiscal.oldest_us) > self._shop.country.warn_after_us
            if offline or self._fiscal_reason or late:
                age = self._age(fiscal)
                waiting = t("journal.documents_wait", count=fiscal.waiting)
                if offline:
                    return f"{t('journal.offline', age=age)} · {waiting}", fiscal
                return f"{t('journal.operator_silent', age=age)} · {waiting}", fiscal
        if offline and cloud.waiting:
            waiting = t("journal.entries_wait", count=cloud.waiting)
            return f"{t('journal.offline', age=self._age(cloud))} · {waiting}", cloud
        return "", fiscal

    def _detail(self, queue: QueueStatus, oldest_us: int) -> str:
        parts = []
        if queue.oldest_number:
            shown = moment(oldest_us, self._shop.zone)
            parts.append(t("journal.oldest", number=number(queue.oldest_number), time=shown))
        parts.append(t("journal.kept"))
        if self._shop.has_operator:
            days = self._shop.country.limit_us // _DAY_US
            parts.append(t("journal.limit", count=days))
        if self._fiscal_reason and self._online:
            parts.insert(0, f"{reason_text(self._fiscal_reason)}.")
        return " ".join(parts)

    def _check(self) -> None:
        self._shop.check_links()

    def _age_us(self, oldest_us: int) -> int:
        return max(0, int(self._now_seconds * _SECOND_US) - oldest_us) if oldest_us else 0

    def _age(self, queue: QueueStatus) -> str:
        return duration(self._age_us(queue.oldest_us) // _SECOND_US)
