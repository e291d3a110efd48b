"""What Whapi sends by itself is stored once, and nobody else can send anything."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import sqlalchemy as sa

from db.models import Message, Source
from db.queries import sources
from db.session import Database
from pipeline.errors import Invalid, Unavailable
from pipeline.intake.identity import SenderKeys
from pipeline.intake.judge import Judge
from pipeline.intake.live import LiveInbox
from pipeline.jobs.engine import JobEngine
from pipeline.prefilter.load import default_prefilter
from takeone_desktop.webhook import MOST_AT_ONCE, Receiver, Webhook
from tests.servers.whapi import deletion, edit, message

GROUP = "120363025246125486@g.us"
SECRET = "a-secret-of-enough-letters"
CALL = "مطلوب ممثلين لإعلان تجاري في الرياض، الأجر ١٥٠٠ ريال، للتواصل 0550001234"


@pytest.fixture
def webhook(database: Database) -> Iterator[Webhook]:
    engine = JobEngine(database, executor="test")
    engine.prepare()
    judge = Judge(default_prefilter(), extract_unsure=True)
    inbox = LiveInbox(database, judge, SenderKeys("k"), engine.enqueue)
    with database.writing() as session:
        session.add(Source(kind="WHATSAPP", identifier=GROUP, name="Riyadh", adapter="whapi"))
    served = Webhook(Receiver(database, inbox).take, SECRET, 0)
    served.start()
    yield served
    served.stop()


def post(
    webhook: Webhook, body: object, secret: str = SECRET, path: str = "/whapi"
) -> tuple[int, dict[str, object]]:
    status, _, answer = exchange(webhook, body, secret, path)
    return status, answer


def headers(webhook: Webhook, body: object) -> http.client.HTTPMessage:
    return exchange(webhook, body, SECRET, "/whapi")[1]


def exchange(
    webhook: Webhook, body: object, secret: str, path: str
) -> tuple[int, http.client.HTTPMessage, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", webhook.port, timeout=10)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        connection.request("POST", path, raw, {"X-TakeOne-Secret": secret})
        reply = connection.getresponse()
        return reply.status, reply.headers, json.loads(reply.read())
    finally:
        connection.close()


def event(*records: dict[str, object], chat: str = GROUP) -> dict[str, object]:
    told = [{**one, "chat_id": chat} for one in records]
    return {"messages": told, "event": {"type": "messages"}, "channel_id": "X"}


def texts(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Message.text).order_by(Message.id)))


def test_an_event_is_stored_once(webhook: Webhook, database: Database) -> None:
    one = event(message(1, int(time.time()), CALL))
    assert post(webhook, one) == (200, {"stored": 1})
    assert post(webhook, one) == (200, {"stored": 0})
    assert texts(database) == [CALL]
    with database.reading() as session:
        assert session.scalars(sa.select(Source.cursor)).one() == {}


def test_edits_and_deletions_are_applied(webhook: Webhook, database: Database) -> None:
    now = int(time.time())
    post(webhook, event(message(1, now, CALL), message(2, now, "b")))
    post(webhook, event(edit(3, now, "whapi-1", CALL + " جديد"), deletion(4, now, "whapi-2")))
    assert texts(database) == [CALL + " جديد", "b"]
    with database.reading() as session:
        assert session.scalars(sa.select(Message.deleted_at)).all()[1] is not None


def test_chats_that_are_not_on_the_list_are_passed_over(
    webhook: Webhook, database: Database
) -> None:
    other = event(message(1, int(time.time()), CALL), chat="120363025246125487@g.us")
    assert post(webhook, other) == (200, {"stored": 0})
    with database.writing() as session:
        session.execute(sa.update(Source).values(state="paused"))
    assert post(webhook, event(message(1, int(time.time()), CALL))) == (200, {"stored": 0})
    assert texts(database) == []


def test_while_all_sources_rest_nothing_is_taken_and_nothing_lost(
    webhook: Webhook, database: Database
) -> None:
    one = event(message(1, int(time.time()), CALL))
    with database.writing() as session:
        sources.hold(session, "{}")
    status, answer = post(webhook, one)
    assert (status, texts(database)) == (503, [])
    assert "rest" in str(answer["error"])
    assert headers(webhook, one)["Retry-After"] == "300"
    with database.writing() as session:
        sources.let_go(session)
    assert post(webhook, one) == (200, {"stored": 1})


@pytest.mark.parametrize(
    ("body", "secret", "path", "status"),
    [
        (event(), "wrong", "/whapi", 401),
        (event(), "", "/whapi", 401),
        (event(), "سر", "/whapi", 401),
        (event(), SECRET, "/else", 404),
        (b"{", SECRET, "/whapi", 400),
        ({"messages": 1}, SECRET, "/whapi", 400),
        (b"[" * 100_000, SECRET, "/whapi", 400),
        (bytes(6 << 20), SECRET, "/whapi", 413),
    ],
)
def test_what_is_no_event_of_ours_is_refused(
    webhook: Webhook, database: Database, body: object, secret: str, path: str, status: int
) -> None:
    try:
        found, answer = post(webhook, body, secret.encode().decode("latin-1"), path)
    except (BrokenPipeError, ConnectionResetError):
        assert status == 413  # it hung up on a body it will not read
        return
    assert found == status
    assert SECRET not in json.dumps(answer)
    assert texts(database) == []


def test_a_length_of_five_thousand_digits_is_refused(webhook: Webhook) -> None:
    assert raw(webhook, b"Content-Length: " + b"9" * 5_000).startswith(b"HTTP/1.0 411")


def test_what_nobody_foresaw_is_answered_and_the_next_event_heard() -> None:
    """No traceback goes to the sender or the terminal, and Whapi sends it again."""
    wrong = [RuntimeError("a bug"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no")]

    def take(_: bytes) -> int:
        if wrong:
            raise wrong.pop()
        return 7

    served = Webhook(take, SECRET, 0)
    served.start()
    try:
        assert [post(served, event())[0] for _ in range(3)] == [503, 503, 200]
    finally:
        served.stop()


def test_halves_of_characters_are_stored_without_them(webhook: Webhook, database: Database) -> None:
    one = {**message(1, int(time.time()), f"{CALL} \ud800\0"), "link": "https://x/\ud800"}
    assert post(webhook, event(one)) == (200, {"stored": 1})
    assert texts(database)[0].startswith(CALL)


def test_who_says_a_little_for_ever_is_hung_up_on(
    webhook: Webhook, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And too many at once are; afterwards everybody is heard again."""
    monkeypatch.setattr("takeone_desktop.webhook.LONGEST_SECONDS", 0.5)
    slow = [socket.create_connection(("127.0.0.1", webhook.port), 5) for _ in range(MOST_AT_ONCE)]
    for one in slow:
        one.sendall(b"POST /whapi HTTP/1.0\r\nX-Slow: ")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        post(webhook, event())
    for one in slow:
        with suppress(OSError):
            assert one.recv(100) == b""
        one.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with suppress(OSError):
            assert post(webhook, event())[0] == 200
            return
    raise AssertionError("nobody is heard")


def raw(webhook: Webhook, header: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", webhook.port), 5) as sender:
        secret = f"X-TakeOne-Secret: {SECRET}".encode()
        sender.sendall(b"POST /whapi HTTP/1.0\r\n" + secret + b"\r\n" + header + b"\r\n\r\n")
        return sender.recv(1000)


def test_a_short_secret_or_a_taken_port_is_told(webhook: Webhook) -> None:
    with pytest.raises(Invalid, match="16 characters"):
        Webhook(len, "short", 0)
    with pytest.raises(Unavailable, match="taken"):
        Webhook(len, SECRET, webhook.port)
