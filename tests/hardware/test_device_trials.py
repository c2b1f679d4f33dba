"""Trying a device before it is set up: each kind against its simulator, and with nobody there."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC

import pytest

from pos_desktop.app.device_trials import DEFAULTS, READERS, DeviceTrials, TrialTimes
from pos_desktop.app.printer_paper import picture_of
from pos_desktop.app.printer_trial import ListenTimes
from pos_desktop.domain.errors import DeviceError
from pos_desktop.gui.equipment_words import LOOKS
from pos_desktop.hardware.places import Plugs
from pos_desktop.hardware.plugs import Plug
from pos_desktop.hardware.profiles import printer_profile
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.ports.equipment import SLOTS, slot_of
from pos_desktop.receipts.printer_page import SAMPLE_BARCODE
from pos_desktop.settings import Endpoint, Printing, Settings, SettingsError
from pos_desktop.simulators.displays.simulator import DisplaySimulator
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.labels.simulator import LANGUAGES, LabelPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scanner import ScannerSimulator
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.hardware.printing import wait_until
from tests.till_fakes import FakeClock

NOBODY = "tcp://127.0.0.1:1"


@pytest.fixture
def released():
    return []


@pytest.fixture
def trials(tmp_path, released):
    @contextmanager
    def release(device):
        released.append(device)
        yield

    printing = ListenTimes(answer=0.3, paper=1.0)
    times = TrialTimes(answer=3.0, scan=3.0, show=0.1, printing=printing)
    return DeviceTrials(tmp_path, FakeClock(), lambda: "ru", UTC, release=release, times=times)


@pytest.fixture
def simulated():
    running = []

    def start(simulator):
        running.append(simulator)
        simulator.start()
        return simulator, f"tcp://127.0.0.1:{simulator.port}"

    yield start
    for simulator in running:
        simulator.stop()


def test_a_printer_prints_the_page_of_candidates(trials, simulated, released):
    paper, endpoint = simulated(EscposPrinterSimulator())
    trials.print_page("printer", endpoint, "TM-T20III")
    for _ in range(100):
        if paper.receipts:
            break
        threading.Event().wait(0.02)
    assert "ЙЦУКЕН" in paper.receipts[0].text
    assert released == ["printer"]


class UsbScale:
    """A scale behind an adapter without a number, and perhaps its twin."""

    def __init__(self, folder):
        self.plate = ScaleSimulator()
        self.port = folder / "ttyUSB1"
        self.port.symlink_to(self.plate.serve_pty())
        self.listed = [Plug("1a86:7523:", str(self.port), "1-1:1.0")]
        self.plugs = Plugs(serial=lambda: list(self.listed))

    def trials(self, folder):
        times = TrialTimes(answer=3.0)
        return DeviceTrials(folder, FakeClock(), lambda: "ru", UTC, times=times, plugs=self.plugs)


@pytest.fixture
def usb_scale(tmp_path):
    made = UsbScale(tmp_path)
    made.plate.set_weight(1255)
    yield made
    made.plate.stop()


def test_a_device_known_by_its_usb_identity_is_tried_where_it_is_now(usb_scale, tmp_path):
    trials = usb_scale.trials(tmp_path)
    assert trials.read_weight("serial:1a86:7523", "toledo-8217") == 1255
    assert trials.read_weight("serial:1a86:7523", "toledo-8217") == 1255
    usb_scale.listed = []
    with pytest.raises(DeviceError) as refused:
        trials.read_weight("serial:1a86:7523", "toledo-8217")
    assert refused.value.code == "scale.not_found"


def test_of_two_alike_the_one_that_the_register_uses_is_not_tried(usb_scale, tmp_path):
    trials = usb_scale.trials(tmp_path)
    usb_scale.listed.append(Plug("1a86:7523:", "/dev/ttyUSB7", "1-2:1.0"))
    with pytest.raises(DeviceError) as refused:
        trials.read_weight("serial:1a86:7523", "toledo-8217")
    assert refused.value.code == "scale.ambiguous"
    scanner = usb_scale.plugs.place_of(Endpoint.parse("serial:/dev/ttyUSB7"))
    scanner.look()
    assert trials.read_weight("serial:1a86:7523", "toledo-8217") == 1255


class Unconfirming(EscposPrinterSimulator):
    """Says how it is and never that a job is on paper, as many models do."""

    def _send(self, replies: list[bytes]) -> None:
        super()._send([said for said in replies if len(said) != 1 or said[0] & 0x90])


def page_of(paper):
    wait_until(lambda: paper.receipts)
    return paper.receipts[0].text


def test_a_printer_that_tells_everything_is_known_for_it(trials, simulated):
    paper, endpoint = simulated(EscposPrinterSimulator())
    assert trials.print_page("printer", endpoint, "XP-N160II") == "profile"
    assert "ЙЦУКЕН" in page_of(paper)


def test_a_printer_that_answers_nothing_prints_its_page_and_is_known_for_it(trials, simulated):
    paper, endpoint = simulated(EscposPrinterSimulator())
    paper.set_mode("silent")
    assert trials.print_page("printer", endpoint, "XP-N160II") == "none"
    assert "ЙЦУКЕН" in page_of(paper)


def test_a_printer_that_never_says_that_it_has_printed_is_known_for_it(trials, simulated):
    paper, endpoint = simulated(Unconfirming())
    assert trials.print_page("printer", endpoint, "XP-N160II") == "status"
    assert "ЙЦУКЕН" in page_of(paper)


def test_a_model_that_is_known_to_tell_nothing_is_not_waited_for(trials, simulated):
    paper, endpoint = simulated(EscposPrinterSimulator(dots=384))
    paper.set_mode("silent")
    assert trials.print_page("printer", endpoint, "ZJ-5870") == "profile"
    wait_until(lambda: paper.item_count > 0)


def test_a_printer_without_paper_says_so_instead_of_taking_the_page(trials, simulated):
    paper, endpoint = simulated(EscposPrinterSimulator())
    paper.set_state("paper-out")
    with pytest.raises(DeviceError) as caught:
        trials.print_page("printer", endpoint, "XP-N160II")
    assert caught.value.code == "printer.paper_out"
    paper.set_state("ok")
    assert trials.print_page("printer", endpoint, "XP-N160II") == "profile"
    assert len(paper.receipts) == 1


def test_a_silent_label_printer_is_known_for_it(trials, simulated):
    printer, endpoint = simulated(LabelPrinterSimulator(LANGUAGES["tspl"]()))
    printer.set_mode("silent")
    assert trials.print_label(endpoint, "tspl-203") == "none"


def test_the_second_printer_is_tried_without_stopping_the_first(trials, simulated, released):
    _, endpoint = simulated(EscposPrinterSimulator())
    trials.print_page("second_printer", endpoint, "TM-T20III")
    assert released == ["second_printer"]


@pytest.mark.parametrize(("language", "profile"), [("tspl", "tspl-203"), ("zpl", "zpl-203")])
def test_a_label_printer_prints_one_label_with_its_letters_and_its_bars(
    trials, simulated, released, language, profile
):
    printer, endpoint = simulated(LabelPrinterSimulator(LANGUAGES[language]()))
    trials.print_label(endpoint, profile)
    for _ in range(100):
        if printer.labels:
            break
        threading.Event().wait(0.02)
    [label] = printer.labels
    assert label.copies == 1
    assert [payload for _kind, payload in label.codes()] == [SAMPLE_BARCODE]
    assert printer.errors == []
    assert released == ["label_printer"]


def test_a_scale_tells_its_weight(trials, simulated, released):
    _, endpoint = simulated(ScaleSimulator())
    assert trials.read_weight(endpoint, "toledo-8217") >= 0
    assert released == ["scale"]


def test_a_trial_that_is_given_up_lets_go_of_its_device_at_once(trials, simulated, released):
    _scanner, endpoint = simulated(ScannerSimulator())
    trials._times = replace(trials._times, scan=60.0)

    def wait_for_a_code():
        with suppress(DeviceError):
            trials.read_scan(endpoint, "serial-generic")

    person = threading.Thread(target=wait_for_a_code, daemon=True)
    person.start()
    while not released:
        threading.Event().wait(0.01)
    for _ in range(50):  # the first may come before the wait begins
        trials.cancel()
        person.join(0.1)
        if not person.is_alive():
            break
    assert not person.is_alive()


def test_a_scanner_hands_over_a_code_with_its_separators(trials, simulated):
    scanner, endpoint = simulated(ScannerSimulator())
    code = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"

    def scan_soon():
        while not scanner.scan(code):
            threading.Event().wait(0.05)

    person = threading.Thread(target=scan_soon)
    person.start()
    assert trials.read_scan(endpoint, "serial-generic") == code
    person.join()


def test_a_display_shows_two_lines(trials, simulated, released):
    display, endpoint = simulated(DisplaySimulator())
    seen = []
    display.on_change = lambda: seen.append(display.lines)
    trials.show_text(endpoint, "cd5220", ("Проверка", "123,45"))
    assert any("123,45" in line for lines in seen for line in lines)
    assert released == ["customer_display"]


def test_a_terminal_is_greeted_and_no_money_moves(trials, simulated):
    terminal, endpoint = simulated(ZvtTerminalSimulator())
    trials.greet(endpoint, "zvt")
    assert not terminal.bank.bookings


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda t: t.print_page("printer", NOBODY, "TM-T20III"), "transport.refused"),
        (lambda t: t.print_label(NOBODY, "tspl-203"), "transport.refused"),
        (lambda t: t.print_label("", "tspl-203"), "device.not_named"),
        (lambda t: t.show_text(NOBODY, "cd5220", ("", "")), "customer_display.unreachable"),
        (lambda t: t.greet(NOBODY, "zvt"), "terminal.unreachable"),
        (lambda t: t.read_weight("", ""), "device.not_named"),
    ],
)
def test_what_does_not_answer_says_so(trials, act, code):
    with pytest.raises((DeviceError, TransportError)) as refused:
        act(trials)
    assert refused.value.code == code


def test_a_scale_that_is_not_there_gives_no_weight(trials):
    with pytest.raises(DeviceError) as refused:
        trials.read_weight(NOBODY, "toledo-8217")
    assert refused.value.code == "scale.unreachable"


def test_a_scanner_whose_port_does_not_open_is_not_said_to_have_read_nothing(trials):
    with pytest.raises(DeviceError) as refused:
        trials.read_scan("serial:/dev/no-such-port", "serial-generic")
    assert refused.value.code == "scanner.not_found"


def test_a_bank_program_that_is_not_there_is_named(trials, tmp_path):
    with pytest.raises(DeviceError) as refused:
        trials.greet(f"command:{tmp_path}", "sber-upos")
    assert refused.value.code == "terminal.program_missing"


def test_an_endpoint_of_another_kind_is_refused(trials):
    with pytest.raises(SettingsError):
        trials.greet("command:/opt/pilot", "zvt")


def test_receipts_are_not_offered_label_printers_nor_labels_receipt_printers(trials):
    receipts = {model.profile_id for model in trials.models("printer")}
    labels = {model.profile_id for model in trials.models("label_printer")}
    assert "zpl-203" in labels
    assert not receipts & labels


def test_the_usual_model_is_offered_first(trials):
    for device, usual in DEFAULTS.items():
        assert trials.models(device)[0].profile_id == usual


@pytest.mark.parametrize(
    ("way", "usual"),
    [("none", "wedge-generic"), ("hid", "hid-generic"), ("serial", "serial-generic")],
)
def test_a_scanner_is_a_usual_one_of_its_way_unless_somebody_says_otherwise(trials, way, usual):
    offered = [m.profile_id for m in trials.models("scanner") if m.is_reached_by(way)]
    assert offered[0] == usual


def test_a_model_is_offered_only_for_ways_it_is_reached_by(trials):
    by_wire = [m.profile_id for m in trials.models("terminal") if m.is_reached_by("tcp")]
    assert "zvt" in by_wire
    assert "sber-upos" not in by_wire
    by_keys = [m.profile_id for m in trials.models("scanner") if m.is_reached_by("none")]
    assert "wedge-generic" in by_keys
    assert "hid-generic" not in by_keys


def test_every_kind_of_device_has_its_look_its_settings_and_its_profiles():
    for slot in SLOTS:
        assert slot.device in LOOKS
        if slot.connections:
            assert hasattr(Settings(), slot.device)
            assert slot.profiles in READERS
            assert slot.device in DEFAULTS
        if slot.through:
            assert slot_of(slot.through).connections


def test_the_picture_shows_what_the_shop_chose_as_legible():
    profile = printer_profile("RP326")
    page = picture_of(profile, Printing(codepage="cp866", codepage_number=59), "ru", "")
    reads = {row.number: row.reads for row in page.rows if row.codepage == "cp866"}
    assert page.chosen == (59, "cp866")
    assert "ЙЦУКЕН" in reads[59]
    assert "ЙЦУКЕН" in reads[7]
    assert "ЙЦУКЕН" not in reads[37]
    assert page.png.startswith(b"\x89PNG")


def test_the_picture_offers_the_models_own_width_and_the_other_roll():
    wide = picture_of(printer_profile("TM-T20III"), Printing(), "ru", "")
    narrow = picture_of(printer_profile("escpos-58"), Printing(), "ru", "")
    assert wide.widths == ((58, 32), (80, 48))
    assert narrow.widths[0][1] == narrow.columns
