"""What can be done on the page of sources, with its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ui.actions import Action
from ui.sources.kind_chooser import NUMBERS
from ui.sources.pane import DETAIL, FORM, KEY, KINDS, TRY

if TYPE_CHECKING:
    from ui.sources.page import SourcesPage


def actions_of(page: SourcesPage) -> Sequence[Action]:
    """Every action; each is enabled only where it makes sense."""
    return (*_of_one(page), *_of_all(page), *_of_faces(page), *_of_kinds(page))


def _asks(page: SourcesPage) -> bool:
    """Whether a source is about to be deleted, which the same keys answer."""
    return page.pane.face == DETAIL and page.pane.detail.asks_to_delete


def _of_one(page: SourcesPage) -> Iterator[Action]:
    do, detail = page.commands, page.pane.detail

    def shown() -> bool:
        return page.pane.face == DETAIL and do.current is not None and not detail.asks_to_delete

    def asked() -> bool:
        return _asks(page)

    yield Action("sources.run", "sources.run_now", do.run, "R", enabled=shown)
    yield Action("sources.try", "sources.try", do.try_current, "T", enabled=shown)
    yield Action("sources.edit", "sources.edit", do.edit, "E", enabled=shown)
    yield Action("sources.duplicate", "sources.duplicate", do.duplicate, "D", enabled=shown)
    yield Action("sources.pause", "sources.pause_or_resume", do.pause, "P", enabled=shown)
    yield Action("sources.delete", "sources.delete", do.delete, "Delete", enabled=shown)
    yield Action(
        "sources.delete_surely", "sources.delete_surely", do.delete_surely, "Enter", enabled=asked
    )
    yield Action("sources.keep", "sources.keep", do.keep, "Esc", enabled=asked)
    yield Action("sources.runs", "sources.look_at_runs", page.look_at_runs, "H", enabled=shown)


def _of_all(page: SourcesPage) -> Iterator[Action]:
    free = _on(page, DETAIL, KINDS)

    def listed() -> bool:
        return free() and page.has_sources

    def walks() -> bool:
        return page.pane.face == DETAIL and not page.pane.detail.history.hasFocus()

    yield Action("sources.new", "sources.new", page.commands.new, "N", enabled=_on(page, DETAIL))
    yield Action(
        "sources.enter_key", "sources.enter_key", page.keys.enter_key, "S",
        enabled=_on(page, DETAIL, KINDS, TRY),
    )  # fmt: skip
    yield Action(
        "sources.pause_all", "sources.pause_or_resume_all", page.pause_all, "Shift+P", enabled=free
    )
    yield Action("sources.import", "sources.import", page.files.ask_import, "I", enabled=free)
    yield Action("sources.export", "sources.export", page.files.ask_export, "X", enabled=listed)
    yield Action(
        "sources.undo", "action.undo", page.commands.undo, "U",
        enabled=lambda: page.commands.can_undo,
    )  # fmt: skip
    yield Action("sources.find", "sources.search", page.find, "/", enabled=listed)
    yield Action(
        "sources.next", "sources.next", lambda: page.move(1), "J", also=("Down",),
        enabled=walks, repeats=True,
    )  # fmt: skip
    yield Action(
        "sources.previous", "sources.previous", lambda: page.move(-1), "K", also=("Up",),
        enabled=walks, repeats=True,
    )  # fmt: skip


def _of_faces(page: SourcesPage) -> Iterator[Action]:
    in_form, at_key = _on(page, FORM), _on(page, KEY)
    yield Action(
        "sources.save", "sources.save", page.commands.save, "Enter", also=("Ctrl+S",),
        enabled=in_form, while_typing=True,
    )  # fmt: skip
    yield Action(
        "sources.try_draft", "sources.try_draft", page.commands.try_draft, "Ctrl+T",
        enabled=in_form, while_typing=True,
    )  # fmt: skip
    yield Action(
        "sources.key_of_form", "sources.enter_key", page.keys.enter_key, "Alt+S",
        enabled=in_form, while_typing=True,
    )  # fmt: skip
    yield Action(
        "sources.keep_key", "sources.keep_key", page.keys.keep_key, "Enter",
        enabled=at_key, while_typing=True,
    )  # fmt: skip
    yield Action(
        "sources.test_key", "sources.test_key", page.keys.test_key, "Ctrl+T",
        enabled=at_key, while_typing=True,
    )  # fmt: skip
    yield Action(
        "sources.forget_key", "sources.forget_key", page.keys.forget_key, "Ctrl+Delete",
        enabled=at_key, while_typing=True,
    )  # fmt: skip
    yield Action(
        "sources.leave", "sources.leave", page.leave, "Esc",
        enabled=lambda: not _asks(page), while_typing=True,
    )  # fmt: skip


def _of_kinds(page: SourcesPage) -> Iterator[Action]:
    for number, name in enumerate(list(page.words.kinds)[:NUMBERS], 1):
        yield Action(
            f"sources.kind.{name}",
            "sources.choose_number",
            partial(page.commands.choose_kind, name),
            str(number),
            enabled=_on(page, KINDS),
            hidden=True,
        )


def _on(page: SourcesPage, *faces: str) -> Callable[[], bool]:
    return lambda: page.pane.face in faces
