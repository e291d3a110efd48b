"""Turns the review page from its calls to the changes asked of them, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.actions import Action
from ui.changes import Changes
from ui.review.changes.panel import ChangesPanel
from ui.review.segment import Segment, Shown
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import PageFrame


class Parts(Segment):
    """Says how many changes wait, and shows one part of the page; the other is built and read
    when it is turned to."""

    turned = Signal(Shown)

    def __init__(
        self, frame: Frame, services: UiServices, page: PageFrame, calls: Sequence[QWidget]
    ) -> None:
        super().__init__(frame.ui, page)
        self._frame = frame
        self._services = services
        self._page = page
        self._calls = calls
        self.panel: ChangesPanel | None = None
        self.shown = Shown.CALLS
        self.tasks = Tasks(self)
        self._heard = Changes(services.database, {"proposal"}, self)
        self._heard.heard.connect(self.count)
        self.chosen.connect(self.turn)
        frame.keys.changed.connect(self._print_key)

    def activate(self) -> None:
        """Hear of changes that come in."""
        self._heard.listen()
        if self.panel is not None and self.shown is Shown.CHANGES:
            self.panel.activate()

    def deactivate(self) -> None:
        """Hear no more."""
        self._heard.stop()
        if self.panel is not None:
            self.panel.deactivate()

    def count(self) -> None:
        """Ask how many changes wait; for after the page is painted."""
        self.tasks.start("count", self._count())

    def turn(self, part: Shown) -> None:
        """Show this part."""
        self.show_part(part)
        if part is self.shown:
            return
        self.shown = part
        for widget in self._calls:
            widget.setVisible(part is Shown.CALLS)
        if part is Shown.CHANGES:
            panel = self._built()
            panel.show()
            panel.activate()
        elif self.panel is not None:
            self.panel.deactivate()
            self.panel.hide()
        self.turned.emit(part)
        self._frame.refresh_actions()

    def commands(self) -> list[Action]:
        """To the other part; and while changes are shown, all that can be done with them."""
        if self.panel is None or self.shown is Shown.CALLS:
            return self._turning()
        return [*self.panel.commands(), *self._turning()]

    def _turning(self) -> list[Action]:
        other = Shown.CHANGES if self.shown is Shown.CALLS else Shown.CALLS
        title = f"review.part.to_{other}"
        return [Action("review.part", title, lambda: self.turn(other), key="P")]

    def _built(self) -> ChangesPanel:
        if self.panel is None:
            self.panel = ChangesPanel(self._frame, self._services, self._page)
            self.panel.queue.counted.connect(self.show_open)
            self.panel.back_wanted.connect(lambda: self.turn(Shown.CALLS))
            self._frame.keys.print_on(self.panel.stack.empty_button, "review.part")
            self._page.body.addWidget(self.panel, 1)
        return self.panel

    def _print_key(self) -> None:
        """On the button of the part that is not shown: the key turns to it."""
        actions = self._frame.keys.with_own_keys(self._turning())
        for part, button in self.buttons.items():
            button.set_key("" if part is self.shown else actions[0].label)

    async def _count(self) -> None:
        self.show_open(await asyncio.to_thread(self._services.proposals.count))
