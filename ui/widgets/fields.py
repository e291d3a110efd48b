"""Fields that need a word in code before they look like the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox

S = TypeVar("S", bound=QAbstractSpinBox)


def padded(box: S) -> S:
    """A spin box or date field whose text keeps off the edge; a style sheet can't do that."""
    box.lineEdit().setTextMargins(8, 0, 8, 0)
    return box


def offer(box: QComboBox, items: Iterable[tuple[str, str]]) -> None:
    """Give a box other items, each a name and its value. What is chosen stays, and nobody is
    told."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for name, value in items:
        box.addItem(name, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
