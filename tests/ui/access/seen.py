"""What of a window can be seen and used: its widgets, the texts they show, and their colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from ui.shell.overlay import Overlay

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QPlainTextEdit,
    QAbstractItemView,
)  # fmt: skip


def widgets(window: QWidget) -> Iterator[QWidget]:
    """Every widget a person can see. What lies under an overlay is not looked at again."""
    over = next((one for one in window.findChildren(Overlay) if one.isVisible()), None)
    for widget in (over or window).findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def is_part(widget: QWidget) -> bool:
    """Whether it is a piece of another control, which speaks for it: a spin box's line, say."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit):
            return True
        parent = parent.parentWidget()
    return False


def controls(window: QWidget) -> Iterator[QWidget]:
    """What can be worked with now."""
    for widget in widgets(window):
        control = isinstance(widget, CONTROLS) and not isinstance(widget, QHeaderView)
        if control and widget.isEnabled() and not is_part(widget):
            read_only = isinstance(widget, QTextEdit | QPlainTextEdit) and widget.isReadOnly()
            if not read_only:
                yield widget


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found else ""


def texts(widget: QWidget) -> Iterator[str]:
    """What the program itself says in a widget: not what people typed or wrote, nor the names
    of keys, which stand on keyboards as they are."""
    if widget.property("kind") == "cap":
        return
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QTableView) and (model := widget.model()) is not None:
        heads = range(min(model.columnCount(), 40))
        yield from (
            str(head)
            for column in heads
            if (head := model.headerData(column, Qt.Orientation.Horizontal)) is not None
            and not str(head).isdecimal()
        )
    yield widget.toolTip()
    yield widget.accessibleName()


def name_of(widget: QWidget) -> str:
    """Enough to find it in the program: its class and its ancestors' that are ours."""
    path, at = [type(widget).__name__], widget.parentWidget()
    while at is not None:
        if type(at).__module__.startswith("ui."):
            path.append(type(at).__name__)
        at = at.parentWidget()
    said = next((text for text in texts(widget) if text), "")
    return f"{' < '.join(path[:4])} “{said[:60]}”"


def luminance(colour: QColor) -> float:
    """How bright WCAG 2 counts a colour."""
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of the lighter to the darker."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ground(image: QImage, place: QRect) -> QColor:
    """The colour most of a place is painted in."""
    place = place.intersected(image.rect())
    step = max(1, place.width() // 60)
    found = Counter(
        image.pixel(x, y)
        for x in range(place.left(), place.right() + 1, step)
        for y in range(place.top(), place.bottom() + 1, 2)
    )
    return QColor(found.most_common(1)[0][0]) if found else QColor()


def place_in(widget: QWidget, window: QWidget) -> QRect:
    """Where in the window a widget is seen."""
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, QPoint(seen.x(), seen.y())), seen.size())
