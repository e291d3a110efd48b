"""What there is to be seen of the queues: a busy day, a paused queue, nothing at all."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa

from pipeline.jobs.job import Queue
from pipeline.jobs.monitor import STRETCHES
from scripts.scenes_letters import bury
from scripts.stage import Over, Scene, Stage
from ui.monitor.page import MonitorPage

ATTEMPT = sa.text(
    "INSERT OR IGNORE INTO workflow_status (workflow_uuid, status, name, queue_name, created_at, "
    "updated_at, started_at_epoch_ms, completed_at, priority, executor_id, application_version, "
    "application_name) VALUES (:id, :status, :queue, :queue, :created, :created, :started, :ended, "
    "10, 'desk', 'pipeline-1', 'takeone')"
)
RESULT = sa.text(
    "INSERT OR IGNORE INTO workflow_output (workflow_uuid, output, retention_timestamp) "
    "VALUES (:id, :output, 0)"
)


def busy(services: Any) -> None:
    """A day of jobs: most went well, some were tried again, some wait."""
    now, chance = int(time.time() * 1000), random.Random(7)
    rows, results = [], []

    def add(name: str, created: int, waited: int | None, ran: int | None, output: str) -> None:
        started = created + waited if waited is not None else None
        ended = started + ran if started is not None and ran is not None else None
        open_status = "PENDING" if started else "ENQUEUED"
        rows.append(
            {
                "id": name, "queue": name.partition(":")[0], "created": created,
                "started": started, "ended": ended, "status": "SUCCESS" if ended else open_status,
            }
        )  # fmt: skip
        if ended:
            results.append({"id": name, "output": f'"{output}"'})

    for number in range(2_000):
        created = now - int(chance.random() ** 2 * 86_000_000) - 60_000
        kind = chance.choice(("extract", "extract", "publish"))
        length = int(chance.lognormvariate(8.5 if kind == "extract" else 6.2, 0.9))
        add(f"{kind}:{number * 25}-{number * 25 + 24}", created,
            int(chance.lognormvariate(7, 1)), length, "done")  # fmt: skip
    for number in range(14):
        add(f"extract:9{number}00-9{number}24", now - number * 9_000, None, None, "")
    for number in range(3):
        add(f"extract:8{number}00-8{number}24", now - 40_000, 9_000 * number, None, "")
    story = "extract:77000-77024"
    add(story, now - 52_000, 1_500, 9_000, "retry")
    add(f"{story}#2", now - 40_000, 1_000, 11_000, "retry")
    add(f"{story}#3", now - 22_000, 900, 14_000, "dead")
    with services.database.engine.begin() as connection:
        connection.execute(ATTEMPT, rows)
        connection.execute(RESULT, results)


def _stage(then: Callable[[Stage, MonitorPage], Awaitable[None] | None]) -> Any:
    async def prepare(stage: Stage) -> None:
        busy(stage.services)
        bury(stage.services)
        stage.window.show_page("monitor")
        page = stage.window.page("monitor")
        assert isinstance(page, MonitorPage)
        for _ in range(200):
            await asyncio.sleep(0.05)
            if page.jobs.rows and page.past is not None:
                break
        done = then(stage, page)
        if done is not None:
            await done
        await asyncio.sleep(1.0)

    return prepare


async def _day(_: Stage, page: MonitorPage) -> None:
    page.choose(STRETCHES[1])
    page.parts.search.setText("77000")
    await asyncio.sleep(1.0)


async def _paused(stage: Stage, page: MonitorPage) -> None:
    await asyncio.to_thread(stage.services.engine.pause, Queue.EXTRACT)
    page.look()
    await asyncio.sleep(0.6)
    page.freeze()


SCENES = (
    Scene("monitor-day", _stage(_day), over=Over.DEMO, seconds=0.3, dense=True),
    Scene("monitor-paused", _stage(_paused), over=Over.DEMO, seconds=0.3),
)
