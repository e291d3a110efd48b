"""Websites, read politely and warily, directly and through FireCrawl."""

from __future__ import annotations

import gzip
import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.remote.failure import Gone, Locked
from pipeline.remote.guard import PrivateAddress
from pipeline.sources.kinds import firecrawl, web
from pipeline.sources.markup import bearable
from pipeline.sources.port import Page, SourceSpec, Surroundings
from pipeline.sources.webpage import MOST_ENTRIES, read
from tests.keys import Held
from tests.servers.web import Answer, Request, WebServer, as_json, failing
from tests.sources.fetching import after, around, fetch

CALL = "مطلوب ممثلين وممثلات لمسلسل درامي يصور في الرياض، العمر من ٢٠ إلى ٣٥، للتواصل 0550001234"
NOISE = "<nav>Home About Contact</nav><footer>© 2026 all rights reserved</footer>"
TOKEN = "fc-test-token"


def html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def page(body: str, head: str = "", **headers: str) -> Answer:
    return Answer(200, html(body, head), {"Content-Type": "text/html; charset=utf-8", **headers})


class Site:
    """Pages by path; anything else is 404."""

    def __init__(self, **pages: Answer) -> None:
        self.pages = {f"/{name.replace('__', '.')}": one for name, one in pages.items()}
        self.etag = ""

    def serve(self) -> WebServer:
        return WebServer(self.answer)

    def answer(self, request: Request) -> Answer:
        if self.etag and request.headers.get("if-none-match") == self.etag:
            return Answer(304)
        return self.pages.get(request.path, failing(404))


def surroundings(server: WebServer) -> Surroundings:
    host = f"127.0.0.1:{server.port}"
    return around({}, Held(), host, allowed=(("127.0.0.1", server.port),))


def visit(
    server: WebServer, path: str = "/page", cursor: dict[str, object] | None = None
) -> list[Page]:
    spec = SourceSpec(f"{server.url}{path}", {"most_pages": 20}, cursor or {})
    return fetch(web.KIND, surroundings(server), spec)


def test_the_main_text_comes_without_what_stands_around_it() -> None:
    article = f"<main><article><h1>تجارب أداء</h1><p>{CALL}</p><p>{CALL} ثانية</p></article></main>"
    with Site(page=page(NOISE + article)).serve() as server:
        (found,) = visit(server)
    (message,) = found.messages
    assert CALL in message.text
    assert "all rights" not in message.text


def test_a_page_that_did_not_change_is_not_read_again() -> None:
    site = Site(page=page(f"<p>{CALL}</p>", ETag='"v1"'))
    site.etag = '"v1"'
    with site.serve() as server:
        spec = SourceSpec(f"{server.url}/page", {"most_pages": 20})
        pages = fetch(web.KIND, surroundings(server), spec)
        assert fetch(web.KIND, surroundings(server), after(spec, pages)) == []
        site.etag = '"v2"'
        site.pages["/page"] = page(f"<p>{CALL} جديد</p>", ETag='"v2"')
        (found,) = fetch(web.KIND, surroundings(server), after(spec, pages))
    assert "جديد" in found.messages[0].text


def test_without_validators_the_same_text_is_still_not_new() -> None:
    with Site(page=page(f"<p>{CALL}</p>")).serve() as server:
        spec = SourceSpec(f"{server.url}/page", {"most_pages": 20})
        pages = fetch(web.KIND, surroundings(server), spec)
        assert fetch(web.KIND, surroundings(server), after(spec, pages)) == []


def test_what_robots_txt_forbids_is_left_alone() -> None:
    robots = Answer(body=b"User-agent: *\nDisallow: /page", headers={"Content-Type": "text/plain"})
    with Site(page=page(f"<p>{CALL}</p>"), robots__txt=robots).serve() as server:
        with pytest.raises(Rejected, match="robots"):
            visit(server)
        assert [one.path for one in server.requests] == ["/robots.txt"]


