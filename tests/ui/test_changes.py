"""What is committed on any thread is heard on the window's, once for a crowd."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from db.session import Changed, Database
from ui.changes import Changes


def test_a_crowd_of_changes_is_one_look(qtbot: QtBot, database: Database) -> None:
    """From another thread, and only of the kinds asked for."""
    changes = Changes(database, {"publication"})
    threads: list[str] = []
    changes.heard.connect(lambda: threads.append(threading.current_thread().name))
    changes.listen()
    changes.listen()

    def commit() -> None:
        database.broadcast(Changed("message"))
        for number in range(50):
            database.broadcast(Changed("publication", (number,)))

    worker = threading.Thread(target=commit)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads))
    qtbot.wait(300)
    assert threads == ["MainThread"]


def test_nothing_is_heard_after_the_end(qtbot: QtBot, database: Database) -> None:
    """Stopped or gone with its page."""
    changes = Changes(database, {"call"})
    heard: list[bool] = []
    changes.heard.connect(lambda: heard.append(True))
    changes.listen()
    database.broadcast(Changed("call"))
    changes.stop()
    qtbot.wait(250)
    assert heard == []

    changes.listen()
    changes.deleteLater()
    qtbot.waitUntil(lambda: not database._listeners)
    database.broadcast(Changed("call"))
