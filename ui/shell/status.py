"""The line at the bottom that says what runs in the background."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from ui.actions import KeyMap
from ui.context import UiContext
from ui.shell.page import Work
from ui.widgets.buttons import KeyButton
from ui.widgets.cards import ElidedLabel, label

_STEPS = 1000


class StatusLine(QFrame):
    """Shows the newest work that is not finished; without any it takes no room."""

    def __init__(self, ui: UiContext, keys: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "status")
        self._ui = ui
        self._works: list[Work] = []
        self._text = ElidedLabel()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(200)
        self._percent = label("", "muted")
        self._percent.setFixedWidth(48)
        self._cancel = KeyButton("", "", "quiet")
        self._cancel.clicked.connect(self.cancel)
        keys.print_on(self._cancel, "window.cancel_work")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar)
        row.addWidget(self._percent)
        row.addWidget(self._cancel)
        self.setFixedHeight(46)
        self.hide()
        ui.language.follow(self._retranslate)

    @property
    def running(self) -> list[Work]:
        """What is not finished, oldest first."""
        return list(self._works)

    @property
    def can_cancel(self) -> bool:
        """Whether the work that is shown may be stopped."""
        return bool(self._works) and self._works[-1].can_cancel

    def cancel(self) -> None:
        """Ask the shown work to stop."""
        if self.can_cancel:
            self._works[-1].cancelled.emit()

    def add(self, work: Work) -> None:
        """Show `work` until it is finished."""
        self._works.append(work)
        work.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self._works = [work for work in self._works if not work.finished]
        self.setVisible(bool(self._works))
        if self._works:
            self._show(self._works[-1])

    def _show(self, work: Work) -> None:
        others = len(self._works) - 1
        more = f"  (+{self._ui.language.number(others)})" if others else ""
        self._text.set_text(work.text + more)
        known = work.total > 0
        share = min(1.0, work.done / work.total) if known else 0.0
        self._bar.setRange(0, _STEPS if known else 0)
        self._bar.setValue(round(share * _STEPS))
        self._percent.setText(self._ui.language.percent(share) if known else "")
        self._cancel.setVisible(work.can_cancel)

    def _retranslate(self) -> None:
        self._cancel.setText(self._ui.language.text("action.cancel"))
        self._refresh()
