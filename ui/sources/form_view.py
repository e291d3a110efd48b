"""Where a source is made or changed: its form, the state of its key, and what to do then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipeline.errors import Invalid
from pipeline.keys import KeyPlace
from pipeline.sources.catalogue import Draft
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.sources.form import FieldsForm
from ui.sources.start_label import StartLabel
from ui.sources.words import Words
from ui.widgets import Badge, Flow, IconLabel, KeyButton, PrimaryButton, label, scrolled

_BUTTONS = ("save", "try_draft", "leave")
_KEY_LOOKS = {True: ("check", "good"), False: ("lock", "warn")}


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the form is for: a new source, or a change of the one with this id."""

    title: str
    """A key of a text with a place for a name."""
    name: str
    source_id: int | None = None


class FormView(QWidget):
    """Holds one form at a time; the buttons are the page's to connect."""

    changed = Signal()

    def __init__(
        self,
        ui: UiContext,
        words: Words,
        keys: KeyMap,
        problems: Callable[[Draft], Mapping[str, Invalid]],
    ) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._problems = problems
        self.form: FieldsForm | None = None
        self.purpose = Purpose("sources.form.new", "")
        self._place: KeyPlace | None = None
        self.buttons: dict[str, KeyButton] = {
            "save": PrimaryButton(),
            "try_draft": KeyButton(),
            "leave": KeyButton(),
            "key_of_form": KeyButton(),
        }
        for name, button in self.buttons.items():
            button.setAutoDefault(True)
            keys.print_on(button, f"sources.{name}")
        self._lay_out()
        ui.language.follow(self._retranslate)

    def begin(self, draft: Draft, purpose: Purpose) -> None:
        """Show a form with a draft in it, ready to type."""
        if self.form is not None:
            self._slot.removeWidget(self.form)
            self.form.deleteLater()
        self.purpose, self._place = purpose, None
        self.form = FieldsForm(self._ui, self._words, draft.adapter, self._problems)
        self.form.changed.connect(self.changed)
        self.form.fill(draft)
        self._slot.addWidget(self.form)
        self.form.show()  # a layout would only in a moment, and one may be typing already
        self._order_tabs(self.form)
        self._badge.show_source(self.form.kind.medium)
        self._retranslate()
        self.form.fields["identifier"].box.setFocus()

    def show_key(self, place: KeyPlace) -> None:
        """Say whether the kind's key is there."""
        self._place = place
        self._retranslate()

    def show_busy(self, busy: bool) -> None:
        """While it is saved nothing is saved again."""
        self.buttons["save"].setEnabled(not busy)

    def _order_tabs(self, form: FieldsForm) -> None:
        # What comes into a window late comes last in it, each piece by itself.
        stops: list[QWidget] = [field.box for field in form.fields.values()]
        stops += [self.buttons[name] for name in _BUTTONS]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _lay_out(self) -> None:
        self._title = label("", "large", wrap=True)
        self._badge = Badge(self._ui)
        self._key_icon = IconLabel(self._ui.theme, "lock", "warn", 16)
        self._key = StartLabel("muted")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._badge)
        self._key_row = QWidget()
        key = QHBoxLayout(self._key_row)
        key.setContentsMargins(0, 0, 0, 0)
        key.setSpacing(8)
        key.addWidget(self._key_icon)
        key.addWidget(self._key, 1, Qt.AlignmentFlag.AlignVCenter)
        key.addWidget(self.buttons["key_of_form"])
        body = QWidget()
        self._slot = QVBoxLayout(body)
        self._slot.setContentsMargins(2, 2, 8, 2)
        self._slot.addStretch(1)
        self._slot.setDirection(QVBoxLayout.Direction.BottomToTop)
        inner = QWidget()
        scrolled(inner, body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._key_row)
        column.addWidget(inner, 1)
        bar = Flow()
        for name in _BUTTONS:
            bar.addWidget(self.buttons[name])
        column.addLayout(bar)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        for name in _BUTTONS:
            self.buttons[name].setText(text(f"sources.{name}"))
        self.buttons["key_of_form"].setText(text("sources.enter_key"))
        if self.form is None:
            return
        name = (
            isolate(self.purpose.name)
            if self.purpose.name
            else self._words.kind(self.form.kind.name)
        )
        self._title.setText(text(self.purpose.title, name=name))
        known = self.form.kind.key is not None and self._place is not None
        self._key_row.setVisible(known)
        if self._place is not None and known:
            self._key.setText(text(f"sources.key.{self._place}", service=self.form.kind.service))
            there = self._place is not KeyPlace.NOWHERE
            self._key_icon.show_icon(*_KEY_LOOKS[there])
            self.buttons["key_of_form"].setVisible(not there)
