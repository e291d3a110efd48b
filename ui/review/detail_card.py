"""One call: its facts, its message beside its fields, and the buttons that decide it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from pipeline.review.desk import ReviewDesk
from pipeline.review.values import CallDetail
from ui.actions import Action
from ui.review.call_header import CallHeader
from ui.review.held_banner import HeldBanner
from ui.review.message_view import MessageView
from ui.review.side_pane import Side, SidePane
from ui.shell.page import Frame
from ui.widgets import Card, KeyButton, PrimaryButton, line

MESSAGE_WIDTH, FIELDS_WIDTH = 450, 380
PADDING, GAP = 12, 8
EXPENDABLE = ("edit", "flag", "story", "copies", "skip", "undo")
"""Buttons that go where there is no room, the first first; their keys stay."""


class DetailCard(Card):
    """Shows one call, and a button with its key for each of the given actions."""

    def __init__(self, frame: Frame, desk: ReviewDesk, user: str, parent: QWidget) -> None:
        super().__init__(padding=PADDING, parent=parent)
        self._frame = frame
        self._user = user
        self._detail: CallDetail | None = None
        parts = QSplitter(Qt.Orientation.Horizontal, self, childrenCollapsible=False)
        parts.setHandleWidth(17)
        self._header = CallHeader(frame.ui, self)
        self.held = HeldBanner(frame.ui, self)
        self.message = MessageView(frame.ui, parts)
        self.side = SidePane(frame.ui, desk, parts)
        self.side.tasks.problem.connect(frame.tell)
        self.fields = self.side.fields
        self.buttons: dict[str, KeyButton] = {
            "approve": PrimaryButton(),
            "reject": KeyButton(role="danger"),
            "restore": KeyButton(),
            "skip": KeyButton(),
            "edit": KeyButton(),
            "flag": KeyButton(),
            "copies": KeyButton(role="quiet"),
            "story": KeyButton(role="quiet"),
            "undo": KeyButton(role="quiet"),
        }
        parts.setSizes([MESSAGE_WIDTH, FIELDS_WIDTH])
        self.body.addWidget(self._header)
        self.body.addWidget(line())
        self.body.addWidget(self.held)
        self.body.addWidget(parts, 1)
        self.body.addLayout(self._bar())
        frame.ui.language.follow(self._retranslate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow card leaves out what is done by key more often than by hand."""
        super().resizeEvent(event)
        self._show_buttons()

    def act_by(self, actions: Sequence[Action]) -> None:
        """Let each button do what its key does."""
        by_id = {action.id: action for action in actions}
        for name, button in self.buttons.items():
            action = by_id[f"review.{name}"]
            button.clicked.connect(guarded(action))
            self._frame.keys.print_on(button, action.id)

    def show_detail(self, detail: CallDetail) -> None:
        """Show a call."""
        self._header.show_detail(detail)
        self.held.show_holder(detail.held_from(self._user) if self._pending(detail) else "")
        self.message.show_message(detail.text, detail.span, detail.fields)
        self.side.show_detail(detail)
        self._detail = detail
        self._show_buttons()

    def _show_buttons(self) -> None:
        if (detail := self._detail) is None:
            return
        pending = self._pending(detail)
        wanted = dict.fromkeys(self.buttons, True)
        wanted |= dict.fromkeys(("approve", "reject", "skip"), pending)
        wanted |= {"restore": not pending, "copies": detail.has_copies}
        room = self.contentsRect().width() - 2 * PADDING
        widths = {name: self.buttons[name].sizeHint().width() + GAP for name in wanted}
        for name in EXPENDABLE:
            needed = sum(widths[one] for one in wanted if wanted[one])
            wanted[name] = wanted[name] and needed <= room
        for name, button in self.buttons.items():
            button.setVisible(wanted[name])

    @staticmethod
    def _pending(detail: CallDetail) -> bool:
        return detail.status == CallStatus.PENDING

    def edit(self, name: FieldName) -> None:
        """Take the focus to a field."""
        self.side.turn(Side.FIELDS)
        self.fields.edit(name)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(GAP)
        for name, button in self.buttons.items():
            if name == "copies":
                bar.addStretch(1)
            bar.addWidget(button)
        self.buttons["restore"].hide()
        return bar

    def _retranslate(self) -> None:
        text = self._frame.ui.language.text
        for name, button in self.buttons.items():
            button.setText(text(f"review.{name}"))
        self.message.setAccessibleName(text("review.message"))


def guarded(action: Action) -> Callable[[], None]:
    """A click does what the key does, when the key would."""

    def run() -> None:
        if action.enabled():
            action.run()

    return run
