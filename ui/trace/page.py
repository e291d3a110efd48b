"""The trace: type anything one has of a message, and see everything that happened to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from pipeline.errors import TakeOneError
from pipeline.operations.trace import Hit, Tracer
from pipeline.operations.trace_replay import Replayer
from pipeline.operations.trace_values import Place, Step
from ui.actions import Action
from ui.changes import Changes
from ui.review.line_edit import LineEdit
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.trace.hits_model import WIDTHS, HitsModel
from ui.trace.question import Question
from ui.trace.timeline import Timeline
from ui.trace.words import head_text
from ui.widgets import Card, ElidedLabel, Flow, KeyButton, PageFrame, RowTable, StateStack

PAUSE_MS = 150
"""How long a typist pauses before the search begins."""
WATCHED = frozenset({"call", "dead_letter", "message", "model_call", "proposal", "publication"})


class TracePage(QObject):
    """Finds by one line, tells by one timeline, and leads to where something can be done."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._by = services.settings.user
        self._tracer = Tracer(services.database)
        self._replayer = Replayer(
            services.database, services.engine.enqueue, services.publisher, services.dead_letters
        )
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        self.model = HitsModel(self._ui, self)
        self.timeline = Timeline(self._ui)
        self.question = Question(self._ui, frame.keys)
        self._buttons = {name: KeyButton() for name in ("unfold", "unfold_all", "go", "replay")}
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._changes = Changes(services.database, WATCHED, self)
        self._changes.heard.connect(self._look_again)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.trace"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    def activate(self) -> None:
        """Look again, and let one type at once."""
        self._changes.listen()
        if not self.model.rows:
            self.stack.show_loading()
        self._search()
        self.line.setFocus()

    def deactivate(self) -> None:
        """Look no more."""
        self._changes.stop()
        self.question.no()

    def show_item(self, item: str) -> None:
        """Trace one thing, like `call:12`."""
        self.line.setText(item)
        self._search()
        self.timeline.setFocus()

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        asks, reads = self._asks, self._reads
        types, walks = self.line.hasFocus, self.timeline.hasFocus
        return (
            Action("trace.yes", "trace.yes", self.question.yes, key="Enter", enabled=asks,
                   while_typing=True, hidden=True),
            Action("trace.no", "trace.no", self.question.no, key="Esc", enabled=asks,
                   while_typing=True, hidden=True),
            Action("trace.search", "trace.search", self._to_line, key="/", also=("Ctrl+F",)),
            Action("trace.to_hits", "trace.to_hits", self._to_hits, key="Enter", also=("Down",),
                   while_typing=True, enabled=types, hidden=True),
            Action("trace.leave", "trace.to_timeline", self.timeline.setFocus, key="Esc",
                   while_typing=True, enabled=types, hidden=True),
            Action("trace.next", "trace.next", lambda: self.timeline.walk(1), key="J",
                   repeats=True, enabled=reads),
            Action("trace.previous", "trace.previous", lambda: self.timeline.walk(-1), key="K",
                   repeats=True, enabled=reads),
            Action("trace.down", "trace.next", lambda: self.timeline.walk(1), key="Down",
                   repeats=True, enabled=walks, hidden=True),
            Action("trace.up", "trace.previous", lambda: self.timeline.walk(-1), key="Up",
                   repeats=True, enabled=walks, hidden=True),
            Action("trace.unfold", "trace.unfold", self.timeline.unfold, key="Enter",
                   enabled=lambda: reads() and not types()),
            Action("trace.unfold_all", "trace.unfold_all", self.timeline.unfold_all, key="A",
                   enabled=reads),
            Action("trace.go", "trace.go", self._go, key="G", enabled=self._can_go),
            Action("trace.replay", "trace.replay.any", self._ask, key="R",
                   enabled=self._can_replay),
            Action("trace.refresh", "trace.refresh", self._search, key="F5"),
        )  # fmt: skip

    @property
    def current(self) -> Hit | None:
        """The hit one is on."""
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    # What may be done now.

    def _asks(self) -> bool:
        return self.question.waits

    def _reads(self) -> bool:
        return self.timeline.current is not None and not self.question.waits

    def _can_go(self) -> bool:
        step = self.timeline.current
        return step is not None and step.place is not None and not self.question.waits

    def _can_replay(self) -> bool:
        step = self.timeline.current
        return step is not None and step.replay is not None and not self.question.waits

    # What the keys do.

    def _to_line(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _to_hits(self) -> None:
        if len(self.model.rows) > 1:
            self.table.setFocus()
        else:
            self.timeline.setFocus()

    def _go(self) -> None:
        step = self.timeline.current
        if step is not None and step.place is not None:
            self._frame.show_page(step.place, _about(step))

    def _ask(self) -> None:
        step, trace = self.timeline.current, self.timeline.trace
        if step is not None and step.replay is not None and trace is not None:
            message_id = trace.message_id
            self.question.ask(
                step.replay, lambda: self.tasks.start("replay", self._replay(message_id, step))
            )

    async def _replay(self, message_id: int, step: Step) -> None:
        await asyncio.to_thread(self._replayer.replay, message_id, step, self._by)
        self._frame.toast(self._ui.language.text(f"trace.done.{step.replay}"))
        await self._read()

    # What is found, and what is told of it.

    def _search(self) -> None:
        self._pause.stop()
        self.tasks.start("find", self._find(self.line.text()))

    def _look_again(self) -> None:
        if self.timeline.trace is not None and not self.tasks.running("trace"):
            self.tasks.start("trace", self._read())
        elif self.stack.face == "empty" and not self.line.text():
            self._search()

    async def _find(self, typed: str) -> None:
        try:
            hits = await asyncio.to_thread(self._tracer.find, typed)
        except TakeOneError as error:
            self.stack.show_error(str(error))
            return
        if [(hit.kind, hit.number) for hit in hits] != [
            (hit.kind, hit.number) for hit in self.model.rows
        ]:
            self.model.replace(hits)
        if not hits:
            self._show_empty()
            return
        self.stack.show_content()
        if self.current is None:
            self.table.select_row(0)
        else:
            self.tasks.start("trace", self._read())

    async def _read(self) -> None:
        hit = self.current
        if hit is None:
            return
        try:
            trace = await asyncio.to_thread(self._tracer.trace, hit.message_id)
        except TakeOneError as error:
            self.told.show_error(str(error))
            return
        if trace is None:
            self.told.show_empty(self._ui.language.text("trace.gone"))
            return
        self.timeline.show_trace(trace)
        self._say_head()
        self.told.show_content()

    def _picked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.question.no()
            self.told.show_loading()
            self.tasks.start("trace", self._read())

    def _offer(self) -> None:
        reads = self._reads()
        can = {
            "unfold": reads,
            "unfold_all": reads,
            "go": self._can_go(),
            "replay": self._can_replay(),
        }
        for name, button in self._buttons.items():
            button.setEnabled(can[name])
        self._name_buttons()

    # How it is laid out.

    def _lay_out(self) -> None:
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self.line = LineEdit(self._ui, can_clear=True)
        self._widget.body.addWidget(self.line)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        found = Card(padding=1)
        self.table = RowTable()
        self.table.show_rows(self.model, WIDTHS)
        found.body.addWidget(self.table)
        split.addWidget(found)
        split.addWidget(self._told_card())
        split.setSizes([460, 680])
        split.setStretchFactor(1, 1)
        self._frame.keep_split("trace", split)
        self.stack = StateStack(self._ui, split)
        self._frame.keys.print_on(self.stack.empty_button, "go.imports")
        self._widget.body.addWidget(self.stack, 1)

    def _told_card(self) -> Card:
        card = Card(padding=12)
        self._head, self._text = ElidedLabel(kind="muted"), ElidedLabel(kind="heading")
        self._text.setMinimumHeight(20)
        card.body.addWidget(self._text)
        card.body.addWidget(self._head)
        self.told = StateStack(self._ui, self.timeline)
        card.body.addWidget(self.told, 1)
        card.body.addWidget(self.question)
        bar = Flow()
        acts = {
            "unfold": self.timeline.unfold,
            "unfold_all": self.timeline.unfold_all,
            "go": self._go,
            "replay": self._ask,
        }
        for name, button in self._buttons.items():
            button.clicked.connect(acts[name])
            self._frame.keys.print_on(button, f"trace.{name}")
            bar.addWidget(button)
        card.body.addLayout(bar)
        return card

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda: self._pause.start())
        self.stack.retry.connect(self._search)
        self.told.retry.connect(self._search)
        self.table.selectionModel().currentRowChanged.connect(self._picked)
        self.table.doubleClicked.connect(self.timeline.setFocus)
        self.timeline.moved.connect(self._offer)
        self._ui.theme.changed.connect(self.model.repaint)
        self._offer()

    def _show_empty(self) -> None:
        text = self._ui.language.text
        if self.line.text().strip():
            self.stack.show_empty(
                text("trace.empty.nothing"), text("trace.empty.nothing_hint"), icon="search"
            )
        else:
            self.stack.show_empty(
                text("trace.empty.title"), text("trace.empty.hint"), icon="trace",
                action=text("trace.empty.import"),
                on_action=lambda: self._frame.show_page("imports"),
            )  # fmt: skip

    def _say_head(self) -> None:
        if (trace := self.timeline.trace) is not None:
            self._text.set_text(trace.text)
            self._head.set_text(head_text(self._ui.language, trace))

    def _name_buttons(self) -> None:
        text, step = self._ui.language.text, self.timeline.current
        unfolded = self.timeline.is_unfolded
        self._buttons["unfold"].setText(text("trace.fold" if unfolded else "trace.unfold"))
        self._buttons["unfold_all"].setText(text("trace.unfold_all"))
        place = step.place if step is not None else None
        page = f"trace.to.{place}" if place is not None else "trace.go"
        self._buttons["go"].setText(text(page))
        again = step.replay if step is not None else None
        self._buttons["replay"].setText(text(f"trace.replay.{again or 'any'}"))

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.trace"))
        self.line.setPlaceholderText(text("trace.hint"))
        self.line.setAccessibleName(text("trace.search"))
        self.table.setAccessibleName(text("trace.found"))
        self._name_buttons()
        self._say_head()
        self.model.repaint()
        if self.stack.face == "empty":
            self._show_empty()


def _about(step: Step) -> str:
    """What the page that is gone to shall show."""
    if step.place is Place.LETTERS:
        return f"letter:{step.letter_id}"
    if step.place in (Place.REVIEW, Place.PUBLISHED) and step.call_id is not None:
        return f"call:{step.call_id}"
    return ""
