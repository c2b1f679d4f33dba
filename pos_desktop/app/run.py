"""Opening the window and filling it: the first picture first, everything else behind it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop import i18n
from pos_desktop.app.first_look import FirstLook
from pos_desktop.domain.errors import PosError
from pos_desktop.gui import theme
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.collector import Collector
from pos_desktop.gui.window import RegisterWindow

if TYPE_CHECKING:
    from pos_desktop.app.log_file import LogFile
    from pos_desktop.app.opening import Opened
    from pos_desktop.gui.screens.first_run import FirstRunScreen
    from pos_desktop.gui.screens.first_run_ports import FirstRunResult
    from pos_desktop.gui.wedge_filter import WedgeFilter
    from pos_desktop.ports import World
    from pos_desktop.settings import DataDir, Settings


class RunOptions(NamedTuple):
    """size: of the window in pixels, None is its own. script: steps to play, None for a person.

    screenshots: folder for them. beside: show the demo's world beside the register. first_run: ask
    for the settings where there are none. training: frame the window so that nobody takes it for
    the shop.
    """

    size: tuple[int, int] | None = None
    script: list[str] | None = None
    screenshots: str = ""
    pairing_code: str = ""
    sample: bool = False
    beside: bool = False
    first_run: bool = False
    training: bool = False


_GIVE_WAY_SECONDS = 0.001
"""How long a thread that computes may keep the interpreter from the window's: five times less than
Python lets it. A repaint asks for it at each widget."""

Load = Callable[[], "tuple[Settings, DataDir]"]


class Program:
    """One run of the register.

    load: reads the settings, after the first picture; may raise PosError.
    """

    def __init__(
        self, look: FirstLook, load: Load, world: World | None, options: RunOptions
    ) -> None:
        self._load = load
        self._world = world
        self._options = options
        self._opened: Opened | None = None
        self._opening: threading.Thread | None = None
        self._log_file: LogFile | None = None
        self._exit_code = 0
        self._player: object = None
        self._wedge: WedgeFilter | None = None
        self._asking: FirstRunScreen | None = None
        share_interpreter()
        i18n.set_language(look.language)
        self._app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(self._app, QApplication)
        desktop = self._app.styleHints().colorScheme()
        theme.apply(self._app, first_palette(look.theme, desktop))
        self._collector = Collector()
        self._collector.start()
        self._bridge = Bridge()
        self._register = RegisterWindow()
        self._shell: QWidget = self._register
        if options.training:
            self._register.frame_as_training()

    def run(self) -> int:
        """Show, sell, close; the exit code."""
        register, options = self._register, self._options
        register.first_painted.connect(self._after_first_paint)
        if self._world is not None and options.beside:
            from pos_desktop.gui.screens.demo import DemoWindow

            self._shell = DemoWindow(register, self._world)
        if options.size:
            self._shell.resize(*options.size)
        self._shell.show()
        self._shell.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        QApplication.exec()
        self._close()
        return self._exit_code

    # ------------------------------------------------------------------ opening

    def _after_first_paint(self) -> None:
        try:
            self._settings, self._data_dir = self._load()
        except PosError as error:
            self._cannot_open(error)
            return
        if self._options.first_run and self._settings.is_first_run:
            self._ask_first()
        else:
            self._begin_opening()

    def _ask_first(self) -> None:
        """The first run: organisation, register, devices, links, goods; each step may be
        skipped."""
        from pos_desktop.app.first_run import FirstRun
        from pos_desktop.gui.screens.first_run import FirstRunScreen

        hands = FirstRun(self._settings, self._data_dir)
        screen = FirstRunScreen(hands.ports(), self._settings)

        def finished(result: FirstRunResult) -> None:
            try:
                self._settings = hands.keep(result)
            except PosError as error:
                self._cannot_open(error)
                return
            wants_sample = result.goods == "sample"
            self._options = self._options._replace(first_run=False, sample=wants_sample)
            self._register.leave_page(screen)
            screen.stop()
            self._begin_opening()

        screen.finished.connect(finished)
        self._asking = screen
        self._register.show_page(screen)

    def _begin_opening(self) -> None:
        """The skeleton is on screen: read the journal and import what is heavy, on a thread of its
        own."""
        self._opening = threading.Thread(target=self._open, name="opening", daemon=True)
        self._opening.start()

    def _open(self) -> None:
        self._keep_log()
        try:
            from pos_desktop.app.opening import open_all

            opened = open_all(self._settings, self._data_dir, self._bridge, self._options)
        except PosError as error:
            refused = error
            self._bridge.call(lambda: self._cannot_open(refused))
            return
        except Exception as error:
            bug = PosError("worker.failed", worker="opening", text=repr(error))
            self._bridge.call(lambda: self._cannot_open(bug))
            raise
        self._bridge.call(lambda: self._fill(opened))
        opened.warm_up()
        self._bridge.call(self._collector.settle)
        opened.preloading.load()

    def _keep_log(self) -> None:
        """A disk that takes no log does not keep the shop shut."""
        from pos_desktop.app.log_file import LogFile

        try:
            self._log_file = LogFile(self._data_dir.folder("logs"))
        except OSError as error:
            import logging

            logging.getLogger(__name__).warning("no log is kept: %s", error)

    def _fill(self, opened: Opened) -> None:
        self._opened = opened
        register = opened.register
        opened.till.changed.connect(lambda shown: register.selling(shown.priced is not None))
        self._register.open_shop(opened.shop)
        self._listen_to_keys()
        try:
            register.start()
        except PosError as error:
            self._cannot_open(error)
            return
        if self._options.script is not None:
            self._play(self._options.script)

    def _listen_to_keys(self) -> None:
        """Scanners that pretend to be keyboards work everywhere, whatever has the focus."""
        from pos_desktop.app.devices import keyboard_wedge
        from pos_desktop.gui.wedge_filter import WedgeFilter
        from pos_desktop.ports import BarcodeScanned

        assert self._opened is not None
        devices = self._opened.register.devices
        wedge = keyboard_wedge(QApplication.platformName(), lambda: devices.wedge)
        watch = self._opened.register.watch

        def scanned(text: str) -> None:
            watch.hear(BarcodeScanned(text, "wedge"))
            self._register.scanned(text)

        self._wedge = WedgeFilter(wedge, scanned)
        self._wedge.install()

    def _cannot_open(self, error: PosError) -> None:
        """Nothing was changed; say why in the window, and to a script or terminal too."""
        from pos_desktop.gui.messages import message_for

        message = message_for(error)
        sys.stderr.write(f"{message.title}. {message.detail}\n")
        self._exit_code = 1
        self._register.show_failure(message)
        if self._options.script is not None:
            QApplication.quit()

    def _play(self, lines: list[str]) -> None:
        from pos_desktop.gui.script import ScriptPlayer

        def done(code: int, message: str) -> None:
            if message:
                sys.stderr.write(message + "\n")
            self._exit_code = code
            QApplication.quit()

        player = ScriptPlayer(self._register, self._world, lines, self._options.screenshots, done)
        self._player = player
        player.start()

    # ------------------------------------------------------------------ closing

    def _close(self) -> None:
        if self._wedge is not None:
            self._wedge.remove()
        if self._asking is not None:
            self._asking.stop()
        if self._opening is not None:
            self._opening.join(10.0)
        if self._opened is not None:
            self._opened.close()
        if self._log_file is not None:
            self._log_file.close()
        self._shell.close()


def share_interpreter() -> None:
    """Let the window's thread have its turn soon, whatever other threads compute."""
    sys.setswitchinterval(_GIVE_WAY_SECONDS)


def first_palette(told: str, desktop: Qt.ColorScheme) -> str:
    """The theme to begin with; "system" is what the desktop has."""
    dark = desktop == Qt.ColorScheme.Dark if told == "system" else told == "dark"
    return "dark" if dark else "light"


def run_register(look: FirstLook, load: Load, *, world: World | None, options: RunOptions) -> int:
    """Run until the window is closed or the script has ended; the process's exit code."""
    return Program(look, load, world, options).run()


def display_is_missing() -> bool:
    """Whether there is no display to open a window on (Linux without X11 or Wayland, not
    offscreen)."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
