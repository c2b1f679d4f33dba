"""Every device that can stand alone, by the name a person gives: that of its profile where it has
one."""

from __future__ import annotations

from pos_desktop.simulators.scales.table import SCALES

from .line_devices import display, label_printer, receipt_printer, scale, scanner
from .parts import Start
from .services import command_terminal, operator, raiffeisen, tbank, telegram, zvt_terminal

DEVICES: dict[str, Start] = {
    **{profile: scale(profile) for profile in SCALES},
    "scanner": scanner,
    "escpos-80": receipt_printer("escpos-80", 576),
    "escpos-58": receipt_printer("escpos-58", 384),
    "TSP650II": receipt_printer("TSP650II", 576, "star", {10: "cp866", 34: "cp1251"}),
    "zpl-203": label_printer("zpl", "zpl-203"),
    "tspl-203": label_printer("tspl", "tspl-203"),
    "cd5220": display("cd5220"),
    "escpos-display": display("escpos-display"),
    "zvt": zvt_terminal,
    "sber-upos": command_terminal("sber-upos", "upos", "sb_pilot"),
    "arcus2": command_terminal("arcus2", "arcus2", "CommandLineTool/bin/CommandLineTool.exe"),
    "raiffeisen": raiffeisen,
    "tbank": tbank,
    "atol-online": operator,
    "telegram": telegram,
}
