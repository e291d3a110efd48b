"""Keys of model services: sent where they belong, and told nowhere."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from pipeline.remote.failure import Locked
from tests.extraction.models.asking import (
    NOTHING,
    each,
    provider,
    question,
    with_provider,
)
from tests.keys import Held
from tests.servers.llm import (
    KEY,
    ModelServer,
    ModelStandIn,
)


@each
def test_a_key_is_tested_by_listing_models(name: str, server: ModelServer) -> None:
    """The cheapest question of all tells whether a key works."""
    base = server.anthropic if name == "anthropic" else server.url
    models = with_provider(provider(name, base), lambda p: p.models())
    assert len(models) > 3


@pytest.mark.parametrize("name", ["anthropic", "openai"])
@pytest.mark.parametrize("key", ["", "  ", "sk-ключ", "sk-a\nb", "two words", "x" * 5000])
def test_what_can_be_no_key_is_not_sent(name: str, key: str) -> None:
    """An empty or garbled key is told without asking anybody."""
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        keys = Held(anthropic=key, openai=key)
        with pytest.raises(Locked) as caught:
            with_provider(provider(name, web.url, keys), lambda p: p.ask(question()))
        assert not web.requests
    assert key.strip() == "" or key not in str(caught.value)


def test_a_local_server_needs_no_key() -> None:
    """Most of them have none."""
    with ModelStandIn(lambda _: NOTHING, key="none").serve() as web:
        answer = with_provider(provider("local", web.url, Held()), lambda p: p.ask(question()))
    assert answer.raw == NOTHING


@each
def test_a_wrong_key_is_never_repeated(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Not even when the service repeats it: not in the error, its causes, or any log."""
    wrong = "sk-wrong-secret-424242424242"
    caplog.set_level("DEBUG")
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        keys = Held(anthropic=wrong, openai=wrong, local=wrong)
        with pytest.raises(Locked) as caught:
            with_provider(provider(name, web.url, keys), lambda p: p.ask(question()))
    error: BaseException | None = caught.value
    while error is not None:
        assert wrong not in repr(error)
        error = error.__cause__ or error.__context__
    assert wrong not in "".join(traceback.format_exception(caught.value))
    assert wrong not in caplog.text


@each
def test_a_changed_key_counts_at_once(name: str) -> None:
    """The key is fetched for each call."""
    keys = Held(anthropic="sk-old", openai="sk-old", local="sk-old")
    with ModelStandIn(lambda _: NOTHING).serve() as web:

        async def twice(one: Any) -> str:
            with pytest.raises(Locked):
                await one.ask(question())
            keys._keys.update(anthropic=KEY, openai=KEY, local=KEY)
            return (await one.ask(question())).raw

        assert with_provider(provider(name, web.url, keys), twice) == NOTHING


@each
def test_the_environment_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other programs leave there for the same libraries is not ours."""
    for variable in ("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.setenv(variable, "sk-someone-elses")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-someone-elses")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-someone-elses")
    monkeypatch.setenv("ANTHROPIC_PROFILE", "someone-elses")
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        answer = with_provider(provider(name, web.url), lambda p: p.ask(question()))
        headers = web.requests[0].headers
    assert answer.raw == NOTHING
    assert "someone-elses" not in repr(headers)
