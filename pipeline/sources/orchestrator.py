"""Keeps live sources running: finds those that are due and asks them, a few at a time.

The schedule lies in the database, one `next_run_at` a source. Whoever finds a source due
claims it for a while, so any number of desks and workers share the work, a machine that slept
catches up by itself, and what an admin changes holds at once. Everything here happens on an
event loop in a thread of its own: a page of messages is never read on the window's thread.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from db.models import Source, utc_now
from db.queries import sources
from db.session import Changed, Database
from pipeline.errors import Invalid, Unavailable
from pipeline.intake.live import LEASE, LiveInbox
from pipeline.remote.remotes import Remotes
from pipeline.sources.port import AdapterKind, Page, SourceSpec, Surroundings
from pipeline.sources.runner import SourceRunner, Stretch
from pipeline.sources.schedule import FIRST_AFTER

AT_ONCE = 4
"""Sources asked at the same time; a slow one holds up none but itself."""
LOOK_EVERY = 15.0
"""Seconds after which the schedule is looked at again even when nothing was announced."""

SHORTEST_PAUSE = 1.0
CLOCK_SLACK = timedelta(days=1)
"""How far the clocks of two desks may differ; what was asked later than that from now was asked
by a clock that has been set right since."""

log = logging.getLogger(__name__)


class Orchestrator:
    """The live sources of one process. Its methods may be called from any thread."""

    def __init__(
        self,
        database: Database,
        inbox: LiveInbox,
        kinds: Mapping[str, AdapterKind],
        surroundings: Callable[[Remotes], Surroundings],
        owner: str,
        *,
        first_after: timedelta = FIRST_AFTER,
        stretch: Stretch | None = None,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._kinds = kinds
        self._surroundings = surroundings
        self._owner = owner
        self._first_after = first_after
        self._stretch = stretch
        self.remotes = Remotes()
        """The services in use: their limits, and the state of their breakers."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._running: dict[int, asyncio.Task[str]] = {}
        self._drain = 0.0

    @property
    def running(self) -> frozenset[int]:
        """The sources being asked right now by this process."""
        return frozenset(self._running)

    def start(self) -> None:
        """Begin to ask sources; returns when that can be stopped again."""
        if self._thread is not None:
            return
        self._ready.clear()
        self._thread = threading.Thread(target=self._live, name="sources", daemon=True)
        self._thread.start()
        self._ready.wait()

    def stop(self, drain: float = 20.0) -> None:
        """Ask no more, give runs `drain` seconds to store their page, cancel the rest."""
        if self._thread is None:
            return
        self._drain = drain
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end)
        self._thread.join()
        self._thread = None

    def run_now(self, source_id: int) -> Future[str]:
        """Ask one source at once, whatever its schedule or state; the run's outcome. One that
        is being asked already is not asked twice: that run's outcome is given."""
        return self._submit(self._run_now(source_id))

    def cancel(self, source_id: int) -> None:
        """Stop asking a source; what is stored stays."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._cancel, source_id)

    def try_out(self, adapter: str, spec: SourceSpec) -> Future[Page | None]:
        """The first page a source would bring, stored nowhere; None when it brings nothing."""
        return self._submit(self._try_out(adapter, spec))

    def _submit(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        if self._loop is None:
            work.close()
            raise Unavailable("The sources are not running; start the pipeline first.")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _live(self) -> None:
        try:
            asyncio.run(self._watch())
        except Exception:
            log.exception("the sources stopped")
            self._ready.set()

    async def _watch(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._ending = asyncio.Event()
        # What is claimed but not begun yet would look like another desk's.
        self._claiming = asyncio.Lock()
        surroundings = self._surroundings(self.remotes)
        self._adapters = {name: kind.build(surroundings) for name, kind in self._kinds.items()}
        self._runner = SourceRunner(
            self._database, self._inbox, self._adapters, self._owner, stretch=self._stretch
        )
        unlisten = self._database.listen(self._heard)
        self._ready.set()
        try:
            await self._look_again_and_again(utc_now() + self._first_after)
            await self._finish()
        finally:
            unlisten()
            self._loop = None
            for adapter in self._adapters.values():
                await adapter.close()

    async def _look_again_and_again(self, not_before: datetime) -> None:
        while not self._ending.is_set():
            self._wake.clear()
            pause = LOOK_EVERY
            try:
                if utc_now() >= not_before:
                    await self._start_due()
                pause = await self._pause(not_before)
            except Exception:
                # A database that is away comes back; we must still be there then.
                log.exception("looking for due sources failed")
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _start_due(self) -> None:
        free = AT_ONCE - len(self._running)
        if free <= 0:
            return
        now = utc_now()
        async with self._claiming:
            due = await self._database.write(partial(self._claim_due, now=now, most=free))
            for source in due:
                self._begin(source)

    def _claim_due(self, session: Session, now: datetime, most: int) -> Sequence[Source]:
        sources.pull_in(session, now, now + CLOCK_SLACK)
        return sources.claim_due(session, now, owner=self._owner, until=now + LEASE, most=most)

    async def _pause(self, not_before: datetime) -> float:
        """Seconds until there may be something to do."""
        if len(self._running) >= AT_ONCE:
            return LOOK_EVERY
        due = await self._database.read(sources.next_due)
        if due is None:
            return LOOK_EVERY
        wait = (max(due, not_before) - utc_now()).total_seconds()
        return min(max(wait, SHORTEST_PAUSE), LOOK_EVERY)

    def _begin(self, source: Source) -> asyncio.Task[str]:
        task = asyncio.create_task(self._runner.run(source), name=f"source {source.id}")
        self._running[source.id] = task
        task.add_done_callback(lambda _: self._ended(source.id))
        return task

    def _ended(self, source_id: int) -> None:
        self._running.pop(source_id, None)
        self._wake.set()

    async def _run_now(self, source_id: int) -> str:
        async with self._claiming:
            task = self._running.get(source_id) or await self._claim_and_begin(source_id)
        return await asyncio.shield(task)

    async def _claim_and_begin(self, source_id: int) -> asyncio.Task[str]:
        now = utc_now()
        source = await self._database.write(
            lambda session: sources.claim(
                session, source_id, now, owner=self._owner, until=now + LEASE
            )
        )
        if source is None:
            if await self._database.read(lambda session: session.get(Source, source_id)) is None:
                raise Invalid(f"There is no source {source_id}.")
            raise Unavailable("This source is being asked by another desk right now.")
        return self._begin(source)

    async def _try_out(self, adapter: str, spec: SourceSpec) -> Page | None:
        pages = self._adapters[adapter].fetch(spec)
        try:
            return await anext(aiter(pages), None)
        finally:
            if isinstance(pages, AsyncGenerator):
                await pages.aclose()

    def _cancel(self, source_id: int) -> None:
        if task := self._running.get(source_id):
            task.cancel()

    def _heard(self, change: Changed) -> None:
        if change.kind == "source" and self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    def _end(self) -> None:
        self._ending.set()
        self._wake.set()

    async def _finish(self) -> None:
        """Let runs store what they hold; cancel those that take too long."""
        tasks = list(self._running.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._drain)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
