"""One field: its name and key, its state in words, and its value, edited in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from pipeline.extraction.call import FieldName, FieldState
from pipeline.review.fields import MISSING, WANTED
from pipeline.review.values import FieldView
from ui.context import UiContext
from ui.review.doubts import doubt_text
from ui.widgets import label, set_kind

MOST_LINES = 4
NAME_WIDTH = 122
NARROW = 310
FROM_LEFT, FROM_RIGHT = (10, 2, 4, 2), (4, 2, 10, 2)
_PADDING = 14


class FieldEditor(QTextEdit):
    """As high as its text, up to some lines; Enter and Escape are its page's."""

    focused = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._set_direction)
        self.textChanged.connect(self._grow)
        self._set_direction()

    def changeEvent(self, event: QEvent) -> None:
        """A value runs in its own direction, whatever the interface does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_direction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps into another height."""
        super().resizeEvent(event)
        self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that it is this field one looks at."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _set_direction(self) -> None:
        """A text begins where it reads from, an empty field where the interface does."""
        own = Qt.LayoutDirection.LayoutDirectionAuto
        wanted = self.layoutDirection() if self.document().isEmpty() else own
        if self.document().defaultTextOption().textDirection() == wanted:
            return
        option = QTextOption()
        option.setTextDirection(wanted)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def _grow(self) -> None:
        line = self.fontMetrics().lineSpacing()
        wanted = self.document().size().height()
        many = wanted > (MOST_LINES + 0.5) * line
        height = round(min(max(wanted, line), MOST_LINES * line)) + _PADDING + 2
        if self.height() != height:
            self.setFixedHeight(height)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if many else policy.ScrollBarAlwaysOff
        )


class FieldRow(QWidget):
    """A field with the hue of its evidence at its side."""

    focused = Signal(FieldName)
    committed = Signal(FieldName, str)
    """Another value than the one shown was confirmed or left behind."""

    def __init__(
        self,
        ui: UiContext,
        name: FieldName,
        key: str = "",
        parent: QWidget | None = None,
        *,
        beside_message: bool = True,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._whys = "review.why" if beside_message else "review.why_alone"
        self._ui = ui
        self._view = FieldView(name, "", MISSING)
        self._name = label("", "heading")
        self._key = label(key, "cap")
        if not key:
            self._key.hide()
        self._key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._key.setMinimumWidth(20)
        self._state = label("", "small")
        self._reason = label("", "warn", wrap=True)
        self.editor = FieldEditor(self)
        self.editor.focused.connect(lambda: self.focused.emit(self.name))
        self.editor.left.connect(self.commit)
        name_line = QHBoxLayout()
        name_line.setSpacing(6)
        name_line.addWidget(self._key)
        name_line.addWidget(self._name, 1)
        naming = QVBoxLayout()
        naming.setSpacing(1)
        naming.addLayout(name_line)
        naming.addWidget(self._state)
        naming.addStretch(1)
        value = QVBoxLayout()
        value.setSpacing(4)
        value.addWidget(self.editor)
        value.addWidget(self._reason)
        value.addStretch(1)
        self._state.setFixedWidth(NAME_WIDTH)
        self._name.setMinimumWidth(0)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addLayout(naming)
        self._row.addLayout(value, 1)
        ui.language.follow(self._retranslate)

    @property
    def view(self) -> FieldView:
        """The field as it was read."""
        return self._view

    @property
    def needs_a_look(self) -> bool:
        """Whether a reviewer should not pass it by."""
        state = self._view.state
        doubtful = state in (FieldState.DOUBTFUL, FieldState.NOT_IN_TEXT)
        return doubtful or (state == MISSING and self.name in WANTED)

    @property
    def changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.editor.toPlainText().strip() != self._view.value.strip()

    def show_view(self, view: FieldView, *, keep_typing: bool = False) -> None:
        """Show a field; with `keep_typing`, what is being typed stays."""
        typing = keep_typing and self.editor.hasFocus() and self.changed
        self._view = view
        if not typing and self.editor.toPlainText() != view.value:
            self.editor.setPlainText(view.value)
        self._retranslate()

    def edit(self, *, select: bool = True) -> None:
        """Take the focus for typing."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if select:
            self.editor.selectAll()
        else:
            self.editor.moveCursor(QTextCursor.MoveOperation.End)

    def revert(self) -> None:
        """Forget what was typed."""
        if self.changed:
            self.editor.setPlainText(self._view.value)

    def commit(self) -> None:
        """Hand over what was typed, if it is something else."""
        if self.changed:
            self.committed.emit(self.name, self.editor.toPlainText().strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the value stands under the name."""
        super().resizeEvent(event)
        beside = self.width() >= NARROW
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def mousePressEvent(self, _: QMouseEvent) -> None:
        """Its name is a handle to it."""
        self.edit(select=False)

    def paintEvent(self, _: QPaintEvent) -> None:
        """A bar in the field's hue, full where there is evidence."""
        painter = QPainter(self)
        hue = self._ui.theme.tokens.hue(self.name)
        colour = QColor(hue.underline if self._view.spans else self._ui.theme.tokens.line)
        x = self.width() - 3 if self._ui.language.right_to_left else 0
        painter.fillRect(x, 6, 3, self.height() - 12, colour)

    def _retranslate(self) -> None:
        # Margins are not mirrored by themselves, and the bar stands where a line begins.
        self._row.setContentsMargins(
            *(FROM_RIGHT if self._ui.language.right_to_left else FROM_LEFT)
        )
        text = self._ui.language.text
        name = text(f"review.field.{self.name}")
        self._name.setText(name)
        set_kind(self._name, "heading" if self._view.value or self.needs_a_look else "muted")
        self._state.setText(self._state_text())
        set_kind(self._state, "warn" if self.needs_a_look else "small")
        self._reason.setText(self._reason_text())
        self._reason.setVisible(bool(self._reason.text()))
        self.editor.setPlaceholderText(text("review.not_announced"))
        self.editor.setAccessibleName(f"{name}: {self._state.text()}")

    def _state_text(self) -> str:
        if self._view.state == FieldState.EDITED:
            return self._ui.language.text("review.state.edited", by=self._view.by)
        return self._ui.language.text(f"review.state.{self._view.state}")

    def _reason_text(self) -> str:
        if not self.needs_a_look:
            return ""
        if self._view.doubt:
            return doubt_text(self._ui.language, self._view.doubt)
        return self._ui.language.text(f"{self._whys}.{self._view.state}")
