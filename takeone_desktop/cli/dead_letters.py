"""`takeone dead-letters`: what failed for good, why, and once more please."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import HIGHEST_ID, AsJson, Workspace, running_engine, services
from takeone_desktop.cli.output import counted, emit, put

app = typer.Typer(help="Look at failed work, and run it again.", no_args_is_help=True)


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
def show(
    letter_id: Annotated[int, typer.Argument(max=HIGHEST_ID)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show one dead letter with its whole context."""
    with services(workspace) as opened:
        letter = opened.dead_letters.show(letter_id)
        text = opened.dead_letters.message_text(letter)
    whole = {**letter_json(letter), "detail": letter.detail, "message": text}
    if as_json:
        emit(whole)
        return
    for name, value in whole.items():
        put(f"{name}: {value}")


@app.command()
def replay(
    ids: Annotated[
        list[int] | None, typer.Argument(help="Ids of dead letters.", max=HIGHEST_ID)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every open dead letter.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Run failed work again, and wait for it."""
    if bool(ids) == every:
        raise typer.BadParameter("Name the ids of dead letters, or --all.")
    with services(workspace) as opened:
        chosen = [letter.id for letter in opened.dead_letters.open()] if every else ids or []
        replayed = opened.dead_letters.replay(chosen)
        with running_engine(opened):
            opened.engine.wait_idle(timeout=600)
        again = {letter.id for letter in opened.dead_letters.open()} & set(replayed)
    if as_json:
        emit({"replayed": replayed, "failed_again": sorted(again)})
    else:
        put(f"{len(replayed)} replayed, {len(again)} failed again.")
    return Exit.FAILURES if again else Exit.DONE


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
        "first_at": letter.first_at.isoformat(),
        "last_at": letter.last_at.isoformat(),
    }