def test_a_page_that_names_a_feed_is_read_through_it() -> None:
    feed = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
      <item><guid>p1</guid><title>كاستنج</title><link>https://example.com/1</link>
        <pubDate>Sun, 01 Nov 2026 21:30:00 GMT</pubDate>
        <description>&lt;p&gt;{CALL}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
      <item><guid>p2</guid><title>خبر</title><description>نص</description></item>
    </channel></rss>"""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site = Site(
        page=page("<p>hello</p>", link),
        feed=Answer(body=feed.encode(), headers={"Content-Type": "application/rss+xml"}),
    )
    with site.serve() as server:
        (found,) = visit(server)
    first, second = found.messages
    assert first.text == f"كاستنج\n{CALL}"
    assert (first.id, first.url) == ("p1", "https://example.com/1")
    assert first.sent_at == datetime(2026, 11, 2, 0, 30)
    assert second.text == "خبر\nنص"


def test_job_postings_are_read_from_their_data() -> None:
    posting = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": ["JobPosting"],
                "title": "Actress, 25-35",
                "hiringOrganization": {"@type": "Organization", "name": "Horizon Films"},
                "jobLocation": {"address": {"addressLocality": "Riyadh", "addressCountry": "SA"}},
                "baseSalary": {"currency": "SAR", "value": {"minValue": 1000, "maxValue": 2000}},
                "validThrough": "2026-12-24T00:00:00+03:00",
                "datePosted": "2026-11-20",
                "description": "<p>Lead role in a <b>drama</b> series</p>",
                "url": "https://example.com/job/1",
            }
        ],
    }
    data = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    broken = '<script type="application/ld+json">{"@type": "JobPosting", </script>'
    with Site(page=page(broken + data)).serve() as server:
        (found,) = visit(server)
    (message,) = found.messages
    assert message.text.splitlines() == [
        "Actress, 25-35",
        "Company: Horizon Films",
        "Location: Riyadh, SA",
        "Pay: 1000-2000 SAR",
        "Deadline: 2026-12-24",
        "Lead role in a",
        "drama",
        "series",
    ]
    assert message.url == "https://example.com/job/1"


def test_a_sitemap_leads_to_its_new_pages() -> None:
    site = Site(a=page(f"<p>{CALL} أ</p>"), b=page(f"<p>{CALL} ب</p>"))
    with site.serve() as server:

        def listing(*entries: str) -> Answer:
            inside = "".join(f"<url>{one}</url>" for one in entries)
            body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</urlset>'
            return Answer(body=body.encode(), headers={"Content-Type": "application/xml"})

        a = f"<loc>{server.url}/a</loc><lastmod>2026-11-01</lastmod>"
        b = f"<loc>{server.url}/b</loc><lastmod>2026-11-02</lastmod>"
        gone = f"<loc>{server.url}/gone</loc>"
        elsewhere = "<loc>http://169.254.169.254/latest</loc>"
        site.pages["/map"] = listing(a, gone, elsewhere)
        spec = SourceSpec(f"{server.url}/map", {"most_pages": 20})
        pages = fetch(web.KIND, surroundings(server), spec)
        assert [one.url for one in pages[0].messages] == [f"{server.url}/a"]
        site.pages["/map"] = listing(a, b)
        (found,) = fetch(web.KIND, surroundings(server), after(spec, pages))
    assert [one.url for one in found.messages] == [f"{server.url}/b"]


def test_an_index_of_sitemaps_leads_to_their_pages_once() -> None:
    """One that names itself goes round in no circle, and one that is gone hinders nothing."""
    site = Site(a=page(f"<p>{CALL} أ</p>"))
    xml = {"Content-Type": "application/xml"}
    with site.serve() as server:
        inside = "".join(
            f"<sitemap><loc>{server.url}/{one}</loc></sitemap>" for one in ("index", "gone", "map")
        )
        site.pages["/index"] = Answer(
            body=f"<sitemapindex>{inside}</sitemapindex>".encode(), headers=xml
        )
        entry = f"<urlset><url><loc>{server.url}/a</loc></url></urlset>"
        site.pages["/map"] = Answer(body=entry.encode(), headers=xml)
        (found,) = visit(server, "/index")
        assert len(server.requests) < 10
    assert [one.url for one in found.messages] == [f"{server.url}/a"]


def test_a_robots_txt_that_can_not_be_read_is_named() -> None:
    site = Site(page=page(f"<p>{CALL}</p>"))
    with site.serve() as server:
        site.pages["/robots.txt"] = Answer(body=bytes(11 << 20))
        with pytest.raises(Rejected, match=r"robots\.txt .* 10 MiB"):
            visit(server)


def test_a_sitemap_that_unfolds_is_no_bomb() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
      <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
      <urlset><url><loc>&c;</loc></url></urlset>"""
    assert read(bomb, "https://example.com/map", {}).links == ()


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_dates_at_the_ends_of_time_are_none(date: str) -> None:
    place = f"<url><loc>https://example.com/a</loc><lastmod>{date}</lastmod></url>"
    found = read(f"<urlset>{place}</urlset>".encode(), "https://example.com/map", {})
    assert [link.at for link in found.links] == [None]


def test_halves_of_characters_in_data_hinder_nothing() -> None:
    """JSON can name them; no page can be written with them, and no database takes them."""
    posting = {
        "@type": "JobPosting",
        "title": f"{CALL} \ud800",
        "url": "https://example.com/\ud800",
    }
    data = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    with Site(page=page(data)).serve() as server:
        (found,) = visit(server)
    assert found.messages[0].url is None


def test_a_page_brings_so_many_postings_at_most() -> None:
    posting = json.dumps([{"@type": "JobPosting", "title": CALL}] * 1_000)
    data = f'<script type="application/ld+json">{posting}</script>'
    assert len(read(data.encode(), "https://example.com/", {}).messages) == MOST_ENTRIES


