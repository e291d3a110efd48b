"""The main window: side bar, pages, and what lies over them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Action, KeyMap
from ui.context import UiContext
from ui.settings.page import SettingsPage
from ui.settings.zoom import Zoom
from ui.shell.banner import AwayBanner, Banner
from ui.shell.drop import DropCatcher
from ui.shell.elsewhere import Elsewhere, Where
from ui.shell.faces import Face
from ui.shell.key_editor import EVERYWHERE, KeyEditor
from ui.shell.memory import Memory
from ui.shell.overlay import Help, Palette
from ui.shell.page import Page, PageSpec, ShowsItems, Work
from ui.shell.rail import Rail
from ui.shell.services import UiServices
from ui.shell.status import StatusLine
from ui.start.page import StartPage
from ui.theme.theme import Choice
from ui.widgets.states import ErrorState
from ui.widgets.toast import Toast

SIZE = (1280, 800)
SMALLEST = (880, 460)
"""What a screen of 1920x1080 has beside its bars when everything is twice as large."""
PAGE_KEYS = tuple(f"Ctrl+{digit}" for digit in "1234567890")
"""Of the first ten pages; further ones are reached by the palette and by Tab."""
SETTINGS = "settings"
START = "start"
CLOSING_PATIENCE_MS = 300


class MainWindow(QMainWindow):
    """Is the `Frame` of its pages. It opens before the services are there, and closes only
    after whoever owns them has stopped them: it emits `close_wanted` and waits."""

    close_wanted = Signal()
    files_dropped = Signal(list)
    elsewhere_wanted = Signal(object)
    """An `Elsewhere`; whoever owns the services opens it, or answers by `stay`."""

    def __init__(
        self,
        ui: UiContext,
        memory: Memory,
        pages: Sequence[PageSpec],
        workspace: str,
        *,
        sample: bool = False,
    ) -> None:
        super().__init__()
        self._ui = ui
        self._memory = memory
        self._workspace = workspace
        self._zoom = Zoom(memory)
        self._sample = sample
        self._specs = {spec.name: spec for spec in pages}
        self._pages: dict[str, Page] = {}
        self._services: UiServices | None = None
        self._shown = ""
        self._closing = self._failed = self._can_go_alone = False
        self._refused: Callable[[object], object] = self.tell
        self.keys = KeyMap(self, memory.keys)
        self._lay_out()
        self._set_actions()
        self._restore()
        ui.language.follow(self._retranslate)
        ui.language.changed.connect(self._remember)
        ui.theme.changed.connect(self._remember)

    @property
    def ui(self) -> UiContext:
        """Theme and language."""
        return self._ui

    @property
    def memory(self) -> Memory:
        """What it remembers from one day to the next."""
        return self._memory

    @property
    def shown_page(self) -> str:
        """The name of the page shown; empty while there is none."""
        return self._shown

    def use(self, services: UiServices, *, empty: bool = False) -> None:
        """The services are there: show the page that was open last, or how to begin where
        there is nothing yet; but leave alone who went to the settings meanwhile."""
        self._services = services
        if not self._shown:
            last = self._memory.read("page")
            first = last if last in self._specs else next(iter(self._specs), SETTINGS)
            self.show_page(START if empty else first)

    def fail(self, sentence: str, *, shared: bool = False) -> None:
        """The program can't start; say why, over the whole window. Where the workspace is a
        `shared` one, offer to work without it."""
        self._failed = True
        self._can_go_alone = shared
        self._face.failed(sentence, alone=shared)
        self._rail.hide()
        self._stack.setCurrentWidget(self._face)

    def show_reach(self, there: bool) -> None:
        """Say that the workspace does not answer, or that it does again: what failed meanwhile
        is tried again by itself."""
        self._away.setVisible(not there)
        if there and (error := self._shown_error()) is not None:
            error.retry.emit()

    def come_forward(self) -> None:
        """Stand before all other windows, for somebody who wanted to open this one again."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def wait_for(self, what: str) -> None:
        """Say what closing waits for."""
        self._face.closing(self._ui.language.text("closing.waiting", what=what))

    def page(self, name: str) -> Page | None:
        """The page of this name, built now if it was not; None before there are services."""
        if name not in self._pages:
            made = self._build(name)
            if made is None:
                return None
            self._pages[name] = made
            self._stack.addWidget(made.widget)
            for error in made.widget.findChildren(ErrorState):
                self.keys.print_on(error.button, "window.retry")
        return self._pages[name]

    def mark_page(self, name: str, count: int) -> None:
        """Show on the side bar how many things wait on a page."""
        self._rail.mark(name, count)

    def show_page(self, name: str, item: str = "") -> None:
        """Go to a page by its name, and to one thing on it."""
        page = self.page(name)
        if page is None or self._closing:
            self._rail.select(self._shown)
            return
        if name != self._shown and self._shown:
            self._pages[self._shown].deactivate()
        self._shown = name
        self._stack.setFocus()  # else the stack would hand it to the page's first button
        self._stack.setCurrentWidget(page.widget)
        self._rail.select(name)
        if name in self._specs:
            self._memory.write("page", name)
        self.refresh_actions()
        self._retranslate()
        page.widget.setFocus()
        page.activate()
        if item and isinstance(page, ShowsItems):
            page.show_item(item)

    def toast(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        key: str = "",
    ) -> None:
        """Say something for some seconds, with a way back."""
        self._toast.say(text, action, on_action, key=key)

    def tell(self, problem: object) -> None:
        """Show the sentence of a `TakeOneError`."""
        self._toast.say(self._ui.language.sentence(problem), seconds=10)

    def show_work(self, work: Work) -> None:
        """Show background work in the status line until it is finished."""
        self._status.add(work)

    def edit_keys(self) -> None:
        """Let the person put actions on other keys; every page is built to know its actions."""
        groups = {name: page.actions() for name in self._specs if (page := self.page(name))}
        self._key_editor.edit(
            {EVERYWHERE: self._actions, **groups},
            lambda action_id, key: self._memory.write(f"keys/{action_id}", key),
        )

    async def stop_work(self, seconds: float) -> None:
        """Ask all background work to stop, and wait for it, but not for ever."""
        ending = asyncio.get_running_loop().time() + seconds
        for work in self._status.running:
            work.cancelled.emit()
        while self._status.running and asyncio.get_running_loop().time() < ending:
            await asyncio.sleep(0.05)

    def refresh_actions(self) -> None:
        """Ask the shown page for its actions again."""
        if self._shown:
            self.keys.set_here(self._pages[self._shown].actions())

    def open_files(self, paths: Sequence[Path]) -> None:
        """Hand files to the page that takes them."""
        if (page := self._show_taker()) is not None:
            page.open_files(list(paths))  # type: ignore[attr-defined]  # promised by takes_files

    def go_elsewhere(self, wish: Elsewhere, refused: Callable[[object], object]) -> None:
        """Open another workspace; `refused` is told why when it can't be opened."""
        self._refused = refused
        self.elsewhere_wanted.emit(wish)

    def stay(self, problem: object) -> None:
        """The other workspace can't be opened, for this reason."""
        self._refused(problem)

    def keep_split(self, name: str, splitter: QSplitter) -> None:
        """Give a splitter the sizes it was left with, and remember those it gets."""
        key = f"split_{name}"
        if not (left := self._memory.state(key)).isEmpty():
            splitter.restoreState(left)
        splitter.splitterMoved.connect(
            lambda *_: self._memory.keep_state(key, splitter.saveState())
        )

    def choose_files(self) -> None:
        """Go to the page that takes files, and ask for some."""
        if self._show_taker() is None:
            return
        dialog = QFileDialog(self, self._ui.language.text("action.open"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.open_files([Path(one) for one in names]))
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the end; the window goes when everything has stopped."""
        event.ignore()
        if self._closing:
            return
        self._closing = True
        if self._shown:
            self._pages[self._shown].deactivate()
        self._memory.geometry = self.saveGeometry()
        self._remember()
        self._memory.save()
        # Most of the time it is over at once; then nobody needs to read about it. Else it is said
        # again and again, for one thing ends after the other.
        waiting = QTimer(self, interval=CLOSING_PATIENCE_MS)
        waiting.timeout.connect(self._show_closing)
        waiting.start()
        self.close_wanted.emit()

    def _show_closing(self) -> None:
        self._rail.setEnabled(False)
        works = [work.text for work in self._status.running]
        self.wait_for(works[0] if works else self._ui.language.text("closing.work"))
        self._stack.setCurrentWidget(self._face)

    def _show_taker(self) -> Page | None:
        if self._failed or self._closing:
            return None
        taker = next((spec.name for spec in self._specs.values() if spec.takes_files), "")
        page = self.page(taker) if taker else None
        if page is None:
            self.toast(self._ui.language.text("start.not_ready"))
        else:
            self.show_page(taker)
        return page

    def _build(self, name: str) -> Page | None:
        if name == SETTINGS:
            return SettingsPage(self, self._workspace, self._zoom, self.edit_keys)
        if name == START:
            return StartPage(self)
        spec = self._specs.get(name)
        if spec is None or self._services is None:
            return None
        return spec.build(self, self._services)

    def _lay_out(self) -> None:
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self._rail = Rail(self._ui)
        self._rail.chosen.connect(self.show_page)
        self._stack = QStackedWidget()
        self._face = Face(self._ui, self.keys)
        self._face.retry_wanted.connect(self._open_own)
        self._face.alone_wanted.connect(self._go_alone)
        self._face.quit_wanted.connect(self.close)
        self._stack.addWidget(self._face)
        self._face.setFocus()
        self._status = StatusLine(self._ui, self.keys)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._banner = Banner(self._ui, self.keys, "window.leave_sample")
        self._banner.leave.connect(self._open_own)
        self._banner.setVisible(self._sample)
        right.addWidget(self._banner)
        self._away = AwayBanner(self._ui)
        self._away.hide()
        right.addWidget(self._away)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        self._toast = Toast(self._stack, self._ui.theme)
        self._help = Help(self._ui, self.keys, central)
        self._palette = Palette(self._ui, self.keys, central)
        self._key_editor = KeyEditor(self._ui, self.keys, central)
        drops = DropCatcher(self._ui, self)
        drops.dropped.connect(self.files_dropped)
        self.files_dropped.connect(self.open_files)

    def _set_actions(self) -> None:
        places = zip_longest(self._specs, PAGE_KEYS[: len(self._specs)], fillvalue="")
        going = [self._going(name, key) for name, key in places]
        going.append(self._going(SETTINGS, "Ctrl+,"))
        self._actions = (
            [
                Action("window.palette", "action.palette", self._palette.show_commands, "Ctrl+K"),
                Action("window.help", "action.help", self._help.show_keys, "?", also=("F1",)),
                Action("window.open", "action.open", self.choose_files, "Ctrl+O",
                       while_typing=True),
                *going,
                Action("window.theme", "action.switch_theme", self._switch_theme, "Ctrl+Shift+D"),
                Action("window.language", "action.switch_language", self._switch_language,
                       "Ctrl+Shift+L"),
                Action("window.keys", "action.keys", self.edit_keys, "Ctrl+Shift+K"),
                Action("window.start", "action.start", self._show_start, "Alt+Home"),
                Action("window.leave_sample", "sample.leave", self._open_own,
                       "Ctrl+Shift+S", enabled=lambda: self._sample),
                Action("window.retry", "state.try_again", self._try_again, "Ctrl+R",
                       enabled=self._can_try_again),
                Action("window.alone", "start.alone", self._go_alone, "Ctrl+Shift+A",
                       enabled=lambda: self._can_go_alone),
                Action("window.cancel_work", "action.cancel_work", self._status.cancel, "Ctrl+.",
                       enabled=lambda: self._status.can_cancel),
                Action("window.quit", "start.quit", self.close, "Ctrl+Q"),
            ]
        )  # fmt: skip
        self.keys.set_everywhere(self._actions)
        self._rail.show_pages(self._specs, SETTINGS)
        self.keys.changed.connect(self._print_rail_keys)
        self._print_rail_keys()

    def _try_again(self) -> None:
        if self._failed:
            self._open_own()
        elif (error := self._shown_error()) is not None:
            error.retry.emit()

    def _go_alone(self) -> None:
        self.go_elsewhere(Elsewhere(Where.ALONE), self.tell)

    def _can_try_again(self) -> bool:
        return self._failed or self._shown_error() is not None

    def _shown_error(self) -> ErrorState | None:
        if not self._shown:
            return None
        errors = self._pages[self._shown].widget.findChildren(ErrorState)
        return next((one for one in errors if one.isVisible()), None)

    def _show_start(self) -> None:
        self.show_page(START)

    def _open_own(self) -> None:
        self.go_elsewhere(Elsewhere(Where.OWN), self.tell)

    def _going(self, name: str, key: str) -> Action:
        def go() -> None:
            self.show_page(name)

        return Action(f"go.{name}", "action.page", go, key, title_values={"page": f"page.{name}"})

    def _print_rail_keys(self) -> None:
        going = [action for action in self.keys.everywhere if action.id.startswith("go.")]
        self._rail.print_keys({a.id.removeprefix("go."): a.label for a in going})

    def _restore(self) -> None:
        geometry = self._memory.geometry
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def _switch_theme(self) -> None:
        dark = self._ui.theme.tokens.dark
        self._ui.theme.choose(Choice.LIGHT if dark else Choice.DARK)

    def _switch_language(self) -> None:
        self._ui.language.choose("en" if self._ui.language.right_to_left else "ar")

    def _remember(self) -> None:
        self._memory.keep(self._ui)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        page = self._pages.get(self._shown)
        name = text("app.name")
        self.setWindowTitle(f"{text(page.title_key)} — {name}" if page else name)
        self.setLocale(self._ui.language.locale)
