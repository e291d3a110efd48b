"""What the keys do where proposed changes are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QListView, QTextEdit

from ui.actions import Action
from ui.review.changes.card import ChangeCard
from ui.review.changes.picker import CallPicker
from ui.review.changes.view_model import ChangesQueue
from ui.review.reasons import NUMBERS, ReasonsPanel


class ChangeCommands:
    """The actions, over the parts they move."""

    def __init__(
        self,
        queue: ChangesQueue,
        queue_list: QListView,
        card: ChangeCard,
        reasons: ReasonsPanel,
        picker: CallPicker,
    ) -> None:
        self._queue = queue
        self._list = queue_list
        self._card = card
        self._reasons = reasons
        self._picker = picker

    def all(self) -> Sequence[Action]:
        """All that can be done, in the order the help shows it."""
        return (*self._while_asked(), *self.answering(), *self._looking())

    def answering(self) -> list[Action]:
        """What has a button under the change."""
        return [
            Action("review.change.accept", "review.change.accept", self._accept, key="A",
                   also=("Ctrl+Enter",), enabled=self._may_answer),
            Action("review.change.reject", "review.change.reject", self._reject, key="X",
                   enabled=self._may_answer),
            Action("review.change.other", "review.change.other", self._pick, key="C",
                   enabled=self._may_answer),
            Action("review.change.skip", "review.change.skip", self._skip, key="Space",
                   enabled=self._may_answer),
            Action("review.change.undo", "review.change.undo", self._queue.undo, key="U",
                   also=("Ctrl+Z",), enabled=self._may_move),
        ]  # fmt: skip

    def _while_asked(self) -> list[Action]:
        """What the keys mean while a reason or a call is chosen: asked first."""

        def numbers() -> bool:
            return self._reasons.is_open and not self._reasons.writes_note

        def picking() -> bool:
            return self._picker.is_open

        return [
            *(
                Action(f"review.change.reason.{n}", "review.by_number",
                       _call(self._reasons.choose, n - 1), key=str(n), enabled=numbers, hidden=True)
                for n in NUMBERS
            ),
            Action("review.change.note", "review.add_note", self._reasons.write_note, key="N",
                   enabled=numbers, hidden=True),
            Action("review.change.confirm", "review.change.choose", self._confirm, key="Enter",
                   enabled=lambda: picking() or self._reasons.writes_note, while_typing=True,
                   hidden=True),
            Action("review.change.choice_down", "review.next", _call(self._picker.move_by, 1),
                   key="Down", enabled=picking, while_typing=True, repeats=True, hidden=True),
            Action("review.change.choice_up", "review.previous", _call(self._picker.move_by, -1),
                   key="Up", enabled=picking, while_typing=True, repeats=True, hidden=True),
            Action("review.change.leave", "review.leave", self.leave, key="Esc", while_typing=True,
                   enabled=lambda: self._asks() or not self._list.hasFocus()),
        ]  # fmt: skip

    def _looking(self) -> list[Action]:
        return [
            Action("review.change.next", "review.change.next", _call(self._queue.move, 1),
                   key="J", repeats=True, enabled=self._may_move),
            Action("review.change.previous", "review.change.previous",
                   _call(self._queue.move, -1), key="K", repeats=True, enabled=self._may_move),
            Action("review.change.down", "review.change.next", _call(self._queue.move, 1),
                   key="Down", repeats=True, enabled=self._reads_nothing, hidden=True),
            Action("review.change.up", "review.change.previous", _call(self._queue.move, -1),
                   key="Up", repeats=True, enabled=self._reads_nothing, hidden=True),
            Action("review.change.read", "review.change.read", self._card.message.setFocus,
                   key="M", enabled=self._may_answer),
            Action("review.change.compare", "review.change.compare", self._card.meant.setFocus,
                   key="H", enabled=self._may_answer),
        ]  # fmt: skip

    # What may be done now.

    def _asks(self) -> bool:
        return self._reasons.is_open or self._picker.is_open

    def _may_move(self) -> bool:
        return not self._asks()

    def _may_answer(self) -> bool:
        return self._queue.card is not None and not self._asks()

    def _reads_nothing(self) -> bool:
        """In a text one reads, the arrows move through it."""
        return self._may_move() and not isinstance(QApplication.focusWidget(), QTextEdit)

    # What the keys do.

    def leave(self) -> None:
        """Close what lies over the page, and go back to the list."""
        self._reasons.hide()
        self._picker.hide()
        self._card.message.drop_selection()
        self._list.setFocus()

    def _accept(self) -> None:
        self._queue.accept()
        self._list.setFocus()

    def _skip(self) -> None:
        self._queue.skip()
        self._list.setFocus()

    def _reject(self) -> None:
        self._reasons.open_over(self._card.buttons["reject"])

    def _pick(self) -> None:
        self._picker.open_over(self._card.meant)

    def _confirm(self) -> None:
        if self._picker.is_open:
            self._picker.confirm()
        else:
            self._reasons.confirm()


def _call(act: Callable[..., object], *values: object) -> Callable[[], object]:
    return lambda: act(*values)
