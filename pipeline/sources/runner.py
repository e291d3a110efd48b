"""Asks one source once: fetches page by page, stores each, and settles how it went."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import Source, SourceRun, SourceState, utc_now
from db.queries import sources
from db.session import Database, announce
from pipeline.errors import TakeOneError, Unavailable
from pipeline.intake.live import LiveInbox
from pipeline.remote.failure import BreakerOpen, Gone, Locked, RateLimited, kind_of
from pipeline.sources.port import Adapter, SourceSpec
from pipeline.sources.schedule import Next, after_failure, after_success

Stretch = Callable[[], Awaitable[float]]
"""Tells how many times the usual wait sources are left alone now."""
CANCELLED = "cancelled"
OK = "ok"

log = logging.getLogger(__name__)


class SourceRunner:
    """Runs claimed sources. Lives on one event loop; database work goes to threads."""

    def __init__(
        self,
        database: Database,
        inbox: LiveInbox,
        adapters: Mapping[str, Adapter],
        owner: str,
        chance: random.Random | None = None,
        stretch: Stretch | None = None,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._adapters = adapters
        self._owner = owner
        self._chance = chance or random.Random()
        self._stretch = stretch

    async def run(self, source: Source) -> str:
        """Ask a source we hold a claim on, and give it back; the run's outcome."""
        run_id = await self._database.write(lambda session: _begin(session, source.id))
        stored = 0
        try:
            stored = await self._fetch(source, run_id)
        except TakeOneError as error:
            return await self._failed(source, run_id, error)
        except asyncio.CancelledError:
            await self._settle(source, run_id, CANCELLED, "", {"next_run_at": utc_now()})
            raise
        except Exception as error:
            log.exception("source %s failed", source.id)
            bug = Unavailable(f"{type(error).__name__}: see the log. The source is asked again.")
            return await self._failed(source, run_id, bug)
        following = after_success(
            utc_now(),
            every_minutes=source.every_minutes,
            stretch=await self._stretch() if self._stretch else 1.0,
            pace=source.pace,
            new=stored,
            chance=self._chance.uniform(-1, 1),
        )
        well = {"failures": 0, "last_error": "", "state": source.state, **_schedule(following)}
        return await self._settle(source, run_id, OK, "", well)

    async def _fetch(self, source: Source, run_id: int) -> int:
        adapter = self._adapters.get(source.adapter)
        if adapter is None:
            raise Unavailable(f"This program knows no kind of source called {source.adapter}.")
        spec = SourceSpec(source.identifier, source.settings, source.cursor)
        new = 0
        async for page in adapter.fetch(spec):
            stored = await asyncio.to_thread(
                self._inbox.store, source.id, self._owner, run_id, page
            )
            new += stored.messages
        return new

    async def _failed(self, source: Source, run_id: int, error: TakeOneError) -> str:
        failures = source.failures + 1
        following = after_failure(
            utc_now(),
            every_minutes=source.every_minutes,
            pace=source.pace,
            failures=failures,
            wait=error.wait if isinstance(error, RateLimited | BreakerOpen) else None,
            chance=self._chance.uniform(-1, 1),
        )
        ill = {
            "failures": failures,
            "last_error": str(error),
            "state": _state_after(error, source.state),
            **_schedule(following),
        }
        return await self._settle(source, run_id, kind_of(error).value, str(error), ill)

    async def _settle(
        self, source: Source, run_id: int, outcome: str, error: str, values: Mapping[str, Any]
    ) -> str:
        def settle(session: Session) -> None:
            run = session.get_one(SourceRun, run_id)
            run.outcome, run.error, run.finished_at = outcome, error, utc_now()
            sources.release(session, source.id, self._owner, **values)
            announce(session, "source", source.id)

        # A run that is cancelled must still give its source back.
        await asyncio.shield(self._database.write(settle))
        return outcome


def _begin(session: Session, source_id: int) -> int:
    run = SourceRun(source_id=source_id)
    session.add(run)
    session.flush()
    announce(session, "source", source_id)
    return run.id


def _state_after(error: TakeOneError, state: str) -> str:
    if isinstance(error, Gone):
        return SourceState.GONE
    return SourceState.LOCKED if isinstance(error, Locked) else state


def _schedule(following: Next) -> dict[str, datetime | float | None]:
    return {"next_run_at": following.at, "pace": following.pace}
