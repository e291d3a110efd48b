"""Text one reads beside the message: paragraphs of the interface, and of others' words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit

from ui.context import UiContext
from ui.theme.tokens import TEXT

SMALL = 12
LINE_HEIGHT = 135


class ReadingView(QTextEdit):
    """Is written anew by `write` when what it shows, the theme or the language changes."""

    def __init__(self, ui: UiContext, name_key: str) -> None:
        super().__init__()
        self._ui = ui
        self._name_key = name_key
        self._shown: object = None
        self.setProperty("kind", "message")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        ui.theme.changed.connect(self._rewrite)
        ui.language.changed.connect(self._rewrite)

    def write(self, cursor: QTextCursor) -> None:
        """Write everything, from the beginning. Each view says how: Qt's own metaclass leaves
        no room for an abstract method."""
        raise NotImplementedError

    def begin(self, shown: object) -> None:
        """Show something; what is shown already keeps its place under the eye."""
        place = self.verticalScrollBar().value() if shown == self._shown else 0
        self._shown = shown
        self._rewrite()
        self.verticalScrollBar().setValue(place)

    def paragraph(
        self,
        cursor: QTextCursor,
        *,
        above: int = 0,
        indent: int = 0,
        own_direction: bool = False,
    ) -> None:
        """Begin a paragraph; others' words run in their own direction."""
        block = QTextBlockFormat()
        block.setTopMargin(above)
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        direction = Qt.LayoutDirection
        if own_direction:
            block.setLayoutDirection(direction.LayoutDirectionAuto)
        else:
            mirrored = self._ui.language.right_to_left
            block.setLayoutDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
        if self._ui.language.right_to_left:
            block.setRightMargin(indent)
        else:
            block.setLeftMargin(indent)
        if cursor.atStart():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)

    def ink(self, colour: str, *, size: int = TEXT, strong: bool = False) -> QTextCharFormat:
        """How words are written."""
        made = QTextCharFormat()
        made.setForeground(QColor(colour))
        made.setProperty(QTextCharFormat.Property.FontPixelSize.value, size)
        made.setFontWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return made

    def _rewrite(self) -> None:
        self.setAccessibleName(self._ui.language.text(self._name_key))
        if self._shown is None:
            return
        self.clear()
        self.write(QTextCursor(self.document()))
        self.moveCursor(QTextCursor.MoveOperation.Start)
