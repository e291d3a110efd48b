"""A source without a service: what it brings, and how it fails, is told by the test."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import pytest

from db.models import Source, utc_now
from db.session import Database
from pipeline.errors import TakeOneError
from pipeline.intake.identity import SenderKeys
from pipeline.intake.judge import Judge
from pipeline.intake.live import LiveInbox
from pipeline.jobs.engine import JobEngine
from pipeline.prefilter.load import default_prefilter
from pipeline.sources.orchestrator import Orchestrator
from pipeline.sources.port import AdapterKind, Page, SourceSpec, Surroundings
from pipeline.sources.runner import Stretch
from tests.keys import Held


class Telling:
    """An adapter that brings what it was told to bring, in order, and notes what it was asked."""

    def __init__(self) -> None:
        self.pages: deque[Page | TakeOneError | Callable[[], object]] = deque()
        self.asked: list[SourceSpec] = []
        self.closed = False

    async def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        self.asked.append(spec)
        while self.pages:
            page = self.pages.popleft()
            if isinstance(page, TakeOneError):
                raise page
            if isinstance(page, Page):
                yield page
            else:
                await page()  # type: ignore[misc]

    async def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge(default_prefilter(), extract_unsure=True)


@pytest.fixture
def telling() -> Telling:
    return Telling()


@pytest.fixture
def make(
    database: Database, judge: Judge, telling: Telling
) -> Iterator[Callable[..., Orchestrator]]:
    """Makes orchestrators of this workspace; they are stopped at the end."""
    engine = JobEngine(database, executor="test")
    engine.prepare()
    inbox = LiveInbox(database, judge, SenderKeys("k"), engine.enqueue)
    kind = AdapterKind("telling", "WHATSAPP", "x", lambda _: telling, lambda spec: spec, "Telling")
    made: list[Orchestrator] = []

    def orchestrator(
        owner: str = "desk", first_after: float = 0, stretch: Stretch | None = None
    ) -> Orchestrator:
        one = Orchestrator(
            database,
            inbox,
            {"telling": kind},
            lambda remotes: Surroundings(remotes, Held()),
            owner,
            first_after=timedelta(seconds=first_after),
            stretch=stretch,
        )
        made.append(one)
        return one

    yield orchestrator
    for one in made:
        one.stop(drain=0)


def add_source(database: Database, name: str = "a", *, due: float = -1, **more: object) -> int:
    """A source that is due `due` seconds from now."""
    with database.writing() as session:
        source = Source(
            kind="WHATSAPP",
            identifier=name,
            name=name,
            adapter="telling",
            every_minutes=15,
            next_run_at=utc_now() + timedelta(seconds=due),
            **more,
        )
        session.add(source)
        session.flush()
        return source.id
