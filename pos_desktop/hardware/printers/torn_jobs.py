"""What brings a printer to a new paper after a job broke off in the middle of a command.

It still waits for the rest of a picture or a code and would take the next job's beginning for it.
NUL does nothing anywhere else (Epson's and Star's command references name no such command), so as
many of them as the job had bytes end whatever had begun. Then half a receipt is cut off.
"""

from __future__ import annotations

from pos_desktop.hardware.profiles import PrinterProfile

_INIT = b"\x1b@"
# Ends a barcode of Star's, whose length is told by no number.
_STAR_RS = b"\x1e"
# ZPL's "cancel current partially input format"; the blanks end a command of which only ^ came.
_ZPL_CANCEL = b"  ~JX\r\n"


def new_paper(profile: PrinterProfile, torn_bytes: int) -> bytes:
    """Return what is sent before anything else. torn_bytes: of the whole job, more than its longest
    command can lack."""
    nothing = bytes(torn_bytes)
    if profile.label is not None:
        return nothing + b"\r\n" if profile.label.language == "tspl" else _ZPL_CANCEL
    printer = profile.printer
    if printer.language == "star":
        cut = {"none": b"\x1ba" + bytes([printer.feed_before_cut]), "partial": b"\x1bd\x03"}
        return nothing + _STAR_RS + _INIT + cut.get(printer.cutter, b"\x1bd\x02")
    feed = b"\x1bd" + bytes([printer.feed_before_cut])
    knife = {"none": b"", "partial": b"\x1dV\x01", "full": b"\x1dV\x00"}
    return nothing + _INIT + feed + knife[printer.cutter]
