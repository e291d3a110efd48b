"""One term: its words, what it says for a call or against one, and how the past speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from pipeline.errors import Invalid
from pipeline.learning.desk import FoundIn, Preview
from pipeline.learning.edits import HEAVIEST, language_of, new_term, reweighed
from pipeline.learning.terms import NEVER, TermRow
from pipeline.prefilter.load import default_rules
from pipeline.prefilter.term import Kind, Match, Term
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.patterns.effect import effect_line
from ui.patterns.filter_bar import LANGUAGES, topic_choices
from ui.patterns.lines import Cell, Lines
from ui.patterns.words import VERDICT_INK, Words
from ui.review.line_edit import LineEdit
from ui.widgets import ElidedLabel, Flow, KeyButton, PrimaryButton, label, offer, scrolled, set_kind

PER_UNIT = 20
"""Steps of the slider for one unit of weight."""
PAUSE_MS = 250
FIELDS = ("text", "topic", "language", "match", "weight", "why")


class TermView(QWidget):
    """A form over the chosen term, or over a new one. Says `edited` as the person goes."""

    edited = Signal()

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._row: TermRow | None = None
        self._filling = False
        self._writes_new = False
        self.author = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.edited)
        self._title, self._record = ElidedLabel("", "large"), label("", "muted", wrap=True)
        self._note = label("", "small", wrap=True)
        self.text, self.why = LineEdit(ui), LineEdit(ui)
        self.topic, self.language, self.match = QComboBox(), QComboBox(), QComboBox()
        self.weight = QSlider(Qt.Orientation.Horizontal)
        self.weight.setRange(-round(HEAVIEST * PER_UNIT) // 2, round(HEAVIEST * PER_UNIT) // 2)
        self.weight.setPageStep(PER_UNIT)
        self.weight.setSingleStep(PER_UNIT // 10)
        self._weighs = label("")
        self._weighs.setMinimumWidth(48)
        self.on = QCheckBox()
        self._effect, self._complaint = label("", "muted", wrap=True), label("", "bad", wrap=True)
        self._complaint.hide()
        self.buttons: dict[str, KeyButton] = {
            "keep": PrimaryButton(), "turn": KeyButton(), "forget": KeyButton()
        }  # fmt: skip
        for name, button in self.buttons.items():
            keys.print_on(button, f"patterns.{name}")
        self._found_head = label("", "heading")
        self.found = Lines(ui, (92, 0))
        self.found.horizontalHeader().hide()
        self.found.setMinimumHeight(110)
        self._found: Sequence[FoundIn] = ()
        self._labels: dict[str, QLabel] = {}
        self._lay_out()
        self._connect()
        ui.language.follow(self._retranslate)

    @property
    def row(self) -> TermRow | None:
        """The term that is shown; None while a new one is written."""
        return self._row

    @property
    def is_edited(self) -> bool:
        """Whether the form says anything else than the term, or a new one is written."""
        if self._row is None:
            return self._writes_new
        try:
            return self.term() != self._row.term
        except Invalid:
            return True

    def show_row(self, row: TermRow) -> None:
        """Show a term."""
        self._row, self._writes_new = row, False
        term = row.term
        self._fill(term.text, term.topic, term.language, term.match, term.weight, term.on)
        self.why.setText(term.reason)
        self._complain("")
        self._retranslate()

    def show_new(self, text: str = "", topic: str = "cast") -> None:
        """Begin a new term."""
        self._row, self._writes_new = None, True
        self.show_found(())
        self._fill(text, topic, language_of(text) if text else "ar", Match.PREFIX, 2.0, True)
        self.why.clear()
        self._complain("")
        self._retranslate()
        self.text.setFocus()

    def term(self) -> Term:
        """What the form says. Raises `Invalid` when that is no term."""
        before, weight = self._row.term if self._row else None, self._weight
        if before is not None and (self._is_signal or self._same_words(before)):
            changed = reweighed(before, weight)
            return replace(
                changed,
                on=self.on.isChecked(),
                match=Match(self.match.currentData()),
                language=self.language.currentData(),
                reason=self.why.text().strip(),
            )
        made = new_term(
            self.text.text(),
            self.topic.currentData(),
            weight,
            language=self.language.currentData(),
            match=Match(self.match.currentData()),
            author=self.author,
            reason=self.why.text(),
            topics={term.topic for term in default_rules().terms},
        )
        return replace(made, on=self.on.isChecked())

    @property
    def _weight(self) -> float:
        weight = self.weight.value() / PER_UNIT
        before = self._row.term.weight if self._row else weight
        # The slider's steps are wider than what was learned.
        return before if abs(before - weight) < 1 / PER_UNIT else weight

    def rest(self) -> None:
        """Say nothing more of what was typed last."""
        self._pause.stop()

    def settle(self) -> None:
        """What the form says was taken, or is not wanted: the list may show another term."""
        self._writes_new, self._row = False, None

    def show_effect(self, preview: Preview | None) -> None:
        """Say what the form would do."""
        said = effect_line(self._words, preview) if preview else ""
        self._effect.setText(said)

    @property
    def example(self) -> FoundIn | None:
        """The message one looks at."""
        row = self.found.row
        return self._found[row] if 0 <= row < len(self._found) else None

    def show_found(self, found: Sequence[FoundIn]) -> None:
        """Show messages the term stands in."""
        self._found = found
        text = self._ui.language.text
        self._found_head.setText(text("patterns.found_in") if found else "")
        self.found.setVisible(bool(found))
        self.found.show_cells(
            [
                (
                    Cell(
                        text(f"patterns.verdict.{one.verdict.name.lower()}"),
                        VERDICT_INK[one.verdict],
                    ),
                    Cell(isolate(" ".join(one.text.split())[:200]), tip=one.text[:1000]),
                )
                for one in found
            ]
        )

    def complain(self, problem: Invalid) -> None:
        """Say why the form is no term."""
        self._complain(self._ui.language.sentence(str(problem)))

    @property
    def _is_signal(self) -> bool:
        return self._row is not None and self._row.term.kind is Kind.REGEX

    def _same_words(self, term: Term) -> bool:
        return " ".join(self.text.text().split()) == term.text and (
            self.topic.currentData() == term.topic
        )

    def _fill(
        self, text: str, topic: str, language: str, match: Match, weight: float, on: bool
    ) -> None:
        self._filling = True
        signal = self._row if self._is_signal else None
        self.text.setText(self._words.term(signal.term) if signal else text)
        for box, value in ((self.topic, topic), (self.language, language), (self.match, match)):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.weight.setValue(round(weight * PER_UNIT))
        self.on.setChecked(on)
        for part in (self.text, self.topic, self.language, self.match):
            part.setEnabled(not self._is_signal)
        self._filling = False
        self._effect.clear()
        self._say_weight()

    def _changed(self) -> None:
        self._say_weight()
        if not self._filling:
            self._complain("")
            self._pause.start()

    def _say_weight(self) -> None:
        weight = self._weight
        self._weighs.setText(self._words.weight(weight))
        set_kind(self._weighs, "good" if weight > 0 else "bad" if weight < 0 else "muted")

    def _complain(self, sentence: str) -> None:
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))

    def _connect(self) -> None:
        self.text.textChanged.connect(self._changed)
        self.why.textChanged.connect(self._changed)
        self.weight.valueChanged.connect(self._changed)
        self.on.toggled.connect(self._changed)
        for box in (self.topic, self.language, self.match):
            box.currentIndexChanged.connect(self._changed)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        weighing = QWidget()
        beside = QHBoxLayout(weighing)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.weight, 1)
        beside.addWidget(self._weighs)
        fields = (self.text, self.topic, self.language, self.match, weighing, self.why)
        for name, field in zip(FIELDS, fields, strict=True):
            self._labels[name] = label("", "muted")
            form.addRow(self._labels[name], field)
        form.addRow("", self.on)
        buttons = Flow()
        for button in self.buttons.values():
            buttons.addWidget(button)
        column.addWidget(self._title)
        column.addWidget(self._record)
        column.addSpacing(4)
        column.addLayout(form)
        column.addWidget(self._note)
        column.addWidget(self._complaint)
        column.addWidget(self._effect)
        column.addLayout(buttons)
        column.addWidget(self._found_head)
        column.addWidget(self.found, 100)
        column.addStretch(1)
        scrolled(self, body)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._filling = True
        offer(self.topic, topic_choices(self._words))
        offer(self.language, [(text(f"patterns.language.{one}"), one) for one in LANGUAGES])
        offer(self.match, [(text(f"patterns.match.{one}"), one.value) for one in Match])
        self._filling = False
        parts = (self.text, self.topic, self.language, self.match, self.weight, self.why)
        for name, part in zip(FIELDS, parts, strict=True):
            said = text(f"patterns.field.{name}")
            self._labels[name].setText(said)
            part.setAccessibleName(said)
        self.on.setText(text("patterns.field.on"))
        self.buttons["keep"].setText(text("patterns.keep"))
        self.buttons["forget"].setText(text("patterns.forget"))
        row = self._row
        self.buttons["turn"].setText(
            text("patterns.turn_off" if self._is_on else "patterns.turn_on")
        )
        self.buttons["turn"].setVisible(row is not None)
        self.buttons["forget"].setVisible(row is not None)
        self._title.set_text(self._words.term(row.term) if row else text("patterns.new_title"))
        self._record.setText(self._told(row) if row else text("patterns.new_hint"))
        self._note.setText(text("patterns.signal_note") if self._is_signal else "")
        self._note.setVisible(self._is_signal)
        self._say_weight()
        self.found.setAccessibleName(text("patterns.found_in"))
        self.show_found(self._found)

    @property
    def _is_on(self) -> bool:
        return self._row is not None and self._row.term.on

    def _told(self, row: TermRow) -> str:
        language, record = self._ui.language, row.record
        if record == NEVER:
            return language.text("patterns.record_none")
        said = language.text(
            "patterns.record",
            found=record.found,
            calls=record.calls,
            others=record.others,
            unknown=record.unknown,
        )
        if row.last_at:
            said += " " + language.text("patterns.record_last", day=self._words.day(row.last_at))
        return said
