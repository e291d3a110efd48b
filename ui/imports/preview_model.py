"""The first messages of a dump as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from pipeline.dumps.message import DumpMessage, Kind
from ui.context import UiContext
from ui.i18n import isolate
from ui.widgets import ALIGN_TEXT

TIME, SENDER, TEXT = range(3)
_HEADS = ("imports.time", "imports.sender", "imports.text")
_Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Time, sender and text; what is no message is muted and says what it is."""

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._messages: Sequence[DumpMessage] = ()

    def show_messages(self, messages: Sequence[DumpMessage]) -> None:
        """Show others, or the same in another language or theme."""
        self.beginResetModel()
        self._messages = messages
        self.endResetModel()

    def text_of(self, row: int) -> str:
        """A message as it was written."""
        return self._messages[row].text

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row a message."""
        return 0 if parent.isValid() else len(self._messages)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Time, sender, text."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._ui.language.text(_HEADS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        message = self._messages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(message, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TEXT:
            return message.text[:2000]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_TEXT
        if role == Qt.ItemDataRole.ForegroundRole:
            muted = index.column() == TIME or message.kind is not Kind.MESSAGE
            tokens = self._ui.theme.tokens
            return QColor(tokens.muted if muted else tokens.text)
        return None

    def _shown(self, message: DumpMessage, column: int) -> str:
        if column == TIME:
            moment = message.sent_at
            return self._ui.language.moment(moment) if moment else "—"
        if column == SENDER:
            return isolate(" ".join(message.sender.split())) if message.sender else "—"
        text = " ".join(message.text.split())
        if message.kind is Kind.MESSAGE:
            return isolate(text)
        kind = self._ui.language.text(f"imports.kind.{message.kind.value}")
        return f"{kind}: {isolate(text)}" if text else kind
