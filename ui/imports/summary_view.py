"""What came of an import."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.context import UiContext
from ui.i18n import isolate
from ui.imports.entry import Entry, Stage
from ui.imports.outcome import Outcome
from ui.widgets import Card, ElidedLabel, IconLabel, label

_TILES = ("messages", "new", "repeated", "passed", "unsure", "skipped")
_ICONS = {
    Stage.DONE: ("check", "good"),
    Stage.FAILED: ("warning", "bad"),
    Stage.CANCELLED: ("cross", "warn"),
}


class SummaryView(QWidget):
    """Counts, then one line for each file, with its sentence where it failed."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._outcome = Outcome()
        self._entries: Sequence[Entry] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._counts = Card(padding=16)
        self._counts.body.addLayout(self._tiles())
        self._waiting = label("", "muted", wrap=True)
        self._counts.body.addWidget(self._waiting)
        column.addWidget(self._counts)
        self._files = Card(padding=16)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._files.body.addWidget(self._area)
        column.addWidget(self._files, 1)
        ui.language.follow(self._retranslate)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what was counted."""
        self._outcome = outcome
        self._retranslate_counts()

    def show_files(self, entries: Sequence[Entry]) -> None:
        """List what was imported and what was not."""
        self._entries = list(entries)
        self._retranslate_files()

    def _tiles(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self._numbers, self._words = {}, {}
        for place, name in enumerate(_TILES):
            self._numbers[name] = ElidedLabel("", "title")
            self._words[name] = ElidedLabel("", "muted")
            grid.addWidget(self._numbers[name], 0, place)
            grid.addWidget(self._words[name], 1, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _retranslate(self) -> None:
        self._retranslate_counts()
        self._retranslate_files()

    def _retranslate_counts(self) -> None:
        language, outcome = self._ui.language, self._outcome
        for name in _TILES:
            self._numbers[name].set_text(language.number(getattr(outcome, name)))
            self._words[name].set_text(language.text(f"imports.tile.{name}"))
        read_now = outcome.waiting - outcome.batched
        said = []
        if read_now:
            said.append(language.plural("imports.being_read", read_now))
        if outcome.batched:
            said.append(language.plural("imports.batched", outcome.batched))
        self._waiting.setText("\n".join(said) or language.text("imports.all_read"))

    def _retranslate_files(self) -> None:
        self._files.set_heading(self._ui.language.plural("imports.files", len(self._entries)))
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        for entry in self._entries:
            rows.addLayout(self._file_row(entry))
        rows.addStretch(1)
        self._area.setWidget(body)

    def _file_row(self, entry: Entry) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(
            IconLabel(self._ui.theme, *_ICONS.get(entry.stage, ("dump", "muted")), 18),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(ElidedLabel(isolate(entry.path.name)))
        texts.addWidget(self._result(entry))
        row.addLayout(texts, 1)
        return row

    def _result(self, entry: Entry) -> QLabel:
        made = label(result_line(self._ui, entry), "bad" if entry.problem else "muted", wrap=True)
        # A sentence of the other language stands on this one's side all the same.
        align = Qt.AlignmentFlag
        side = align.AlignRight if self._ui.language.right_to_left else align.AlignLeft
        made.setAlignment(side | align.AlignAbsolute)
        return made


def result_line(ui: UiContext, entry: Entry) -> str:
    """One line on how a file stands."""
    language, report = ui.language, entry.report
    if entry.problem:
        return isolate(language.sentence(entry.problem))
    if report is None:
        return language.text(f"imports.stage.{entry.stage.value}")
    counts = language.text(
        "imports.result",
        messages=report.messages,
        new=report.stored,
        repeated=report.messages - report.stored,
    )
    parts = [counts]
    for what, count in (("edited", report.edited), ("deleted", report.deleted)):
        if count:
            parts.append(language.plural(f"imports.{what}", count))
    if report.first_at and report.last_at:
        days = (language.date(report.first_at.date()), language.date(report.last_at.date()))
        parts.append("–".join(dict.fromkeys(days)))
    if report.cancelled:
        parts.append(language.text("imports.stopped"))
    return " · ".join(parts)
