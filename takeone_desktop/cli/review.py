"""`takeone review`: the review desk for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import HIGHEST_ID, AsJson, Workspace, services
from takeone_desktop.cli.output import counted, emit, put, say

if TYPE_CHECKING:
    from pipeline.review.values import CallDetail, Done
    from takeone_desktop.assemble import Services

app = typer.Typer(help="List, approve, reject and restore calls.", no_args_is_help=True)
Ids = Annotated[list[int] | None, typer.Argument(help="Ids of calls.", max=HIGHEST_ID)]
AllPending = Annotated[bool, typer.Option("--all-pending", help="Every call that waits.")]


@app.command("list")
def list_calls(
    workspace: Workspace = None,
    as_json: AsJson = False,
    status: Annotated[str, typer.Option(help="pending, approved, rejected, duplicate")] = "pending",
    search: Annotated[str, typer.Option(help="Words to look for.")] = "",
    limit: Annotated[int, typer.Option(help="At most this many.", min=1)] = 1000,
) -> None:
    """List calls, oldest first."""
    from db.models import CallStatus

    if status not in set(CallStatus):
        raise typer.BadParameter(f"There is no status “{status}”; known: {', '.join(CallStatus)}.")
    with services(workspace) as opened:
        found = _details(opened, status, search, limit)
    if as_json:
        emit({"calls": [call_json(one) for one in found]})
        return
    for one in found:
        title = next((view.value for view in one.fields if view.name == "title"), "")
        put(f"{one.id:>6}  {title or '(no title)'}")
    put(f"{len(found):,} {status}.")


@app.command()
def approve(
    ids: Ids = None,
    all_pending: AllPending = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Approve calls; they are published by the window, or by `takeone publish --wait`."""
    with services(workspace) as opened:
        chosen = _chosen(opened, ids, all_pending)
        return _report("approved", opened.decisions.approve(chosen, opened.settings.user), as_json)


@app.command()
def reject(
    ids: Ids = None,
    all_pending: AllPending = False,
    reason: Annotated[str, typer.Option(help="Why, as the list of reasons names it.")] = "other",
    note: Annotated[str | None, typer.Option(help="A word to whoever looks at it later.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Reject calls for a reason. They stay and can be restored by `undo`."""
    with services(workspace) as opened:
        chosen = _chosen(opened, ids, all_pending)
        done = opened.decisions.reject(chosen, opened.settings.user, reason, note)
        return _report("rejected", done, as_json)


@app.command()
def undo(
    ids: Ids = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Take back your newest step, or the decision on each of the calls named."""
    with services(workspace) as opened:
        by = opened.settings.user
        if ids:
            return _report("restored", opened.decisions.restore(ids, by), as_json)
        done = opened.decisions.undo(by)
        if done is None:
            say("There is nothing to take back.")
            return Exit.FAILURES
        return _report("restored", done, as_json)


def call_json(one: CallDetail) -> dict[str, Any]:
    """One call as scripts read it."""
    return {
        "id": one.id,
        "status": one.status,
        "fields": {
            view.name.value: {
                "value": view.value,
                "state": view.state,
                "evidence": [
                    {"start": span.start, "end": span.end, "text": one.text[span.start : span.end]}
                    for span in view.spans
                ],
            }
            if view.value
            else None
            for view in one.fields
        },
        "text": one.text,
        "source": one.source,
        "medium": one.medium,
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "flagged": one.flagged,
        "reason": one.reason,
        "decided_by": one.decided_by,
        "alike": list(one.alike),
        "sightings": one.sightings,
        "publication": one.publication,
        "publication_error": one.publication_error or None,
    }


def _details(opened: Services, status: str, search: str, limit: int) -> Sequence[CallDetail]:
    from db.models import CallStatus
    from db.queries import review as rows
    from pipeline.review.desk import list_query, read_detail
    from pipeline.review.values import Filters

    query = list_query(Filters(status=CallStatus(status), text=search))
    with opened.database.reading() as session:
        found = (read_detail(session, call_id) for call_id in rows.ids(session, query)[:limit])
        return [one for one in found if one is not None]


def _chosen(opened: Services, ids: Sequence[int] | None, all_pending: bool) -> list[int]:
    from pipeline.review.decisions import pending_ids

    if bool(ids) == all_pending:
        raise typer.BadParameter("Name the ids of calls, or --all-pending.")
    return pending_ids(opened.database, None if all_pending else ids)


def _report(verb: str, done: Done, as_json: bool) -> int:
    if as_json:
        emit(
            {
                verb: list(done.changed),
                "failures": [{"id": one, "error": error} for one, error in done.failures],
            }
        )
        return Exit.FAILURES if done.failures else Exit.DONE
    for one, error in done.failures:
        say(f"{one}: {error}")
    put(f"{counted(len(done.changed), 'call')} {verb}, {len(done.failures):,} refused.")
    return Exit.FAILURES if done.failures else Exit.DONE
