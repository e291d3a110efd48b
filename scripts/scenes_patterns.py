"""What there is to be seen of the page of terms: the list, a trial, changes, versions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt

from db.models import Message
from pipeline.learning.alarm import Alarm
from pipeline.learning.edits import Edits, new_term, reweighed
from pipeline.prefilter.load import default_rules
from pipeline.prefilter.term import Match, Term
from scripts.stage import Over, Scene, Stage
from ui.patterns.page import PatternsPage
from ui.patterns.part_bar import Part

TEXT = (
    "مطلوب ممثلين وممثلات لإعلان في الرياض، العمر من ٢٠ إلى ٣٥، الأجر ١٥٠٠ ريال، "
    "للتواصل واتساب 0550001234. Not a course!"
)


def term(text: str, topic: str, weight: float) -> Term:
    """A term as somebody wrote it."""
    return new_term(
        text,
        topic,
        weight,
        language="ar",
        match=Match.PREFIX,
        author="noura",
        reason="People say it",
        topics={one.topic for one in default_rules().terms},
    )


async def _opened(stage: Stage) -> PatternsPage:
    stage.window.show_page("patterns")
    page = stage.window.page("patterns")
    assert isinstance(page, PatternsPage)
    for _ in range(400):
        await asyncio.sleep(0.05)
        if page.stack.face == "content" and not page.tuning.tasks.running("preview"):
            break
    return page


def _stage(then: Callable[[Stage, PatternsPage], Awaitable[None]]) -> Any:
    async def prepare(stage: Stage) -> None:
        page = await _opened(stage)
        await then(stage, page)
        await asyncio.sleep(0.6)

    return prepare


async def _list(_: Stage, page: PatternsPage) -> None:
    page.filters.boxes["order"].setCurrentIndex(1)
    page.table.select_row(3)


async def _play(_: Stage, page: PatternsPage) -> None:
    page.play.play(TEXT)
    page.turn_to(Part.PLAY)
    await asyncio.sleep(0.8)


def _changed() -> Edits:
    shipped = default_rules()
    wanted = next(one for one in shipped.terms if one.text == "مطلوب")
    edits = Edits()
    for one in (
        term("صباح", "cast", 4.0),
        reweighed(wanted, -3.0),
        replace(shipped.terms[0], on=False),
    ):
        edits = edits.with_term(one, shipped)
    return edits


async def _change(_: Stage, page: PatternsPage) -> None:
    page.tuning.keep(_changed())
    page.turn_to(Part.CHANGE)
    for _ in range(200):
        await asyncio.sleep(0.05)
        if page.tuning.preview is not None:
            break


async def _versions(stage: Stage, page: PatternsPage) -> None:
    desk = stage.services.patterns
    number = desk.book.current.number
    await asyncio.to_thread(
        desk.apply, _changed(), "People say it in the mornings", "noura", after=number
    )
    await asyncio.to_thread(desk.restore, 0, "It lost calls", "omar")
    await asyncio.sleep(1.5)
    page.turn_to(Part.VERSIONS)
    await asyncio.sleep(0.5)
    page.versions.list.select_row(1)


def _say_of_mornings(stage: Stage) -> None:
    """Say of every greeting that it is a call, so that there are words to propose."""
    desk, database = stage.services.patterns, stage.services.database
    with database.reading() as session:
        greets = sa.select(Message.id).where(Message.text.contains("صباح"))
        ids = session.scalars(greets).all()
    for message_id in ids:
        desk.reports.report(message_id, "noura", is_call=True)


async def _candidates(stage: Stage, page: PatternsPage) -> None:
    await asyncio.to_thread(_say_of_mornings, stage)
    page.tuning.open()
    await asyncio.sleep(1.5)
    page.turn_to(Part.CANDIDATES)
    await asyncio.sleep(0.5)
    stage.press(Qt.Key.Key_L, "l")
    await asyncio.sleep(1.5)
    stage.press(Qt.Key.Key_S, "s")
    await asyncio.sleep(1)


async def _alarm(stage: Stage, page: PatternsPage) -> None:
    fell = (Alarm(3, "precision", 0.912, 0.784, 148),)
    stage.services.patterns.alarms = lambda _: fell
    page.tuning.open()
    await asyncio.sleep(1)


async def _none(_: Stage, page: PatternsPage) -> None:
    page.filters.search.setText("زغلول")


async def _new(_: Stage, page: PatternsPage) -> None:
    page.new()


SCENES = tuple(
    Scene(f"patterns-{name}", _stage(then), over=over, dense=name == "list")
    for name, over, then in (
        ("list", Over.DEMO, _list),
        ("try", Over.DEMO, _play),
        ("change", Over.DEMO, _change),
        ("versions", Over.DEMO, _versions),
        ("candidates", Over.DEMO, _candidates),
        ("alarm", Over.DEMO, _alarm),
        ("no-such-term", Over.DEMO, _none),
        ("new", Over.EMPTY, _new),
    )
)
