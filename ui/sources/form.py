"""The form of one source: its fields are those its kind describes, checked as one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from pipeline.errors import Invalid
from pipeline.sources.catalogue import Draft
from pipeline.sources.port import FieldKind, FormField
from ui.catalogue import latin_digits
from ui.context import UiContext
from ui.review.line_edit import LineEdit
from ui.sources.start_label import StartLabel
from ui.sources.words import Words
from ui.widgets import label

COMMON = ("identifier", "name")
SCHEDULED = ("every_minutes", "priority")
MOST_PRIORITY = 99
Box = QLineEdit | QCheckBox | QComboBox


class Field(QWidget):
    """A caption, what is entered, a word of help, and what is wrong with it."""

    edited = Signal()

    def __init__(self, name: str, box: Box) -> None:
        super().__init__()
        self.name = name
        self.box = box
        self.touched = False
        self._caption = label("", "heading")
        self._caption.setBuddy(box)
        self._hint = StartLabel("small")
        self._problem = StartLabel("bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for piece in (self._caption, box, self._problem, self._hint):
            column.addWidget(piece)
        self._problem.hide()
        if isinstance(box, QLineEdit):
            box.textEdited.connect(self._edited)
        elif isinstance(box, QComboBox):
            box.activated.connect(self._edited)
        else:
            box.clicked.connect(self._edited)

    @property
    def value(self) -> str:
        """What is entered; digits as programs read them."""
        if isinstance(self.box, QCheckBox):
            return "yes" if self.box.isChecked() else "no"
        if isinstance(self.box, QComboBox):
            return str(self.box.currentData() or "")
        return self.box.text().strip()

    def fill(self, value: Any) -> None:
        """Show a value, as if nobody had touched it."""
        self.touched = False
        if isinstance(self.box, QCheckBox):
            self.box.setChecked(bool(value))
        elif isinstance(self.box, QComboBox):
            self.box.setCurrentIndex(max(0, self.box.findData(value)))
        else:
            self.box.setText("" if value is None else f"{value}")
            self.box.setCursorPosition(0)

    def say(self, caption: str, hint: str) -> None:
        """Name it, and help."""
        self._caption.setText(caption)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.box.setAccessibleName(caption)

    def tell(self, problem: str) -> None:
        """Say what is wrong, or that nothing is."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.box.setAccessibleDescription(problem or self._hint.text())

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def _edited(self) -> None:
        self.touched = True
        self.edited.emit()


class FieldsForm(QWidget):
    """All fields of one kind. `problems` is asked at every letter; it must be quick."""

    changed = Signal()

    def __init__(
        self,
        ui: UiContext,
        words: Words,
        adapter: str,
        problems: Callable[[Draft], Mapping[str, Invalid]],
    ) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._problems = problems
        self.kind = words.kinds[adapter]
        self.fields: dict[str, Field] = {}
        self._refused = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for name in COMMON:
            column.addWidget(self._add(name, LineEdit(ui)))
        for field in self.kind.form:
            column.addWidget(self._add(field.name, self._box(field)))
        for name in SCHEDULED:
            column.addWidget(self._add(name, LineEdit(ui)))
        identifier = self.fields["identifier"].box
        assert isinstance(identifier, QLineEdit)
        identifier.setPlaceholderText(self.kind.identifier_hint)
        ui.language.follow(self._retranslate)

    @property
    def draft(self) -> Draft:
        """What is entered, right or wrong."""
        return Draft(
            self.kind.name,
            self.fields["identifier"].value,
            self.fields["name"].value,
            _whole(self.fields["every_minutes"].value, None),
            _whole(self.fields["priority"].value, 10) or 10,
            {one.name: self._setting(one) for one in self.kind.form},
        )

    def fill(self, draft: Draft) -> None:
        """Show a draft."""
        every = self.kind.every_minutes if draft.every_minutes is None else draft.every_minutes
        values = {
            "identifier": draft.identifier,
            "name": draft.name,
            "every_minutes": every,
            "priority": draft.priority,
            **{one.name: draft.settings.get(one.name, one.default) for one in self.kind.form},
        }
        for name, field in self.fields.items():
            field.fill(values[name])
        self._refused = ""
        self._check()

    def refuse(self, sentence: str) -> None:
        """Say at the identifier why it could not be saved, until something is changed."""
        self._refused = sentence
        self._check()
        self.fields["identifier"].box.setFocus()

    def is_fine(self) -> bool:
        """Whether it can be saved; if not, all that is wrong is said, and one stands there."""
        for field in self.fields.values():
            field.touched = True
        wrong = self._check()
        if wrong:
            self.fields[next(name for name in self.fields if name in wrong)].box.setFocus()
        return not wrong

    def _add(self, name: str, box: Box) -> Field:
        field = Field(name, box)
        field.edited.connect(self._edited)
        self.fields[name] = field
        return field

    def _box(self, field: FormField) -> Box:
        if field.kind is FieldKind.YES_NO:
            return QCheckBox()
        if field.kind is FieldKind.CHOICE:
            choice = QComboBox()
            for value in field.choices:
                choice.addItem(value, value)
            return choice
        return LineEdit(self._ui)

    def _setting(self, one: FormField) -> str:
        value = self.fields[one.name].value
        return latin_digits(value) if one.kind is FieldKind.NUMBER else value

    def _edited(self) -> None:
        self._refused = ""
        self._check()
        self.changed.emit()

    def _check(self) -> dict[str, str]:
        wrong = {name: self._said(error) for name, error in self._problems(self.draft).items()}
        wrong |= self._wrong_numbers()
        if self._refused:
            wrong["identifier"] = self._refused
        for name, field in self.fields.items():
            untouched = not field.touched and not self._refused
            field.tell("" if untouched else wrong.get(name, ""))
        return wrong

    def _wrong_numbers(self) -> dict[str, str]:
        text = self._ui.language.text
        found = {}
        for name in SCHEDULED:
            value = latin_digits(self.fields[name].value)
            if not (value.isascii() and value.isdigit()):
                found[name] = text("sources.form.whole")
        if "priority" not in found:
            priority = int(latin_digits(self.fields["priority"].value))
            if not 1 <= priority <= MOST_PRIORITY:
                found["priority"] = text("sources.form.priority_range", most=MOST_PRIORITY)
        return found

    def _said(self, error: Invalid) -> str:
        """The sentence, in which a setting goes by the name that stands above its field."""
        said = str(error)
        if not self.fields["identifier"].value and "“”" in said:
            return self._ui.language.text("sources.form.needed")
        translated = self._ui.language.sentence(said)
        for one in self.kind.form:
            translated = translated.replace(one.name, self._words.field(one))
        return translated

    def _retranslate(self) -> None:
        text, kind = self._ui.language.text, self.kind.name
        for name in (*COMMON, *SCHEDULED):
            hint = self._words.hint(kind, name)
            if not hint and self._ui.language.has(f"sources.form.{name}_hint"):
                hint = text(f"sources.form.{name}_hint")
            self.fields[name].say(text(f"sources.form.{name}"), hint)
        for one in self.kind.form:
            self.fields[one.name].say(self._words.field(one), self._words.hint(kind, one.name))
        self._check()


def _whole(value: str, otherwise: int | None) -> int | None:
    value = latin_digits(value)
    return int(value[:9]) if value.isascii() and value.isdigit() else otherwise
