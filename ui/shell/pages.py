"""The pages of the window, in the order of the side bar: one line each."""

from __future__ import annotations

from ui.shell.page import PageSpec


def all_pages() -> tuple[PageSpec, ...]:
    """Every page there is; none is built before its first visit."""
    return ()
