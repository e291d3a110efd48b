"""Asks sources for the page: a run now, a dry run, a test of a key. Nothing here is a widget."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from db.models import Source
from db.session import Database
from pipeline.errors import Invalid, TakeOneError
from pipeline.learning.book import PatternBook
from pipeline.prefilter.load import default_prefilter
from pipeline.prefilter.prefilter import Prefilter
from pipeline.remote.failure import Gone, Locked
from pipeline.sources.catalogue import Catalogue, Draft
from pipeline.sources.orchestrator import Orchestrator
from pipeline.sources.port import AdapterKind, Page
from ui.shell.services import UiServices
from ui.sources.judged_view import Judged
from ui.sources.try_view import Tried

MOST_SHOWN = 50
"""Messages of a dry run that are shown."""
CANCELLED = "cancelled"


class Verdict(StrEnum):
    """What a test says of a key."""

    WORKS = "works"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """The service could not be asked, or not without a source to ask for."""


@dataclass(frozen=True, slots=True)
class KeyTest:
    """What came of testing a key; `sentence` is the service's, where it did not work."""

    verdict: Verdict
    seconds: float = 0.0
    sentence: str = ""


async def run_now(orchestrator: Orchestrator, source_id: int) -> str:
    """Ask a source now; the run's outcome."""
    future = orchestrator.run_now(source_id)
    try:
        return await asyncio.wrap_future(future)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return CANCELLED  # a person stopped the run, not us


async def try_out(services: UiServices, draft: Draft) -> Tried:
    """What a source would bring now, judged as the workspace judges, newest first; nothing is
    stored."""
    spec = services.catalogue.checked(draft)
    page = await asyncio.wrap_future(services.orchestrator.try_out(draft.adapter, spec))
    return await asyncio.to_thread(_judged, page, services.database)


async def test_key(
    catalogue: Catalogue, orchestrator: Orchestrator, kind: AdapterKind, known: Iterable[Source]
) -> KeyTest:
    """Whether the service accepts the key. It is asked for as little as can be: a source on the
    list, or the example of an identifier, which need not be there for the key to be accepted."""
    draft = _probe(catalogue, kind, known)
    began = time.monotonic()
    try:
        spec = catalogue.checked(draft)
    except Invalid as error:
        return KeyTest(Verdict.UNKNOWN, sentence=str(error))
    try:
        await asyncio.wrap_future(orchestrator.try_out(kind.name, spec))
    except Locked as error:
        return KeyTest(Verdict.REFUSED, sentence=str(error))
    except (Gone, Invalid):
        pass  # it looked for what it was asked, so it took the key
    except TakeOneError as error:
        return KeyTest(Verdict.UNKNOWN, sentence=str(error))
    return KeyTest(Verdict.WORKS, time.monotonic() - began)


def _probe(catalogue: Catalogue, kind: AdapterKind, known: Iterable[Source]) -> Draft:
    ours = next((source for source in known if source.adapter == kind.name), None)
    draft = catalogue.draft_of(ours) if ours else Draft(kind.name, kind.identifier_hint)
    least = {
        field.name: field.least
        for field in kind.form
        if field.name.startswith("most_") and field.least is not None
    }
    return replace(draft, settings={**draft.settings, **least})


def _judged(page: Page | None, database: Database) -> Tried:
    if page is None:
        return Tried((), 0, 0)
    newest = sorted(
        page.messages, key=lambda one: (one.sent_at or datetime.min, one.id), reverse=True
    )
    prefilter = _prefilter(database)
    shown = tuple(Judged(one, prefilter.decide(one.text)) for one in newest[:MOST_SHOWN])
    return Tried(shown, max(0, len(newest) - MOST_SHOWN), page.cost)


def _prefilter(database: Database) -> Prefilter:
    """The one whose terms are in force."""
    book = PatternBook(database, lambda _: None)
    newest = book.newest()
    return book.rules_of(newest).prefilter() if newest else default_prefilter()
