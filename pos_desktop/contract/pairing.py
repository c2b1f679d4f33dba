"""How a register gets its token: by a one-time code that the owner reads aloud or types in."""

from __future__ import annotations

import msgspec

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals without 0 O 1 I L: no two look alike on a screen or over the phone."""
CODE_LENGTH = 8
CODE_LIFE_SECONDS = 15 * 60


def plain_code(typed: str) -> str:
    """The code as it is compared: "k7m2-9qxp " becomes "K7M29QXP"."""
    return "".join(ch for ch in typed.upper() if ch.isalnum())


def shown_code(code: str) -> str:
    """The code in two groups of four: "K7M2-9QXP"."""
    return f"{code[:4]}-{code[4:]}"


class PairRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """request_id: random, made and kept by the register before it asks; with it the same code
    answers again when the first answer was lost."""

    code: str
    register_id: str
    request_id: str
    register_name: str = ""
    software_version: str = ""


class Organisation(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str = ""
    inn: str = ""


class PairAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """token: secret of this register, shown this once. acknowledged: what the server already has of
    this register's journal. server_time_us: UTC microseconds."""

    token: str
    register_id: str
    organisation: Organisation
    server_time_us: int
    acknowledged: int = 0
