"""Files are looked at, and what is seen of them is corrected, before anything is stored."""

from __future__ import annotations

import zipfile
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from db.models import Message
from takeone_desktop.assemble import Services
from tests.ui.hand import ALT, ARABIC, CTRL, DEMO, run, said_in
from tests.ui.imports.conftest import Hand, stored
from ui.imports.entry import Stage
from ui.shell.window import MainWindow


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
        assert hand.page._batch.entries[0].date_order is None
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
        assert boxes["text"].currentData() == "what"
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
        assert [entry.path for entry in hand.page._batch.entries] == [DEMO]
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


def test_what_was_guessed_of_a_file_is_said(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """Its encoding, for instance, in both languages."""
    chat = tmp_path / "WhatsApp Chat with Casting.txt"
    chat.write_bytes("03/04/2026, 10:00 - سارة: مطلوب ممثلات في جدة".encode("cp1256"))

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(chat)
        assert "مطلوب ممثلات" in hand.page._file.table.model().index(0, 2).data()
        assert "it was read as Windows Arabic (cp1256)" in hand.said
        window.ui.language.choose("ar")
        assert "قُرئ بترميز ويندوز العربي (cp1256)" in hand.said
        window.ui.language.choose("en")
        await hand.drop(DEMO)
        hand.press(Qt.Key.Key_Down, held=ALT)
        assert "cp1256" not in hand.said

    run(qapp, main())


def test_every_order_of_a_zips_chats_is_named(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """One of them would be a lie about the others."""
    path = tmp_path / "chats.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/_chat.txt", "25/03/2024, 10:00 - Sara: hello\n")
        archive.writestr("b/_chat.txt", "03/25/24, 10:00 - Omar: hello\n")

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(path)
        assert "day/month/year · month/day/year: each chat in its own order." in hand.said

    run(qapp, main())
