"""Promotions from a TOML, CSV or XLSX file: a preview with what is wrong row by row; nothing is
stored while anything is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.promotions.card import KEYS, promotion_of
from pos_desktop.domain.promotions.rules import Promotion
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.tabular_table import Table

Find = Callable[[str], str | None]

_TOML = re.compile(rb"^\s*\[\[promotion\]\]\s*(#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PromotionProblem:
    """row: place in the file as a person counts, of a table its row and of TOML the number of the
    promotion. name: as far as it could be read, ""."""

    row: int
    name: str
    error: RefusalError


@dataclass(frozen=True, slots=True)
class PromotionsPreview:
    """What a file would store. new: ids that are not there yet."""

    rules: tuple[Promotion, ...]
    problems: tuple[PromotionProblem, ...]
    new: frozenset[str]


def preview_promotions(
    data: bytes, find: Find, categories: frozenset[str], known: frozenset[str]
) -> PromotionsPreview:
    """Read a file by its content. find: product by article, barcode or id; categories: ids there
    are; known: ids of the promotions there are.

    RefusalError("import.unreadable", reason=) and those of tabular_file.read_table for a file that
    is none of these.
    """
    rules: list[Promotion] = []
    problems: list[PromotionProblem] = []
    seen: set[str] = set()
    for row, card in _cards(data):
        try:
            rule = promotion_of(card, find)
            _check(rule, categories, seen)
        except RefusalError as error:
            problems.append(PromotionProblem(row, str(card.get("name", "")), error))
            continue
        seen.add(rule.promotion_id)
        rules.append(rule)
    return PromotionsPreview(
        tuple(rules), tuple(problems), frozenset(r.promotion_id for r in rules) - known
    )


def sample_promotions(data: bytes) -> tuple[Promotion, ...]:
    """Those of resources/sample, whose product ids are the articles."""
    preview = preview_promotions(data, lambda text: text, frozenset(), frozenset())
    if preview.problems:
        raise preview.problems[0].error
    return preview.rules


def _check(rule: Promotion, categories: frozenset[str], seen: set[str]) -> None:
    if rule.promotion_id in seen:
        raise RefusalError("promotion.id_twice", value=rule.promotion_id)
    named = rule.goods.categories | rule.goods.except_categories
    strange = sorted(named - categories) if categories else []
    if strange:
        raise RefusalError(
            "promotion.bad_value",
            key="categories",
            value=strange[0],
            allowed=", ".join(sorted(categories)),
        )


def _cards(data: bytes) -> Iterator[tuple[int, Mapping[str, object]]]:
    if _TOML.search(data):
        yield from enumerate(_toml(data), start=1)
    else:
        yield from _rows(read_table(data))


def _toml(data: bytes) -> list[Mapping[str, object]]:
    try:
        read = tomllib.loads(data.decode("utf-8-sig"), parse_float=str)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RefusalError("import.unreadable", reason=str(error)) from error
    for key in read:
        if key != "promotion":
            raise RefusalError("promotion.unknown_key", key=key, allowed="promotion")
    cards: list[Mapping[str, object]] = read["promotion"]
    return cards


def _rows(table: Table) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The first row names the keys."""
    heads = [cell.strip().casefold() for cell in table.rows[0].cells]
    for head in heads:
        if head and head not in KEYS:
            raise RefusalError("promotion.unknown_key", key=head, allowed=", ".join(KEYS))
    for row in table.rows[1:]:
        yield (
            row.number,
            {head: row.cell(n).strip() for n, head in enumerate(heads) if head},
        )
