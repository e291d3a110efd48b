"""Beside the message: the call's fields, its story, or the copies of it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QStackedWidget, QTextEdit, QWidget

from pipeline.errors import TakeOneError
from pipeline.review.desk import ReviewDesk
from pipeline.review.values import CallDetail
from ui.context import UiContext
from ui.review.copies_view import CopiesView
from ui.review.fields_panel import FieldsPanel
from ui.review.story_view import StoryView
from ui.tasks import Tasks


class Side(StrEnum):
    """What the pane can show."""

    FIELDS = "fields"
    STORY = "story"
    COPIES = "copies"


class SidePane(QStackedWidget):
    """Shows one side of a call; the other two are built and read when they are turned to."""

    def __init__(self, ui: UiContext, desk: ReviewDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._desk = desk
        self._detail: CallDetail | None = None
        self._story: StoryView | None = None
        self._copies: CopiesView | None = None
        self.fields = FieldsPanel(ui, parent=self)
        self.fields.focused.connect(lambda: self.turn(Side.FIELDS))
        self.addWidget(self.fields)
        self.tasks = Tasks(self)
        self.shown = Side.FIELDS

    def turn(self, side: Side) -> None:
        """Show this side."""
        if side == self.shown:
            return
        self.shown = side
        if side == Side.FIELDS:
            self.tasks.cancel("side")
            self.setCurrentWidget(self.fields)
            return
        view = self._view()
        self.setCurrentWidget(view)
        view.setFocus()
        self._read()

    def show_detail(self, detail: CallDetail) -> None:
        """Show this call from the same side."""
        self._detail = detail
        self.fields.show_detail(detail)
        if self.shown != Side.FIELDS:
            self._read()

    def _view(self) -> QTextEdit:
        if self.shown == Side.STORY:
            if self._story is None:
                self._story = StoryView(self._ui)
                self.addWidget(self._story)
            return self._story
        if self._copies is None:
            self._copies = CopiesView(self._ui)
            self.addWidget(self._copies)
        return self._copies

    def _read(self) -> None:
        if self._detail is not None:
            self.tasks.start("side", self._show(self._detail.id))

    async def _show(self, call_id: int) -> None:
        try:
            if self.shown == Side.STORY and self._story is not None:
                self._story.show_story(call_id, await self._desk.history(call_id))
            elif self._copies is not None:
                self._copies.show_copies(call_id, await self._desk.copies(call_id))
        except TakeOneError as error:
            view = self._view()
            view.setPlainText(self._ui.language.sentence(error))
