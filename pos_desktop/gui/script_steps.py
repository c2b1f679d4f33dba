"""What each step of a script does at the register, and what it waits for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pos_desktop.domain.errors import PosError
from pos_desktop.gui import script_hands as hands
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.dialogs.parked import ParkedDialog
from pos_desktop.gui.dialogs.weigh import WeighDialog
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.screens.shift_open import ShiftOpenScreen
from pos_desktop.gui.script_words import Step
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.gui.window import RegisterWindow
from pos_desktop.i18n import money, number, t, weight_kg
from pos_desktop.operations.import_sample import sample_staff
from pos_desktop.ports import QueueStatus
from pos_desktop.ports.world import World
from pos_desktop.shipped import resource_path

SECONDS = 10.0
QUEUE_SECONDS = 60.0


class Done(Exception):  # noqa: N818 - not an error of the program: the script ends here
    """The script cannot go on: what was expected, and what was seen instead ("" = the screen)."""

    def __init__(self, expected: str, seen: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Wait:
    """holds: looked at again and again; seen: what is there instead, "" for the texts on screen.
    stops_at_refusal: a refusal of the register ends the wait as a failure."""

    expected: str
    holds: Callable[[], bool]
    seen: Callable[[], str] = lambda: ""
    seconds: float = SECONDS
    stops_at_refusal: bool = False


class Scene:
    """The window and what has happened in it since the step began."""

    def __init__(self, window: RegisterWindow, world: World | None, pictures: Path | None) -> None:
        self.window = window
        self.world = world
        self.pictures = pictures
        self.refusals: list[str] = []
        self.bugs: list[str] = []
        self.answers = 0
        self.completed = 0
        self._listening = False

    @property
    def shop(self) -> Shop:
        shop = self.window.shop
        assert shop is not None, "a script is played in an open shop"
        return shop

    @property
    def shown(self) -> Snapshot | None:
        return self.shop.till.current

    def lines(self) -> int:
        shown = self.shown
        return len(shown.priced.lines) if shown is not None and shown.priced is not None else 0

    def listen(self) -> None:
        till = self.shop.till
        till.changed.connect(self._changed)
        till.refused.connect(self._refused)
        till.failed.connect(self.bugs.append)
        till.completed.connect(self._completed)
        self._listening = True

    def leave(self) -> None:
        if not self._listening:
            return
        self._listening = False
        till = self.shop.till
        till.changed.disconnect(self._changed)
        till.refused.disconnect(self._refused)
        till.failed.disconnect(self.bugs.append)
        till.completed.disconnect(self._completed)

    def picture(self, name: str) -> None:
        """Save what the window shows; nothing without a folder."""
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.window.window().grab().save(str(self.pictures / f"{name}.png"), "PNG")

    def settled(self) -> Wait:
        """Everything asked for so far is done and drawn: the lane has come to a question asked
        behind it."""
        answered: list[bool] = []
        self.shop.till.ask(lambda: None, lambda _answer: answered.append(True))
        return Wait(t("script.settled"), lambda: bool(answered))

    def part(self, name: str) -> World:
        """The world, if that part of it is there to be played with."""
        if self.world is None:
            raise Done(t("script.needs_world"), t("script.no_world"))
        if name and not self.world.has(name):  # type: ignore[arg-type]
            raise Done(t("script.needs_part", part=name), t("script.real_part", part=name))
        return self.world

    def _changed(self, _shown: Snapshot) -> None:
        self.answers += 1

    def _completed(self, _shown: Snapshot) -> None:
        self.completed += 1

    def _refused(self, error: PosError) -> None:
        self.answers += 1
        message = message_for(error)
        self.refusals.append(f"{message.title}. {message.detail} [{error}]")


def play_step(scene: Scene, step: Step) -> Iterator[Wait]:
    """Act, and yield what to wait for; raises Done where it cannot go on."""
    return _STEPS[step.verb](scene, step)


# ---------------------------------------------------------------------- people


def play_first_sign_in(scene: Scene) -> Iterator[Wait]:
    """Sign the first cashier of the sample shop in, where nobody is at the register."""
    yield Wait(t("script.opened"), lambda: scene.shown is not None)
    if scene.shown is None or scene.shown.staff is not None:
        return
    people = sample_staff(Path(resource_path("sample", "staff.csv")).read_bytes())
    names = {person.staff_id: person.name for person in scene.shop.roster.people}
    for person in people:
        if person.member.staff_id in names:
            yield from _sign_in(scene, names[person.member.staff_id], person.pin)
            return
    raise Done(t("script.needs_signin"), ", ".join(names.values()))


def _signin(scene: Scene, step: Step) -> Iterator[Wait]:
    name, _, pin = step.argument.rpartition(" ")
    yield Wait(t("script.opened"), lambda: scene.shown is not None)
    if scene.shown is not None and scene.shown.staff is not None:
        hands.press_key(scene.window, "Ctrl+L")
        yield Wait(t("script.locked"), lambda: scene.shown is not None and not scene.shown.staff)
    yield from _sign_in(scene, name.strip(), pin)


def _sign_in(scene: Scene, name: str, pin: str) -> Iterator[Wait]:
    yield Wait(t("script.nobody_in"), scene.window.signin.isVisible)
    short = hands.plain(name)
    known = [p for p in scene.shop.roster.people if hands.plain(p.name).startswith(short)]
    known = known or [
        p for p in scene.shop.roster.people if hands.plain(p.short_name).startswith(short)
    ]
    yield from _press(scene, known[0].short_name if known else name)
    scene.window.signin.setFocus()
    hands.type_text(scene.window, pin)
    yield Wait(
        t("script.signed_in", name=name),
        lambda: scene.shown is not None and scene.shown.staff is not None,
        stops_at_refusal=True,
    )
    yield from _open_shift(scene)


def _open_shift(scene: Scene) -> Iterator[Wait]:
    """Where no shift is open, open it with what the one before left: F12, as a person does."""
    if scene.shown is None or scene.shown.shift is not None:
        return
    page = cast(ShiftOpenScreen, scene.window.beside.page("shift_open"))
    yield Wait(t("script.shift_asked"), page.act.isEnabled)
    hands.press_key(scene.window, "F12")
    yield Wait(
        t("script.shift_opened"),
        lambda: scene.shown is not None and scene.shown.shift is not None,
        stops_at_refusal=True,
    )


# ---------------------------------------------------------------------- goods


def _scan(scene: Scene, step: Step) -> Iterator[Wait]:
    code, before, world = step.argument, scene.answers, scene.world
    if world is not None and world.has("scanner"):
        yield Wait(t("script.scanner_ready"), lambda: world.scan(code))
    else:
        scene.window.scanned(code)
    yield Wait(t("script.scanned"), lambda: scene.answers > before)


def _weigh(scene: Scene, step: Step) -> Iterator[Wait]:
    world, grams, lines = scene.part("scale"), step.count, scene.lines()
    yield Wait(t("script.weigh_open"), lambda: _dialog(scene, WeighDialog) is not None)
    world.weigh(grams)
    yield Wait(
        t("script.weight_shown", weight=weight_kg(grams)),
        lambda: _weight_is_ready(scene, grams),
        lambda: _weight_seen(scene),
    )
    hands.press_key(scene.window, "Enter")
    yield Wait(
        t("script.weighed_line"),
        lambda: _dialog(scene, WeighDialog) is None and scene.lines() > lines,
        stops_at_refusal=True,
    )
    world.weigh(0)


def _weight_is_ready(scene: Scene, weight_grams: int) -> bool:
    dialog = _dialog(scene, WeighDialog)
    if not isinstance(dialog, WeighDialog) or dialog.net_grams() is None:
        return False
    net = dialog.net_grams() or 0
    # A scale shows whole divisions: the nearest one is the weight that was asked for.
    return dialog.is_ready() and abs(net - weight_grams) <= 5


def _weight_seen(scene: Scene) -> str:
    dialog = _dialog(scene, WeighDialog)
    net = dialog.net_grams() if isinstance(dialog, WeighDialog) else None
    return "—" if net is None else weight_kg(net)


def _dialog(scene: Scene, kind: type[WeighDialog] | type[ParkedDialog]) -> object | None:
    found = scene.window.window().findChildren(kind)
    return next((dialog for dialog in found if dialog.isVisible()), None)


# ---------------------------------------------------------------------- hands


def _type(scene: Scene, step: Step) -> Iterator[Wait]:
    hands.type_text(scene.window, step.argument)
    yield scene.settled()


def _key(scene: Scene, step: Step) -> Iterator[Wait]:
    hands.press_key(scene.window, step.argument)
    yield scene.settled()


def _tap(scene: Scene, step: Step) -> Iterator[Wait]:
    yield from _press(scene, step.argument)
    yield scene.settled()


def _press(scene: Scene, name: str) -> Iterator[Wait]:
    """Tap what has that name as soon as there is exactly one."""
    window = scene.window

    def seen() -> str:
        count = len(hands.find(window, name))
        if count > 1:
            return t("script.several", count=count)
        return t("script.to_press", names=hands.names_to_press(window))

    yield Wait(t("script.one_named", name=name), lambda: len(hands.find(window, name)) == 1, seen)
    cover = hands.press(hands.find(window, name)[0])
    if cover:
        raise Done(t("script.one_named", name=name), t("script.covered", by=cover))


# ---------------------------------------------------------------------- paying and parking


def _pay_cash(scene: Scene, step: Step) -> Iterator[Wait]:
    yield from _open_payment(scene)
    hands.press_key(scene.window, "Alt+1")
    if step.argument:
        hands.type_text(scene.window, _typed(step.amount_minor))
    yield from _take(scene)


def _pay_card(scene: Scene, step: Step) -> Iterator[Wait]:
    shown, before = scene.shown, scene.completed
    if not step.argument and (shown is None or shown.payment is None):
        hands.press_key(scene.window, "F11")
        yield _completed(scene, before)
        return
    yield from _open_payment(scene)
    hands.press_key(scene.window, "F11")
    if step.argument:
        hands.type_text(scene.window, _typed(step.amount_minor))
    yield from _take(scene)


def _typed(amount_minor: int) -> str:
    return f"{amount_minor // 100},{amount_minor % 100:02d}"


def _open_payment(scene: Scene) -> Iterator[Wait]:
    if not scene.window.payment.isVisible():
        hands.press_key(scene.window, "F12")
    yield Wait(t("script.payment_open"), scene.window.payment.isVisible, stops_at_refusal=True)
    scene.window.payment.setFocus()


def _take(scene: Scene) -> Iterator[Wait]:
    """Enter: the tender is taken, and with the last one the sale is closed."""
    before, shown = scene.completed, scene.shown
    taken = len(shown.payment.tenders) if shown is not None and shown.payment is not None else 0
    hands.press_key(scene.window, "Enter")

    def is_taken() -> bool:
        now = scene.shown
        more = now is not None and now.payment is not None and len(now.payment.tenders) > taken
        return more or scene.completed > before

    yield Wait(t("script.tender_taken"), is_taken, stops_at_refusal=True)


def _completed(scene: Scene, before: int) -> Wait:
    return Wait(t("script.paid"), lambda: scene.completed > before, stops_at_refusal=True)


def _park(scene: Scene, _step: Step) -> Iterator[Wait]:
    before = scene.shown.parked if scene.shown else 0
    hands.press_key(scene.window, "F6")
    yield Wait(
        t("script.parked"),
        lambda: scene.shown is not None and scene.shown.parked > before,
        stops_at_refusal=True,
    )


def _takes_keys(scene: Scene) -> bool:
    """Whether a key would reach the parked receipts: a person types when they are seen."""
    top = scene.window.window()
    focused = top.focusWidget()
    shown = [dialog for dialog in top.findChildren(ParkedDialog) if dialog.isVisible()]
    return focused is not None and any(d is focused or d.isAncestorOf(focused) for d in shown)


def _recall(scene: Scene, step: Step) -> Iterator[Wait]:
    before = scene.shown.parked if scene.shown else 0
    hands.press_key(scene.window, "F5")
    yield Wait(t("script.parked_open"), lambda: _takes_keys(scene))
    hands.type_text(scene.window, str(step.count))
    yield Wait(
        t("script.recalled", number=step.count),
        lambda: scene.shown is not None and scene.shown.parked < before,
        stops_at_refusal=True,
    )


# ---------------------------------------------------------------------- the world


def _network(scene: Scene, step: Step) -> Iterator[Wait]:
    world = scene.part("")
    world.set_network(step.argument == "on")
    yield _switched(world)


def _printer(scene: Scene, step: Step) -> Iterator[Wait]:
    world = scene.part("printer")
    world.set_printer(step.argument)  # type: ignore[arg-type]
    yield _switched(world)


def _operator(scene: Scene, step: Step) -> Iterator[Wait]:
    world = scene.part("operator")
    world.set_operator(step.argument)  # type: ignore[arg-type]
    yield _switched(world)


def _cloud(scene: Scene, step: Step) -> Iterator[Wait]:
    world = scene.part("cloud")
    world.set_cloud(step.argument)  # type: ignore[arg-type]
    yield _switched(world)


def _switched(world: World) -> Wait:
    return Wait(t("script.switched"), world.settled)


def _sleep(_scene: Scene, step: Step) -> Iterator[Wait]:
    end = time.monotonic() + step.seconds
    yield Wait("", lambda: time.monotonic() >= end, seconds=step.seconds + SECONDS)


# ---------------------------------------------------------------------- looking


def _expect_total(scene: Scene, step: Step) -> Iterator[Wait]:
    def total_minor() -> int:
        shown = scene.shown
        return shown.priced.total_minor if shown is not None and shown.priced is not None else 0

    yield _sum(t("script.total"), step.amount_minor, total_minor)


def _expect_change(scene: Scene, step: Step) -> Iterator[Wait]:
    def change_minor() -> int | None:
        shown = scene.shown
        return shown.last.change_minor if shown is not None and shown.last is not None else None

    yield _sum(t("script.change"), step.amount_minor, change_minor)


def _sum(name: str, wanted_minor: int, seen_minor: Callable[[], int | None]) -> Wait:
    def seen() -> str:
        amount_minor = seen_minor()
        return f"{name} {'—' if amount_minor is None else money(amount_minor)}"

    return Wait(f"{name} {money(wanted_minor)}", lambda: seen_minor() == wanted_minor, seen)


def _expect_lines(scene: Scene, step: Step) -> Iterator[Wait]:
    yield Wait(
        t("script.lines", number=number(step.count)),
        lambda: scene.lines() == step.count,
        lambda: t("script.lines", number=number(scene.lines())),
    )


def _expect_text(scene: Scene, step: Step) -> Iterator[Wait]:
    yield Wait(
        t("script.text", text=step.argument), lambda: hands.shows(scene.window, step.argument)
    )


def _wait_queue(of: Callable[[Queues], QueueStatus]) -> Callable[[Scene, Step], Iterator[Wait]]:
    def wait(scene: Scene, step: Step) -> Iterator[Wait]:
        asked: list[float] = []
        last: list[QueueStatus] = []

        def answered(queues: Queues) -> None:
            last[:] = [of(queues)]
            asked.clear()

        def is_empty() -> bool:
            if last and not last[0].waiting and not last[0].parked:
                return True
            if not asked or time.monotonic() - asked[0] > 1.0:
                asked[:] = [time.monotonic()]
                scene.shop.till.ask(scene.shop.queues, answered)
            return False

        def seen() -> str:
            status = last[0] if last else QueueStatus(0, 0, 0, 0)
            return t("script.queue", waiting=status.waiting, parked=status.parked)

        name = t(f"script.{step.verb.replace(' ', '_')}")
        yield Wait(name, is_empty, seen, QUEUE_SECONDS)

    return wait


def _screenshot(scene: Scene, step: Step) -> Iterator[Wait]:
    yield scene.settled()
    scene.picture(step.argument)


_STEPS: dict[str, Callable[[Scene, Step], Iterator[Wait]]] = {
    "scan": _scan,
    "type": _type,
    "key": _key,
    "tap": _tap,
    "weigh": _weigh,
    "pay cash": _pay_cash,
    "pay card": _pay_card,
    "park": _park,
    "recall": _recall,
    "network": _network,
    "printer": _printer,
    "operator": _operator,
    "cloud": _cloud,
    "sleep": _sleep,
    "expect total": _expect_total,
    "expect change": _expect_change,
    "expect lines": _expect_lines,
    "expect text": _expect_text,
    "wait printed": _wait_queue(lambda queues: queues.printing),
    "wait fiscalised": _wait_queue(lambda queues: queues.fiscal),
    "wait synced": _wait_queue(lambda queues: queues.cloud),
    "screenshot": _screenshot,
    "signin": _signin,
}
