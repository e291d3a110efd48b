"""One source: what is wrong and what to do about it, its settings, its runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.models import SourceRun
from pipeline.sources.catalogue import Held, Listed
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.sources.runs_model import WIDTHS, RunsModel
from ui.sources.start_label import StartLabel
from ui.sources.words import HEALTH_LOOKS, NEVER, Words
from ui.widgets import (
    Badge,
    ElidedLabel,
    Flow,
    IconLabel,
    KeyButton,
    PrimaryButton,
    RowTable,
    label,
    scrolled,
    set_kind,
)

FACTS = ("schedule", "next", "last", "brought", "cost", "read", "priority", "settings")
_BUTTONS = ("run", "try", "edit", "duplicate", "pause", "delete")
FEW_ROWS = 106
_PACE_SHOWN = 0.1
"""How far a pace may be from the schedule without being worth a word."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of the source that is shown."""

    one: Listed
    runs: Sequence[SourceRun]
    asking: bool
    mine: bool
    """Whether it is this program that asks it now, and may stop."""
    held: Held | None


class RunsTable(RowTable):
    """Runs, newest first."""

    def sizeHint(self) -> QSize:
        """It takes what the rest leaves: a few rows are enough, for it scrolls by itself."""
        return QSize(super().sizeHint().width(), FEW_ROWS)


