"""What there is to be seen of dead letters: causes, a correction, a replay about to begin."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from db.models import DeadLetter, Message, utc_now
from db.queries import dead_letters
from pipeline.errors import Rejected, Unavailable
from pipeline.extraction.models.port import InvalidAnswer, Usage
from pipeline.jobs.dead import bury_message
from scripts.stage import Over, Scene, Stage
from ui.letters.page import LettersPage

TRACE = """Traceback (most recent call last):
  File "pipeline/jobs/extract.py", line 106, in _read
    extraction = extraction or await self._extractor.extract(source)
  File "pipeline/extraction/models/reader.py", line 88, in extract
    return understand(answer.raw, source, self.name, self.version)
pipeline.extraction.models.port.InvalidAnswer: Anthropic answered something that is not JSON.
"""
RAW = '{"intent": "new_call", "calls": [{"title": "ممثلين لإعلان", "deadline": "٣٠ فبراير"'
CAUSES: tuple[tuple[Callable[[int], Exception], int], ...] = (
    (lambda _: InvalidAnswer("Anthropic answered something that is not JSON.", RAW, Usage()), 38),
    (lambda n: Unavailable(f"OpenAI did not answer within {n + 30} s."), 21),
    (lambda _: Rejected("OpenAI does not accept the key (401). Enter it anew."), 9),
    (lambda n: ValueError(f"month must be in 1..12, not {n + 13}"), 3),
)


def bury(services: Any) -> None:
    """Letters of several causes, spread over the last days."""
    now = utc_now()
    with services.database.writing() as session:
        ids = iter(session.scalars(sa.select(Message.id).where(Message.band != "skip")).all())
        for number, (error, count) in enumerate(CAUSES):
            for nth in range(count):
                bury_message(session, next(ids), "extract", error(nth), TRACE, attempts=1 + nth % 4)
            session.flush()
            newest = session.scalars(
                sa.select(DeadLetter).order_by(DeadLetter.id.desc()).limit(count)
            ).all()
            for nth, letter in enumerate(newest):
                letter.last_at = now - timedelta(hours=nth * nth * 0.2 + number, minutes=4)
                letter.first_at = letter.last_at - timedelta(hours=nth % 5)


def _stage(then: Callable[[Stage, LettersPage], Awaitable[None] | None]) -> Any:
    async def prepare(stage: Stage) -> None:
        bury(stage.services)
        stage.window.show_page("letters")
        page = stage.window.page("letters")
        assert isinstance(page, LettersPage)
        for _ in range(200):
            await asyncio.sleep(0.05)
            if page.listing.context is not None:
                break
        done = then(stage, page)
        if done is not None:
            await done
        await asyncio.sleep(0.6)

    return prepare


def _list(_: Stage, page: LettersPage) -> None:
    page.parts.letter.turn_trace()


def _act(name: str) -> Callable[[Stage, LettersPage], None]:
    def act(_: Stage, page: LettersPage) -> None:
        next(one for one in page.actions() if one.id == f"letters.{name}").run()

    return act


async def _edit(_: Stage, page: LettersPage) -> None:
    _act("correct")(_, page)
    await asyncio.sleep(0.2)
    text = page.parts.edit.text
    text.setPlainText(text.toPlainText().replace("الرياض", "جدة") + "\nالأجر 1500 ريال")


async def _corrected(stage: Stage, page: LettersPage) -> None:
    context = page.listing.context
    assert context is not None
    assert context.message is not None
    with stage.services.database.writing() as session:
        dead_letters.correct(session, context.message.id, context.text + " في جدة", "نورة")
    page.listing.look()
    await asyncio.sleep(0.5)


SCENES = (
    Scene("letters-list", _stage(_list), over=Over.DEMO, seconds=0.3, dense=True),
    Scene("letters-plan", _stage(_act("replay_all")), over=Over.DEMO, seconds=0.3),
    Scene("letters-edit", _stage(_edit), over=Over.DEMO, seconds=0.3),
    Scene("letters-corrected", _stage(_corrected), over=Over.DEMO, seconds=0.3),
    Scene("letters-note", _stage(_act("resolve_all")), over=Over.DEMO, seconds=0.3),
)
