"""Files are looked at, imported and summed up, by the keyboard alone, in a real workspace."""

from __future__ import annotations

import asyncio
import gc
import zipfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from db.models import Message
from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from ui.context import UiContext
from ui.imports.entry import Stage
from ui.imports.page import ImportsPage
from ui.loop import Loop
from ui.shell.memory import Memory
from ui.shell.pages import all_pages
from ui.shell.window import MainWindow
from ui.widgets import KeyButton

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"
ARABIC = ROOT / "tests" / "data" / "dumps" / "written_ar_android_arabic_indic.txt"
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A real workspace; its engine takes no jobs, so what waits stays countable."""
    with assemble(Settings(workspace=str(tmp_path / "work"))) as made:
        yield made


@pytest.fixture
def window(ui: UiContext, services: Services, tmp_path: Path) -> Iterator[MainWindow]:
    """The whole window."""
    pages = [spec for spec in all_pages() if spec.name == "imports"]
    made = MainWindow(ui, Memory(tmp_path), pages, "here")
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    # Now, in this thread: left to the collector, it may go in a thread of an import.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Hand:
    """Presses keys and waits for what they bring."""

    def __init__(self, window: MainWindow, services: Services) -> None:
        self.window = window
        window.use(services)
        window.show_page("imports")
        self.page = cast(ImportsPage, window.page("imports"))

    def press(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        """Send a key to whatever has the focus."""
        target = QApplication.focusWidget() or self.window
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, held, text))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait, but not for ever."""
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)

    async def drop(self, *paths: Path) -> None:
        """Drop files on the window and wait until all were looked at."""
        self.window.files_dropped.emit(list(paths))
        await self.until(lambda: not self.page._tasks.running("look"))

    async def enter(self) -> None:
        """Import, to the end."""
        self.press(Qt.Key.Key_Return, "\r")
        await self.until(lambda: not self.page._tasks.running("import"))

    @property
    def said(self) -> str:
        """Everything labels say."""
        return said_in(self.page.widget)

    @property
    def stages(self) -> Sequence[Stage]:
        """How far each file is."""
        return [entry.stage for entry in self.page._entries]


def said_in(widget: QWidget) -> str:
    """The texts of all labels one can see."""
    shown = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join(shown)


