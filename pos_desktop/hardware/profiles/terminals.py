"""Card terminals: programs of a bank that are run, and protocols over a wire."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from msgspec import Meta, field

from pos_desktop.hardware.profiles.common import (
    Profile,
    ProfileError,
    Section,
    TransportSettings,
)

TerminalProtocol = Literal["external_command", "zvt"]
PLACES = frozenset({"dir", "minor", "id", "reference", "original_minor", "currency"})
"""What an argument may name in braces: the program's folder, the amount in minor units, our id, the
bank's reference and the amount of the original payment, the currency's number of ISO 4217."""

Password = Annotated[str, Meta(pattern="^[0-9]{6}$", examples=["000000"])]
_PLACE = re.compile(r"\{([a-z_]*)\}")


class ProgramArguments(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command line for each act; () = this program cannot do it. A payment given back before
    its sale was made is refunded where it cannot be reversed."""

    pay: Annotated[tuple[str, ...], Meta(min_length=1)]
    refund: tuple[str, ...] = ()
    reverse: tuple[str, ...] = ()
    reconcile: tuple[str, ...] = ()


class CommandSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """encoding: of the files. result_file: what the program leaves, deleted before each run;
    result: a regular expression with the group `code` and, where they are there, `text`, `rrn`,
    `auth`, `card` and `terminal`, the number by which a terminal is the same wherever it is
    plugged in; "" = the exit code alone tells. slip_file, slip: the same for the paper.
    slip_split: what stands between the customer's paper and the shop's.
    ok_codes, cancel_codes, declined_codes: exit codes; the last ones certainly moved no money even
    without a result. ok_results, cancel_results: what `code` may be. timeout_s: after that the
    program is ended and the outcome unknown.
    """

    argv: ProgramArguments
    encoding: str = "cp866"
    result_file: str = ""
    result: str = ""
    slip_file: str = ""
    slip: str = ""
    slip_split: str = ""
    ok_codes: tuple[int, ...] = (0,)
    cancel_codes: tuple[int, ...] = ()
    declined_codes: tuple[int, ...] = ()
    ok_results: tuple[str, ...] = ("0",)
    cancel_results: tuple[str, ...] = ()
    timeout_s: Annotated[int, Meta(ge=1, le=900)] = 180


class ZvtSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """password: six digits, as the terminal was given. prints: who puts slips on paper. answer_s:
    how long a command may stay without acknowledgement; timeout_s: how long the terminal may say
    nothing in the middle of a payment."""

    password: Password = "000000"  # noqa: S105 - of delivery
    prints: Literal["register", "terminal"] = "register"
    encoding: str = "cp437"
    answer_s: Annotated[int, Meta(ge=1, le=60)] = 5
    timeout_s: Annotated[int, Meta(ge=1, le=900)] = 180


class TerminalSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """merchant_copy: whether the shop's slip is printed, too."""

    protocol: TerminalProtocol
    merchant_copy: bool = False


class TerminalProfile(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[command] is wanted by external_command, [zvt] has defaults."""

    kind: Literal["terminal"]
    terminal: TerminalSettings
    transport: TransportSettings = TransportSettings(kinds=())
    command: CommandSettings | None = None
    zvt: ZvtSettings = field(default_factory=ZvtSettings)

    def encodings(self) -> tuple[tuple[str, str], ...]:
        command = (("command.encoding", self.command.encoding),) if self.command else ()
        return (*command, ("zvt.encoding", self.zvt.encoding))

    def check(self, file: str) -> None:
        """Refuse what the types let through: places, expressions, a missing section."""
        if self.terminal.protocol != "external_command":
            return
        if self.command is None:
            raise ProfileError("profile.missing_key", file=file, key="command")
        _check_places(self.command, file)
        for key in ("result", "slip", "slip_split"):
            _check_expression(key, getattr(self.command, key), file)
        if bool(self.command.result) != bool(self.command.result_file):
            raise ProfileError("profile.missing_key", file=file, key="command.result_file")
        if self.command.result and "code" not in re.compile(self.command.result).groupindex:
            raise ProfileError(
                "profile.bad_value", file=file, key="command.result", expected="(?P<code>...)"
            )


def _check_places(command: CommandSettings, file: str) -> None:
    argv = command.argv
    named = {f"argv.{act}": getattr(argv, act) for act in argv.__struct_fields__}
    named |= {"result_file": (command.result_file,), "slip_file": (command.slip_file,)}
    for key, texts in named.items():
        for text in texts:
            if not set(_PLACE.findall(text)) <= PLACES:
                allowed = ", ".join(f"{{{place}}}" for place in sorted(PLACES))
                raise ProfileError(
                    "profile.bad_value", file=file, key=f"command.{key}", expected=allowed
                )


def _check_expression(key: str, text: str, file: str) -> None:
    try:
        re.compile(text)
    except re.error as error:
        raise ProfileError(
            "profile.bad_value", file=file, key=f"command.{key}", expected=f"a pattern: {error}"
        ) from error


def filled(text: str, values: dict[str, str]) -> str:
    """An argument with its places filled; nothing in a value is looked at again."""
    return _PLACE.sub(lambda found: values[found.group(1)], text)
