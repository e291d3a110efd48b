"""The page of the queues under a person's keys, over a real workspace with rows of the engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pipeline.errors import Unavailable
from pipeline.jobs.job import Queue
from takeone_desktop.assemble import Services
from tests.jobs.attempts import Row, write
from tests.ui.conftest import MakeWindow
from tests.ui.hand import press, run, said_in, type_in, until
from ui.monitor.page import MonitorPage
from ui.shell.window import MainWindow


@dataclass(slots=True)
class Watch:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: MonitorPage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    def ids(self) -> list[str]:
        """The jobs shown."""
        return [row.id for row in self.page.jobs.rows]

    def paused(self, queue: Queue) -> bool:
        """Whether a queue rests, as shown."""
        now = self.page.now
        assert now is not None
        return next(one.paused for one in now.queues if one.queue == queue)


Scenario = Callable[[Watch], Awaitable[None]]
At = Callable[[Scenario], None]


def rows() -> list[Row]:
    """A job tried twice, one that waits, one that went well."""
    now = int(time.time() * 1000)
    return [
        Row("extract:70-80", now - 60_000, now - 50_000, now - 40_000, "retry"),
        Row("extract:70-80#2", now - 39_000, now - 38_000, now - 20_000, "dead"),
        Row("publish:7.1", now - 9_000, now - 8_000, now - 7_900, queue="publish"),
        Row("extract:90-99", now - 5_000),
    ]


@pytest.fixture
def on_watch(qapp: QApplication, make_window: MakeWindow, demo_services: Services) -> At:
    """Runs a scenario before the page."""

    async def at_it(scenario: Scenario) -> None:
        write(demo_services.database, rows())
        window = make_window("monitor")
        window.use(demo_services)
        window.show_page("monitor")
        page = window.page("monitor")
        assert isinstance(page, MonitorPage)
        await until(lambda: page.jobs.rows and page.past is not None)
        try:
            await scenario(Watch(window, page, demo_services))
        finally:
            page.deactivate()
            await page.tasks.drain()

    return lambda scenario: run(qapp, at_it(scenario))


def test_it_tells_depth_pace_and_that_nobody_works(on_watch: At) -> None:
    async def scenario(watch: Watch) -> None:
        said = said_in(watch.page.widget)
        for words in ("Reading", "Publishing", "Maintenance", "No worker", "P50", "Nothing waits"):
            assert words in said
        assert watch.page.now is not None
        assert watch.page.now.queues[0].waiting == 1

    on_watch(scenario)


def test_jobs_are_found_by_state_and_number(on_watch: At) -> None:
    async def scenario(watch: Watch) -> None:
        assert watch.ids()[0] == "extract:90-99"
        watch.press("/")
        watch.press("70-80")
        await until(lambda: watch.ids() == ["extract:70-80#2", "extract:70-80"])
        await until(lambda: "Attempt 2 · Gave up" in said_in(watch.page.widget))
        press(watch.window, Qt.Key.Key_Escape)
        watch.press("s")
        press(watch.window, Qt.Key.Key_End)
        box = watch.page.parts.state
        box.activated.emit(box.currentIndex())
        await until(lambda: watch.page.parts.listed.face == "empty")
        assert "No job matches" in said_in(watch.page.widget)

    on_watch(scenario)


def test_a_queue_is_paused_and_resumed(on_watch: At) -> None:
    """For all processes: it stands in the workspace."""

    async def scenario(watch: Watch) -> None:
        watch.press("1")
        await until(lambda: watch.paused(Queue.EXTRACT))
        assert "Paused" in said_in(watch.page.widget)
        assert watch.page.parts.queues[Queue.EXTRACT].button.text() == "Resume"
        watch.press("1")
        await until(lambda: not watch.paused(Queue.EXTRACT))

    on_watch(scenario)


def test_frozen_figures_stand_still(on_watch: At) -> None:
    async def scenario(watch: Watch) -> None:
        await until(lambda: not watch.page.tasks.running("look"))
        watch.press("r")
        assert watch.page.frozen
        before = watch.page.now
        new = int(time.time() * 1000)
        write(watch.services.database, [Row("extract:new", new)])
        watch.page._look_again()
        await asyncio.sleep(0.3)
        assert watch.page.now is before
        watch.press("r")
        await until(lambda: "extract:new" in watch.ids())

    on_watch(scenario)


def test_another_stretch_of_time_is_shown(on_watch: At) -> None:
    async def scenario(watch: Watch) -> None:
        watch.press("m")
        await until(lambda: watch.page.past and watch.page.past.stretch.name == "month")
        assert watch.page.parts.stretches["month"].isChecked()

    on_watch(scenario)


def test_it_speaks_arabic(on_watch: At) -> None:
    async def scenario(watch: Watch) -> None:
        watch.window.ui.language.choose("ar")
        said = said_in(watch.page.widget)
        for words in ("القراءة", "لا عامل", "الانتظار"):
            assert words in said
        assert "Reading" not in said

    on_watch(scenario)


def test_a_workspace_that_fails_is_said(on_watch: At, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(watch: Watch) -> None:
        def broken(*_: object) -> None:
            raise Unavailable("The workspace at desk/takeone does not answer.")

        await until(lambda: not watch.page.tasks.running("past"))
        monkeypatch.setattr("pipeline.jobs.monitor.Monitor.now", broken)
        press(watch.window, Qt.Key.Key_F5)
        await until(lambda: watch.page.parts.stack.face == "error")
        monkeypatch.undo()
        press(watch.window, Qt.Key.Key_F5)
        await until(lambda: watch.page.parts.stack.face == "content")

    on_watch(scenario)
