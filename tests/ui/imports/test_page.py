"""Files are imported and summed up, by the keyboard alone, in a real workspace."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from takeone_desktop.assemble import Services
from tests.ui.hand import ARABIC, DEMO, run, said_in
from tests.ui.imports.conftest import Hand, stored
from ui.imports.entry import Stage
from ui.shell.window import MainWindow
from ui.widgets import KeyButton


def test_enter_imports_sums_up_and_leads_to_the_review(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """A second import of the same file adds nothing."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.enter()
        assert hand.stages == [Stage.DONE]
        report = hand.page._batch.entries[0].report
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
        again = hand.page._batch.entries[0].report
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
        report = hand.page._batch.entries[0].report
        assert report is not None
        assert report.stored == 40_000 - kept

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


def test_what_a_second_dump_changed_is_told(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """Messages that were edited or taken back since the first."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"

    def write(path: Path, *more: dict[str, object]) -> None:
        said = [
            {"id": f"m{n}", "chat_id": "1@g.us", "timestamp": 1_773_000_000 + n, "from": "1",
             "type": "text", "text": {"body": f"words {n}"}} for n in range(3)
        ]  # fmt: skip
        path.write_text(json.dumps({"messages": [*said, *more]}))

    def action(target: str, **what: object) -> dict[str, object]:
        return {"id": f"a{target}", "chat_id": "1@g.us", "timestamp": 1_773_000_100, "from": "1",
                "type": "action", "action": {"target": target, **what}}  # fmt: skip

    write(first)
    edit = action("m0", type="edit", edited_content={"body": "other words"})
    write(second, edit, action("m1", type="delete"))

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(first)
        await hand.enter()
        hand.press(Qt.Key.Key_Return, "\r")
        await hand.drop(second)
        await hand.enter()
        assert "1 edited · 1 deleted" in hand.said
        window.ui.language.choose("ar")
        assert "عُدّلت رسالة واحدة · حُذفت رسالة واحدة" in hand.said

    run(qapp, main())
