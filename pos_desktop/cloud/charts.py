"""Charts as SVG made on the server: no script, no inline style, colours by class from the style
sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 648, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 6, 10, 26
_STEPS = (1, 2, 5)
_FIRST_HOUR, _LAST_HOUR = 8, 21


def hours_chart(
    today: Sequence[int],
    before: Sequence[int],
    *,
    current_hour: int | None,
    label: Callable[[int], str],
    tick_label: Callable[[int], str],
    title: str,
) -> Markup:
    """Bars of 24 hourly sums with a dashed line of another day's, in minor units.

    current_hour: drawn lighter, as it is not over. label: a sum as a person reads it;
    tick_label: the same for thousands, given thousandths of one.
    """
    first, last = shown_hours(today, before)
    top, step = scale(max(0, *today, *before))
    hours = range(first, last + 1)
    width = (_WIDTH - _LEFT - _RIGHT) / len(hours)
    floor = _HEIGHT - _BOTTOM

    def x_middle(hour: int) -> float:
        return _LEFT + (hour - first + 0.5) * width

    def y(amount: int) -> float:
        return floor - max(0, amount) * (floor - _TOP) / top

    parts = []
    for tick in range(0, top + 1, step):
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(tick):.1f}" '
            f'y2="{y(tick):.1f}"/><text class="tick" x="{_LEFT - 8}" y="{y(tick) + 4:.1f}" '
            f'text-anchor="end">{escape(tick_label(tick // 100))}</text>'
        )
    bar = min(22.0, width * 0.6)
    for hour in hours:
        if today[hour] > 0:
            kind = "bar now" if hour == current_hour else "bar"
            parts.append(
                f'<rect class="{kind}" x="{x_middle(hour) - bar / 2:.1f}" y="{y(today[hour]):.1f}" '
                f'width="{bar:.1f}" height="{floor - y(today[hour]):.1f}" rx="3">'
                f"<title>{hour}:00 · {escape(label(today[hour]))}</title></rect>"
            )
        skip = " minor" if (hour - first) % 2 else ""
        parts.append(
            f'<text class="tick{skip}" x="{x_middle(hour):.1f}" y="{_HEIGHT - 6}" '
            f'text-anchor="middle">{hour}</text>'
        )
    if any(before):
        points = " ".join(f"{x_middle(h):.1f},{y(before[h]):.1f}" for h in hours)
        parts.append(f'<polyline class="before" points="{points}"/>')
    return Markup(  # noqa: S704 - numbers of our own and escaped texts
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def shown_hours(today: Sequence[int], before: Sequence[int]) -> tuple[int, int]:
    """The first and last hour to draw: a shop's usual day, and whatever was sold outside of it."""
    sold = [hour for hour in range(24) if today[hour] or before[hour]]
    return min([_FIRST_HOUR, *sold]), max([_LAST_HOUR, *sold])


def scale(most: int) -> tuple[int, int]:
    """The end and the step of an axis in minor units, three to six round steps."""
    unit = 1_000
    while True:
        for step in (unit * n for n in _STEPS):
            if most <= 5 * step:
                return max(-(-most // step), 2) * step, step
        unit *= 10
