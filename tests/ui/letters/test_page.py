"""The page of dead letters under support's keys, over a real workspace with failed messages."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from db.models import DeadLetter, LetterState, Message, Stage
from pipeline.errors import Invalid, Unavailable
from pipeline.jobs.dead import bury_message
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import CTRL, press, run, said_in, type_in, until
from ui.letters.page import LettersPage
from ui.shell.window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier
FEW, MANY = "The answer breaks off.", "Nothing answered for 30 s."


@dataclass(slots=True)
class Support:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: LettersPage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    def enter(self, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press Enter."""
        press(self.window, Qt.Key.Key_Return, "\r", held)

    def count(self, state: LetterState) -> int:
        """How many letters are stored in a state."""
        with self.services.database.reading() as session:
            return session.query(DeadLetter).where(DeadLetter.state == state).count()

    async def on(self, said: str) -> None:
        """Wait until a cause is the one shown."""
        await until(lambda: self.page.listing.cause and self.page.listing.cause.said == said)
        await until(lambda: self.page.listing.context)
        await until(lambda: not self.page.tasks.running("lines"))


Scenario = Callable[[Support], Awaitable[None]]
At = Callable[[Scenario], None]


def bury(services: Services) -> None:
    """Two letters of one cause, and eight of another that struck first."""
    with services.database.writing() as session:
        ids = list(session.scalars(sa.select(Message.id).order_by(Message.id).limit(10)))
        session.execute(sa.update(Message).where(Message.id.in_(ids)).values(stage=Stage.WAITING))
        for one in ids[:8]:
            bury_message(session, one, "extract", Unavailable(MANY), "Traceback: a\nb")
        session.flush()
        for one in ids[8:]:
            bury_message(session, one, "extract", Invalid(FEW), "Traceback: a\nb")


@pytest.fixture
def at_support(qapp: QApplication, make_window: MakeWindow, demo_services: Services) -> At:
    """Runs a scenario before the page."""

    async def at_it(scenario: Scenario) -> None:
        bury(demo_services)
        window = make_window("letters")
        window.use(demo_services)
        window.show_page("letters")
        page = window.page("letters")
        assert isinstance(page, LettersPage)
        await until(lambda: page.listing.context is not None)
        try:
            await scenario(Support(window, page, demo_services))
        finally:
            page.deactivate()
            await page.tasks.drain()

    return lambda scenario: run(qapp, at_it(scenario))


