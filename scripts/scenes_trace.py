"""What there is to be seen of the trace: a call that went through everything, and a failure."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from PySide6.QtCore import Qt

from db.models import Call, DeadLetter, Message, ModelCall, Publication
from pipeline.extraction.call import FieldName
from pipeline.publishing.site import casting_call, site_now
from scripts.stage import Over, Scene, Stage, show
from ui.trace.page import TracePage


def _eventful(stage: Stage) -> int:
    """Let much happen to one published call; returns its message."""
    services = stage.services
    with services.database.writing() as session:
        publication = session.scalars(sa.select(Publication).order_by(Publication.id)).first()
        assert publication is not None
        call = session.get_one(Call, publication.call_id)
        session.add(
            ModelCall(
                message_id=call.message_id, provider="anthropic", model="claude-haiku-4-5",
                prompt_version="7", outcome="transient", seconds=30.0,
            )
        )  # fmt: skip
        session.add(
            ModelCall(
                message_id=call.message_id, provider="anthropic", model="claude-haiku-4-5",
                prompt_version="7", outcome="answered", input_tokens=1840, output_tokens=412,
                cost=3900, seconds=2.6,
            )
        )  # fmt: skip
        session.add(
            DeadLetter(
                job="publish", job_id=f"publish:{publication.id}.1", call_id=call.id,
                failure="permanent", attempts=1, signature="publish: refused",
                error="The site's database at site refused the row (DataError). "
                "Look at its fields.",
                detail={"traceback": "Traceback (most recent call last):\n  …", "publication": 1},
            )
        )  # fmt: skip
        revision, message_id = call.revision, call.message_id
    services.decisions.edit(call.id, FieldName.LOCATION, "جدة", "huda", revision=revision)
    return message_id


async def _full(stage: Stage) -> None:
    message_id = await asyncio.to_thread(_eventful, stage)
    stage.window.show_page("trace", f"message:{message_id}")


async def _unfolded(stage: Stage) -> None:
    await _full(stage)
    await asyncio.sleep(1)
    page = stage.window.page("trace")
    assert isinstance(page, TracePage)
    steps = page.timeline.trace.steps if page.timeline.trace else ()
    page.timeline.walk(next(n for n, one in enumerate(steps) if one.what == "asked") + 1)
    stage.press(Qt.Key.Key_Return, "\r")


async def _asked(stage: Stage) -> None:
    await _unfolded(stage)
    stage.press(Qt.Key.Key_R, "r")


def _look_for(words: str) -> Scene:
    async def prepare(stage: Stage) -> None:
        stage.window.show_page("trace")
        page = stage.window.page("trace")
        assert isinstance(page, TracePage)
        page.line.setText(words)

    return Scene("trace-words" if words == "تصوير" else "trace-nothing", prepare, Over.DEMO, 1.5)


def _failed(stage: Stage) -> None:
    stage.window.show_page("trace")
    page = stage.window.page("trace")
    assert isinstance(page, TracePage)
    page.tasks.cancel_all()
    page.stack.show_error("The workspace at desk/takeone does not answer. Is its server up?")


def _skipped(stage: Stage) -> None:
    with stage.services.database.reading() as session:
        found = session.scalar(sa.select(Message.id).where(Message.stage == "skipped").limit(1))
    stage.window.show_page("trace", f"message:{found}")


async def _elsewhere(stage: Stage) -> None:
    """Have one published call edited on the site, and another removed there."""
    services = stage.services
    with services.database.reading() as session:
        found = session.scalars(sa.select(Publication).order_by(Publication.id.desc())).all()
    for one in found:
        await asyncio.to_thread(services.publisher.carry_out, one.id, one.generation)
    with services.site._engine.begin() as connection:
        at = casting_call.c.id
        changed = {"location": "أبها", "compensation": "2,000 SAR a day", "updatedAt": site_now()}
        edit = sa.update(casting_call).where(at == found[0].public_id).values(changed)
        connection.execute(edit)
        connection.execute(sa.delete(casting_call).where(at == found[1].public_id))
    stage.window.show_page("published")


async def _removed(stage: Stage) -> None:
    await _elsewhere(stage)
    await asyncio.sleep(1)
    stage.press(Qt.Key.Key_J, "j")


SCENES = (
    Scene("published-elsewhere", _elsewhere, over=Over.DEMO, seconds=2),
    Scene("published-removed", _removed, over=Over.DEMO, seconds=1.5),
    Scene("trace-empty", show("trace"), over=Over.EMPTY, seconds=1),
    Scene("trace-full", _full, over=Over.DEMO, seconds=1.5, dense=True),
    Scene("trace-unfolded", _unfolded, over=Over.DEMO, seconds=1),
    Scene("trace-asked", _asked, over=Over.DEMO, seconds=1),
    Scene("trace-skipped", _skipped, over=Over.DEMO, seconds=1.5),
    Scene("trace-failed", _failed, over=Over.DEMO, seconds=0.5),
    _look_for("تصوير"),
    _look_for("xyzzy"),
)
