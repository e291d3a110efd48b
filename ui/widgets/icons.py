"""Icons of our own, drawn in whatever colour the theme gives them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.files import folder
from ui.theme.theme import Theme


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in one colour, `size` logical pixels wide."""
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str, selected: str | None = None, size: int = 22) -> QIcon:
    """An icon for buttons and lists; `selected` is its colour while checked or selected."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio))
        if selected:
            chosen = pixmap(name, selected, size, ratio)
            made.addPixmap(chosen, QIcon.Mode.Normal, QIcon.State.On)
            made.addPixmap(chosen, QIcon.Mode.Selected, QIcon.State.On)
    return made


class IconLabel(QWidget):
    """One icon in a colour of the theme, at any scale."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        colour: str = "muted",
        size: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour = colour
        self.setFixedSize(size, size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def show_icon(self, name: str, colour: str | None = None) -> None:
        """Change the picture, or the name of its colour among the tokens."""
        self._name = name
        self._colour = colour or self._colour
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw with the tokens in force, so a theme switch needs nothing else."""
        painter = QPainter(self)
        colour = QColor(getattr(self._theme.tokens, self._colour)).name()
        drawn = pixmap(self._name, colour, self.width(), self.devicePixelRatioF())
        painter.drawPixmap(0, 0, drawn)


def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (folder("icons") / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
