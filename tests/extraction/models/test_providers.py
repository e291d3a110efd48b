"""Providers against real HTTP: what they send, and what each answer becomes."""

from __future__ import annotations

import gzip
import json
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.extraction.models import client
from pipeline.extraction.models.exchange import MOST_COUNTED, count
from pipeline.extraction.models.port import (
    Correction,
    Example,
    InvalidAnswer,
    Question,
    Refused,
    Usage,
)
from pipeline.remote.failure import Gone, Locked, RateLimited
from pipeline.remote.policy import Patience
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
    anthropic_message,
    openai_completion,
)
from tests.servers.web import Answer, as_json


def bodies(name: str, said: str, **more: Any) -> dict[str, Any]:
    return (anthropic_message if name == "anthropic" else openai_completion)(said, **more)


def asked(name: str, *answers: Answer, patience: Patience | None = None) -> TakeOneError:
    """The error that asking ends in when the server answers like that."""
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        web.faults.extend(answers)
        one = provider(name, web.url, **({"patience": patience} if patience else {}))
        with pytest.raises(TakeOneError) as caught:
            with_provider(one, lambda p: p.ask(question()))
    told = "".join(traceback.format_exception(caught.value))
    assert KEY not in told
    return caught.value


@each
def test_llmock_is_answered_by_each_provider(name: str, server: ModelServer) -> None:
    """The library, the wire and our reading of it fit a server none of us wrote."""
    server.reply(NOTHING)
    base = server.anthropic if name == "anthropic" else server.url
    answer = with_provider(provider(name, base), lambda p: p.ask(question()))
    assert answer.raw == NOTHING
    assert answer.usage.output > 0
    assert answer.seconds > 0


@each
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, Locked),
        (402, Locked),
        (403, Locked),
        (404, Gone),
        (422, Rejected),
        (429, RateLimited),
        (500, Unavailable),
        (503, Unavailable),
        (529, Unavailable),
    ],
)
def test_llmock_failures_become_ours(
    name: str, status: int, kind: type[TakeOneError], server: ModelServer
) -> None:
    """Each status is one of the few answers a caller has to know."""
    server.fail(status)
    base = server.anthropic if name == "anthropic" else server.url
    with pytest.raises(kind) as caught:
        with_provider(provider(name, base), lambda p: p.ask(question()))
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert len(server.requests()) == 1, "the library must not try again behind our back"


@each
def test_usage_counts_cached_tokens_among_the_input(name: str) -> None:
    """Both services count otherwise; we count one way."""
    with ModelStandIn(lambda _: NOTHING, cached=900).serve() as web:
        answer = with_provider(provider(name, web.url), lambda p: p.ask(question()))
    assert answer.usage.cached == 900
    assert answer.usage.input > 900


def test_tokens_written_to_the_cache_are_told_apart() -> None:
    """They cost more than others."""
    body = anthropic_message(NOTHING)
    body["usage"] |= {"cache_creation_input_tokens": 700, "input_tokens": 50, "output_tokens": 9}
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        web.faults.append(as_json(body))
        answer = with_provider(provider("anthropic", web.url), lambda p: p.ask(question()))
    assert answer.usage == Usage(input=750, cached=0, output=9, written=700)


@each
def test_the_request_has_structure_and_a_cached_beginning(name: str) -> None:
    """System and examples come first and unchanged, the message last, the schema beside them."""
    wanted = Question(
        "Be brief.",
        (Example("one", "{}"), Example("two", "{}")),
        "the message",
        "model-a",
        321,
        Correction("bad", "mend it"),
    )
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        with_provider(provider(name, web.url), lambda p: p.ask(wanted))
        body = json.loads(web.requests[0].body)
    assert body["model"] == "model-a"
    texts = [turn["content"] for turn in body["messages"]]
    assert texts[-3:] == ["the message", "bad", "mend it"]
    if name == "anthropic":
        assert body["system"][0]["cache_control"] == {"type": "ephemeral"}
        assert "cache_control" not in body["messages"][1]["content"][0]
        assert body["messages"][3]["content"][0]["cache_control"] == {"type": "ephemeral"}
        assert body["max_tokens"] == 321
        schema = body["output_config"]["format"]["schema"]
    else:
        assert body["messages"][0] == {"role": "system", "content": "Be brief."}
        assert body["max_completion_tokens" if name == "openai" else "max_tokens"] == 321
        assert ("prompt_cache_key" in body) == (name == "openai")
        assert body["response_format"]["json_schema"]["strict"] is True
        schema = body["response_format"]["json_schema"]["schema"]
    assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize(
    ("name", "model", "effort"),
    [
        ("anthropic", "claude-haiku-5-5", "low"),
        ("anthropic", "claude-opus-5", "low"),
        ("anthropic", "claude-sonnet-4-6", "low"),
        ("anthropic", "claude-haiku-4-5-20251001", None),
        ("anthropic", "claude-3-5-sonnet-20241022", None),
        ("openai", "gpt-6-luna", "low"),
        ("openai", "gpt-6.2-sol", "low"),
        ("openai", "o4-mini", "low"),
        ("openai", "gpt-4.1", None),
        ("openai", "gpt-5-pro", None),
        ("local", "gpt-6-luna", None),
    ],
)
def test_a_model_that_thinks_is_told_to_think_little(
    name: str, model: str, effort: str | None
) -> None:
    """Thoughts are paid for, and leave less of the limit for the answer; others refuse the word."""
    wanted = Question("Be brief.", (), "hi", model, 100)
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        with_provider(provider(name, web.url), lambda p: p.ask(wanted))
        body = json.loads(web.requests[0].body)
    sent = body["output_config"] if name == "anthropic" else body
    assert sent.get("effort" if name == "anthropic" else "reasoning_effort") == effort


