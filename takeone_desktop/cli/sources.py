"""`takeone sources`: what is asked for messages, how it is, and asking it now."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import HIGHEST_ID, AsJson, Workspace, services
from takeone_desktop.cli.output import emit, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from db.models import Source
    from takeone_desktop.assemble import Services

app = typer.Typer(help="Live sources of messages.", no_args_is_help=True)
SourceId = Annotated[int, typer.Argument(min=1, max=HIGHEST_ID, metavar="ID")]


@app.command("list")
def list_sources(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List the live sources, with their health."""
    with services(workspace) as opened:
        found = [source_json(source) for source in opened.catalogue.all()]
    if as_json:
        emit({"sources": found})
        return
    for one in found:
        say(
            f"{one['id']:>5}  {one['state']:<8} {one['adapter']:<10} {one['name']}"
            + (f"  ({one['last_error']})" if one["last_error"] else "")
        )
    say(f"{len(found)} sources.")


@app.command()
def add(
    adapter: Annotated[str, typer.Argument(help="The kind: see `sources kinds`.")],
    identifier: Annotated[str, typer.Argument(help="Its id at its home: a chat id, an address.")],
    name: Annotated[str, typer.Option(help="How people call it.")] = "",
    every: Annotated[int | None, typer.Option(help="Minutes between runs; 0 never.")] = None,
    setting: Annotated[list[str] | None, typer.Option(help="NAME=VALUE, several times.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Add a source; it is asked in a minute while a desk or a worker runs."""
    from pipeline.sources.catalogue import Draft

    draft = Draft(adapter, identifier, name, every, settings=_settings(setting or []))
    with services(workspace) as opened:
        source_id = opened.catalogue.add(draft, by=opened.settings.user)
    _done(as_json, {"id": source_id}, f"Added as {source_id}.")


@app.command()
def kinds(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List the kinds of source, their settings, and whether their key is there."""
    with services(workspace) as opened:
        found = [
            {
                "adapter": kind.name,
                "medium": kind.medium,
                "key": kind.key,
                "key_from": opened.keys.place(kind.key).value if kind.key else None,
                "settings": [field.name for field in kind.form],
                "example": kind.identifier_hint,
            }
            for kind in opened.catalogue.kinds.values()
        ]
    if as_json:
        emit({"kinds": found})
        return
    for one in found:
        key = f"key {one['key']}: {one['key_from']}" if one["key"] else "no key needed"
        say(f"{one['adapter']:<10} {one['medium']:<10} {key:<24} {one['example']}")


@app.command()
def pause(source_id: SourceId, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Ask a source no more until it is resumed."""
    with services(workspace) as opened:
        opened.catalogue.pause(source_id, by=opened.settings.user)
    _done(as_json, {"id": source_id, "state": "paused"}, "Paused.")


@app.command()
def resume(source_id: SourceId, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Ask a paused, locked or gone source again."""
    with services(workspace) as opened:
        opened.catalogue.resume(source_id, by=opened.settings.user)
    _done(as_json, {"id": source_id, "state": "active"}, "Resumed.")


@app.command()
def remove(source_id: SourceId, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Take a source off the list. What it brought stays."""
    with services(workspace) as opened:
        opened.catalogue.remove(source_id, by=opened.settings.user)
    _done(as_json, {"id": source_id, "state": "removed"}, "Removed.")


@app.command()
def run(source_id: SourceId, workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Ask a source now, and say what it brought."""
    from pipeline.sources.runner import OK

    with services(workspace) as opened, _running(opened):
        outcome = opened.orchestrator.run_now(source_id).result()
        newest = opened.catalogue.runs(source_id)[0]
    told = {
        "outcome": outcome,
        "fetched": newest.fetched,
        "stored": newest.stored,
        "passed": newest.passed,
        "edited": newest.edited,
        "deleted": newest.deleted,
        "cost_usd": newest.cost / 1e6,
        "error": newest.error or None,
    }
    sentence = newest.error or f"{newest.fetched} fetched, {newest.stored} new."
    _done(as_json, told, sentence)
    return Exit.DONE if outcome == OK else Exit.FAILURES


@app.command("try")
def try_out(
    adapter: Annotated[str, typer.Argument(help="The kind: see `sources kinds`.")],
    identifier: Annotated[str, typer.Argument(help="Its id at its home.")],
    setting: Annotated[list[str] | None, typer.Option(help="NAME=VALUE, several times.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what a source would bring, and what the prefilter says of it; nothing is stored."""
    from pipeline.prefilter.load import default_prefilter
    from pipeline.sources.catalogue import Draft

    prefilter = default_prefilter()
    with services(workspace) as opened, _running(opened):
        draft = Draft(adapter, identifier, settings=_settings(setting or []))
        page = opened.orchestrator.try_out(adapter, opened.catalogue.checked(draft)).result()
        shown = [
            {
                "id": one.id,
                "sent_at": one.sent_at.isoformat() if one.sent_at else None,
                "text": one.text,
                "band": prefilter.decide(one.text).band.value,
            }
            for one in (page.messages if page else ())
        ]
    if as_json:
        emit({"messages": shown})
        return
    for message in shown:
        text = str(message["text"])[:80]
        say(f"{message['band']:<7} {message['sent_at'] or '':<20} {text!r}")
    say(f"{len(shown)} messages; nothing was stored.")


@app.command("export")
def export_csv(workspace: Workspace = None) -> None:
    """Print all sources as CSV."""
    with services(workspace) as opened:
        sys.stdout.write(opened.catalogue.to_csv())


@app.command("import")
def import_csv(
    path: Annotated[Path, typer.Argument(help="A CSV as `sources export` writes it.")],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Add the sources of a CSV; lines that can't be added are named."""
    from pipeline.errors import Invalid

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"{path} is not UTF-8; save it as CSV in UTF-8.") from error
    with services(workspace) as opened:
        report = opened.catalogue.from_csv(text, by=opened.settings.user)
    for problem in report.problems:
        say(problem)
    told = {"added": list(report.added), "problems": list(report.problems)}
    _done(as_json, told, f"{len(report.added)} added.")
    return Exit.FAILURES if report.problems else Exit.DONE


@app.command()
def key(
    name: Annotated[str, typer.Argument(help="whapi, apify, anthropic, ...")],
    forget: Annotated[bool, typer.Option("--forget", help="Remove the key.")] = False,
) -> None:
    """Enter a key once; it is asked for, and kept in the system's keyring."""
    from takeone_desktop.secrets import NAMES, KeyringKeys

    if name not in NAMES:
        raise typer.BadParameter(f"There is no key called {name}; there are {', '.join(NAMES)}.")
    if forget:
        KeyringKeys().remove(name)
        say("Forgotten.")
        return
    KeyringKeys().put(name, typer.prompt(f"Key for {name}", hide_input=True, err=True))
    say("Kept in the system's keyring.")


def source_json(source: Source) -> dict[str, Any]:
    """One source as scripts read it."""
    return {
        "id": source.id,
        "adapter": source.adapter,
        "identifier": source.identifier,
        "name": source.name,
        "state": source.state,
        "every_minutes": source.every_minutes,
        "priority": source.priority,
        "settings": dict(source.settings),
        "last_run_at": source.last_run_at.isoformat() if source.last_run_at else None,
        "next_run_at": source.next_run_at.isoformat() if source.next_run_at else None,
        "failures": source.failures,
        "last_error": source.last_error or None,
        "cost_usd": source.cost / 1e6,
    }


def _settings(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not mark:
            raise typer.BadParameter(f"“{one}” is not written as NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _running(opened: Services) -> AbstractContextManager[None]:
    from contextlib import contextmanager

    @contextmanager
    def running() -> Iterator[None]:
        opened.orchestrator.start()
        try:
            yield
        finally:
            opened.orchestrator.stop()

    return running()


def _done(as_json: bool, told: dict[str, Any], sentence: str) -> None:
    if as_json:
        emit(told)
    else:
        say(sentence)
