"""Every way a service can fail, met over a real socket."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore
import pytest

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.remote.breaker import State
from pipeline.remote.failure import BreakerOpen, Gone, Locked, RateLimited, retry_after
from pipeline.remote.guard import PrivateAddress, PublicOnly, guarded, is_public
from pipeline.remote.http import Http, Reply
from pipeline.remote.policy import Patience, Service
from tests.servers.web import Answer, WebServer, as_json, failing

ONCE = Patience(timeout=1.0, waits=())
AGAIN = Patience(timeout=1.0, waits=(0.01, 0.01), jitter=0)
SECRET = "key-hunter2"


def talk(server: WebServer, patience: Patience = ONCE, **more: object) -> Reply:
    async def ask() -> Reply:
        service = Service("Whapi", per_second=1000, patience=patience)
        http = Http(service, base_url=server.url, headers={"Authorization": SECRET}, **more)  # type: ignore[arg-type]
        try:
            return await http.send("GET", "/list", params={"token": SECRET})
        finally:
            await http.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (failing(400), Rejected),
        (failing(401), Locked),
        (failing(402), Locked),
        (failing(403), Locked),
        (failing(404), Gone),
        (failing(410), Gone),
        (failing(429), RateLimited),
        (failing(500), Unavailable),
        (failing(503, Retry_After="7"), RateLimited),
        (failing(529), Unavailable),
        (Answer(stall=3, body=b"late"), Unavailable),
        (Answer(body=b"x" * 1000, body_stall=3), Unavailable),
        (Answer(body=b"x" * 1000, cut=True), Unavailable),
        (Answer(body=b"x" * 99, headers={"Content-Encoding": "gzip"}), Invalid),
    ],
)
def test_each_failure_becomes_one_of_ours_and_tells_no_secret(
    answer: Answer, error: type[TakeOneError]
) -> None:
    with WebServer(lambda _: answer) as server, pytest.raises(error) as told:
        talk(server)
    assert SECRET not in str(told.value)
    assert "Whapi" in str(told.value)


def test_trouble_that_passes_is_not_seen() -> None:
    with WebServer(lambda _: as_json([1])) as server:
        server.faults.extend([failing(500), Answer(body=b"xx", cut=True)])
        assert talk(server, AGAIN).body == b"[1]"
    assert len(server.requests) == 3


def test_what_stays_wrong_is_not_asked_again() -> None:
    with WebServer(lambda _: failing(401)) as server, pytest.raises(Locked):
        talk(server, AGAIN)
    assert len(server.requests) == 1


def test_nobody_asks_before_the_wait_is_over() -> None:
    with WebServer(lambda _: as_json([])) as server:
        server.faults.append(failing(429, Retry_After="1"))
        talk(server, AGAIN)
    first, second = server.requests
    assert second.at - first.at >= 1.0


def test_a_wait_that_is_too_long_is_handed_to_the_caller() -> None:
    with (
        WebServer(lambda _: failing(429, Retry_After="900")) as server,
        pytest.raises(RateLimited) as told,
    ):
        talk(server, AGAIN)
    assert told.value.wait == 900
    assert len(server.requests) == 1


def test_other_calls_of_a_busy_service_wait_too() -> None:
    async def storm(server: WebServer) -> None:
        service = Service("Whapi", per_second=1000, concurrency=10, patience=AGAIN)
        http = Http(service, base_url=server.url)
        server.faults.append(failing(429, Retry_After="1"))
        await http.send("GET", "/first")
        await asyncio.gather(*(http.send("GET", "/more") for _ in range(20)))
        await http.close()

    with WebServer(lambda _: as_json([])) as server:
        asyncio.run(storm(server))
    asked = [request.at - server.requests[0].at for request in server.requests[1:]]
    assert min(asked) >= 1.0
    assert len(asked) == 21


def test_after_five_failures_the_service_is_left_alone() -> None:
    async def work(server: WebServer) -> Service:
        service = Service("Whapi", per_second=1000, patience=ONCE)
        http = Http(service, base_url=server.url)
        for _ in range(5):
            with pytest.raises(Unavailable):
                await http.send("GET", "/")
        with pytest.raises(BreakerOpen):
            await http.send("GET", "/")
        await http.close()
        return service

    with WebServer(lambda _: failing(500)) as server:
        assert asyncio.run(work(server)).breaker.state is State.OPEN
    assert len(server.requests) == 5


def test_being_busy_opens_no_breaker() -> None:
    async def work(server: WebServer) -> Service:
        service = Service("Whapi", per_second=1000, patience=ONCE)
        http = Http(service, base_url=server.url)
        for _ in range(8):
            with pytest.raises(RateLimited):
                await http.send("GET", "/")
        await http.close()
        return service

    with WebServer(lambda _: failing(429)) as server:
        assert asyncio.run(work(server)).breaker.state is State.CLOSED


def test_a_body_without_end_is_not_read() -> None:
    with (
        WebServer(lambda _: Answer(body=bytes(3 << 20))) as server,
        pytest.raises(Rejected, match="more than 1 MiB"),
    ):
        talk(server, most_bytes=1 << 20)


def test_redirects_without_end_are_told() -> None:
    with (
        WebServer(lambda _: Answer(302, headers={"Location": "/again"})) as server,
        pytest.raises(Rejected, match="redirects"),
    ):
        talk(server)


def test_a_body_that_is_no_json_is_invalid() -> None:
    async def ask(server: WebServer) -> object:
        http = Http(Service("Whapi", patience=ONCE), base_url=server.url)
        try:
            return (await http.send("GET", "/")).json()
        finally:
            await http.close()

    for body in (b"<html>", b'{"cut": ', b"[" * 100_000):
        with (
            WebServer(lambda _, body=body: Answer(body=body)) as server,
            pytest.raises(Invalid, match="not JSON"),
        ):
            asyncio.run(ask(server))


def test_private_addresses_are_refused_also_after_a_redirect() -> None:
    """The public page (allowed here by name) sends the reader to this machine's own port."""
    with WebServer(lambda _: as_json("secret")) as inside:
        target = {"Location": f"http://localhost:{inside.port}/meta"}
        with WebServer(lambda _: Answer(302, headers=target)) as outside:
            allowed = [("127.0.0.1", outside.port)]
            with pytest.raises(PrivateAddress, match="not on the public internet"):
                talk(outside, transport=guarded(allowed))
    assert inside.requests == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "224.0.0.1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_name_too_long_to_be_one_can_not_be_reached() -> None:
    """A redirect may name anything; the system's resolver takes it for a bug of ours."""

    async def run() -> None:
        await PublicOnly().connect_tcp("a" * 70 + ".example", 80)

    with pytest.raises(httpcore.ConnectError):
        asyncio.run(run())


