"""One line down the page: every step with its time, folded until one wants to know more."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
)

from pipeline.operations.trace import Trace
from pipeline.operations.trace_values import Step
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.reading_view import SMALL, ReadingView
from ui.trace.words import colour, second_line, step_text, third_line, unfolded

GUTTER = 26
INSET = 12
DOT = 4.5
ABOVE = 4


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Where a step stands in the text: its first block, the one behind its last, its dot."""

    first: int
    behind: int
    colour: str


class Timeline(ReadingView):
    """Steps one walks along by key; the one that is on is lit, and can be unfolded."""

    moved = Signal()
    """Another step is on, or the same says something else."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "trace.timeline")
        self._trace: Trace | None = None
        self._drawn: list[_Drawn] = []
        self._open: set[int] = set()
        self._at = 0
        self.setAccessibleName(ui.language.text("trace.timeline"))
        # One is on a step, not between two letters: there is no caret.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def trace(self) -> Trace | None:
        """What is shown."""
        return self._trace

    @property
    def current(self) -> Step | None:
        """The step that is on."""
        steps = self._trace.steps if self._trace else ()
        return steps[self._at] if self._at < len(steps) else None

    @property
    def is_unfolded(self) -> bool:
        """Whether the step that is on tells all."""
        return self._at in self._open

    def show_trace(self, trace: Trace) -> None:
        """Show a trace. One that is shown already keeps what is unfolded, and its place."""
        same = self._trace is not None and self._trace.message_id == trace.message_id
        self._trace = trace
        if not same:
            self._open.clear()
            self._at = 0
        self._at = min(self._at, max(0, len(trace.steps) - 1))
        self.begin(trace.message_id)
        self._light(follow=not same)

    def walk(self, step: int) -> None:
        """Go to another step."""
        if self._trace is not None and self._trace.steps:
            self._at = max(0, min(self._at + step, len(self._trace.steps) - 1))
            self._light()

    def unfold(self) -> None:
        """Tell all of the step that is on, or less again."""
        self._open ^= {self._at}
        self._write_again()

    def unfold_all(self) -> None:
        """Tell all of every step, or of none."""
        every = set(range(len(self._trace.steps))) if self._trace else set()
        self._open = set() if self._open >= every else every
        self._write_again()

    def write(self, cursor: QTextCursor) -> None:
        """Each step: what happened, when, and what there is to say of it."""
        self._drawn = []
        for number, step in enumerate(self._trace.steps if self._trace else ()):
            self._write_step(cursor, number, step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to a step; a selection of text stays one."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self._go_to(self.cursorForPosition(event.position().toPoint()).blockNumber())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks unfold it."""
        self._go_to(self.cursorForPosition(event.position().toPoint()).blockNumber())
        self.unfold()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is on lies on a ground of its own; then the words, the thread and its dots."""
        self._paint_ground()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across = GUTTER / 2 + 2
        mirrored = self._ui.language.right_to_left
        x = self.viewport().width() - across if mirrored else across
        places = [(self._middle_of(one.first), one.colour) for one in self._drawn]
        if len(places) > 1:
            painter.setPen(QPen(QColor(self._ui.theme.tokens.line), 2))
            painter.drawLine(QPointF(x, places[0][0]), QPointF(x, places[-1][0]))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, (y, ink) in enumerate(places):
            painter.setBrush(QColor(ink))
            size = DOT + 1.5 if number == self._at else DOT
            painter.drawEllipse(QPointF(x, y), size, size)

    def _paint_ground(self) -> None:
        if self._at >= len(self._drawn):
            return
        one, document = self._drawn[self._at], self.document()
        layout = document.documentLayout()
        first = layout.blockBoundingRect(document.findBlockByNumber(one.first))
        last = layout.blockBoundingRect(document.findBlockByNumber(one.behind - 1))
        ground = QRectF(0, first.top(), self.viewport().width(), last.bottom() - first.top())
        ground.translate(0, -self.verticalScrollBar().value())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ui.theme.tokens.hover))
        painter.drawRoundedRect(ground.adjusted(0, -ABOVE, 0, ABOVE), 6, 6)

    def _middle_of(self, block: int) -> float:
        """How high on the viewport the first line of a block stands."""
        cursor = QTextCursor(self.document().findBlockByNumber(block))
        return float(self.cursorRect(cursor).center().y())

    def _go_to(self, block: int) -> None:
        found = (n for n, one in enumerate(self._drawn) if one.first <= block < one.behind)
        self._at = next(found, self._at)
        self._light()

    def _write_again(self) -> None:
        place = self.verticalScrollBar().value()
        self._rewrite()
        self.verticalScrollBar().setValue(place)
        self._light()

    def _rewrite(self) -> None:
        super()._rewrite()
        self._light(follow=False)

    def _write_step(self, cursor: QTextCursor, number: int, step: Step) -> None:
        tokens, language = self._ui.theme.tokens, self._ui.language
        self.paragraph(cursor, above=12 if number else 6, indent=GUTTER)
        first = cursor.blockNumber()
        head = self.ink(tokens.muted if step.undone else tokens.text, strong=not step.undone)
        head.setFontStrikeOut(step.undone)
        cursor.insertText(step_text(language, step), head)
        small = self.ink(tokens.muted, size=SMALL)
        for said in (second_line(language, step), third_line(language, step)):
            if said:
                self.paragraph(cursor, indent=GUTTER)
                cursor.insertText(said, small)
        if number in self._open:
            self._write_facts(cursor, step)
        self._drawn.append(_Drawn(first, cursor.blockNumber() + 1, colour(tokens, step)))

    def _write_facts(self, cursor: QTextCursor, step: Step) -> None:
        tokens, colon = self._ui.theme.tokens, self._ui.language.text("trace.colon")
        name_ink = self.ink(tokens.muted, size=SMALL)
        value_ink = self.ink(tokens.text, size=SMALL)
        for name, value in unfolded(self._ui.language, step):
            lines = value.split("\n")
            self.paragraph(cursor, indent=GUTTER + INSET)
            cursor.insertText(f"{name}{colon} ", name_ink)
            if len(lines) == 1:
                cursor.insertText(isolate(value), value_ink)
                continue
            for line in lines:
                self.paragraph(cursor, indent=GUTTER + 2 * INSET, own_direction=True)
                cursor.insertText(line, value_ink)

    def _light(self, *, follow: bool = True) -> None:
        """Light the step that is on, and bring it into sight."""
        if follow and self._at < len(self._drawn):
            self._show_block(self._drawn[self._at])
        self.viewport().update()
        self.moved.emit()

    def _show_block(self, one: _Drawn) -> None:
        """Bring a step into sight: its end if there is room, its beginning in any case."""
        document = self.document()
        for number in (one.behind - 1, one.first):
            self.setTextCursor(QTextCursor(document.findBlockByNumber(number)))
            self.ensureCursorVisible()