class DetailView(QWidget):
    """Is filled by `show_source`; its buttons are the page's to connect."""

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self.shown: Shown | None = None
        self.runs = RunsModel(ui, words, self)
        self.buttons: dict[str, KeyButton] = {
            "run": PrimaryButton(),
            **{name: KeyButton() for name in _BUTTONS[1:-1]},
            "delete": KeyButton(role="danger"),
        }
        self.sure, self.keep = KeyButton(role="danger"), KeyButton()
        for name, button in self.buttons.items():
            keys.print_on(button, f"sources.{name}")
        keys.print_on(self.sure, "sources.delete_surely")
        keys.print_on(self.keep, "sources.keep")
        self._lay_out()
        ui.theme.changed.connect(self._paint)
        ui.language.follow(self._retranslate)

    @property
    def asks_to_delete(self) -> bool:
        """Whether it waits for a yes or a no."""
        return not self._question.isHidden()

    def ask_to_delete(self, asking: bool) -> None:
        """Ask whether the source shall go, or ask no more."""
        self._question.setVisible(asking)
        self._bar.setVisible(not asking)

    def show_source(self, shown: Shown) -> None:
        """Show a source as it is now; another one takes the question away."""
        if self.shown is None or self.shown.one.source.id != shown.one.source.id:
            self.ask_to_delete(False)
            self.history.clearSelection()
        self.shown = shown
        self.runs.replace(shown.runs)
        self._fill()

    def _fill(self) -> None:
        if self.shown is None:
            return
        source = self.shown.one.source
        self._badge.show_source(source.kind)
        self._name.set_text(source.name)
        kind = self._words.kind(source.adapter)
        self._identifier.set_text(f"{kind} · {isolate(source.identifier)}")
        self._fill_trouble(self.shown)
        for name, value in self._facts(self.shown).items():
            self._values[name].setText(value)
        self._fill_buttons(self.shown)
        self._paint()
        self._show_error()

    def _fill_trouble(self, shown: Shown) -> None:
        text, one = self._ui.language.text, shown.one
        said = self._ui.language.sentence(one.source.last_error)
        advice = self._words.advice(one)
        if shown.asking:
            running = next((run for run in shown.runs if run.finished_at is None), None)
            fetched = running.fetched if running else 0
            said = self._ui.language.plural("sources.asking_now", fetched)
            advice = "" if shown.mine else text("sources.asked_elsewhere")
        elif not said:
            said = text(f"sources.state.{one.health}")
        self._health.setText(self._words.health(one, asking=shown.asking))
        self._sentence.setText(said)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))

    def _facts(self, shown: Shown) -> dict[str, str]:
        source, words = shown.one.source, self._words
        text, number = self._ui.language.text, self._ui.language.number
        schedule = words.schedule(source.every_minutes)
        if source.every_minutes and abs(source.pace - 1) > _PACE_SHOWN:
            paced = words.length(source.every_minutes * source.pace)
            key = "sources.slower" if source.pace > 1 else "sources.quicker"
            schedule = f"{schedule} ({text(key, age=paced)})"
        due = source.next_run_at
        following = words.due(source, held=shown.held is not None)
        last = source.last_run_at
        return {
            "schedule": schedule,
            "next": following
            if due is None or following == NEVER
            else _both(words, following, due),
            "last": _both(words, words.since(last), last) if last else text("sources.never"),
            "priority": number(source.priority),
            "read": words.place(source.cursor),
            "settings": self._settings(shown) or "–",
            "brought": number(shown.one.brought),
            "cost": text(
                "sources.costs",
                today=words.money(shown.one.cost_today),
                all=words.money(source.cost),
            ),
        }

    def _settings(self, shown: Shown) -> str:
        source = shown.one.source
        kind = self._words.kinds.get(source.adapter)
        return " · ".join(
            f"{self._words.field(one)}: {isolate(str(source.settings.get(one.name, one.default)))}"
            for one in (kind.form if kind else ())
        )

    def _fill_buttons(self, shown: Shown) -> None:
        text = self._ui.language.text
        runs_here = shown.asking and shown.mine
        self.buttons["run"].setText(text("sources.stop" if runs_here else "sources.run_now"))
        self.buttons["run"].setEnabled(runs_here or not shown.asking)
        active = shown.one.source.state == "active"
        self.buttons["pause"].setText(text("sources.pause" if active else "sources.resume"))
        for name in ("try", "edit", "duplicate", "delete"):
            self.buttons[name].setText(text(f"sources.{name}"))
        self._asked.setText(text("sources.delete_question", name=isolate(shown.one.source.name)))
        self.sure.setText(text("sources.delete_surely"))
        self.keep.setText(text("sources.keep"))

    def _paint(self) -> None:
        if self.shown is None:
            return
        name, token = HEALTH_LOOKS[self.shown.one.health]
        if self.shown.asking:
            name, token = "retry", "accent"
        self._icon.show_icon(name, token)
        set_kind(self._health, token)
        self.runs.repaint()

    def _show_error(self) -> None:
        at = self.history.currentIndex().row()
        run = self.runs.rows[at] if 0 <= at < len(self.runs.rows) else None
        chosen = run is not None and self.history.selectionModel().hasSelection()
        said = self._ui.language.sentence(run.error) if run is not None and chosen else ""
        self._run_error.setText(said)
        self._run_error.setVisible(bool(said))

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(self._trouble())
        column.addLayout(self._grid())
        self._runs_heading = label("", "heading")
        column.addWidget(self._runs_heading)
        self.history = RunsTable()
        self.history.show_rows(self.runs, WIDTHS)
        self.history.setMinimumHeight(FEW_ROWS)
        self.history.selectionModel().currentRowChanged.connect(self._picked)
        column.addWidget(self.history, 1)
        self._run_error = StartLabel("bad")
        self._run_error.hide()
        column.addWidget(self._run_error)
        inner = QWidget()
        scrolled(inner, body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addWidget(inner, 1)
        outer.addWidget(self._button_bar())
        outer.addWidget(self._delete_question())

    def _head(self) -> QVBoxLayout:
        self._badge = Badge(self._ui)
        self._name = ElidedLabel("", "large")
        self._identifier = ElidedLabel("", "muted")
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._name, 1)
        first.addWidget(self._badge)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addLayout(first)
        head.addWidget(self._identifier)
        return head

    def _trouble(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "raised")
        self._icon = IconLabel(self._ui.theme, "check", "good", 20)
        self._health = label("", "good")
        strong = self._health.font()
        strong.setBold(True)
        self._health.setFont(strong)
        self._sentence = StartLabel()
        self._advice = StartLabel("muted")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for piece in (self._health, self._sentence, self._advice):
            texts.addWidget(piece)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return frame

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        self._captions, self._values = {}, {}
        for row, name in enumerate(FACTS):
            self._captions[name] = label("", "muted")
            self._values[name] = StartLabel()
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(self._captions[name], row, 0, top)
            grid.addWidget(self._values[name], row, 1, top)
        grid.setColumnStretch(1, 1)
        return grid

    def _button_bar(self) -> QWidget:
        self._bar = QWidget()
        flow = Flow(self._bar)
        for button in self.buttons.values():
            flow.addWidget(button)
        return self._bar

    def _delete_question(self) -> QFrame:
        self._question = QFrame()
        self._question.setProperty("kind", "raised")
        self._asked = StartLabel()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self._asked)
        row = Flow()
        row.addWidget(self.sure)
        row.addWidget(self.keep)
        column.addLayout(row)
        self._question.hide()
        return self._question

    def _picked(self, _: QModelIndex) -> None:
        self._show_error()

    def _retranslate(self) -> None:
        text = self._ui.language.text
        for name, caption in self._captions.items():
            caption.setText(text(f"sources.fact.{name}"))
        self._runs_heading.setText(text("sources.runs"))
        self.history.setAccessibleName(text("sources.runs"))
        self._fill()


def _both(words: Words, roughly: str, moment: datetime) -> str:
    return f"{roughly} · {words.moment(moment)}"
