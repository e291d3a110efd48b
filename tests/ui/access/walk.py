"""What would shut somebody out, found by looking at a window: each finding is one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QTableView,
    QToolButton,
    QWidget,
)

from tests.ui.access.seen import (
    contrast,
    controls,
    ground,
    name_of,
    place_in,
    spoken,
    texts,
    widgets,
)
from ui.actions import Action
from ui.i18n import Language
from ui.shell.overlay import Palette
from ui.shell.window import MainWindow
from ui.widgets import ElidedLabel

AA, AA_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 24, 18.66
"""From how many pixels on WCAG counts a text as large."""
FENCED = re.compile("[\u2066\u2067\u2068][^\u2069]*\u2069")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
AROUND = 2
"""Pixels by which a text may be larger than its room: bearings of letters, not letters."""


def unreachable(window: MainWindow) -> Iterator[str]:
    """Controls that Tab never comes to."""
    met: set[QWidget] = set()
    first = window.focusWidget()
    at: QWidget | None = None
    for _ in range(2000):
        window.focusNextChild()
        at = window.focusWidget()
        if at is None or at in met:
            break
        met.add(at)
    if first is not None:
        first.setFocus()
    for control in controls(window):
        if any(isinstance(one, Palette) for one in _around(control)):
            continue  # its line has the focus, and moves its list
        if control not in met and not _by_arrows(control, met) and not _by_proxy(control, met):
            yield f"Tab never comes to {name_of(control)}"


def _around(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _by_arrows(control: QWidget, met: Collection[QWidget]) -> bool:
    """Of an exclusive group Tab comes to one, and the arrows to the others."""
    if not isinstance(control, QAbstractButton):
        return False
    group = control.group()
    if group is not None and group.exclusive():
        return any(one in met for one in group.buttons())
    if control.autoExclusive() and (parent := control.parentWidget()) is not None:
        return any(one in met for one in parent.findChildren(type(control)))
    return False


def _by_proxy(control: QWidget, met: Collection[QWidget]) -> bool:
    return control.focusProxy() in met or any(control.isAncestorOf(one) for one in met)


def nameless(window: MainWindow) -> Iterator[str]:
    """Controls a screen reader can't name."""
    for control in controls(window):
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and not spoken(control):
            yield f"no accessible name: {name_of(control)}"


def untranslated(window: MainWindow, known: Collection[str]) -> Iterator[str]:
    """Latin words that are neither fenced data nor among the `known`."""
    for widget in widgets(window):
        for text in texts(widget):
            words = LATIN.findall(FENCED.sub(" ", text))
            strange = [word for word in words if word.casefold() not in known]
            if strange:
                yield f"not in Arabic: {' '.join(strange)} in {name_of(widget)}"


def clipped(window: MainWindow) -> Iterator[str]:
    """Texts that need more room than they have."""
    for widget in widgets(window):
        if _lacks_room(widget):
            yield f"clipped: {name_of(widget)}"
        if isinstance(widget, QTableView):
            yield from _clipped_heads(widget)


def _lacks_room(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, QLabel) and widget.text():
        room = widget.contentsRect()
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + AROUND
        lines = widget.text().splitlines() or [""]
        wide = max(widget.fontMetrics().horizontalAdvance(one) for one in lines)
        return wide > room.width() + AROUND
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
        return widget.sizeHint().width() > widget.width() + AROUND
    if isinstance(widget, QToolButton) and widget.text():
        named = widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
        wide = widget.fontMetrics().horizontalAdvance(widget.text())
        return named and wide > widget.width() + AROUND
    if isinstance(widget, QComboBox):
        wide = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return wide + 40 > widget.width() + AROUND
    return False


def _clipped_heads(table: QTableView) -> Iterator[str]:
    head: QHeaderView = table.horizontalHeader()
    if not head.isVisible():
        return
    for column in range(table.model().columnCount()):
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        wide = QFontMetrics(head.font()).horizontalAdvance(text)
        if not head.isSectionHidden(column) and wide > head.sectionSize(column) - 10:
            yield f"clipped head: “{text}” of {name_of(table)}"


def faint(window: MainWindow) -> Iterator[str]:
    """Texts whose colour is too near to what they stand on."""
    image = window.grab().toImage()
    for widget in widgets(window):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isEnabled():
            continue
        text = widget.text().strip()
        place = place_in(widget, window)
        if not text or place.width() < 4 or place.height() < 6:
            continue
        role = (
            widget.foregroundRole() if isinstance(widget, QLabel) else QPalette.ColorRole.ButtonText
        )
        ink = widget.palette().color(role)
        ratio = contrast(ink, ground(image, place.adjusted(2, 2, -2, -2)))
        size, bold = widget.fontInfo().pixelSize(), widget.font().bold()
        large = size >= LARGE or (bold and size >= LARGE_BOLD)
        if ratio < (AA_LARGE if large else AA):
            yield f"contrast {ratio:.2f}: {name_of(widget)}"


def unmirrored(window: MainWindow) -> Iterator[str]:
    """Rows whose first piece stands on the left although Arabic begins on the right."""
    for widget in widgets(window):
        for row in _rows(widget.layout()):
            pieces = [
                piece
                for at in range(row.count())
                if (item := row.itemAt(at)) is not None
                and (piece := item.widget()) is not None
                and piece.isVisible()
            ]
            if any(one.x() < other.x() for one, other in pairwise(pieces)):
                yield f"not mirrored: {name_of(widget)}"


def _rows(layout: object) -> Iterator[QHBoxLayout]:
    if isinstance(layout, QHBoxLayout):
        yield layout
    if isinstance(layout, QBoxLayout):
        for at in range(layout.count()):
            item = layout.itemAt(at)
            yield from _rows(item.layout() if item is not None else None)


def wrong_actions(window: MainWindow, languages: Collection[Language]) -> Iterator[str]:
    """Actions nobody can name or find, and keys that stand for two."""
    here, everywhere = window.keys.here, window.keys.everywhere
    for action in (*here, *everywhere):
        for language in languages:
            keys = (action.title_key, *(action.title_values or {}).values())
            if not all(language.has(key) and _words(language, key) for key in keys):
                yield f"no title in {language.name}: {action.id}"
    for group in (here, everywhere):
        yield from _shared_keys([one for one in group if one.enabled()])


def _words(language: Language, key: str) -> str:
    try:
        return language.text(key)
    except KeyError:  # one that has plural forms
        return key


def _shared_keys(actions: list[Action]) -> Iterator[str]:
    met: dict[object, str] = {}
    for action in actions:
        for chord in action.chords:
            other = met.setdefault(chord, action.id)
            if other != action.id:
                yield f"one key for two: {other} and {action.id} on {chord.label}"


Check = Callable[[MainWindow], Iterator[str]]
EVERYWHERE: tuple[Check, ...] = (nameless, clipped)
