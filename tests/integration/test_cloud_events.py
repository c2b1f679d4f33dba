"""What people did to PINs, to each other and to the drawer, as the owner reads it in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from pos_desktop.cloud import words
from pos_desktop.cloud.database import Database
from pos_desktop.cloud.tables import event, task
from pos_desktop.domain.facts import (
    CashVerified,
    DrawerCounted,
    Fact,
    ShiftClosed,
    StaffDismissed,
    StaffPinReset,
    StaffSaved,
    StaffUnlocked,
)
from tests.integration.cloud_office import Shop, us

RESET = StaffPinReset("s9", "Лесная О.", "kassa@POS-LESNAYA-1")
SAVED = StaffSaved(
    *("s2", "Петрова Анна", "Петрова А.", "senior", "", "", "s9", "Лесная О."), new_pin=True
)
COUNT = DrawerCounted(7, 40_000, 34_900, "RUB", "s1", "Иванова М.", blind=True)
CLOSED = ShiftClosed("shift-7", 7, "s1", "Иванова М.", 1, 34_900, 34_900, True, 34_900)
WEEK_US = 7 * 24 * 3_600_000_000


@pytest.fixture
def owner(tmp_path: Path, database_url: str) -> Iterator[Shop]:
    shop = Shop(tmp_path, database_url=database_url)
    shop.sign_in()
    yield shop
    shop.browser.close()
    shop.server.stop()


def tell(shop: Shop, *facts: Fact, at_us: int = us(10, 5)) -> None:
    for fact in facts:
        payload = msgspec.json.encode(fact)
        shop.outbox.append(fact.KIND, payload, at_us, version=fact.VERSION)
    shop.sync()


def test_a_pin_set_by_the_command_is_told_with_register_time_person_and_account(
    owner: Shop,
) -> None:
    tell(owner, RESET)
    said = "PIN задан не на кассе: Лесная О. командой на компьютере кассы"
    row = owner.text("/events")
    assert "24.11.2026 10:05 Лесная · 1 " + said in row
    assert "kassa@POS-LESNAYA-1" in row
    first = owner.text("/")
    assert "Лесная · 1: PIN задан не на кассе: Лесная О. 24.11.2026 10:05" in first
    owner.browser.get("/language/en")
    said = "PIN set outside the register: Лесная О. by a command at the register's computer"
    assert "24/11/2026 10:05 Лесная · 1 " + said in owner.text("/events").replace("&#39;", "'")


def test_a_staff_file_that_was_taken_away_is_told_as_such(owner: Shop) -> None:
    tell(owner, replace(RESET, name="Владелец", way="no_people"))
    for path in ("/", "/events"):
        assert "Список сотрудников пропал, с кассой работает «Владелец»" in owner.text(path)


def test_a_pin_set_by_a_member_is_told_beside_it_and_asks_for_no_attention(owner: Shop) -> None:
    own = replace(SAVED, saved_by="s2", saved_by_name="Петрова А.")
    tell(owner, SAVED)
    tell(owner, own, at_us=us(11))
    text = owner.text("/events")
    newer = text.index("Новый PIN: Петрова А. свой PIN")
    older = text.index("Новый PIN: Петрова А. старший кассир")
    assert newer < older
    assert "Лесная О." in text[older:]
    assert "Всё в порядке." in owner.text("/")


def test_who_came_and_who_went_is_among_the_events(owner: Shop) -> None:
    tell(
        owner,
        replace(SAVED, added=True),
        replace(SAVED, new_pin=False, new_badge=True),
        replace(SAVED, new_pin=False),
        StaffUnlocked("s2", "Петрова А.", "s9", "Лесная О."),
        StaffDismissed("s2", "Петрова А.", "s9", "Лесная О."),
    )
    text = owner.text("/events")
    for said in ("Новый сотрудник", "Новая карта", "Изменён сотрудник", "Больше не работает"):
        assert f"{said}: Петрова А." in text
    assert "Вход снова открыт: Петрова А. после неверных PIN" in text


def test_both_counts_of_a_drawer_are_told_each_with_its_own_difference(owner: Shop) -> None:
    again = replace(COUNT, counted_minor=34_900, blind=False)
    verified = CashVerified(7, 34_800, "s2", "Петрова А.", "в сейфе")
    tell(owner, COUNT, again, CLOSED, verified)
    text = owner.text("/events")
    assert "Счёт ящика вслепую, смена 7: 400,00 ₽ расхождение 51,00 ₽" in text
    assert "Счёт ящика, сумма уже известна, смена 7: 349,00 ₽ сошлось" in text
    assert "Смена 7 закрыта сошлось" in text
    assert "Деньги смены 7 проверены: 348,00 в сейфе" in text


def test_a_shift_that_was_closed_short_or_uncounted_says_so_with_what_was_explained(
    owner: Shop,
) -> None:
    short = replace(CLOSED, difference_minor=-4_900, reason="change", explanation="чек 1")
    tell(owner, short, replace(CLOSED, number=8, counted=False))
    text = owner.text("/events")
    assert "расхождение −49,00 · Ошибка в сдаче: чек 1" in text
    assert "Смена 8 закрыта деньги не пересчитаны" in text


def test_a_reset_asks_for_attention_for_a_week_after_it_came_however_old_it_is(
    owner: Shop,
) -> None:
    tell(owner, RESET, at_us=us(10, day=1))
    assert "PIN задан не на кассе" in owner.text("/")
    owner.now_us += WEEK_US + 1
    assert "PIN задан не на кассе" not in owner.text("/")
    assert "01.11.2026 10:00 Лесная · 1 PIN задан не на кассе" in owner.text("/events")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_no_event_lacks_its_words(owner: Shop, lang: str) -> None:
    gone, own = replace(RESET, way="no_people"), replace(SAVED, saved_by="s2")
    tell(owner, RESET, gone, SAVED, own, replace(SAVED, added=True), COUNT)
    tell(owner, replace(SAVED, new_pin=False), replace(SAVED, new_pin=False, new_badge=True))
    for reason in ("change", "exchange", "receipt", "other"):
        tell(owner, replace(CLOSED, reason=reason, difference_minor=1))
    owner.browser.get(f"/language/{lang}")
    for path in ("/", "/events"):
        text = owner.text(path)
        assert not re.search(r"\b(?:event|role|cash_reason|nav)\.\w", text)
        assert "exchange" not in text, "the word for a reason, not its id"


def test_names_of_people_are_text_not_markup(owner: Shop) -> None:
    tell(owner, replace(RESET, name="<script>alert(1)</script>", account="<b onclick=x>"))
    for path in ("/", "/events"):
        page = owner.browser.get(path).text
        assert "<script" not in page
        assert "<b onclick" not in page


def test_a_long_list_of_events_is_paged(owner: Shop) -> None:
    assert "Событий пока нет" in owner.text("/events")
    tell(owner, *(replace(COUNT, shift_number=n) for n in range(1, 103)))
    first, rest = owner.text("/events"), owner.text("/events?skip=100")
    assert "смена 102:" in first
    assert "смена 2:" not in first
    assert "Раньше ›" in first
    assert "смена 2:" in rest
    assert "‹ Новее" in rest


def test_a_rebuild_tells_every_event_once(owner: Shop) -> None:
    tell(owner, RESET, SAVED, COUNT)
    before = owner.text("/events")
    assert owner.server.parts.projector.rebuild() == 3
    assert owner.text("/events") == before
    assert before.count("PIN задан не на кассе") == 1


def test_events_that_came_before_the_server_knew_of_them_are_told_after_an_update(
    owner: Shop,
) -> None:
    tell(owner, RESET, SAVED, COUNT)
    before = owner.text("/events")
    database = owner.server.parts.database
    with database.write() as connection:
        sa.Table("event", sa.MetaData()).drop(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
        told = {"at_us": 1, "count": 1, "last_seq": 3, "register_no": 1, "text": ""}
        unknown = [
            {"code": "entry.unknown_kind", "kind": kind, **told} for kind in (COUNT.KIND, "Other")
        ]
        connection.execute(sa.insert(task), unknown)
    Database(owner.server.parts.settings).close()
    assert owner.text("/events") == before
    with database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(event)) == 3
    assert "Обновите сервер, чтобы видеть их: Other" in owner.text("/")
    assert COUNT.KIND not in owner.text("/")
