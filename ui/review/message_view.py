"""The message exactly as it was received, with the words each field was read from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from pipeline.extraction.call import FieldName
from pipeline.review.values import FieldView
from pipeline.text.span import Span
from ui.context import UiContext
from ui.review.offsets import Offsets

LINE_HEIGHT = 175
"""Per cent: room for the fields' names above their words."""
TAG = 10
TAG_GAP = 8


class MessageView(QTextEdit):
    """Plain text, never markup. Each paragraph runs in its own direction."""

    field_pressed = Signal(FieldName)
    """Words some field was read from were clicked, or the caret came on them."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._text = ""
        self._offsets = Offsets("")
        self._fields: Sequence[FieldView] = ()
        self._span = Span(0, 0)
        self._lit: FieldName | None = None
        self.setProperty("kind", "message")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._set_up()
        self.cursorPositionChanged.connect(self._caret_moved)
        ui.theme.changed.connect(self._mark)
        ui.language.changed.connect(self.viewport().update)

    def show_message(self, text: str, span: Span, fields: Sequence[FieldView]) -> None:
        """Show a text; the call's own part stands out from the rest."""
        if self._offsets.shown and text == self._text and span == self._span:
            self._fields = fields
            self._mark()
            return
        self._text = text
        self._offsets = Offsets(text)
        self._span, self._fields, self._lit = span, fields, None
        self.blockSignals(True)
        self._write(self._offsets.shown)
        self.blockSignals(False)
        self._mark()
        self._scroll_to(self._offsets.position(span.start), at_top=True)

    def light(self, name: FieldName | None) -> None:
        """Let one field's words stand out, and show them."""
        if name == self._lit:
            return
        self._lit = name
        self._mark()
        spans = next((view.spans for view in self._fields if view.name == name), ())
        if spans:
            self._scroll_to(self._offsets.position(spans[0].start))

    def selected(self) -> tuple[Span, str] | None:
        """What is selected, as received, without the white space around it."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        span = self._offsets.span(cursor.selectionStart(), cursor.selectionEnd())
        raw = self._text[span.start : span.end]
        start = span.start + len(raw) - len(raw.lstrip())
        value = raw.strip()
        return (Span(start, start + len(value)), value) if value else None

    def drop_selection(self) -> None:
        """Select nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.blockSignals(True)
        self.setTextCursor(cursor)
        self.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        """A mirrored interface leaves each paragraph its own direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self._text:
            self._set_up()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on marked words is a click on their field."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self._press(self.cursorForPosition(event.position().toPoint()).position())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, then each field's name above its words: a hue never speaks alone."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        font = QFont(self.font())
        font.setPixelSize(TAG)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        taken: list[QRect] = []
        for view in self._marked():
            hue = self._ui.theme.tokens.hue(view.name)
            painter.setPen(QColor(hue.underline))
            name = self._ui.language.text(f"review.field.{view.name}")
            for span in view.spans[:1]:
                self._paint_tag(painter, span, name, taken)

    def _paint_tag(self, painter: QPainter, span: Span, name: str, taken: list[QRect]) -> None:
        start, end = self._offsets.range(span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        first = self.cursorRect(cursor)
        cursor.setPosition(min(start + 1, end))
        right_to_left = self.cursorRect(cursor).left() < first.left()
        width = painter.fontMetrics().horizontalAdvance(name)
        x = first.left() - width if right_to_left else first.left()
        place = QRect(x, first.top() - 4 - TAG, width, TAG)
        while beside := next((one for one in taken if one.intersects(place)), None):
            place.moveLeft(
                beside.left() - width - TAG_GAP if right_to_left else beside.right() + TAG_GAP
            )
        taken.append(place)
        painter.drawText(QPoint(place.left(), first.top() - 4), name)

    def _write(self, text: str) -> None:
        """Replace everything at once: each change by itself would lay all of it out anew."""
        block = QTextBlockFormat()
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        cursor.setBlockFormat(block)
        cursor.insertText(text, QTextCharFormat())
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_up(self) -> None:
        """What holds for whatever is shown."""
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setAlignment(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setTopMargin(TAG + 8)
        frame.setFrameFormat(shape)

    def _mark(self) -> None:
        tokens = self._ui.theme.tokens
        marks = [*self._faint(0, self._span.start), *self._faint(self._span.end, len(self._text))]
        lit: list[QTextEdit.ExtraSelection] = []
        for view in self._marked():
            hue = tokens.hue(view.name)
            shape = QTextCharFormat()
            shape.setBackground(QColor(hue.fill))
            shape.setForeground(QColor(tokens.text))
            shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            shape.setUnderlineColor(QColor(hue.underline))
            if view.name == self._lit:
                shape.setBackground(QColor(hue.underline))
                shape.setForeground(QColor(tokens.surface))
            target = lit if view.name == self._lit else marks
            target.extend(self._selection(span, shape) for span in view.spans)
        self.setExtraSelections([*marks, *lit])

    def _marked(self) -> list[FieldView]:
        """The fields whose words show. The description is most of the text, so it would drown
        the others; it shows while it is the one looked at."""
        shown = [
            view
            for view in self._fields
            if view.spans and (view.name != FieldName.DESCRIPTION or view.name == self._lit)
        ]
        # Words inside the words of another field are marked over them.
        return sorted(shown, key=lambda view: -sum(s.end - s.start for s in view.spans))

    def _faint(self, start: int, end: int) -> list[QTextEdit.ExtraSelection]:
        if not self._text[start:end].strip():
            return []
        shape = QTextCharFormat()
        shape.setForeground(QColor(self._ui.theme.tokens.muted))
        return [self._selection(Span(start, end), shape)]

    def _selection(self, span: Span, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
        start, end = self._offsets.range(span)
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        made.format = shape
        return made

    def _scroll_to(self, position: int, *, at_top: bool = False) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        place = self.cursorRect(cursor)
        bar = self.verticalScrollBar()
        room = self.viewport().height()
        if at_top:
            bar.setValue(bar.value() + place.top() - 32 if place.top() > room // 2 else 0)
        elif place.top() < 0 or place.bottom() > room:
            bar.setValue(bar.value() + place.top() - room // 3)

    def _caret_moved(self) -> None:
        if self.hasFocus() and not self.textCursor().hasSelection():
            name = self._field_at(self.textCursor().position())
            if name is not None:
                self.light(name)

    def _press(self, position: int) -> None:
        if (name := self._field_at(position)) is not None:
            self.field_pressed.emit(name)

    def _field_at(self, position: int) -> FieldName | None:
        """The field with the fewest words around a place."""
        offset = self._offsets.span(position, position).start
        around = [
            (span.end - span.start, view.name)
            for view in self._marked()
            for span in view.spans
            if span.start <= offset < span.end
        ]
        return min(around)[1] if around else None