@pytest.mark.parametrize(
    "bomb",
    [
        b"<div>" * 300_000,
        b"<p>" + b"".join(b"<b a=%d>" % n for n in range(500)) + b"<p>x" * 200_000,
    ],
    ids=["nested", "reopened"],
)
def test_a_page_that_keeps_a_parser_busy_is_refused(bomb: bytes) -> None:
    """No parser is handed it: it would be at it for minutes, and can't be stopped."""
    with Site(page=page(bomb.decode())).serve() as server, pytest.raises(Invalid, match="end"):
        visit(server)
    posting = {"@type": "JobPosting", "title": CALL, "description": bomb.decode()}
    data = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    with pytest.raises(Invalid):
        read(data.encode(), "https://example.com/", {})


def test_what_people_write_is_no_bomb() -> None:
    assert bearable(b"<table>" + b"<tr><td><p>x <b>y</b> <a href=#>z<br>" * 10 + b"</table>")
    assert bearable(b"<p>casting <b>call</b><li>text" * 50_000)


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (Answer(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), Rejected, "pdf"),
        (Answer(body=bytes(11 << 20), headers={"Content-Type": "text/html"}), Rejected, "10 MiB"),
        (Answer(302, headers={"Location": "/page"}), Rejected, "redirects"),
        (Answer(302), Rejected, "302"),
        (Answer(302, headers={"Location": "/login?next=page"}), TakeOneError, ""),
        (Answer(302, headers={"Location": "file:///etc/passwd"}), TakeOneError, ""),
        (failing(404), Gone, "404"),
        (failing(403), Locked, ""),
        (Answer(body=html(f"<p>{CALL}</p>") * 9, cut=True), Unavailable, "cut"),
    ],
)
def test_what_can_not_be_read_is_told(answer: Answer, error: type[TakeOneError], says: str) -> None:
    login = page("<form><input type=password></form>")
    with Site(page=answer, login=login).serve() as server, pytest.raises(error) as told:
        visit(server)
    assert says in str(told.value)


def test_nothing_private_is_fetched() -> None:
    with Site(page=page(f"<p>{CALL}</p>")).serve() as server:
        spec = SourceSpec(f"{server.url}/page", {"most_pages": 20})
        with pytest.raises(PrivateAddress):
            fetch(web.KIND, around({}, Held(), f"127.0.0.1:{server.port}"), spec)
        assert server.requests == []


def test_a_page_packed_a_thousandfold_is_still_capped() -> None:
    packed = gzip.compress(bytes(30 << 20))
    answer = Answer(body=packed, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    with Site(page=answer).serve() as server, pytest.raises(Rejected, match="10 MiB"):
        visit(server)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("example.com/casting", "https://example.com/casting"),
        (" HTTPS://Example.com ", "https://example.com/"),
        ("http://example.com:8080/a?b=1#c", "http://example.com:8080/a?b=1"),
    ],
)
def test_an_address_is_kept_whole(given: str, kept: str) -> None:
    assert web.KIND.check(SourceSpec(given)).identifier == kept


@pytest.mark.parametrize(
    "wrong", ["", "casting", "ftp://example.com", "https://a:b@example.com", "http://[::1", "a b.c"]
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid):
        web.KIND.check(SourceSpec(wrong))


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<rss>", b"<urlset>", b"<html><script type='application/ld+json'>"]),
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_can_be_read(body: bytes, start: bytes) -> None:
    found = read(start + body, "https://example.com/", {})
    assert all(one.text.strip() for one in found.messages)


def by_firecrawl(url: str) -> Surroundings:
    return around({"FireCrawl": url}, Held(firecrawl=TOKEN), "FireCrawl")


def scraped(markdown: str, status: int = 200) -> Answer:
    data = {"markdown": markdown, "metadata": {"statusCode": status, "title": "x"}}
    return as_json({"success": True, "data": data})


def test_firecrawl_reads_a_page_once() -> None:
    def answer(request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return failing(401)
        assert request.json() == {
            "url": "https://example.com/",
            "formats": ["markdown"],
            "onlyMainContent": True,
        }
        return scraped(f"# كاستنج\n\n{CALL}")

    with WebServer(answer) as server:
        spec = SourceSpec("https://example.com/", {"usd_per_1000": 1.0})
        (found,) = fetch(firecrawl.KIND, by_firecrawl(server.url), spec)
        assert fetch(firecrawl.KIND, by_firecrawl(server.url), after(spec, [found])) == []
    assert CALL in found.messages[0].text
    assert found.cost == 1000


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (failing(402), Locked),
        (failing(403), Locked),
        (failing(408), Unavailable),
        (scraped("not found", 404), Gone),
        (scraped("log in", 403), Rejected),
        (scraped("oops", 502), Unavailable),
        (as_json({"success": False}), Invalid),
    ],
)
def test_firecrawls_failures_are_told(answer: Answer, error: type[TakeOneError]) -> None:
    with WebServer(lambda _: answer) as server, pytest.raises(error) as told:
        fetch(firecrawl.KIND, by_firecrawl(server.url), SourceSpec("https://example.com/"))
    assert TOKEN not in str(told.value)
