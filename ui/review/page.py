"""The review page: the queue, the message as received, the fields read from it, the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from db.models import CallStatus
from pipeline.errors import TakeOneError
from pipeline.extraction.call import FieldName
from pipeline.review.reasons import Reasons
from pipeline.review.values import Done
from ui.actions import Action
from ui.changes import Changes
from ui.review.bulk import Bulk
from ui.review.bulk_bar import BulkBar
from ui.review.claiming import ClaimKeeper
from ui.review.colleagues import Colleagues
from ui.review.commands import Commands
from ui.review.detail_card import FIELDS_WIDTH, MESSAGE_WIDTH, DetailCard
from ui.review.filter_bar import FilterBar
from ui.review.later import Later
from ui.review.overdue import overdue_after
from ui.review.own_steps import OwnSteps
from ui.review.parts import Parts
from ui.review.queue_list import QueueList
from ui.review.reasons import ReasonsPanel
from ui.review.reasons_editor import ReasonsEditor
from ui.review.rows_model import ROW_ROLE
from ui.review.saved import Saved
from ui.review.segment import Shown
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.widgets import Card, PageFrame, StateStack, label

AGAIN_MS = 20_000
"""How often it is looked again unasked: another desk's news may have been lost."""
LIST_WIDTH = 290


class ReviewPage(QObject):
    """Decides calls, by keyboard first."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._desk = services.desk
        self._user = services.settings.user
        self.queue = ReviewQueue(services.desk, services.decisions, services.settings.user, self)
        self.queue.tasks.problem.connect(frame.tell)
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self._count = label("", "muted")
        # From the outside in: what is moved into another widget is styled anew, with all in it.
        self.filters = FilterBar(self._ui, self._user, self._widget)
        split = QSplitter(Qt.Orientation.Horizontal, self._widget, childrenCollapsible=False)
        self.stack = StateStack(self._ui, split, self._widget)
        self.parts = Parts(frame, services, self._widget, (self.filters, self.stack, self._count))
        self._widget.head.insertWidget(1, self.parts)
        self._widget.head.addWidget(self._count)
        self._widget.body.addWidget(self.filters)
        self._widget.body.addWidget(self.stack, 1)
        beside = Card(padding=1, parent=split)
        self.list = QueueList(self._ui, self.queue.rows, beside, overdue_after(services.settings))
        beside.body.addWidget(self.list)
        self.detail = DetailCard(frame, services.desk, self._user, split)
        self.message, self.fields = self.detail.message, self.detail.fields
        _share(split)
        self.reasons = ReasonsPanel(self._ui, frame.window())
        self.claims = ClaimKeeper(services.database, self.queue, self._user)
        self.claims.others.connect(self._look_again)
        self.claims.tasks.problem.connect(frame.tell)
        self.colleagues = Colleagues(frame, self.queue, self.detail, self.claims, self._user)
        self._commands = Commands(
            frame, self.queue, self.list, self.detail, self.filters, self.reasons, self.colleagues
        )
        self.bulk = Bulk(frame, services, self.queue)
        self._bulk_bar = BulkBar(frame, self.bulk, self._widget)
        self._widget.head.addWidget(self._bulk_bar)
        self.saved = Saved(frame, services, self.filters)
        self.later = Later(frame, services.desk, self.queue, self._user)
        self.steps = OwnSteps(frame, services, self.queue)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._changes = Changes(services.database, {"call", "publication"}, self)
        self._changes.heard.connect(self._look_again)
        self._kept_reasons = Reasons(services.database)
        self._reasons_changed = Changes(services.database, {"reasons"}, self)
        self._reasons_changed.heard.connect(self._learn_reasons)
        self.detail.act_by(self._commands.deciding())
        frame.keys.print_on(self.reasons.note_button, "review.note")
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.review"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    def activate(self) -> None:
        """Read again what is shown, and let the keys be heard."""
        self.parts.activate()
        if self.parts.shown is Shown.CALLS:
            self._wake()

    def show_item(self, item: str) -> None:
        """Show one call, like `call:12`, among those of its state that say what it says."""
        self.parts.turn(Shown.CALLS)
        self.queue.tasks.start("show-item", self._show_call(int(item.partition(":")[2])))

    async def _show_call(self, call_id: int) -> None:
        detail = await self._desk.detail(call_id)
        if detail is not None:
            title = next(one.value for one in detail.fields if one.name is FieldName.TITLE)
            self.filters.ask_for(detail.status, title)
            self.queue.current = call_id  # the list that is read now stays with it

    def deactivate(self) -> None:
        """Look no more for what others do; save what was being typed."""
        self.parts.deactivate()
        self._rest()

    def actions(self) -> Sequence[Action]:
        """All that can be done, in the order the help shows it."""
        if self.parts.shown is Shown.CHANGES:
            return self.parts.commands()
        return (
            *self._commands.all(),
            *self.colleagues.commands(),
            *self.bulk.commands(),
            *self.later.commands(),
            *self.saved.commands(),
            *self.steps.commands(),
            *self.parts.commands(),
        )

    def _turned(self, part: Shown) -> None:
        if part is Shown.CALLS:
            self._wake()
        else:
            self._rest()

    def _wake(self) -> None:
        if not self.queue.rows.rows:
            self.stack.show_loading()
        self.queue.filters = self.filters.filters
        self.queue.refresh()
        self._again.start()
        self.claims.listen()
        self._changes.listen()
        self._reasons_changed.listen()
        self._learn_reasons()
        self.list.setFocus()

    def _rest(self) -> None:
        self._again.stop()
        self.claims.stop()
        self._changes.stop()
        self._reasons_changed.stop()
        self.reasons.hide()
        self.fields.commit()

    # What the queue says.

    def _connect(self) -> None:
        self.parts.turned.connect(self._turned)
        self.filters.changed.connect(self._filter)
        self.stack.retry.connect(self.queue.refresh)
        self.queue.listed.connect(self._listed)
        self.queue.failed.connect(self._failed)
        self.queue.current_changed.connect(self._current_changed)
        self.queue.detail_changed.connect(self._show_detail)
        self.queue.counted.connect(self._show_count)
        self.queue.decided.connect(self._decided)
        self.queue.refused.connect(self._refused)
        self.queue.edit_refused.connect(self._edit_refused)
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.message.field_pressed.connect(self.detail.edit)
        self.fields.focused.connect(self.message.light)
        self.fields.committed.connect(self.queue.edit)
        self.reasons.chosen.connect(self._commands.reject_for)
        self.reasons.edit_wanted.connect(
            lambda: self.queue.tasks.start("edit-reasons", self._edit_reasons())
        )

    def _filter(self) -> None:
        self.reasons.hide()
        self.queue.show(self.filters.filters)

    def _listed(self) -> None:
        if self.queue.rows.rows:
            self.stack.show_content()
        else:
            self._show_empty()
        QTimer.singleShot(0, self._after_painting)

    def _failed(self, error: TakeOneError) -> None:
        self._count.clear()
        self.stack.show_error(str(error))

    def _look_again(self) -> None:
        """See what others did and what came in; nothing moves."""
        if self._widget.isVisible():
            self.queue.look_again(self.list.seen())

    def _after_painting(self) -> None:
        self.queue.count()
        self.parts.count()
        self.queue.tasks.start("sources", self._read_sources())

    async def _read_sources(self) -> None:
        self.filters.offer_sources(await self._desk.sources())

    def _current_changed(self) -> None:
        self.reasons.hide()
        call_id = self.queue.current
        self.list.go_to(self.queue.rows.row_of(call_id) if call_id is not None else -1)

    def _picked(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.queue.select(row.id)

    def _show_detail(self) -> None:
        detail = self.queue.detail
        if detail is None:
            if not self.queue.rows.rows and self.queue.current is None:
                self._show_empty()
            return
        self.detail.show_detail(detail)

    def _show_count(self, number: int) -> None:
        status = self.filters.filters.status
        self._count.setText(self._ui.language.plural(f"review.left.{status}", number))
        waits = status == CallStatus.PENDING and number > 0
        self._bulk_bar.setVisible(waits and self.filters.narrows)

    def _decided(self, kind: str, _: Done) -> None:
        text = self._ui.language.text
        if kind in ("approve", "reject", "skip", "restore", "edit", "snooze", "assign"):
            self._frame.toast(
                text(f"review.done.{kind}"), text("action.undo"), self.queue.undo, key="U"
            )
        elif kind in ("undo", "nothing"):
            self._frame.toast(text(f"review.done.{kind}"))
        if kind != "edit":
            self.queue.count()

    def _refused(self, call_id: int, why: str) -> None:
        show = self._ui.language.text("review.show")
        said = self._ui.language.sentence(why)
        self._frame.toast(said, show, lambda: self.queue.select(call_id))
        self.stack.show_content()

    def _edit_refused(self, call_id: int, name: FieldName, value: str, why: str) -> None:
        self._frame.toast(self._ui.language.sentence(why))
        if call_id == self.queue.current:
            self.fields.rows[name].editor.setPlainText(value)
            self.detail.edit(name)

    def _show_empty(self) -> None:
        text = self._ui.language.text
        self._count.clear()
        self._bulk_bar.hide()
        if self.filters.narrows:
            self.stack.show_empty(
                text("review.empty.filtered"), text("review.empty.filtered_hint"),
                icon="search", action=text("review.clear"), on_action=self.filters.clear,
            )  # fmt: skip
            return
        self.stack.show_empty(
            text("review.empty.title"), text("review.empty.hint"), icon="check",
            action=text("review.empty.import"), on_action=lambda: self._frame.show_page("imports"),
        )  # fmt: skip

    # The list of reasons.

    def _learn_reasons(self) -> None:
        self.queue.tasks.start("reasons", self._read_reasons())

    async def _read_reasons(self) -> None:
        self.reasons.offer(await self._kept_reasons.read())

    async def _edit_reasons(self) -> None:
        self.reasons.hide()
        editor = ReasonsEditor(self._ui, self._frame.window())
        editor.saved.connect(
            lambda reasons: self.queue.tasks.start("save-reasons", self._save(editor, reasons))
        )
        editor.show_reasons(await self._kept_reasons.read())

    async def _save(self, editor: ReasonsEditor, reasons: list[str]) -> None:
        try:
            await self._kept_reasons.write(reasons, self._user)
        except TakeOneError as error:
            editor.tell(self._ui.language.sentence(error))
            return
        editor.accept()
        await self._read_reasons()

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.review"))
        self.list.setAccessibleName(text("review.list"))
        if self.stack.face == "empty":
            self._show_empty()
        elif self.queue.rows.rows:
            self.queue.count()
        self.list.viewport().update()


def _share(split: QSplitter) -> None:
    """The list keeps its width; the call takes the rest."""
    split.setHandleWidth(8)
    split.setSizes([LIST_WIDTH, MESSAGE_WIDTH + FIELDS_WIDTH])
    split.setStretchFactor(0, 0)
    split.setStretchFactor(1, 1)
