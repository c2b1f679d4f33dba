"""Choosing what is meant of a product: a variant, a pack, modifiers. One tap where one choice is
all there is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.assortment import Choice
from pos_desktop.domain.catalogue import ModifierGroup, Product
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import language, t

_COLUMNS = 3
_WIDE = 640


class ChooseGoodsDialog(DecisionFrame):
    """chosen(product_id, Choice)."""

    chosen = Signal(str, object)

    def __init__(self, product: Product, variants: tuple[Product, ...]) -> None:
        super().__init__(_name(product), width=_WIDE)
        self._product = product
        self._groups: list[tuple[ModifierGroup, list[KeyedButton]]] = []
        if variants:
            self._tell(t("choose.variant"))
            self.rows.addWidget(_grid([self._variant(variant) for variant in variants]))
            return
        if product.packs:
            self._tell(t("choose.pack_how"))
            self.rows.addWidget(_grid(self._packs()))
        for group in product.modifiers:
            self._add_group(group)
        self.ok = KeyedButton("", key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.ok.clicked.connect(self.confirm)
        if product.modifiers:
            self.rows.addWidget(self.ok)
        elif not product.packs:
            self._tell(t("choose.nothing"))
        self._refresh()

    def confirm(self) -> None:
        if self.ok.isEnabled() and self._product.modifiers:
            self.chosen.emit(self._product.product_id, Choice(modifiers=self._picked()))

    def _tell(self, words: str) -> None:
        self.detail.setText(words)
        self.detail.show()

    def _variant(self, variant: Product) -> KeyedButton:
        name = variant.variant_name or _name(variant)
        button = _option(name, money(variant.price_minor))
        button.clicked.connect(lambda: self.chosen.emit(variant.product_id, Choice()))
        return button

    def _packs(self) -> list[KeyedButton]:
        product = self._product
        buttons = []
        for pack in product.packs:
            price_minor = pack.price_minor or product.price_minor * pack.qty // 1000
            english = language() == "en" and pack.name_en
            button = _option(pack.name_en if english else pack.name, money(price_minor))
            button.clicked.connect(
                lambda _on=False, name=pack.name: self.chosen.emit(
                    product.product_id, Choice(pack=name)
                )
            )
            buttons.append(button)
        return buttons

    def _add_group(self, group: ModifierGroup) -> None:
        english = language() == "en" and group.name_en
        need = t("choose.needed") if group.least else t("choose.up_to", count=group.most)
        title = f"{group.name_en if english else group.name} · {need}"
        self.rows.addWidget(Label(title, theme.BODY, theme.SEMIBOLD, wrap=True))
        buttons = []
        for option in group.options:
            english = language() == "en" and option.name_en
            more = f"+{money(option.price_minor, symbol=False)}" if option.price_minor else ""
            button = _option(option.name_en if english else option.name, more)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, b=button, g=group: self._tapped(g, b))
            buttons.append(button)
        self._groups.append((group, buttons))
        self.rows.addWidget(_grid(buttons))

    def _tapped(self, group: ModifierGroup, button: KeyedButton) -> None:
        """One of one takes the place of the other; more than may be is not taken."""
        buttons = next(found for of, found in self._groups if of is group)
        on = [one for one in buttons if one.isChecked()]
        if len(on) > group.most:
            for one in on:
                one.setChecked(one is button and group.most == 1)
            if group.most > 1:
                for one in on:
                    one.setChecked(one is not button)
        self._refresh()

    def _picked(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (group.name, option.name)
            for group, buttons in self._groups
            for option, button in zip(group.options, buttons, strict=True)
            if button.isChecked()
        )

    def _refresh(self) -> None:
        picked = self._picked()
        counts = [sum(of == group.name for of, _ in picked) for group, _ in self._groups]
        whole = all(
            group.least <= count <= group.most
            for (group, _), count in zip(self._groups, counts, strict=True)
        )
        price = {
            (group.name, option.name): option.price_minor
            for group in self._product.modifiers
            for option in group.options
        }
        total_minor = self._product.price_minor + sum(price[one] for one in picked)
        self.ok.setText(t("choose.add", price=money(total_minor)))
        self.ok.setEnabled(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._groups:
            self.confirm()
        else:
            super().keyPressEvent(event)


def _option(name: str, price: str) -> KeyedButton:
    button = KeyedButton(name, sub=price, arrange="stack")
    button.setFixedHeight(64)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setAccessibleName(f"{name} {price}".strip())
    return button


def _grid(buttons: list[KeyedButton]) -> QWidget:
    box = QWidget()
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(8)
    columns = min(_COLUMNS, max(1, len(buttons)))
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // columns, place % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    rows = QVBoxLayout(box)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addLayout(grid)
    return box


def _name(product: Product) -> str:
    if language() == "en":
        return product.short_name_en or product.name_en or product.name
    return product.short_name or product.name
