"""Draws every scene of the window, in both themes and languages, to docs/screenshots.

    python scripts/screenshots.py [SCENE...] [--out FOLDER] [--workspace FOLDER]

Scenes that show pages need a workspace with something in it; one with the bundled demo chat is
made when none is given. Each scene is drawn at 1280x800, and once more at twice the density.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication  # noqa: E402

from takeone_desktop.desktop import application  # noqa: E402
from ui.context import UiContext  # noqa: E402
from ui.i18n import Language  # noqa: E402
from ui.loop import Loop  # noqa: E402
from ui.shell.drop import DropTarget  # noqa: E402
from ui.shell.memory import Memory  # noqa: E402
from ui.shell.page import Work  # noqa: E402
from ui.shell.pages import all_pages  # noqa: E402
from ui.shell.window import SIZE, MainWindow  # noqa: E402
from ui.theme import Choice, Theme  # noqa: E402

DEMO = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"
DENSE = {"settings", "review"}
"""Scenes drawn at double density as well."""


@dataclass(frozen=True, slots=True)
class Scene:
    """How to bring the window to what is to be seen. Pages get time to load afterwards."""

    name: str
    prepare: Callable[[MainWindow], object]
    needs_services: bool = False
    seconds: float = 0.3


def show(page: str) -> Callable[[MainWindow], object]:
    """Go to a page."""
    return lambda window: window.show_page(page)


def _settings_with_work(window: MainWindow) -> None:
    window.show_page("settings")
    work = Work(window.ui.language.text("closing.work"))
    window.show_work(work)
    work.report("chat.zip: 12,430 / 48,000", 12_430, 48_000)
    window.toast(window.ui.language.text("bug.hint"), window.ui.language.text("action.undo"),
                 key="U")  # fmt: skip


def _help(window: MainWindow) -> None:
    window.show_page("settings")
    window.keys.everywhere[1].run()


def _palette(window: MainWindow) -> None:
    window.show_page("settings")
    window.keys.everywhere[0].run()


def _keys(window: MainWindow) -> None:
    window.show_page("settings")
    window.edit_keys()


def _drop(window: MainWindow) -> None:
    window.show_page("settings")
    window.findChildren(DropTarget)[0].cover()


def _closing(window: MainWindow) -> None:
    window.show_page("settings")
    window.show_work(Work(window.ui.language.text("closing.work")))
    window.close()


def _preview(window: MainWindow) -> None:
    window.open_files([DEMO])


def _first_start(window: MainWindow) -> None:
    window.show_page("start")


def _join(window: MainWindow) -> None:
    window.show_page("start")
    window.keys.here[2].run()
    window.stay("The workspace at server/takeone does not answer. Is its server up?")


SCENES = (
    Scene("opening", lambda _window: None),
    Scene("first-start", _first_start),
    Scene("first-start-join", _join),
    Scene("failed", lambda w: w.fail(
        "The workspace /home/noura/TakeOne is open in another TakeOne. Close it there first.")),
    Scene("closing", _closing, seconds=0.6),
    Scene("settings", _settings_with_work),
    Scene("help", _help),
    Scene("palette", _palette),
    Scene("keys", _keys),
    Scene("drop", _drop),
    Scene("import-preview", _preview, needs_services=True, seconds=2.5),
    *(Scene(spec.name, show(spec.name), needs_services=True, seconds=1.5) for spec in all_pages()),
)  # fmt: skip


async def draw(scenes: list[Scene], out: Path, workspace: Path | None, suffix: str) -> None:
    """Draw the scenes in all four dresses."""
    out.mkdir(parents=True, exist_ok=True)
    thread = ThreadPoolExecutor(max_workers=1)
    loop = asyncio.get_running_loop()
    opened: AbstractContextManager[object] | None = None
    services: object = None
    if any(scene.needs_services for scene in scenes):
        assert workspace is not None
        opened, services = await loop.run_in_executor(thread, _open, workspace)
    for choice in (Choice.LIGHT, Choice.DARK):
        for language in ("en", "ar"):
            for scene in scenes:
                name = f"{scene.name}-{choice}-{language}{suffix}.png"
                await _draw_one(scene, choice, language, services, out / name)
    if opened is not None:
        await loop.run_in_executor(thread, opened.__exit__, None, None, None)
    thread.shutdown()


async def _draw_one(
    scene: Scene, choice: Choice, language: str, services: object, path: Path
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setCursorFlashTime(0)
    ui = UiContext(Theme(choice), Language(language))
    ui.theme.motion = False
    ui.language.apply()
    ui.theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(ui, Memory(Path(folder)), all_pages(), "/home/noura/TakeOne")
        window.resize(*SIZE)
        window.show()
        window.resize(*SIZE)
        if scene.needs_services:
            window.use(services)  # type: ignore[arg-type]  # assembled, and of that shape
        scene.prepare(window)
        await asyncio.sleep(scene.seconds)
        window.grab().save(str(path))
        print(path)  # noqa: T201  # the list of what was drawn is the script's result
        window.hide()
        window.deleteLater()
        await asyncio.sleep(0)


def _open(workspace: Path) -> tuple[AbstractContextManager[object], object]:
    from takeone_desktop.assemble import assemble
    from takeone_desktop.settings import Settings

    manager = assemble(Settings(workspace=str(workspace)))
    return manager, manager.__enter__()


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
    parser.add_argument("--workspace", help="an existing workspace to show")
    parser.add_argument("--dense", action="store_true", help="only at twice the density")
    return parser.parse_args()


def main() -> None:
    """Draw what was asked for."""
    given = _arguments()
    scenes = [s for s in SCENES if not given.scenes or s.name in given.scenes]
    if given.dense:
        scenes = [scene for scene in scenes if scene.name in DENSE]
    needs = any(scene.needs_services for scene in scenes)
    app = application()
    loop = partial(Loop, app)
    for workspace in _made_workspace(given.workspace) if needs else [None]:
        suffix = "-2x" if given.dense else ""
        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(draw(scenes, given.out, workspace, suffix))
        if not given.dense:
            _again_dense(given, workspace)


def _again_dense(given: argparse.Namespace, workspace: Path | None) -> None:
    # The scale is read once, when Qt starts: another density is another process.
    command = [sys.executable, __file__, *given.scenes, "--dense", "--out", str(given.out)]
    if workspace is not None:
        command += ["--workspace", str(workspace)]
    subprocess.run(command, check=True, env={**os.environ, "QT_SCALE_FACTOR": "2"})


if __name__ == "__main__":
    main()
