"""The page of published calls: what is live, what waits and why, and the way to change it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSplitter, QWidget

from db.models import PublicationState
from pipeline.errors import TakeOneError
from pipeline.extraction.call import FieldName
from pipeline.publishing.comparing import Comparison
from pipeline.publishing.shelf import PAGE, Shelf, Shelved
from pipeline.review.values import CallDetail
from ui.actions import Action
from ui.changes import Changes
from ui.published.rows_model import LEAST, WIDTHS, ShelfModel
from ui.published.site_check import SiteCheck
from ui.review.fields_panel import FieldsPanel
from ui.review.line_edit import LineEdit
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import Card, Flow, KeyButton, PageFrame, RowTable, StateStack, label, line

PAUSE_MS = 150
"""How long a typist pauses before the list follows."""
AGAIN_MS = 20_000
"""How often states are looked at again unasked: another desk's news may have been lost."""
CHANGED = (PublicationState.EDITED_ELSEWHERE, PublicationState.REMOVED_ELSEWHERE)
SHELVES: dict[str, tuple[str, ...]] = {
    "all": (),
    "live": (PublicationState.LIVE,),
    "waiting": (PublicationState.WAITING,),
    "failed": (PublicationState.FAILED,),
    "withdrawn": (PublicationState.WITHDRAWN,),
    "changed": CHANGED,
}


