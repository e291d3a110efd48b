"""The review page: the queue, the message as received, the fields read from it, the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSplitter,
    QWidget,
)

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from pipeline.review.values import Done
from ui.actions import Action
from ui.review.detail_card import FIELDS_WIDTH, MESSAGE_WIDTH, DetailCard
from ui.review.filter_bar import FilterBar
from ui.review.reasons import REASONS, ReasonsPanel
from ui.review.row_delegate import RowDelegate
from ui.review.rows_model import ROW_ROLE
from ui.review.services import CallServices
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame
from ui.widgets import Card, PageFrame, StateStack, label

EXTEND_MS = 3000
"""How often it is looked whether calls came in behind the last one."""
LIST_WIDTH = 290


class ReviewPage(QObject):
    """Decides calls, by keyboard first."""

    def __init__(self, frame: Frame, services: CallServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._desk = services.desk
        self.queue = ReviewQueue(services.desk, services.decisions, services.settings.user, self)
        self.queue.tasks.problem.connect(frame.tell)
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self._count = label("", "muted")
        self.filters = FilterBar(self._ui)
        self.list = _queue_list(self.queue, RowDelegate(self._ui, self._widget))
        self.detail = DetailCard(frame)
        self.message, self.fields = self.detail.message, self.detail.fields
        self.stack = StateStack(self._ui, self._content())
        self.reasons = ReasonsPanel(self._ui, self._widget)
        self._widget.head.addWidget(self._count)
        self._widget.body.addWidget(self.filters)
        self._widget.body.addWidget(self.stack, 1)
        self._extend = QTimer(self, interval=EXTEND_MS)
        self._extend.timeout.connect(self._look_behind)
        self.detail.act_by(self._deciding())
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
        """Read the queue again, and let the keys be heard."""
        if not self.queue.rows.rows:
            self.stack.show_loading()
        self.queue.filters = self.filters.filters
        self.queue.refresh()
        self._extend.start()
        self.list.setFocus()

    def deactivate(self) -> None:
        """Look no more for new calls; save what was being typed."""
        self._extend.stop()
        self.reasons.hide()
        self.fields.commit()

    def actions(self) -> Sequence[Action]:
        """All that can be done, in the order the help shows it."""
        return (*self._while_asked(), *self._deciding(), *self._looking(), *self._filling())

    def _while_asked(self) -> list[Action]:
        """What the keys mean while a reason is chosen or a text is typed: asked first."""

        def choosing() -> bool:
            return self.reasons.is_open and not self.reasons.writes_note

        return [
            *(
                Action(
                    f"review.reason.{n}",
                    f"review.reason.{reason}",
                    _call(self.reasons.choose, n - 1),
                    key=str(n),
                    enabled=choosing,
                    hidden=True,
                )
                for n, reason in enumerate(REASONS, 1)
            ),
            Action(
                "review.confirm", "review.confirm", self._confirm, key="Enter",
                enabled=lambda: self.reasons.writes_note or self._types_here(), while_typing=True,
            ),
            Action(
                "review.leave", "review.leave", self._leave, key="Esc", while_typing=True,
                enabled=lambda: self.reasons.is_open or not self.list.hasFocus(),
            ),
        ]  # fmt: skip

    def _deciding(self) -> list[Action]:
        return [
            Action("review.approve", "review.approve", self._approve, key="A",
                   also=("Ctrl+Enter",), enabled=self._can_decide),
            Action("review.reject", "review.reject", self._reject, key="X",
                   enabled=self._can_decide),
            Action("review.skip", "review.skip", self.queue.skip, key="Space",
                   enabled=self._can_decide),
            Action("review.edit", "review.edit", self._edit, key="E", enabled=self._has_detail),
            Action("review.flag", "review.flag", self.queue.flag, key="F",
                   enabled=self._has_detail),
            Action("review.restore", "review.restore", self.queue.restore, key="R",
                   enabled=self._can_restore),
            Action("review.undo", "review.undo", self.queue.undo, key="U", also=("Ctrl+Z",),
                   enabled=lambda: not self.reasons.is_open),
        ]  # fmt: skip

    def _looking(self) -> list[Action]:
        return [
            Action("review.next", "review.next", _call(self.queue.move, 1), key="J",
                   repeats=True, enabled=lambda: not self.reasons.is_open),
            Action("review.previous", "review.previous", _call(self.queue.move, -1), key="K",
                   repeats=True, enabled=lambda: not self.reasons.is_open),
            Action("review.down", "review.next", _call(self.queue.move, 1), key="Down",
                   repeats=True, enabled=self._may_move, hidden=True),
            Action("review.up", "review.previous", _call(self.queue.move, -1), key="Up",
                   repeats=True, enabled=self._may_move, hidden=True),
            Action("review.next_doubtful", "review.next_doubtful", _call(self._next_doubtful, 1),
                   key="Tab", while_typing=True, enabled=self._may_tab),
            Action("review.previous_doubtful", "review.previous_doubtful",
                   _call(self._next_doubtful, -1), key="Backtab", also=("Shift+Backtab",),
                   while_typing=True, enabled=self._may_tab),
            Action("review.search", "review.search", self._search, key="/"),
            Action("review.filters", "review.filters", self._to_filters, key="V"),
            Action("review.clear", "review.clear", self.filters.clear, key="Shift+V",
                   enabled=lambda: self.filters.narrows),
            Action("review.read", "review.read", self.message.setFocus, key="M"),
        ]  # fmt: skip

    def _filling(self) -> list[Action]:
        return [
            Action(
                f"review.field.{name}",
                "review.fill",
                _call(self._fill, name),
                key=str(n),
                enabled=lambda: self._has_detail() and not self.reasons.is_open,
                title_values={"field": f"review.field.{name}"},
            )
            for n, name in enumerate(FieldName, 1)
        ]

    # What may be done now.

    def _has_detail(self) -> bool:
        return self.queue.detail is not None and not self.reasons.is_open

    def _can_decide(self) -> bool:
        detail = self.queue.detail
        return self._has_detail() and detail is not None and detail.status == CallStatus.PENDING

    def _can_restore(self) -> bool:
        detail = self.queue.detail
        return self._has_detail() and detail is not None and detail.status != CallStatus.PENDING

    def _may_move(self) -> bool:
        """In the message, the arrows move the caret."""
        return not self.reasons.is_open and not self.message.hasFocus()

    def _may_tab(self) -> bool:
        return self._has_detail() and not self.filters.has_focus

    def _types_here(self) -> bool:
        return self.fields.open_row is not None or self.filters.search.hasFocus()

    # What the keys do.

    def _approve(self) -> None:
        self.fields.commit()
        if not self.fields.rows[FieldName.TITLE].editor.toPlainText().strip():
            self._frame.toast(self._ui.language.text("review.needs_title"))
            self.fields.edit(FieldName.TITLE)
            return
        self.queue.approve()
        self.list.setFocus()

    def _reject(self) -> None:
        button = self.detail.buttons["reject"]
        place = button.mapTo(self._widget, QPoint(0, -8))
        x = place.x()
        if self._ui.language.right_to_left:
            x += button.width() - self.reasons.width()
        self.reasons.open_above(x, place.y())

    def _reject_for(self, reason: str, note: str) -> None:
        self.list.setFocus()
        self.queue.reject(reason, note or None)

    def _confirm(self) -> None:
        if self.reasons.writes_note:
            self.reasons.confirm()
            return
        self.fields.commit()
        self.list.setFocus()

    def _leave(self) -> None:
        if (row := self.fields.open_row) is not None:
            row.revert()
        self.reasons.hide()
        self.message.drop_selection()
        self.message.light(None)
        self.list.setFocus()

    def _edit(self) -> None:
        row = self.fields.next_doubtful(1) or self.fields.rows[FieldName.TITLE]
        row.edit()

    def _next_doubtful(self, step: int) -> None:
        row = self.fields.next_doubtful(step)
        if row is not None:
            row.edit()
        else:
            self.fields.commit()
            self.list.setFocus()

    def _search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _to_filters(self) -> None:
        self.filters.boxes["status"].setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, name: FieldName) -> None:
        selected = self.message.selected()
        if selected is None:
            self.fields.edit(name)
            return
        span, value = selected
        self.message.drop_selection()
        self.queue.edit(name, value, span)
        self.message.light(name)

    # What the queue says.

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.stack.retry.connect(self.queue.refresh)
        self.queue.listed.connect(self._listed)
        self.queue.failed.connect(lambda error: self.stack.show_error(str(error)))
        self.queue.current_changed.connect(self._current_changed)
        self.queue.detail_changed.connect(self._show_detail)
        self.queue.counted.connect(self._show_count)
        self.queue.decided.connect(self._decided)
        self.queue.refused.connect(self._refused)
        self.queue.edit_refused.connect(self._edit_refused)
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.message.field_pressed.connect(self.fields.edit)
        self.fields.focused.connect(self.message.light)
        self.fields.committed.connect(self.queue.edit)
        self.reasons.chosen.connect(self._reject_for)

    def _filter(self) -> None:
        self.reasons.hide()
        self.queue.show(self.filters.filters)

    def _listed(self) -> None:
        if self.queue.rows.rows:
            self.stack.show_content()
        else:
            self._show_empty()
        QTimer.singleShot(0, self._after_painting)

    def _look_behind(self) -> None:
        if self._widget.isVisible():
            self.queue.extend()

    def _after_painting(self) -> None:
        self.queue.count()
        self.queue.tasks.start("sources", self._read_sources())

    async def _read_sources(self) -> None:
        self.filters.offer_sources(await self._desk.sources())

    def _current_changed(self) -> None:
        self.reasons.hide()
        call_id = self.queue.current
        at = self.queue.rows.row_of(call_id) if call_id is not None else -1
        if at >= 0:
            index = self.queue.rows.index(at)
            flag = QItemSelectionModel.SelectionFlag
            self.list.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
            self.list.scrollTo(index)

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

    def _decided(self, kind: str, _: Done) -> None:
        text = self._ui.language.text
        if kind in ("approve", "reject", "skip", "restore", "edit"):
            self._frame.toast(
                text(f"review.done.{kind}"), text("action.undo"), self.queue.undo, key="U"
            )
        elif kind in ("undo", "nothing"):
            self._frame.toast(text(f"review.done.{kind}"))
        if kind != "edit":
            self.queue.count()

    def _refused(self, call_id: int, why: str) -> None:
        show = self._ui.language.text("review.show")
        self._frame.toast(why, show, lambda: self.queue.select(call_id))
        self.stack.show_content()

    def _edit_refused(self, call_id: int, name: FieldName, value: str, why: str) -> None:
        self._frame.toast(why)
        if call_id == self.queue.current:
            self.fields.rows[name].editor.setPlainText(value)
            self.fields.edit(name)

    def _show_empty(self) -> None:
        text = self._ui.language.text
        self._count.clear()
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

    # How it is laid out.

    def _content(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        queue = Card(padding=1)
        queue.body.addWidget(self.list)
        split.addWidget(queue)
        split.addWidget(self.detail)
        split.setSizes([LIST_WIDTH, MESSAGE_WIDTH + FIELDS_WIDTH])
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        return split

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.review"))
        self.list.setAccessibleName(text("review.list"))
        if self.stack.face == "empty":
            self._show_empty()
        elif self.queue.rows.rows:
            self.queue.count()
        self.list.viewport().update()


def _queue_list(queue: ReviewQueue, delegate: RowDelegate) -> QListView:
    made = QListView()
    made.setModel(queue.rows)
    made.setItemDelegate(delegate)
    made.setUniformItemSizes(True)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMouseTracking(True)
    made.setMinimumWidth(220)
    return made


def _call(act: Callable[..., object], *values: object) -> Callable[[], object]:
    return lambda: act(*values)
