"""What a cashier arranges in the catalogue survives a restart."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from pos_desktop.domain.labels import DEFAULT_PATTERNS, parse_pattern, with_pattern
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.ports import CatalogueChange
from tests.till_fakes import BANANAS, BREAD, COFFEE, GOODS


def test_favourites_are_the_chosen_ones_in_their_order(tmp_path):
    with closing(SqliteCatalogue(tmp_path / "c.sqlite")) as catalogue:
        goods = tuple(replace(p, favourite=n) for n, p in enumerate(GOODS[:2], 1))
        catalogue.apply(CatalogueChange((*goods, *GOODS[2:])))
        catalogue.set_favourites((BANANAS.product_id, COFFEE.product_id, "gone"))
    with closing(SqliteCatalogue(tmp_path / "c.sqlite")) as again:
        assert [p.name for p in again.favourites()] == [BANANAS.name, COFFEE.name]
        found = again.by_barcode(BREAD.barcodes[0])
        assert found is not None
        assert found.favourite == 0


def test_label_patterns_are_those_of_the_scales_until_somebody_shows_a_label(tmp_path):
    price = parse_pattern("23IIIIIPPPPPC")
    with closing(SqliteCatalogue(tmp_path / "c.sqlite")) as catalogue:
        assert catalogue.label_patterns() == DEFAULT_PATTERNS
        catalogue.set_label_patterns(with_pattern(DEFAULT_PATTERNS, price))
        assert price in catalogue.label_patterns()
    with closing(SqliteCatalogue(tmp_path / "c.sqlite")) as again:
        assert again.label_patterns() == (*DEFAULT_PATTERNS, price)
