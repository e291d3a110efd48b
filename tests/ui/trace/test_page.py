"""The trace under a person's keys, over a real workspace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.models import Call, CallStatus, DeadLetter, LetterState, Message, Stage
from pipeline.errors import Unavailable
from pipeline.jobs.dead import bury_message
from pipeline.operations.trace import HitKind
from pipeline.operations.trace_values import What
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import CTRL, press, run, said_in, type_in, until
from ui.published.page import PublishedPage
from ui.review.page import ReviewPage
from ui.shell.window import MainWindow
from ui.trace.page import TracePage


@dataclass(slots=True)
class Traced:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: TracePage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    def enter(self) -> None:
        """Press Enter."""
        press(self.window, Qt.Key.Key_Return, "\r")

    async def shows(self, message_id: int) -> None:
        """Wait until a message's timeline is there."""
        await until(lambda: (one := self.page.timeline.trace) and one.message_id == message_id)

    async def walk_to(self, what: What) -> None:
        """Go down the timeline by J to the first step of a kind."""
        trace = self.page.timeline.trace
        assert trace is not None
        for _ in trace.steps:
            self.press("k")
        while (step := self.page.timeline.current) and step.what is not what:
            self.press("j")


Scenario = Callable[[Traced], Awaitable[None]]
At = Callable[[Scenario], None]


def first_call(services: Services) -> Call:
    """The first call there is."""
    with services.database.reading() as session:
        return session.scalars(sa.select(Call).order_by(Call.id).limit(1)).one()


@pytest.fixture
def at_the_trace(qapp: QApplication, make_window: MakeWindow, demo_services: Services) -> At:
    """Runs a scenario on the page, its search line focused."""

    async def at_it(scenario: Scenario) -> None:
        window = make_window("published", "trace")
        window.use(demo_services)
        window.show_page("trace")
        page = window.page("trace")
        assert isinstance(page, TracePage)
        window.activateWindow()  # a window that is not active has no focus
        try:
            await until(lambda: page.timeline.trace and QApplication.focusWidget())
            await scenario(Traced(window, page, demo_services))
        finally:
            page.deactivate()
            await page.tasks.drain()

    return lambda scenario: run(qapp, at_it(scenario))


def test_an_id_is_typed_and_a_step_unfolded(at_the_trace: At, demo_services: Services) -> None:
    """The line has the focus; Enter goes on to the timeline, Enter again unfolds a step."""
    call = first_call(demo_services)

    async def scenario(at: Traced) -> None:
        at.page.line.clear()
        for key in f"call:{call.id}":
            press(at.window, ord(key.upper()), key)
        await until(lambda: [hit.kind for hit in at.page.model.rows] == [HitKind.CALL])
        await at.shows(call.message_id)
        at.enter()
        assert at.page.timeline.hasFocus()
        await at.walk_to(What.READ)
        before = len(at.page.timeline.toPlainText())
        at.enter()
        assert "Read by" in at.page.timeline.toPlainText()
        at.enter()
        assert len(at.page.timeline.toPlainText()) == before

    at_the_trace(scenario)


def test_words_find_the_newest_first(at_the_trace: At) -> None:
    """And the arrows walk through what was found."""

    async def scenario(at: Traced) -> None:
        at.page.line.setText("تصوير")
        await until(lambda: {hit.kind for hit in at.page.model.rows} == {HitKind.WORDS})
        ids = [hit.message_id for hit in at.page.model.rows]
        assert ids == sorted(ids, reverse=True)
        await at.shows(ids[0])
        at.enter()
        press(at.window, Qt.Key.Key_Down)
        await at.shows(ids[1])
        press(at.window, ord("/"), "/")
        assert at.page.line.hasFocus()

    at_the_trace(scenario)


def test_what_is_nowhere_is_said(at_the_trace: At) -> None:
    """With a hint what else to try."""

    async def scenario(at: Traced) -> None:
        at.page.line.setText("qwertyuiop zzz")
        await until(lambda: at.page.stack.face == "empty")
        assert "Try fewer words" in said_in(at.window)

    at_the_trace(scenario)


def test_a_dead_letter_is_replayed_after_a_question(
    at_the_trace: At, demo_services: Services
) -> None:
    """R asks, Esc leaves it, Enter does it."""
    with demo_services.database.writing() as session:
        call = session.scalars(sa.select(Call).order_by(Call.id).limit(1)).one()
        message = session.get_one(Message, call.message_id)
        message.stage = Stage.WAITING
        session.flush()
        bury_message(session, message.id, "extract", ValueError("No title."), "Traceback")

    def letter() -> DeadLetter:
        with demo_services.database.reading() as session:
            return session.scalars(sa.select(DeadLetter)).one()

    async def scenario(at: Traced) -> None:
        at.page.show_item(f"letter:{letter().id}")
        await at.shows(call.message_id)
        await at.walk_to(What.LETTER)
        at.press("r")
        assert at.page.question.waits
        assert "Replay this dead letter?" in said_in(at.window)
        press(at.window, Qt.Key.Key_Escape)
        assert not at.page.question.waits
        assert letter().state == LetterState.OPEN
        at.press("r")
        at.enter()
        await until(lambda: letter().state == LetterState.REPLAYED)
        await until(
            lambda: (
                (trace := at.page.timeline.trace)
                and any(step.what is What.ANSWERED for step in trace.steps)
            )
        )

    at_the_trace(scenario)


