"""What the sale screen offers: groups of goods, favourites and what a search finds, read beside the
cashier's work."""

from __future__ import annotations

from pos_desktop.gui.screens.sale_goods import GoodsPanel
from pos_desktop.gui.session import Shop


class Offer:
    """Answers the panel of goods; every read runs on the cashier's lane."""

    def __init__(self, goods: GoodsPanel, shop: Shop) -> None:
        self._goods = goods
        self._shop = shop
        goods.search_wanted.connect(self._search)
        goods.category_wanted.connect(self._show_category)

    def refresh(self) -> None:
        """Goods have been imported or changed: what is offered is read again."""
        catalogue, goods = self._shop.catalogue, self._goods
        self._shop.till.ask(
            lambda: (catalogue.categories(), catalogue.favourites()),
            lambda read: goods.show_catalogue(*read),
        )

    def _search(self, text: str) -> None:
        stock, goods = self._shop.desks.stock, self._goods
        self._shop.till.ask(lambda: stock.search(text), lambda hits: goods.show_hits(text, hits))

    def _show_category(self, category_id: str) -> None:
        catalogue, goods = self._shop.catalogue, self._goods
        self._shop.till.ask(lambda: catalogue.in_category(category_id), goods.show_products)
