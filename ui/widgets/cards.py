"""Plain pieces of a page: cards, labels, lines, badges."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ui.context import UiContext
from ui.widgets.icons import IconLabel

BADGES = ("whatsapp", "instagram", "web", "telegram", "mail", "dump")


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text; `kind` is one of the style sheet's: title, heading, large, muted,
    small, good, warn, bad, cap."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


def set_kind(widget: QWidget, kind: str) -> None:
    """Change a widget's kind and let the style sheet see it."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def line() -> QFrame:
    """A hairline between two parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made


class Card(QFrame):
    """A surface with a heading; add to `body`, and to `head` what stands beside the heading."""

    def __init__(
        self, heading: str = "", *, padding: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(padding, padding, padding, padding)
        outer.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self._heading = label(heading, "heading")
        self._heading.setVisible(bool(heading))
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.head)
        outer.addLayout(self.body, 1)

    def set_heading(self, text: str) -> None:
        """Change the heading; an empty one takes no room."""
        self._heading.setText(text)
        self._heading.setVisible(bool(text))


class ElidedLabel(QLabel):
    """One line that ends in … where it doesn't fit; hovering shows all of it."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if kind:
            self.setProperty("kind", kind)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text; line ends become spaces."""
        self.setText(" ".join(text.split()))
        self._hint()

    @property
    def shown(self) -> str:
        """What there is room for."""
        room = max(0, self.contentsRect().width())
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:
        """It may be as narrow as it must."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What doesn't fit any more is told on hover."""
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw on the side this interface starts from, whatever the text's own direction."""
        flags = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        painter = QStylePainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawItemText(
            self.contentsRect(),
            int(flags | Qt.AlignmentFlag.AlignAbsolute),
            self.palette(),
            self.isEnabled(),
            self.shown,
            self.foregroundRole(),
        )

    def _hint(self) -> None:
        self.setToolTip(self.text() if self.shown != self.text() else "")


class Badge(QFrame):
    """Where a message came from: an icon and a word, never a colour alone."""

    def __init__(self, ui: UiContext, source: str = "dump", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "badge")
        self._ui = ui
        self._source = source
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 8, 2)
        row.setSpacing(5)
        self._icon = IconLabel(ui.theme, badge_icon(source), "muted", 14)
        self._word = label("", "small")
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ui.language.follow(self._retranslate)

    def show_source(self, source: str) -> None:
        """Show another source; any case, unknown ones count as a file."""
        self._source = source
        self._icon.show_icon(badge_icon(source))
        self._retranslate()

    def _retranslate(self) -> None:
        self._word.setText(self._ui.language.text(f"source.{badge_icon(self._source)}"))


def badge_icon(source: str) -> str:
    """The icon of a source's kind or medium."""
    name = source.lower()
    return name if name in BADGES else "dump"
