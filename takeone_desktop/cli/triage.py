"""`takeone triage`: dumps in, calls out; the pipeline run to its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.dumps.date_order import UNNEEDED, DateOrder
from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, Workspace, running_engine, services
from takeone_desktop.cli.dead_letters import letter_json
from takeone_desktop.cli.models_batch import send_now
from takeone_desktop.cli.output import counted, emit, put, say
from takeone_desktop.cli.progress import import_progress
from takeone_desktop.cli.reading import AskedColumns, AskedOrder, mapping_of

if TYPE_CHECKING:
    from db.models import Call
    from pipeline.dumps.table import ColumnMapping
    from pipeline.intake.importer import ImportReport
    from takeone_desktop.assemble import Services


def command(
    paths: Annotated[list[Path], typer.Argument(help="Exported chats, datasets or folders.")],
    date_order: AskedOrder = None,
    column: AskedColumns = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Import PATHS, filter, extract and deduplicate; report what came of it."""
    started = time.monotonic()
    mapping = mapping_of(column)
    with services(workspace) as opened:
        foreseen = opened.foresight.all(files_in(paths), mapping=mapping, date_order=date_order)
        if foreseen is not None:
            say(foreseen.sentence())
        reports = import_all(opened, paths, mapping=mapping, date_order=date_order)
        with running_engine(opened):
            opened.engine.wait_idle()
        if opened.batches.unfinished():
            send_now(opened)
        result = summary(opened, reports)
    result["forecast"] = foreseen.as_json() if foreseen else None
    result["seconds"] = round(time.monotonic() - started, 3)
    if as_json:
        emit(result)
    else:
        tell(result)
    return exit_code(result)


def import_all(
    opened: Services,
    paths: Sequence[Path],
    *,
    mapping: ColumnMapping | None = None,
    date_order: DateOrder | None = None,
) -> list[ImportReport]:
    """Import every file, with progress on stderr; a bad one does not stop the rest."""
    reports: list[ImportReport] = []
    for path in files_in(paths):
        with import_progress(path.name) as progress:
            run = opened.importer.run(path, progress, mapping=mapping, date_order=date_order)
            reports.append(run)
    return reports


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files meant: those named, and those lying in folders named."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"There is no file or folder {path}.")
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else []
        found.extend(inside or [path])
    return found


def summary(opened: Services, reports: Sequence[ImportReport]) -> dict[str, Any]:
    """What came of these imports, as scripts read it."""
    from db.queries import calls as call_rows
    from db.queries import dead_letters, messages

    runs = [report.run_id for report in reports if report.run_id is not None]
    with opened.database.reading() as session:
        bands = messages.bands(session, runs)
        found = call_rows.from_imports(session, runs)
        ids = call_rows.message_ids(session, [call.id for call in found])
        letters = dead_letters.of_imports(session, runs)
    return {
        "files": [report.as_json() for report in reports],
        "prefilter": {band: bands.get(band, 0) for band in ("pass", "unsure", "skip")},
        "calls": [call_json(call, ids.get(call.id, [])) for call in found],
        "dead_letters": [letter_json(letter) for letter in letters],
        "batches": [one.as_json() for one in opened.batches.overview() if one.open],
    }


def call_json(call: Call, message_ids: Sequence[str]) -> dict[str, Any]:
    """One call as scripts read it."""
    from pipeline.review.fields import views

    return {
        "id": call.id,
        "status": call.status,
        "fields": {
            view.name.value: {"value": view.value, "state": view.state} if view.value else None
            for view in views(call)
        },
        "content_hash": call.content_hash,
        "cluster": call.cluster_id,
        "message_ids": list(message_ids),
    }


def exit_code(result: dict[str, Any]) -> int:
    """Cannot work when no file could be read; failures when some could not, or letters died."""
    failed = [file for file in result["files"] if file["error"]]
    if failed and len(failed) == len(result["files"]):
        return Exit.CANNOT_WORK
    return Exit.FAILURES if failed or result["dead_letters"] else Exit.DONE


def tell(result: dict[str, Any], line: Callable[[str], None] = put) -> None:
    """The same for a person."""
    for file in result["files"]:
        for sentence in _of_file(file):
            line(sentence)
    bands = result["prefilter"]
    if any(bands.values()):
        line(f"{bands['pass']:,} passed, {bands['unsure']:,} unsure, {bands['skip']:,} skipped.")
    pending = [call for call in result["calls"] if call["status"] == "pending"]
    if pending:
        clusters = counted(len({call["cluster"] for call in pending}), "cluster")
        line(f"{counted(len(pending), 'call')} in {clusters} wait for review.")
    else:
        line("No new call waits for review.")
    if result["batches"]:
        waiting = sum(one["messages"] - one["answered"] for one in result["batches"])
        line(f"{waiting} messages are answered within a day: see `takeone models batch status`.")
    if result["dead_letters"]:
        letters = counted(len(result["dead_letters"]), "dead letter")
        line(f"{letters}: see `takeone dead-letters list`.")
    line(f"{result['seconds']:.1f} s.")


def _of_file(file: dict[str, Any]) -> Iterator[str]:
    """What came of one file, and how it was read where that could be otherwise."""
    if file["error"]:
        yield f"{file['path']}: {file['error']}"
        return
    counts = [counted(file["messages"], "message"), f"{file['stored']:,} new"]
    counts += [f"{file[what]:,} {what}" for what in ("edited", "deleted") if file[what]]
    yield f"{file['path']}: {file['format']}, {', '.join(counts)}."
    if file["date_order"] and file["date_order"] != UNNEEDED.sentence:
        yield f"  {file['date_order']}"
    if file["note"]:
        yield f"  {file['note']}"
