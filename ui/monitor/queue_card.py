"""One queue at a glance, and the switch that stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from db.queries.monitor import Standing
from pipeline.jobs.monitor import Now
from ui.i18n import Language
from ui.monitor.words import oldest_text, pace_text, queue_name, workers_text
from ui.widgets import Card, ElidedLabel, KeyButton, label, set_kind


class QueueCard(Card):
    """Depth, age and pace."""

    def __init__(self) -> None:
        super().__init__(padding=12)
        self._depth, self._state = label("–", "title"), label("", "warn")
        self._oldest, self._pace = ElidedLabel("", "muted"), ElidedLabel("", "muted")
        self.button = KeyButton()
        self.head.addWidget(self._state)
        row = QHBoxLayout()
        row.addWidget(self._depth)
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.setSpacing(4)
        self.body.addLayout(row)
        self.body.addWidget(self._oldest)
        self.body.addWidget(self._pace)
        self.body.addStretch(1)

    def say(self, language: Language, queue: Standing, a_minute: float) -> None:
        """Say how a queue stands."""
        name = queue_name(language, queue.queue)
        self.set_heading(name)
        self._depth.setText(language.number(queue.waiting))
        self._oldest.set_text(oldest_text(language, queue))
        self._pace.set_text(pace_text(language, queue, a_minute))
        self._state.setText(language.text("monitor.paused") if queue.paused else "")
        act = language.text("monitor.resume" if queue.paused else "monitor.pause")
        self.button.setText(act)
        self.button.setAccessibleName(f"{act}: {name}")


class WorkersCard(Card):
    """Who works on jobs."""

    def __init__(self) -> None:
        super().__init__(padding=12)
        self._count, self._names = label("–", "title"), label("", "muted", wrap=True)
        self.body.setSpacing(4)
        self.body.addWidget(self._count)
        self.body.addWidget(self._names)
        self.body.addStretch(1)

    def say(self, language: Language, now: Now) -> None:
        """Say who is there; that nobody is must be seen."""
        self.set_heading(language.text("monitor.workers"))
        none = not now.alive
        set_kind(self._names, "bad" if none else "muted")
        self._count.setText(
            language.text("monitor.no_worker") if none else language.number(now.alive)
        )
        self._names.setText(workers_text(language, now))
