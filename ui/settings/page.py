"""How the window looks and speaks, as this person wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Action
from ui.settings.zoom import ZOOMS, Zoom
from ui.shell.page import Frame
from ui.theme.theme import Choice
from ui.widgets import Card, Flow, KeyButton, PageFrame, label, scrolled

_WIDTH = 760


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen, on a button with its key."""

    text_key: str
    key: str
    choose: Callable[[], object]
    chosen: Callable[[], bool]


class SettingsPage(QObject):
    """Choices take effect at once; the window remembers them."""

    def __init__(
        self, frame: Frame, workspace: str, zoom: Zoom, edit_keys: Callable[[], None]
    ) -> None:
        super().__init__(frame.window())
        self._frame = frame
        self._ui = frame.ui
        self._zoom = zoom
        self._page = PageFrame()
        self._make_scrolled()
        self._texts: list[tuple[Callable[[str], None], str]] = []
        self._actions: list[Action] = []
        self._buttons: list[tuple[KeyButton, Option]] = []
        self._appearance = self._card("settings.appearance")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(16)
        self._grid.setColumnMinimumWidth(0, 140)
        self._grid.setColumnStretch(1, 1)
        self._appearance.body.addLayout(self._grid)
        for name, options in self._rows().items():
            self._add_row(name, options)
        self._zoom_hint = self._add_hint()
        self._add_keys(edit_keys)
        self._place(workspace)
        self._column.addStretch(1)
        self._ui.language.follow(self._retranslate)
        self._ui.theme.changed.connect(self._check)

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
        """Each choice by its key."""
        return self._actions

    def _rows(self) -> dict[str, tuple[Option, ...]]:
        language, theme, zoom = self._ui.language, self._ui.theme, self._zoom
        return {
            "language": (
                Option("settings.english", "E", partial(language.choose, "en"),
                       lambda: language.name == "en"),
                Option("settings.arabic", "A", partial(language.choose, "ar"),
                       lambda: language.name == "ar"),
            ),
            "digits": (
                Option("settings.digits_latin", "1", partial(self._choose_digits, False),
                       lambda: not language.arabic_digits),
                Option("settings.digits_arabic", "2", partial(self._choose_digits, True),
                       lambda: language.arabic_digits),
            ),
            "theme": (
                Option("settings.theme_system", "S", partial(theme.choose, Choice.SYSTEM),
                       lambda: theme.choice is Choice.SYSTEM),
                Option("settings.theme_light", "L", partial(theme.choose, Choice.LIGHT),
                       lambda: theme.choice is Choice.LIGHT),
                Option("settings.theme_dark", "D", partial(theme.choose, Choice.DARK),
                       lambda: theme.choice is Choice.DARK),
            ),
            "motion": (
                Option("settings.motion_on", "M", partial(self._choose_motion, True),
                       lambda: theme.motion),
                Option("settings.motion_off", "N", partial(self._choose_motion, False),
                       lambda: not theme.motion),
            ),
            "zoom": tuple(
                Option(f"settings.zoom_{percent}", key, partial(zoom.choose, percent),
                       partial(lambda one: zoom.wanted == one, percent))
                for percent, key in zip(ZOOMS, "5678", strict=True)
            ),
        }  # fmt: skip

    def _add_row(self, name: str, options: Sequence[Option]) -> None:
        row = self._grid.rowCount()
        caption = label("", "muted")
        self._texts.append((caption.setText, f"settings.{name}"))
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        line_up = Flow()
        group = QButtonGroup(self._page)
        for option in options:
            line_up.addWidget(self._button(f"settings.{name}", option, group))
        self._grid.addLayout(line_up, row, 1)

    def _button(self, row: str, option: Option, group: QButtonGroup) -> KeyButton:
        def choose() -> None:
            option.choose()
            self._check()

        button = KeyButton()
        button.setCheckable(True)
        button.clicked.connect(choose)
        action = Action(
            option.text_key, "settings.choice", choose, option.key,
            title_values={"what": row, "value": option.text_key},
        )  # fmt: skip
        self._frame.keys.print_on(button, action.id)
        self._actions.append(action)
        self._texts.append((button.setText, option.text_key))
        self._buttons.append((button, option))
        group.addButton(button)
        return button

    def _make_scrolled(self) -> None:
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        around = QWidget()
        scrolled(around, body)
        self._page.body.addWidget(around)

    def _card(self, heading: str) -> Card:
        card = Card(padding=24)
        card.setMaximumWidth(_WIDTH)
        self._texts.append((card.set_heading, heading))
        self._column.addWidget(card)
        return card

    def _add_hint(self) -> QWidget:
        hint = label("", "small")
        self._texts.append((hint.setText, "settings.zoom_hint"))
        self._grid.addWidget(hint, self._grid.rowCount(), 1)
        return hint

    def _add_keys(self, edit_keys: Callable[[], None]) -> None:
        button = KeyButton()
        button.clicked.connect(edit_keys)
        self._frame.keys.print_on(button, "window.keys")
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
        begin = KeyButton()
        begin.clicked.connect(lambda: self._frame.show_page("start"))
        self._frame.keys.print_on(begin, "window.start")
        self._texts.append((begin.setText, "action.start"))
        for piece in (where, hint):
            card.body.addWidget(piece)
        card.body.addWidget(begin, 0, Qt.AlignmentFlag.AlignLeading)

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
        for button, option in self._buttons:
            if option.chosen():
                button.setChecked(True)
        self._zoom_hint.setVisible(self._zoom.wanted != self._zoom.shown)
