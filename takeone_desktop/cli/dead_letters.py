"""`takeone dead-letters`: what failed for good, why, and once more please."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import HIGHEST_ID, AsJson, Workspace, running_engine, services
from takeone_desktop.cli.output import counted, emit, put

if TYPE_CHECKING:
    from pipeline.jobs.letters_desk import LettersDesk
    from takeone_desktop.assemble import Services

app = typer.Typer(help="Look at failed work, and run it again.", no_args_is_help=True)
Ids = Annotated[list[int] | None, typer.Argument(help="Ids of dead letters.", max=HIGHEST_ID)]
Signature = Annotated[
    str | None, typer.Option(help="All of one cause, as `groups` names it.", show_default=False)
]
WAIT = 600


@app.command("list")
def list_letters(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List open dead letters, newest first."""
    with services(workspace) as opened:
        letters = [letter_json(letter) for letter in opened.dead_letters.open()]
    if as_json:
        emit({"dead_letters": letters})
        return
    for letter in letters:
        put(f"{letter['id']:>6}  {letter['job']:<8} {letter['failure']:<14} {letter['error']}")
    put(f"{counted(len(letters), 'dead letter')}.")


@app.command()
def groups(
    state: Annotated[str, typer.Option(help="open, replayed or resolved.")] = "open",
    find: Annotated[str, typer.Option(help="Only what says this.", show_default=False)] = "",
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List the causes of dead letters; the one that struck last comes first."""
    from db.models import LetterState

    if state not in tuple(LetterState):
        raise typer.BadParameter(f"There is no state {state}; there are open, replayed, resolved.")
    with services(workspace) as opened:
        found = desk(opened).causes(state, find)
    causes = [
        {
            "signature": one.group.signature,
            "letters": one.group.count,
            "failure": one.group.failure,
            "job": one.job,
            "error": one.said,
            "first_at": one.group.first_at.isoformat(),
            "last_at": one.group.last_at.isoformat(),
            "days": list(one.trend),
        }
        for one in found.causes
    ]
    if as_json:
        emit({"groups": causes, "counts": found.counts})
        return
    for cause in causes:
        put(f"{cause['letters']:>6}  {cause['failure']:<14} {cause['signature']}")
    put(f"{counted(len(causes), 'cause')}.")


@app.command()
def show(
    letter_id: Annotated[int, typer.Argument(max=HIGHEST_ID)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show one dead letter with its whole context."""
    with services(workspace) as opened:
        context = desk(opened).context(letter_id)
    letter = context.letter
    whole = {
        **letter_json(letter),
        "detail": letter.detail,
        "message": context.text or None,
        "corrected": context.correction.text if context.correction else None,
    }
    if as_json:
        emit(whole)
        return
    for name, value in whole.items():
        put(f"{name}: {value}")


@app.command()
def replay(
    ids: Ids = None,
    every: Annotated[bool, typer.Option("--all", help="Every open dead letter.")] = False,
    signature: Signature = None,
    rate: Annotated[
        float, typer.Option(help="Letters a second; 0: as fast as it goes.", min=0)
    ] = 0.0,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Run failed work again, and wait for it.

    Of one cause, five letters go first; the rest follows when all of them have passed.
    """
    if sum((bool(ids), every, signature is not None)) != 1:
        raise typer.BadParameter("Name the ids of dead letters, or --signature, or --all.")
    with services(workspace) as opened:
        if signature is not None:
            return _replay_cause(opened, signature, rate, as_json)
        chosen = [letter.id for letter in opened.dead_letters.open()] if every else ids or []
        replayed = opened.dead_letters.replay(chosen, opened.settings.user)
        with running_engine(opened):
            opened.engine.wait_idle(timeout=WAIT)
        again = {letter.id for letter in opened.dead_letters.open()} & set(replayed)
    if as_json:
        emit({"replayed": replayed, "failed_again": sorted(again)})
    else:
        put(f"{len(replayed)} replayed, {len(again)} failed again.")
    return Exit.FAILURES if again else Exit.DONE


def _replay_cause(opened: Services, signature: str, rate: float, as_json: bool) -> int:
    import asyncio

    from pipeline.jobs.letters_replay import Outcome, Verdict, outcomes, replay_many

    by = opened.settings.user
    plan = desk(opened).plan(signature)
    with running_engine(opened):
        done = asyncio.run(replay_many(opened.dead_letters, plan.ids, by, rate=rate, patience=WAIT))
        opened.engine.wait_idle(timeout=WAIT)
    found = outcomes(opened.dead_letters, done.ids)
    again = [one for one, outcome in found.items() if outcome is Outcome.FAILED]
    left = len(plan.ids) - len(done.ids)
    if as_json:
        usd = plan.cost.cost / 1e6 if plan.cost and plan.cost.priced else None
        emit(
            {
                "replayed": done.ids,
                "failed_again": again,
                "canaries": done.canaries,
                "verdict": done.verdict.value,
                "left": left,
                "estimated_usd": usd,
            }
        )
    else:
        put(f"{len(done.ids)} replayed, {len(again)} failed again, {left} left as they were.")
        if done.verdict is not Verdict.DONE:
            put("The first ones did not all pass, so the rest was not tried.")
    return Exit.FAILURES if again or left else Exit.DONE


@app.command()
def resolve(
    ids: Ids = None,
    signature: Signature = None,
    note: Annotated[str, typer.Option(help="Why they need no more work.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Open resolved ones again.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Close dead letters that need no more work."""
    from db.models import LetterState

    if bool(ids) == (signature is not None):
        raise typer.BadParameter("Name the ids of dead letters, or --signature.")
    with services(workspace) as opened:
        state = LetterState.RESOLVED if undo else LetterState.OPEN
        chosen = ids or desk(opened).ids(state, signature or "")
        by = opened.settings.user
        letters = opened.dead_letters
        done = letters.reopen(chosen, by) if undo else letters.resolve(chosen, note, by)
    if as_json:
        emit({"reopened" if undo else "resolved": done})
    else:
        put(f"{len(done)} {'opened again' if undo else 'resolved'}.")
    return Exit.DONE if len(done) == len(chosen) else Exit.FAILURES


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="A .csv or .json file.", dir_okay=False)],
    signature: Signature = None,
    state: Annotated[str, typer.Option(help="open, replayed or resolved.")] = "open",
    workspace: Workspace = None,
) -> None:
    """Write the dead letters of one cause, or all of a state, to a file."""
    from pipeline.jobs.letters_report import to_csv, to_json

    with services(workspace) as opened:
        letters = desk(opened)
        whole = letters.whole(_chosen(letters, state, signature))
    if path.suffix.lower() == ".json":
        path.write_text(to_json(whole), encoding="utf-8")
    else:
        path.write_text(to_csv(whole), encoding="utf-8-sig", newline="")
    put(f"{counted(len(whole), 'dead letter')} written to {path}.")


def _chosen(letters: LettersDesk, state: str, signature: str | None) -> Sequence[int]:
    if signature is not None:
        return letters.ids(state, signature)
    causes = letters.causes(state).causes
    return [one for cause in causes for one in letters.ids(state, cause.group.signature)]


def desk(opened: Services) -> LettersDesk:
    """The letters as a person works through them."""
    from pipeline.jobs.letters_desk import LettersDesk

    ahead = opened.foresight
    return LettersDesk(opened.dead_letters, ahead.prices, ahead.resting, ahead.prompt)


def letter_json(letter: Any) -> dict[str, Any]:
    """One dead letter as scripts read it."""
    return {
        "id": letter.id,
        "job": letter.job,
        "failure": letter.failure,
        "error": letter.error,
        "signature": letter.signature,
        "message_id": letter.message_id,
        "call_id": letter.call_id,
        "attempts": letter.attempts,
        "state": letter.state,
        "note": letter.note,
        "first_at": letter.first_at.isoformat(),
        "last_at": letter.last_at.isoformat(),
    }
