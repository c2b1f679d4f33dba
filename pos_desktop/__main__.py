"""The command line. Imports nothing heavy until a command needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

_SECRETS = ("mail.password", "telegram.token", "operator.password", "sbp.secret")
_PARTS = (
    "printer", "label_printer", "scanner", "scale", "display", "terminal", "operator", "cloud",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    from pos_desktop.domain.errors import PosError

    try:
        return int(given.run(given))
    except PosError as error:
        return _say(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # "profiles list | head" has read enough; what is left must not be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pos-desktop",
        description="Offline-first cash register. Without a command: the register.",
    )
    parser.set_defaults(run=_register)
    _data(parser)
    _window(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    demo = commands.add_parser("demo", help="a demo shop with virtual devices, operator and cloud")
    _data(demo)
    _window(demo)
    demo.add_argument("--script", type=Path, metavar="FILE", help="play a written session and exit")
    demo.add_argument("--screenshot", type=Path, metavar="DIR", help="where screenshots go")
    for part in _PARTS:
        demo.add_argument(
            f"--{part.replace('_', '-')}",
            metavar="ENDPOINT",
            help=f"a real {part.replace('_', ' ')} in place of the virtual one",
        )
    demo.add_argument(
        "--plain", action="store_true", help="the register alone, without the world beside it"
    )
    demo.set_defaults(run=_demo)
    train = commands.add_parser("train", help="practise with the shop's own goods; books apart")
    _data(train)
    _window(train)
    train.add_argument("--script", type=Path, metavar="FILE", help="play a session and exit")
    train.add_argument("--screenshot", type=Path, metavar="DIR", help="where screenshots go")
    train.set_defaults(run=_train)
    verify = commands.add_parser("verify", help="check journal, chain and projections")
    _data(verify)
    verify.add_argument("--file", type=Path, help="an exported journal instead of the register's")
    _lang(verify)
    verify.set_defaults(run=_verify)
    secret = commands.add_parser("secret", help="keep a password or token of this register")
    _data(secret)
    secret.add_argument("name", choices=_SECRETS)
    _lang(secret)
    secret.set_defaults(run=_secret)
    people = commands.add_parser("staff", help="a forgotten PIN, while the register is closed")
    acts = people.add_subparsers(dest="act", required=True, metavar="reset-pin")
    reset = acts.add_parser(
        "reset-pin", help="set a PIN anew; it stands in the journal and every senior is told"
    )
    _data(reset)
    reset.add_argument("name", metavar="NAME", help="of the person, as the register shows it")
    _lang(reset)
    people.set_defaults(run=_staff)
    recover = commands.add_parser("recover", help="build a journal anew from its line log")
    _data(recover)
    recover.add_argument("target", type=Path, help="folder for the recovered journal")
    _lang(recover)
    recover.set_defaults(run=_recover)
    _simulate_parser(commands)
    _profiles_parser(commands)
    _cloud_parser(commands)
    return parser


def _profiles_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    profiles = commands.add_parser("profiles", help="check or list the profiles of device models")
    acts = profiles.add_subparsers(dest="act", required=True, metavar="check|list|udev")
    check = acts.add_parser("check", help="say what is wrong in profiles, exit code 1 if anything")
    check.add_argument("files", nargs="*", metavar="FILE", help="none = shipped and own ones")
    acts.add_parser("list", help="every model with its profile and how it was tried")
    acts.add_parser("udev", help="rules that let people use the devices on Linux")
    for act in acts.choices.values():
        _data(act)
        _lang(act)
    profiles.set_defaults(run=_profiles)


def _simulate_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    simulate = commands.add_parser(
        "simulate", help="one simulated device alone; without a name: which there are"
    )
    simulate.add_argument("device", nargs="?", default="", metavar="DEVICE")
    where = simulate.add_mutually_exclusive_group()
    where.add_argument("--tcp", default="", metavar="HOST:PORT", help="else a free port is taken")
    where.add_argument("--pty", action="store_true", help="a serial port instead (not on Windows)")
    simulate.add_argument("--fault", default="", metavar="MODE", help="broken from the start")
    simulate.add_argument("--folder", type=Path, metavar="DIR", help="where pictures of paper go")
    simulate.add_argument("--lang", choices=("ru", "en"), default="ru")
    simulate.set_defaults(run=_simulate)


def _cloud_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    cloud = commands.add_parser("cloud", help="run the cloud: API and owner's pages")
    cloud.add_argument("--host", default="127.0.0.1")
    cloud.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    cloud.add_argument("--data", type=Path, metavar="DIR", help="its data folder")
    cloud.add_argument("--database-url", default="", help="postgresql://user@host:port/database")
    cloud.add_argument("--time-zone", default="", help="of the shops, Europe/Moscow")
    cloud.add_argument("--demo", action="store_true", help="fixed code, one-time login")
    cloud.add_argument("--lang", choices=("ru", "en"), default="ru")
    cloud.add_argument(
        "--pair-code", action="store_true", help="print a one-time pairing code and exit"
    )
    cloud.add_argument("--set-password", action="store_true", help="set it and exit")
    # For a program that starts the cloud as its child: see pos_desktop/cloud/attached.py.
    cloud.add_argument("--attached", action="store_true", help=argparse.SUPPRESS)
    cloud.set_defaults(run=_cloud)


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder of the register")


def _lang(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("ru", "en"), help="language of what is said")


def _speak(given: argparse.Namespace) -> None:
    """In the language that was asked for, else the register's."""
    from pos_desktop import i18n
    from pos_desktop.app.first_look import first_look

    i18n.set_language(given.lang or first_look(given.data).language)


