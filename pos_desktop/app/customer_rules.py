"""How this shop keeps customers: from the settings, the rules of points in loyalty.toml and the
country pack; and the customers of the sample shop."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.customers import CustomerRules
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CustomerSaved
from pos_desktop.domain.loyalty import NO_LOYALTY
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.operations.import_prices import Articles, read_prices
from pos_desktop.operations.loyalty_rules import loyalty_rules
from pos_desktop.operations.telephone import e164
from pos_desktop.ports import Ids
from pos_desktop.ports.prices import PriceListWriter
from pos_desktop.settings import Settings
from pos_desktop.shipped import resource_path

LOYALTY_FILE = "loyalty.toml"
_SAMPLE_LISTS = (("Пенсионеры", "prices_pensioners.csv"), ("Кафе", "prices_cafe.csv"))


def customer_rules(settings: Settings, loyalty_file: Path, country: CountryPack) -> CustomerRules:
    """RefusalError("loyalty.bad_rules") names what is wrong in the file; none = no points."""
    own = settings.customers
    return CustomerRules(
        loyalty=loyalty_rules(_text(loyalty_file)) if loyalty_file.exists() else NO_LOYALTY,
        card_prefixes=own.card_prefixes,
        certificate_prefixes=own.certificate_prefixes,
        certificate_days=own.certificate_days,
        region=country.code.upper(),
        shared=bool(settings.cloud.url),
    )


def sample_customers(ids: Ids, region: str) -> tuple[CustomerSaved, ...]:
    """The regulars of the sample shop."""
    rows = csv.DictReader(io.StringIO(_sample("customers.csv")), delimiter=";")
    return tuple(
        CustomerSaved(
            customer_id=ids.new_id(),
            name=row["name"],
            phone=e164(row["phone"], region),
            email=row["email"],
            card=row["card"],
            group=row["group"],
            price_list=row["price_list"],
            birth_date=row["birth_date"],
            credit_limit_minor=parse_amount_minor(row["credit_limit"]),
        )
        for row in rows
    )


def put_sample_lists(articles: Articles, writer: PriceListWriter) -> None:
    """The price lists of the sample shop, by the ordinary import."""
    for name, file in _SAMPLE_LISTS:
        found = read_prices(_sample(file).encode(), articles)
        writer.put_list(name.casefold(), name, found.prices)


def put_sample_rules(loyalty_file: Path) -> None:
    """The sample rules of points, for a shop that has none."""
    if not loyalty_file.exists():
        loyalty_file.write_text(_sample(LOYALTY_FILE), encoding="utf-8")


def _sample(name: str) -> str:
    return Path(resource_path("sample", name)).read_text(encoding="utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RefusalError("loyalty.bad_rules", field=path.name, value=str(error)) from error
