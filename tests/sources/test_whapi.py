"""WhatsApp through Whapi: everything once, in order, and no key in any sentence."""

import time
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Invalid, TakeOneError
from pipeline.remote.failure import Gone, Locked, RateLimited
from pipeline.sources.kinds import whapi
from pipeline.sources.kinds.whapi import KIND
from pipeline.sources.port import ChangeKind, Fetched, Page, SourceSpec, Surroundings
from tests.keys import Held
from tests.servers.web import Answer, Request, WebServer, as_json, failing
from tests.servers.whapi import TOKEN, WhapiStandIn, deletion, edit, message
from tests.sources.fetching import after, around, fetch

GROUP = "120363025246125486@g.us"
CHANNEL = "120363171744447809@newsletter"
NOW = int(time.time()) - 3600


def surroundings(url: str, token: str = TOKEN) -> Surroundings:
    return around({"Whapi": url}, Held(whapi=token), "Whapi")


def messages(pages: list[Page]) -> list[Fetched]:
    return [one for page in pages for one in page.messages]


@pytest.mark.parametrize("chat", [GROUP, CHANNEL])
def test_a_long_chat_comes_whole_and_in_order(chat: str) -> None:
    held = [message(n, NOW + n // 3, f"نص {n}") for n in range(1_234)]
    with WhapiStandIn({chat: held}).serve() as server:
        pages = fetch(KIND, surroundings(server.url), SourceSpec(chat))
    assert [one.text for one in messages(pages)] == [f"نص {n}" for n in range(1_234)]
    assert len(pages) == 3


def test_the_next_run_brings_what_is_new_only() -> None:
    held = [message(1, NOW, "a"), message(2, NOW + 5, "b")]
    with WhapiStandIn({GROUP: held}).serve() as server:
        spec = SourceSpec(GROUP)
        spec = after(spec, fetch(KIND, surroundings(server.url), spec))
        held += [message(3, NOW + 5, "same second"), message(4, NOW + 9, "c")]
        pages = fetch(KIND, surroundings(server.url), spec)
        assert [one.text for one in messages(pages)] == ["same second", "c"]
        assert fetch(KIND, surroundings(server.url), after(spec, pages)) == []


def test_a_second_fuller_than_a_page_is_got_past() -> None:
    held = [message(n, NOW, f"{n}") for n in range(1_100)]
    with WhapiStandIn({GROUP: held}).serve() as server:
        pages = fetch(KIND, surroundings(server.url), SourceSpec(GROUP))
    assert len({one.id for one in messages(pages)}) == 1_100


def test_a_message_from_the_future_hides_none_that_follows() -> None:
    held = [message(1, int(time.time()) + 90_000, "from tomorrow")]
    with WhapiStandIn({GROUP: held}).serve() as server:
        spec = after(SourceSpec(GROUP), fetch(KIND, surroundings(server.url), SourceSpec(GROUP)))
        held.append(message(2, int(time.time()) + 1, "now"))
        pages = fetch(KIND, surroundings(server.url), spec)
    assert "now" in [one.text for one in messages(pages)]


def test_edits_and_deletions_are_changes() -> None:
    held = [
        message(1, NOW, "a"),
        edit(2, NOW + 1, "whapi-1", "a, better"),
        deletion(3, NOW + 2, "whapi-1"),
    ]
    with WhapiStandIn({GROUP: held}).serve() as server:
        (page,) = fetch(KIND, surroundings(server.url), SourceSpec(GROUP))
    assert [(one.id, one.kind, one.text) for one in page.changes] == [
        ("whapi-1", ChangeKind.EDITED, "a, better"),
        ("whapi-1", ChangeKind.DELETED, ""),
    ]


def test_every_kind_that_bears_text_is_read() -> None:
    bodies = [
        {"type": "image", "image": {"caption": "caption"}},
        {"type": "link_preview", "link_preview": {"body": "preview"}},
        {"type": "interactive", "interactive": {"body": {"text": "buttons"}}},
        {"type": "poll", "poll": {"title": "who?", "options": ["a", "b"]}},
        {"type": "event", "event": {"name": "audition", "description": "riyadh"}},
        {"type": "image", "image": {}},
        {"type": "system", "system": {"body": "joined"}},
    ]
    held = [message(n, NOW + n, "", text=None, **body) for n, body in enumerate(bodies)]
    with WhapiStandIn({GROUP: held}).serve() as server:
        pages = fetch(KIND, surroundings(server.url), SourceSpec(GROUP))
    texts = [one.text for one in messages(pages)]
    assert texts == ["caption", "preview", "buttons", "who?\na\nb", "audition\nriyadh"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (failing(401), Locked),
        (failing(402), Locked),
        (failing(429), RateLimited),
        (failing(404), Gone),
        (as_json({"messages": "none"}), Invalid),
        (as_json([1, 2]), Invalid),
        (Answer(body=b"<html>"), Invalid),
    ],
)
def test_failures_are_told_without_the_key(answer: Answer, error: type[TakeOneError]) -> None:
    with WhapiStandIn().serve() as server:
        server.faults.append(answer)
        with pytest.raises(error) as told:
            fetch(KIND, surroundings(server.url), SourceSpec(GROUP))
    assert TOKEN not in str(told.value)


def test_without_a_key_nothing_is_asked() -> None:
    with WhapiStandIn().serve() as server:
        with pytest.raises(Locked, match="no key"):
            fetch(KIND, surroundings(server.url, token=""), SourceSpec(GROUP))
        assert server.requests == []


@pytest.mark.parametrize(
    "wrong", ["966550001234", "+966 55 000 1234", "966550001234@s.whatsapp.net"]
)
def test_a_persons_number_is_no_group(wrong: str) -> None:
    with pytest.raises(Invalid, match="person's number"):
        KIND.check(SourceSpec(wrong))


@pytest.mark.parametrize("wrong", ["", "casting riyadh", "https://chat.whatsapp.com/abc", "@g.us"])
def test_what_else_is_no_group(wrong: str) -> None:
    with pytest.raises(Invalid, match=r"@g\.us"):
        KIND.check(SourceSpec(wrong))


def test_spaces_around_an_id_are_forgiven() -> None:
    assert KIND.check(SourceSpec(f" {GROUP}\n")).identifier == GROUP


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "type", "timestamp", "text", "action", "poll"]), JSON
        )
    )
)
@settings(max_examples=40, deadline=None)
def test_nonsense_in_a_list_is_passed_over(records: list[dict[str, object]]) -> None:
    with WhapiStandIn().serve() as server:
        server.faults.append(as_json({"messages": records}))
        for page in fetch(KIND, surroundings(server.url), SourceSpec(GROUP)):
            assert all(one.text.strip() for one in page.messages)


