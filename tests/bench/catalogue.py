"""Barcode to product and search as you type in a catalogue of a million products."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter_ns

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.catalogue import Product
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.search_text import other_layout, words_of
from pos_desktop.ports import CatalogueChange
from tests.bench import machine
from tests.bench.figures import Figure, against, counted, timed
from tests.bench.options import Options
from tests.bench.shop import sample

NAME = "catalogue"
_BRANDS = 20_000
_SOLD = 4_000
_SYLLABLES = [
    *("ба", "ве", "го", "ду", "жи", "за", "ке", "ло", "му", "ни", "по", "ра", "се", "ту", "фи"),
    *("хо", "ца", "че", "ша", "щу", "эл", "юр", "яс", "мир", "лен", "дар", "сол", "вит", "кра"),
]
_BARE = (
    "SELECT p.number, p.card FROM barcode b JOIN product p ON p.number = b.product WHERE b.code = ?"
)


def run(options: Options) -> list[Figure]:
    size = 5_000 if options.quick else 1_000_000
    rounds = 300 if options.quick else 5_000
    with machine.folder() as folder:
        path = folder / "catalogue.sqlite"
        options.say(f"making a catalogue of {size:,} products")
        with closing(SqliteCatalogue(path)) as catalogue:
            with machine.common_scheduling():
                texts = _filled(catalogue, size)
            catalogue.warm_up()
            gc.collect()
            gc.freeze()
            figures = _barcodes(catalogue, path, texts, rounds)
            figures += _searches(catalogue, texts, rounds)
            gc.unfreeze()
    return figures


class Texts:
    """Codes and names that are in the catalogue, a sample of them, and what one might type."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.names: list[str] = []


def _filled(catalogue: SqliteCatalogue, size: int) -> Texts:
    """Every name of the sample shop with thousands of invented brands, in one import."""
    rng = random.Random(7)
    brands = sorted({_brand(rng) for _ in range(_BRANDS)})
    kinds = [p for p in sample().products if not p.weighed]
    products: list[Product] = []
    texts = Texts()
    every = max(1, size // 20_000)
    for n in range(size):
        kind = kinds[n % len(kinds)]
        code = f"{4_000_000_000_000 + n * 9973 % 999_999_999_989:013d}"
        name = f"{kind.name} {rng.choice(brands)} {rng.randrange(1, 40) * 25} г"
        products.append(
            replace(kind, product_id=f"x{n}", article=f"x{n:07d}", name=name, barcodes=(code,),
                    packs=(), kit=(), variants=(), favourite=0, plu=0, name_en="", short_name="",
                    short_name_en="")
        )  # fmt: skip
        if n % every == 0:
            texts.codes.append(code)
            texts.names.append(name)
    catalogue.apply(CatalogueChange(tuple(products), sample().categories))
    for _ in range(5):
        catalogue.note_sold(f"x{rng.randrange(size)}" for _ in range(_SOLD // 5))
    rng.shuffle(texts.codes)
    rng.shuffle(texts.names)
    return texts


def _brand(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randrange(2, 5))).capitalize()


def _barcodes(catalogue: SqliteCatalogue, path: Path, texts: Texts, rounds: int) -> list[Figure]:
    """Product by code, interleaved with the same row read bare; each code is asked once only, so
    neither finds the pages that the other has just read."""
    bare = sqlite.connect(str(path), isolation_level=None)
    bare.execute("PRAGMA mmap_size = 1073741824")
    bare.execute("PRAGMA query_only = ON")
    ours: list[float] = []
    limits: list[float] = []
    misses: list[float] = []
    half = len(texts.codes) // 2
    for turn in range(min(rounds, half)):
        start = perf_counter_ns()
        row = bare.execute(_BARE, (texts.codes[turn],)).fetchone()
        limits.append((perf_counter_ns() - start) / 1000)
        start = perf_counter_ns()
        product = catalogue.by_barcode(texts.codes[half + turn])
        ours.append((perf_counter_ns() - start) / 1000)
        start = perf_counter_ns()
        missing = catalogue.by_barcode("2" + texts.codes[turn][1:])
        misses.append((perf_counter_ns() - start) / 1000)
        assert row is not None and product is not None and missing is None
    bare.close()
    size = catalogue.count()
    return [
        against(NAME, f"barcode to product of {size:,}", ours, "us", "bare SELECT", limits,
                ratio_at_most=2.0),
        timed(NAME, "an unknown barcode", misses, "us"),
    ]  # fmt: skip


def _searches(catalogue: SqliteCatalogue, texts: Texts, rounds: int) -> list[Figure]:
    rng = random.Random(11)
    kinds: dict[str, Callable[[str], Sequence[str]]] = {
        "search, one word letter by letter": lambda name: _letters(rng, _word(rng, name)),
        "search, two words": lambda name: [_two_words(rng, name)],
        "search in the wrong layout": lambda name: [_mistyped_layout(rng, name)],
        "search with a typo": lambda name: [_typo(rng, _word(rng, name))],
    }
    figures = []
    every: list[float] = []
    for what, made in kinds.items():
        most = rounds // 10 if "typo" in what else rounds
        typed = [text for name in texts.names for text in made(name)][:most]
        taken, found = _timed_searches(catalogue, typed)
        every += taken
        figures.append(
            timed(NAME, what, taken, "ms", p50_at_most=1.0, p99_at_most=10.0,
                  note=f"{found:.0%} of {len(typed):,} texts found something")
        )  # fmt: skip
    figures.append(counted(NAME, "search, median of all kinds", median(every), "ms"))
    return figures


def _timed_searches(catalogue: SqliteCatalogue, typed: Sequence[str]) -> tuple[list[float], float]:
    """Milliseconds of each, and the share that found something."""
    taken: list[float] = []
    found = 0
    for text in typed:
        start = perf_counter_ns()
        hits = catalogue.search(text)
        taken.append((perf_counter_ns() - start) / 1_000_000)
        found += bool(hits)
    return taken, found / len(typed)


def _word(rng: random.Random, name: str) -> str:
    words = [word for word in words_of(name) if word.isalpha() and len(word) > 4]
    return rng.choice(words or ["молоко"])


def _letters(rng: random.Random, word: str) -> list[str]:
    """A word as it grows under the fingers; from the second letter on, as the search box asks."""
    return [word[:n] for n in range(2, rng.randrange(4, len(word) + 1) + 1)]


def _two_words(rng: random.Random, name: str) -> str:
    words = [word for word in words_of(name) if word.isalpha() and len(word) > 3]
    two = rng.sample(words, 2) if len(words) > 1 else [*words, "гр"]
    return " ".join(word[: rng.randrange(3, len(word) + 1)] for word in two)


def _mistyped_layout(rng: random.Random, name: str) -> str:
    return other_layout(_word(rng, name)[: rng.randrange(3, 8)])


def _typo(rng: random.Random, word: str) -> str:
    """A letter left out, doubled, changed, or two of them swapped; not the first one."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + rng.choice("аеиоурстн") + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