def test_thoughts_are_no_part_of_the_answer() -> None:
    """Blocks are told apart by what they are, not by where they stand."""
    body = anthropic_message(NOTHING)
    body["content"].insert(
        0, {"type": "thinking", "thinking": "Hm.", "text": "Hm.", "signature": "x"}
    )
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        web.faults.append(as_json(body))
        answer = with_provider(provider("anthropic", web.url), lambda p: p.ask(question()))
    assert answer.raw == NOTHING


@each
def test_retry_after_is_read_in_both_forms(name: str) -> None:
    """Seconds or a date; a wait too long to sit out goes to the caller."""
    error = asked(name, as_json({"error": {}}, 429, **{"Retry-After": "17"}))
    assert isinstance(error, RateLimited)
    assert error.wait == 17
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    error = asked(name, as_json({"error": {}}, 429, **{"Retry-After": at}))
    assert isinstance(error, RateLimited)
    assert error.wait is not None
    assert 80 < error.wait <= 90


@each
def test_a_short_wait_is_sat_out(name: str) -> None:
    """After a 429 the same call is made again, not before its time."""
    patience = Patience(timeout=5, waits=(0.01,))
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        web.faults.append(as_json({"error": {}}, 429, **{"Retry-After": "1"}))
        answer = with_provider(
            provider(name, web.url, patience=patience), lambda p: p.ask(question())
        )
        first, second = web.requests
    assert answer.raw == NOTHING
    assert second.at - first.at >= 1


@each
@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}},
        {"error": {"type": "x", "message": "Your credit balance is too low to use the API"}},
    ],
)
def test_an_empty_account_is_no_rate_limit(name: str, body: dict[str, Any]) -> None:
    """Waiting does not fill an account: a person must."""
    assert isinstance(asked(name, as_json(body, 429, **{"Retry-After": "1"})), Locked)
    assert isinstance(asked(name, as_json(body, 400)), Locked)


@each
@pytest.mark.parametrize(
    "fault",
    [
        Answer(stall=3),
        Answer(body=b'{"id": "x"}', body_stall=3),
        Answer(body=b"{} " * 99, cut=True),
    ],
    ids=["slow first byte", "stalled body", "cut"],
)
def test_a_service_that_hangs_or_breaks_off_is_unavailable(name: str, fault: Answer) -> None:
    """Nobody waits longer than the policy says."""
    error = asked(name, fault, patience=Patience(timeout=0.6, waits=()))
    assert type(error) is Unavailable


@each
def test_nobody_listening_is_unavailable(name: str) -> None:
    """A closed port is said, and healed by waiting."""
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        url = web.url
    with pytest.raises(Unavailable):
        with_provider(provider(name, url), lambda p: p.ask(question()))