def listing(again: bool) -> WebServer:
    """A list without end: of the same messages, or of ever new ones."""
    asked = count()

    def answer(_: Request) -> Answer:
        first = 0 if again else 500 * next(asked)
        return as_json({"messages": [message(first + n, NOW + n, "x") for n in range(500)]})

    return WebServer(answer)


def test_a_list_that_repeats_itself_is_told() -> None:
    """What it held is brought all the same, and no run goes on for ever."""
    with listing(again=True) as server, pytest.raises(Invalid, match="again and again"):
        fetch(KIND, surroundings(server.url), SourceSpec(GROUP))
    assert len(server.requests) <= 3


def test_a_list_without_end_is_read_in_several_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whapi, "MOST_PAGES", 4)
    with listing(again=False) as server:
        pages = fetch(KIND, surroundings(server.url), SourceSpec(GROUP))
    assert len(server.requests) == 4
    assert len({one.id for one in messages(pages)}) == 2_000


@pytest.mark.parametrize("token", ["a\nb", "مفتاح", "two words", "x" * 1_000_000, "  "])
def test_what_can_be_no_key_is_not_sent(token: str) -> None:
    with WhapiStandIn({GROUP: []}).serve() as server:
        with pytest.raises(Locked) as told:
            fetch(KIND, surroundings(server.url, token), SourceSpec(GROUP))
        assert server.requests == []
    assert len(str(told.value)) < 100
