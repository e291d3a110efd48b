"""The pages of the window, in the order of the side bar: one line each."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from ui.shell.page import Frame, Page, PageSpec
from ui.shell.services import UiServices


def all_pages() -> tuple[PageSpec, ...]:
    """Every page this program was built with; none is imported before its first visit."""
    return tuple(
        PageSpec(name, partial(_build, f"ui.{name}.page", kind), takes_files=files)
        for name, kind, files in (
            ("review", "ReviewPage", False),
            ("published", "PublishedPage", False),
            ("imports", "ImportsPage", True),
            ("sources", "SourcesPage", False),
            ("models", "ModelsPage", False),
            ("patterns", "PatternsPage", False),
            ("overview", "OverviewPage", False),
            ("letters", "LettersPage", False),
            ("monitor", "MonitorPage", False),
            ("trace", "TracePage", False),
        )
    )


def _build(module: str, kind: str, frame: Frame, services: UiServices) -> Page:
    page: Page = getattr(import_module(module), kind)(frame, services)
    return page
