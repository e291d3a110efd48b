"""What a page is, and what the window gives it.

A page lives in its own folder, `ui/<name>/`, and is plugged in by one line in
`ui/shell/pages.py`. It is built on its first visit:

    class ReviewPage(QObject):                     # or any class of this shape
        def __init__(self, frame: Frame, services: UiServices) -> None:
            self._tasks = Tasks(self)
            self._tasks.problem.connect(frame.tell)
            self._widget = QWidget()               # lay out here; use ui.widgets
            frame.ui.language.follow(self._retranslate)

        @property
        def title_key(self) -> str: return "page.review"
        @property
        def widget(self) -> QWidget: return self._widget
        def activate(self) -> None: self._tasks.start("refresh", self._refresh())
        def deactivate(self) -> None: ...
        def actions(self) -> Sequence[Action]:
            return [Action("review.approve", "review.approve", self._approve, key="A")]
        def open_files(self, paths: Sequence[Path]) -> None: ...   # only where it makes sense

Rules of the house:

* Services block; call them as `await asyncio.to_thread(services.desk.page, ...)` inside a
  coroutine started by `Tasks.start(name, coro)`. The newest task of a name wins.
* Texts: `resources/translations/<page>.en.toml` and `.ar.toml`, with the same keys; the top
  table is the page's name. `frame.ui.language.text("review.approve")`, `.plural("review.left",
  n)`, `.number`, `.date`, `.moment`, `.age`. Set texts in one method and pass it to
  `language.follow(...)`, which calls it now and on every switch of language.
* Colours: `frame.ui.theme.tokens`, repaint or rebuild on `theme.changed`. Style by the
  properties of `ui/theme/style.py` (`kind`, `role`), never by a colour in a page.
* Keys: give them in `actions()`, and print each on its button by
  `frame.keys.print_on(button, "review.approve")` (people may remap them). Letters don't fire
  while a text has the focus. Call `frame.refresh_actions()` when the list itself changes; for
  availability use `Action.enabled`.
* Long work: `frame.show_work(Work(...))` shows text, progress and cancel in the status line.
* Say things by `frame.toast(...)`; failures a person can act on by `frame.tell(error)`.
* Lists: a `TableRows` names its columns and says its cells, a `RowTable` shows it
  (`show_rows`, `select_row` that works mirrored); wrap it in a `StateStack`. Fence cells of
  mixed direction by `ui.i18n.isolate`.
* Failures kept as text (`publication.error`, `report.error`) are English: show
  `frame.ui.language.sentence(text)`; a new sentence gets its Arabic in `resources/sentences`.
* What others change: `ui.changes.Changes(services.database, {"call"}, self)`, `listen()` in
  `activate`, `stop()` in `deactivate`, and look again on `heard`.
* Room: with large text the window is 880x460. Rows of buttons are a `Flow`, what is high goes
  into `scrolled(owner, body)`, splitters to `frame.keep_split(name, splitter)`.
* Empty states offer the next step: print its key by `keys.print_on(stack.empty_button, id)`.
  “Try again” has its key from the window.
* Dialogs: `open()`, never `exec()`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from ui.actions import Action, KeyMap
from ui.context import UiContext
from ui.shell.elsewhere import Elsewhere
from ui.shell.memory import Memory
from ui.shell.services import UiServices


class Page(Protocol):
    """One page of the window."""

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        ...

    @property
    def widget(self) -> QWidget:
        """What is shown; the same object each time."""
        ...

    def activate(self) -> None:
        """The page is shown now: refresh, and take the focus where typing starts."""
        ...

    def deactivate(self) -> None:
        """Another page is shown now: stop what only matters while seen."""
        ...

    def actions(self) -> Sequence[Action]:
        """What can be done here, with keys."""
        ...


@runtime_checkable
class ShowsItems(Protocol):
    """A page that can be asked for one thing: `call:12`, `letter:3`, `message:7`."""

    def show_item(self, item: str) -> None:
        """Show it; called after `activate`."""
        ...


class Work(QObject):
    """One piece of background work, as the status line shows it."""

    changed = Signal()
    cancelled = Signal()
    """The person wants it to stop. Whoever does the work listens, and calls `finish`."""

    def __init__(self, text: str, *, can_cancel: bool = True) -> None:
        super().__init__()
        self.text = text
        self.done = 0
        self.total = 0
        self.can_cancel = can_cancel
        self.finished = False

    def report(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say how far it is; a total of 0 is “unknown”."""
        self.text, self.done, self.total = text, done, total
        self.changed.emit()

    def finish(self) -> None:
        """It is over; the status line forgets it."""
        self.finished = True
        self.changed.emit()


class Frame(Protocol):
    """What the window does for its pages."""

    @property
    def ui(self) -> UiContext:
        """Theme and language."""
        ...

    @property
    def memory(self) -> Memory:
        """What is remembered from one day to the next, on this desk."""
        ...

    def show_page(self, name: str, item: str = "") -> None:
        """Go to a page by its name; `item`, like `call:12`, is what it shall show there, if it
        `ShowsItems`."""
        ...

    def go_elsewhere(self, wish: Elsewhere, refused: Callable[[object], object]) -> None:
        """Open another workspace; `refused` is told why when it can't be opened."""
        ...

    def keep_split(self, name: str, splitter: QSplitter) -> None:
        """Give a splitter the sizes it was left with, and remember those it gets."""
        ...

    def choose_files(self) -> None:
        """Go to the page that takes files, and ask for some."""
        ...

    def toast(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        key: str = "",
    ) -> None:
        """Say something for some seconds, with a way back."""
        ...

    def tell(self, problem: object) -> None:
        """Show the sentence of a `TakeOneError`."""
        ...

    def show_work(self, work: Work) -> None:
        """Show background work in the status line until it is finished."""
        ...

    @property
    def keys(self) -> KeyMap:
        """The keys: `frame.keys.print_on(button, "review.approve")` prints an action's key on
        its button and keeps it right when it is remapped."""
        ...

    def refresh_actions(self) -> None:
        """Ask the shown page for its actions again."""
        ...

    def window(self) -> QWidget:
        """The parent for dialogs."""
        ...


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page before it is built: `name` is also its icon and its text `page.<name>`."""

    name: str
    build: Callable[[Frame, UiServices], Page]
    takes_files: bool = False
    """Whether files dropped on the window go to its `open_files(paths)`."""
