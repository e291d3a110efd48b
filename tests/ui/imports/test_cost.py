"""What models would take for files is said before anything is stored."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pipeline.extraction.configured import ModelConfig, write_config
from takeone_desktop.assemble import Services
from tests.ui.hand import DEMO, run
from tests.ui.imports.conftest import Hand, stored
from ui.shell.window import MainWindow

CLAUDE = {"provider": "anthropic", "strong": "claude-sonnet-5-5", "cheap": "claude-haiku-5-5"}


def configure(services: Services, **more: object) -> None:
    with services.database.writing() as session:
        config = ModelConfig.model_validate({"choices": [CLAUDE], **more})
        write_config(session, config, by="test")


def test_the_cost_is_said_before_anything_is_stored(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    async def main() -> None:
        configure(services)
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.until(lambda: "calls of a model: " in hand.said)
        assert "fewer than without the prefilter" in hand.said
        assert "half the price" not in hand.said
        assert "together" not in hand.said
        again = tmp_path / "again.txt"
        again.write_bytes(DEMO.read_bytes())
        await hand.drop(again)
        await hand.until(lambda: "2 files together: About " in hand.said)
        assert stored(services) == 0

    run(qapp, main())


def test_a_batch_is_said_to_cost_half(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    async def main() -> None:
        configure(services, batch="dumps")
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.until(lambda: "half the price, within a day" in hand.said)

    run(qapp, main())


def test_rules_cost_nothing_and_say_nothing(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.until(lambda: not hand.page._tasks.running("ahead"))
        assert "model" not in hand.said

    run(qapp, main())


def test_what_a_batch_will_answer_is_not_said_to_be_read_now(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    async def main() -> None:
        configure(services, batch="dumps")
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.enter()
        await hand.until(lambda: "are being read for casting calls" in hand.said)
        ordered = await asyncio.to_thread(services.batches.order)
        await hand.until(lambda: f"{ordered} messages were put into a batch" in hand.said)
        assert "are being read" not in hand.said

    run(qapp, main())
