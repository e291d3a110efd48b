"""What would change: the changes that do not act yet, and what they would have done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from pipeline.learning.backtest import Example, Moved, Quality
from pipeline.learning.desk import Preview
from pipeline.learning.difference import Difference
from pipeline.prefilter.term import Thresholds
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.patterns.effect import reads_line
from ui.patterns.lines import Cell, Lines
from ui.patterns.words import VERDICT_INK, Words
from ui.review.line_edit import LineEdit
from ui.widgets import ElidedLabel, Flow, KeyButton, PrimaryButton, label, line, padded, set_kind

FIGURES = ("precision", "recall", "reads")
MOST_LISTED = 5
OF_EXAMPLE = ("try", "is_call", "is_none")


class ChangeView(QWidget):
    """Says `moved` when the thresholds were, and `chosen` when an example is looked at."""

    moved = Signal()
    chosen = Signal(int)

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._differences: Sequence[Difference] = ()
        self._preview: Preview | None = None
        self._texts: Mapping[int, str] = {}
        self._examples: list[tuple[bool, Example]] = []
        self._filling = False
        self._changes = label("", wrap=True)
        self.passes, self.skips = self._limit(), self._limit()
        self._limit_names = (label("", "muted"), label("", "muted"))
        self._caught, self._lost = label("", "heading"), label("", "heading")
        self._caught_of, self._lost_of = (
            label("", "muted", wrap=True),
            label("", "muted", wrap=True),
        )
        self._figures = {name: (label("", "muted"), ElidedLabel()) for name in FIGURES}
        self.examples = Lines(ui, (84, 92, 100, 0))
        self.reason = LineEdit(ui)
        self._of_example = {name: KeyButton() for name in OF_EXAMPLE}
        self._of_draft: dict[str, KeyButton] = {"apply": PrimaryButton(), "discard": KeyButton()}
        self.buttons = {**self._of_draft, **self._of_example}
        for name, button in self.buttons.items():
            keys.print_on(button, f"patterns.{name}")
        self._lay_out()
        self.examples.selectionModel().currentRowChanged.connect(self._look)
        ui.theme.changed.connect(self._say)
        ui.language.follow(self._retranslate)

    @property
    def thresholds(self) -> Thresholds:
        """What the two fields say. Raises `Invalid` when they contradict each other."""
        return Thresholds(self.passes.value(), self.skips.value())

    @property
    def example(self) -> int | None:
        """The message one looks at."""
        row = self.examples.row
        return self._examples[row][1].message_id if 0 <= row < len(self._examples) else None

    def show_draft(self, differences: Sequence[Difference], thresholds: Thresholds) -> None:
        """Show what was changed."""
        self._differences = differences
        self._filling = True
        self.passes.setValue(thresholds.passes)
        self.skips.setValue(thresholds.skips)
        self._filling = False
        self._say()

    def show_preview(self, preview: Preview | None, texts: Mapping[int, str]) -> None:
        """Show what it would have done."""
        self._preview, self._texts = preview, texts
        self._examples = []
        if preview is not None:
            outcome = preview.outcome
            self._examples = [(True, one) for one in outcome.caught.examples]
            self._examples += [(False, one) for one in outcome.lost.examples]
        self._say()

    def _look(self) -> None:
        self._offer()
        if (message_id := self.example) is not None:
            self.chosen.emit(message_id)

    def _offer(self) -> None:
        for button in self._of_example.values():
            button.setEnabled(self.example is not None)

    def _limit(self) -> QDoubleSpinBox:
        box = padded(QDoubleSpinBox())
        box.setRange(-20.0, 20.0)
        box.setSingleStep(0.1)
        box.setDecimals(2)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda: None if self._filling else self.moved.emit())
        return box

    def _say(self) -> None:
        text = self._ui.language.text
        lines = [self._words.difference(one) for one in self._differences[:MOST_LISTED]]
        if (more := len(self._differences) - MOST_LISTED) > 0:
            lines.append(text("patterns.change.more", n=more))
        self._changes.setText("\n".join(lines) or text("patterns.change.none"))
        set_kind(self._changes, "" if lines else "muted")
        for button in self._of_draft.values():
            button.setEnabled(bool(lines))
        self.reason.setEnabled(bool(lines))
        preview = self._preview
        outcome = preview.outcome if preview else None
        self._say_moved(
            self._caught, self._caught_of, "caught", outcome.caught if outcome else None
        )
        self._say_moved(self._lost, self._lost_of, "lost", outcome.lost if outcome else None)
        self._say_figures(preview)
        self.examples.show_cells([self._line(caught, one) for caught, one in self._examples])
        self._offer()

    def _say_moved(self, head: QLabel, below: QLabel, way: str, moved: Moved | None) -> None:
        text = self._ui.language.text
        head.setText(text(f"patterns.change.{way}", n=moved.total if moved else 0))
        below.setText(
            text(
                "patterns.change.of", calls=moved.calls, others=moved.others, unknown=moved.unknown
            )
            if moved
            else ""
        )

    def _say_figures(self, preview: Preview | None) -> None:
        for name, (_, value) in self._figures.items():
            if preview is None:
                value.set_text("\N{EN DASH}")
            elif name == "reads":
                value.set_text(reads_line(self._words, preview))
            else:
                self._say_quality(value, name, preview.outcome.before, preview.outcome.after)

    def _say_quality(self, value: ElidedLabel, name: str, before: Quality, after: Quality) -> None:
        was, now = getattr(before, name), getattr(after, name)
        arrow = "\N{LEFTWARDS ARROW}" if self._ui.language.right_to_left else "\N{RIGHTWARDS ARROW}"
        said = self._words.fine_share(was)
        if was != now:
            said += f" {arrow} {self._words.fine_share(now)}"
        value.set_text(said)
        kind = "" if was is None or now is None or was == now else "good" if now > was else "bad"
        set_kind(value, kind)

    def _line(self, caught: bool, one: Example) -> Sequence[Cell]:
        text = self._ui.language.text
        message = " ".join(self._texts.get(one.message_id, "").split())
        return (
            Cell(text(f"patterns.change.way.{'caught' if caught else 'lost'}")),
            Cell(text(f"patterns.verdict.{one.verdict.name.lower()}"), VERDICT_INK[one.verdict]),
            Cell(self._words.scores(one.before, one.after), "muted"),
            Cell(isolate(message[:200]), tip=self._texts.get(one.message_id, "")[:1000]),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._changes)
        limits = QHBoxLayout()
        limits.setSpacing(8)
        for name, box in zip(self._limit_names, (self.skips, self.passes), strict=True):
            limits.addWidget(name)
            limits.addWidget(box)
        limits.addStretch(1)
        column.addLayout(limits)
        column.addWidget(line())
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for at, (head, below) in enumerate(
            ((self._caught, self._caught_of), (self._lost, self._lost_of))
        ):
            grid.addWidget(head, 0, at)
            grid.addWidget(below, 1, at, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        figures = QGridLayout()
        figures.setHorizontalSpacing(16)
        figures.setVerticalSpacing(2)
        for row, (name, value) in enumerate(self._figures.values()):
            figures.addWidget(name, row, 0)
            figures.addWidget(value, row, 1)
        figures.setColumnStretch(1, 1)
        column.addLayout(figures)
        column.addWidget(self.examples, 1)
        of_example, of_draft = Flow(), Flow()
        for button in self._of_example.values():
            of_example.addWidget(button)
        for button in self._of_draft.values():
            of_draft.addWidget(button)
        column.addLayout(of_example)
        column.addWidget(line())
        column.addWidget(self.reason)
        column.addLayout(of_draft)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        for label_, box, key in zip(
            self._limit_names, (self.skips, self.passes), ("skip", "pass"), strict=True
        ):
            label_.setText(text(f"patterns.change.{key}"))
            box.setAccessibleName(text(f"patterns.change.{key}"))
        for name, (said, _) in self._figures.items():
            said.setText(text(f"patterns.change.{name}"))
        self.examples.setAccessibleName(text("patterns.change.examples"))
        self.examples.set_headers(
            [text(f"patterns.change.column.{n}") for n in ("way", "verdict", "score", "text")]
        )
        self.reason.setPlaceholderText(text("patterns.change.reason"))
        self.reason.setAccessibleName(text("patterns.change.reason"))
        for name, button in self.buttons.items():
            button.setText(text(f"patterns.{name}"))
        self._say()
