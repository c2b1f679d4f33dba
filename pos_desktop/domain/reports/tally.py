"""One pass over the receipts of a period: every report of sales at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, tzinfo

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    ActionApproved,
    Fact,
    FiscalDocumentRegistered,
    LineVoided,
    SaleCompleted,
    SaleVoided,
    SoldLine,
)
from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.reports.period import local_time
from pos_desktop.domain.reports.sums import (
    CashierSums,
    EffectSums,
    Flow,
    GoodsSums,
    LineSums,
    ReceiptRow,
    TenderSums,
    VatSums,
)
from pos_desktop.domain.settlement import MONEY_ONLY

KINDS = tuple(
    fact.KIND
    for fact in (SaleCompleted, LineVoided, SaleVoided, ActionApproved, FiscalDocumentRegistered)
)
"""The kinds of facts a SalesTally looks at; reading others would be time for nothing."""

_BY_HAND = frozenset({"line_discount", "receipt_discount"})
NO_REASON = "discount"
"""Kind of a discount whose facts do not say why (before version 2 of SaleCompleted)."""

EffectKey = tuple[str, str, str]
"""kind of PriceShare, id of its source, name."""


class SalesTally:
    """Feed it with `note`; every field may be read at any time.

    total = the sum over hours, days, cashiers; of goods with money_only_minor (advances taken,
    debts paid: no goods were handed over) and outside_lines_minor; of tenders with
    outside_tenders_minor. due: sales of the period whose document is not registered yet, with
    their sums. otherwise_registered: numbers of receipts whose document has another sum.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self.total = Flow()
        self.hours: defaultdict[int, Flow] = defaultdict(Flow)
        self.days: defaultdict[date, Flow] = defaultdict(Flow)
        self.week_hours: defaultdict[tuple[int, int], Flow] = defaultdict(Flow)
        self.goods: defaultdict[str, GoodsSums] = defaultdict(GoodsSums)
        self.categories: defaultdict[str, LineSums] = defaultdict(LineSums)
        self.tenders: defaultdict[str, TenderSums] = defaultdict(TenderSums)
        self.vats: defaultdict[str, VatSums] = defaultdict(VatSums)
        self.cashiers: defaultdict[str, CashierSums] = defaultdict(CashierSums)
        self.effects: defaultdict[EffectKey, EffectSums] = defaultdict(EffectSums)
        self.returns: list[ReceiptRow] = []
        self.all_lines = LineSums()
        self.money_only_minor = 0
        self.outside_lines_minor = 0
        self.outside_tenders_minor = 0
        self.first_number = 0
        self.last_number = 0
        self.due: dict[str, tuple[int, int]] = {}
        self.registered = Flow()
        self.otherwise_registered: list[int] = []
        self._notes: dict[type[Fact], Callable[[int, Fact], None]] = {
            SaleCompleted: self._sale,  # type: ignore[dict-item]
            LineVoided: self._line_voided,  # type: ignore[dict-item]
            SaleVoided: self._sale_voided,  # type: ignore[dict-item]
            ActionApproved: self._approved,  # type: ignore[dict-item]
            FiscalDocumentRegistered: self._registered,  # type: ignore[dict-item]
        }

    def note(self, at_us: int, fact: Fact) -> None:
        """Count one fact; a kind of no interest changes nothing."""
        taken = self._notes.get(type(fact))
        if taken is not None:
            taken(at_us, fact)

    def _sale(self, at_us: int, fact: SaleCompleted) -> None:
        sign = OPERATION_SIGNS[fact.operation]
        total, discount = fact.total_minor, fact.discount_minor
        at = local_time(at_us, self._zone)
        day = at.date()
        self.total.add(sign, total, discount)
        self.hours[at.hour].add(sign, total, discount)
        self.days[day].add(sign, total, discount)
        self.week_hours[day.weekday(), at.hour].add(sign, total, discount)
        person = self.cashiers[fact.staff_id]
        person.name = fact.staff_name
        person.flow.add(sign, total, discount)
        person.lines += len(fact.lines)
        in_lines = 0
        for line in fact.lines:
            in_lines += line.total_minor
            self._line(sign, line, person)
        self.outside_lines_minor += sign * (total - in_lines)
        self._tenders(sign, fact)
        if sign < 0:
            self.returns.append(receipt_row(at_us, fact))
        self._numbers(sign, fact)

    def _line(self, sign: int, line: SoldLine, person: CashierSums) -> None:
        net = sign * line.total_minor
        if line.method in MONEY_ONLY:
            self.money_only_minor += net
        else:
            self._goods(sign, line)
        vat = self.vats[line.vat]
        vat.gross_minor += net
        vat.vat_minor += sign * line.vat_minor
        if line.shares:
            self._shares(sign, line, person)
        elif line.discount_minor:
            self._effect((NO_REASON, "", ""), sign, line.discount_minor, line.total_minor)
            person.hand_discounts += sign
            person.hand_discount_minor += sign * line.discount_minor

    def _goods(self, sign: int, line: SoldLine) -> None:
        net = sign * line.total_minor
        goods = self.goods[line.product_id]
        goods.name, goods.unit, goods.category_id = line.name, line.unit, line.category_id
        cost = 0
        if line.cost_minor:
            cost = sign * divide_half_up(line.qty * line.cost_minor, 1000)
        for sums in (goods, self.categories[line.category_id], self.all_lines):
            sums.lines += 1
            sums.qty += sign * line.qty
            sums.net_minor += net
            sums.discount_minor += sign * line.discount_minor
            if sign < 0:
                sums.returned_minor += line.total_minor
            if line.cost_minor:
                sums.cost_minor += cost
                sums.costed_minor += net
            else:
                sums.uncosted_lines += 1
                sums.uncosted_minor += net

    def _shares(self, sign: int, line: SoldLine, person: CashierSums) -> None:
        for share in line.shares:
            key = (share.kind, share.source_id, share.name)
            self._effect(key, sign, share.amount_minor, line.total_minor)
            if share.kind in _BY_HAND:
                person.hand_discounts += sign
                person.hand_discount_minor += sign * share.amount_minor
            elif share.kind == "manual_price":
                person.price_changes += sign
                person.price_change_minor += sign * share.amount_minor

    def _effect(self, key: EffectKey, sign: int, taken_minor: int, sold_minor: int) -> None:
        effect = self.effects[key]
        effect.lines += sign
        effect.taken_minor += sign * taken_minor
        effect.sold_minor += sign * sold_minor

    def _tenders(self, sign: int, fact: SaleCompleted) -> None:
        left = fact.total_minor
        for tender in fact.tenders:
            sums = self.tenders[tender.kind]
            left -= tender.amount_minor
            if sign > 0:
                sums.payments += 1
                sums.in_minor += tender.amount_minor
            else:
                sums.paybacks += 1
                sums.out_minor += tender.amount_minor
        self.outside_tenders_minor += sign * left

    def _numbers(self, sign: int, fact: SaleCompleted) -> None:
        self.first_number = self.first_number or fact.number
        self.last_number = fact.number
        if fact.fiscal_key:
            self.due[fact.sale_id] = (fact.number, sign * fact.total_minor)

    def _registered(self, _at_us: int, fact: FiscalDocumentRegistered) -> None:
        known = self.due.pop(fact.sale_id, None)
        if known is None:
            return
        number, signed_minor = known
        self.registered.add(1 if signed_minor >= 0 else -1, fact.total_minor, 0)
        if abs(signed_minor) != fact.total_minor:
            self.otherwise_registered.append(number)

    def _line_voided(self, _at_us: int, fact: LineVoided) -> None:
        person = self.cashiers[fact.staff_id]
        person.name = fact.staff_name
        person.voided_lines += 1
        person.voided_lines_minor += fact.total_minor

    def _sale_voided(self, _at_us: int, fact: SaleVoided) -> None:
        person = self.cashiers[fact.staff_id]
        person.name = fact.staff_name
        person.voided_sales += 1
        person.voided_sales_minor += fact.total_minor

    def _approved(self, _at_us: int, fact: ActionApproved) -> None:
        person = self.cashiers[fact.asked_by]
        person.name = fact.asked_name
        person.approvals += 1


def receipt_row(at_us: int, fact: SaleCompleted) -> ReceiptRow:
    """The receipt as a list shows it."""
    return ReceiptRow(
        sale_id=fact.sale_id,
        number=fact.number,
        at_us=at_us,
        shift_number=fact.shift_number,
        staff_name=fact.staff_name,
        operation=fact.operation,
        total_minor=OPERATION_SIGNS[fact.operation] * fact.total_minor,
        tender_kinds=tuple(dict.fromkeys(tender.kind for tender in fact.tenders)),
        reason=fact.reason,
        original_number=fact.original_number,
    )
