"""What the keys do at the review desk, and when each may be pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView, QTextEdit

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from ui.actions import Action
from ui.review.colleagues import Colleagues
from ui.review.detail_card import DetailCard
from ui.review.filter_bar import FilterBar
from ui.review.reasons import NUMBERS, ReasonsPanel
from ui.review.side_pane import Side
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame


class Commands:
    """The actions of the page, over the parts they move."""

    def __init__(
        self,
        frame: Frame,
        queue: ReviewQueue,
        queue_list: QListView,
        detail: DetailCard,
        filters: FilterBar,
        reasons: ReasonsPanel,
        colleagues: Colleagues,
    ) -> None:
        self._frame = frame
        self._ui = frame.ui
        self._queue = queue
        self._list = queue_list
        self._detail = detail
        self._message, self._fields = detail.message, detail.fields
        self._filters = filters
        self._reasons = reasons
        self._colleagues = colleagues

    def all(self) -> Sequence[Action]:
        """All that can be done, in the order the help shows it."""
        return (*self._while_asked(), *self.deciding(), *self._looking(), *self._filling())

    def _while_asked(self) -> list[Action]:
        """What the keys mean while a reason is chosen or a text is typed: asked first."""

        def choosing() -> bool:
            return self._reasons.is_open and not self._reasons.writes_note

        return [
            *(
                Action(f"review.reason.{n}", "review.by_number", _call(self._reasons.choose, n - 1),
                       key=str(n), enabled=choosing, hidden=True)
                for n in NUMBERS
            ),
            Action("review.note", "review.add_note", self._reasons.write_note, key="N",
                   enabled=choosing, hidden=True),
            Action(
                "review.confirm", "review.confirm", self._confirm, key="Enter",
                enabled=lambda: self._reasons.writes_note or self._types_here(), while_typing=True,
            ),
            Action(
                "review.leave", "review.leave", self._leave, key="Esc", while_typing=True,
                enabled=lambda: self._reasons.is_open or not self._list.hasFocus(),
            ),
        ]  # fmt: skip

    def deciding(self) -> list[Action]:
        """What has a button under the call."""
        return [
            Action("review.approve", "review.approve", self._approve, key="A",
                   also=("Ctrl+Enter",), enabled=self._can_decide),
            Action("review.reject", "review.reject", self._reject, key="X",
                   enabled=self._can_decide),
            Action("review.skip", "review.skip", self._skip, key="Space",
                   enabled=self._can_decide),
            Action("review.edit", "review.edit", self._edit, key="E", enabled=self._has_detail),
            Action("review.flag", "review.flag", self._queue.flag, key="F",
                   enabled=self._has_detail),
            Action("review.restore", "review.restore", self._queue.restore, key="R",
                   enabled=self._can_restore),
            Action("review.copies", "review.copies", _call(self._turn, Side.COPIES), key="C",
                   enabled=self._has_copies),
            Action("review.story", "review.story", _call(self._turn, Side.STORY), key="H",
                   enabled=self._has_detail),
            Action("review.undo", "review.undo", self._queue.undo, key="U", also=("Ctrl+Z",),
                   enabled=lambda: not self._reasons.is_open),
        ]  # fmt: skip

    def _looking(self) -> list[Action]:
        return [
            Action("review.next", "review.next", _call(self._queue.move, 1), key="J",
                   repeats=True, enabled=lambda: not self._reasons.is_open),
            Action("review.previous", "review.previous", _call(self._queue.move, -1), key="K",
                   repeats=True, enabled=lambda: not self._reasons.is_open),
            Action("review.down", "review.next", _call(self._queue.move, 1), key="Down",
                   repeats=True, enabled=self._may_move, hidden=True),
            Action("review.up", "review.previous", _call(self._queue.move, -1), key="Up",
                   repeats=True, enabled=self._may_move, hidden=True),
            Action("review.next_doubtful", "review.next_doubtful", _call(self._next_doubtful, 1),
                   key="Tab", while_typing=True, enabled=self._may_tab),
            Action("review.previous_doubtful", "review.previous_doubtful",
                   _call(self._next_doubtful, -1), key="Backtab", also=("Shift+Backtab",),
                   while_typing=True, enabled=self._may_tab),
            Action("review.search", "review.search", self._search, key="/"),
            Action("review.filters", "review.filters", self._to_filters, key="V"),
            Action("review.clear", "review.clear", self._filters.clear, key="Shift+V",
                   enabled=lambda: self._filters.narrows),
            Action("review.edit_reasons", "review.edit_reasons", self._reasons.edit_wanted.emit),
            Action("review.trace", "trace.of_this", self._trace, key="Ctrl+T",
                   while_typing=True, enabled=lambda: self._queue.current is not None),
            Action("review.read", "review.read", self._message.setFocus, key="M"),
        ]  # fmt: skip

    def _filling(self) -> list[Action]:
        return [
            Action(
                f"review.field.{name}",
                "review.fill",
                _call(self._fill, name),
                key=str(n),
                enabled=lambda: self._has_detail() and not self._reasons.is_open,
                title_values={"field": f"review.field.{name}"},
            )
            for n, name in enumerate(FieldName, 1)
        ]

    # What may be done now.

    def _has_detail(self) -> bool:
        return self._queue.detail is not None and not self._reasons.is_open

    def _can_decide(self) -> bool:
        detail = self._queue.detail
        return self._has_detail() and detail is not None and detail.status == CallStatus.PENDING

    def _can_restore(self) -> bool:
        detail = self._queue.detail
        return self._has_detail() and detail is not None and detail.status != CallStatus.PENDING

    def _has_copies(self) -> bool:
        detail = self._queue.detail
        turned = self._detail.side.shown == Side.COPIES
        return self._has_detail() and detail is not None and (detail.has_copies or turned)

    def _may_move(self) -> bool:
        """In a text one reads, the arrows move through it."""
        reads = isinstance(QApplication.focusWidget(), QTextEdit)
        return not self._reasons.is_open and not reads

    def _may_tab(self) -> bool:
        return self._has_detail() and not self._filters.has_focus

    def _types_here(self) -> bool:
        return self._fields.open_row is not None or self._filters.search.hasFocus()

    # What the keys do.

    def _approve(self) -> None:
        if self._colleagues.stand_in_the_way():
            return
        self._fields.commit()
        if not self._fields.rows[FieldName.TITLE].editor.toPlainText().strip():
            self._frame.toast(self._ui.language.text("review.needs_title"))
            self._detail.edit(FieldName.TITLE)
            return
        self._queue.approve()
        self._list.setFocus()

    def _skip(self) -> None:
        if not self._colleagues.stand_in_the_way():
            self._queue.skip()

    def _reject(self) -> None:
        if self._colleagues.stand_in_the_way():
            return
        self._reasons.open_over(self._detail.buttons["reject"])

    def reject_for(self, reason: str, note: str) -> None:
        """Reject what is looked at, now that it is known why."""
        self._list.setFocus()
        self._queue.reject(reason, note or None)

    def _confirm(self) -> None:
        if self._reasons.writes_note:
            self._reasons.confirm()
            return
        self._fields.commit()
        self._list.setFocus()

    def _turn(self, side: Side) -> None:
        """Show another side of the call, or its fields again."""
        self._fields.commit()
        turned = self._detail.side.shown == side
        self._detail.side.turn(Side.FIELDS if turned else side)
        if turned:
            self._list.setFocus()

    def _leave(self) -> None:
        if (row := self._fields.open_row) is not None:
            row.revert()
        self._reasons.hide()
        self._detail.side.turn(Side.FIELDS)
        self._message.drop_selection()
        self._message.light(None)
        self._list.setFocus()

    def _edit(self) -> None:
        self._detail.side.turn(Side.FIELDS)
        row = self._fields.next_doubtful(1) or self._fields.rows[FieldName.TITLE]
        row.edit()

    def _next_doubtful(self, step: int) -> None:
        self._detail.side.turn(Side.FIELDS)
        row = self._fields.next_doubtful(step)
        if row is not None:
            row.edit()
        else:
            self._fields.commit()
            self._list.setFocus()

    def _search(self) -> None:
        self._filters.search.setFocus()
        self._filters.search.selectAll()

    def _to_filters(self) -> None:
        self._filters.boxes["status"].setFocus(Qt.FocusReason.TabFocusReason)

    def _trace(self) -> None:
        self._frame.show_page("trace", f"call:{self._queue.current}")

    def _fill(self, name: FieldName) -> None:
        selected = self._message.selected()
        if selected is None:
            self._detail.edit(name)
            return
        span, value = selected
        self._message.drop_selection()
        self._queue.edit(name, value, span)
        self._message.light(name)


def _call(act: Callable[..., object], *values: object) -> Callable[[], object]:
    return lambda: act(*values)
