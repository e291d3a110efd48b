"""Terms that past decisions speak for, each with its evidence; nothing acts before it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.models import CandidateState
from pipeline.learning.candidates import Candidate
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.patterns.lines import Cell, Lines
from ui.patterns.words import Words
from ui.widgets import Flow, KeyButton, PrimaryButton, label

COLUMNS = ("term", "weight", "missed", "found", "wrong", "sure")
BUTTONS = ("accept", "shadow", "reject", "look")


class CandidatesView(QWidget):
    """Says `chosen` when another candidate is looked at."""

    chosen = Signal()

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._candidates: Sequence[Candidate] = ()
        self._texts: Mapping[int, str] = {}
        self._looking = False
        self._about = label("", "muted", wrap=True)
        self.list = Lines(ui, (0, 72, 74, 74, 74, 64), numbers=(1, 2, 3, 4, 5))
        self._said = label("", "muted", wrap=True)
        self.evidence = Lines(ui, (0,))
        self.evidence.horizontalHeader().hide()
        self.evidence.setMaximumHeight(176)
        self.buttons: dict[str, KeyButton] = {
            name: PrimaryButton() if name == "accept" else KeyButton() for name in BUTTONS
        }
        for name, button in self.buttons.items():
            keys.print_on(button, f"patterns.{name}")
        self._lay_out()
        self.list.selectionModel().currentRowChanged.connect(self._look)
        ui.language.follow(self._retranslate)

    @property
    def candidate(self) -> Candidate | None:
        """The one that is looked at."""
        row = self.list.row
        return self._candidates[row] if 0 <= row < len(self._candidates) else None

    @property
    def example(self) -> str | None:
        """The text of the message one looks at."""
        one, row = self.candidate, self.evidence.row
        if one is None or not 0 <= row < len(one.evidence):
            return None
        return self._texts.get(one.evidence[row])

    def show_looking(self, looking: bool) -> None:
        """Say that candidates are looked for."""
        self._looking = looking
        self._say()

    def show_candidates(self, found: Sequence[Candidate], texts: Mapping[int, str]) -> None:
        """Show the list."""
        row = max(0, self.list.row)
        self._candidates, self._texts, self._looking = found, texts, False
        self.list.show_cells([self._line(one) for one in found])
        if found:
            self.list.select_row(min(row, len(found) - 1))
        self._say()

    def _look(self) -> None:
        self._say()
        self.chosen.emit()

    def _say(self) -> None:
        text, one = self._ui.language.text, self.candidate
        if self._looking:
            self._about.setText(text("patterns.candidates.looking"))
        elif not self._candidates:
            self._about.setText(text("patterns.candidates.none"))
        else:
            self._about.setText(text("patterns.candidates.about"))
        for name in ("accept", "shadow", "reject"):
            self.buttons[name].setEnabled(one is not None)
        self.buttons["look"].setEnabled(not self._looking)
        shadowed = one is not None and one.state is CandidateState.SHADOW
        self.buttons["shadow"].setText(
            text("patterns.out_of_shadow" if shadowed else "patterns.shadow")
        )
        self._said.setText(self._told(one) if one else "")
        evidence = one.evidence if one else ()
        self.evidence.show_cells(
            [
                (Cell(isolate(" ".join(said.split())[:200]), tip=said[:1000]),)
                for message_id in evidence
                if (said := self._texts.get(message_id, ""))
            ]
        )

    def _told(self, one: Candidate) -> str:
        language = self._ui.language
        said = language.text(
            "patterns.candidates.evidence",
            topic=self._words.topic(one.term.topic),
            success=self._words.share(one.success if one.found + one.missed else None),
        )
        if one.state is CandidateState.SHADOW:
            said += "\n" + language.text(
                "patterns.candidates.in_shadow",
                seen=one.seen,
                hits=one.hits,
                caught=one.caught,
                lost=one.lost,
            )
        return said

    def _line(self, one: Candidate) -> Sequence[Cell]:
        number = self._ui.language.number
        shadow = one.state is CandidateState.SHADOW
        name = self._words.term(one.term)
        if shadow:
            name += f" · {self._ui.language.text('patterns.candidates.shadow')}"
        return (
            Cell(name, "accent" if shadow else ""),
            Cell(self._words.weight(one.term.weight), "good" if one.term.weight > 0 else "bad"),
            Cell(number(one.missed)),
            Cell(number(one.found), "muted"),
            Cell(number(one.wrong), "muted"),
            Cell(self._words.share(one.confidence), "muted"),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._about)
        column.addWidget(self.list, 1)
        column.addWidget(self._said)
        column.addWidget(self.evidence)
        buttons = Flow()
        for button in self.buttons.values():
            buttons.addWidget(button)
        column.addLayout(buttons)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.list.setAccessibleName(text("patterns.part.candidates"))
        self.list.set_headers([text(f"patterns.candidates.column.{name}") for name in COLUMNS])
        self.evidence.setAccessibleName(text("patterns.candidates.messages"))
        for name in ("accept", "reject", "look"):
            self.buttons[name].setText(text(f"patterns.{name}"))
        self.list.show_cells([self._line(one) for one in self._candidates])
        self._say()
