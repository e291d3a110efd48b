"""Fields that need a word in code before they look like the others."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

S = TypeVar("S", bound=QAbstractSpinBox)


def padded(box: S) -> S:
    """A spin box or date field whose text keeps off the edge; a style sheet can't do that."""
    box.lineEdit().setTextMargins(8, 0, 8, 0)
    return box
