"""`takeone demo`: the whole way once, on the bundled chat, in a workspace that is thrown away."""

from __future__ import annotations

import tempfile
import time
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, running_engine, services
from takeone_desktop.cli.output import emit, say
from takeone_desktop.cli.triage import import_all, summary, tell

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services

CHAT = "demo/whatsapp-casting-riyadh.txt"
SHOWN = 8


def command(
    keep: Annotated[
        Path | None, typer.Option(help="Keep the workspace in this folder, to open it later.")
    ] = None,
    live: Annotated[
        bool,
        typer.Option(
            "--live",
            help="Run sources and a model that stand in on this machine, until Ctrl+C.",
        ),
    ] = False,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="With --live: tell it here, without a window.")
    ] = False,
    workspace: Annotated[
        Path | None, typer.Option(help="With --live: a new folder, which is kept.")
    ] = None,
    serve: Annotated[str, typer.Option(hidden=True)] = "",
    as_json: AsJson = False,
) -> int:
    """Import the bundled chat, extract, deduplicate, approve and publish: nothing is needed."""
    if serve:
        from takeone_desktop.demo.processes import serve as be

        be(serve)
        return Exit.DONE
    if live:
        return _live_show(workspace or keep, terminal=terminal)
    if terminal or workspace is not None:
        raise typer.BadParameter("--terminal and --workspace go with --live.")
    if keep is not None:
        return _run(keep, as_json)
    # The site's table must be the demo's own, whatever the environment names.
    with tempfile.TemporaryDirectory(prefix="takeone-demo-") as folder:
        return _run(Path(folder), as_json)


def _live_show(workspace: Path | None, *, terminal: bool) -> int:
    from takeone_desktop.demo import live

    window = live.has_display() and not terminal
    if workspace is not None:
        return live.run(workspace.expanduser().absolute(), say, window=window)
    with tempfile.TemporaryDirectory(prefix="takeone-live-", ignore_cleanup_errors=True) as folder:
        code = live.run(Path(folder), say, window=window)
    say("Everything the show made is removed.")
    return code


def _run(folder: Path, as_json: bool) -> int:
    started = time.monotonic()
    with services(str(folder), public_url="") as opened:
        say("1  Importing the bundled chat of a casting group, without key, network or server.")
        with as_file(files("resources").joinpath(CHAT)) as chat:
            reports = import_all(opened, [chat])
        with running_engine(opened):
            opened.engine.wait_idle()
            result = summary(opened, reports)
            result["seconds"] = round(time.monotonic() - started, 3)
            tell(result, say)
            approved = _approve_what_is_clear(opened)
            opened.engine.wait_idle()
        live = _live(opened)
    result["approved"] = approved
    result["live"] = live
    if as_json:
        emit(result)
    else:
        _show(live)
    return Exit.DONE if live else Exit.FAILURES


def _approve_what_is_clear(opened: Services) -> int:
    """Approve the calls no field of which is doubtful, as a moderator would first."""
    from db.models import CallStatus
    from db.queries import review

    clear = review.ListQuery(CallStatus.PENDING, flagged=False, doubtful=False)
    with opened.database.reading() as session:
        ids = review.ids(session, clear)
    say(f"2  Approving the {len(ids)} calls without a doubtful field; the others need a person.")
    done = opened.decisions.approve(ids, by=opened.settings.user)
    for call_id, why in done.failures:
        say(f"   Call {call_id} is left for review: {why}")
    return len(done.changed)


def _live(opened: Services) -> list[dict[str, Any]]:
    from db.queries import publications

    with opened.database.reading() as session:
        ids = publications.live_ids(session)
    rows = opened.site.rows(ids)
    return [
        {name: row[name] for name in ("id", "title", "location", "compensation", "contactInfo")}
        for row in rows.values()
    ]


def _show(live: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    say(f"3  {len(live)} calls stand in the site's table; the first {min(SHOWN, len(live))}:")
    table = Table()
    for name in ("title", "location", "compensation", "contact"):
        table.add_column(name, overflow="fold")
    for row in live[:SHOWN]:
        table.add_row(
            *(row[name] or "" for name in ("title", "location", "compensation", "contactInfo"))
        )
    Console().print(table)
