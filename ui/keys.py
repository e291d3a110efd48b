"""Physical keys: an action stays on its key whatever layout is active.

Qt names keys by the character they type, so with an Arabic layout `A` would be ش and no
single-letter shortcut would fire. Here a key is known by all its names: the Latin character,
the character the Arabic layouts type, and the scan code where the platform tells it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ARABIC = {
    "Q": "ض", "W": "ص", "E": "ث", "R": "ق", "T": "ف", "Y": "غ", "U": "ع", "I": "ه",
    "O": "خ", "P": "ح", "A": "ش", "S": "س", "D": "ي", "F": "ب", "G": "ل", "H": "ا",
    "J": "ت", "K": "ن", "L": "م", "Z": "ئ", "X": "ء", "C": "ؤ", "V": "ر", "B": "لا",
    "N": "ى", "M": "ة", "/": "ظ", "?": "؟", ",": "و", ".": "ز", "[": "ج", "]": "د",
} | {str(n): chr(0x660 + n) for n in range(10)}  # fmt: skip

_ROWS = (("1234567890", 2), ("QWERTYUIOP", 16), ("ASDFGHJKL", 30), ("ZXCVBNM,./", 44))
_SET_1 = {key: first + n for row, first in _ROWS for n, key in enumerate(row)}
_MAC = {
    "A": 0, "S": 1, "D": 2, "F": 3, "H": 4, "G": 5, "Z": 6, "X": 7, "C": 8, "V": 9, "B": 11,
    "Q": 12, "W": 13, "E": 14, "R": 15, "Y": 16, "T": 17, "1": 18, "2": 19, "3": 20, "4": 21,
    "6": 22, "5": 23, "9": 25, "7": 26, "8": 28, "0": 29, "O": 31, "U": 32, "I": 34, "P": 35,
    "L": 37, "J": 38, "K": 40, ",": 43, "/": 44, "N": 45, "M": 46, ".": 47,
}  # fmt: skip
_XKB_OFFSET = 8

_NAMED = {
    "Space": Qt.Key.Key_Space,
    "Tab": Qt.Key.Key_Tab,
    "Backtab": Qt.Key.Key_Backtab,
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Delete": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "PageUp": Qt.Key.Key_PageUp,
    "PageDown": Qt.Key.Key_PageDown,
    **{f"F{n}": Qt.Key(Qt.Key.Key_F1 + n - 1) for n in range(1, 13)},
}

_HELD = (
    ("Ctrl", Qt.KeyboardModifier.ControlModifier),
    ("Alt", Qt.KeyboardModifier.AltModifier),
    ("Meta", Qt.KeyboardModifier.MetaModifier),
    ("Shift", Qt.KeyboardModifier.ShiftModifier),
)
_ALL_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
EDITING = frozenset("ZYXCVA")
"""With Ctrl these belong to a text one types in."""


@dataclass(frozen=True, slots=True)
class Chord:
    """One key, and what is held with it."""

    key: str
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @staticmethod
    @cache
    def parse(written: str) -> Chord:
        """The chord written as `A`, `Ctrl+K`, `Shift+Space`, `?`. Raises `ValueError`."""
        *names, key = written.split("+") if written != "+" else ["+"]
        held = Qt.KeyboardModifier.NoModifier
        for name in names:
            held |= dict(_HELD)[name] if name in dict(_HELD) else _unknown(written)
        key = key.upper() if len(key) == 1 else key
        if len(key) != 1 and key not in _NAMED:
            _unknown(written)
        return Chord(key, held)

    @property
    def label(self) -> str:
        """The chord as printed on a key cap."""
        names = [_cap(name) for name, one in _HELD if self.held & one]
        return ("" if sys.platform == "darwin" else "+").join([*names, _cap(self.key)])

    @property
    def bare(self) -> bool:
        """Whether it types something when a text has the focus."""
        return (
            not self.held & _ALL_HELD
            and self.key not in ("Esc", "Tab", "Backtab")
            and not (len(self.key) > 1 and self.key.startswith("F"))
        )

    def matches(self, event: QKeyEvent) -> bool:
        """Whether the event is this chord, under any layout."""
        pressed = event.modifiers()
        if pressed & _ALL_HELD != self.held & _ALL_HELD:
            return False
        shift = Qt.KeyboardModifier.ShiftModifier
        if self.key in _NAMED:
            return _is_named(event, self.key) and pressed & shift == self.held & shift
        if self.key.isalnum() and pressed & shift != self.held & shift:
            return False
        return self.key == key_of(event)


def is_key(text: str) -> bool:
    """Whether `Chord.parse` knows it; what a file remembers may be anything."""
    try:
        Chord.parse(text)
    except ValueError:
        return False
    return True


def key_of(event: QKeyEvent) -> str:
    """The key pressed, by the name it has on an English keyboard; empty when it has none."""
    typed = event.text()
    if typed in _FROM_ARABIC:
        return _FROM_ARABIC[typed]
    if typed and typed.isascii() and typed.isprintable():
        # A Latin layout of another order (AZERTY) says what its user means.
        return typed.upper()
    code = event.key()
    if Qt.Key.Key_Space < code < Qt.Key.Key_AsciiTilde:
        return chr(code).upper()  # with Ctrl held nothing readable is typed
    if found := _key_by_code(event):
        return found
    return _FROM_ARABIC.get(chr(code), "") if 0x600 <= code <= 0x6FF else ""


def written(event: QKeyEvent) -> str:
    """How the pressed chord is written for `Chord.parse`; empty while only modifiers are held."""
    code = event.key()
    name = next((n for n, known in _NAMED.items() if known == code), "") or key_of(event)
    if code == Qt.Key.Key_Enter:
        name = "Enter"
    if not name or (len(name) == 1 and not name.isprintable()):
        return ""
    shifts = len(name) > 1 or name.isalnum()  # for ? and its like, Shift is how one gets there
    held = [
        label for label, one in _HELD if event.modifiers() & one and (label != "Shift" or shifts)
    ]
    return "+".join([*held, name])


def _key_by_code(event: QKeyEvent) -> str:
    if sys.platform == "darwin":
        return _FROM_MAC.get(event.nativeVirtualKey(), "") if not event.text().isascii() else ""
    scan = event.nativeScanCode()
    return _FROM_SCAN.get(scan - (0 if sys.platform == "win32" else _XKB_OFFSET), "")


def _is_named(event: QKeyEvent, key: str) -> bool:
    code = event.key()
    return code == _NAMED[key] or (key == "Enter" and code == Qt.Key.Key_Enter)


def _cap(name: str) -> str:
    mac = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Meta": "⌃"}
    if sys.platform == "darwin" and name in mac:
        return mac[name]
    return {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}.get(name, name)


def _unknown(written: str) -> Qt.KeyboardModifier:
    raise ValueError(f"{written!r} is no key")


_FROM_ARABIC = {arabic: key for key, arabic in _ARABIC.items()} | {"ﻻ": "B"}
_FROM_SCAN = {scan: key for key, scan in _SET_1.items()}
_FROM_MAC = {code: key for key, code in _MAC.items()}
