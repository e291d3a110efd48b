"""Where everything stands on the page of the queues."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.queries.monitor import STATES
from pipeline.jobs.job import Queue
from pipeline.jobs.monitor import STRETCHES, Now
from ui.monitor.jobs_model import LEAST, WIDTHS, JobsModel
from ui.monitor.plots import Plots
from ui.monitor.queue_card import QueueCard, WorkersCard
from ui.monitor.timeline import JobView
from ui.monitor.words import queue_name
from ui.review.line_edit import LineEdit
from ui.shell.page import Frame
from ui.widgets import Card, Flow, KeyButton, PageFrame, RowTable, StateStack, scrolled

LIST_HIGH = 240


class Layout:
    """Queues on top, plots below them, then all jobs beside the chosen one."""

    def __init__(self, frame: Frame, jobs: JobsModel) -> None:
        self._frame = frame
        self._ui = frame.ui
        self.page = PageFrame()
        self.freeze = KeyButton()
        self.freeze.setCheckable(True)
        self.stretches: dict[str, KeyButton] = {}
        self.queues = {queue: QueueCard() for queue in Queue}
        self.workers = WorkersCard()
        self.plots = Plots(self._ui)
        self.search = LineEdit(self._ui, can_clear=True)
        self.state, self.queue = QComboBox(), QComboBox()
        self.table = RowTable()
        self.table.show_rows(jobs, WIDTHS, LEAST)
        self.job = JobView(self._ui)
        self._filtered = False
        self._lay_out()

    def go_to(self, widget: QWidget) -> None:
        """Give a part of the list the focus, and bring the list into sight in a low window."""
        area = self.stack.findChild(QScrollArea)
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self._list)
        widget.setFocus()

    def show_now(self, now: Now) -> None:
        """Say how the queues stand."""
        language = self._ui.language
        for one in now.queues:
            card = self.queues[Queue(one.queue)]
            card.say(language, one, now.a_minute.get(one.queue, 0.0))
        self.workers.say(language, now)

    def show_frozen(self, frozen: bool) -> None:
        """Say whether figures stand still."""
        self.freeze.setChecked(frozen)
        self.freeze.setText(self._ui.language.text("monitor.go_on" if frozen else "monitor.freeze"))

    def show_listed(self, found: bool, *, filtered: bool) -> None:
        """Show the jobs, or say why there are none."""
        self._filtered = filtered
        if found:
            self.listed.show_content()
        else:
            self._say_none()

    def retranslate(self, now: Now | None, *, frozen: bool) -> None:
        """Say everything anew."""
        language = self._ui.language
        text = language.text
        self.page.set_title(text("page.monitor"))
        self.show_frozen(frozen)
        for name, button in self.stretches.items():
            button.setText(text(f"monitor.stretch.{name}"))
        self.search.setPlaceholderText(text("monitor.search"))
        self.search.setAccessibleName(text("monitor.find"))
        states = [text("monitor.any_state"), *(text(f"monitor.state.{one}") for one in STATES)]
        names = [text("monitor.any_queue"), *(queue_name(language, one) for one in Queue)]
        for box, items, said in (
            (self.state, states, "monitor.by_state"),
            (self.queue, names, "monitor.by_queue"),
        ):
            at = max(0, box.currentIndex())
            box.clear()
            box.addItems(items)
            box.setCurrentIndex(at)
            box.setAccessibleName(text(said))
        self.table.setAccessibleName(text("monitor.jobs"))
        self.plots.retranslate()
        if now is not None:
            self.show_now(now)
        if self.listed.face == "empty":
            self._say_none()

    def _say_none(self) -> None:
        text = self._ui.language.text
        if self._filtered:
            self.listed.show_empty(
                text("monitor.empty.filtered"), icon="search", action=text("monitor.empty.clear")
            )
        else:
            self.listed.show_empty(text("monitor.empty.title"), text("monitor.empty.hint"))

    def _lay_out(self) -> None:
        self._frame.keys.print_on(self.freeze, "monitor.freeze")
        group, ranges = QButtonGroup(self.page), QHBoxLayout()
        ranges.setSpacing(8)
        for one in STRETCHES:
            button = KeyButton()
            button.setCheckable(True)
            button.setChecked(one is STRETCHES[0])
            self._frame.keys.print_on(button, f"monitor.stretch.{one.name}")
            group.addButton(button)
            self.stretches[one.name] = button
            ranges.addWidget(button)
        self.page.head.addLayout(ranges)
        self.page.head.addWidget(self.freeze)
        self._frame.keys.print_on(self.plots.letters, "monitor.letters")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._now())
        column.addWidget(self.plots)
        self._list = self._jobs()
        column.addWidget(self._list, 1)
        content = QWidget()
        scrolled(content, body)
        self.stack = StateStack(self._ui, content)
        self.page.body.addWidget(self.stack, 1)

    def _now(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        for number, (queue, card) in enumerate(self.queues.items()):
            self._frame.keys.print_on(card.button, f"monitor.switch.{queue}")
            grid.addWidget(card, 0, number)
            grid.setColumnStretch(number, 3)
        grid.addWidget(self.workers, 0, len(self.queues))
        grid.setColumnStretch(len(self.queues), 2)
        return grid

    def _jobs(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        left = Card(padding=1)
        bar, around = Flow(), QVBoxLayout()
        around.setContentsMargins(8, 8, 8, 0)
        self.search.setMinimumWidth(240)
        for one in (self.search, self.state, self.queue):
            bar.addWidget(one)
        around.addLayout(bar)
        left.body.addLayout(around)
        self.listed = StateStack(self._ui, self.table)
        left.body.addWidget(self.listed, 1)
        right = Card(padding=16)
        right.body.addWidget(self.job, 1)
        right.setMinimumWidth(260)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([760, 400])
        split.setStretchFactor(0, 1)
        split.setMinimumHeight(LIST_HIGH)
        self._frame.keep_split("monitor", split)
        return split
