"""One provider: its models, its key, how it is doing, what it took today."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pipeline.extraction.building import LOCAL_URL
from pipeline.extraction.chain import Health
from pipeline.extraction.configured import ModelChoice
from pipeline.extraction.spending.report import Today
from ui.context import UiContext
from ui.models.desk import KeysSeen, Tested
from ui.models.drafts import Draft
from ui.models.fields import KeyRow, ModelBox
from ui.models.words import Words
from ui.widgets import Card, ElidedLabel, Flow, IconLabel, KeyButton, label, set_kind

BUTTONS = ("test", "up", "down", "remove", "reset")


class ProviderCard(Card):
    """Closed it is one row; the current one is open and can be changed."""

    chosen = Signal()
    """It got the focus, or was pressed."""
    edited = Signal(object)
    """A `Draft` that can be saved."""
    pressed_button = Signal(str)
    """One of `BUTTONS`."""
    key_entered = Signal(str)
    key_removed = Signal()
    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, ui: UiContext, draft: Draft, saved: ModelChoice | None) -> None:
        super().__init__(padding=12)
        self._ui = ui
        self.words = Words(ui.language)
        self.draft = draft
        self.saved = saved
        self.place = 1
        self.tested: Tested | None = None
        self.testing = False
        self._health: Health | None = None
        self._keys: KeysSeen | None = None
        self._today: Today | None = None
        self._pressed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make()
        self._lay_out()
        self.open_up(False)
        ui.language.follow(self.retranslate)
        ui.theme.changed.connect(self.update)

    @property
    def provider(self) -> str:
        """Whose card it is."""
        return self.draft.provider

    @property
    def is_open(self) -> bool:
        """Whether it shows all it has."""
        return not self._inside.isHidden()

    def open_up(self, opened: bool) -> None:
        """Show all, or one row."""
        self._inside.setVisible(opened)
        self._both.setVisible(not opened)
        self._cost.setVisible(not opened)
        if not opened:
            self.key.close_line()
        self.update()

    def show_choice(self, choice: ModelChoice) -> None:
        """What is saved now; what somebody is typing stays."""
        self.saved = choice
        self.draft = Draft.of(choice)
        self.strong.write(choice.strong)
        self.cheap.write(choice.cheap)
        if not (self.address.hasFocus() and self.address.isModified()):
            self.address.setText(choice.base_url)
        self._say()

    def show_keys(self, keys: KeysSeen) -> None:
        """Where its key lies."""
        self._keys = keys
        self.key.show_keys(keys)
        self._say()

    def show_today(self, today: Today) -> None:
        """What it did today."""
        self._today = today
        self._say()

    def show_health(self, health: Health | None) -> None:
        """How it is doing."""
        if health != self._health:
            self._health = health
            self._say()

    def show_testing(self) -> None:
        """A test runs."""
        self.testing, self.tested = True, None
        self._say()

    def show_tested(self, tested: Tested) -> None:
        """How the test went; what the key offers can be chosen now."""
        self.testing, self.tested = False, tested
        if tested.works:
            for box in (self.strong, self.cheap):
                box.offer(tested.models)
            if not self.draft.strong.strip():
                self.strong.setEditText(tested.models[0])
                self._commit()
        self._say()

    def set_place(self, place: int, of: int) -> None:
        """The number it is asked as."""
        self.place = place
        self.buttons["up"].setEnabled(place > 1)
        self.buttons["down"].setEnabled(place < of)
        self._say()

    def print_keys(self, labels: Mapping[str, str]) -> None:
        """Print the keys that act on this card; none, when they act on another."""
        for name, button in self.buttons.items():
            button.set_key(labels.get(f"models.{name}", ""))
        self.key.change.set_key(labels.get("models.key", ""))
        self.key.remove.set_key("")

    def commit(self) -> None:
        """Save what was typed last."""
        self._commit()

    def revert(self) -> None:
        """Forget what was typed and is not saved."""
        self.key.close_line()
        if self.saved is None:
            return
        for line in (self.strong.line, self.cheap.line, self.address):
            line.setModified(False)
        self.strong.setEditText(self.saved.strong)
        self.cheap.setEditText(self.saved.cheap)
        self.address.setText(self.saved.base_url)
        self._typed()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        text = self._ui.language.text
        for name, made in self._captions.items():
            made.setText(text(f"models.{name}"))
        name = self.words.name(self.provider)
        for act, button in self.buttons.items():
            button.setText(text(f"models.{act}"))
            button.setAccessibleName(text(f"models.{act}_one", name=name))
        for box, key in (
            (self.strong, "strong"),
            (self.cheap, "cheap"),
            (self.address, "base_url"),
        ):
            box.setAccessibleName(f"{text(f'models.{key}')}, {name}")
        self.cheap.line.setPlaceholderText(text("models.same"))
        self._grip.setToolTip(text("models.grip", name=name))
        self.key.retranslate()
        self._say()

    # What it says.

    def _say(self) -> None:
        text = self._ui.language.text
        name = self.words.name(self.provider)
        self._name.setText(name)
        self._number.setText(self._ui.language.number(self.place))
        state = self.words.state(self.draft, self._health, self._keys)
        self._state.setText(state.text)
        set_kind(self._state, state.kind)
        both = {"strong": self.draft.strong, "cheap": self.draft.cheap or self.draft.strong}
        self._both.set_text(text("models.both", **both) if self.draft.strong else "")
        self._cost.setText(self.words.money(self._today.cost) if self._today else "")
        self._today_said.setText(self.words.today(self._today) if self._today else "")
        health = self.words.health(self._health)
        self._health_said.setText(health.text)
        set_kind(self._health_said, health.kind)
        self.buttons["reset"].setVisible(health.kind in ("bad", "warn"))
        self._health_said.setVisible(self.saved is not None)
        self._today_said.setVisible(self.saved is not None and self._today is not None)
        self.buttons["test"].setEnabled(not self.testing)
        self._say_test()
        self._say_wrong()
        self.setAccessibleName(text("models.card", place=self.place, name=name, state=state.text))
        self.setAccessibleDescription(f"{self._today_said.text()} {health.text}")

    def _say_test(self) -> None:
        self._result.setVisible(self.testing or self.tested is not None)
        if self.testing:
            self._result.setText(self._ui.language.text("models.testing"))
            set_kind(self._result, "muted")
        elif self.tested is not None:
            told = self._health is not None and self._health.resting == self.tested.sentence
            said = self.words.tested(self.tested, self.draft, told=told)
            self._result.setText(said.text)
            set_kind(self._result, said.kind)

    def _say_wrong(self) -> None:
        wrong = self.draft.wrong()
        self._wrong.setVisible(bool(wrong))
        if wrong:
            self._wrong.setText(self._ui.language.text(f"models.wrong.{wrong}"))

    # What is typed.

    def _typed(self) -> None:
        self.draft = Draft(
            self.draft.provider,
            self.strong.currentText(),
            self.cheap.currentText(),
            self.address.text(),
        )
        self._say()

    def _commit(self) -> None:
        self._typed()
        choice = self.draft.choice()
        if choice is not None and choice != self.saved:
            self.edited.emit(self.draft)

    # Keys and mouse.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who has the focus is the one keys act on."""
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame of the focus away."""
        super().focusOutEvent(event)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that gets the focus makes its card the current one; and a focused button
        would take Alt+Up for a way to its neighbour."""
        if event.type() == QEvent.Type.FocusIn:
            self.chosen.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            ways: dict[int, str] = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
            way = ways.get(event.key())
            if alt and way and isinstance(watched, KeyButton):
                self.pressed_button.emit(way)
                return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it, and perhaps begin to drag it."""
        self._pressed = event.position().toPoint()
        self.setFocus()
        self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it to another place."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() > 8:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.mapToParent(event.position().toPoint()))

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        """Lay it down."""
        self._pressed = None
        self.unsetCursor()
        self.dropped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame it in the accent while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._ui.theme.tokens.focus), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)

    # How it is laid out.

    def _make(self) -> None:
        self.strong, self.cheap = ModelBox(), ModelBox()
        self.address = QLineEdit()
        self.address.setPlaceholderText(LOCAL_URL)
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for box in (self.strong, self.cheap):
            box.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            box.typed.connect(self._typed)
            box.committed.connect(self._commit)
        self.strong.setEditText(self.draft.strong)
        self.cheap.setEditText(self.draft.cheap)
        self.address.setText(self.draft.base_url)
        self.address.textEdited.connect(self._typed)
        self.address.editingFinished.connect(self._commit)
        self.key = KeyRow(self._ui, self.words, self.provider)
        self.key.entered.connect(self.key_entered)
        self.key.removed.connect(self.key_removed)
        self.buttons = {
            name: KeyButton(role="danger" if name == "remove" else "") for name in BUTTONS
        }
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.pressed_button.emit(name))
        watched: list[QWidget] = [*self.buttons.values(), self.key.change, self.key.remove]
        lines: list[QWidget] = [self.strong, self.cheap, self.address, self.key.line]
        for one in [*watched, *lines]:
            one.installEventFilter(self)

    def _lay_out(self) -> None:
        self._grip = IconLabel(self._ui.theme, "grip", "muted", 16)
        self._number = label("", "cap")
        self._name = label("", "heading")
        self._both = ElidedLabel("", "muted")
        self._state = label("", "muted")
        self._cost = label("", "muted")
        self._cost.setMinimumWidth(48)
        self._cost.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.head.takeAt(0)
        self.head.takeAt(0)
        for piece in (self._grip, self._number, self._name):
            self.head.addWidget(piece)
        self.head.addWidget(self._both, 1)
        self.head.addStretch(0)
        self.head.addWidget(self._state)
        self.head.addWidget(self._cost)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._fields())
        self._wrong = label("", "bad", wrap=True)
        self._today_said = label("", "muted", wrap=True)
        self._health_said = label("", "muted", wrap=True)
        self._result = label("", "muted", wrap=True)
        for piece in (self._wrong, self._today_said):
            column.addWidget(piece)
        ill = QHBoxLayout()
        ill.setSpacing(12)
        ill.addWidget(self._health_said, 1)
        ill.addWidget(self.buttons["reset"])
        column.addLayout(ill)
        column.addWidget(self._result)
        bar = Flow()
        for name, button in self.buttons.items():
            if name != "reset":
                bar.addWidget(button)
        column.addLayout(bar)
        self.body.addWidget(self._inside)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._captions: dict[str, QLabel] = {}
        rows: dict[str, QWidget] = {"strong": self.strong, "cheap": self.cheap}
        if self.provider == "local":
            rows = {"base_url": self.address, **rows}
        rows["key"] = self.key
        for number, (name, field) in enumerate(rows.items()):
            caption = label("", "muted")
            self._captions[name] = caption
            top = Qt.AlignmentFlag.AlignTop if name == "key" else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(caption, number, 0, top)
            grid.addWidget(field, number, 1)
        return grid