def test_addresses_that_are() -> None:
    assert is_public("1.1.1.1")
    assert is_public("2606:4700:4700::1111")


def test_both_forms_of_retry_after_are_read() -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    later = format_datetime(now + timedelta(seconds=90), usegmt=True)
    earlier = format_datetime(now - timedelta(seconds=90), usegmt=True)
    found = [retry_after(one, now) for one in ("5", later, earlier, "soon", "", None, "9" * 40)]
    assert found == [5, 90, 0, None, None, None, 3600]


@pytest.mark.parametrize(
    "value",
    ["Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 +2359", "-5", "²"],
)
def test_a_date_that_is_none_asks_for_no_wait(value: str) -> None:
    assert not retry_after(value)


def test_no_more_run_at_once_than_allowed() -> None:
    running = most = 0

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    async def many() -> None:
        service = Service("Model", per_second=1000, concurrency=3)
        await asyncio.gather(*(service.call(work) for _ in range(20)))

    asyncio.run(many())
    assert most == 3


def test_no_more_start_in_a_second_than_allowed() -> None:
    async def many() -> float:
        service = Service("Model", per_second=10, concurrency=50)
        started = time.monotonic()

        async def nothing() -> None:
            return None

        await asyncio.gather(*(service.call(nothing) for _ in range(15)))
        return time.monotonic() - started

    assert asyncio.run(many()) >= 0.4
