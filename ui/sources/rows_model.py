"""Sources as a table: what each is, how it is, when it is asked, what it brings and costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from pipeline.sources.catalogue import Listed
from ui.context import UiContext
from ui.i18n import isolate
from ui.sources.words import HEALTH_LOOKS, Words
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, badge_icon, icon

COLUMNS = ("name", "health", "last", "next", "brought", "cost")
NUMBERS = ("brought", "cost")
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class SourcesModel(QAbstractTableModel):
    """Holds the rows that are shown, in their order."""

    def __init__(self, ui: UiContext, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._words = words
        self._rows: list[Listed] = []
        self._asking: Collection[int] = ()
        self._held = False

    @property
    def rows(self) -> Sequence[Listed]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Only what is held."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Always the same."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The columns' names, aligned as what stands below them."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"sources.column.{COLUMNS[section]}")
        if role == _Role.ToolTipRole:
            return self._ui.language.text(f"sources.column_hint.{COLUMNS[section]}")
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if COLUMNS[section] in NUMBERS else ALIGN_TEXT
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == _Role.DisplayRole:
            return self._text(one, column)
        if role == _Role.ToolTipRole:
            return self._hint(one, column)
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column in NUMBERS else ALIGN_TEXT
        if role == _Role.DecorationRole:
            return self._icon(one, column)
        if role == _Role.ForegroundRole:
            return self._ink(one, column)
        return None

    def replace(self, rows: Sequence[Listed], asking: Collection[int], *, held: bool) -> None:
        """Hold other rows. The same sources in the same places only change what they say."""
        same = [one.source.id for one in rows] == [one.source.id for one in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._asking, self._held = list(rows), asking, held
        if same:
            self.repaint()
        else:
            self.endResetModel()

    def repaint(self) -> None:
        """Say everything anew: another language, theme or minute."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, one: Listed, column: str) -> str:
        source = one.source
        if column == "name":
            return isolate(" ".join(source.name.split()))
        if column == "health":
            return self._words.health(one, asking=source.id in self._asking)
        if column == "last":
            return self._words.age(source.last_run_at)
        if column == "next":
            return self._words.due(source, held=self._held)
        if column == "brought":
            return self._ui.language.number(one.brought)
        return self._words.money(one.cost_today)

    def _hint(self, one: Listed, column: str) -> str | None:
        source = one.source
        if column == "name":
            return f"{self._words.kind(source.adapter)} · {isolate(source.identifier)}"
        if column == "health" and source.last_error:
            return self._ui.language.sentence(source.last_error)
        moment = {"last": source.last_run_at, "next": source.next_run_at}.get(column)
        return self._words.moment(moment) if moment else None

    def _icon(self, one: Listed, column: str) -> object:
        tokens = self._ui.theme.tokens
        if column == "name":
            return icon(badge_icon(one.source.kind), tokens.muted, size=16)
        if column != "health":
            return None
        if one.source.id in self._asking:
            return icon("retry", tokens.accent, size=16)
        name, token = HEALTH_LOOKS[one.health]
        return icon(name, getattr(tokens, token), size=16)

    def _ink(self, one: Listed, column: str) -> QColor | None:
        tokens = self._ui.theme.tokens
        if column == "name":
            return None
        if column != "health":
            return QColor(tokens.muted)
        asking = one.source.id in self._asking
        token = "accent" if asking else HEALTH_LOOKS[one.health][1]
        return QColor(getattr(tokens, token))
