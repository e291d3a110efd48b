"""The overview: a day at a glance, what waits where, and what needs a person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.models import Alert, AlertState, PublicationState, utc_now
from pipeline.errors import TakeOneError
from pipeline.extraction.spending.budget import Care
from pipeline.operations.conditions import Kind
from pipeline.operations.overview import Overview, read_overview
from ui.actions import Action
from ui.changes import Changes
from ui.overview.alerts_model import WIDTHS, AlertsModel
from ui.overview.funnel import FunnelView
from ui.overview.state_card import StateCard
from ui.overview.words import (
    PAGES,
    money_text,
    queue_text,
    site_text,
    sources_text,
)
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import Card, Flow, KeyButton, PageFrame, RowTable, StateStack, scrolled

AGAIN_MS = 20_000
STEPS = ("fetched", "new", "passed", "calls", "approved", "live")
CARDS = {"queue": "review", "site": "published", "sources": "sources", "money": "models"}
"""Each card, and the page it leads to."""
WATCHED = frozenset(
    {"alert", "call", "dead_letter", "messages", "model_call", "models", "publication", "source"}
)
SNOOZE_HOURS = 1.0
_ALERTS_HIGH = 220


class OverviewPage(QObject):
    """Shows how everything is doing, and leads to where it can be acted on."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._by = services.settings.user
        self._database = services.database
        self._book = services.alerts
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        self.alerts = AlertsModel(self._ui, self)
        self.seen: Overview | None = None
        self._buttons = {name: KeyButton() for name in ("go", "acknowledge", "snooze", "reopen")}
        self._lay_out()
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._changes = Changes(services.database, WATCHED, self)
        self._changes.heard.connect(self._look_again)
        self.stack.retry.connect(self._look_again)
        self._ui.theme.changed.connect(self.alerts.repaint)
        self.table.selectionModel().currentRowChanged.connect(lambda: self._offer())
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.overview"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    def activate(self) -> None:
        """Look again, and go on looking."""
        if self.seen is None:
            self.stack.show_loading()
        self._look_again()
        self._again.start()
        self._changes.listen()
        self.table.setFocus()

    def deactivate(self) -> None:
        """Look no more."""
        self._again.stop()
        self._changes.stop()

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        return (
            Action("overview.go", "overview.go", self._go, key="Enter", enabled=self._can_go),
            Action("overview.acknowledge", "overview.acknowledge", self._acknowledge, key="A",
                   enabled=lambda: self._is(AlertState.OPEN, AlertState.SNOOZED)),
            Action("overview.snooze", "overview.snooze", self._snooze, key="S",
                   enabled=lambda: self._is(AlertState.OPEN)),
            Action("overview.reopen", "overview.reopen", self._reopen, key="U",
                   enabled=lambda: self._is(AlertState.ACKNOWLEDGED, AlertState.SNOOZED)),
            Action("overview.next", "overview.next", lambda: self._move(1), key="J",
                   also=("Down",), repeats=True),
            Action("overview.previous", "overview.previous", lambda: self._move(-1), key="K",
                   also=("Up",), repeats=True),
            Action("overview.refresh", "overview.refresh", self._look_again, key="F5"),
            *(
                Action(f"overview.open.{name}", f"overview.open.{name}", self._leads_to(page),
                       key=str(number))
                for number, (name, page) in enumerate(CARDS.items(), 1)
            ),
        )  # fmt: skip

    @property
    def current(self) -> Alert | None:
        """The alert one is on."""
        at = self.table.currentIndex().row()
        return self.alerts.rows[at] if 0 <= at < len(self.alerts.rows) else None

    # What the keys do.

    def _can_go(self) -> bool:
        return self.current is not None and self.current.kind in PAGES

    def _is(self, *states: AlertState) -> bool:
        return self.current is not None and self.current.state in states

    def _go(self) -> None:
        if self.current is not None and self._can_go():
            self._frame.show_page(PAGES[Kind(self.current.kind)])

    def _acknowledge(self) -> None:
        self._answer("acknowledge", lambda alert: self._book.acknowledge(alert.id, self._by))

    def _snooze(self) -> None:
        self._answer("snooze", lambda alert: self._book.snooze(alert.id, SNOOZE_HOURS, self._by))

    def _reopen(self) -> None:
        self._answer("reopen", lambda alert: self._book.reopen(alert.id, self._by))

    def _answer(self, name: str, act: Callable[[Alert], None]) -> None:
        if (alert := self.current) is not None:
            self.tasks.start("answer", self._carry_out(name, alert, act))

    async def _carry_out(self, name: str, alert: Alert, act: Callable[[Alert], None]) -> None:
        await asyncio.to_thread(act, alert)
        text = self._ui.language.text
        self._frame.toast(text(f"overview.done.{name}"))
        await self._look()

    def _move(self, step: int) -> None:
        last = len(self.alerts.rows) - 1
        self.table.select_row(max(0, min(self.table.currentIndex().row() + step, last)))

    def _leads_to(self, page: str) -> Callable[[], None]:
        return lambda: self._frame.show_page(page)

    # What is seen.

    def _look_again(self) -> None:
        self.tasks.refresh("look", self._look)

    async def _look(self) -> None:
        try:
            seen, alerts = await asyncio.to_thread(self._read)
        except TakeOneError as error:
            self.stack.show_error(str(error))
            return
        self.seen = seen
        self._show_alerts(alerts)
        self._say_all()
        self.stack.show_content()

    def _read(self) -> tuple[Overview, Sequence[Alert]]:
        with self._database.reading() as session:
            seen = read_overview(session, utc_now())
        return seen, self._book.standing()

    def _show_alerts(self, alerts: Sequence[Alert]) -> None:
        before = self.current
        self.alerts.replace(alerts)
        if alerts:
            self.alerts_stack.show_content()
            place = next((n for n, one in enumerate(alerts) if before and one.id == before.id), 0)
            self.table.select_row(place)
        else:
            self._show_well()
        self._offer()

    def _offer(self) -> None:
        allowed = {action.id: action.enabled() for action in self.actions()}
        for name, button in self._buttons.items():
            button.setEnabled(allowed[f"overview.{name}"])

    def _show_well(self) -> None:
        text = self._ui.language.text
        self.alerts_stack.show_empty(
            text("overview.well"), text("overview.well_hint"), icon="check"
        )

    # How it is laid out.

    def _lay_out(self) -> None:
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self._refresh = KeyButton(role="quiet")
        self._refresh.clicked.connect(self._look_again)
        self._frame.keys.print_on(self._refresh, "overview.refresh")
        self._widget.head.addWidget(self._refresh)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._day = Card()
        self.funnel = FunnelView(self._ui, STEPS)
        self._day.body.addWidget(self.funnel)
        column.addWidget(self._day)
        column.addLayout(self._cards())
        column.addWidget(self._alerts_card(), 1)
        content = QWidget()
        scrolled(content, body)
        self.stack = StateStack(self._ui, content)
        self._widget.body.addWidget(self.stack, 1)

    def _cards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        self.cards = {name: StateCard() for name in CARDS}
        for number, (name, card) in enumerate(self.cards.items()):
            card.button.clicked.connect(self._leads_to(CARDS[name]))
            self._frame.keys.print_on(card.button, f"overview.open.{name}")
            grid.addWidget(card, 0, number)
            grid.setColumnStretch(number, 1)
        return grid

    def _alerts_card(self) -> Card:
        self._alerts = Card()
        self.table = RowTable()
        self.table.show_rows(self.alerts, WIDTHS)
        self.table.doubleClicked.connect(self._go)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        bar = Flow()
        acts = {
            "go": self._go,
            "acknowledge": self._acknowledge,
            "snooze": self._snooze,
            "reopen": self._reopen,
        }
        for name, button in self._buttons.items():
            button.clicked.connect(acts[name])
            self._frame.keys.print_on(button, f"overview.{name}")
            bar.addWidget(button)
        column.addLayout(bar)
        self.alerts_stack = StateStack(self._ui, held)
        self.alerts_stack.setMinimumHeight(_ALERTS_HIGH)
        row = QHBoxLayout()
        row.addWidget(self.alerts_stack)
        self._alerts.body.addLayout(row, 1)
        return self._alerts

    def _say_all(self) -> None:
        seen = self.seen
        if seen is None:
            return
        language, came = self._ui.language, seen.funnel.came
        counts = (came.fetched, came.new, came.passed, seen.funnel.calls, seen.funnel.approved,
                  seen.funnel.live)  # fmt: skip
        self.funnel.show_counts(dict(zip(STEPS, counts, strict=True)))
        self.cards["queue"].say(language.number(seen.pending), queue_text(language, seen))
        live = seen.publications.get(PublicationState.LIVE, 0)
        failed = seen.publications.get(PublicationState.FAILED, 0)
        self.cards["site"].say(
            language.number(live), site_text(language, seen), "bad" if failed else "muted"
        )
        self.cards["sources"].say(
            language.number(seen.sources), sources_text(language, seen),
            "bad" if seen.ill else "muted",
        )  # fmt: skip
        spare = seen.money.care in (Care.SPARING, Care.RULES)
        self.cards["money"].say(
            language.money(seen.money.spent.today), money_text(language, seen.money),
            "warn" if spare else "muted",
        )  # fmt: skip

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.overview"))
        self._refresh.setText(text("overview.refresh"))
        self._day.set_heading(text("overview.day"))
        self._alerts.set_heading(text("overview.card.alerts"))
        self.table.setAccessibleName(text("overview.card.alerts"))
        for name, card in self.cards.items():
            card.set_heading(text(f"overview.card.{name}"))
            card.button.setText(text(f"overview.open.{name}"))
        for name, button in self._buttons.items():
            button.setText(text(f"overview.{name}"))
        self.alerts.repaint()
        self._say_all()
        if self.alerts_stack.face == "empty":
            self._show_well()
