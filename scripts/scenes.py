"""Every scene there is, and how the window is brought to those of the shell and of imports."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from scripts import (
    scenes_imports,
    scenes_letters,
    scenes_models,
    scenes_monitor,
    scenes_overview,
    scenes_patterns,
    scenes_review,
    scenes_sources,
    scenes_trace,
)
from scripts.stage import DEMO, Over, Scene, Stage, press, show
from ui.shell.drop import DropTarget
from ui.shell.page import Work
from ui.shell.pages import all_pages

COPIES = 120


def _failed(stage: Stage) -> None:
    stage.window.fail(
        "The workspace /home/noura/TakeOne is open in another TakeOne. Close it there first."
    )


def _offline(stage: Stage) -> None:
    stage.window.fail(
        "The workspace at desk.example/takeone does not answer. Is its server up?", shared=True
    )


def _join(stage: Stage) -> None:
    stage.window.show_page("start")
    stage.press(Qt.Key.Key_3, "3")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText("postgresql://noura@desk.example/takeone")
    stage.press(Qt.Key.Key_Return, "\r")
    stage.window.stay("The workspace at desk.example/takeone does not answer. Is its server up?")


def _closing(stage: Stage) -> None:
    stage.window.show_page("settings")
    stage.window.show_work(Work(stage.window.ui.language.text("closing.work")))
    stage.window.close()


def _status(stage: Stage) -> None:
    window, text = stage.window, stage.window.ui.language.text
    window.show_page("settings")
    work = Work(text("imports.status", file="chat.zip", read=12_430))
    window.show_work(work)
    work.report(work.text, 12_430, 48_000)
    window.toast(text("published.done.withdraw"), text("action.undo"), key="U")


def _palette(stage: Stage) -> None:
    stage.window.show_page("published")
    stage.window.keys.everywhere[0].run()


def _keys(stage: Stage) -> None:
    stage.window.edit_keys()


def _drop(stage: Stage) -> None:
    stage.window.show_page("imports")
    stage.window.findChildren(DropTarget)[0].cover()


def _preview(stage: Stage) -> None:
    stage.window.open_files([DEMO])


def _note(stage: Stage) -> None:
    chat = (
        "03/04/2026, 10:00 - سارة: مطلوب ممثلات لإعلان تجاري في جدة، الأجر 1500 ريال\n"
        "للتواصل 0550001002\n"
        "03/04/2026, 10:05 - أبو فهد: وش المطلوب؟\n"
        "04/05/2026, 21:40 - Lina: Casting call: extras for a film in Abha\n"
    )
    stage.window.open_files([stage.file("محادثة كاستنج.txt", chat.encode("cp1256"))])


def _columns(stage: Stage) -> None:
    table = (
        "what;who;when\nCasting call in Jeddah, call 0550001234;Sara;03/04/2026 10:00\n"
        "مطلوب ممثلين في الرياض;Ali;03/05/2026 10:00\n"
    )
    stage.window.open_files([stage.file("calls.csv", table.encode())])


def _errors(stage: Stage) -> None:
    cut = stage.file("WhatsApp Chat - Casting.zip", b"PK\x03\x04 cut off")
    stage.window.open_files([cut])


def _several(stage: Stage) -> None:
    empty, cut = stage.file("empty.txt", b""), stage.file("chat.zip", b"PK\x03\x04 cut off")
    stage.window.open_files([DEMO, empty, cut])


def _long_chat(stage: Stage) -> Path:
    lines = DEMO.read_text(encoding="utf-8").splitlines()
    copies = (f"{line} {n}\n" for n in range(COPIES) for line in lines)
    return stage.file("WhatsApp Chat with كاستنج الرياض.txt", "".join(copies).encode())


async def _progress(stage: Stage) -> None:
    stage.window.open_files([_long_chat(stage)])
    await asyncio.sleep(2.5)
    stage.press(Qt.Key.Key_Return, "\r")
    await asyncio.sleep(0.3)


async def _summary(stage: Stage) -> None:
    lines = DEMO.read_text(encoding="utf-8").splitlines()
    newer = [line if number < 60 else f"{line} ." for number, line in enumerate(lines)]
    chat = stage.file("WhatsApp Chat with Riyadh Casting.txt", "\n".join(newer).encode())
    gone = stage.file("gone.txt", DEMO.read_bytes())
    stage.window.open_files([chat, gone])
    await asyncio.sleep(2)
    gone.unlink()
    stage.press(Qt.Key.Key_Return, "\r")


SCENES = (
    Scene("opening", lambda _stage: None),
    Scene("failed", _failed),
    Scene("offline", _offline),
    Scene("closing", _closing, seconds=0.6),
    Scene("first-start", show("start"), over=Over.EMPTY, dense=True),
    Scene("first-start-join", _join, over=Over.EMPTY),
    Scene("settings", show("settings"), dense=True),
    Scene("status", _status),
    Scene("drop", _drop, over=Over.DEMO),
    Scene("import-empty", show("imports"), over=Over.EMPTY),
    Scene("import-preview", _preview, over=Over.DEMO, seconds=2, dense=True),
    Scene("import-note", _note, over=Over.DEMO, seconds=1.5),
    Scene("import-columns", _columns, over=Over.DEMO, seconds=1.5),
    Scene("import-error", _errors, over=Over.DEMO, seconds=1),
    Scene("import-several", _several, over=Over.DEMO, seconds=2),
    Scene("import-progress", _progress, over=Over.DEMO, seconds=1),
    Scene("import-summary", _summary, over=Over.DEMO, seconds=5),
    *(
        Scene(spec.name, show(spec.name), over=Over.DEMO, seconds=1.5, dense=True)
        for spec in all_pages()
        if spec.name not in ("imports", "models")
    ),
    Scene("review-empty", show("review"), over=Over.EMPTY, seconds=1),
    Scene("published-empty", show("published"), over=Over.EMPTY, seconds=1),
    Scene("published-none", press((Qt.Key.Key_6, "6")), over=Over.DEMO),
    Scene("published-edit", press((Qt.Key.Key_E, "e")), over=Over.DEMO),
    Scene("sample", show("published"), over=Over.DEMO, seconds=1.5, sample=True),
    Scene("help", press((Qt.Key.Key_Question, "?")), over=Over.DEMO, dense=True),
    Scene("palette", _palette, over=Over.DEMO),
    Scene("keys", _keys, over=Over.DEMO),
    *scenes_review.SCENES,
    *scenes_imports.SCENES,
    *scenes_letters.SCENES,
    *scenes_models.SCENES,
    *scenes_monitor.SCENES,
    *scenes_overview.SCENES,
    *scenes_patterns.SCENES,
    *scenes_sources.SCENES,
    *scenes_trace.SCENES,
)
