"""Words that begin where the interface begins, whatever language they are in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel

_END = 4
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute


class StartLabel(QLabel):
    """Qt aligns a label by its text: a number in an Arabic interface would stand at the end."""

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if kind:
            self.setProperty("kind", kind)
        self._align()

    def minimumSizeHint(self) -> QSize:
        """It wraps, so it may be as narrow as it must."""
        return QSize(0, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Stand at the other side when the interface is mirrored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | _TOP)
        # Where a line is broken Qt draws the space as well, and the words that much further.
        self.setContentsMargins(_END if mirrored else 0, 0, 0 if mirrored else _END, 0)
