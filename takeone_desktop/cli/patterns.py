"""`takeone patterns`: the terms the prefilter judges by, tried before they act."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.common import HIGHEST_ID, AsJson, Workspace, services
from takeone_desktop.cli.output import emit, put, say

if TYPE_CHECKING:
    from pipeline.learning.candidates import Candidate
    from pipeline.learning.desk import PatternDesk, Preview
    from pipeline.learning.edits import Edits
    from pipeline.learning.terms import TermRow
    from pipeline.prefilter.term import Term
    from takeone_desktop.assemble import Services

app = typer.Typer(help="Terms: look, try a change, apply it, go back.", no_args_is_help=True)

Add = Annotated[
    list[str] | None,
    typer.Option(help="A new term: TOPIC:WEIGHT:TEXT, as in cast:2.5:كاستنج.", show_default=False),
]
Weigh = Annotated[
    list[str] | None,
    typer.Option(help="Another weight: WEIGHT:ID of a term or pattern.", show_default=False),
]
Off = Annotated[list[str] | None, typer.Option(help="Id of a term to turn off.")]
On = Annotated[list[str] | None, typer.Option(help="Id of a term to turn on.")]
Passes = Annotated[float | None, typer.Option("--pass", help="The score that passes.")]
Skips = Annotated[float | None, typer.Option("--skip", help="The score below which is skipped.")]
Changes = Annotated[
    Path | None,
    typer.Option(
        help="A JSON file with “terms”, “patterns” and “thresholds”, as `versions --json` of a "
        "version has them; it replaces all changes so far.",
        exists=True,
        dir_okay=False,
    ),
]
Reason = Annotated[str, typer.Option(help="What for; kept with the version.")]
Term_ = Annotated[str, typer.Argument(help="Id of a term, or its text.")]


@app.command("list")
def list_terms(
    workspace: Workspace = None,
    as_json: AsJson = False,
    search: Annotated[str, typer.Option(help="Part of a term.")] = "",
    topic: Annotated[str, typer.Option(help="Only this topic.")] = "",
    language: Annotated[str, typer.Option(help="ar, en or any.")] = "",
    own: Annotated[bool, typer.Option("--own", help="Only what this workspace changed.")] = False,
) -> None:
    """List the terms with what they did in the past."""
    from pipeline.text.normalise import fold

    with services(workspace) as opened:
        desk = opened.patterns
        rows = desk.terms(desk.open(_told))
        number, thresholds = desk.book.current.number, desk.book.current.rules.thresholds
    wanted = [
        row
        for row in rows
        if fold(search) in fold(row.term.text)
        and topic in ("", row.term.topic)
        and language in ("", row.term.language)
        and (row.own or not own)
    ]
    if as_json:
        told = {"pass": thresholds.passes, "skip": thresholds.skips}
        emit({"version": number, "thresholds": told, "terms": [_row_json(row) for row in wanted]})
        return
    for row in wanted:
        state = " " if row.term.on else "-"
        put(f"{state}{row.term.weight:>7.2f}  {row.record.found:>7,}  {row.term.id}")
    put(f"{len(wanted):,} terms of version {number}.")


@app.command()
def show(term: Term_, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show one term, with what it did in the past."""
    from pipeline.text.normalise import fold

    with services(workspace) as opened:
        desk = opened.patterns
        rows = desk.terms(desk.open(_told))
    found = [row for row in rows if term == row.term.id or fold(term) == fold(row.term.text)]
    if not found:
        raise typer.BadParameter(f"There is no term “{term}”; see `takeone patterns list`.")
    told = [_row_json(row) for row in found]
    if as_json:
        emit({"terms": told})
        return
    for one in told:
        for name, value in one.items():
            put(f"{name:>10}  {value}")