def _window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("ru", "en"), help="language of the window")
    parser.add_argument("--size", type=_size, metavar="1366x768", help="size of the window")
    parser.add_argument("--theme", choices=("light", "dark"), help="look of the window")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    try:
        return int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT") from None


def _register(given: argparse.Namespace) -> int:
    from pos_desktop.app.commands import open_register

    return open_register(given.data, given.lang, given.size, given.theme)


def _demo(given: argparse.Namespace) -> int:
    """The demo shop; its data folder is named at the end and stays for inspection."""
    import tempfile
    from dataclasses import replace

    from pos_desktop import i18n
    from pos_desktop.settings import DataDir

    i18n.set_language(given.lang or "ru")
    lines = _script(given.script)
    if lines is None:
        from pos_desktop.app.commands import need_display

        need_display()
    from pos_desktop.app.first_look import FirstLook
    from pos_desktop.app.run import RunOptions, display_is_missing, run_register
    from pos_desktop.demo import DEMO_PAIRING_CODE, WorldOptions, start_world

    if display_is_missing():
        # A script needs no eyes.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    data_dir = DataDir(given.data or tempfile.mkdtemp(prefix="pos-desktop-demo-"))
    if given.screenshot:
        given.screenshot.mkdir(parents=True, exist_ok=True)
    real = {part: getattr(given, part) for part in _PARTS if getattr(given, part)}
    beside = lines is None and not given.plain
    world_options = WorldOptions(lang=given.lang or "ru", real=real, cards_wait=beside)
    world, settings = start_world(world_options, data_dir)
    settings = replace(settings, theme=given.theme or "light")
    options = RunOptions(
        size=given.size,
        script=lines,
        screenshots=str(given.screenshot or ""),
        pairing_code=DEMO_PAIRING_CODE,
        sample=True,
        beside=beside,
    )
    try:
        look = FirstLook(settings.language, settings.theme)
        code = run_register(look, lambda: (settings, data_dir), world=world, options=options)
    finally:
        world.stop()
    print(data_dir.root)
    return code


