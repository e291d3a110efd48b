"""Draws every scene of the window, in both themes and languages, to docs/screenshots.

    python scripts/screenshots.py [SCENE...] [--out FOLDER] [--workspace FOLDER]

Scenes that show pages need a workspace with something in it; one with the bundled demo chat is
made when none is given, and only copies of it are shown. Each scene is drawn at 1280x800, some
once more at twice the density. `--large` draws them instead as on a screen of 1920x1080 whose
text is twice as large.
"""

from __future__ import annotations

import argparse
import asyncio
import inspect
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication  # noqa: E402

from scripts.scenes import DEMO, SCENES, Over, Scene, Stage  # noqa: E402
from takeone_desktop.desktop import application  # noqa: E402
from ui.context import UiContext  # noqa: E402
from ui.i18n import Language  # noqa: E402
from ui.loop import Loop  # noqa: E402
from ui.shell.memory import Memory  # noqa: E402
from ui.shell.pages import all_pages  # noqa: E402
from ui.shell.window import SIZE, MainWindow  # noqa: E402
from ui.theme import Choice, Theme  # noqa: E402

LARGE = (960, 500)
"""What is left of 1920x1080, beside its bars, when everything is twice as large."""
PUBLISHED = 14


async def draw(scenes: list[Scene], out: Path, workspace: Path | None, way: str) -> None:
    """Draw the scenes in all four dresses; `way` is plain, 2x or large."""
    out.mkdir(parents=True, exist_ok=True)
    for choice in (Choice.LIGHT, Choice.DARK):
        for language in ("en", "ar"):
            dress = Dress(choice, language, way)
            for over in Over:
                chosen = [scene for scene in scenes if scene.over is over]
                if chosen:
                    await _draw_over(over, chosen, dress, out, workspace)


@dataclass(frozen=True, slots=True)
class Dress:
    """How the window looks; `way` is plain, 2x or large."""

    choice: Choice
    language: str
    way: str

    def name(self, scene: Scene) -> str:
        """The file of a scene."""
        suffix = "" if self.way == "plain" else f"-{self.way}"
        return f"{scene.name}-{self.choice}-{self.language}{suffix}.png"


async def _draw_over(
    over: Over, scenes: list[Scene], dress: Dress, out: Path, workspace: Path | None
) -> None:
    # Scenes change what they show, so each dress begins with a workspace of its own.
    loop = asyncio.get_running_loop()
    opened = ExitStack()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        services = None
        if over is not Over.NOTHING:
            copy = Path(folder) / "workspace"
            if over is Over.DEMO and workspace is not None:
                shutil.copytree(workspace, copy)
            services = await loop.run_in_executor(thread, open_behind, opened, copy)
        for scene in scenes:
            stage = await draw_one(scene, dress, services, Path(folder))
            path = out / dress.name(scene)
            stage.window.grab().save(str(path))
            print(path)  # noqa: T201  # what was drawn is the script's result
            await leave(stage)
        await loop.run_in_executor(thread, opened.close)


async def draw_one(scene: Scene, dress: Dress, services: Any, folder: Path) -> Stage:
    """Bring a new window to a scene."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setCursorFlashTime(0)
    ui = UiContext(Theme(dress.choice), Language(dress.language))
    ui.theme.motion = False
    ui.language.apply()
    ui.theme.apply(app)
    home = Path(tempfile.mkdtemp(dir=folder))
    window = MainWindow(ui, Memory(home), all_pages(), "/home/noura/TakeOne", sample=scene.sample)
    size = LARGE if dress.way == "large" else SIZE
    window.resize(*size)
    window.show()
    window.resize(*size)  # the screen that is drawn to would have it smaller
    if services is not None:
        window.use(services, empty=scene.over is Over.EMPTY)
    window.activateWindow()
    await asyncio.sleep(0.1)  # keys need a window that has the focus
    stage = Stage(window, services, home)
    done = scene.prepare(stage)
    if inspect.isawaitable(done):
        await done
    await asyncio.sleep(scene.seconds)
    return stage


async def leave(stage: Stage) -> None:
    """Put a scene's window away."""
    await stage.window.stop_work(5)
    stage.window.hide()
    stage.window.deleteLater()
    await asyncio.sleep(0)


def open_behind(stack: ExitStack, workspace: Path) -> Any:
    """Services over a workspace, some of whose calls are published."""
    from sqlalchemy import select

    from db.models import Publication
    from pipeline.review.decisions import pending_ids
    from takeone_desktop.assemble import assemble
    from takeone_desktop.settings import Settings

    services = stack.enter_context(assemble(Settings(workspace=str(workspace))))
    services.decisions.approve(pending_ids(services.database)[:PUBLISHED], "noura")
    with services.database.reading() as session:
        due = [(one.id, one.generation) for one in session.scalars(select(Publication))]
    for publication, generation in due[2:]:
        services.publisher.carry_out(publication, generation)
    return services


def _made_workspace(given: str | None) -> Iterator[Path]:
    if given:
        yield Path(given)
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "main.py"), "triage", str(DEMO)]
        subprocess.run([*command, "--workspace", folder], check=True, stdout=subprocess.DEVNULL)
        yield Path(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenes", nargs="*", help="names of scenes; all when none is named")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--workspace", help="an existing workspace to show a copy of")
    parser.add_argument("--dense", action="store_true", help="only at twice the density")
    parser.add_argument("--large", action="store_true", help="only with text twice as large")
    return parser.parse_args()


def main() -> None:
    """Draw what was asked for."""
    given = _arguments()
    way = "2x" if given.dense else "large" if given.large else "plain"
    if way == "large" and "QT_SCALE_FACTOR" not in os.environ:
        _again("--large", given, given.workspace)
        return
    scenes = [s for s in SCENES if not given.scenes or s.name in given.scenes]
    if way == "2x":
        scenes = [scene for scene in scenes if scene.dense]
    app = application()
    needs = any(scene.over is Over.DEMO for scene in scenes)
    for workspace in _made_workspace(given.workspace) if needs else [None]:
        with asyncio.Runner(loop_factory=partial(Loop, app)) as runner:
            runner.run(draw(scenes, given.out, workspace, way))
        if way == "plain":
            _again("--dense", given, workspace)


def _again(option: str, given: argparse.Namespace, workspace: object) -> None:
    # The scale is read once, when Qt starts: another one is another process.
    command = [sys.executable, __file__, *given.scenes, option, "--out", str(given.out)]
    if workspace is not None:
        command += ["--workspace", str(workspace)]
    subprocess.run(command, check=True, env={**os.environ, "QT_SCALE_FACTOR": "2"})


if __name__ == "__main__":
    main()
