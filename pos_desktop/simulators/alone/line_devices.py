"""Devices on a line, each alone: scales, scanner, printers of receipts and labels, displays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pos_desktop.i18n import t

from .parts import (
    Alone,
    FormError,
    Place,
    Say,
    Start,
    Word,
    line_text,
    line_words,
    number,
    one_of,
    serve,
)

GROUP_SEPARATOR_WORD = "<GS>"
_PRINTER_STATES = (
    "ok", "paper-low", "paper-out", "cover-open", "offline", "cutter", "head-hot", "fault",
    "powered-off", "stalled",
)  # fmt: skip
# Its cable is a state of the printer; its answers carry no checksum.
_PRINTER_FAULTS = ("ok", "silent", "garbage", "split", "slow", "cut")


def scale(profile: str) -> Start:
    """A scale that a register reads with that profile."""

    def start(place: Place, say: Say) -> Alone:
        from pos_desktop.simulators.scales.table import scale_simulator

        device = scale_simulator(profile, place.host, place.port)
        plate = device.plate

        def weight(given: list[str]) -> None:
            if not 1 <= len(given) <= 2:
                raise FormError(" ".join(given))
            after_ms = number(given[1]) if len(given) == 2 else 0
            device.set_weight(number(given[0]), stable_after_ms=after_ms)

        def moving(given: list[str]) -> None:
            with device.lock:
                plate.moving = not given or one_of(given, ("on", "off")) == "on"

        def locked(act: Callable[[], object]) -> Callable[[list[str]], None]:
            def word(given: list[str]) -> None:
                if given:
                    raise FormError(" ".join(given))
                with device.lock:
                    act()

            return word

        def state() -> str:
            with device.lock:
                how = (
                    t("simulate.scale_over") if plate.is_over
                    else t("simulate.scale_under") if plate.is_under
                    else t("simulate.scale_moving") if plate.moving
                    else t("simulate.scale_stable")
                )  # fmt: skip
                return t(
                    "simulate.scale_state", grams=plate.shown_grams, how=how,
                    tare=plate.tare_grams, line=line_text(device.mode),
                )  # fmt: skip

        words = {
            "weight": Word("weight GRAMS [SWINGS_MS]", weight),
            "moving": Word("moving [on|off]", moving),
            "over": Word("over", locked(plate.overload)),
            "under": Word("under", locked(plate.lift_plate)),
            "zero": Word("zero", locked(plate.set_zero)),
            "tare": Word("tare", locked(plate.take_tare)),
        }
        endpoint = serve(device, place, profile)
        return Alone(endpoint, words | line_words(device), state, device.stop)

    return start


def scanner(place: Place, say: Say) -> Alone:
    """A scanner on a serial line; its codes are typed here."""
    from pos_desktop.simulators.scanner import ScannerSimulator

    device = ScannerSimulator(place.host, place.port)

    def scan(given: list[str]) -> None:
        if not given:
            raise FormError("")
        code = " ".join(given).replace(GROUP_SEPARATOR_WORD, "\x1d")
        if not device.scan(code):
            say(t("simulate.scan_lost"))

    def state() -> str:
        return t(
            "simulate.scanner_state", sent=device.sent, lost=device.lost,
            line=line_text(device.mode),
        )  # fmt: skip

    words = {"scan": Word("scan CODE", scan)} | line_words(device)
    endpoint = serve(device, place, "serial-generic")
    return Alone(endpoint, words, state, device.stop, (t("simulate.scan_note"),))


def receipt_printer(
    profile: str,
    dots: int,
    language: Literal["escpos", "star"] = "escpos",
    codepages: dict[int, str] | None = None,
) -> Start:
    """A receipt printer; each receipt that is cut or torn off is saved as a picture. codepages:
    number to Python's name, None for those of Epson."""

    def start(place: Place, say: Say) -> Alone:
        from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator

        device = EscposPrinterSimulator(
            place.host, place.port, dots=dots, language=language, codepages=codepages
        )
        saved = 0
        pulses = 0

        def changed() -> None:
            nonlocal saved, pulses
            for receipt in device.receipts[saved:]:
                saved += 1
                path = place.folder / f"receipt-{saved:03d}.png"
                device.render_receipt(receipt, margin_dots=16).save(path)
                say(t("simulate.receipt_saved", number=saved, file=path))
            if device.drawer_pulses != pulses:
                pulses = device.drawer_pulses
                say(t("simulate.drawer_opened", number=pulses))

        device.on_change = changed

        def be(given: list[str]) -> None:
            wanted = one_of(given, _PRINTER_STATES)
            device.set_state(wanted)  # type: ignore[arg-type]

        def fault(given: list[str]) -> None:
            device.set_mode(one_of(given, _PRINTER_FAULTS))  # type: ignore[arg-type]

        def tear(given: list[str]) -> None:
            if given:
                raise FormError(" ".join(given))
            device.tear_off()

        def plug(given: list[str]) -> None:
            device.set_state("unplugged" if one_of(given, ("out", "in")) == "out" else "ok")

        def state() -> str:
            return t(
                "simulate.printer_state", state=device.state, receipts=saved,
                line=line_text(device.mode),
            )  # fmt: skip

        words = {
            "be": Word(f"be {'|'.join(_PRINTER_STATES)}", be),
            "fault": Word(f"fault {'|'.join(_PRINTER_FAULTS)}", fault),
            "plug": Word("plug out|in", plug),
            "tear": Word("tear", tear),
        }
        endpoint = serve(device, place, profile)
        note = t("simulate.paper_folder", folder=place.folder)
        return Alone(endpoint, words, state, device.stop, (note,))

    return start


