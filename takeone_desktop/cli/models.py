"""`takeone models`: who reads messages, for how much money, and what it cost so far."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli import models_batch
from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, Workspace, services
from takeone_desktop.cli.output import emit, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.extraction.configured import ModelConfig

app = typer.Typer(help="Language models and their costs.", no_args_is_help=True)
app.add_typer(models_batch.app, name="batch")
ProviderArgument = Annotated[str, typer.Argument(help="anthropic, openai or local.")]


@app.command()
def show(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show which models are used in which order, the budget, and what was spent."""
    from db.queries import models as rows
    from pipeline.extraction.configured import read_config
    from pipeline.extraction.spending.budget import Spent, care
    from pipeline.extraction.spending.ledger import beginnings

    day, month = beginnings(datetime.now(UTC))
    with services(workspace) as opened, opened.database.reading() as session:
        config = read_config(session)
        chain = opened.models.build(config)
        today, this_month = rows.spent_since(session, day), rows.spent_since(session, month)
        told: dict[str, Any] = {
            **config.model_dump(mode="json"),
            "keys": {one.provider: opened.keys.place(one.provider).value for one in config.choices},
            "today_usd": today / 1e6,
            "month_usd": this_month / 1e6,
            "care": care(chain.budget, Spent(today, this_month)).value,
            "by_model": [
                {"model": name, "requests": count, "tokens": tokens, "usd": cost / 1e6}
                for name, count, tokens, cost in rows.costs(session, month, "model")
            ],
        }
    if as_json:
        emit(told)
        return
    for number, choice in enumerate(told["choices"], start=1):
        key = told["keys"][choice["provider"]]
        say(f"{number}. {choice['provider']}: {choice['strong']} / {choice['cheap']} (key: {key})")
    say(f"{len(told['choices']) + 1}. rules")
    say(f"Today ${told['today_usd']:.4f}, this month ${told['month_usd']:.4f}: {told['care']}.")


@app.command()
def use(
    provider: ProviderArgument,
    strong: Annotated[str, typer.Option(help="The model for ordinary days.")],
    cheap: Annotated[str, typer.Option(help="The one when money is short.")] = "",
    base_url: Annotated[str, typer.Option(help="Where a local server listens.")] = "",
    first: Annotated[bool, typer.Option("--first", help="Ask it before all others.")] = False,
    workspace: Workspace = None,
) -> None:
    """Add a provider to the end of the list, or change it."""
    from pydantic import ValidationError

    from pipeline.extraction.configured import ModelChoice

    given = {"provider": provider, "strong": strong, "cheap": cheap or strong}
    try:
        choice = ModelChoice.model_validate({**given, "base_url": base_url})
    except ValidationError as error:
        raise typer.BadParameter(error.errors()[0]["msg"]) from error

    def changed(config: ModelConfig) -> ModelConfig:
        others = [one for one in config.choices if one.provider != provider]
        return config.model_copy(
            update={"choices": (choice, *others) if first else (*others, choice)}
        )

    _change(workspace, changed)


@app.command()
def remove(provider: ProviderArgument, workspace: Workspace = None) -> None:
    """Ask a provider no more."""

    def changed(config: ModelConfig) -> ModelConfig:
        others = tuple(one for one in config.choices if one.provider != provider)
        if len(others) == len(config.choices):
            raise typer.BadParameter(f"{provider} is not in the list.")
        return config.model_copy(update={"choices": others})

    _change(workspace, changed)


@app.command()
def budget(
    daily: Annotated[float | None, typer.Option(help="US dollars a day.", min=0)] = None,
    monthly: Annotated[float | None, typer.Option(help="US dollars a month.", min=0)] = None,
    workspace: Workspace = None,
) -> None:
    """Set what may be spent; a limit that is not named is taken away."""
    _change(
        workspace,
        lambda config: config.model_copy(update={"daily_usd": daily, "monthly_usd": monthly}),
    )


@app.command("test")
def try_key(
    provider: ProviderArgument, workspace: Workspace = None, as_json: AsJson = False
) -> int:
    """Test a provider's key: list the models it may use. Costs nothing."""
    from pipeline.errors import TakeOneError
    from pipeline.extraction.configured import read_config

    with services(workspace) as opened:
        with opened.database.reading() as session:
            choices = read_config(session).choices
        choice = next((one for one in choices if one.provider == provider), None)
        if choice is None:
            raise typer.BadParameter(f"{provider} is not in the list; add it with `models use`.")
        started = time.monotonic()
        try:
            found = asyncio.run(opened.models.test(choice))
        except TakeOneError as error:
            _say(as_json, {"works": False, "error": str(error)}, str(error))
            return Exit.FAILURES
        seconds = time.monotonic() - started
    told = {"works": True, "seconds": round(seconds, 2), "models": found}
    _say(as_json, told, f"Works, {seconds:.1f} s, {len(found)} models.")
    return Exit.DONE


def _change(workspace: str | None, changed: Callable[[ModelConfig], ModelConfig]) -> None:
    from pipeline.extraction.configured import read_config, write_config

    with services(workspace) as opened, opened.database.writing() as session:
        config = changed(read_config(session))
        write_config(session, config, by=opened.settings.user)
    say(f"In this order: {', '.join([*(one.provider for one in config.choices), 'rules'])}.")


def _say(as_json: bool, told: dict[str, Any], sentence: str) -> None:
    if as_json:
        emit(told)
    else:
        say(sentence)
