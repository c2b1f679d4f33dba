"""What the owner sees in a browser, and what a stranger does not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
import zxingcpp

from pos_desktop.cloud import words
from pos_desktop.cloud.charts import hours_chart, scale, shown_hours
from pos_desktop.contract.heartbeat import DeviceReport, Heartbeat
from pos_desktop.domain.facts import FiscalDocumentRejected, SaleCompleted
from tests.integration.cloud_office import Shop, plain, us
from tests.integration.cloud_support import paired_token

PASSWORD = "корица и кардамон"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    one = Shop(tmp_path)
    yield one
    one.browser.close()
    one.server.stop()


@pytest.fixture
def owner(shop: Shop) -> Shop:
    shop.sign_in()
    return shop


def rubles(amount_minor: int) -> str:
    whole = f"{amount_minor // 100:,}".replace(",", " ")
    return f"{whole},{amount_minor % 100:02d}"


def test_todays_sales_add_up_to_the_receipts(owner: Shop) -> None:
    sold = [owner.outbox.sell(n, us(9 + n)) for n in range(1, 5)]
    owner.outbox.sell(5, us(20, day=23))  # yesterday's is not today's
    owner.sync()
    total = sum(sale.total_minor for sale in sold)
    text = owner.text("/")
    assert f"Выручка {rubles(total)} ₽" in text
    assert "Чеков 4" in text
    assert f"Средний чек {rubles((2 * total + 4) // 8)} ₽" in text
    for sale in sold:
        assert f"№ {sale.number}" in text
        assert rubles(sale.total_minor) in text
    assert "вторник, 24 ноября, 14:32" in text


def test_money_that_went_back_is_taken_off_whatever_receipt_says_so(owner: Shop) -> None:
    sold = [owner.outbox.sell(n, us(9)) for n in (1, 2, 3)]
    back = owner.outbox.sell(4, us(10), operation="sell_refund")
    undone = owner.outbox.sell(5, us(11), operation="sell_refund_correction")
    right = owner.outbox.sell(6, us(11), operation="sell_correction")
    owner.sync()
    total = sum(sale.total_minor for sale in sold)
    total += right.total_minor - back.total_minor - undone.total_minor
    text = owner.text("/")
    assert f"Выручка {rubles(total)} ₽" in text
    assert f"−{rubles(undone.total_minor)}" in text
    assert "Коррекция: возврат" in text


def test_a_day_belongs_to_the_shop_not_to_greenwich(owner: Shop) -> None:
    owner.outbox.sell(1, us(0, 30))  # 21:30 of the day before in UTC
    owner.sync()
    assert "Чеков 1" in owner.text("/")
    assert "Чеков 0" in owner.text("/?day=2026-11-23")


def test_growth_is_told_against_the_same_hours_a_week_ago(owner: Shop) -> None:
    owner.outbox.sell(1, us(10, day=17))
    owner.outbox.sell(1_000_001, us(20, day=17))  # after this hour: not compared
    first = owner.outbox.sell(2, us(10))
    owner.sync()
    before = msgspec.json.decode(owner.outbox.entries[1].payload, type=SaleCompleted)
    percent = round((first.total_minor - before.total_minor) * 100 / before.total_minor)
    assert f"{'▲' if percent >= 0 else '▼'} {abs(percent)} % к прошлой неделе" in owner.text("/")


def test_each_receipt_opens_with_lines_taxes_payment_and_fiscal_numbers(owner: Shop) -> None:
    sold = owner.outbox.sell(5_114, us(12))
    owner.sync()
    link = re.search(r'href="(/receipts/[0-9a-f-]{36})"', owner.browser.get("/").text)
    assert link
    text = owner.text(link[1])
    assert "Чек № 5 114" in text
    for line in sold.lines:
        assert line.name in text
        assert rubles(line.total_minor) in text
    for vat in sold.vats:
        assert f"НДС {vat.vat[3:]} % {rubles(vat.vat_minor)} ₽" in text
    assert f"Итого {rubles(sold.total_minor)} ₽" in text
    assert "ФН 9999078902005814 ФД 15114" in text
    assert "зарегистрирован" in text


def test_the_code_on_the_receipt_page_is_the_one_the_tax_service_checks(
    owner: Shop, tmp_path: Path
) -> None:
    sold = owner.outbox.sell(1, us(12))
    owner.sync()
    page = owner.browser.get(f"/receipts/{sold.sale_id}").text
    total = f"{sold.total_minor // 100}.{sold.total_minor % 100:02d}"
    code = re.search(r'class="qr".*?(<svg.*?</svg>)', page, re.DOTALL)
    assert code
    text = read_qr(code[1])
    assert text.startswith(f"t=20261124T1432&s={total}&fn=9999078902005814&i=10001&fp=")
    assert text.endswith("&n=1")


def test_what_waits_and_what_was_refused_is_told_apart(owner: Shop) -> None:
    owner.outbox.sell(1, us(10), registered=False)
    bad = owner.outbox.sell(2, us(11), registered=False)
    fact = FiscalDocumentRejected(bad.fiscal_key, bad.sale_id, "32", "неверная ставка НДС")
    owner.outbox.append(fact.KIND, msgspec.json.encode(fact), us(11))
    owner.sync()
    text = owner.text("/")
    assert "ждёт отправки" in text
    assert "отклонён" in text
    assert "Не зарегистрировано 2" in text
    assert "Чек 2 отклонён оператором 32: неверная ставка НДС Открыть" in text
    assert "неверная ставка НДС" in owner.text(f"/receipts/{bad.sale_id}")


def test_a_register_out_of_contact_is_named_with_its_queue(owner: Shop) -> None:
    owner.outbox.sell(1, us(10))
    owner.sync()
    owner.beat(Heartbeat(at_us=owner.now_us, last_seq=17))
    assert "работает" in owner.text("/")
    owner.now_us += 52 * 60 * 1_000_000
    text = owner.text("/")
    assert "Лесная · 1: нет связи 52 мин не передано документов: 14" in text
    assert "по данным на 14:32, до обрыва связи" in text


def test_a_device_that_needs_a_person_is_named(owner: Shop) -> None:
    printer = DeviceReport("printer", "offline", "printer.paper_out")
    owner.beat(Heartbeat(at_us=owner.now_us, last_seq=0, devices=[printer]))
    assert "Лесная · 1: нет бумаги" in owner.text("/")
    strange = DeviceReport("scale", "misconfigured", "scale.some_new_reason")
    owner.beat(Heartbeat(at_us=owner.now_us, last_seq=0, devices=[strange]))
    assert "весы: требует внимания" in owner.text("/")


def test_what_could_not_be_read_is_a_task(owner: Shop) -> None:
    owner.outbox.append("LoyaltyPointsGranted", b"{}", us(10))
    owner.sync()
    assert "Новый вид записей: 1 Обновите сервер" in owner.text("/")


def test_all_receipts_of_a_busy_day_can_be_paged(owner: Shop) -> None:
    for n in range(1, 121):
        owner.outbox.sell(n, us(9) + n * 60_000_000, registered=False)
    owner.sync()
    first = owner.text("/receipts")
    assert "№ 120" in first
    assert "№ 20 " not in first
    assert "№ 20 " in owner.text("/receipts?skip=100")


def test_a_pairing_code_is_made_on_the_page(owner: Shop) -> None:
    page = owner.browser.post("/registers/code")
    code = re.search(r'class="code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page.text)
    assert code
    assert "15 минут" in plain(page.text)


@pytest.mark.parametrize("path", ["/", "/receipts", "/receipts/1", "/registers", "/settings"])
def test_a_stranger_sees_only_the_door(shop: Shop, path: str) -> None:
    shop.outbox.sell(1, us(10))
    shop.sync()
    answer = shop.browser.get(path)
    assert answer.url.path == "/login"
    assert "Лесная" not in answer.text
    for change in ("/registers/code", "/settings/password"):
        assert shop.browser.post(change).url.path == "/login"


def test_a_sign_in_link_works_once_and_for_a_quarter_of_an_hour(shop: Shop) -> None:
    link = shop.server.login_link()
    late = shop.server.login_link()
    assert shop.browser.get(link).url.path == "/"
    with shop.new_browser() as other:
        assert other.get(link).status_code == 403
        shop.now_us += 15 * 60 * 1_000_000 + 1
        assert other.get(late).status_code == 403


def test_the_password_opens_and_a_wrong_one_does_not(owner: Shop) -> None:
    assert "Пароль сохранён" in plain(
        owner.browser.post("/settings/password", data={"password": PASSWORD}).text
    )
    assert owner.browser.get("/").url.path == "/"
    with owner.new_browser() as other:
        assert other.post("/login", data={"password": "not this one"}).status_code == 403
        assert other.post("/login", data={"password": PASSWORD}).url.path == "/"


def test_a_new_password_ends_the_other_sessions(owner: Shop) -> None:
    with owner.new_browser() as lost:
        lost.get(owner.server.login_link())
        assert lost.get("/").url.path == "/"
        owner.browser.post("/settings/password", data={"password": PASSWORD})
        assert lost.get("/").url.path == "/login"


def test_a_short_password_is_refused(owner: Shop) -> None:
    answer = owner.browser.post("/settings/password", data={"password": "корица"})
    assert answer.status_code == 400
    assert not owner.server.parts.access.has_password()


def test_guessing_a_password_is_slowed_down(owner: Shop) -> None:
    owner.browser.post("/settings/password", data={"password": PASSWORD})
    with owner.new_browser() as thief:
        for _ in range(5):
            assert thief.post("/login", data={"password": "guess"}).status_code == 403
        assert thief.post("/login", data={"password": PASSWORD}).status_code == 429
        owner.now_us += 60_000_000
        assert thief.post("/login", data={"password": PASSWORD}).url.path == "/"


def test_signing_out_ends_the_session(owner: Shop) -> None:
    cookie = dict(owner.browser.cookies)
    assert owner.browser.post("/logout").url.path == "/login"
    with owner.new_browser() as other:
        other.cookies.update(cookie)
        assert other.get("/").url.path == "/login"


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_of_another_site_changes_nothing(owner: Shop, headers: dict[str, str]) -> None:
    for path in ("/registers/code", "/settings/password", "/logout", "/login"):
        data = {"password": PASSWORD}
        assert owner.browser.post(path, headers=headers, data=data).status_code == 403
    assert owner.browser.get("/").url.path == "/"


def test_pages_carry_a_strict_policy_and_no_script(owner: Shop) -> None:
    sold = owner.outbox.sell(1, us(10))
    owner.sync()
    for path in (
        "/",
        "/receipts",
        f"/receipts/{sold.sale_id}",
        "/registers",
        "/events",
        "/settings",
    ):
        answer = owner.browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"<script|\son\w+=|\sstyle=|javascript:", answer.text), path
        assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text), path


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(shop: Shop) -> None:
    with httpx.Client(base_url=shop.server.url, trust_env=False) as bare:
        cookie = bare.get(shop.server.login_link()).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_names_from_a_register_are_text_not_markup(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    try:
        shop.token = paired_token(shop.server, shop.outbox.register, "<b onclick=x>1</b>")
        fact = msgspec.json.encode(
            {
                **msgspec.to_builtins(shop.outbox.sell(1, us(10))),
                "sale_id": "evil",
                "staff_name": "<script>alert(1)</script>",
            }
        )
        shop.outbox.append("SaleCompleted", fact, us(11))
        shop.sync()
        shop.sign_in()
        for path in ("/", "/receipts/evil", "/registers"):
            page = shop.browser.get(path).text
            assert "<script" not in page
            assert "<b onclick" not in page
    finally:
        shop.browser.close()
        shop.server.stop()


def test_the_pages_speak_english_too_and_keep_to_it(owner: Shop) -> None:
    sold = owner.outbox.sell(1, us(10))
    owner.sync()
    owner.browser.get("/language/en")
    text = owner.text("/")
    assert "Revenue" in text
    assert f"{sold.total_minor / 100:,.2f} ₽" in text
    assert "Tuesday 24 November, 14:32" in text
    assert owner.browser.get("/language/xx").url.path == "/"
    assert "Revenue" in owner.text("/")


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/", "/receipts", "/events", "/registers", "/settings", "/login", "/x"]
)
def test_no_text_is_missing_on_any_page(owner: Shop, lang: str, path: str) -> None:
    owner.outbox.sell(1, us(10))
    owner.outbox.append("Unknown", b"{}", us(10))
    owner.sync()
    owner.browser.get(f"/language/{lang}")
    text = plain(owner.browser.get(path).text)
    areas = tomllib.loads(
        (Path(words.__file__).parent / "texts" / "ru.toml").read_text(encoding="utf-8")
    )
    assert not re.findall(rf"\b(?:{'|'.join(areas)})\.[a-z_]+", text)


def test_both_languages_have_the_same_texts_and_values() -> None:
    folder = Path(words.__file__).parent / "texts"
    ru, en = (
        tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))
        for lang in ("ru", "en")
    )
    assert {area: set(texts) for area, texts in ru.items()} == {
        area: set(texts) for area, texts in en.items()
    }
    for area, texts in ru.items():
        for name, text in texts.items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(
                re.findall(r"\{\w+\}", en[area][name])
            ), f"{area}.{name}"


def test_a_page_that_is_not_there_says_so(owner: Shop) -> None:
    assert owner.browser.get("/receipts/no-such-sale").status_code == 404
    assert owner.browser.get("/no-such-page").status_code == 404
    assert owner.browser.get("/?day=rubbish").status_code == 200
    assert owner.browser.get("/?day=9999-12-31").status_code == 200


def test_the_axis_of_the_chart_is_round_and_holds_the_largest_bar() -> None:
    for most in (0, 1, 999, 1_000, 123_456, 4_999_999, 5_000_000, 987_654_321):
        top, step = scale(most)
        assert top >= most
        assert 2 <= top // step <= 5
        assert str(step).strip("0") in {"1", "2", "5"}


def test_a_night_shop_shows_its_night_hours() -> None:
    night = [0] * 24
    night[3] = 100
    assert shown_hours([0] * 24, [0] * 24) == (8, 21)
    assert shown_hours(night, [0] * 24) == (3, 21)
    chart = hours_chart(
        night, [0] * 24, current_hour=3, label=str, tick_label=str, title='"><script>'
    )
    assert "<script" not in chart


def read_qr(svg: str) -> str:
    """The text of a QR code drawn by horizontal strokes of one unit."""
    from PIL import Image, ImageDraw

    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    zoom = int(re.search(r"scale\((\d+)", svg)[1])  # type: ignore[index]
    image = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(image)
    x = y = 0.0
    path = re.search(r'\sd="([^"]+)"', svg)
    assert path
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            top = (y - 0.5) * zoom
            draw.rectangle((x * zoom, top, (x + values[0]) * zoom - 1, top + zoom - 1), fill=0)
            x += values[0]
    return zxingcpp.read_barcode(image).text
