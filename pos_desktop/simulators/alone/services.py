"""Those who are not on a line of their own, each alone: card terminals, banks, the fiscal
operator, Telegram."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, get_args

from pos_desktop.domain.errors import RefusalError
from pos_desktop.i18n import t

if TYPE_CHECKING:
    from pos_desktop.simulators.sbp_banks import SbpBankSimulator

from .parts import Alone, FormError, Place, Say, Start, Word, number, one_of, tcp_only


def zvt_terminal(place: Place, say: Say) -> Alone:
    """A card terminal that speaks ZVT."""
    from pos_desktop.simulators.zvt_terminal import TerminalMode, ZvtTerminalSimulator

    tcp_only("zvt", place)
    device = ZvtTerminalSimulator(host=place.host, port=place.port).start()
    modes = get_args(TerminalMode)

    def fault(given: list[str]) -> None:
        device.set_mode(one_of(given, modes))  # type: ignore[arg-type]

    def card(given: list[str]) -> None:
        if one_of(given, ("wait", "show")) == "wait":
            device.card_waits = True
        else:
            device.show_card()

    def state() -> str:
        bank = device.bank
        return t(
            "simulate.terminal_state", taken=_money(bank.taken_minor), charges=bank.charges,
            mode=device.mode,
        )  # fmt: skip

    words = {
        "fault": Word(f"fault {'|'.join(modes)}", fault),
        "card": Word("card wait|show", card),
    }
    return Alone(f"tcp://{device.host}:{device.port},zvt", words, state, device.stop)


def command_terminal(profile: str, flavour: str, name: str) -> Start:
    """The program of a card terminal in a folder of its own (POSIX). flavour: as `pilot_command`
    knows it. name: where the profile looks for the program in that folder."""

    def start(place: Place, say: Say) -> Alone:
        from pos_desktop.simulators import pilot_command

        tcp_only(profile, place)
        if os.name != "posix":
            raise RefusalError("simulate.no_posix", device=profile)
        folder = (place.folder / flavour).absolute()
        program = folder / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m pos_desktop.simulators.pilot_command {flavour}'
            f' "{folder}" "$@"\n',
            encoding="utf-8",
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        pilot_command.set_mode(folder, "ok")
        modes = get_args(pilot_command.Mode)

        def fault(given: list[str]) -> None:
            mode = one_of(given[:1], modes)
            seconds = number(given[1]) if len(given) == 2 else 0
            pilot_command.set_mode(folder, mode, seconds)  # type: ignore[arg-type]

        def state() -> str:
            bank = pilot_command.Bank.read(folder)
            return t(
                "simulate.terminal_state", taken=_money(bank.taken_minor), charges=bank.charges,
                mode=bank.mode,
            )  # fmt: skip

        words = {"fault": Word(f"fault {'|'.join(modes)} [SECONDS]", fault)}
        return Alone(f"command:{folder},{profile}", words, state, lambda: None)

    return start


def operator(place: Place, say: Say) -> Alone:
    """A fiscal operator, ATOL Online."""
    from pos_desktop.simulators.atol_failures import KINDS
    from pos_desktop.simulators.atol_online import MODES, AtolOnlineSimulator, RegisteredDocument

    tcp_only("atol-online", place)
    device = AtolOnlineSimulator(place.host, place.port).start()

    def registered(document: RegisteredDocument) -> None:
        say(
            t(
                "simulate.document", number=document.fiscal_document_number,
                operation=document.operation, total=document.total,
            )
        )  # fmt: skip

    device.on_registered = registered

    def be(given: list[str]) -> None:
        mode = one_of(given[:1], MODES)
        seconds = number(given[1]) if len(given) == 2 else 2
        device.set_mode(mode, delay_seconds=seconds if mode == "slow" else 0)

    def fail(given: list[str]) -> None:
        kind = one_of(given[:1], tuple(KINDS))
        device.fail_next(kind, times=number(given[1]) if len(given) == 2 else 1)

    def state() -> str:
        return t(
            "simulate.operator_state", mode=device.mode, registered=len(device.documents),
            refused=len(device.failed), duplicates=device.duplicates,
        )  # fmt: skip

    words = {
        "be": Word(f"be {'|'.join(MODES)} [SECONDS]", be),
        "fail": Word(f"fail {'|'.join(KINDS)} [TIMES]", fail),
    }
    login = device.settings
    note = t(
        "simulate.operator_note", login=login.login, password=login.password, group=login.group,
        inn=login.inn,
    )  # fmt: skip
    return Alone(device.url, words, state, device.stop, (note,))


def telegram(place: Place, say: Say) -> Alone:
    """Telegram's Bot API."""
    from pos_desktop.simulators.telegram import Mood, TelegramSimulator

    tcp_only("telegram", place)
    token = "12345:simulated"  # noqa: S105 - of a simulator
    device = TelegramSimulator(token, place.host, place.port)
    device.start()
    moods = get_args(Mood)

    def be(given: list[str]) -> None:
        device.set_mood(one_of(given, moods))  # type: ignore[arg-type]

    def follow(given: list[str]) -> None:
        if len(given) != 2:
            raise FormError(" ".join(given))
        device.person_follows(given[0], number(given[1]))

    def state() -> str:
        return t("simulate.telegram_state", documents=len(device.documents))

    words = {
        "be": Word(f"be {'|'.join(moods)}", be),
        "follow": Word("follow CODE CHAT_ID", follow),
    }
    note = t("simulate.token_note", token=token)
    return Alone(device.url, words, state, device.stop, (note,))


