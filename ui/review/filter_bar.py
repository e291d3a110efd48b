"""What the list shows: words to look for, and choices beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from db.models import CallStatus, utc_now
from pipeline.review.desk import SourceChoice
from pipeline.review.values import Filters, Sort
from ui.context import UiContext
from ui.review.line_edit import LineEdit
from ui.widgets.cards import BADGES
from ui.widgets.fields import offer

PAUSE_MS = 120
"""How long a typist pauses before the list follows."""
SEARCH_WIDTH = 140
SOURCE_WIDTH = 150
SPACING = 6
_AGES = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True)
class Choices:
    """What one box offers: values, and the keys of their names."""

    name: str
    values: tuple[str, ...]
    optional: bool = True


BOXES = (
    Choices("status", tuple(CallStatus), optional=False),
    Choices("sort", tuple(Sort), optional=False),
    Choices("age", tuple(_AGES)),
    Choices("medium", BADGES),
    Choices("language", ("ar", "en")),
    Choices("band", ("pass", "unsure", "skip")),
    Choices("whose", ("mine", "nobodys", "flagged", "snoozed")),
)


class FilterBar(QWidget):
    """Builds `Filters`; says `changed` when they are others."""

    changed = Signal()

    def __init__(self, ui: UiContext, user: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._user = user
        self._sources: Sequence[SourceChoice] = ()
        self.search = LineEdit(ui, can_clear=True)
        self.search.setMinimumWidth(SEARCH_WIDTH)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.boxes = {choices.name: self._box() for choices in BOXES}
        self.source = self._box()
        self.source.setMaximumWidth(SOURCE_WIDTH)
        self._line, self._below = QHBoxLayout(), QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for row in (self._line, self._below):
            row.setSpacing(SPACING)
            column.addLayout(row)
        self._line.addWidget(self.search, 1)
        self._wrapped = True
        self._wrap(wrapped=False)
        ui.language.follow(self._retranslate)

    @property
    def filters(self) -> Filters:
        """What is chosen."""
        return Filters(
            status=CallStatus(self._value("status")),
            text=self.search.text(),
            media=self._chosen("medium"),
            sources=tuple(map(int, self._chosen("source"))),
            languages=self._chosen("language"),
            bands=self._chosen("band"),
            flagged=True if self._value("whose") == "flagged" else None,
            since=self._since(),
            assignee={"mine": self._user, "nobodys": ""}.get(self._value("whose")),
            snoozed=self._value("whose") == "snoozed",
            sort=Sort(self._value("sort")),
        )

    @property
    def choices(self) -> dict[str, str]:
        """What is chosen in each part, so that it can be chosen again."""
        names = (*self.boxes, "source")
        return {"text": self.search.text(), **{name: self._value(name) for name in names}}

    def choose(self, choices: Mapping[str, str]) -> None:
        """Choose what was chosen before; what no longer exists is any."""
        parts = {**self.boxes, "source": self.source}
        blockers = [QSignalBlocker(part) for part in (self.search, *parts.values())]
        self.search.setText(choices.get("text", ""))
        for name, box in parts.items():
            box.setCurrentIndex(max(0, box.findData(choices.get(name, ""))))
        for blocker in blockers:
            blocker.unblock()
        self._pause.stop()
        self.changed.emit()

    @property
    def narrows(self) -> bool:
        """Whether anything but the plain queue is asked for."""
        return self.filters != Filters()

    @property
    def has_focus(self) -> bool:
        """Whether one of its parts is being used."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What doesn't fit beside the search goes below it."""
        super().resizeEvent(event)
        self._fit()

    def offer_sources(self, sources: Sequence[SourceChoice]) -> None:
        """Offer these sources, keeping the one that is chosen."""
        if sources == self._sources:
            return
        self._sources = tuple(sources)
        self._fill_sources()

    def clear(self) -> None:
        """Ask for the plain queue again."""
        quiet = (self.search, *self._all_boxes())
        for part in quiet:
            part.blockSignals(True)
        self.search.clear()
        for box in self._all_boxes():
            box.setCurrentIndex(0)
        for part in quiet:
            part.blockSignals(False)
        self._pause.stop()
        self.changed.emit()

    def ask_for(self, status: str, text: str) -> None:
        """Ask for calls of a state that hold these words, and for nothing else."""
        quiet = QSignalBlocker(self)
        self.clear()
        quiet.unblock()
        self.boxes["status"].blockSignals(True)
        self.boxes["status"].setCurrentIndex(self.boxes["status"].findData(status))
        self.boxes["status"].blockSignals(False)
        self.search.setText(text)
        self._pause.stop()
        self.changed.emit()

    def _all_boxes(self) -> tuple[QComboBox, ...]:
        return (*self.boxes.values(), self.source)

    def _fit(self) -> None:
        shown = [part for part in self._all_boxes() if not part.isHidden()]
        widths = (min(part.sizeHint().width(), part.maximumWidth()) for part in shown)
        needed = SEARCH_WIDTH + sum(width + SPACING for width in widths)
        self._wrap(wrapped=self.width() < needed)

    def _wrap(self, *, wrapped: bool) -> None:
        if wrapped == self._wrapped:
            return
        self._wrapped = wrapped
        for box in self._all_boxes():
            if wrapped and box is not self.boxes["whose"]:
                self._below.addWidget(box, 1)
            else:
                self._line.addWidget(box)

    def _box(self) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _value(self, name: str) -> str:
        return str((self.source if name == "source" else self.boxes[name]).currentData() or "")

    def _chosen(self, name: str) -> tuple[str, ...]:
        value = self._value(name)
        return (value,) if value else ()

    def _since(self) -> datetime | None:
        days = _AGES.get(self._value("age"))
        # To the minute, so that the same choice is the same filter.
        return utc_now().replace(second=0, microsecond=0) - timedelta(days=days) if days else None

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.search.setPlaceholderText(text("review.search"))
        self.search.setAccessibleName(text("review.search"))
        for choices in BOXES:
            box = self.boxes[choices.name]
            items = [(text(f"review.{choices.name}.any"), "")] if choices.optional else []
            key = "source" if choices.name == "medium" else f"review.{choices.name}"
            items += [(text(f"{key}.{value}"), value) for value in choices.values]
            offer(box, items)
            box.setToolTip(box.itemText(0))
            box.setAccessibleName(text(f"review.{choices.name}.any"))
        self._fill_sources()

    def _fill_sources(self) -> None:
        text = self._ui.language.text
        items = [(text("review.source.any"), "")]
        items += [(source.name, str(source.id)) for source in self._sources]
        offer(self.source, items)
        self.source.setToolTip(self.source.itemText(0))
        self.source.setAccessibleName(text("review.source.any"))
        self.source.setVisible(len(self._sources) > 1)
        self._fit()
