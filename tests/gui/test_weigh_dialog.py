"""Weighing at the counter: what the cashier reads for each thing a scale can say."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.ports import ScaleAbility, ScaleCommanded, WeightRead, WeightStatus
from tests.gui.scales import FakeScale, weigh_on

FAULTY = WeightRead(WeightStatus.FAULTY, None, 0, "scale.unit", {"unit": "lb"})


def opened(shop, scale):
    weigh_on(shop, scale)
    dialog = shop.window.weighing._dialog
    assert dialog is not None
    return dialog


def says(shop, read):
    shop.opened.shop.bridge.post(read)
    shop.wait(lambda: shop.window.weighing._dialog._read == read)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (WeightRead(WeightStatus.MOVING, None), "Ждём, вес меняется"),
        (WeightRead(WeightStatus.OVER, None), "Перегруз: снимите часть"),
        (WeightRead(WeightStatus.UNDER, None), "Меньше нуля: нажмите «Обнулить»"),
        (WeightRead(WeightStatus.SILENT, None), "Весы не отвечают"),
        (FAULTY, "Вес взять нельзя"),
    ],
)
def test_what_is_no_weight_has_its_own_words_and_cannot_be_sold(shop, read, words):
    dialog = opened(shop, FakeScale())
    says(shop, WeightRead(WeightStatus.STABLE, 854))
    assert dialog.is_ready()
    says(shop, read)
    assert (dialog._badge.text(), dialog._net.text()) == (words, "–,–––")
    assert (dialog._sum.text(), dialog._net_row.value()) == ("—", "—")
    assert not dialog.is_ready()
    assert not dialog._add.isEnabled()


@pytest.mark.parametrize(
    ("most_grams", "marks"),
    [
        (15_000, ["0", "5", "10", "15 кг"]),
        (32_000, ["0", "8", "16", "24", "32 кг"]),
        (25_000, ["0", "5", "10", "15", "20", "25 кг"]),
        (500, ["0", "0,5 кг"]),
    ],
)
def test_the_marks_of_a_scale_are_whole_kilograms(shop, most_grams, marks):
    bar = opened(shop, FakeScale(max_grams=most_grams))._capacity
    assert [bar._mark(place, bar._parts()) for place in range(bar._parts() + 1)] == marks


def test_a_scale_in_pounds_is_told_with_what_to_press_until_it_weighs_again(shop):
    dialog = opened(shop, FakeScale())
    says(shop, FAULTY)
    assert dialog._notice.isVisible()
    assert "lb" in dialog._notice.accessibleName()
    says(shop, WeightRead(WeightStatus.STABLE, 854))
    assert not dialog._notice.isVisible()


def test_a_refused_zero_is_told_and_a_done_one_takes_the_words_back(shop):
    scale = FakeScale()
    dialog = opened(shop, scale)
    says(shop, WeightRead(WeightStatus.STABLE, 5000))
    dialog._zero.click()
    assert scale.told == ["start", "zero"]
    shop.opened.shop.bridge.post(ScaleCommanded(ScaleAbility.ZERO, "scale.zero_range"))
    shop.wait(dialog._notice.isVisible)
    assert "Обнулить нельзя: на весах груз" in dialog._notice.accessibleName()
    shop.opened.shop.bridge.post(ScaleCommanded(ScaleAbility.ZERO))
    shop.wait(lambda: not dialog._notice.isVisible())


def test_z_zeroes_in_either_layout_of_the_keyboard(shop):
    scale = FakeScale()
    dialog = opened(shop, scale)
    for letter in ("z", "я"):
        pressed = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Z, Qt.KeyboardModifier.NoModifier, letter
        )
        QApplication.sendEvent(dialog, pressed)
    assert scale.told == ["start", "zero", "zero"]


def test_a_scale_that_cannot_be_told_to_zero_says_where_its_key_is(shop, qtbot):
    scale = FakeScale(abilities=frozenset())
    dialog = opened(shop, scale)
    assert not dialog._zero.isEnabled()
    assert dialog._zero.label() == "Ноль на весах"
    qtbot.keyClicks(dialog, "z")
    says(shop, WeightRead(WeightStatus.UNDER, None))
    assert dialog._badge.text() == "Меньше нуля: обнулите весы"
    assert scale.told == ["start"]


def test_a_scale_that_cannot_tare_is_tared_at_the_till(shop):
    scale = FakeScale(abilities=frozenset({ScaleAbility.ZERO}))
    dialog = opened(shop, scale)
    says(shop, WeightRead(WeightStatus.MOVING, None))
    dialog._tare_scale.click()
    assert "Вес меняется" in dialog._notice.accessibleName()
    says(shop, WeightRead(WeightStatus.STABLE, 215))
    dialog._tare_scale.click()
    assert not dialog._notice.isVisible()
    says(shop, WeightRead(WeightStatus.STABLE, 1470))
    assert dialog.net_grams() == 1255
    assert scale.told == ["start"]
    assert not any(button.isChecked() for button in dialog._tares.buttons())


def test_a_scale_that_can_tare_does_it_itself(shop):
    scale = FakeScale()
    dialog = opened(shop, scale)
    assert not dialog._tare_scale.isEnabled()  # Nothing is known to lie there yet.
    says(shop, WeightRead(WeightStatus.STABLE, 215))
    dialog._tare_scale.click()
    says(shop, WeightRead(WeightStatus.STABLE, 1255, 215))
    assert scale.told == ["start", "tare"]
    assert (dialog.net_grams(), dialog._gross_row.value()) == (1255, "1,470\u00a0кг")


def test_the_weight_goes_into_the_receipt_and_the_scale_rests(shop, qtbot):
    scale = FakeScale()
    dialog = opened(shop, scale)
    says(shop, WeightRead(WeightStatus.STABLE, 854))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.wanted is None and scale.told[-1] == "stop")
    [line] = shop.shown.priced.sale.lines
    assert line.quantity.thousandths == 854


def test_while_a_scale_tells_a_weight_nobody_types_another(shop):
    dialog = opened(shop, FakeScale())
    says(shop, WeightRead(WeightStatus.STABLE, 854))
    dialog.type_weight()
    assert dialog._typing is None
    assert dialog._by_hand.isHidden()


@pytest.mark.parametrize("read", [WeightRead(WeightStatus.SILENT, None), FAULTY])
def test_without_a_weight_of_the_scale_it_is_typed_and_sold_and_the_journal_knows(shop, read):
    dialog = opened(shop, FakeScale())
    says(shop, read)
    shop.wait(lambda: not dialog._by_hand.isHidden())
    QTest.keyClick(dialog, Qt.Key.Key_F4)
    number = dialog._typing.content()
    QTest.keyClicks(number, "1,25")
    QTest.keyClick(number, Qt.Key.Key_Return)
    shop.wait(lambda: shop.lines() == 1)
    line = shop.shown.priced.lines[0].line
    assert (line.quantity.thousandths, line.by_hand) == (1250, True)
    assert not [one for one in shop.window.findChildren(Modal) if one.is_open()]
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.priced is None)
    entries = shop.opened.register.journal.outbox.entries_after(0, 100)
    sold = [one for one in entries if one.kind == "SaleCompleted"]
    assert json.loads(sold[0].payload)["lines"][0]["by_hand"] is True


def test_a_scale_that_answers_again_takes_the_typing_away(shop):
    dialog = opened(shop, FakeScale())
    says(shop, WeightRead(WeightStatus.SILENT, None))
    shop.wait(lambda: not dialog._by_hand.isHidden())
    dialog.type_weight()
    says(shop, WeightRead(WeightStatus.MOVING, None))
    assert dialog._typing is None
    assert dialog._by_hand.isHidden()
    assert dialog._notice.isHidden()


def test_a_shop_without_a_scale_types_the_weight_at_once(shop):
    shop.till.add_product("p3")
    shop.wait(lambda: shop.window.weighing._dialog is not None)
    dialog = shop.window.weighing._dialog
    assert not dialog._by_hand.isHidden()
    assert dialog._badge.text() == i18n.t("weigh.status.none")
    assert not dialog._tare_scale.isEnabled()
    assert i18n.t("messages.weigh_no_scale.title") in dialog._notice.accessibleName()
    QTest.keyClick(dialog, Qt.Key.Key_F4)
    QTest.keyClick(dialog._typing.content(), Qt.Key.Key_Escape)
    assert dialog._typing is None
    assert shop.shown.wanted is not None