class PublishedPage(QObject):
    """Withdraws, corrects and sends again, by keyboard first."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._by = services.settings.user
        self._desk = services.desk
        self._decisions = services.decisions
        self._shelf = Shelf(services.database, services.publisher, services.site)
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        self.model = ShelfModel(self._ui, self)
        self.shown = "all"
        self._detail: CallDetail | None = None
        self.site = SiteCheck(self._ui, self._shelf)
        self.fields = FieldsPanel(self._ui, reviewing=False)
        self._buttons = {
            "correct": KeyButton(),
            "withdraw": KeyButton(role="danger"),
            "resend": KeyButton(),
            "take": KeyButton(),
            "trace": KeyButton(),
        }
        self._lay_out()
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_while_seen)
        self._changes = Changes(services.database, {"publication", "call"}, self)
        self._changes.heard.connect(self._look_again)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.published"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    def activate(self) -> None:
        """Look at the shelf again, and let the keys be heard."""
        if not self.model.rows:
            self.stack.show_loading()
        self._look_again()
        self._again.start()
        self._changes.listen()
        self.site.look_anew()
        self.table.setFocus()

    def show_item(self, item: str) -> None:
        """Show one call, like `call:12`."""
        self.shown = "all"
        self._tabs[self.shown].setChecked(True)
        self.line.setText(item)
        self._sought()

    def deactivate(self) -> None:
        """Look no more; save what was being typed."""
        self._again.stop()
        self._changes.stop()
        self.fields.commit()

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        return (
            Action("published.correct", "published.correct", self._correct, key="E",
                   enabled=lambda: self._detail is not None),
            Action("published.withdraw", "published.withdraw", self._withdraw, key="W",
                   enabled=self._can_withdraw),
            Action("published.resend", "published.resend", self._resend, key="R",
                   enabled=self._can_resend),
            Action("published.take", "published.take", self._take, key="T",
                   enabled=self._can_take),
            Action("published.trace", "trace.of_this", self._trace, key="Ctrl+T",
                   enabled=lambda: self.current is not None),
            Action("published.search", "published.search", self._to_line, key="/",
                   also=("Ctrl+F",)),
            Action("published.to_list", "published.leave", self.table.setFocus, key="Enter",
                   also=("Esc", "Down"), while_typing=True, enabled=self.line.hasFocus,
                   hidden=True),
            Action("published.next", "published.next", lambda: self._move(1), key="J",
                   also=("Down",), repeats=True),
            Action("published.previous", "published.previous", lambda: self._move(-1), key="K",
                   also=("Up",), repeats=True),
            Action("published.next_field", "published.next_field", self._next_field, key="Tab",
                   while_typing=True, enabled=lambda: self.fields.open_row is not None),
            Action("published.save", "published.save", self._save, key="Enter", while_typing=True,
                   enabled=lambda: self.fields.open_row is not None),
            Action("published.leave", "published.leave", self._leave, key="Esc",
                   while_typing=True, enabled=lambda: self.fields.open_row is not None),
            *(
                Action(f"published.shelf.{name}", f"published.shelf.{name}", _shelf(self, name),
                       key=str(number))
                for number, name in enumerate(SHELVES, 1)
            ),
        )  # fmt: skip

    def choose(self, name: str) -> None:
        """Show only what is in some states."""
        self.shown = name
        self._tabs[name].setChecked(True)
        self.tasks.cancel("more")
        self.tasks.cancel("list")
        self._look_again()

    @property
    def current(self) -> Shelved | None:
        """The row one is on."""
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    # What may be done now.

    def _can_withdraw(self) -> bool:
        row = self.current
        return row is not None and row.wanted != "withdrawn"

    def _can_resend(self) -> bool:
        row = self.current
        return row is not None and (row.state != PublicationState.LIVE or self._can_take())

    def _can_take(self) -> bool:
        return self.site.difference(self.current) is not None

    # What the keys do.

    def _correct(self) -> None:
        self.fields.edit(FieldName.TITLE)

    def _withdraw(self) -> None:
        if (row := self.current) is not None:
            self.tasks.start("act", self._act("withdraw", row))

    def _resend(self) -> None:
        if (row := self.current) is not None:
            self.tasks.start("act", self._act("resend", row))

    def _to_line(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _trace(self) -> None:
        if (row := self.current) is not None:
            self._frame.show_page("trace", f"call:{row.call_id}")

    def _take(self) -> None:
        row, detail = self.current, self._detail
        found = self.site.difference(row)
        if row is None or found is None or detail is None or detail.id != row.call_id:
            return
        self.tasks.start("act", self._take_over(row, detail, found))

    async def _take_over(self, row: Shelved, detail: CallDetail, found: Comparison) -> None:
        """Let the site's words be ours; of what it does not show any more, let that be so."""
        if found.is_gone:
            await self._act("withdraw", row)
            return
        for one in found.fields:
            await asyncio.to_thread(
                self._decisions.edit, detail.id, one.name, one.theirs, self._by,
                revision=detail.revision,
            )  # fmt: skip
        self._frame.toast(self._ui.language.text("published.done.take"))
        await self._list()

    async def _act(self, kind: str, row: Shelved) -> None:
        act = self._shelf.withdraw if kind == "withdraw" else self._shelf.resend
        await act(row.id, self._by)
        text = self._ui.language.text
        if kind == "withdraw":
            self._frame.toast(
                text("published.done.withdraw"),
                text("action.undo"),
                lambda: self.tasks.start("act", self._act("resend", row)),
            )
        else:
            self._frame.toast(text("published.done.resend"))
        await self._list()

    def _save(self) -> None:
        self.fields.commit()
        self.table.setFocus()

    def _leave(self) -> None:
        if (row := self.fields.open_row) is not None:
            row.revert()
        self.table.setFocus()

    def _next_field(self) -> None:
        row = self.fields.open_row
        if row is not None:
            names = list(FieldName)
            self.fields.edit(names[(names.index(row.name) + 1) % len(names)])

    def _move(self, step: int) -> None:
        self.table.select_row(
            max(0, min(self.table.currentIndex().row() + step, len(self.model.rows) - 1))
        )

    def _edited(self, name: FieldName, value: str) -> None:
        if self._detail is not None:
            self.tasks.start(f"edit-{name}", self._edit(self._detail, name, value))

    async def _edit(self, detail: CallDetail, name: FieldName, value: str) -> None:
        try:
            await asyncio.to_thread(
                self._decisions.edit, detail.id, name, value, self._by, revision=detail.revision
            )
        except TakeOneError as error:
            self._frame.tell(error)
            return
        self._frame.toast(self._ui.language.text("published.done.correct"))
        await self._list()

    # What the shelf holds.

    def _look_again(self) -> None:
        self.tasks.refresh("list", self._list)

    def _look_while_seen(self) -> None:
        if self._widget.isVisible():
            self.site.look_anew()
            self._look_again()

    async def _list(self) -> None:
        before = self.current
        limit = max(PAGE, len(self.model.rows))
        try:
            rows = await self._shelf.page(SHELVES[self.shown], limit=limit, sought=self.line.text())
        except TakeOneError as error:
            self.stack.show_error(str(error))
            return
        self.model.replace(rows, at_end=len(rows) < limit)
        if rows:
            self.stack.show_content()
            place = next((n for n, row in enumerate(rows) if before and row.id == before.id), 0)
            if not self.table.selectionModel().isRowSelected(place, QModelIndex()):
                self.table.select_row(place)
            await self._read()
        else:
            self._show_empty()
        self._say_counts(await self._shelf.counts())
        self.site.pull(rows)

    async def _more(self) -> None:
        last = self.model.rows[-1].id if self.model.rows else None
        rows = await self._shelf.page(SHELVES[self.shown], before=last, sought=self.line.text())
        self.model.append(rows, at_end=len(rows) < PAGE)

    async def _read(self) -> None:
        row = self.current
        detail = await self._desk.detail(row.call_id) if row is not None else None
        if row is None or detail is None:
            return
        self._detail = detail
        self.fields.show_detail(detail)
        self._origin.setText(self._origin_text(row))
        self._error.setText(self._ui.language.sentence(row.error))
        self._error.setVisible(bool(row.error))
        self._offer()
        self.site.look(row)

    def _offer(self) -> None:
        allowed = {action.id: action.enabled() for action in self.actions()}
        for name, button in self._buttons.items():
            button.setEnabled(allowed[f"published.{name}"])
        self._buttons["take"].setVisible(allowed["published.take"])

    def _origin_text(self, row: Shelved) -> str:
        language = self._ui.language
        state = language.text(f"published.state.{row.state}")
        if row.published is None:
            return state
        return f"{state} · {language.text('published.since', at=language.moment(row.published))}"

    # How it is laid out.

    def _lay_out(self) -> None:
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self._group = QButtonGroup(self)
        self._tabs: dict[str, QPushButton] = {}
        self.line = LineEdit(self._ui, can_clear=True)
        self.line.setMaximumWidth(360)
        self.line.setMinimumWidth(160)
        self._widget.head.addWidget(self.line, 1)
        tabs = Flow()
        for name in SHELVES:
            tab = KeyButton()
            tab.setCheckable(True)
            tab.setChecked(name == self.shown)
            tab.clicked.connect(_shelf(self, name))
            self._frame.keys.print_on(tab, f"published.shelf.{name}")
            self._group.addButton(tab)
            self._tabs[name] = tab
            tabs.addWidget(tab)
        self._widget.body.addLayout(tabs)
        self.table = RowTable()
        self.table.show_rows(self.model, WIDTHS, LEAST)
        self.stack = StateStack(self._ui, self._content())
        self._frame.keys.print_on(self.stack.empty_button, "go.review")
        self._widget.body.addWidget(self.stack, 1)

    def _content(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        shelf = Card(padding=1)
        shelf.body.addWidget(self.table)
        split.addWidget(shelf)
        card = Card(padding=12)
        self._origin = label("", "muted")
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        card.body.addWidget(self._origin)
        card.body.addWidget(self._error)
        card.body.addWidget(self.site, 2)
        card.body.addWidget(line())
        card.body.addWidget(self.fields, 3)
        bar = Flow()
        acts = {
            "correct": self._correct,
            "withdraw": self._withdraw,
            "resend": self._resend,
            "take": self._take,
            "trace": self._trace,
        }
        for name, button in self._buttons.items():
            button.clicked.connect(acts[name])
            self._frame.keys.print_on(button, f"published.{name}")
            bar.addWidget(button)
        card.body.addLayout(bar)
        split.addWidget(card)
        split.setSizes([680, 460])
        split.setStretchFactor(0, 1)
        self._frame.keep_split("published", split)
        return split

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._sought)
        self.line.textChanged.connect(lambda: self._pause.start())
        self.stack.retry.connect(self._look_again)
        self.site.learned.connect(self._offer)
        self.model.wants_more.connect(lambda: self.tasks.start("more", self._more()))
        self.table.selectionModel().currentRowChanged.connect(self._picked)
        self.fields.committed.connect(self._edited)
        self._ui.theme.changed.connect(self.model.repaint)

    def _sought(self) -> None:
        self._pause.stop()
        self.choose(self.shown)

    def _picked(self, index: QModelIndex) -> None:
        self.site.forget()
        if index.isValid():
            self.tasks.start("detail", self._read())

    def _show_empty(self) -> None:
        text = self._ui.language.text
        if self.line.text().strip():
            self.stack.show_empty(text("published.empty.nothing"), icon="search")
        elif self.shown == "all":
            self.stack.show_empty(
                text("published.empty.title"), text("published.empty.hint"), icon="published",
                action=text("published.empty.review"),
                on_action=lambda: self._frame.show_page("review"),
            )  # fmt: skip
        else:
            self.stack.show_empty(text("published.empty.filtered"), icon="published")

    def _say_counts(self, counts: dict[str, int]) -> None:
        for name, states in SHELVES.items():
            number = sum(n for state, n in counts.items() if not states or state in states)
            shelf = self._ui.language.text(f"published.shelf.{name}")
            self._tabs[name].setText(f"{shelf} {self._ui.language.number(number)}")

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.published"))
        for name, tab in self._tabs.items():
            tab.setText(text(f"published.shelf.{name}"))
        for name, button in self._buttons.items():
            button.setText(text("trace.of_this" if name == "trace" else f"published.{name}"))
        self.line.setPlaceholderText(text("published.search"))
        self.line.setAccessibleName(text("published.search"))
        self.table.setAccessibleName(text("page.published"))
        self.model.repaint()
        if self.stack.face == "empty":
            self._show_empty()
        if self._again.isActive():
            self._look_again()


def _shelf(page: PublishedPage, name: str) -> Callable[[], None]:
    return lambda: page.choose(name)
