"""Coroutines started from slots are never lost, and neither are their failures."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from pipeline.errors import Unavailable
from ui.loop import Loop
from ui.tasks import Tasks


def run(qapp: QApplication, work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on the real loop."""
    with asyncio.Runner(loop_factory=lambda: Loop(qapp)) as runner:
        runner.run(work)


def test_the_newest_of_a_name_wins(qapp: QApplication) -> None:
    """A filter typed further makes the older answer worthless."""
    done: list[int] = []

    async def load(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)

    async def main() -> None:
        tasks = Tasks()
        for number in range(3):
            tasks.start("load", load(number))
        while tasks.running("load"):
            await asyncio.sleep(0.005)

    run(qapp, main())
    assert done == [2]


def test_what_a_person_can_be_told_becomes_a_signal(qapp: QApplication) -> None:
    """The view shows the sentence."""
    told: list[object] = []

    async def fail() -> None:
        raise Unavailable("The workspace does not answer.")

    async def main() -> None:
        tasks = Tasks()
        tasks.problem.connect(told.append)
        tasks.start("load", fail())
        await asyncio.sleep(0.02)

    run(qapp, main())
    assert [str(error) for error in told] == ["The workspace does not answer."]


def test_a_bug_reaches_the_hook(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged and reported, not swallowed."""
    hooked: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: hooked.append(kind))

    async def fail() -> None:
        raise ZeroDivisionError

    async def main() -> None:
        tasks = Tasks()
        tasks.start("load", fail())
        await asyncio.sleep(0.02)

    run(qapp, main())
    assert hooked == [ZeroDivisionError]


def test_a_view_that_goes_takes_its_tasks_along(qapp: QApplication) -> None:
    """Nothing runs for a page that is no more."""
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> None:
        tasks = Tasks()
        tasks.start("watch", forever())
        await asyncio.sleep(0.01)
        tasks.deleteLater()
        await asyncio.sleep(0.05)

    run(qapp, main())
    assert ended == ["cancelled"]


def test_a_look_that_was_asked_for_again_meanwhile_is_taken_once_more(qapp: QApplication) -> None:
    """What it reads may be from before the change; a crowd of changes takes one look."""
    looks: list[bool] = []

    async def main() -> None:
        tasks = Tasks()

        async def look() -> None:
            await asyncio.sleep(0.01)
            looks.append(tasks.asked_again("look"))

        tasks.refresh("look", look)
        await asyncio.sleep(0)
        for _ in range(5):
            tasks.refresh("look", look)
        await asyncio.sleep(0.1)
        assert not tasks.running("look")
        tasks.refresh("look", look)
        await asyncio.sleep(0.05)

    run(qapp, main())
    assert looks == [True, False, False]


def test_the_loop_outlives_quit(qapp: QApplication) -> None:
    """The coroutine that closes the program gets to its end."""
    ended: list[bool] = []

    async def main() -> None:
        qapp.quit()
        await asyncio.sleep(0.02)
        ended.append(True)

    run(qapp, main())
    assert ended == [True]