def test_a_message_is_read_again(at_the_trace: At, demo_services: Services) -> None:
    """It waits then, and the timeline follows."""
    call = first_call(demo_services)

    async def scenario(at: Traced) -> None:
        at.page.show_item(f"message:{call.message_id}")
        await at.shows(call.message_id)
        await at.walk_to(What.READ)
        at.press("r")
        at.enter()
        await until(
            lambda: (trace := at.page.timeline.trace) is not None and trace.stage == Stage.WAITING
        )
        assert sum(step.what is What.JOB for step in at.page.timeline.trace.steps) == 2

    at_the_trace(scenario)


def test_a_published_row_is_traced_and_gone_back_to(
    at_the_trace: At, demo_services: Services
) -> None:
    """Ctrl+T there, G here."""
    call = first_call(demo_services)
    demo_services.decisions.approve([call.id], "noura")

    async def scenario(at: Traced) -> None:
        at.window.show_page("published")
        published = at.window.page("published")
        assert isinstance(published, PublishedPage)
        await until(lambda: published.current and published._detail)
        press(at.window, Qt.Key.Key_T, "\x14", CTRL)
        assert at.window.shown_page == "trace"
        await at.shows(call.message_id)
        await at.walk_to(What.CARRIED)
        at.press("g")
        assert at.window.shown_page == "published"
        await until(lambda: [row.call_id for row in published.model.rows] == [call.id])
        assert published.line.text() == f"call:{call.id}"
        published.deactivate()
        await published.tasks.drain()

    at_the_trace(scenario)


def test_news_of_the_message_are_told(at_the_trace: At, demo_services: Services) -> None:
    """What is shown follows what happens, and stays where one reads."""
    call = first_call(demo_services)

    async def scenario(at: Traced) -> None:
        at.page.show_item(f"call:{call.id}")
        await at.shows(call.message_id)
        await at.walk_to(What.READ)
        demo_services.decisions.flag(call.id, "huda", flagged=True)
        await until(lambda: "Flagged by" in at.page.timeline.toPlainText())
        step = at.page.timeline.current
        assert step is not None
        assert step.what is What.READ

    at_the_trace(scenario)


def test_a_workspace_that_does_not_answer_is_said(
    at_the_trace: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And tried again by one key."""

    async def scenario(at: Traced) -> None:
        def away(*_: object, **__: object) -> None:
            raise Unavailable("The workspace at desk/takeone does not answer. Is its server up?")

        with monkeypatch.context() as broken:
            broken.setattr("pipeline.operations.trace.rows.newest", away)
            at.page.line.clear()
            at.page._search()
            await until(lambda: at.page.stack.face == "error")
        press(at.window, Qt.Key.Key_R, "\x12", CTRL)
        await until(lambda: at.page.stack.face == "content")

    at_the_trace(scenario)


def test_a_call_is_traced_from_the_review_and_gone_back_to(
    qapp: QApplication, make_window: MakeWindow, demo_services: Services
) -> None:
    """Ctrl+T there, G here: the call stands in the list it belongs to, and is looked at."""
    decided = first_call(demo_services)
    demo_services.decisions.reject([decided.id], "noura", "other")

    async def scenario() -> None:
        window = make_window("review", "trace")
        window.use(demo_services)
        window.activateWindow()  # a window that is not active has no focus
        review = window.page("review")
        assert isinstance(review, ReviewPage)
        await until(lambda: review.queue.detail and QApplication.focusWidget())
        current = review.queue.current
        press(window, Qt.Key.Key_T, "\x14", CTRL)
        page = window.page("trace")
        assert isinstance(page, TracePage)
        assert window.shown_page == "trace"
        await until(lambda: page.timeline.trace)
        at = Traced(window, page, demo_services)
        trace = page.timeline.trace
        assert trace is not None
        assert current in [call.id for call in trace.calls]
        page.show_item(f"call:{decided.id}")
        await at.shows(decided.message_id)
        await at.walk_to(What.ACT)
        at.press("g")
        assert window.shown_page == "review"
        await until(lambda: (one := review.queue.detail) is not None and one.id == decided.id)
        assert review.filters.filters.status == CallStatus.REJECTED
        for shown in (review, page):
            shown.deactivate()
        await page.tasks.drain()
        await review.queue.tasks.drain()

    run(qapp, scenario())
