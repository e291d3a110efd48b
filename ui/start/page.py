"""First start: an empty workspace offers three doors."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import Action
from ui.shell.elsewhere import Elsewhere, Where
from ui.shell.page import Frame
from ui.start.door import Door
from ui.start.join import Join
from ui.widgets import IconLabel, label, scrolled

_WIDTH = 640
_ICONS = {"import": "imports", "sample": "play", "join": "team"}


class StartPage(QObject):
    """Bring an exported chat, look around with the sample, or join the team's workspace."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame.window())
        self._frame = frame
        self._join = Join(frame)
        self.doors = {name: Door(frame.ui, icon) for name, icon in _ICONS.items()}
        self._title = label("", "welcome")
        self._lead = label("", "muted", wrap=True)
        self._note = label("", "small", wrap=True)
        self._widget = self._lay_out()
        opened = {"import": frame.choose_files, "sample": self._sample, "join": self._join.ask}
        self._actions = []
        for key, (name, door) in enumerate(self.doors.items(), 1):
            door.clicked.connect(opened[name])
            action = Action(f"start.{name}", f"start.{name}.title", opened[name], str(key))
            self._actions.append(action)
            frame.keys.print_on(door, action.id)
        frame.ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The page's name."""
        return "page.start"

    @property
    def widget(self) -> QWidget:
        """The page."""
        return self._widget

    def activate(self) -> None:
        """Stand before the first door."""
        self.doors["import"].setFocus()

    def deactivate(self) -> None:
        """Nothing runs here."""

    def actions(self) -> Sequence[Action]:
        """One key for each door."""
        return self._actions

    def _sample(self) -> None:
        self._frame.go_elsewhere(Elsewhere(Where.SAMPLE), self._frame.tell)

    def _lay_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(12)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(self._frame.ui.theme, "clapper", "accent", 48), 0, middle)
        for text in (self._title, self._lead):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addSpacing(12)
        for door in self.doors.values():
            column.addWidget(door)
        column.addSpacing(8)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._note)
        column.addStretch(3)
        body.setMaximumWidth(_WIDTH + 48)
        page = QWidget()
        page.setProperty("kind", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scrolled(page, body)
        return page

    def _retranslate(self) -> None:
        text = self._frame.ui.language.text
        self._title.setText(text("start.welcome"))
        self._lead.setText(text("start.lead"))
        self._note.setText(text("start.note"))
        self._widget.setAccessibleName(text("start.welcome"))
        for name, door in self.doors.items():
            door.say(text(f"start.{name}.title"), text(f"start.{name}.hint"))