def test_causes_and_their_letters_are_walked_by_keys(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        assert [one.group.count for one in seat.page.listing.causes.rows] == [2, 8]
        seat.press("j")
        await seat.on(MANY)
        await until(lambda: len(seat.page.listing.lines.rows) == 8)
        first = seat.page.listing.letter_id
        seat.enter()
        seat.press("j")
        await until(lambda: seat.page.listing.letter_id != first)
        assert MANY in seat.page.parts.letter.toPlainText()
        assert "Traceback: a" not in seat.page.parts.letter.toPlainText()
        seat.press("t")
        assert "Traceback: a" in seat.page.parts.letter.toPlainText()
        press(seat.window, Qt.Key.Key_Escape)
        seat.press("k")
        await seat.on(FEW)

    at_support(scenario)


def test_who_goes_on_before_all_is_read_sees_what_he_is_on(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        listing = seat.page.listing
        seat.press("jkjkj")
        await until(lambda: len(listing.lines.rows) == 8)
        await until(lambda: listing.context and listing.context.letter.id == listing.letter_id)
        await asyncio.sleep(0.3)
        assert listing.cause is not None
        assert listing.context is not None
        assert listing.context.letter.signature == listing.cause.group.signature
        assert MANY in seat.page.parts.letter.toPlainText()

    at_support(scenario)


def test_one_letter_is_replayed(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        seat.press("r")
        await until(lambda: seat.count(LetterState.REPLAYED) == 1)
        await until(lambda: len(seat.page.listing.lines.rows) == 1)
        seat.press("2")
        await until(lambda: seat.page.listing.counts.get("replayed") == 1)

    at_support(scenario)


def test_a_cause_is_replayed_behind_its_canaries(at_support: At) -> None:
    """Shift+R shows what it means; Enter begins; the rest follows when five have passed."""

    async def scenario(seat: Support) -> None:
        seat.press("j")
        await seat.on(MANY)
        press(seat.window, Qt.Key.Key_R, "R", SHIFT)
        await until(lambda: seat.page.parts.is_planning)
        said = said_in(seat.page.widget)
        assert "Replay 8 letters" in said
        assert "The first 5 go alone." in said
        assert "it costs nothing" in said
        seat.press("4")
        assert seat.page.parts.plan.rate == 0.0
        seat.enter()
        await until(lambda: seat.count(LetterState.REPLAYED) == 5)
        assert seat.page.work.is_replaying
        await asyncio.sleep(0.5)
        assert seat.count(LetterState.REPLAYED) == 5
        await asyncio.to_thread(pass_canaries, seat.services)
        await until(lambda: seat.count(LetterState.REPLAYED) == 8)
        await until(lambda: not seat.page.work.is_replaying)

    at_support(scenario)


def pass_canaries(services: Services) -> None:
    """Read the messages that wait."""
    with services.database.writing() as session:
        waiting = sa.update(Message).where(Message.stage == Stage.WAITING)
        session.execute(waiting.values(stage=Stage.EXTRACTED))


def test_a_running_replay_is_stopped_in_the_status_line(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        seat.press("j")
        await seat.on(MANY)
        press(seat.window, Qt.Key.Key_R, "R", SHIFT)
        await until(lambda: seat.page.parts.is_planning)
        seat.enter()
        await until(lambda: seat.count(LetterState.REPLAYED) == 5)
        stop = next(one for one in seat.window.keys.everywhere if "cancel_work" in one.title_key)
        stop.run()
        await until(lambda: not seat.page.work.is_replaying)
        assert seat.count(LetterState.OPEN) == 5

    at_support(scenario)


def test_a_letter_is_resolved_with_a_note_and_opened_again(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        seat.press("d")
        await until(lambda: seat.page.parts.is_noting)
        seat.press("spam")
        seat.enter()
        await until(lambda: seat.count(LetterState.RESOLVED) == 1)
        with seat.services.database.reading() as session:
            letter = session.query(DeadLetter).where(DeadLetter.state == "resolved").one()
            assert letter.note == "spam"
        await until(lambda: len(seat.page.listing.lines.rows) == 1)
        seat.press("u")
        await until(lambda: seat.count(LetterState.OPEN) == 10)

    at_support(scenario)


def test_a_whole_cause_is_resolved(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        seat.press("j")
        await seat.on(MANY)
        press(seat.window, Qt.Key.Key_D, "D", SHIFT)
        await until(lambda: seat.page.parts.is_noting)
        seat.enter()
        await until(lambda: seat.count(LetterState.RESOLVED) == 8)

    at_support(scenario)


def test_a_text_is_corrected_and_replayed(at_support: At) -> None:
    """E opens the text as it is read; Ctrl+Enter keeps the other one beside the message."""

    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        context = seat.page.listing.context
        assert context is not None
        seat.press("e")
        edit = seat.page.parts.edit
        assert edit.text.toPlainText() == context.text
        edit.text.selectAll()
        press(seat.window, Qt.Key.Key_Delete)
        await until(lambda: not edit.buttons["keep"].isEnabled())
        assert "can't be empty" in said_in(seat.page.widget)
        seat.press("casting call")
        await until(lambda: edit.buttons["keep"].isEnabled())
        seat.enter(CTRL)
        await until(lambda: seat.count(LetterState.REPLAYED) == 1)
        kept = seat.page._desk.context(context.letter.id)
        assert (kept.text, kept.read_text) == (context.text, "casting call")
        await until(lambda: seat.page.parts.is_reading)

    at_support(scenario)


def test_a_report_goes_to_the_clipboard_without_the_message(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        seat.press("c")
        said = QApplication.clipboard().text()
        assert FEW in said
        context = seat.page.listing.context
        assert context is not None
        assert context.text not in said

    at_support(scenario)


def test_a_cause_is_written_to_a_file(at_support: At, tmp_path: Path) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        seat.press("x")
        await until(lambda: seat.window.findChildren(QFileDialog))
        (dialog,) = seat.window.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "out.csv"))
        await until(lambda: (tmp_path / "out.csv").exists())
        await until(lambda: not seat.page.tasks.running("export"))
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row["error"] for row in csv.DictReader(file)] == [FEW, FEW]
        dialog.close()

    at_support(scenario)


def test_the_search_narrows_and_an_empty_one_shows_all(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        await seat.on(FEW)
        seat.press("/")
        seat.press("30 s")
        await until(lambda: len(seat.page.listing.causes.rows) == 1)
        seat.press("xx")
        await until(lambda: seat.page.parts.stack.face == "empty")
        assert "No letter matches" in said_in(seat.page.widget)
        seat.page.parts.search.clear()
        await until(lambda: len(seat.page.listing.causes.rows) == 2)

    at_support(scenario)


def test_it_speaks_arabic_and_says_when_nothing_is_there(at_support: At) -> None:
    async def scenario(seat: Support) -> None:
        seat.press("3")
        await until(lambda: seat.page.parts.stack.face == "empty")
        seat.window.ui.language.choose("ar")
        assert "لم يُغلق شيء بعد" in said_in(seat.page.widget)

    at_support(scenario)


def test_a_workspace_that_fails_is_said(at_support: At, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(seat: Support) -> None:
        def broken(*_: object) -> None:
            raise Unavailable("The workspace at desk/takeone does not answer.")

        monkeypatch.setattr("pipeline.jobs.letters_desk.LettersDesk.causes", broken)
        press(seat.window, Qt.Key.Key_F5)
        await until(lambda: seat.page.parts.stack.face == "error")
        monkeypatch.undo()
        press(seat.window, Qt.Key.Key_F5)
        await until(lambda: seat.page.parts.stack.face == "content")

    at_support(scenario)
