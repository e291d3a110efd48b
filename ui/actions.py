"""What a person can do here, by name and key, and the filter that hears the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from ui.handle import HandleFilter
from ui.keys import EDITING, Chord, written
from ui.widgets.buttons import KeyButton


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do. `id` is stable (`review.approve`); `key` may be remapped."""

    id: str
    title_key: str
    run: Callable[[], object]
    key: str = ""
    """`A`, `Ctrl+K`, `Space`, `?`; empty when it is reached by the palette only."""
    enabled: Callable[[], bool] = _always
    also: tuple[str, ...] = ()
    """Further keys for the same, not printed."""
    while_typing: bool = False
    """Whether it fires even from a text one types in."""
    repeats: bool = False
    """Whether holding the key repeats it: moving does, deciding never."""
    hidden: bool = False
    """Whether palette and help leave it out (digits of a choice, for instance)."""
    title_values: Mapping[str, str] | None = None
    """What the title's placeholders stand for, as keys of further texts."""

    @property
    def chords(self) -> tuple[Chord, ...]:
        """All keys that fire it."""
        return tuple(Chord.parse(key) for key in (self.key, *self.also) if key)

    @property
    def label(self) -> str:
        """What is printed on its button's key cap."""
        return Chord.parse(self.key).label if self.key else ""


class KeyMap(QObject):
    """Holds the actions in force, and hears their keys for one window.

    There are two layers: the window's actions always work, the page's while it is shown; the
    page's win. Letters never fire while a text has the focus.
    """

    changed = Signal()

    def __init__(self, window: QWidget, remapped: Mapping[str, str] | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._remapped = dict(remapped or {})
        self._everywhere: tuple[Action, ...] = ()
        self._here: tuple[Action, ...] = ()
        self._over: tuple[Action, ...] | None = None
        self._capture: Callable[[str], None] | None = None
        self._caps: list[tuple[KeyButton, str]] = []
        self.changed.connect(self._print_caps)
        self._filter = HandleFilter(window, self._before_widgets)

    @property
    def everywhere(self) -> tuple[Action, ...]:
        """The window's actions."""
        return self.with_own_keys(self._everywhere)

    @property
    def here(self) -> tuple[Action, ...]:
        """The shown page's actions."""
        return self.with_own_keys(self._here)

    @property
    def remapped(self) -> Mapping[str, str]:
        """Which actions were put on other keys."""
        return dict(self._remapped)

    def set_everywhere(self, actions: Iterable[Action]) -> None:
        """Replace the window's actions."""
        self._everywhere = tuple(actions)
        self.changed.emit()

    def set_here(self, actions: Iterable[Action]) -> None:
        """Replace the page's actions."""
        self._here = tuple(actions)
        self.changed.emit()

    def set_over(self, actions: Iterable[Action] | None) -> None:
        """While something lies over the page, only `actions` fire; None: it is gone."""
        self._over = None if actions is None else tuple(actions)
        self._capture = None

    def remap(self, action_id: str, key: str) -> None:
        """Put an action on another key; an empty one gives it its own back. Raises
        `ValueError` for what is no key."""
        if key:
            Chord.parse(key)
            self._remapped[action_id] = key
        else:
            self._remapped.pop(action_id, None)
        self.changed.emit()

    def capture(self, take: Callable[[str], None] | None) -> None:
        """Hand the next chord to `take` instead of running anything; Escape hands it ""."""
        self._capture = take

    def print_on(self, button: KeyButton, action_id: str) -> None:
        """Print the action's key on its button, now and whenever it is put on another."""
        self._caps.append((button, action_id))
        self._print_caps()

    def with_own_keys(self, actions: Iterable[Action]) -> tuple[Action, ...]:
        """The actions on the keys this person gave them."""
        return tuple(
            replace(action, key=self._remapped[action.id], also=())
            if action.id in self._remapped
            else action
            for action in actions
        )

    def _before_widgets(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return QApplication.activePopupWidget() is None and self._fire(event)
        return False

    def _fire(self, event: QKeyEvent) -> bool:
        if self._capture is not None:
            return self._hand_over(event)
        layers = (*self.here, *self.everywhere) if self._over is None else self._over
        for action in layers:
            chord = next((one for one in action.chords if one.matches(event)), None)
            if chord is None or not self._may_fire(action, chord):
                continue
            if event.isAutoRepeat() and not action.repeats:
                return True
            if action.enabled():
                action.run()
                return True
        return False

    def _may_fire(self, action: Action, chord: Chord) -> bool:
        focus = QApplication.focusWidget()
        if is_typing(focus):
            mine = chord.bare or (
                chord.held == Qt.KeyboardModifier.ControlModifier and chord.key in EDITING
            )
            return action.while_typing or not mine
        # The focused button or box answers to these itself.
        return not (
            isinstance(focus, QAbstractButton | QComboBox)
            and chord.key in ("Space", "Enter", "Up", "Down")
        )

    def _hand_over(self, event: QKeyEvent) -> bool:
        chord = written(event)
        if chord and self._capture is not None:
            take, self._capture = self._capture, None
            take("" if chord == "Esc" else chord)
        return True

    def _print_caps(self) -> None:
        self._caps = [(button, name) for button, name in self._caps if isValid(button)]
        labels = {action.id: action.label for action in (*self.everywhere, *self.here)}
        for button, name in self._caps:
            if name in labels:
                button.set_key(labels[name])


def is_typing(widget: QWidget | None) -> bool:
    """Whether letters typed now go into a text."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return widget.isEnabled() and not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)
