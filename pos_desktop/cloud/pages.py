"""The owner's pages: server-rendered, no script, at home on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import segno
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from pos_desktop.cloud.attention import notices, trouble
from pos_desktop.cloud.calendar_day import HOUR_US, ShopTime
from pos_desktop.cloud.charts import hours_chart
from pos_desktop.cloud.event_words import told
from pos_desktop.cloud.events import Events
from pos_desktop.cloud.owner_access import MIN_PASSWORD
from pos_desktop.cloud.parts import Parts
from pos_desktop.cloud.rendering import page, words_of
from pos_desktop.cloud.reports import Receipt, Reports
from pos_desktop.cloud.sessions import form_of, need_same_origin, need_session, start_session
from pos_desktop.contract.pairing import shown_code
from pos_desktop.domain.fiscal import FiscalReceipt, qr_text

router = APIRouter(dependencies=[Depends(need_session)])
_LATEST = 12
_A_PAGE = 100
_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_WEEK_US = 7 * 24 * HOUR_US


@router.get("/")
def overview(request: Request, day: str = "") -> Response:
    """The sums of a day, its hours, the registers and what needs attention."""
    parts, words = Parts.of(request), words_of(request)
    reports, now = _reports(request)
    shown = _day(day, now.date())
    is_today = shown == now.date()
    sums = reports.day(shown)
    week_ago = shown - _WEEK
    before = reports.day(week_ago)
    so_far = before
    if is_today:
        so_far = reports.day(week_ago, _moment_us(parts, week_ago, now))
    now_us = parts.settings.now_us()
    registers = reports.registers(now_us)
    resets = Events(parts.database, _time(parts)).pin_resets(now_us - _WEEK_US)
    title = words.t("day.hours", unit=words.t("day.thousand", currency=words.sign(sums.currency)))
    chart = hours_chart(
        sums.hours,
        before.hours,
        current_hour=now.hour if is_today else None,
        label=lambda amount_minor: words.money(amount_minor, sums.currency),
        tick_label=words.quantity,
        title=title,
    )
    rejected = reports.receipts(shown, limit=5, rejected=True)
    return page(
        request,
        "overview.html",
        **_day_values(request, shown, now),
        sums=sums,
        before=before,
        change=_change(sums.revenue_minor, so_far.revenue_minor),
        change_receipts=_change(sums.receipts, so_far.receipts),
        change_average=_change(sums.average_minor, so_far.average_minor),
        chart=chart,
        chart_title=title,
        receipts=reports.receipts(shown, limit=_LATEST),
        registers=registers,
        trouble=lambda row: trouble(words, row),
        notices=notices(words, registers, reports.tasks(), rejected, resets),
        refresh=is_today,
    )


@router.get("/receipts")
def receipts(request: Request, day: str = "", skip: int = 0) -> Response:
    """All receipts of a day, a hundred at a time."""
    reports, now = _reports(request)
    shown, skip = _day(day, now.date()), max(0, skip)
    rows = reports.receipts(shown, limit=_A_PAGE + 1, skip=skip)
    return page(
        request,
        "receipts.html",
        **_day_values(request, shown, now),
        receipts=rows[:_A_PAGE],
        older=skip + _A_PAGE if len(rows) > _A_PAGE else None,
        newer=max(0, skip - _A_PAGE) if skip else None,
        refresh=False,
    )


@router.get("/receipts/{sale_id}")
def receipt(request: Request, sale_id: str) -> Response:
    """One receipt: lines, taxes, payments, fiscal numbers and the code."""
    reports, _ = _reports(request)
    found = reports.receipt(sale_id)
    if found is None:
        return page(request, "not_found.html", 404)
    return page(request, "receipt.html", receipt=found, qr=_qr(found), refresh=False)


@router.get("/events")
def events(request: Request, skip: int = 0) -> Response:
    """What people did to PINs, to each other and to the drawer, a hundred at a time."""
    parts, words, skip = Parts.of(request), words_of(request), max(0, skip)
    rows = Events(parts.database, _time(parts)).latest(limit=_A_PAGE + 1, skip=skip)
    return page(
        request,
        "events.html",
        events=rows[:_A_PAGE],
        told=lambda fact: told(words, fact),
        older=skip + _A_PAGE if len(rows) > _A_PAGE else None,
        newer=max(0, skip - _A_PAGE) if skip else None,
        refresh=False,
    )


@router.get("/registers")
def registers(request: Request) -> Response:
    return _registers_page(request, "")


@router.post("/registers/code", dependencies=[Depends(need_same_origin)])
def new_code(request: Request) -> Response:
    """Make a one-time code and show it once."""
    return _registers_page(request, shown_code(Parts.of(request).pairing.new_code()))


@router.get("/settings")
def settings(request: Request) -> Response:
    return _settings_page(request, "")


@router.post("/settings/password", dependencies=[Depends(need_same_origin)])
async def set_password(request: Request) -> Response:
    """Replace the password; every other browser has to sign in again."""
    password = (await form_of(request)).get("password", "")
    access = Parts.of(request).access
    if len(password) < MIN_PASSWORD:
        return _settings_page(request, "short", 400)
    access.set_password(password)
    return start_session(request, _settings_page(request, "saved"))


@router.get("/today")
def today() -> Response:
    return RedirectResponse("/", 303)


def _registers_page(request: Request, code: str) -> Response:
    parts, words = Parts.of(request), words_of(request)
    reports, now = _reports(request)
    return page(
        request,
        "registers.html",
        registers=reports.registers(parts.settings.now_us()),
        sums=reports.day(now.date()),
        trouble=lambda row: trouble(words, row),
        code=code,
        refresh=False,
    )


def _settings_page(request: Request, said: str, status: int = 200) -> Response:
    parts = Parts.of(request)
    return page(
        request,
        "settings.html",
        status,
        organisation=parts.settings.organisation,
        database="SQLite" if parts.database.is_sqlite else "PostgreSQL",
        zone=parts.settings.time_zone,
        said=said,
        shortest=MIN_PASSWORD,
        refresh=False,
    )


def _reports(request: Request) -> tuple[Reports, dt.datetime]:
    """The reports and the shop's local time now."""
    parts = Parts.of(request)
    time = _time(parts)
    return Reports(parts.database, time), time.at(parts.settings.now_us())


