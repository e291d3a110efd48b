"""How the window looks and speaks, as this person wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from ui.actions import Action
from ui.context import UiContext
from ui.keys import Chord
from ui.theme.theme import Choice
from ui.widgets import Card, KeyButton, PageFrame, label

_WIDTH = 720


class SettingsPage:
    """Choices take effect at once; the window remembers them."""

    def __init__(self, ui: UiContext, workspace: str, edit_keys: Callable[[], None]) -> None:
        self._ui = ui
        self._page = PageFrame()
        self._texts: list[tuple[Callable[[str], None], str]] = []
        self._appearance = self._card("settings.appearance")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(16)
        self._grid.setColumnMinimumWidth(0, 160)
        self._grid.setColumnStretch(1, 1)
        self._appearance.body.addLayout(self._grid)
        self._fill()
        self._add_keys(edit_keys)
        self._place(workspace)
        self._page.body.addStretch(1)
        ui.language.follow(self._retranslate)
        ui.theme.changed.connect(self._check)

    @property
    def title_key(self) -> str:
        """The page's name."""
        return "page.settings"

    @property
    def widget(self) -> QWidget:
        """The page."""
        return self._page

    def activate(self) -> None:
        """Nothing to load."""

    def deactivate(self) -> None:
        """Nothing to stop."""

    def actions(self) -> Sequence[Action]:
        """The window's own actions are enough."""
        return ()

    def _fill(self) -> None:
        language, theme = self._ui.language, self._ui.theme
        self._language = self._row(
            "settings.language",
            ("settings.english", lambda: language.choose("en")),
            ("settings.arabic", lambda: language.choose("ar")),
        )
        self._digits = self._row(
            "settings.digits",
            ("settings.digits_latin", lambda: self._choose_digits(False)),
            ("settings.digits_arabic", lambda: self._choose_digits(True)),
        )
        self._theme = self._row(
            "settings.theme",
            ("settings.theme_system", lambda: theme.choose(Choice.SYSTEM)),
            ("settings.theme_light", lambda: theme.choose(Choice.LIGHT)),
            ("settings.theme_dark", lambda: theme.choose(Choice.DARK)),
        )
        self._motion = self._row(
            "settings.motion",
            ("settings.motion_on", lambda: self._choose_motion(True)),
            ("settings.motion_off", lambda: self._choose_motion(False)),
        )

    def _row(self, name: str, *choices: tuple[str, Callable[[], None]]) -> QButtonGroup:
        row = self._grid.rowCount()
        caption = label("", "muted")
        self._texts.append((caption.setText, name))
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        line_up = QHBoxLayout()
        line_up.setSpacing(8)
        group = QButtonGroup(self._page)
        for number, (key, act) in enumerate(choices):
            button = KeyButton()
            button.setCheckable(True)
            button.clicked.connect(act)
            self._texts.append((button.setText, key))
            group.addButton(button, number)
            line_up.addWidget(button)
        line_up.addStretch(1)
        self._grid.addLayout(line_up, row, 1)
        return group

    def _card(self, heading: str) -> Card:
        card = Card(padding=24)
        card.setMaximumWidth(_WIDTH)
        self._texts.append((card.set_heading, heading))
        self._page.body.addWidget(card)
        return card

    def _add_keys(self, edit_keys: Callable[[], None]) -> None:
        button = KeyButton("", Chord.parse("Ctrl+Shift+K").label)
        button.clicked.connect(edit_keys)
        caption = label("", "muted")
        self._texts += [(caption.setText, "help.title"), (button.setText, "action.keys")]
        row = self._grid.rowCount()
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeading)

    def _place(self, workspace: str) -> None:
        card = self._card("settings.workspace")
        where = label(workspace, wrap=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where = where
        hint = label("", "muted", wrap=True)
        self._texts.append((hint.setText, "settings.workspace_hint"))
        card.body.addWidget(where)
        card.body.addWidget(hint)

    def _choose_digits(self, arabic: bool) -> None:
        self._ui.language.choose(self._ui.language.name, arabic_digits=arabic)

    def _choose_motion(self, on: bool) -> None:
        self._ui.theme.motion = on

    def _retranslate(self) -> None:
        self._page.set_title(self._ui.language.text(self.title_key))
        for put, key in self._texts:
            put(self._ui.language.text(key))
        # A path reads left to right everywhere; a label would let it decide its side too.
        align = Qt.AlignmentFlag
        side = align.AlignRight if self._ui.language.right_to_left else align.AlignLeft
        self._where.setAlignment(side | align.AlignAbsolute)
        self._check()

    def _check(self) -> None:
        language, theme = self._ui.language, self._ui.theme
        chosen = (
            (self._language, language.name == "ar"),
            (self._digits, language.arabic_digits),
            (self._theme, list(Choice).index(theme.choice)),
            (self._motion, not theme.motion),
        )
        for group, number in chosen:
            group.button(int(number)).setChecked(True)
