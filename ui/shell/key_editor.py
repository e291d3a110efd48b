"""Lets a person put actions on other keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.actions import Action, KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.keys import Chord
from ui.shell.overlay import Overlay, title_of
from ui.widgets.buttons import KeyButton
from ui.widgets.cards import label, line, set_kind

EVERYWHERE = ""
"""The group of the window's own actions; the others go by their page's name."""

_AROUND = 144
"""What the panel needs besides the list."""

Groups = Mapping[str, Sequence[Action]]


class KeyEditor(Overlay):
    """Every action with its key; pressing one and then a key puts it there."""

    def __init__(self, ui: UiContext, keys: KeyMap, over: QWidget) -> None:
        super().__init__(ui, keys, over)
        self._groups: Groups = {}
        self._buttons: dict[str, KeyButton] = {}
        self._own_keys: dict[str, str] = {}
        self._remember: Callable[[str, str], None] = lambda _id, _key: None
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        head, self._title, self._close = self.head()
        column.addLayout(head)
        self._hint = label("", "muted", wrap=True)
        column.addWidget(self._hint)
        column.addSpacing(8)
        self._area = QScrollArea(widgetResizable=True)
        column.addWidget(self._area, 1)

    def panel_size(self) -> tuple[int, int]:
        """As high as the list of keys, if the window is."""
        body = self._area.widget()
        return 720, _AROUND + (body.sizeHint().height() if body else 0)

    def edit(self, groups: Groups, remember: Callable[[str, str], None]) -> None:
        """Open over all actions as the program gives them; `remember` keeps each change."""
        text = self._ui.language.text
        self._groups, self._remember = groups, remember
        self._own_keys = {a.id: a.key for actions in groups.values() for a in actions}
        self._title.setText(text("keys.title"))
        self._close.setText(text("action.close"))
        self._say(text("keys.hint"))
        self._buttons = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        for name, actions in groups.items():
            heading = text(f"page.{name}") if name else text("help.everywhere")
            column.addLayout(self._group(heading, [a for a in actions if not a.hidden]))
        column.addStretch(1)
        self._area.setWidget(body)
        self._refresh()
        self.open()

    def put(self, action_id: str, key: str) -> None:
        """Put an action on a key, unless another one that works at the same time has it."""
        if key and (other := self._holder(action_id, key)):
            name = title_of(self._ui, other)
            taken = self._ui.language.text("keys.taken", key=Chord.parse(key).label, name=name)
            self._say(taken, "warn")
        else:
            self._keys.remap(action_id, "" if key == self._own_keys[action_id] else key)
            self._remember(action_id, self._keys.remapped.get(action_id, ""))
            self._say(self._ui.language.text("keys.hint"))
        self._refresh()

    def _group(self, heading: str, actions: Sequence[Action]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(heading, "heading"))
        column.addWidget(line())
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(8)
        for row, action in enumerate(actions):
            grid.addWidget(label(title_of(self._ui, action), wrap=True), row, 0)
            grid.addWidget(self._key_button(action), row, 1)
            grid.addWidget(self._back_button(action), row, 2)
        column.addLayout(grid)
        return column

    def _key_button(self, action: Action) -> KeyButton:
        button = KeyButton()
        button.setMinimumWidth(140)
        button.clicked.connect(lambda: self._ask(action))
        button.setAccessibleDescription(title_of(self._ui, action))
        self._buttons[action.id] = button
        return button

    def _back_button(self, action: Action) -> KeyButton:
        button = KeyButton(self._ui.language.text("keys.back"), role="quiet")
        button.clicked.connect(lambda: self.put(action.id, ""))
        return button

    def _ask(self, action: Action) -> None:
        self._refresh()
        self._buttons[action.id].setText(self._ui.language.text("keys.press"))
        self._keys.capture(lambda key: self.put(action.id, key) if key else self._refresh())

    def _holder(self, action_id: str, key: str) -> Action | None:
        mine = next(name for name, group in self._groups.items()
                    if any(action.id == action_id for action in group))  # fmt: skip
        for name, group in self._groups.items():
            together = EVERYWHERE in (mine, name) or mine == name
            for action in self._keys.with_own_keys(group) if together else ():
                if action.id != action_id and Chord.parse(key) in action.chords:
                    return action
        return None

    def _refresh(self) -> None:
        for group in self._groups.values():
            for action in self._keys.with_own_keys(group):
                if action.id in self._buttons:
                    shown = isolate(action.label or self._ui.language.text("keys.none"))
                    self._buttons[action.id].setText(shown)

    def _say(self, text: str, kind: str = "muted") -> None:
        self._hint.setText(text)
        set_kind(self._hint, kind)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignLeading)