@each
@pytest.mark.parametrize(
    "address",
    [
        "", "ftp://models.example", "models.example/v1", "http://", "http://[::1", "http://:80",
        "http://127.0.0.1:port", "https://host:99999/v1", "http://\ud800.example", "http://a\nb",
        "http://name:secret@models.example/v1", "http://models.example/v1?key=secret",
        "http://models.example/v1#secret",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_at_once(name: str, address: str) -> None:
    """The mistake is told where it is made."""
    from pipeline.extraction.models.anthropic import AnthropicProvider
    from pipeline.extraction.models.openai import CompatibleProvider
    from pipeline.remote.remotes import Remotes

    kind = AnthropicProvider if name == "anthropic" else CompatibleProvider
    with pytest.raises(Invalid) as caught:
        kind(Remotes(), Held(), base_url=address)
    assert "secret" not in str(caught.value)


@each
@pytest.mark.parametrize(
    "fault",
    [
        Answer(
            body=b"<html>Log in to the hotel's wifi</html>", headers={"Content-Type": "text/html"}
        ),
        Answer(body=b'{"id": "msg", "usage": {"inp', headers={"Content-Type": "application/json"}),
        Answer(body=b"[" * 100_000, headers={"Content-Type": "application/json"}),
        Answer(body=b"[]", headers={"Content-Type": "application/json"}),
        Answer(body=b"\xff\xfe\x00", headers={"Content-Type": "application/octet-stream"}),
        Answer(body=b"", headers={"Content-Type": "application/json"}),
    ],
    ids=["html", "truncated", "deep", "list", "binary", "empty"],
)
def test_what_is_no_answer_is_kept_as_invalid(name: str, fault: Answer) -> None:
    """A person can look at what came."""
    error = asked(name, fault)
    assert isinstance(error, InvalidAnswer)
    assert len(error.raw) <= 200_000


@each
def test_a_packed_answer_is_not_unpacked(name: str) -> None:
    """A megabyte of it may be a gigabyte."""
    bomb = Answer(
        body=gzip.compress(bytes(50 << 20)),
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
    )
    error = asked(name, bomb, patience=Patience(waits=()))
    assert type(error) is Unavailable
    assert "packed" in str(error)


@each
def test_an_answer_without_end_is_not_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES", 1 << 20)
    endless = Answer(body=bytes(3 << 20), headers={"Content-Type": "application/json"})
    error = asked(name, endless, patience=Patience(waits=()))
    assert type(error) is Unavailable
    assert "1 MiB" in str(error)


@each
@pytest.mark.parametrize("charset", ["rot13", "utf-7", "hex", "no-such"])
def test_a_charset_changes_nothing(name: str, charset: str) -> None:
    """JSON is UTF-8; a codec that is none of text must not be tried."""
    body = json.dumps(bodies(name, NOTHING)).encode()
    headers = {"Content-Type": f"application/json; charset={charset}"}
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        web.faults.append(Answer(body=body, headers=headers))
        answer = with_provider(provider(name, web.url), lambda p: p.ask(question()))
    assert answer.raw == NOTHING


def test_tokens_beyond_all_sense_are_not_believed() -> None:
    """No database takes any number."""
    told = {"n": 10**30, "negative": -1, "words": "5", "part": 1.5}
    assert [count(told, name) for name in told] == [MOST_COUNTED, 0, 0, 0]


@each
@pytest.mark.parametrize("said", ["", None])
def test_an_empty_answer_still_costs(name: str, said: Any) -> None:
    """Usage is told even when nothing was said."""
    body = bodies(name, "")
    if name == "anthropic":
        body["content"] = [] if said is None else [{"type": "text"}]
    else:
        body["choices"][0]["message"]["content"] = said
    error = asked(name, as_json(body))
    assert isinstance(error, InvalidAnswer)
    assert error.usage.input == 100


@each
def test_a_refused_request_says_why_but_no_key(name: str) -> None:
    """A local server that can't do what we ask says so in its own words."""
    told = f"response_format is not supported by this model, key {KEY} was used."
    error = asked(name, as_json({"error": {"message": told}}, 400))
    assert type(error) is Rejected
    assert "response_format is not supported" in str(error)
    for body in (b"", b"[1]", b'{"error": 5}', b'{"error": "plain words"}', b"<html>", b"[" * 9999):
        assert isinstance(asked(name, Answer(400, body)), Rejected)


@each
def test_an_answer_can_be_stored_whatever_it_holds(name: str) -> None:
    """Null signs and halves of characters would be refused by the database."""
    body = bodies(name, "a\0b\ud83d")
    with ModelStandIn(lambda _: NOTHING).serve() as web:
        web.faults.append(Answer(body=json.dumps(body).encode()))
        answer = with_provider(provider(name, web.url), lambda p: p.ask(question()))
    assert answer.raw == "ab?"


@each
def test_a_refusal_is_about_one_message(name: str) -> None:
    """The model's refusal is kept apart from a refused key, and paid for."""
    body = bodies(name, "I can't help with that.")
    if name == "anthropic":
        body["stop_reason"] = "refusal"
    else:
        body["choices"][0]["message"] |= {"content": None, "refusal": "I can't help with that."}
    error = asked(name, as_json(body))
    assert isinstance(error, Refused)
    assert not isinstance(error, Locked)
    assert error.usage.input == 100
