"""Keys stay where they are under the Arabic layout, and leave texts alone."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hand import handle
from ui.actions import Action, KeyMap
from ui.keys import Chord, key_of, written
from ui.widgets import KeyButton

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(code: int, text: str, held: Qt.KeyboardModifier = NONE, *, scan: int = 0,
          repeat: bool = False) -> QKeyEvent:  # fmt: skip
    """A key going down, as Qt reports it."""
    return QKeyEvent(QEvent.Type.KeyPress, code, held, scan, 0, 0, text, repeat)


LATIN = [(letter, ord(letter), letter.lower()) for letter in "AXEUJKF"]
ARABIC = [("A", "ش"), ("X", "ء"), ("E", "ث"), ("U", "ع"), ("J", "ت"), ("K", "ن"), ("F", "ب")]


@pytest.mark.parametrize(("letter", "code", "text"), LATIN)
def test_a_latin_layout_types_the_letter(letter: str, code: int, text: str) -> None:
    """The plain case."""
    assert Chord.parse(letter).matches(press(code, text))


@pytest.mark.parametrize(("letter", "text"), ARABIC)
def test_the_arabic_layout_means_the_same_key(letter: str, text: str) -> None:
    """ش is on A, ء on X."""
    assert Chord.parse(letter).matches(press(ord(text), text))
    assert not Chord.parse("Z").matches(press(ord(text), text))


@pytest.mark.parametrize(("scan", "letter"), [(30 + 8, "A"), (45 + 8, "X"), (2 + 8, "1")])
def test_a_layout_we_do_not_know_is_read_by_its_scan_code(
    monkeypatch: pytest.MonkeyPatch, scan: int, letter: str
) -> None:
    """Cyrillic ф sits on A as well."""
    monkeypatch.setattr("sys.platform", "linux")
    assert key_of(press(ord("Ф"), "ф", scan=scan)) == letter


def test_with_control_held_the_text_is_empty_or_control_code() -> None:
    """Ctrl+K and Ctrl+Z work in both layouts."""
    assert Chord.parse("Ctrl+K").matches(press(Qt.Key.Key_K, "\x0b", CTRL))
    assert Chord.parse("Ctrl+K").matches(press(ord("ن"), "ن", CTRL))
    assert Chord.parse("Ctrl+Z").matches(press(ord("ئ"), "", CTRL))
    assert not Chord.parse("Ctrl+K").matches(press(Qt.Key.Key_K, "k"))


def test_digits_and_marks_are_known_in_both_scripts() -> None:
    """١ is 1, ؟ is ?."""
    assert Chord.parse("1").matches(press(ord("١"), "١"))
    assert Chord.parse("?").matches(press(ord("؟"), "؟", SHIFT))
    assert Chord.parse("?").matches(press(Qt.Key.Key_Question, "?", SHIFT))
    assert Chord.parse("/").matches(press(ord("ظ"), "ظ"))


def test_shift_makes_another_chord_of_a_letter() -> None:
    """Shift+A is not A."""
    assert not Chord.parse("A").matches(press(Qt.Key.Key_A, "A", SHIFT))
    assert Chord.parse("Shift+A").matches(press(Qt.Key.Key_A, "A", SHIFT))


def test_what_is_no_key_is_refused() -> None:
    """A remapping to nonsense says so."""
    with pytest.raises(ValueError, match="Hyper"):
        Chord.parse("Hyper+Q")
    with pytest.raises(ValueError, match="Fnord"):
        Chord.parse("Fnord")


class Bench(QWidget):
    """A window with a text, a button and a record of what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.line = QLineEdit()
        self.button = QPushButton("Press")
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.button)
        self.keys = KeyMap(self)
        self.keys.set_everywhere(
            [
                Action("palette", "t", lambda: self.done.append("palette"), "Ctrl+K"),
                Action("undo", "t", lambda: self.done.append("undo"), "U", also=("Ctrl+Z",)),
                Action("close", "t", lambda: self.done.append("close"), "Esc"),
            ]
        )
        self.keys.set_here(
            [
                Action("approve", "t", lambda: self.done.append("approve"), "A"),
                Action("skip", "t", lambda: self.done.append("skip"), "Space"),
                Action("next", "t", lambda: self.done.append("next"), "J", repeats=True),
                Action("no", "t", lambda: self.done.append("no"), "N", enabled=lambda: False),
            ]
        )


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Bench:
    """The window, shown and active."""
    made = Bench()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def send(widget: QWidget, event: QKeyEvent) -> None:
    """Deliver a key to the widget, which has the focus, as the system does."""
    QApplication.sendEvent(handle(widget), event)


