"""A minimised window does not rest."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication

from db.queries import messages
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import DEMO, run, until


def waiting(services: Services, run_id: int | None) -> int:
    """How many messages of an import are still to be read."""
    with services.database.reading() as session:
        return messages.count_waiting(session, [run_id or 0])


def test_the_pipeline_works_while_the_window_is_minimised(
    qapp: QApplication, make_window: MakeWindow, services: Services
) -> None:
    """And what it found is there when the window comes back."""

    async def main() -> None:
        window = make_window("review")
        window.use(services)
        brought = services.importer.run(DEMO).run_id
        assert waiting(services, brought) > 0
        window.showMinimized()
        await until(window.isMinimized)
        await asyncio.to_thread(services.engine.start)
        await until(lambda: waiting(services, brought) == 0)
        assert window.isMinimized()
        window.showNormal()
        page = window.page("review")
        await until(lambda: page.queue.rows.rows)  # type: ignore[union-attr]
        page.deactivate()  # type: ignore[union-attr]
        await asyncio.to_thread(services.engine.stop)

    run(qapp, main())
