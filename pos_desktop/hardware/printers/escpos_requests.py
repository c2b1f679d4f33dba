"""The few commands that the printing thread itself sends: questions and drawer pulses.

Source: Epson's ESC/POS command reference (DLE EOT, DLE DC4, GS r, GS a, GS I, ESC p); Star's Line
Mode specifications (ESC ACK SOH); TSC's TSPL2 manual (ESC ! ?).
"""

from __future__ import annotations

from pos_desktop.hardware.printers.star_bytes import star_pulse
from pos_desktop.hardware.profiles import PrinterProfile

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE_CAUSE = b"\x10\x04\x02"
ASK_ERROR = b"\x10\x04\x03"
ASK_PAPER = b"\x10\x04\x04"
# GS r is not a real-time command: it is answered when all bytes before it are on paper.
CONFIRM = b"\x1dr\x01"
# GS a: drawer, online, error, paper. ESC @ ends it, so it is asked for after every job.
WATCH = b"\x1da\x0f"
# GS I 67: "_", the printer's name, 00.
ASK_MODEL = b"\x1dIC"
STAR_ASK = b"\x1b\x06\x01"
TSPL_ASK = b"\x1b!?"


def drawer_pulse(profile: PrinterProfile) -> bytes:
    """Return the bytes that open the drawer, in the printer's language.

    With `realtime_pulse` it is DLE DC4, which works with no paper too; its length comes in steps
    of 100 ms and the printer adds the pause. Otherwise ESC p, in steps of 2 ms, which waits its
    turn.
    """
    if profile.printer.language == "star":
        return star_pulse(profile)
    drawer = profile.drawer
    if profile.printer.realtime_pulse:
        steps = min(8, max(1, round(drawer.on_ms / 100)))
        return bytes((0x10, 0x14, 0x01, drawer.pin, steps))
    return bytes((0x1B, 0x70, drawer.pin, drawer.on_ms // 2, drawer.off_ms // 2))
