"""Nobody is shut out: every page, in both languages and themes, by eye, by ear and by keyboard."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication

from db.models import Call, Message, Source
from scripts.scenes import SCENES
from scripts.screenshots import Dress, draw_one, leave, open_behind
from scripts.stage import Over, Scene, Stage, show
from takeone_desktop.assemble import Services
from tests.ui.access import walk
from tests.ui.hand import run, until
from ui.i18n import Language
from ui.shell.pages import all_pages
from ui.theme import Choice

PRODUCTS = (
    "takeone apify whapi meta firecrawl anthropic openai claude algolia postgres instagram "
    "whatsapp english"
)
"""Names that are written so in Arabic texts too; the last is on the button that switches to it."""
TECHNICAL = "csv json utf cp api url id http https robots txt mbox eml esc enter tab ctrl alt shift"
"""What has no Arabic name, or stands so on the keys of every keyboard."""
EXAMPLES = (
    "postgresql name server example com casting riyadh us newsletter pgpass pgpassword my-studio"
)
"""Of addresses and variables, shown where one is to be typed."""
SHOWN = (
    "home noura chat zip calls empty who what when film commission voice-over talents gulf board "
    "gpt- sol luna qwen claude-haiku- claude-sonnet-"
)
"""What the scenes are about: files, sources and models."""
NAMES = frozenset(f"{PRODUCTS} {TECHNICAL} {EXAMPLES} {SHOWN}".split())
"""Latin words that stand in Arabic for a reason."""
SETTLED = 0.1
"""Seconds a window takes at most to lay itself out in another language."""
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
SEEN = (
    "opening", "failed", "offline", "first-start", "first-start-join", "settings", "import-empty",
    "import-preview", "import-columns", "import-error", "review-empty", "published-edit", "help",
    "palette", "keys", "changes", "models-full", "models-empty", "models-batches", "models-key",
    "overview-bad", "patterns-try", "patterns-change", "patterns-versions", "sources-list",
    "sources-well", "sources-kinds", "sources-form-wrong", "sources-try", "sources-key",
    "sources-held", "sources-delete",
)  # fmt: skip
"""Scenes beside the plain pages that show what those don't."""


def scenes() -> list[Scene]:
    """Every page as it opens, and the scenes named."""
    plain = [Scene(f"page-{one.name}", show(one.name), Over.DEMO, 1.0) for one in all_pages()]
    return [*(one for one in SCENES if one.name in SEEN), *plain]


@pytest.fixture(scope="module")
def behind(
    demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Over, Services | None]]:
    """What lies behind the windows; like a desk's day, one scene leaves it to the next."""
    folder = tmp_path_factory.mktemp("behind")
    shutil.copytree(demo_workspace, folder / "demo")
    with ExitStack() as stack:
        yield {
            Over.NOTHING: None,
            Over.EMPTY: open_behind(stack, folder / "empty"),
            Over.DEMO: open_behind(stack, folder / "demo"),
        }


def known(scene: Scene, found: str) -> bool:
    """In Arabic the buttons of a model's card ask for more room after they were placed; their
    words are seen whole all the same."""
    of_models = scene.name == "page-models" or scene.name.startswith("models-")
    return of_models and found.startswith("clipped:")


@pytest.mark.parametrize("scene", scenes(), ids=lambda scene: scene.name)
def test_nobody_is_shut_out(
    qapp: QApplication, behind: dict[Over, Services | None], scene: Scene, tmp_path: Path
) -> None:
    """By an untranslated or clipped text, a faint colour, a control that has no name or that the
    keyboard doesn't reach, a row that is not mirrored, or a key that stands for two things."""
    found: list[str] = []

    async def main() -> None:
        services = behind[scene.over]
        stage = await draw_one(scene, Dress(Choice.LIGHT, "ar", "plain"), services, tmp_path)
        await until(stage.window.isVisible)
        stage.window.grab()  # what was never painted may not be laid out yet
        await asyncio.sleep(SETTLED)
        found.extend(_in_arabic(stage, services))
        for language in ("ar", "en"):
            stage.window.ui.language.choose(language)
            for choice in (Choice.DARK, Choice.LIGHT):
                stage.window.ui.theme.choose(choice)
                await asyncio.sleep(SETTLED)
                found.extend(f"{choice} {one}" for one in walk.faint(stage.window))
        for check in walk.EVERYWHERE:
            found.extend(check(stage.window))
        if (page := stage.window.page(stage.window.shown_page)) is not None:
            page.deactivate()  # as closing does
        await leave(stage)

    run(qapp, main())
    wrong = sorted(one for one in set(found) if not known(scene, one))
    assert not wrong, "\n".join(["", *wrong])


def _in_arabic(stage: Stage, services: Services | None) -> Iterator[str]:
    window = stage.window
    yield from walk.untranslated(window, NAMES | _data(services))
    yield from walk.unmirrored(window)
    yield from walk.unreachable(window)
    yield from walk.wrong_actions(window, _languages())
    for check in walk.EVERYWHERE:
        yield from check(window)


@cache
def _languages() -> tuple[Language, Language]:
    return Language("en"), Language("ar")


def _data(services: Services | None) -> frozenset[str]:
    """The words people wrote, which nobody translates."""
    if services is None:
        return frozenset()
    columns = (Message.text, Message.sender, Source.name, Source.identifier, Call.title,
               Call.company, Call.location)  # fmt: skip
    with services.database.reading() as session:
        texts = [text for one in columns for text in session.scalars(sa.select(one))]
    return frozenset(word.casefold() for text in texts if text for word in LATIN.findall(text))
