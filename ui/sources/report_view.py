"""What came of a CSV: how many sources were added, and what is wrong with which line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipeline.sources.catalogue import CsvReport
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.reading_view import ReadingView
from ui.widgets import Flow, KeyButton, label

_LINE = re.compile(r"Line (\d+): (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Report:
    """A CSV's name, and what came of it."""

    name: str
    outcome: CsvReport


class ProblemsView(ReadingView):
    """One paragraph a line that could not be added."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "sources.csv.problems")
        # Without a caret the arrows scroll.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def write(self, cursor: QTextCursor) -> None:
        """The line's number, and its sentence."""
        problems: tuple[str, ...] = self._shown  # type: ignore[assignment]  # begun with these
        tokens, language = self._ui.theme.tokens, self._ui.language
        for place, problem in enumerate(problems):
            self.paragraph(cursor, above=10 if place else 0)
            found = _LINE.fullmatch(problem)
            if found is None:
                cursor.insertText(language.sentence(problem), self.ink(tokens.text))
                continue
            number = language.text("sources.csv.line", n=int(found[1]))
            cursor.insertText(f"{number}  ", self.ink(tokens.bad, strong=True))
            cursor.insertText(language.sentence(found[2]), self.ink(tokens.text))


class ReportView(QWidget):
    """Stays until one leaves it, so that the lines can be mended beside it."""

    def __init__(self, ui: UiContext, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._report: Report | None = None
        self._title = label("", "large", wrap=True)
        self._summary = label("", "muted", wrap=True)
        self._problems = ProblemsView(ui)
        self.back = KeyButton()
        keys.print_on(self.back, "sources.leave")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for piece in (self._title, self._summary):
            column.addWidget(piece)
        column.addWidget(self._problems, 1)
        bar = Flow()
        bar.addWidget(self.back)
        column.addLayout(bar)
        ui.language.follow(self._retranslate)

    def show_report(self, report: Report) -> None:
        """Show what came of a CSV."""
        self._report = report
        self._problems.begin(report.outcome.problems)
        self._retranslate()
        self._problems.setFocus()

    def _retranslate(self) -> None:
        language = self._ui.language
        self.back.setText(language.text("sources.leave"))
        if self._report is None:
            return
        outcome = self._report.outcome
        self._title.setText(language.text("sources.csv.title", name=isolate(self._report.name)))
        added = language.plural("sources.csv.added", len(outcome.added))
        failed = language.plural("sources.csv.failed", len(outcome.problems))
        self._summary.setText(f"{added} {failed}")
