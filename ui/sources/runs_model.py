"""The runs of one source as a table: when, what came, how long it took, how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from db.models import SourceRun
from ui.context import UiContext
from ui.sources.words import Words
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, icon

COLUMNS = ("when", "brought", "new", "took", "outcome")
NUMBERS = ("brought", "new", "took")
RUNNING, OK, CANCELLED = "running", "ok", "cancelled"
_LOOKS = {RUNNING: ("retry", "accent"), OK: ("check", "good"), CANCELLED: ("cross", "muted")}
_FAILED = ("warning", "bad")
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class RunsModel(QAbstractTableModel):
    """Newest first."""

    def __init__(self, ui: UiContext, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._words = words
        self._runs: list[SourceRun] = []

    @property
    def runs(self) -> Sequence[SourceRun]:
        """What is held."""
        return self._runs

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Only what is held."""
        return 0 if parent.isValid() else len(self._runs)

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
            return self._ui.language.text(f"sources.run.{COLUMNS[section]}")
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if COLUMNS[section] in NUMBERS else ALIGN_TEXT
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        run, column = self._runs[index.row()], COLUMNS[index.column()]
        if role == _Role.DisplayRole:
            return self._text(run, column)
        if role == _Role.ToolTipRole:
            return self._hint(run, column)
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column in NUMBERS else ALIGN_TEXT
        if column != "outcome" or role not in (_Role.DecorationRole, _Role.ForegroundRole):
            return None
        name, token = _LOOKS.get(run.outcome, _FAILED)
        colour = getattr(self._ui.theme.tokens, token)
        return icon(name, colour, size=16) if role == _Role.DecorationRole else QColor(colour)

    def replace(self, runs: Sequence[SourceRun]) -> None:
        """Hold other runs. The same ones only change what they say."""
        same = [run.id for run in runs] == [run.id for run in self._runs]
        if not same:
            self.beginResetModel()
        self._runs = list(runs)
        if same:
            self.repaint()
        else:
            self.endResetModel()

    def repaint(self) -> None:
        """Say everything anew: another language, theme or minute."""
        if self._runs:
            last = self.index(len(self._runs) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, run: SourceRun, column: str) -> str:
        language = self._ui.language
        if column == "when":
            return language.age(run.started_at)
        if column == "brought":
            return language.number(run.fetched)
        if column == "new":
            return language.number(run.stored)
        if column == "took":
            return self._took(run)
        return language.text(f"sources.outcome.{run.outcome}")

    def _took(self, run: SourceRun) -> str:
        if run.finished_at is None:
            return "–"
        seconds = (run.finished_at - run.started_at).total_seconds()
        if seconds < 10:
            return self._ui.language.text("sources.seconds", n=self._ui.language.number(seconds, 1))
        return self._ui.language.duration(seconds)

    def _hint(self, run: SourceRun, column: str) -> str | None:
        if column == "when":
            return self._words.moment(run.started_at)
        if column == "outcome" and run.error:
            return self._ui.language.sentence(run.error)
        return None