@app.command("backtest")
def try_out(
    add: Add = None,
    weigh: Weigh = None,
    off: Off = None,
    on: On = None,
    passes: Passes = None,
    skips: Skips = None,
    changes: Changes = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what a change would newly catch and newly lose in all past decisions."""
    with services(workspace) as opened:
        edits = _edited(opened, add, weigh, off, on, passes, skips, changes)
        opened.patterns.open(_told)
        preview = opened.patterns.preview(edits)
    if as_json:
        emit(preview.as_json())
        return
    _put_preview(preview)


@app.command("apply")
def apply_change(
    reason: Reason,
    add: Add = None,
    weigh: Weigh = None,
    off: Off = None,
    on: On = None,
    passes: Passes = None,
    skips: Skips = None,
    changes: Changes = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a change the newest version; every desk and worker judges by it at once."""
    with services(workspace) as opened:
        desk = opened.patterns
        edits = _edited(opened, add, weigh, off, on, passes, skips, changes)
        desk.open(_told)
        after = desk.book.current.number
        number = desk.apply(edits, reason, opened.settings.user, after=after)
        _put_version(desk, number, as_json)


@app.command()
def restore(
    version: Annotated[int, typer.Argument(help="Number of a version.", min=0)],
    reason: Reason,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Make an old version the newest again; 0 is what came with the program."""
    with services(workspace) as opened:
        opened.patterns.open(_told)
        number = opened.patterns.restore(version, reason, opened.settings.user)
        _put_version(opened.patterns, number, as_json)


@app.command()
def versions(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List the versions, the newest first, each with what differs from the one before."""
    with services(workspace) as opened:
        book = opened.patterns.book
        told = [
            {
                **one.as_json(),
                "edits": book.edits_of(one.number).as_json(),
                "diff": [diff.as_json() for diff in book.difference(one.number, one.number - 1)]
                if one.number
                else [],
            }
            for one in book.versions()
        ]
    if as_json:
        emit({"versions": told})
        return
    for one in told:
        put(f"{one['version']:>4}  {one['at'] or '':<26}  {one['author']}: {one['reason']}")


@app.command()
def report(
    message: Annotated[int, typer.Argument(help="Id of a message.", min=1, max=HIGHEST_ID)],
    no_call: Annotated[bool, typer.Option("--no-call", help="It is none.")] = False,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    workspace: Workspace = None,
) -> None:
    """Say of a message that it is a call and should have been caught, or that it is none.

    A call that was skipped is read now, by the window or by `takeone worker`.
    """
    with services(workspace) as opened:
        opened.patterns.reports.report(
            message, opened.settings.user, is_call=not no_call, note=note
        )
    put(f"Message {message} is {'no call' if no_call else 'a call'}.")


@app.command()
def candidates(
    look: Annotated[bool, typer.Option("--look", help="Look for new ones first.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List terms that past decisions speak for, with their evidence and what those in the
    shadow would have done."""
    with services(workspace) as opened:
        desk = opened.patterns
        if look:
            desk.open(_told)
            desk.look_for_candidates()
        found = desk.watch()
    if as_json:
        emit({"candidates": [_candidate_json(one) for one in found]})
        return
    for one in found:
        put(f"{one.id:>6}  {one.term.weight:>+6.2f}  missed {one.missed:>5,}  {one.term.text}")
    put(f"{len(found):,} candidates.")


@app.command()
def decide(
    candidate: Annotated[int, typer.Argument(help="Id of a candidate.", min=1, max=HIGHEST_ID)],
    state: Annotated[str, typer.Argument(help="shadow, rejected or open")],
    workspace: Workspace = None,
) -> None:
    """Run a candidate in the shadow, reject it, or open it again. `apply --add` accepts one."""
    from db.models import CandidateState

    if state not in ("shadow", "rejected", "open"):
        raise typer.BadParameter(f"There is no “{state}”; known: shadow, rejected, open.")
    with services(workspace) as opened:
        who = opened.settings.user
        opened.patterns.candidates.decide(candidate, CandidateState(state), who)
    put(f"Candidate {candidate}: {state}.")


def _candidate_json(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.term.text,
        "topic": one.term.topic,
        "weight": one.term.weight,
        "language": one.term.language,
        "state": one.state.value,
        "found": one.found,
        "missed": one.missed,
        "wrong": one.wrong,
        "success_rate": one.success,
        "confidence": one.confidence,
        "evidence": list(one.evidence),
        "shadow": {
            "seen": one.seen,
            "hits": one.hits,
            "caught": one.caught,
            "lost": one.lost,
        },
    }


def _edited(
    opened: Services,
    add: list[str] | None,
    weigh: list[str] | None,
    off: list[str] | None,
    on: list[str] | None,
    passes: float | None,
    skips: float | None,
    changes: Path | None,
) -> Edits:
    """The newest version's edits with what the options ask for."""
    from pipeline.errors import Invalid
    from pipeline.learning.edits import edits_from, reweighed
    from pipeline.prefilter.load import default_rules
    from pipeline.prefilter.term import Thresholds

    shipped = default_rules()
    edits = opened.patterns.book.current.edits
    if changes:
        try:
            edits = edits_from(json.loads(changes.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise Invalid(f"{changes.name} is no JSON that can be read: {error}.") from error
    for written in add or ():
        edits = edits.with_term(_added(written, opened.settings.user), shipped)
    patterns = {pattern.id for pattern in shipped.patterns}
    for written in weigh or ():
        weight, _, name = written.partition(":")
        if name in patterns:
            edits = edits.with_weight(name, _number(weight))
        else:
            term = reweighed(_known(edits, name), _number(weight))
            edits = edits.with_term(term, shipped)
    for names, state in ((off, False), (on, True)):
        for name in names or ():
            edits = edits.with_term(replace(_known(edits, name), on=state), shipped)
    if passes is not None or skips is not None:
        now = edits.thresholds or shipped.thresholds
        limits = Thresholds(
            now.passes if passes is None else passes, now.skips if skips is None else skips
        )
        edits = replace(edits, thresholds=limits)
    return edits


def _added(written: str, author: str) -> Term:
    from pipeline.learning.edits import language_of, new_term
    from pipeline.prefilter.load import default_rules
    from pipeline.prefilter.term import Match

    topic, _, rest = written.partition(":")
    weight, _, text = rest.partition(":")
    return new_term(
        text,
        topic,
        _number(weight),
        language=language_of(text),
        match=Match.PREFIX,
        author=author,
        reason="",
        topics={term.topic for term in default_rules().terms},
    )


def _known(edits: Edits, name: str) -> Term:
    from pipeline.prefilter.load import default_rules

    for term in edits.applied(default_rules()).terms:
        if term.id == name:
            return term
    raise typer.BadParameter(f"There is no term “{name}”; see `takeone patterns list`.")


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError as error:
        raise typer.BadParameter(f"“{written}” is no weight; write a number first.") from error


def _row_json(row: TermRow) -> dict[str, Any]:
    term, record = row.term, row.record
    return {
        "id": term.id,
        "text": term.text,
        "topic": term.topic,
        "language": term.language,
        "kind": term.kind.value,
        "match": term.match.value,
        "weight": term.weight,
        "on": term.on,
        "author": term.author,
        "reason": term.reason,
        "own": row.own,
        "found": record.found,
        "in_calls": record.calls,
        "in_others": record.others,
        "precision": row.right,
        "against": row.against,
        "last": row.last_at.isoformat() if row.last_at else None,
    }


def _put_version(desk: PatternDesk, number: int, as_json: bool) -> None:
    newest = desk.book.versions()[0]
    if as_json:
        emit(newest.as_json())
        return
    put(f"Version {number} judges now: {newest.changes} changes.")


def _put_preview(preview: Preview) -> None:
    outcome = preview.outcome
    for name, moved in (("Newly caught", outcome.caught), ("Newly lost", outcome.lost)):
        put(
            f"{name}: {moved.calls:,} calls, {moved.others:,} others, "
            f"{moved.unknown:,} nobody decided on."
        )
    for name, before, after in (
        ("Precision", outcome.before.precision, outcome.after.precision),
        ("Recall", outcome.before.recall, outcome.after.recall),
    ):
        put(f"{name}: {_share(before)} -> {_share(after)}.")
    put(f"Model calls: {outcome.reads:+,.0f}, ${preview.cost / 1e6:+,.4f}.")


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1%}"


def _told(done: int, total: int) -> None:
    if done == total or not done % 20_000:
        say(f"Read {done:,} of {total:,} past messages.")
