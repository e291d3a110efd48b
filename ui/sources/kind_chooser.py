"""The kinds of source there are, each with what it reads and what it needs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pipeline.sources.port import AdapterKind
from ui.actions import KeyMap
from ui.context import UiContext
from ui.sources.start_label import StartLabel
from ui.sources.words import Words
from ui.start.door import Door
from ui.widgets import badge_icon, scrolled

NUMBERS = 9
"""Kinds that have a digit as their key."""


class KindChooser(QWidget):
    """One door a kind. In a workspace without sources it says what sources are, too."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self.is_first = False
        """Whether it stands where there is no source yet."""
        self.doors: dict[str, Door] = {}
        self._title = StartLabel("large")
        self._lead = StartLabel("muted")
        body = QWidget()
        body.setMaximumWidth(720)
        column = QVBoxLayout(body)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addSpacing(4)
        for kind in words.kinds.values():
            column.addWidget(self._door(kind, keys))
        column.addStretch(1)
        scrolled(self, body)
        ui.language.follow(self._retranslate)

    def begin(self, *, first: bool) -> None:
        """Offer the kinds; `first` where there is no source yet."""
        self.is_first = first
        self._retranslate()
        if self.doors and self.isVisible():
            next(iter(self.doors.values())).setFocus()

    def _door(self, kind: AdapterKind, keys: KeyMap) -> Door:
        door = Door(self._ui, badge_icon(kind.medium))
        policy = door.sizePolicy()
        # A button is as wide and as high as it wishes; the words of this one wrap.
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        door.setSizePolicy(policy)
        layout = door.layout()
        assert layout is not None
        layout.setContentsMargins(16, 12, 16, 12)
        door.clicked.connect(lambda: self.chosen.emit(kind.name))
        keys.print_on(door, f"sources.kind.{kind.name}")
        self.doors[kind.name] = door
        return door

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("sources.empty.title" if self.is_first else "sources.choose_kind"))
        self._lead.setText(text("sources.empty.hint" if self.is_first else "sources.choose_hint"))
        for name, door in self.doors.items():
            kind = self._words.kinds[name]
            every = self._words.schedule(kind.every_minutes).replace(" ", "\u00a0")
            about = self._words.hint(name, "about") or kind.identifier_hint
            door.say(self._words.kind(name), f"{about} {text('sources.asked', every=every)}")
