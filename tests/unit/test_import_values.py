"""Single cells of an import: what shops write, and what is refused with a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.barcode import ean_check_digit
from pos_desktop.domain.catalogue import ProductKind
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tax import VatRate
from pos_desktop.operations import import_values as values
from pos_desktop.operations.import_values import ValueProblemError

RATES = (
    VatRate("none", 0, 1, None),
    VatRate("vat0", 0, 1, 0),
    VatRate("vat5", 5, 105, 5),
    VatRate("vat10", 10, 110, 10),
    VatRate("vat22", 22, 122, 22),
    VatRate("vat122", 22, 122, 22, calculated=True),
)


def refused(read, *args, **options):
    with pytest.raises(ValueProblemError) as problem:
        read(*args, **options)
    return problem.value.code


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("12,50", 12_50),
        ("12.50", 12_50),
        ("12.5", 12_50),
        ("1 245,50", 1245_50),
        ("1\u00a0245,50 ₽", 1245_50),
        ("1\u202f245,50 руб.", 1245_50),
        ("1,245.50", 1245_50),
        ("1.245,50", 1245_50),
        ("1'245.50", 1245_50),
        ("100", 100_00),
        ("100 р.", 100_00),
        ("0", 0),
        (",5", 50),
        ("94.90000", 94_90),
        ("42949672.95", 4_294_967_295),
    ],
)
def test_prices_are_read_as_shops_write_them(text, kopecks):
    assert values.read_price(text) == kopecks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "import.price_negative"),
        ("−12,50", "import.price_negative"),
        ("12,505", "import.price_decimals"),
        ("1,245", "import.price_decimals"),
        ("42949672.96", "import.price_too_large"),
        ("договорная", "import.price_unreadable"),
        ("12..5", "import.price_unreadable"),
        ("1e3", "import.price_unreadable"),
        ("NaN", "import.price_unreadable"),
        ("٣", "import.price_unreadable"),
        ("12 $", "import.price_unreadable"),
        ("9" * 30, "import.price_unreadable"),
    ],
)
def test_prices_that_cannot_be_meant_are_refused(text, code):
    assert refused(values.read_price, text) == code


@given(st.integers(0, 4_294_967_295), st.sampled_from([".", ","]), st.booleans())
def test_any_price_written_by_a_program_comes_back(amount_minor, point, grouped):
    whole = f"{amount_minor // 100:,}".replace(",", "\u00a0" if grouped else "")
    assert values.read_price(f"{whole}{point}{amount_minor % 100:02d}") == amount_minor


def test_a_purchase_price_may_have_more_places_and_is_rounded_half_up():
    assert values.read_price("67,525", rounded=True) == 67_53
    assert values.read_price("67.5249", rounded=True) == 67_52


def test_stock_is_in_thousandths_and_may_be_below_zero():
    assert values.read_stock("26,4") == 26_400
    assert values.read_stock("-1,5") == -1_500
    assert values.read_stock("1 840") == 1_840_000
    assert refused(values.read_stock, "много") == "import.stock_unreadable"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10", "vat10"),
        ("10%", "vat10"),
        ("НДС 10 %", "vat10"),
        ("vat10", "vat10"),
        ("0.1", "vat10"),
        ("0,22", "vat22"),
        ("22,0", "vat22"),
        ("Ставка 22%", "vat22"),
        ("5%", "vat5"),
        ("0.05", "vat5"),
        ("0%", "vat0"),
        ("без НДС", "none"),
        ("Без налога", "none"),
        ("нет", "none"),
        ("-", "none"),
        ("none", "none"),
    ],
)
def test_rates_are_read_as_programs_write_them(text, code):
    assert values.read_vat(text, RATES) == code


@pytest.mark.parametrize("text", ["20", "20%", "18", "vat122", "22/122", "льготный", "%"])
def test_a_rate_that_is_not_valid_today_is_refused_with_those_that_are(text):
    with pytest.raises(ValueProblemError) as problem:
        values.read_vat(text, RATES)
    assert problem.value.code == "import.vat_unknown"
    assert problem.value.values["allowed"] == "none, 0, 5, 10, 22"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("шт", Unit.PIECE),
        ("Шт.", Unit.PIECE),
        ("упак", Unit.PIECE),
        ("pcs", Unit.PIECE),
        ("КГ", Unit.KILOGRAM),
        ("кг.", Unit.KILOGRAM),
        ("kg", Unit.KILOGRAM),
        ("л", Unit.LITRE),
        ("кв. м", Unit.SQUARE_METRE),
        ("м2", Unit.SQUARE_METRE),
        ("m3", Unit.CUBIC_METRE),
    ],
)
def test_units_are_read_in_both_languages(text, unit):
    assert values.read_unit(text) is unit


def test_an_unknown_unit_is_refused():
    assert refused(values.read_unit, "пуд") == "import.unit_unknown"


def test_names_lose_what_a_printer_must_not_get():
    assert values.read_name(" Молоко\x1b@\x00 3,2 %\r\n\t«Домик» ") == (
        "Молоко @ 3,2 % «Домик»",
        False,
    )
    assert values.read_name("Моло\u00adко\u200b\u202eкефир") == ("Молококефир", False)
    assert values.read_name("и\u0306") == ("й", False)


def test_a_long_name_is_cut_to_what_a_fiscal_position_holds():
    name, was_cut = values.read_name("М" * 200)
    assert (len(name), was_cut) == (128, True)


@pytest.mark.parametrize("text", ["", "   ", "\x00\x1b", "\u200b"])
def test_a_name_of_nothing_visible_is_missing(text):
    assert refused(values.read_name, text) == "import.name_missing"


@given(st.text(max_size=300))
def test_any_name_that_is_accepted_is_printable_and_short(text):
    try:
        name, _ = values.read_name(text)
    except ValueProblemError:
        return
    assert 0 < len(name) <= 128
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in name)
    assert values.read_name(name) == (name, False)


def test_several_barcodes_stand_in_one_cell():
    text = "4607084120301, 46012340;4601238051176\n4607084120301 | A-001"
    assert values.read_barcodes(text) == ("4607084120301", "46012340", "4601238051176", "A-001")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4607084120302", "import.barcode_check_digit"),
        ("46012345", "import.barcode_check_digit"),
        ("4,60708E+12", "import.barcode_rounded"),
        ("4.60708412E+12", "import.barcode_rounded"),
        ("2100123012343", "import.barcode_of_scale"),
        ("штрих", "import.barcode_unreadable"),
        ("12", "import.barcode_unreadable"),
    ],
)
def test_barcodes_that_would_never_scan_are_refused(text, code):
    assert refused(values.read_barcodes, text) == code


def test_a_gtin_of_fourteen_digits_becomes_the_code_on_the_pack():
    assert values.read_barcodes("04607084120301") == ("4607084120301",)


@given(st.lists(st.integers(10**11, 10**12 - 1), min_size=1, max_size=6, unique=True))
def test_right_codes_pass_and_one_wrong_digit_does_not(stems):
    stems = [stem for stem in stems if not str(stem).startswith("21")]
    codes = [f"{stem}{ean_check_digit(str(stem))}" for stem in stems]
    assert values.read_barcodes(",".join(codes)) == tuple(codes)
    for code in codes:
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        assert refused(values.read_barcodes, wrong) == "import.barcode_check_digit"


def test_flags_kinds_ages_and_groups_are_read():
    assert [values.read_flag(t) for t in ("да", "1", "X", "нет", "0", "-")] == [True] * 3 + [
        False
    ] * 3
    assert refused(values.read_flag, "может быть") == "import.flag_unreadable"
    assert values.read_kind("Подакцизный товар") is ProductKind.EXCISE
    assert refused(values.read_kind, "чудо") == "import.kind_unknown"
    assert values.read_whole("18+", 99) == 18
    assert refused(values.read_whole, "-1", 99) == "import.number_out_of_range"
    assert values.read_marked_group("Milk") == "milk"
    assert values.read_marked_group("нет") is None
    assert refused(values.read_marked_group, "молоко") == "import.marked_unknown"
