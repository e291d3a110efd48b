"""The page of terms under a person's keys, over a real workspace the demo chat went through."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.models import Message, MessageLabel
from pipeline.prefilter.decision import Band
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import CTRL, press, run, said_in, type_in, until
from ui.patterns.page import PatternsPage
from ui.patterns.part_bar import Part
from ui.shell.window import MainWindow

WORD = "زغلول"


@dataclass(slots=True)
class Tuned:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: PatternsPage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    def write(self, text: str) -> None:
        """Type a text of any letters where the focus is."""
        for char in text:
            press(self.window, 0, char)

    def confirm(self) -> None:
        """Press Ctrl+Enter."""
        press(self.window, Qt.Key.Key_Return, "\r", CTRL)

    async def settled(self) -> None:
        """Wait until the effect of the draft is known."""
        tuning = self.page.tuning
        await until(
            lambda: not tuning.tasks.running("open") and not tuning.tasks.running("preview")
        )

    async def add_word(self) -> None:
        """Write a new term and keep it."""
        self.press("n")
        self.write(WORD)
        self.page.term.weight.setFocus()
        for _ in range(2):
            press(self.window, Qt.Key.Key_PageUp)
        self.confirm()
        await self.settled()

    def band(self, text: str) -> str:
        """Where a message would go that comes now."""
        return self.services.patterns.book.current.prefilter.decide(text).band


Scenario = Callable[[Tuned], Awaitable[None]]
At = Callable[[Scenario], None]


@pytest.fixture(autouse=True)
def tidy() -> None:
    """What earlier windows left behind ends here, and not in a thread that reads the past."""
    gc.collect()


@pytest.fixture
def at_the_terms(qapp: QApplication, make_window: MakeWindow, demo_services: Services) -> At:
    """Runs a scenario on the opened page."""

    async def at_it(scenario: Scenario) -> None:
        window = make_window("patterns")
        window.use(demo_services)
        window.show_page("patterns")
        page = window.page("patterns")
        assert isinstance(page, PatternsPage)
        tuned = Tuned(window, page, demo_services)
        await until(lambda: page.stack.face == "content" and page.model.rows)
        await tuned.settled()
        window.activateWindow()  # a window that is not active has no focus
        await until(QApplication.focusWidget)
        try:
            await scenario(tuned)
        finally:
            page.deactivate()
            await page.tasks.drain()
            await page.tuning.tasks.drain()

    return lambda scenario: run(qapp, at_it(scenario))


def test_a_term_is_looked_for_weighed_and_taken_back(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page = at.page
        at.press("/")
        at.write("كاستنج")
        await until(lambda: 0 < len(page.model.rows) < 2_000)
        row = next(n for n, one in enumerate(page.model.rows) if one.term.id == "cast:كاستنج")
        press(at.window, Qt.Key.Key_Escape)
        for _ in range(row - page.table.currentIndex().row()):
            at.press("j")
        assert page.term.row is not None
        assert page.term.row.term.id == "cast:كاستنج"
        assert page.term.row.record.found > 0
        before = page.term.row.term.weight
        at.press("e")
        for _ in range(6):
            press(at.window, Qt.Key.Key_PageUp)
        at.confirm()
        await at.settled()
        assert page.tuning.draft.edits.terms["cast:كاستنج"].weight > before
        assert page.tuning.preview is not None
        at.press("u")
        await at.settled()
        assert page.tuning.draft.is_empty

    at_the_terms(scenario)


def test_a_new_term_is_tried_applied_and_taken_back(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page, text = at.page, f"xx {WORD}"
        assert at.band(text) == Band.SKIP
        await at.add_word()
        assert page.model.rows
        assert page.tuning.draft.differences[0].name == f"cast:{WORD}"
        at.press("2")
        at.write(text)
        await until(lambda: "After your changes: Is read" in said_in(page.widget))
        assert at.band(text) == Band.SKIP  # nothing acts yet
        press(at.window, Qt.Key.Key_Escape)
        at.press("3")
        assert page.part is Part.CHANGE
        at.confirm()  # without a reason
        assert page.tuning.desk.book.newest() == 0
        at.write("People say it")
        at.confirm()
        await until(lambda: page.tuning.desk.book.current.number == 1)
        assert at.band(text) == Band.PASS
        await at.settled()
        await until(lambda: page.tuning.draft.is_empty)
        press(at.window, Qt.Key.Key_Escape)
        at.press("4")
        await until(lambda: page.versions.version is not None)
        press(at.window, Qt.Key.Key_Down)
        await until(lambda: page.versions.version is not None and not page.versions.version.number)
        page.versions.reason.setFocus()
        at.write("Too much")
        at.confirm()
        await until(lambda: page.tuning.desk.book.current.number == 2)
        assert at.band(text) == Band.SKIP

    at_the_terms(scenario)


def test_a_change_of_the_thresholds_shows_what_it_would_lose(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page = at.page
        at.press("3")
        page.change.passes.setValue(20.0)
        page.change.skips.setValue(20.0)
        await at.settled()
        preview = page.tuning.preview
        assert preview is not None
        assert preview.outcome.lost.total > 0
        assert preview.outcome.lost.calls > 0
        assert preview.outcome.after.calls_missed == preview.outcome.lost.calls
        page.change.examples.setFocus()
        press(at.window, Qt.Key.Key_Down)
        at.press("t")
        assert page.part is Part.PLAY
        assert page.play.text
        press(at.window, Qt.Key.Key_Escape)
        at.press("3")
        page.change.examples.setFocus()
        press(at.window, Qt.Key.Key_Delete)
        await at.settled()
        assert page.tuning.draft.is_empty

    at_the_terms(scenario)


def test_a_half_written_term_outlives_what_others_apply(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page = at.page
        at.press("n")
        at.write("بلب")
        other = page.tuning.draft.with_term(
            page.tuning.rows[0].term.__class__(f"cast:{WORD}", WORD, "cast", 6.0)
        )
        book = page.tuning.desk.book
        book.apply(other, "why", "omar", after=0)
        await until(lambda: page.tuning.draft.applied.number == 1)
        await at.settled()
        at.write("ول")
        assert page.term.text.text() == "بلبول"
        at.confirm()
        await at.settled()
        assert set(page.tuning.draft.edits.terms) == {f"cast:{WORD}", "cast:بلبول"}

    at_the_terms(scenario)


def test_who_goes_on_means_what_was_written(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page = at.page
        first = page.model.rows[0].term
        at.press("e")
        for _ in range(2):
            press(at.window, Qt.Key.Key_PageUp)
        page.table.setFocus()
        at.press("j")
        await at.settled()
        assert set(page.tuning.draft.edits.terms) == {first.id}
        assert page.tuning.draft.edits.terms[first.id].weight > first.weight
        assert page.term.row is not None
        assert page.term.row.term.id == page.model.rows[1].term.id

    at_the_terms(scenario)


def test_what_is_no_term_is_told_beside_the_form(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        at.press("n")
        at.confirm()
        assert "The term is empty" in said_in(at.page.widget)
        assert at.page.tuning.draft.is_empty

    at_the_terms(scenario)


def test_a_term_that_is_there_already_is_told(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        told: list[object] = []
        at.page.tuning.tasks.problem.connect(told.append)
        at.press("n")
        at.write("كاستنجات")
        at.page.term.topic.setCurrentIndex(at.page.term.topic.findData("role"))
        at.confirm()
        await until(lambda: told)
        assert "looked for twice" in str(told[0])

    at_the_terms(scenario)


def test_a_missed_call_is_reported_and_its_words_proposed(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page, reports = at.page, at.services.patterns.reports
        with at.services.database.reading() as session:
            greets = session.scalars(
                sa.select(Message.id).where(Message.text.contains("صباح"))
            ).all()
        assert len(greets) > 3
        for message_id in greets:
            reports.report(message_id, "omar", is_call=True)
        page.tuning.open()
        await until(lambda: not page.tuning.tasks.running("open"))
        at.press("5")
        at.press("l")
        await until(lambda: page.candidates.candidate is not None)
        one = page.candidates.candidate
        assert one is not None
        assert one.term.text == "صباح"
        assert one.missed > 3
        at.press("s")
        await until(lambda: "In the shadow" in said_in(page.candidates))
        at.press("s")
        await until(lambda: "In the shadow" not in said_in(page.candidates))
        at.press("a")
        await until(lambda: "cast:صباح" in page.tuning.draft.edits.terms)
        await at.settled()
        await until(
            lambda: page.tuning.preview is not None and page.tuning.preview.outcome.caught.calls
        )
        await until(
            lambda: (
                page.candidates.candidate is None or page.candidates.candidate.term.text != "صباح"
            )
        )
        assert page.tuning.desk.book.newest() == 0  # it acts when it is applied

    at_the_terms(scenario)


def test_an_example_is_said_to_be_no_call_and_taken_back(at_the_terms: At) -> None:
    async def scenario(at: Tuned) -> None:
        page = at.page

        def label() -> MessageLabel | None:
            with at.services.database.reading() as session:
                return session.scalars(sa.select(MessageLabel)).first()

        await until(lambda: page.term.found.model().rowCount())
        page.term.found.setFocus()
        page.term.found.select_row(0)
        example = page.term.example
        assert example is not None
        at.press("b")
        await until(lambda: label() is not None)
        found = label()
        assert found is not None
        assert (found.message_id, found.is_call) == (example.message_id, False)
        await until(lambda: page.back.is_there)
        press(at.window, Qt.Key.Key_Z, "z")
        await until(lambda: label() is None)

    at_the_terms(scenario)
