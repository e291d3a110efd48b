"""A call's story, line by line: what happened, when, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTextCursor

from pipeline.review.story import Step, What
from pipeline.riyadh import in_zone
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.reading_view import SMALL, ReadingView

GUTTER = 22
DOT = 4.0
_GOOD = (What.APPROVE, What.LIVE)
_BAD = (What.REJECT, What.FAILED, What.DELETED, What.REMOVED_ELSEWHERE)


class StoryView(ReadingView):
    """A thread of dots, the newest step last."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "review.story")
        self._steps: Sequence[Step] = ()
        self._dots: list[tuple[int, str]] = []

    def show_story(self, call_id: int, steps: Sequence[Step]) -> None:
        """Show a call's story."""
        self._steps = steps
        self.begin(call_id)

    def write(self, cursor: QTextCursor) -> None:
        """Each step: what happened, then when, and what there is to say of it."""
        self._dots = []
        for step in self._steps:
            self._write_step(cursor, step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The thread, and a dot where each step begins."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self._ui.language.right_to_left
        x = self.viewport().width() - GUTTER / 2 if mirrored else GUTTER / 2
        places = [(self._middle_of(block), colour) for block, colour in self._dots]
        if len(places) > 1:
            painter.setPen(QPen(QColor(self._ui.theme.tokens.line), 2))
            painter.drawLine(QPointF(x, places[0][0]), QPointF(x, places[-1][0]))
        painter.setPen(Qt.PenStyle.NoPen)
        for y, colour in places:
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QPointF(x, y), DOT, DOT)

    def _middle_of(self, block: int) -> float:
        """How high on the viewport the first line of a block stands."""
        cursor = QTextCursor(self.document().findBlockByNumber(block))
        return float(self.cursorRect(cursor).center().y())

    def _write_step(self, cursor: QTextCursor, step: Step) -> None:
        tokens, language = self._ui.theme.tokens, self._ui.language
        self.paragraph(cursor, above=10 if self._dots else 4, indent=GUTTER)
        self._dots.append((cursor.blockNumber(), self._colour(step)))
        head = self.ink(tokens.muted if step.undone else tokens.text, strong=not step.undone)
        head.setFontStrikeOut(step.undone)
        cursor.insertText(self._sentence(step), head)
        small = self.ink(tokens.muted, size=SMALL)
        if step.undone:
            cursor.insertText(f" · {language.text('review.told.undone')}", small)
        for said in self._beneath(step):
            self.paragraph(cursor, indent=GUTTER)
            cursor.insertText(said, small)

    def _colour(self, step: Step) -> str:
        tokens = self._ui.theme.tokens
        if step.undone:
            return tokens.edge
        if step.what in _GOOD:
            return tokens.good
        return tokens.bad if step.what in _BAD else tokens.accent

    def _sentence(self, step: Step) -> str:
        language = self._ui.language
        key = f"review.told.{step.what}"
        if step.what == What.SENT and not step.by:
            key = "review.told.sent_by_nobody"
        if not language.has(key):
            key = "review.told.other"
        return language.text(
            key,
            by=isolate(step.by),
            said=self._said(step),
            number=isolate(str(step.number)),
            what=isolate(step.what),
        )

    def _said(self, step: Step) -> str:
        language = self._ui.language
        if step.what == What.REJECT and language.has(f"review.reason.{step.said}"):
            return language.text(f"review.reason.{step.said}").rstrip("…")
        if step.what == What.EXTRACTED and language.has(f"review.reader.{step.said}"):
            return language.text(f"review.reader.{step.said}")
        return isolate(step.said)

    def _beneath(self, step: Step) -> list[str]:
        """The lines below: changed values, words, an error, and always the time."""
        language = self._ui.language
        lines = [
            language.text(
                "review.told.change",
                field=language.text(f"review.field.{edit.name}"),
                before=isolate(_short(edit.before) or "—"),
                after=isolate(_short(edit.after) or "—"),
            )
            for edit in step.edits
        ]
        if step.what == What.KEPT and step.said:
            lines.append(language.text("review.told.because", said=isolate(step.said)))
        if step.what == What.FAILED and step.said:
            lines.append(isolate(language.sentence(step.said)))
        if step.what in (What.APPROVE, What.REJECT, What.SETTLED) and step.note:
            lines.append(isolate(f"“{step.note}”"))
        if step.what == What.ASKED and step.number:
            cost = language.money(step.number, 4)
            lines.append(language.text("review.told.cost", cost=cost))
        if step.at is not None:
            # What a group shows is told as in Riyadh; all else is kept in UTC.
            at = in_zone(step.at) if step.what == What.SENT else step.at.replace(tzinfo=UTC)
            lines.append(language.moment(at))
        return lines


def _short(value: str) -> str:
    """One line of a value: the whole of it is in its field."""
    line = " ".join(value.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