def label_printer(language: Literal["tspl", "zpl"], profile: str) -> Start:
    """A label printer; each label is saved as a picture."""

    def start(place: Place, say: Say) -> Alone:
        from pos_desktop.simulators.labels.marks import LABEL_PRINTER_STATES
        from pos_desktop.simulators.labels.simulator import LANGUAGES, LabelPrinterSimulator

        device = LabelPrinterSimulator(LANGUAGES[language](), place.host, place.port)
        saved = 0
        told = 0

        def changed() -> None:
            nonlocal saved, told
            for label in device.labels[saved:]:
                path = place.folder / f"label-{saved + 1:03d}.png"
                device.picture(saved).save(path)
                saved += 1
                say(t("simulate.label_saved", number=saved, copies=label.copies, file=path))
            for error in device.errors[told:]:
                told += 1
                say(t("simulate.label_error", error=error))

        device.on_change = changed

        def be(given: list[str]) -> None:
            wanted = one_of(given, LABEL_PRINTER_STATES)
            device.set_state(wanted)  # type: ignore[arg-type]

        def state() -> str:
            return t("simulate.label_state", labels=saved, line=line_text(device.mode))

        words = {"be": Word(f"be {'|'.join(LABEL_PRINTER_STATES)}", be)} | line_words(device)
        endpoint = serve(device, place, profile)
        note = t("simulate.paper_folder", folder=place.folder)
        return Alone(endpoint, words, state, device.stop, (note,))

    return start


def display(profile: str) -> Start:
    """A customer display; what it shows is drawn here whenever it changes."""

    def start(place: Place, say: Say) -> Alone:
        from pos_desktop.simulators.displays.simulator import display_simulator

        device = display_simulator(profile, place.host, place.port)

        def framed() -> str:
            upper, lower = device.lines
            edge = "─" * len(upper)
            return f"┌{edge}┐\n│{upper}│\n│{lower}│\n└{edge}┘"

        def state() -> str:
            return f"{framed()}\n{line_text(device.mode)}"

        device.on_change = lambda: say(framed())
        endpoint = serve(device, place, profile)
        return Alone(endpoint, line_words(device), state, device.stop)

    return start
