"""Scenes of the review page's changes: later messages that update, repeat or close a call."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from scripts.stage import Over, Prepare, Scene, Stage

COFFEE, LOOKBOOK, SERIES = "قهوة", "lookbook", "رمضاني"


def _sent(stage: Stage, like: str, change: dict[str, str], text: str, intent: str | None) -> None:
    """Let the sender of the call whose title holds `like` write again: the same with some
    words changed, or `text`."""
    from sqlalchemy import select

    from db.models import Call, Message
    from db.models import Stage as MessageStage
    from pipeline.extraction.call import Extraction, Intent
    from pipeline.extraction.ground import ground
    from pipeline.extraction.port import SourceText
    from pipeline.extraction.rules.extractor import RulesExtractor
    from pipeline.jobs.placing import Found, place_all

    with stage.services.database.writing() as session:
        found = select(Message).join(Call).where(Call.title.contains(like)).order_by(Call.id)
        first = session.scalars(found).first()
        assert first is not None
        said = text or first.text
        for old, new in change.items():
            assert old in said, (old, said)
            said = said.replace(old, new)
        copied = {
            name: getattr(first, name)
            for name in ("source_id", "sender", "sender_key", "kind", "band", "score")
        }
        message = Message(
            **copied,
            external_id=f"later {like} {intent}",
            sent_at=datetime.now() - timedelta(hours=2),  # a group's own clock
            text=said,
            search="",
            stage=MessageStage.WAITING,
        )
        session.add(message)
        session.flush()
        source = SourceText(message.text, message.sent_at)
        read: Any = ground(RulesExtractor().read(source), source)
        if intent:
            read = Extraction(
                read.is_casting_call, Intent(intent), read.calls, read.provider, read.version
            )
        place_all(session, [(message, Found.of(message, read))], {})


def _approved(stage: Stage, like: str) -> None:
    from sqlalchemy import select

    from db.models import Call

    with stage.services.database.reading() as session:
        found = select(Call.id).where(Call.title.contains(like), Call.cluster_id == Call.id)
        ids = list(session.scalars(found))
    stage.services.decisions.approve(ids, "noura")


def asked(*keys: tuple[Qt.Key, str]) -> Prepare:
    """Three later messages, the page turned to them, and some keys."""

    async def prepare(stage: Stage) -> None:
        if stage.services.proposals.count() < 3:
            _ask(stage)
        stage.window.show_page("review")
        await asyncio.sleep(1.0)
        stage.press(Qt.Key.Key_P, "p")
        await asyncio.sleep(0.7)
        for key, text in keys:
            stage.press(key, text)
            await asyncio.sleep(0.5)

    return prepare


async def _nothing(stage: Stage) -> None:
    stage.window.show_page("review")
    await asyncio.sleep(0.7)
    stage.press(Qt.Key.Key_P, "p")


def _ask(stage: Stage) -> None:
    _approved(stage, COFFEE)
    _sent(stage, COFFEE, {"٧٠٠": "٩٥٠"}, "", None)
    thanks = "Fashion lookbook in Hittin: we are complete, thank you all"
    _sent(stage, LOOKBOOK, {}, thanks, "closing")
    _sent(
        stage,
        SERIES,
        {},
        "تحديث بخصوص كومبارس المسلسل الرمضاني: مطلوب بنات كومبارس لمسلسل رمضاني في حي العارض، "
        "الأجر ٥٠٠ مع فطور وغدا، آخر موعد للتقديم 2026-12-05",
        "update",
    )


def at_calls(*keys: tuple[Qt.Key, str, bool], search: str = "") -> Prepare:
    """The page with its calls, something searched, and some keys, each with Shift or without."""

    async def prepare(stage: Stage) -> None:
        stage.window.show_page("review")
        await asyncio.sleep(0.7)
        page = stage.window.page("review")
        assert page is not None
        if search:
            page.filters.search.setText(search)  # type: ignore[attr-defined]
            await asyncio.sleep(1.0)
        for key, text, shifted in keys:
            _press(stage, key, text, shifted=shifted)
            await asyncio.sleep(0.7)

    return prepare


def _press(stage: Stage, key: Qt.Key, text: str, *, shifted: bool) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shifted else Qt.KeyboardModifier.NoModifier
    target = (QApplication.focusWidget() or stage.window).window().windowHandle()
    if target is not None:
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


async def _held(stage: Stage) -> None:
    from pipeline.review.claims import Claims

    stage.window.show_page("review")
    await asyncio.sleep(0.7)
    page: Any = stage.window.page("review")
    for row in page.queue.rows.rows[1:4:2]:
        Claims(stage.services.database).claim(row.id, "sara")
    await asyncio.sleep(1.0)
    stage.press(Qt.Key.Key_J, "j")
    await asyncio.sleep(0.5)


async def _given(stage: Stage) -> None:
    from sqlalchemy import update

    from db.models import Call, utc_now

    with stage.services.database.writing() as session:
        some = update(Call).where(Call.id % 3 == 0)
        session.execute(some.values(created_at=utc_now() - timedelta(days=2)))
    stage.window.show_page("review")
    await asyncio.sleep(0.7)
    page: Any = stage.window.page("review")
    page.queue.assign("sara")
    await asyncio.sleep(0.7)


SCENES = (
    Scene("given", _given, over=Over.DEMO, seconds=1),
    Scene("claimed", _held, over=Over.DEMO, seconds=1),
    Scene("bulk-bar", at_calls(search="ممثل"), over=Over.DEMO, seconds=1),
    Scene("bulk-reject", at_calls((Qt.Key.Key_X, "X", True)), over=Over.DEMO, seconds=1),
    Scene("bulk-approve", at_calls((Qt.Key.Key_A, "A", True)), over=Over.DEMO, seconds=1),
    Scene("changes-empty", _nothing, over=Over.EMPTY, seconds=1),
    Scene("changes", asked(), over=Over.DEMO, seconds=1, dense=True),
    Scene("changes-closing", asked((Qt.Key.Key_J, "j")), over=Over.DEMO),
    Scene("changes-update", asked(*((Qt.Key.Key_J, "j"),) * 3), over=Over.DEMO),
    Scene("changes-other", asked((Qt.Key.Key_C, "c")), over=Over.DEMO, seconds=1),
    Scene("changes-reject", asked((Qt.Key.Key_X, "x")), over=Over.DEMO),
    Scene("changes-done", asked((Qt.Key.Key_A, "a")), over=Over.DEMO, seconds=1),
)
