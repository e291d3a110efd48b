"""The playground: a text, where it would go, and what each term adds to that."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from pipeline.learning.playground import Part, Trial, marks
from ui.context import UiContext
from ui.i18n import isolate
from ui.patterns.lines import Cell, Lines
from ui.patterns.words import BAND_LOOKS, Words
from ui.review.offsets import Offsets
from ui.widgets import label, set_kind

PAUSE_MS = 150
LONGEST = 20_000
COLUMNS = ("name", "adds", "weight")
FAINT, STRONG = 46, 110
"""How much of the colour lies behind words that say little, and much."""


class PlayView(QWidget):
    """Says `asked` when another text is to be judged."""

    asked = Signal(str)

    def __init__(self, ui: UiContext, words: Words) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._now: Trial | None = None
        self._after: Trial | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text))
        self.edit = QTextEdit()
        self.edit.setAcceptRichText(False)
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(lambda: self._pause.start())
        self._band, self._score = label("", "large"), label("", "muted")
        self._then = label("", "muted", wrap=True)
        self.parts = Lines(ui, (0, 84, 84), numbers=(1, 2))
        self._lay_out()
        ui.theme.changed.connect(self._show)
        ui.language.follow(self._retranslate)

    @property
    def text(self) -> str:
        """What is to be judged."""
        return self.edit.toPlainText()[:LONGEST]

    def rest(self) -> None:
        """Ask nothing more about what was typed last."""
        self._pause.stop()

    def play(self, text: str) -> None:
        """Put a text in."""
        self.edit.setPlainText(Offsets(text[:LONGEST]).shown)

    def show_trial(self, now: Trial, after: Trial | None) -> None:
        """Show what the terms of today say, and what they would say after the changes."""
        self._now, self._after = now, after
        self._show()

    def _show(self) -> None:
        found = self._after or self._now
        empty = found is None or not self.text.strip()
        self._say(None if empty else self._now, None if empty else self._after)
        self._mark(None if empty else found)
        self._fill([] if empty or found is None else list(found.parts))

    def _say(self, now: Trial | None, after: Trial | None) -> None:
        text, number = self._ui.language.text, self._ui.language.number
        if now is None:
            self._band.setText(text("patterns.play.empty"))
            set_kind(self._band, "muted")
            self._score.setText("")
            self._then.hide()
            return
        self._band.setText(self._words.band(now.decision.band))
        set_kind(self._band, BAND_LOOKS[now.decision.band])
        self._score.setText(text("patterns.play.score", score=number(now.decision.score, 2)))
        self._then.setVisible(after is not None)
        if after is not None:
            band, score = self._words.band(after.decision.band), after.decision.score
            self._then.setText(text("patterns.play.then", band=band, score=number(score, 2)))

    def _mark(self, found: Trial | None) -> None:
        offsets = Offsets(self.text)
        tokens = self._ui.theme.tokens
        chosen = []
        for span, weight in marks(found) if found else ():
            start, end = offsets.range(span)
            mark = QTextEdit.ExtraSelection()
            colour = QColor(tokens.good if weight > 0 else tokens.bad)
            look = QTextCharFormat()
            # A colour never speaks alone: what speaks against has a wave under it.
            style = QTextCharFormat.UnderlineStyle
            look.setUnderlineStyle(style.SingleUnderline if weight > 0 else style.WaveUnderline)
            look.setUnderlineColor(colour)
            faint = QColor(colour)
            faint.setAlpha(min(STRONG, FAINT + round(abs(weight) * 16)))
            look.setBackground(faint)
            cursor = QTextCursor(self.edit.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.format, mark.cursor = look, cursor
            chosen.append(mark)
        self.edit.setExtraSelections(chosen)

    def _fill(self, parts: list[Part]) -> None:
        words = self._words
        lines = []
        for part in parts:
            name = words.name(part.name)
            if not part.pattern and part.words.strip() and part.words not in name:
                name += f" · {isolate(' '.join(part.words.split()))}"
            ink = "good" if part.adds > 0 else "bad" if part.adds < 0 else "muted"
            cells = (
                Cell(name),
                Cell(words.weight(part.adds), ink),
                Cell(words.weight(part.weight), "muted"),
            )
            lines.append(cells)
        self.parts.show_cells(lines)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._band)
        top.addWidget(self._score)
        top.addStretch(1)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.edit, 1)
        column.addLayout(top)
        column.addWidget(self._then)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.setHandleWidth(8)
        split.addWidget(upper)
        split.addWidget(self.parts)
        split.setSizes([300, 260])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.edit.setPlaceholderText(text("patterns.play.hint"))
        self.edit.setAccessibleName(text("patterns.play.hint"))
        self.parts.setAccessibleName(text("patterns.play.parts"))
        self.parts.set_headers([text(f"patterns.play.column.{name}") for name in COLUMNS])
        self._show()
