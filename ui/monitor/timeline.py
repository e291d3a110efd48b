"""One job: its attempts on a line of time, and each in words below."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from db.queries.monitor import Attempt
from pipeline.jobs.monitor import stem
from ui.context import UiContext
from ui.i18n import isolate
from ui.monitor.words import STATE_LOOKS, attempt_text
from ui.widgets import ElidedLabel, label, scrolled

MOST = 30
"""Attempts that are shown, the last ones; what waits for the site is tried without end."""
BAR, GAP = 10, 6


class JobView(QWidget):
    """The attempts of the chosen job."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._attempts: Sequence[Attempt] = ()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title = ElidedLabel("", "heading")
        self._hint = label("", "muted", wrap=True)
        self.line = Timeline(ui)
        self._words = label("", "", wrap=True)
        self._error = label("", "bad", wrap=True)
        for one in (self._title, self._hint, self.line, self._words, self._error):
            column.addWidget(one)
        column.addStretch(1)
        scrolled(self, body)
        ui.language.follow(self._retranslate)

    def show_job(self, attempts: Sequence[Attempt]) -> None:
        """Show a job; none hides everything."""
        self._attempts = attempts[-MOST:]
        self._retranslate()

    def _retranslate(self) -> None:
        language, attempts = self._ui.language, self._attempts
        self._hint.setText(language.text("monitor.choose"))
        self._hint.setVisible(not attempts)
        self._title.set_text(isolate(stem(attempts[0].id)) if attempts else "")
        said = "\n\n".join(attempt_text(language, one) for one in attempts)
        self._words.setText(said)
        errors = [one.error for one in attempts if one.error]
        self._error.setText(errors[-1] if errors else "")
        self._error.setVisible(bool(errors))
        self.line.show_attempts(attempts)
        self.line.setAccessibleName(language.text("monitor.timeline"))
        self.line.setAccessibleDescription(said)


class Timeline(QWidget):
    """A bar for each attempt: a thin part while it waited, a full one while it ran."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._attempts: Sequence[Attempt] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ui.theme.changed.connect(self.update)

    def show_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Show these, the first one on top."""
        self._attempts = attempts
        self.setVisible(bool(attempts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as there are attempts."""
        return QSize(160, len(self._attempts) * (BAR + GAP) + GAP)

    def paintEvent(self, _: QPaintEvent) -> None:
        """All on one scale, from the first order to the last end."""
        if not self._attempts:
            return
        tokens = self._ui.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        now = int(time.time() * 1000)
        first = min(one.created for one in self._attempts)
        last = max(one.ended or now for one in self._attempts)
        scale = self.width() / max(1, last - first)
        for number, one in enumerate(self._attempts):
            top = GAP + number * (BAR + GAP)
            begun = one.started or one.ended or now
            left = (one.created - first) * scale
            middle = (begun - first) * scale
            painter.setBrush(QColor(tokens.edge))
            painter.drawRoundedRect(
                QRectF(left, top + BAR / 2 - 1, max(2.0, middle - left), 2), 1, 1
            )
            if one.started is not None:
                painter.setBrush(QColor(getattr(tokens, STATE_LOOKS[one.state][1])))
                wide = max(4.0, ((one.ended or now) - one.started) * scale)
                x = min(middle, self.width() - wide)
                painter.drawRoundedRect(QRectF(x, top, wide, BAR), 2, 2)