def run(qapp: QApplication, work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on the real loop."""
    with asyncio.Runner(loop_factory=lambda: Loop(qapp)) as runner:
        runner.run(work)
    gc.collect()  # the loop's timer must end in this thread, not in that of a later import


def stored(services: Services) -> int:
    """How many messages the workspace holds."""
    with services.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Message)) or 0


def test_a_file_is_shown_before_anything_is_stored(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Format, size, dates, and the first fifty messages."""

    async def main() -> None:
        hand = Hand(window, services)
        assert "Nothing to import yet" in hand.said
        await hand.drop(DEMO)
        assert "WhatsApp export · 45.1 KB" in hand.said
        assert "Dates are read as day/month/year; the file leaves no doubt." in hand.said
        assert hand.page._file.table.model().rowCount() == 50
        assert stored(services) == 0
        hand.press(Qt.Key.Key_Escape, "\x1b")
        assert "Nothing to import yet" in hand.said
        assert stored(services) == 0

    run(qapp, main())


def test_enter_imports_sums_up_and_leads_to_the_review(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """A second import of the same file adds nothing."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.enter()
        assert hand.stages == [Stage.DONE]
        report = hand.page._entries[0].report
        assert report is not None
        assert report.stored == stored(services) > 100
        assert f"{report.messages} messages: {report.stored} new" in hand.said
        assert "being read for casting calls" in hand.said
        asked: list[bool] = []
        hand.page.review_wanted.connect(lambda: asked.append(True))
        hand.press(Qt.Key.Key_Return, "\r")
        assert asked == [True]

        await hand.drop(DEMO)
        await hand.enter()
        again = hand.page._entries[0].report
        assert again is not None
        assert (again.stored, again.messages) == (0, report.messages)

    run(qapp, main())


def test_a_bad_file_says_why_and_the_rest_go_on(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """Whether it is bad at the first look or only when it is imported."""
    empty, gone = tmp_path / "empty.txt", tmp_path / "gone.txt"
    empty.touch()
    gone.write_bytes(ARABIC.read_bytes() + b"\n")

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(empty, gone, ARABIC)
        assert hand.stages == [Stage.FAILED, Stage.READY, Stage.READY]
        assert "empty.txt is empty" in hand.said
        gone.unlink()
        await hand.enter()
        assert hand.stages == [Stage.FAILED, Stage.FAILED, Stage.DONE]
        assert "empty.txt is empty" in hand.said
        assert "gone.txt cannot be read" in hand.said
        assert stored(services) > 0

    run(qapp, main())


def test_a_refusal_is_said_in_arabic_too(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """At the first look and in the summary."""
    empty = tmp_path / "empty.txt"
    empty.touch()

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(empty, ARABIC)
        window.ui.language.choose("ar")
        assert "الملف \u2068empty.txt\u2069 فارغ" in hand.said
        await hand.enter()
        assert "فارغ؛ صدّر المحادثة من جديد" in hand.said
        window.ui.language.choose("en")
        assert "empty.txt is empty" in hand.said

    run(qapp, main())


def test_another_order_of_day_and_month_is_one_key(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Where the file leaves it open, and what is stored follows the choice."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(ARABIC)
        assert "Day and month cannot be told apart" in hand.said
        table = hand.page._file.table.model()
        assert table.index(0, 0).data() == "3 Dec 2025, 21:05"
        hand.press(Qt.Key.Key_M, "ة")  # the same key under an Arabic layout
        await hand.until(lambda: table.index(0, 0).data() == "12 Mar 2025, 21:05")
        assert "Dates are read as month/day/year, as you chose." in hand.said
        await hand.enter()
        with services.database.reading() as session:
            first = session.scalar(sa.select(sa.func.min(Message.sent_at)))
        assert first is not None
        assert (first.month, first.day) == (3, 12)

    run(qapp, main())


def test_a_sure_order_of_day_and_month_is_not_asked(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Its keys do nothing then."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        hand.press(Qt.Key.Key_M, "m")
        assert hand.page._entries[0].date_order is None
        assert "month/day/year" not in hand.said

    run(qapp, main())


def test_columns_nobody_knows_are_chosen_by_hand(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """And Enter imports also from the list of columns."""
    table = tmp_path / "calls.csv"
    table.write_text(
        "what,who,when,nr\n"
        "Casting call in Jeddah; call 0550001234,Sara,03/04/2026 10:00,1\n"
        "مطلوب ممثلين في الرياض,Ali,03/05/2026 10:00,2\n",
        encoding="utf-8",
    )

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(table)
        assert "Choose the one with the text" in hand.said
        boxes = hand.page._file._pickers.boxes
        cells = hand.page._file.table.model()
        for field, column in (("text", "what"), ("sender", "who"), ("sent_at", "when")):
            box = boxes[field]
            box.setFocus()
            while box.currentData() != column:
                before = box.currentData()
                down = before is None or not box.currentIndex()
                hand.press(Qt.Key.Key_Down if down or field != "text" else Qt.Key.Key_Up)
            await hand.until(lambda: not hand.page._tasks.running("look"))
        assert "Casting call in Jeddah" in cells.index(0, 2).data()
        assert "Sara" in cells.index(0, 1).data()
        assert cells.index(0, 0).data() == "3 Apr 2026, 10:00"
        await hand.enter()
        assert hand.stages == [Stage.DONE]
        with services.database.reading() as session:
            texts = session.scalars(sa.select(Message.text).order_by(Message.id)).all()
        assert texts[1] == "مطلوب ممثلين في الرياض"

    run(qapp, main())


def test_escape_stops_an_import_and_the_next_goes_on(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """What was stored stays."""
    chat = tmp_path / "WhatsApp Chat with Casting.txt"
    chat.write_text(
        "".join(f"{1 + n // 1440:02}/03/2026, {n // 60 % 24:02}:{n % 60:02} - Sara: call {n}\n"
                for n in range(40_000)),
        encoding="utf-8",
    )  # fmt: skip

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(chat, DEMO)
        hand.press(Qt.Key.Key_Return, "\r")
        await hand.until(lambda: "a second" in said_in(hand.page._progress))
        assert "Importing" in said_in(window)
        hand.press(Qt.Key.Key_Escape, "\x1b")
        await hand.until(lambda: not hand.page._tasks.running("import"))
        assert hand.stages == [Stage.CANCELLED, Stage.CANCELLED]
        assert "the next import goes on from there" in hand.said
        assert not window._status.running
        kept = stored(services)
        assert 0 < kept < 40_000

        await hand.drop(chat)
        await hand.enter()
        assert stored(services) == 40_000
        report = hand.page._entries[0].report
        assert report is not None
        assert report.stored == 40_000 - kept

    run(qapp, main())


def test_files_come_and_go_by_keys(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """The list of several files is walked and thinned without a mouse."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO, ARABIC)
        await hand.drop(DEMO)
        assert "on the list already" in said_in(window)
        assert "Import 2 files" in hand.page._go.text()
        hand.press(Qt.Key.Key_Down, held=ALT)
        assert ARABIC.stem in hand.said
        hand.press(Qt.Key.Key_Delete)
        assert [entry.path for entry in hand.page._entries] == [DEMO]
        assert hand.page._go.text() == "Import"

    run(qapp, main())


def test_files_are_chosen_in_a_dialog_that_blocks_nothing(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Ctrl+O; the loop goes on meanwhile."""

    async def main() -> None:
        hand = Hand(window, services)
        hand.press(Qt.Key.Key_O, "\x0f", CTRL)
        (dialog,) = window.findChildren(QFileDialog)
        assert dialog.isVisible()
        dialog.filesSelected.emit([str(DEMO)])
        dialog.close()
        await hand.until(lambda: hand.stages == [Stage.READY])

    run(qapp, main())


def test_arabic_says_the_same(qapp: QApplication, window: MainWindow, services: Services) -> None:
    """A switch of language changes what is shown already."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(ARABIC)
        window.ui.language.choose("ar")
        assert "لا يتميز اليوم من الشهر" in hand.said
        assert hand.page._file.table.model().index(0, 0).data().startswith("3 ديسمبر 2025")
        await hand.enter()
        assert "انتهى الاستيراد" in hand.said
        window.ui.language.choose("en")
        assert "Import finished" in hand.said

    run(qapp, main())


def test_files_dropped_during_an_import_wait_for_their_own_enter(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Nothing is stored that nobody saw."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        hand.press(Qt.Key.Key_Return, "\r")
        await hand.drop(ARABIC)
        await hand.until(lambda: not hand.page._tasks.running("import"))
        assert hand.stages == [Stage.DONE, Stage.READY]
        assert hand.page._go.text() == "Import"
        await hand.enter()
        assert hand.stages == [Stage.DONE, Stage.DONE]

    run(qapp, main())


def test_the_engine_reads_what_was_imported_and_the_count_follows(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Until nothing waits any more."""
    services.engine.start()

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(ARABIC)
        await hand.enter()
        await hand.until(lambda: "Everything was read for casting calls." in hand.said)
        assert not hand.page._counting.isActive()

    run(qapp, main())


def test_a_window_that_closes_waits_for_the_import_to_stop(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Nothing goes on storing behind it."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        hand.press(Qt.Key.Key_Return, "\r")
        await window.stop_work(10)
        assert not window._status.running
        assert hand.stages in ([Stage.CANCELLED], [Stage.DONE])

    run(qapp, main())


def test_every_key_printed_is_one_that_works(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """And every action has a name in both languages."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(ARABIC)
        actions = hand.page.actions()
        labels = {action.label for action in (*actions, *window.keys.everywhere)}
        printed = {one.key for one in hand.page.widget.findChildren(KeyButton) if one.key}
        assert printed <= labels
        for language in ("en", "ar"):
            window.ui.language.choose(language)
            assert all(window.ui.language.has(action.title_key) for action in actions)

    run(qapp, main())


def test_arrows_walk_the_preview_and_show_each_message_whole(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """With its lines; the focus is in the table from the start."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(ARABIC)
        view = hand.page._file
        assert QApplication.focusWidget() is view.table
        for _ in range(3):
            hand.press(Qt.Key.Key_Down)
        shown = view._whole.toPlainText()
        assert shown == view._entry.seen.messages[3].text
        assert "\n" in shown

    run(qapp, main())


def test_a_zip_is_looked_into_and_a_damaged_one_refused(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """As a phone exports it, media beside the chat."""
    good, bad = tmp_path / "WhatsApp Chat - Casting.zip", tmp_path / "cut.zip"
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(ARABIC, "_chat.txt")
        archive.writestr("photo.jpg", b"\xff\xd8\xff")
    bad.write_bytes(good.read_bytes()[:-40])

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(good, bad)
        assert hand.stages == [Stage.READY, Stage.FAILED]
        assert "WhatsApp export" in hand.said
        hand.press(Qt.Key.Key_Down, held=ALT)
        assert "cut.zip is a damaged or cut-off zip; export it again." in hand.said
        await hand.enter()
        assert hand.stages == [Stage.DONE, Stage.FAILED]

    run(qapp, main())
