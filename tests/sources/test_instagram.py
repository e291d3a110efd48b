"""Instagram through Apify, where each post costs money, and through Meta's own API."""

from datetime import datetime

import pytest

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.remote.failure import BudgetSpent, Gone, Locked, RateLimited
from pipeline.sources.kinds import apify, instagram_graph
from pipeline.sources.port import SourceSpec, Surroundings
from tests.keys import Held
from tests.servers.apify import GRAPH_TOKEN, OWN_ACCOUNT, TOKEN, ApifyStandIn, post
from tests.servers.web import Answer, WebServer, as_json, failing
from tests.sources.fetching import after, around, fetch

CALL = "مطلوب ممثلات لإعلان عطور في جدة 🎬 للتواصل واتساب 0551234567"
SETTINGS = {"most_posts": 20, "usd_per_day": 0.1, "usd_per_1000": 2.3}
GRAPH_SETTINGS = {"own_account": OWN_ACCOUNT}


def posts(many: int, start: int = 1) -> list[dict[str, object]]:
    return [
        post(n, f"2026-11-{1 + n // 24:02}T{n % 24:02}:00:00.000Z", f"{CALL} {n}")
        for n in range(start, start + many)
    ]


def by_apify(url: str, token: str = TOKEN) -> Surroundings:
    return around({"Apify": url}, Held(apify=token), "Apify")


def by_graph(url: str, token: str = GRAPH_TOKEN) -> Surroundings:
    return around({"Instagram": url}, Held(instagram=token), "Instagram")


def test_posts_come_once_and_what_they_cost_is_counted() -> None:
    stand_in = ApifyStandIn(posts(5))
    with stand_in.serve() as server:
        spec = SourceSpec("casting.riyadh", SETTINGS)
        (page,) = fetch(apify.KIND, by_apify(server.url), spec)
        assert (len(page.messages), page.cost) == (5, 5 * 2300)
        assert page.messages[0].url is not None
        stand_in.posts += posts(2, start=6)
        (page,) = fetch(apify.KIND, by_apify(server.url), after(spec, [page]))
    assert {one.text for one in page.messages} == {f"{CALL} 6", f"{CALL} 7"}
    assert stand_in.sent == 7


def test_the_days_cap_is_never_passed() -> None:
    """A tenth of a dollar buys 43 posts; the 44th is not asked for."""
    stand_in = ApifyStandIn(posts(200))
    with stand_in.serve() as server:
        spec = SourceSpec("casting.riyadh", SETTINGS)
        for _ in range(3):
            stand_in.posts += posts(30, start=200 + stand_in.sent)
            spec = after(spec, fetch(apify.KIND, by_apify(server.url), spec))
        with pytest.raises(BudgetSpent, match=r"0\.1 US dollars"):
            fetch(apify.KIND, by_apify(server.url), spec)
    assert stand_in.sent == 43


def test_a_pinned_or_wordless_post_is_no_trouble() -> None:
    stand_in = ApifyStandIn(
        [
            post(1, "2020-01-01T00:00:00.000Z", CALL, isPinned=True),
            post(2, "2026-11-02T00:00:00.000Z", None),
            post(3, "2099-01-01T00:00:00.000Z", "from the future"),
        ]
    )
    with stand_in.serve() as server:
        (page,) = fetch(apify.KIND, by_apify(server.url), SourceSpec("casting.riyadh", SETTINGS))
    assert [one.text for one in page.messages] == ["from the future", CALL]
    assert page.cursor["newest"] == "2026-11-02T00:00:00.000Z"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (failing(401), Locked),
        (failing(402), Locked),
        (failing(429, Retry_After="3000"), RateLimited),
        (as_json({"error": "no"}, 201), Invalid),
        (as_json([{"error": "not_found", "errorDescription": "gone"}], 201), Invalid),
    ],
)
def test_apifys_failures_are_told(answer: Answer, error: type[TakeOneError]) -> None:
    with WebServer(lambda _: answer) as server, pytest.raises(error) as told:
        fetch(apify.KIND, by_apify(server.url), SourceSpec("casting.riyadh", SETTINGS))
    assert TOKEN not in str(told.value)


def test_a_business_account_is_read_page_by_page() -> None:
    stand_in = ApifyStandIn(posts(120))
    with stand_in.serve() as server:
        spec = SourceSpec("casting.riyadh", GRAPH_SETTINGS)
        (page,) = fetch(instagram_graph.KIND, by_graph(server.url), spec)
        assert len(page.messages) == 50  # what came before we knew the account is not dug out
        spec = after(spec, [page])
        stand_in.posts += posts(70, start=121)
        (page,) = fetch(instagram_graph.KIND, by_graph(server.url), spec)
        assert len(page.messages) == 70
        times = [one.sent_at for one in page.messages]
        assert times == sorted(times)  # type: ignore[type-var]
        assert fetch(instagram_graph.KIND, by_graph(server.url), after(spec, [page])) == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (190, Locked),
        (200, Locked),
        (4, RateLimited),
        (613, RateLimited),
        (2, Unavailable),
        (110, Gone),
        (100, Rejected),
    ],
)
def test_metas_codes_are_understood(code: int, error: type[TakeOneError]) -> None:
    answer = as_json({"error": {"message": "x", "code": code}}, 400)
    with WebServer(lambda _: answer) as server, pytest.raises(error) as told:
        fetch(instagram_graph.KIND, by_graph(server.url), SourceSpec("a", GRAPH_SETTINGS))
    assert GRAPH_TOKEN not in str(told.value)


@pytest.mark.parametrize(
    "given",
    ["casting.riyadh", "@Casting.Riyadh", "https://www.instagram.com/casting.riyadh/?hl=ar"],
)
def test_an_account_is_known_in_each_spelling(given: str) -> None:
    assert apify.KIND.check(SourceSpec(given, SETTINGS)).identifier == "casting.riyadh"
    found = instagram_graph.KIND.check(SourceSpec(given, GRAPH_SETTINGS))
    assert found.identifier == "casting.riyadh"


def test_what_is_no_account_is_refused() -> None:
    for wrong in ("", "two words", "https://example.com/casting", "a/b"):
        with pytest.raises(Invalid):
            apify.KIND.check(SourceSpec(wrong, SETTINGS))
    with pytest.raises(Invalid, match="own_account"):
        instagram_graph.KIND.check(SourceSpec("a", {"own_account": ""}))
    assert apify.KIND.check(SourceSpec("#كاستنج", SETTINGS)).identifier == "#كاستنج"


def test_a_posts_time_is_told_as_in_riyadh() -> None:
    """Both services write UTC."""
    stand_in = ApifyStandIn([post(1, "2026-11-02T22:30:00.000Z", CALL)])
    with stand_in.serve() as server:
        (bought,) = fetch(apify.KIND, by_apify(server.url), SourceSpec("casting.riyadh", SETTINGS))
        (free,) = fetch(
            instagram_graph.KIND, by_graph(server.url), SourceSpec("casting.riyadh", GRAPH_SETTINGS)
        )
    for page in (bought, free):
        assert [one.sent_at for one in page.messages] == [datetime(2026, 11, 3, 1, 30)]
