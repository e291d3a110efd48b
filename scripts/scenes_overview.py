"""What there is to be seen of the overview: a good day, and a bad one."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from db.models import Source, SourceRun, SourceState, utc_now
from pipeline.extraction.configured import ModelConfig, write_config
from pipeline.operations.conditions import Condition, Kind, Level
from scripts.stage import Over, Scene, Stage
from ui.overview.page import OverviewPage

WRONG = (
    Condition(
        Kind.SOURCE_ILL, Level.BAD, "1",
        {"name": "كاستنج الرياض", "error": "Whapi does not accept the key (401). Enter it anew."},
    ),
    Condition(Kind.SOURCE_LATE, Level.WARN, "2", {"name": "casting.jeddah", "minutes": 190}),
    Condition(Kind.OVERDUE, Level.WARN, "", {"count": 49, "hours": 31}),
    Condition(Kind.BUDGET, Level.WARN, "80%", {"share": 0.8}),
    Condition(Kind.LAG, Level.BAD, "", {"minutes": 24}),
)  # fmt: skip


async def _bad_day(stage: Stage) -> None:
    now = utc_now()
    with stage.services.database.writing() as session:
        for name, state in (("كاستنج الرياض", SourceState.LOCKED), ("x", SourceState.ACTIVE)):
            made = Source(
                kind="WHATSAPP", identifier=name, name=name, adapter="whapi", state=state,
                last_run_at=now,
            )  # fmt: skip
            session.add(made)
            session.flush()
            session.add(
                SourceRun(source_id=made.id, started_at=now, fetched=840, stored=310, passed=41)
            )
        write_config(session, ModelConfig(daily_usd=5), by="noura")
    book = stage.services.alerts
    book.update(WRONG, now - timedelta(minutes=50))
    book.acknowledge(book.standing()[1].id, "سارة")
    book.snooze(book.standing()[-2].id, 1, "noura")
    stage.window.show_page("overview")
    page = stage.window.page("overview")
    assert isinstance(page, OverviewPage)
    await asyncio.sleep(1)
    page.table.select_row(0)


SCENES = (Scene("overview-bad", _bad_day, over=Over.DEMO, seconds=1.5),)
