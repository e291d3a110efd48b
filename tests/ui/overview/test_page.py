"""The overview shows the day, and its alerts are answered by keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from db.models import AlertState, utc_now
from pipeline.errors import Unavailable
from pipeline.operations.conditions import Condition, Kind, Level
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import press, run, said_in, type_in, until
from ui.overview.notices import Notices
from ui.overview.page import OverviewPage
from ui.shell.window import MainWindow

OVERDUE = Condition(Kind.OVERDUE, Level.WARN, "", {"count": 49, "hours": 31})
LAG = Condition(Kind.LAG, Level.BAD, "", {"minutes": 24})


@dataclass
class Seat:
    """The window with its overview, and the services behind them."""

    window: MainWindow
    page: OverviewPage
    services: Services

    def states(self) -> dict[str, str]:
        """Each alert's state, as stored."""
        return {one.kind: one.state for one in self.services.alerts.standing()}


Scenario = Callable[[Seat], Awaitable[None]]


@pytest.fixture
def seated(
    qapp: QApplication, make_window: MakeWindow, demo_services: Services
) -> Callable[[Scenario], None]:
    """Runs a scenario in front of the overview of the demo's workspace."""

    async def at_it(scenario: Scenario) -> None:
        window = make_window()
        window.use(demo_services)
        window.show_page("overview")
        page = window.page("overview")
        assert isinstance(page, OverviewPage)
        await until(lambda: page.seen is not None)
        try:
            await scenario(Seat(window, page, demo_services))
        finally:
            page.deactivate()
            await page.tasks.drain()

    return lambda scenario: run(qapp, at_it(scenario))


def test_it_counts_the_day_and_finds_nothing_wrong(seated: Callable[[Scenario], None]) -> None:
    async def scenario(seat: Seat) -> None:
        said = said_in(seat.window)
        for words in ("Messages seen", "369", "Worth reading", "86", "Calls found", "53"):
            assert words in said
        assert "Rules alone read" in said
        assert "Nothing needs you" in said
        assert seat.page.alerts_stack.face == "empty"

    seated(scenario)


def test_alerts_come_by_themselves_and_are_answered_by_keys(
    seated: Callable[[Scenario], None],
) -> None:
    """A looks after one, S quietens another, U opens it again; each is stored."""

    async def scenario(seat: Seat) -> None:
        seat.services.alerts.update([OVERDUE, LAG], utc_now())
        await until(lambda: len(seat.page.alerts.rows) == 2)
        assert [one.kind for one in seat.page.alerts.rows] == [Kind.LAG, Kind.OVERDUE]
        type_in(seat.window, "a")
        await until(lambda: seat.states()[Kind.LAG] == AlertState.ACKNOWLEDGED)
        await until(lambda: seat.page.alerts.rows[0].kind == Kind.OVERDUE)
        press(seat.window, Qt.Key.Key_Up)
        type_in(seat.window, "s")
        await until(lambda: seat.states()[Kind.OVERDUE] == AlertState.SNOOZED)
        await until(lambda: not seat.page.tasks.running("answer"))
        assert seat.page.current is not None
        kind = seat.page.current.kind
        type_in(seat.window, "u")
        await until(lambda: seat.states()[kind] == AlertState.OPEN)

    seated(scenario)


def test_enter_leads_to_where_it_can_be_put_right(seated: Callable[[Scenario], None]) -> None:
    async def scenario(seat: Seat) -> None:
        seat.services.alerts.update([LAG], utc_now())
        await until(lambda: seat.page.alerts.rows)
        press(seat.window, Qt.Key.Key_Return, "\r")
        assert seat.window.shown_page == "published"

    seated(scenario)


def test_a_number_leads_to_its_part(seated: Callable[[Scenario], None]) -> None:
    async def scenario(seat: Seat) -> None:
        type_in(seat.window, "1")
        assert seat.window.shown_page == "review"

    seated(scenario)


def test_what_is_well_again_leaves_the_list(seated: Callable[[Scenario], None]) -> None:
    async def scenario(seat: Seat) -> None:
        seat.services.alerts.update([LAG], utc_now())
        await until(lambda: seat.page.alerts.rows)
        seat.services.alerts.update([], utc_now())
        await until(lambda: seat.page.alerts_stack.face == "empty")

    seated(scenario)


def test_it_speaks_arabic_at_once(seated: Callable[[Scenario], None]) -> None:
    """Figures stand where the reading begins."""

    async def scenario(seat: Seat) -> None:
        seat.services.alerts.update([OVERDUE], utc_now())
        await until(lambda: seat.page.alerts.rows)
        seat.window.ui.language.choose("ar")
        said = said_in(seat.window)
        assert "بانتظار المراجعة" in said
        index = seat.page.alerts.index(0, 0)
        assert "49" in str(index.data())
        assert "الإعلانات المنتظرة" in str(index.data())
        assert not [
            one.text()
            for one in seat.page.widget.findChildren(QLabel)
            if one.isVisible() and one.text().isascii() and any(map(str.isalpha, one.text()))
        ]

    seated(scenario)


def test_a_workspace_that_fails_is_said_on_the_page(
    seated: Callable[[Scenario], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(seat: Seat) -> None:
        def broken(*_: object) -> None:
            raise Unavailable("The workspace at desk/takeone does not answer.")

        monkeypatch.setattr("ui.overview.page.read_overview", broken)
        press(seat.window, Qt.Key.Key_F5)
        await until(lambda: seat.page.stack.face == "error")
        monkeypatch.undo()
        press(seat.window, Qt.Key.Key_F5)
        await until(lambda: seat.page.stack.face == "content")

    seated(scenario)


def test_alerts_are_told_on_any_page(
    qapp: QApplication, make_window: MakeWindow, demo_services: Services
) -> None:
    """By a number on the side bar and a toast that leads there; what stood before is only
    counted, and what somebody looks after is not."""

    async def scenario() -> None:
        window = make_window()
        window.use(demo_services)
        window.show_page("settings")
        demo_services.alerts.update([OVERDUE], utc_now())
        notices = Notices(window, demo_services.database, demo_services.alerts)
        button = window._rail._buttons["overview"]
        await until(lambda: button.count == 1)
        assert "1 waits" in button.accessibleName()
        assert "49 calls" not in said_in(window)
        demo_services.alerts.update([OVERDUE, LAG], utc_now())
        await until(lambda: button.count == 2)
        assert "waited for the site for 24 min" in said_in(window)
        for alert in demo_services.alerts.standing():
            demo_services.alerts.acknowledge(alert.id, "noura")
        await until(lambda: button.count == 0)
        await notices.tasks.drain()

    run(qapp, scenario())