def test_letters_fire_from_both_layouts(bench: Bench) -> None:
    """One approves by A and by ش."""
    send(bench, press(Qt.Key.Key_A, "a"))
    send(bench, press(ord("ش"), "ش"))
    send(bench, press(Qt.Key.Key_Space, " "))
    assert bench.done == ["approve", "approve", "skip"]


def test_letters_never_fire_while_typing(bench: Bench) -> None:
    """They go into the text; Ctrl+K and Escape still work, Ctrl+Z is the text's own."""
    bench.line.setFocus()
    for event in (press(Qt.Key.Key_A, "a"), press(ord("ش"), "ش"), press(Qt.Key.Key_Space, " ")):
        send(bench.line, event)
    send(bench.line, press(Qt.Key.Key_Z, "\x1a", CTRL))
    assert bench.done == []
    send(bench.line, press(Qt.Key.Key_K, "\x0b", CTRL))
    send(bench.line, press(Qt.Key.Key_Escape, "\x1b"))
    assert bench.done == ["palette", "close"]


def test_a_text_that_cannot_be_edited_takes_no_letters(bench: Bench) -> None:
    """The raw message may hold the focus while one decides."""
    bench.line.setReadOnly(True)
    bench.line.setFocus()
    send(bench.line, press(Qt.Key.Key_A, "a"))
    assert bench.done == ["approve"]


def test_the_focused_button_keeps_its_space(bench: Bench) -> None:
    """Whoever tabbed there wants to press it."""
    bench.button.setFocus()
    send(bench.button, press(Qt.Key.Key_Space, " "))
    assert bench.done == []


def test_holding_a_key_moves_but_never_decides(bench: Bench) -> None:
    """A heavy hand approves once."""
    send(bench, press(Qt.Key.Key_A, "a", repeat=True))
    send(bench, press(Qt.Key.Key_J, "j", repeat=True))
    assert bench.done == ["next"]


def test_what_is_not_available_does_not_fire(bench: Bench) -> None:
    """And the key goes on to the widget."""
    send(bench, press(Qt.Key.Key_N, "n"))
    assert bench.done == []


def test_a_remapped_key_replaces_the_old_one(bench: Bench) -> None:
    """Its button follows, and it can be given back."""
    button = KeyButton("Approve")
    bench.keys.print_on(button, "approve")
    assert button.key == "A"
    bench.keys.remap("approve", "P")
    send(bench, press(Qt.Key.Key_A, "a"))
    assert bench.done == []
    send(bench, press(ord("ح"), "ح"))
    assert bench.done == ["approve"]
    assert button.key == "P"
    bench.keys.remap("approve", "")
    assert button.key == "A"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (press(Qt.Key.Key_P, "p"), "P"),
        (press(ord("ح"), "ح"), "P"),
        (press(Qt.Key.Key_P, "P", SHIFT), "Shift+P"),
        (press(Qt.Key.Key_Question, "?", SHIFT), "?"),
        (press(Qt.Key.Key_P, "\x10", CTRL | SHIFT), "Ctrl+Shift+P"),
        (press(Qt.Key.Key_Enter, "\r"), "Enter"),
        (press(Qt.Key.Key_Control, "", CTRL), ""),
    ],
)
def test_a_pressed_chord_can_be_written_and_read_again(event: QKeyEvent, expected: str) -> None:
    """Modifiers alone are nothing yet."""
    assert written(event) == expected
    assert not expected or Chord.parse(expected).matches(event)


def test_another_window_keeps_its_keys(bench: Bench, qtbot: QtBot) -> None:
    """A dialog is not the page."""
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    send(other, press(Qt.Key.Key_A, "a"))
    assert bench.done == []
