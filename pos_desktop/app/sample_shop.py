"""The goods, people and customers of the sample shop."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pos_desktop.app.clock import SystemClock, Uuid7Ids
from pos_desktop.app.customer_rules import put_sample_lists, put_sample_rules, sample_customers
from pos_desktop.domain.country import CountryPack
from pos_desktop.journal.catalogue_promotions import SqlitePromotions
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.price_lists import SqlitePriceLists
from pos_desktop.journal.sqlite_journal import SqliteJournal
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.ports import Commit
from pos_desktop.shipped import resource_path


class Shelves(Protocol):
    """The books of a register that the samples go into."""

    country: CountryPack
    clock: SystemClock
    ids: Uuid7Ids
    journal: SqliteJournal
    catalogue: SqliteCatalogue
    promotions: SqlitePromotions
    price_lists: SqlitePriceLists
    staff: SqliteStaff


def fill_sample(register: Shelves, loyalty: Path) -> None:
    """The sample shop for an empty register; a shop with goods or people keeps its own."""
    from pos_desktop.operations.import_promotions import sample_promotions
    from pos_desktop.operations.import_sample import sample_change, sample_staff

    if not register.catalogue.count():
        rates = register.country.vat.valid_on(register.clock.today())
        register.catalogue.apply(
            sample_change(_sample("products.csv"), _sample("categories.csv"), rates)
        )
        register.promotions.store(
            sample_promotions(_sample("promotions.toml")), register.clock.now_us()
        )
        put_sample_lists(register.catalogue, register.price_lists)
    put_sample_rules(loyalty)
    if not register.journal.customers.count():
        region = register.country.code.upper()
        register.journal.commit(Commit(sample_customers(register.ids, region)))
    if not register.staff.members():
        register.staff.add_all(
            (person.member, person.pin, person.badge)
            for person in sample_staff(_sample("staff.csv"))
        )


def _sample(name: str) -> bytes:
    return Path(resource_path("sample", name)).read_bytes()
