"""What the reports screen shows of a tally: points of charts, key numbers, sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.cross_check import CrossCheck
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.sections import Section
from pos_desktop.domain.reports.sums import Flow
from pos_desktop.domain.reports.table import Kind, Table
from pos_desktop.domain.reports.tables import best_products, share_of
from pos_desktop.domain.reports.tally import SalesTally
from pos_desktop.gui.texts import currency_sign, money
from pos_desktop.gui.widgets.charts import ChartPoint
from pos_desktop.i18n import number, percent, quantity, t
from pos_desktop.receipts.report.sheet import KeyNumber
from pos_desktop.receipts.report.words import ReportWords

K = TypeVar("K")

_FEW, _THOUSAND, _MILLION = 10_000, 100_000, 100_000_000
_MOST_BARS = 40
_COLOURS = {"cash": "pay", "card": "chart", "qr": "chart_violet", "certificate": "chart_amber"}
"""A kind of tender keeps its colour, whatever its place."""


@dataclass(frozen=True, slots=True)
class Unit:
    """In what the values of a chart are said: minor units of one of them."""

    minor: int
    text: str

    def say(self, value: int) -> str:
        """ "12,5" for 12,480.20 in thousands; roubles are whole, kopecks are said of few."""
        if self.minor != 100:
            return quantity(round(value * 10 / self.minor) * 100, 1)
        if abs(value) < _FEW and value % 100:
            return quantity(value * 10, 2)
        return quantity(round(value / 100) * 1000)

    def axis(self, value: int) -> str:
        """A round value of the axis."""
        return quantity(round(value * 1000 / self.minor))


def unit_for(values: list[int]) -> Unit:
    """Roubles, thousands or millions, by the largest value."""
    most = max([abs(value) for value in values] or [0])
    name, minor = "plain", 100
    if most >= _MILLION * 10:
        name, minor = "million", _MILLION
    elif most >= _THOUSAND:
        name, minor = "thousand", _THOUSAND
    return Unit(minor, t(f"reports.unit_{name}", sign=currency_sign()))


@dataclass(frozen=True, slots=True)
class ChartView:
    """kind: "bars" | "line" | "map" | "shares". behind: for each point. rows, columns: of a map.
    shares: in words, for each point of "shares"."""

    kind: str
    title: str
    points: list[ChartPoint]
    behind: list[Behind | None]
    unit: Unit
    note: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


def receipts_count(flow: Flow) -> str:
    return t("reports.receipts", count=flow.sales)


def hours_view(tally: SalesTally) -> ChartView:
    """A bar for each hour from the first to the last in which something was sold."""
    hours = range(min(tally.hours), max(tally.hours) + 1) if tally.hours else range(0)
    flows = {hour: tally.hours.get(hour, Flow()) for hour in hours}
    unit = unit_for([flow.net_minor for flow in flows.values()])
    best = _best(flows)
    points = [
        ChartPoint(
            str(hour),
            flow.net_minor,
            unit.say(flow.net_minor),
            f"{hour}–{hour + 1}: {money(flow.net_minor)}, {receipts_count(flow)}",
            hour == best,
        )
        for hour, flow in flows.items()
    ]
    note = ""
    if best is not None:
        sum_text = money(flows[best].net_minor)
        count = receipts_count(flows[best])
        note = t("reports.best_hour", hours=f"{best}–{best + 1}", sum=sum_text, count=count)
    behind: list[Behind | None] = [Behind("hour", str(hour)) for hour in flows]
    return ChartView("bars", t("reports.chart_hours", unit=unit.text), points, behind, unit, note)


def days_view(tally: SalesTally, period: Period, words: ReportWords) -> ChartView:
    """Bars for a month and a bit, a line for more days."""
    days = [period.first + timedelta(n) for n in range(period.days)]
    if period.days > _MOST_BARS and tally.days:
        days = [day for day in days if min(tally.days) <= day <= max(tally.days)]
    flows = {day: tally.days.get(day, Flow()) for day in days}
    unit = unit_for([flow.net_minor for flow in flows.values()])
    best = _best(flows)
    points = [
        ChartPoint(
            _short_day(words.day(day)),
            flow.net_minor,
            unit.say(flow.net_minor),
            f"{words.day(day)}: {money(flow.net_minor)}, {receipts_count(flow)}",
            day == best and len(flows) > 1,
        )
        for day, flow in flows.items()
    ]
    note = ""
    if best is not None and len(flows) > 1:
        count = receipts_count(flows[best])
        sum_text = money(flows[best].net_minor)
        note = t("reports.best_day", day=words.day(best), sum=sum_text, count=count)
    behind: list[Behind | None] = [Behind("day", day.isoformat()) for day in flows]
    kind = "bars" if len(points) <= _MOST_BARS else "line"
    title = t("reports.chart_days", unit=unit.text)
    return ChartView(kind, title, points, behind, unit, note)


def map_view(tally: SalesTally, words: ReportWords) -> ChartView:
    """Weekdays by hours."""
    hours = range(min(tally.hours), max(tally.hours) + 1) if tally.hours else range(0)
    unit = unit_for([flow.net_minor for flow in tally.week_hours.values()])
    points: list[ChartPoint] = []
    behind: list[Behind | None] = []
    for day in range(7):
        for hour in hours:
            flow = tally.week_hours.get((day, hour), Flow())
            text = f"{words.weekday(day)}, {hour}–{hour + 1}: {money(flow.net_minor)}"
            mark = unit.say(flow.net_minor) if flow.receipts else ""
            points.append(ChartPoint("", flow.net_minor, mark, f"{text}, {receipts_count(flow)}"))
            behind.append(Behind("week_hour", f"{day} {hour}") if flow.receipts else None)
    return ChartView(
        "map",
        t("reports.chart_map", unit=unit.text),
        points,
        behind,
        unit,
        rows=tuple(words.weekday(day) for day in range(7)),
        columns=tuple(str(hour) for hour in hours),
    )


def shares_view(table: Table, words: ReportWords, most: int = 4) -> ChartView:
    """The largest rows of a table that has a bar column, as horizontal shares."""
    place, share = table.place(table.bar), table.place("share")
    first = table.columns[0]
    rows = [row for row in table.rows if row.behind is not None][:most]
    points, shares = [], []
    for row in rows:
        name, value = words.cell(first.kind, row.cells[0]), row.cells[place]
        said = words.cell(Kind.SHARE, row.cells[share])
        sum_minor = value if isinstance(value, int) else 0
        sum_text = money(sum_minor, symbol=False)
        colour = _COLOURS.get(str(row.cells[0]), "") if first.kind is Kind.TENDER else ""
        text = f"{name}: {sum_text}, {said}"
        points.append(ChartPoint(name, sum_minor, sum_text, text, colour=colour))
        shares.append(said)
    unit = unit_for([point.value for point in points])
    return ChartView(
        "shares",
        t("reports.chart_shares"),
        points,
        [row.behind for row in rows],
        unit,
        shares=tuple(shares),
    )


def key_numbers(section: Section, tally: SalesTally) -> tuple[KeyNumber, ...]:
    """The numbers above a report."""
    total = tally.total
    net = KeyNumber(t("reports.kpi.net"), money(total.net_minor))
    back = KeyNumber(
        f"{t('reports.kpi.returns')} · {number(total.returns)}", money(-total.returned_minor)
    )
    if section is Section.MARGIN:
        return _margin_numbers(tally)
    if section is Section.DISCOUNTS:
        return _discount_numbers(tally, net)
    if section is Section.RETURNS:
        share = share_of(total.returned_minor, total.sold_minor)
        return (
            back,
            KeyNumber(t("reports.kpi.return_share"), _share(share)),
            KeyNumber(t("reports.kpi.sales"), money(total.sold_minor)),
            net,
        )
    return (
        KeyNumber(t("reports.kpi.sales"), money(total.sold_minor)),
        back,
        net,
        KeyNumber(t("reports.kpi.sale_receipts"), number(total.sales)),
        KeyNumber(t("reports.kpi.average"), money(total.average_minor)),
    )


def _margin_numbers(tally: SalesTally) -> tuple[KeyNumber, ...]:
    lines = tally.all_lines
    return (
        KeyNumber(t("reports.kpi.margin"), money(lines.margin_minor)),
        KeyNumber(
            t("reports.kpi.margin_share"), _share(share_of(lines.margin_minor, lines.costed_minor))
        ),
        KeyNumber(t("reports.kpi.costed"), money(lines.costed_minor)),
        KeyNumber(t("reports.kpi.cost"), money(lines.cost_minor)),
        KeyNumber(t("reports.kpi.uncosted"), money(lines.uncosted_minor)),
    )


def _discount_numbers(tally: SalesTally, net: KeyNumber) -> tuple[KeyNumber, ...]:
    total, people = tally.total, tally.cashiers.values()
    lines = sum(person.voided_lines for person in people)
    sales = sum(person.voided_sales for person in people)
    lines_minor = sum(person.voided_lines_minor for person in people)
    sales_minor = sum(person.voided_sales_minor for person in people)
    before = total.net_minor + total.discount_minor
    return (
        KeyNumber(t("reports.kpi.discounts"), money(total.discount_minor)),
        KeyNumber(t("reports.kpi.discount_share"), _share(share_of(total.discount_minor, before))),
        KeyNumber(f"{t('reports.kpi.voided_lines')} · {number(lines)}", money(lines_minor)),
        KeyNumber(f"{t('reports.kpi.voided_sales')} · {number(sales)}", money(sales_minor)),
        net,
    )


def notes_of(section: Section, tally: SalesTally) -> tuple[str, ...]:
    """What one has to know about the numbers of a report."""
    lines = tally.all_lines
    if section is Section.MARGIN and lines.uncosted_lines:
        count = t("reports.positions", count=lines.uncosted_lines)
        return (t("reports.uncosted", count=count, sum=money(lines.uncosted_minor)),)
    return ()


def check_text(check: CrossCheck, *, has_operator: bool, has_cloud: bool) -> str:
    """Who agrees with whom; else everything that differs."""
    found: list[str] = []
    if not check.book_agrees:
        found.append(t("reports.differs_book", sum=money(check.booked_more_minor)))
    if check.unregistered:
        sum_text = money(check.unregistered_minor)
        found.append(t("reports.differs_documents", count=check.unregistered, sum=sum_text))
    found += [
        t("reports.differs_sums", number=number(each)) for each in check.otherwise_registered[:3]
    ]
    if has_cloud and check.undelivered:
        found.append(t("reports.differs_cloud", count=check.undelivered))
    if found:
        return t("reports.differs", what="; ".join(found))
    places = [t("reports.agrees_book")]
    if has_operator and check.registered:
        places.append(t("reports.agrees_documents"))
    if has_cloud:
        places.append(t("reports.agrees_cloud"))
    text = places[-1]
    if len(places) > 1:
        first = ", ".join(places[:-1])
        text = t("reports.agrees_and", first=first, last=places[-1])
    return t("reports.agrees", places=text)


def best_rows(tally: SalesTally, words: ReportWords, most: int) -> list[tuple[str, list[str]]]:
    """(product id, texts) of the best sellers: name, quantity, sum, share."""
    whole = sum(max(0, goods.net_minor) for goods in tally.goods.values())
    return [
        (
            product_id,
            [
                goods.name,
                f"{words.cell(Kind.QUANTITY, goods.qty)} {words.cell(Kind.UNIT, goods.unit)}",
                money(goods.net_minor, symbol=False),
                _share(share_of(goods.net_minor, whole)),
            ],
        )
        for product_id, goods in best_products(tally, most)
    ]


def _best(flows: dict[K, Flow]) -> K | None:
    best = max(flows, key=lambda key: flows[key].net_minor, default=None)
    return best if best is not None and flows[best].net_minor > 0 else None


def _share(hundredths: int) -> str:
    return percent(round(hundredths / 10) * 10)


def _short_day(day: str) -> str:
    """ "24.11" of "24.11.2026", "24/11" of "24/11/2026"."""
    return day[:5]
