"""The versions: who changed what and why, what it promised, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipeline.learning.book import Version
from pipeline.learning.difference import Difference
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.patterns.lines import Cell, Lines
from ui.patterns.words import Words
from ui.review.line_edit import LineEdit
from ui.widgets import KeyButton, PrimaryButton, label

MOST_LISTED = 500


class VersionsView(QWidget):
    """Says `chosen` when another version is looked at."""

    chosen = Signal(int)

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._versions: Sequence[Version] = ()
        self._differences: Sequence[Difference] = ()
        self.list = Lines(ui, (48, 120, 88, 0), numbers=(0,))
        self._about = label("", "muted", wrap=True)
        self.diff = Lines(ui, (0,))
        self.diff.horizontalHeader().hide()
        self.reason = LineEdit(ui)
        self.buttons: dict[str, KeyButton] = {"restore": PrimaryButton()}
        keys.print_on(self.buttons["restore"], "patterns.restore")
        self._lay_out()
        self.list.selectionModel().currentRowChanged.connect(self._look)
        ui.language.follow(self._retranslate)

    @property
    def version(self) -> Version | None:
        """The version one looks at."""
        row = self.list.row
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show all versions, the newest first."""
        before = self.version
        self._versions = versions
        self.list.show_cells([self._line(one) for one in versions])
        numbers = [one.number for one in versions]
        if versions and (before is None or before.number not in numbers):
            self.list.select_row(0)
        self._say()

    def show_difference(self, differences: Sequence[Difference]) -> None:
        """Show what sets the chosen version apart from the one before it."""
        self._differences = differences
        self._say()

    def _look(self) -> None:
        if (version := self.version) is not None:
            self._differences = ()
            self._say()
            self.chosen.emit(version.number)

    def _say(self) -> None:
        text = self._ui.language.text
        version = self.version
        newest = self._versions[0].number if self._versions else 0
        can = version is not None and version.number != newest
        self.buttons["restore"].setEnabled(can)
        self.reason.setEnabled(can)
        if version is None:
            return
        lines = [self._words.difference(one) for one in self._differences[:MOST_LISTED]]
        said = lines or [text("patterns.versions.no_difference")]
        self.diff.show_cells([[Cell(one)] for one in said])
        self._about.setText(self._promise(version))

    def _promise(self, version: Version) -> str:
        text = self._ui.language.text
        if not version.number:
            return text("patterns.versions.shipped")
        said = []
        if version.restored is not None:
            said.append(text("patterns.versions.restored", n=version.restored))
        after = version.measured.get("after")
        if isinstance(after, dict):
            said.append(
                text(
                    "patterns.versions.promised",
                    precision=self._words.fine_share(after.get("precision")),
                    recall=self._words.fine_share(after.get("recall")),
                )
            )
        return " ".join(said)

    def _line(self, one: Version) -> Sequence[Cell]:
        language = self._ui.language
        reason = one.reason or language.text("patterns.versions.shipped_reason")
        return (
            Cell(language.number(one.number)),
            Cell(self._words.day(one.at), "muted"),
            Cell(isolate(one.author)),
            Cell(isolate(reason), tip=reason),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 3)
        column.addWidget(self._about)
        column.addWidget(self.diff, 2)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.buttons["restore"])
        column.addLayout(row)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.list.setAccessibleName(text("patterns.part.versions"))
        self.list.set_headers(
            [text(f"patterns.versions.column.{n}") for n in ("number", "day", "author", "reason")]
        )
        self.diff.setAccessibleName(text("patterns.versions.difference"))
        self.reason.setPlaceholderText(text("patterns.versions.reason"))
        self.reason.setAccessibleName(text("patterns.versions.reason"))
        self.buttons["restore"].setText(text("patterns.restore"))
        if self._versions:
            self.list.show_cells([self._line(one) for one in self._versions])
        self._say()
