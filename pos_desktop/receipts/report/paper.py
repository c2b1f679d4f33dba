"""A report on the receipt printer: the sums of a period, short enough for a roll of paper."""

from __future__ import annotations

from pos_desktop.domain.reports.tally import SalesTally
from pos_desktop.i18n import number, translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair, Rule
from pos_desktop.receipts.report.words import ReportWords


def summary_page(
    tally: SalesTally, words: ReportWords, *, place: str, period: str, made: str
) -> Document:
    """What came in and went out, by tender, rate and cashier. Says that it is no fiscal
    document."""
    lang = words.lang
    rows: list[Element] = [
        Line(translate(lang, "reports.paper_title"), align="center", bold=True, scale=2),
        Line(place, align="center"),
        Line(period, align="center", bold=True),
        Rule(),
        *_totals(tally, words),
        Rule(),
    ]
    rows += [
        Pair(words.tender(kind), words.money(sums.net_minor, symbol=False))
        for kind, sums in sorted(tally.tenders.items(), key=lambda item: -item[1].net_minor)
    ]
    rows.append(Rule())
    for code, vat in sorted(tally.vats.items(), key=lambda item: -item[1].gross_minor):
        rows.append(Pair(words.vat(code), words.money(vat.gross_minor, symbol=False)))
        if vat.vat_minor:
            in_it = translate(lang, "reports.column.vat")
            rows.append(Pair(in_it, words.money(vat.vat_minor, symbol=False), indent=2))
    rows.append(Rule())
    for person in sorted(tally.cashiers.values(), key=lambda one: -one.flow.net_minor):
        rows.append(Pair(person.name, words.money(person.flow.net_minor, symbol=False)))
    rows += [
        Rule(),
        Line(made, align="center"),
        Line(translate(lang, "reports.paper_not_fiscal"), align="center"),
        Feed(1),
        Cut(),
    ]
    return Document(tuple(rows), lang)


def _totals(tally: SalesTally, words: ReportWords) -> list[Element]:
    lang, total = words.lang, tally.total
    sales = f"{translate(lang, 'reports.kpi.sales')} ({number(total.sales, lang)})"
    returns = f"{translate(lang, 'reports.kpi.returns')} ({number(total.returns, lang)})"
    return [
        Pair(sales, words.money(total.sold_minor, symbol=False)),
        Pair(returns, words.money(-total.returned_minor, symbol=False)),
        Pair(
            translate(lang, "reports.kpi.net"),
            words.money(total.net_minor, symbol=False),
            bold=True,
            scale=1,
        ),
        Pair(
            translate(lang, "reports.kpi.discounts"),
            words.money(total.discount_minor, symbol=False),
        ),
        Pair(
            translate(lang, "reports.kpi.average"), words.money(total.average_minor, symbol=False)
        ),
    ]