def _train(given: argparse.Namespace) -> int:
    """A training beside the shop: see demo/training.py. Its folder is emptied by the next one."""
    from pos_desktop import i18n
    from pos_desktop.settings import DataDir

    i18n.set_language(given.lang or "ru")
    lines = _script(given.script)
    if lines is None:
        from pos_desktop.app.commands import need_display

        need_display()
    from pos_desktop.app.first_look import FirstLook
    from pos_desktop.app.run import RunOptions, display_is_missing, run_register
    from pos_desktop.app.train import copy_shop
    from pos_desktop.demo import start_training

    if display_is_missing():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shop = DataDir(given.data)
    cards_wait = lines is None
    world, settings, folder = start_training(shop, given.lang or "ru", cards_wait=cards_wait)
    options = RunOptions(
        size=given.size,
        script=lines,
        screenshots=str(given.screenshot or ""),
        beside=lines is None,
        training=True,
    )
    try:
        copy_shop(shop, folder)
        look = FirstLook(settings.language, given.theme or settings.theme)
        code = run_register(look, lambda: (settings, folder), world=world, options=options)
    finally:
        world.stop()
    print(folder.root)
    return code


def _script(path: Path | None) -> list[str] | None:
    from pos_desktop.domain.errors import RefusalError

    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RefusalError("script.unreadable", path=str(path), reason=str(error)) from error


def _verify(given: argparse.Namespace) -> int:
    from pos_desktop.data_folder import data_folder
    from pos_desktop.journal.export import verify_file
    from pos_desktop.journal.verify import verify

    _speak(given)
    report = verify_file(given.file) if given.file else verify(data_folder(given.data))
    print(report.text())
    return 0 if report.is_good else 1


def _secret(given: argparse.Namespace) -> int:
    """Asked for without an echo, or read from a pipe; never an argument, which others can see."""
    import getpass

    from pos_desktop.domain.errors import RefusalError
    from pos_desktop.keystore import Keystore
    from pos_desktop.settings import DataDir

    _speak(given)
    if sys.stdin.isatty():
        secret = getpass.getpass(f"{given.name}: ")
    else:
        secret = sys.stdin.readline().rstrip("\n")
    if not secret:
        # A pipe from a file that is not there must not wipe out what was kept.
        raise RefusalError("keystore.empty", name=given.name)
    keystore = Keystore(DataDir(given.data))
    keystore.set(given.name, secret)
    if keystore.is_plain:
        from pos_desktop.i18n import t

        print(t("window.plain_secrets"), file=sys.stderr)
    return 0


def _staff(given: argparse.Namespace) -> int:
    from pos_desktop.app.staff_command import run

    _speak(given)
    return run(given)


def _recover(given: argparse.Namespace) -> int:
    from pos_desktop.data_folder import data_folder
    from pos_desktop.journal.recovery import recover

    _speak(given)
    print(recover(data_folder(given.data), given.target))
    return 0


def _simulate(given: argparse.Namespace) -> int:
    """What is typed changes the device; the end of a pipe does not end it, "quit" does."""
    import signal
    import threading
    from functools import partial

    from pos_desktop import i18n
    from pos_desktop.simulators.alone.command import converse, list_devices, start

    i18n.set_language(given.lang)
    say = partial(print, flush=True)
    if not given.device:
        list_devices(say)
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = given.folder
    alone = start(given.device, given.tcp, serial=given.pty, folder=folder, say=say)
    try:
        told_to_quit = converse(given.device, alone, sys.stdin, say, fault=given.fault)
        if not told_to_quit and not sys.stdin.isatty():
            threading.Event().wait()
    finally:
        alone.stop()
    return 0


def _profiles(given: argparse.Namespace) -> int:
    from pos_desktop.app.profiles_command import run

    _speak(given)
    return run(given)


def _cloud(given: argparse.Namespace) -> int:
    try:
        from pos_desktop.cloud.command import run
    except ImportError as error:
        print(
            f"The cloud is not installed here ({error.name}): pip install 'pos-desktop[cloud]'",
            file=sys.stderr,
        )
        return 2
    return int(run(given))


def _say(error: Exception) -> int:
    """An expected failure in words, on the terminal."""
    from pos_desktop.domain.errors import PosError
    from pos_desktop.gui.messages import message_for

    assert isinstance(error, PosError)
    message = message_for(error)
    print(f"{message.title}. {message.detail}\n[{error}]", file=sys.stderr)
    return 1


def _exit() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    _exit()
