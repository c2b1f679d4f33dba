"""What a measurement says: figures with their limit of the same run, and the table they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One row. median: the figure itself where it is no time. p99, limit, ratio: None = there is
    none. limit_name: what `limit`, of the same run and unit, is. met: None = nothing was promised.
    """

    bench: str
    what: str
    median: float
    unit: str
    p99: float | None = None
    limit_name: str = ""
    limit: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    note: str = ""


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample below which `share` (0 to 1) of them lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(
    bench: str,
    what: str,
    samples: Sequence[float],
    unit: str,
    *,
    p50_at_most: float | None = None,
    p99_at_most: float | None = None,
    note: str = "",
) -> Figure:
    """Times judged by themselves."""
    p50, p99 = median(samples), percentile(samples, 0.99)
    goals = []
    met: bool | None = None
    for name, value, most in (("p50", p50, p50_at_most), ("p99", p99, p99_at_most)):
        if most is not None:
            goals.append(f"{name} <= {most:g} {unit}")
            met = met is not False and value <= most
    return Figure(bench, what, p50, unit, p99, goal=", ".join(goals), met=met, note=note)


def against(
    bench: str,
    what: str,
    samples: Sequence[float],
    unit: str,
    limit_name: str,
    limits: Sequence[float],
    *,
    ratio_at_most: float,
    note: str = "",
) -> Figure:
    """Times judged by the median of what they were interleaved with."""
    p50, limit = median(samples), median(limits)
    ratio = p50 / limit
    return Figure(
        bench, what, p50, unit, percentile(samples, 0.99), limit_name, limit, ratio,
        f"<= {ratio_at_most:g}x", ratio <= ratio_at_most, note,
    )  # fmt: skip


def counted(
    bench: str,
    what: str,
    value: float,
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    note: str = "",
) -> Figure:
    """A count or a size, which noise cannot move, or a rate."""
    if at_most is not None:
        return Figure(bench, what, value, unit, goal=f"<= {at_most:g}", met=value <= at_most,
                      note=note)  # fmt: skip
    if at_least is not None:
        return Figure(bench, what, value, unit, goal=f">= {at_least:g}", met=value >= at_least,
                      note=note)  # fmt: skip
    return Figure(bench, what, value, unit, note=note)


def as_data(figures: Iterable[Figure]) -> list[dict[str, object]]:
    return [asdict(figure) for figure in figures]


_HEADINGS = ("bench", "what", "p50", "p99", "limit in the same run", "ratio", "goal", "met")


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table for a terminal."""
    rows = [_HEADINGS, *(_row(figure) for figure in figures)]
    wide = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    right = {2, 3, 5}
    lines = []
    for row in rows:
        cells = (
            cell.rjust(wide[n]) if n in right else cell.ljust(wide[n]) for n, cell in enumerate(row)
        )
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    lines += [
        f"  {figure.bench}: {figure.what}: {figure.note}" for figure in figures if figure.note
    ]
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    limit = (
        f"{figure.limit_name} {_number(figure.limit)} {figure.unit}" if figure.limit_name else ""
    )
    return (
        figure.bench,
        figure.what,
        f"{_number(figure.median)} {figure.unit}",
        _number(figure.p99),
        limit,
        "" if figure.ratio is None else f"{figure.ratio:.2f}x",
        figure.goal,
        {None: "", True: "yes", False: "NO"}[figure.met],
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if isnan(value):
        return "not measured"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
