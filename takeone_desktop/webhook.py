"""Takes what Whapi sends by itself: a small HTTP server on loopback, behind the admin's proxy.

Whapi signs nothing, so each request must carry a secret that only we and Whapi's settings know.
An answer of 200 means stored: whatever fails before is sent again, or found by the next poll.
"""

from __future__ import annotations

import hmac
import json
import logging
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from db.models import SourceState
from db.queries import sources
from db.session import Database
from pipeline.errors import Invalid, Unavailable
from pipeline.intake.live import LiveInbox
from pipeline.sources.kinds.whapi import KIND, received

PATH = "/whapi"
SECRET_HEADER = "X-TakeOne-Secret"
SHORTEST_SECRET = 16
MOST_BYTES = 5 << 20
LONGEST_LENGTH = 12
LONGEST_SECONDS = 30
"""A sender may fall silent for less, but say a little again and again for ever."""
MOST_AT_ONCE = 32
SLOWEST_SECONDS = 15
REST_SECONDS = 300
"""How soon to try again what came while all sources rest."""

log = logging.getLogger(__name__)


class Resting(Unavailable):
    """A person has all sources rest."""


class Receiver:
    """Stores events of the chats that are on the list and active; others are passed over.

    While all sources are to rest, nothing is taken: an event is refused as “not now”, so that it
    costs nothing and shows up nowhere. Whapi sends it again for a while, and what it gives up on
    is found by the first poll after the rest, which reads from the source's own watermark. That
    mark is never moved by events, so nothing is lost either way.
    """

    def __init__(self, database: Database, inbox: LiveInbox) -> None:
        self._database = database
        self._inbox = inbox

    def take(self, body: bytes) -> int:
        """Store an event; how many messages were new. Raises `Invalid` for what is none, and
        `Resting` while all sources rest."""
        try:
            event = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Invalid("The event is not JSON.") from error
        with self._database.reading() as session:
            if sources.held(session) is not None:
                raise Resting("All sources rest; send it again later.")
        stored = 0
        for chat, page in received(event).items():
            source_id = self._source(chat)
            if source_id is not None:
                stored += self._inbox.receive(source_id, page.messages, page.changes).messages
        return stored

    def _source(self, chat: str) -> int | None:
        with self._database.reading() as session:
            source = sources.of_identifier(session, KIND.medium, chat)
        active = source is not None and source.state == SourceState.ACTIVE
        return source.id if source is not None and active else None


class Webhook:
    """The server. `port` 0 takes a free one."""

    def __init__(self, take: Callable[[bytes], int], secret: str, port: int) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise Invalid(
                f"The webhook's secret needs at least {SHORTEST_SECRET} characters. Set one with "
                "`takeone sources key webhook`."
            )
        handler = type("Handler", (_Handler,), {"take": staticmethod(take), "secret": secret})
        try:
            self._server = _Server(("127.0.0.1", port), handler)
        except OSError as error:
            raise Unavailable(f"Port {port} of this machine is taken; choose another.") from error
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="webhook", daemon=True
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    """Hears so many at once, and none of them for longer than it takes to say something."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._free = threading.Semaphore(MOST_AT_ONCE)
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        hang_up = threading.Timer(LONGEST_SECONDS, self.shutdown_request, (request,))
        hang_up.daemon = True
        hang_up.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            hang_up.cancel()
            self._free.release()

    def handle_error(self, *_: object) -> None:
        """Say nothing on the terminal: somebody hung up."""
        log.debug("a sender hung up", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    take: Callable[[bytes], int]
    secret: str
    timeout = SLOWEST_SECONDS
    server_version = "TakeOne"
    sys_version = ""

    def do_POST(self) -> None:
        self.close_connection = True
        if self.path.split("?")[0] != PATH:
            return self._answer(HTTPStatus.NOT_FOUND)
        given = self.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return self._answer(HTTPStatus.UNAUTHORIZED)
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or len(length) > LONGEST_LENGTH:
            return self._answer(HTTPStatus.LENGTH_REQUIRED)
        if int(length) > MOST_BYTES:
            return self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            body = self.rfile.read(int(length))
        except OSError:
            return None  # the sender went away before he had said everything
        try:
            stored = self.take(body)
        except Invalid as error:
            return self._answer(HTTPStatus.BAD_REQUEST, str(error))
        except Resting as error:
            return self._answer(HTTPStatus.SERVICE_UNAVAILABLE, str(error), after=REST_SECONDS)
        except Exception:
            # Whatever it was, the sender is told to try again, and the next one is heard.
            log.exception("an event could not be stored")
            return self._answer(HTTPStatus.SERVICE_UNAVAILABLE)
        return self._answer(HTTPStatus.OK, stored=stored)

    def log_message(self, *_: object) -> None:
        """Say nothing: requests hold what people wrote."""

    def _answer(
        self, status: HTTPStatus, error: str = "", *, after: int | None = None, **told: Any
    ) -> None:
        body = json.dumps({"error": error or status.phrase} if status >= 400 else told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if after is not None:
            self.send_header("Retry-After", str(after))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
