"""`takeone doctor`: is every part well, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, Workspace
from takeone_desktop.cli.output import emit, put
from takeone_desktop.health import Finding, examine


def command(workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Check the workspace, the audit trail, the site's table, the rules, the disk and the clock."""
    from takeone_desktop.settings import load_settings

    found = list(examine(load_settings(workspace=workspace)))
    well = all(one.well for one in found)
    _output(as_json)(found)
    return Exit.DONE if well else Exit.FAILURES


def _output(as_json: bool) -> Callable[[list[Finding]], None]:
    return _emit if as_json else _tell


def _emit(found: list[Finding]) -> None:
    parts: list[dict[str, Any]] = [
        {"part": one.part, "ok": one.well, "says": one.sentence} for one in found
    ]
    emit({"ok": all(one.well for one in found), "parts": parts})


def _tell(found: list[Finding]) -> None:
    for one in found:
        put(f"{'ok  ' if one.well else 'BAD '} {one.part:<10} {one.sentence}")