def _time(parts: Parts) -> ShopTime:
    return ShopTime.named(parts.settings.time_zone)


def _day(text: str, today: dt.date) -> dt.date:
    """The day of an address; today where it names none or one to come."""
    try:
        return min(dt.date.fromisoformat(text), today) if text else today
    except ValueError:
        return today


def _moment_us(parts: Parts, day: dt.date, now: dt.datetime) -> int:
    """The same time of another day, UTC microseconds."""
    start_us, _ = _time(parts).bounds_us(day)
    return start_us + (now.hour * 3600 + now.minute * 60 + now.second) * 1_000_000


def _day_values(request: Request, shown: dt.date, now: dt.datetime) -> dict[str, Any]:
    words = words_of(request)
    today = now.date()
    names = {today: words.t("day.today"), today - _DAY: words.t("day.yesterday")}
    return {
        "day": shown,
        "now": now,
        "day_name": names.get(shown, words.short_day(shown)),
        "previous": (shown - _DAY).isoformat(),
        "next": (shown + _DAY).isoformat() if shown < today else "",
    }


def _change(now: int, before: int) -> int | None:
    """Percent, rounded; None where there is nothing to compare with."""
    return round((now - before) * 100 / before) if before > 0 and now else None


def _qr(receipt: Receipt) -> Markup:
    """The QR code of a registered receipt, "" without one."""
    fact = receipt.fiscal
    if fact is None:
        return Markup("")
    text = qr_text(
        FiscalReceipt(
            fn=fact.fn,
            fd=fact.fd,
            fp=fact.fp,
            registered_at=fact.registered_at,
            shift_number=fact.shift_number,
            number_in_shift=fact.number_in_shift,
            kkt_number=fact.kkt_number,
            total_minor=fact.total_minor,
        ),
        fact.operation_code,
    )
    drawing = segno.make_qr(text, error="m").svg_inline(scale=4, border=2, omitsize=True)
    return Markup(drawing)  # noqa: S704 - segno draws shapes only, the text is not in it
