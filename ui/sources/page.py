"""The page of live sources: who is ill and what to do about it, and all that is done with one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from db.models import utc_now
from pipeline.errors import TakeOneError
from pipeline.sources.catalogue import Held, Listed, Overview
from ui.actions import Action
from ui.changes import Changes
from ui.i18n import isolate
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.sources.actions import actions_of
from ui.sources.commands import Commands
from ui.sources.csv_files import CsvFiles
from ui.sources.detail_view import Shown
from ui.sources.filter_bar import FilterBar
from ui.sources.held_banner import HeldBanner
from ui.sources.key_commands import KeyCommands
from ui.sources.pane import DETAIL, FORM, KEY, KINDS, Pane
from ui.sources.rows_model import LEAST, WIDTHS, SourcesModel
from ui.sources.words import Words
from ui.tasks import Tasks
from ui.widgets import (
    Card,
    ElidedLabel,
    Flow,
    KeyButton,
    PageFrame,
    PrimaryButton,
    RowTable,
    StateStack,
)

AGAIN_MS = 20_000
"""How often the list is looked at again unasked: ages grow, and news may have been lost."""
SELECTED = "sources_selected"


class SourcesPage(QObject):
    """The list at the one side, one source or what is done with it at the other."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._services = services
        self._catalogue = services.catalogue
        self.words = Words(frame.ui.language, services.catalogue.kinds)
        self._overview = Overview((), None)
        self._read_once = False
        self._in_place = False
        """Whether rows stay where they are: nothing is sorted anew under the eye."""
        self._placing = False
        """Whether it is the page that goes to a row, rather than a person."""
        self._memory = frame.memory
        left = self._memory.read(SELECTED, "0")
        self._selected = int(left) if left.isascii() and left.isdecimal() else 0
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        self.model = SourcesModel(self._ui, self.words, self)
        self.pane = Pane(self._ui, self.words, frame.keys, self._catalogue.problems)
        given = (frame, services, self.words, self.pane, lambda: self._overview.listed, self)
        self.commands = Commands(*given)
        self.keys = KeyCommands(*given)
        self.files = CsvFiles(frame, self._catalogue, services.settings.user, self.pane, self)
        self._lay_out()
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_while_seen)
        self._changes = Changes(services.database, {"source"}, self)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.sources"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    @property
    def held(self) -> Held | None:
        """Whether all sources rest."""
        return self._overview.held

    @property
    def has_sources(self) -> bool:
        """Whether there is any."""
        return bool(self._overview.listed)

    def activate(self) -> None:
        """Look at the list again, and let the keys be heard."""
        if not self._read_once:
            self.stack.show_loading()
        self._in_place = False
        self._look_again()
        self._again.start()
        self._changes.listen()
        if self.pane.face == DETAIL:
            self.table.setFocus()

    def deactivate(self) -> None:
        """Look no more. A key that was being typed is not left lying about."""
        self._again.stop()
        self._changes.stop()
        if self.pane.face == KEY:
            self.keys.leave()
            self.pane.turn_to(DETAIL if self.has_sources else KINDS)

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        return actions_of(self)

    # What the keys do here.

    def move(self, step: int) -> None:
        """Go to the next source, or the one before."""
        row = self.table.currentIndex().row() + step
        self.table.select_row(max(0, min(row, len(self.model.rows) - 1)))

    def find(self) -> None:
        """Type what to look for."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def look_at_runs(self) -> None:
        """Walk through the runs of the current source; again: back to the list."""
        history = self.pane.detail.history
        if history.hasFocus():
            history.clearSelection()
            self.table.setFocus()
        elif self.pane.detail.runs.rows:
            history.setFocus()
            history.select_row(0)

    def leave(self) -> None:
        """Go back: out of a form, a dry run, the runs, or the search."""
        if self.pane.face != DETAIL:
            self.keys.leave()
            self.commands.leave()
            return
        if self.filters.narrows and not self.pane.detail.history.hasFocus():
            self.filters.clear()
        self.pane.detail.history.clearSelection()
        self.table.setFocus()

    def pause_all(self) -> None:
        """Let all sources rest, or have them asked again."""
        self.commands.pause_all(held=self.held is not None)

    # What the list holds.

    def _look_again(self) -> None:
        self.tasks.refresh("list", self._list)

    def _look_while_seen(self) -> None:
        if self._widget.isVisible():
            self._look_again()

    async def _list(self) -> None:
        # Taken before the reading: when the page is shown meanwhile, the next look sorts anew.
        in_place, self._in_place = self._in_place, True
        try:
            self._overview = await asyncio.to_thread(self._catalogue.overview)
        except TakeOneError as error:
            self.stack.show_error(str(error))
            return
        self._read_once = True
        self.stack.show_content()
        if self.has_sources and self.pane.face == KINDS and self.pane.kinds.is_first:
            self.pane.turn_to(DETAIL)
            self.table.setFocus()
        if not self.has_sources and self.pane.face == DETAIL:
            self.commands.new()
        self._show_rows(in_place)
        await self._read()

    def _show_rows(self, in_place: bool = True) -> None:
        rows = self.filters.of(self._overview.listed)
        before = [one.source.id for one in self.model.rows]
        if in_place and {one.source.id for one in rows} == set(before):
            rows.sort(key=lambda one: before.index(one.source.id))
        asking = {one.source.id for one in rows if _is_asked(one)}
        self.model.show_listed(rows, asking, held=self.held is not None)
        if rows:
            self.list_stack.show_content()
            ids = [one.source.id for one in rows]
            place = ids.index(self._selected) if self._selected in ids else 0
            if not self.table.selectionModel().isRowSelected(place, QModelIndex()):
                self._placing = True
                self.table.select_row(place)
                self._placing = False
        elif self.has_sources:
            self._show_none()
        self._say_state()

    async def _read(self) -> None:
        one = next((o for o in self._overview.listed if o.source.id == self._selected), None)
        if one is None:
            return
        runs = await asyncio.to_thread(self._catalogue.runs, one.source.id)
        mine = one.source.id in self._services.orchestrator.running
        self.pane.detail.show_source(Shown(one, runs, _is_asked(one), mine, self.held))
        self._tell_work(one, runs[0].fetched if runs else 0)
        self._frame.refresh_actions()

    def _tell_work(self, one: Listed, fetched: int) -> None:
        if (work := self.commands.works.get(one.source.id)) is not None:
            name = isolate(one.source.name)
            work.report(self._ui.language.text("sources.work", name=name, n=fetched))

    def _picked(self, index: QModelIndex) -> None:
        if not index.isValid() or index.row() >= len(self.model.rows):
            return
        self._selected = self.model.rows[index.row()].source.id
        self._memory.write(SELECTED, str(self._selected))
        if not self._placing and self.pane.face not in (FORM, KEY):
            self.commands.tasks.cancel("try")
            self.pane.turn_to(DETAIL)
        self.tasks.start("detail", self._read())

    def _choose(self, source_id: int) -> None:
        self._selected = source_id

    # How it is laid out.

    def _lay_out(self) -> None:
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self._summary = ElidedLabel("", "muted")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._widget.head.addWidget(self._summary, 1)
        self._buttons: dict[str, KeyButton] = {"new": PrimaryButton()}
        for name in ("pause_all", "enter_key", "import", "export"):
            self._buttons[name] = KeyButton()
        buttons = QWidget()
        flow = Flow(buttons)
        for name, button in self._buttons.items():
            self._frame.keys.print_on(button, f"sources.{name}")
            flow.addWidget(button)
        self._widget.head.addWidget(buttons)
        self._banner = HeldBanner(self._ui, self.words)
        self._widget.body.addWidget(self._banner)
        self.table = RowTable()
        self.table.show_rows(self.model, WIDTHS, LEAST)
        self.table.setMinimumWidth(260)
        self.filters = FilterBar(self._ui, self.words)
        self.list_stack = StateStack(self._ui, self.table)
        self._frame.keys.print_on(self.list_stack.empty_button, "sources.leave")
        self.stack = StateStack(self._ui, self._content())
        self._widget.body.addWidget(self.stack, 1)

    def _content(self) -> QWidget:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        card = Card(padding=1)
        card.body.addWidget(self.list_stack)
        column.addWidget(card, 1)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        split.addWidget(self._side)
        split.addWidget(self.pane)
        split.setSizes([672, 472])
        split.setStretchFactor(0, 1)
        self._frame.keep_split("sources", split)
        return split

    def _connect(self) -> None:
        self.stack.retry.connect(self._look_again)
        self._changes.heard.connect(self._look_again)
        for asks in (self.commands.changed, self.keys.changed, self.files.changed):
            asks.connect(self._look_again)
        self.commands.chosen.connect(self._choose)
        self.commands.left.connect(self.table.setFocus)
        self.pane.turned.connect(self._turned)
        self.filters.changed.connect(self._filtered)
        self.table.selectionModel().currentRowChanged.connect(self._picked)
        self._ui.theme.changed.connect(self.model.repaint)
        by_id = {action.id: action for action in self.actions()}
        views = (
            self._buttons, self.pane.detail.buttons, self.pane.form.buttons, self.pane.key.buttons
        )  # fmt: skip
        for buttons in views:
            for name, button in buttons.items():
                button.clicked.connect(by_id[f"sources.{name}"].run)
        self.pane.detail.sure.clicked.connect(self.commands.delete_surely)
        self.pane.detail.keep.clicked.connect(self.commands.keep)
        for back in (self.pane.tried.back, self.pane.report.back):
            back.clicked.connect(self.leave)

    def _filtered(self) -> None:
        self._show_rows()
        self.tasks.start("detail", self._read())

    def _turned(self) -> None:
        doing = self.pane.face in (FORM, KEY)
        self.table.setEnabled(not doing)
        self.filters.setEnabled(not doing)
        self._frame.refresh_actions()

    def _show_none(self) -> None:
        text = self._ui.language.text
        self.list_stack.show_empty(
            text("sources.none.title"), text("sources.none.hint"), icon="search",
            action=text("sources.none.clear"), on_action=self.filters.clear,
        )  # fmt: skip

    def _say_state(self) -> None:
        language, listed = self._ui.language, self._overview.listed
        self._side.setVisible(bool(listed))
        for name in ("new", "pause_all", "export"):
            self._buttons[name].setVisible(bool(listed))
        needing = sum(one.health.needs_person for one in listed)
        said = [language.plural("sources.count", len(listed))] if listed else []
        if needing:
            said.append(language.plural("sources.needing", needing))
        self._summary.set_text(" · ".join(said))
        self._banner.show_held(self.held)
        paused = "sources.resume_all" if self.held else "sources.pause_all"
        self._buttons["pause_all"].setText(language.text(paused))

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.sources"))
        for name in ("new", "enter_key", "import", "export"):
            self._buttons[name].setText(text(f"sources.{name}"))
        self.table.setAccessibleName(text("page.sources"))
        self.model.repaint()
        if self.list_stack.face == "empty":
            self._show_none()
        self._say_state()


def _is_asked(one: Listed) -> bool:
    until = one.source.lease_until
    return until is not None and until > utc_now()