def raiffeisen(place: Place, say: Say) -> Alone:
    """Raiffeisenbank's QR codes of the faster payments system."""
    from pos_desktop.simulators.sbp_banks import RaiffeisenSimulator

    tcp_only("raiffeisen", place)
    device = RaiffeisenSimulator(host=place.host, port=place.port)
    note = t("simulate.raiffeisen_note", merchant=device.merchant_id, secret=device.secret)
    return _bank(device, note)


def tbank(place: Place, say: Say) -> Alone:
    """T-Bank's QR codes of the faster payments system."""
    from pos_desktop.simulators.sbp_banks import TBankSimulator

    tcp_only("tbank", place)
    device = TBankSimulator(host=place.host, port=place.port)
    note = t("simulate.tbank_note", terminal=device.terminal_key, password=device.password)
    return _bank(device, note)


def _bank(device: SbpBankSimulator, note: str) -> Alone:
    """Its customers pay the newest code that can be paid."""
    from pos_desktop.simulators.sbp_http import Mood

    device.start()
    ledger, moods = device.ledger, get_args(Mood)

    def be(given: list[str]) -> None:
        device.set_mood(one_of(given, moods))  # type: ignore[arg-type]

    def fail(given: list[str]) -> None:
        mood = one_of(given[:1], moods)
        times = number(given[1]) if len(given) == 2 else 1
        device.server.fail_next(mood, times)  # type: ignore[arg-type]

    def pay(given: list[str]) -> None:
        slowly = bool(given) and one_of(given, ("slowly",)) == "slowly"
        if not ledger.pay(device.last_live_code(), slowly=slowly):
            raise RefusalError("simulate.nothing_to_pay")

    def decline(given: list[str]) -> None:
        ledger.decline(device.last_live_code())

    def settle(given: list[str]) -> None:
        ledger.settle()

    def skip(given: list[str]) -> None:
        if len(given) != 1:
            raise FormError(" ".join(given))
        ledger.skip(number(given[0]))

    def state() -> str:
        with ledger.lock:
            taken = sum(minor for _, minor in ledger.taken)
            returned = sum(minor for _, minor in ledger.returned)
            code = device.last_live_code() or t("simulate.no_code")
            return t(
                "simulate.bank_state", taken=_money(taken), returned=_money(returned), code=code
            )

    words = {
        "pay": Word("pay [slowly]", pay),
        "decline": Word("decline", decline),
        "settle": Word("settle", settle),
        "skip": Word("skip SECONDS", skip),
        "be": Word(f"be {'|'.join(moods)}", be),
        "fail": Word(f"fail {'|'.join(moods)} [TIMES]", fail),
    }
    return Alone(device.url, words, state, device.stop, (note,))


def _money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
