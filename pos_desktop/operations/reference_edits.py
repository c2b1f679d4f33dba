"""Decided changes of the catalogue's file: stored with their facts, written right after, and after
a power cut in between at the next start."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.labels import parse_pattern
from pos_desktop.domain.promotions.card import promotion_of
from pos_desktop.ports import (
    CatalogueChange,
    CatalogueEdit,
    CatalogueKeeper,
    Commit,
    Journal,
    PriceListEdit,
    PromotionEdit,
)
from pos_desktop.ports.prices import PriceListWriter, PromotionBook


def commit_catalogue(
    journal: Journal, keeper: CatalogueKeeper, what: Commit, edit: CatalogueEdit
) -> int:
    """Facts and their edit, all or nothing; the seq of the last fact.

    StorageError("catalogue.edit_waits", reason=): they are stored, the catalogue could not be
    written and will be at the next edit or start.
    """
    seq = journal.commit(replace(what, edit=edit))
    _told(lambda: write_catalogue_edits(journal, keeper))
    return seq


def commit_promotions(
    journal: Journal, book: PromotionBook, what: Commit, edit: PromotionEdit
) -> int:
    """As commit_catalogue."""
    seq = journal.commit(replace(what, edit=edit))
    _told(lambda: write_promotion_edits(journal, book))
    return seq


def commit_price_list(
    journal: Journal, writer: PriceListWriter, what: Commit, edit: PriceListEdit
) -> int:
    """As commit_catalogue."""
    seq = journal.commit(replace(what, edit=edit))
    _told(lambda: write_price_list_edits(journal, writer))
    return seq


def write_catalogue_edits(journal: Journal, keeper: CatalogueKeeper) -> None:
    """Write what waits, oldest first; written twice it is the same. An edit the catalogue refuses
    for good is let go, so that it holds back no other."""
    for seq, edit in journal.catalogue_edits():
        try:
            _write(keeper, edit)
        except RefusalError:
            journal.edit_written(seq)
            raise
        journal.edit_written(seq)


def write_promotion_edits(journal: Journal, book: PromotionBook) -> None:
    for seq, edit in journal.promotion_edits():
        if edit.cards:
            book.store([promotion_of(json.loads(card)) for card in edit.cards], edit.at_us)
        for promotion_id in edit.removed:
            book.remove(promotion_id, edit.at_us)
        journal.edit_written(seq)


def write_price_list_edits(journal: Journal, writer: PriceListWriter) -> None:
    for seq, edit in journal.price_list_edits():
        writer.put_list(edit.list_id, edit.name, edit.prices)
        journal.edit_written(seq)


def _write(keeper: CatalogueKeeper, edit: CatalogueEdit) -> None:
    if edit.products:
        keeper.apply(CatalogueChange(edit.products))
    if edit.favourites is not None:
        keeper.set_favourites(edit.favourites)
    if edit.label_patterns is not None:
        keeper.set_label_patterns(tuple(parse_pattern(text) for text in edit.label_patterns))


def _told(write: Callable[[], None]) -> None:
    try:
        write()
    except StorageError as error:
        raise StorageError("catalogue.edit_waits", reason=str(error)) from error
