"""All steps of an action stand, or none, whatever fails and whenever the program dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.session import Database
from pipeline.actions.saga import Action, Detail, NotUndoneError, Sagas, Step
from pipeline.errors import Rejected, Unavailable

ROOT = Path(__file__).parents[2]


class World:
    """What the steps change: names in a folder, each the work of one step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.trouble: dict[str, Exception] = {}
        self.trouble_undoing: dict[str, Exception] = {}

    def step(self, name: str, before: Callable[[], object] = lambda: None) -> Step:
        def do(subject: str) -> Detail:
            if name in self.trouble:
                raise self.trouble[name]
            (self.folder / f"{name}-{subject}").touch()
            before()
            return {"name": name}

        def undo(subject: str, detail: Detail) -> None:
            if name in self.trouble_undoing:
                raise self.trouble_undoing[name]
            (self.folder / f"{detail.get('name', name)}-{subject}").unlink(missing_ok=True)

        return Step(name, do, undo)

    def action(self, **before: Callable[[], object]) -> Action:
        steps = (self.step(name, before.get(name, lambda: None)) for name in ("a", "b", "c"))
        return Action("publish", tuple(steps))

    @property
    def stands(self) -> set[str]:
        return {one.name for one in self.folder.iterdir()}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


def test_all_steps_stand(database: Database, world: World) -> None:
    action = world.action()
    sagas = Sagas(database, [action])
    sagas.run(action, "7")
    assert world.stands == {"a-7", "b-7", "c-7"}
    assert sagas.recover() == []
    sagas.run(action, "7")
    assert world.stands == {"a-7", "b-7", "c-7"}


@pytest.mark.parametrize("failing", ["a", "b", "c"])
def test_a_step_that_fails_takes_those_before_it_back(
    database: Database, world: World, failing: str
) -> None:
    world.trouble[failing] = Rejected("No.")
    action = world.action()
    with pytest.raises(Rejected, match="No"):
        Sagas(database, [action]).run(action, "7")
    assert world.stands == set()
    assert Sagas(database, [action]).recover() == []


def test_what_can_not_be_undone_is_undone_at_the_next_start(
    database: Database, world: World
) -> None:
    world.trouble["c"] = Unavailable("Away.")
    world.trouble_undoing["a"] = Unavailable("Away too.")
    action = world.action()
    sagas = Sagas(database, [action])
    with pytest.raises(NotUndoneError, match="next start"):
        sagas.run(action, "7")
    assert world.stands == {"a-7"}
    assert sagas.recover() == []
    world.trouble_undoing.clear()
    assert sagas.recover() == ["publish:7"]
    assert world.stands == set()


DYING = """
import os, signal, sys
from pathlib import Path
from db.session import Database
from pipeline.actions.saga import Sagas
from tests.actions.test_saga import World
database, world = Database(sys.argv[1]), World(Path(sys.argv[2]))
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
action = world.action(**{sys.argv[3]: die})
Sagas(database, [action]).run(action, "7")
"""


@pytest.mark.parametrize("dies_in", ["b", "c"])
def test_after_a_kill_the_next_start_takes_all_back(
    database_url: str, database: Database, world: World, dies_in: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DYING, database_url, str(world.folder), dies_in],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert "a-7" in world.stands
    sagas = Sagas(database, [world.action()])
    assert sagas.recover() == ["publish:7"]
    assert world.stands == set()
    sagas.run(world.action(), "7")
    assert world.stands == {"a-7", "b-7", "c-7"}
