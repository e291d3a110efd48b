"""The workspace goes away while the window is open: everybody is told, and nothing breaks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pipeline.errors import TakeOneError, Unavailable
from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from tests.servers.postgres import PostgresServer
from tests.ui.conftest import MakeWindow
from tests.ui.hand import DEMO, run, said_in, until
from ui.shell import reach
from ui.shell.pages import all_pages
from ui.shell.reach import Reach
from ui.shell.window import MainWindow
from ui.widgets.states import ErrorState

AWAY = "The workspace does not answer."


@pytest.fixture
def shared(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """Services over a workspace on a server, which is up again at the end."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(reach, "EVERY_MS", 100)
    monkeypatch.setattr(reach, "AWAY_EVERY_MS", 100)
    url = postgres_server.create_database()
    site = f"sqlite:///{tmp_path / 'site.db'}"
    with assemble(Settings(workspace=url, public_url=site)) as made:
        made.importer.run(DEMO)
        yield made
        if not postgres_server.running:
            postgres_server.start()
    postgres_server.drop_database(url)


def errors(window: MainWindow) -> list[str]:
    """The error states one can see."""
    found = window.findChildren(ErrorState)
    return [said_in(one) for one in found if one.isVisible()]


def test_every_page_says_that_the_workspace_is_away_and_shows_it_again(
    qapp: QApplication,
    make_window: MakeWindow,
    shared: Services,
    postgres_server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under a strip that goes by itself."""
    bugs: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: bugs.append(error))

    async def main() -> None:
        window = make_window()
        watching = Reach(shared.database, window)
        watching.changed.connect(window.show_reach)
        window.use(shared)
        watching.start()
        postgres_server.stop()
        await until(lambda: AWAY in said_in(window))
        for spec in all_pages():
            window.show_page(spec.name)
            if spec.name != "imports":  # it shows nothing of the workspace
                await until(lambda: errors(window) or bugs)
                assert (spec.name, bugs) == (spec.name, [])
                assert "does not answer" in errors(window)[0], spec.name
        postgres_server.start()
        await until(lambda: AWAY not in said_in(window))
        await until(lambda: not errors(window))
        watching.stop()
        last = window.page(window.shown_page)
        assert last is not None
        last.deactivate()

    run(qapp, main())
    assert bugs == []


def test_what_the_database_says_is_told_in_one_sentence(
    shared: Services, postgres_server: PostgresServer
) -> None:
    """Whatever was read or written, and once it is back all goes on."""
    postgres_server.stop()
    for opened in (shared.database.reading, shared.database.writing):
        with pytest.raises(Unavailable, match="does not answer"), opened() as session:
            session.connection()
    with pytest.raises(TakeOneError):
        shared.database.ping()
    postgres_server.start()
    shared.database.ping()
