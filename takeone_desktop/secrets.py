"""Keys of remote services: in the system's keyring, or in the environment where there is none.

A key from the environment (`TAKEONE_KEY_WHAPI`) wins: that is how a worker without a desktop
gets its keys. Nothing here writes a key anywhere else, and no error tells one.
"""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import Invalid, Unavailable
from pipeline.keys import KeyPlace

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SERVICE = "TakeOne Desktop"
ENVIRONMENT = "TAKEONE_KEY_"
NAMES = (
    "whapi",
    "apify",
    "instagram",
    "firecrawl",
    "anthropic",
    "openai",
    "local",
    "webhook",
    "algolia",
)
"""Every key the program knows."""
PATIENCE_SECONDS = 10.0
"""A locked keyring may ask its owner for a password; it must not hold us forever."""
LONGEST = 4096


class KeyringKeys:
    """The keys of this machine's user. All methods may block: call them in a thread."""

    def __init__(self) -> None:
        self._held: dict[str, str | None] = {}

    def get(self, name: str) -> str | None:
        """The key called `name`; None when nobody entered one or the keyring is closed to us."""
        if given := os.environ.get(ENVIRONMENT + name.upper()):
            return given.strip()
        if name not in self._held:
            try:
                self._held[name] = self._ask(lambda ring: ring.get_password(SERVICE, name))
            except Unavailable:
                return None
        return self._held[name]

    def put(self, name: str, key: str) -> None:
        """Keep a key. Raises `Invalid` for what can't be one, `Unavailable` without keyring."""
        key = key.strip()
        plain = key.isascii() and key.isprintable() and " " not in key
        if not key or len(key) > LONGEST or not plain:
            raise Invalid(
                "That is no key: it is empty, too long, or has spaces or letters of another "
                "script in it."
            )
        self._ask(lambda ring: ring.set_password(SERVICE, name, key))
        self._held[name] = key

    def remove(self, name: str) -> None:
        """Forget a key. Raises `Unavailable` without keyring."""
        self._held.pop(name, None)
        if self._ask(lambda ring: ring.get_password(SERVICE, name)) is not None:
            self._ask(lambda ring: ring.delete_password(SERVICE, name))

    def place(self, name: str) -> KeyPlace:
        """Where the key called `name` is kept now."""
        if os.environ.get(ENVIRONMENT + name.upper()):
            return KeyPlace.ENVIRONMENT
        return KeyPlace.KEYRING if self.get(name) else KeyPlace.NOWHERE

    def _ask(self, what: Callable[[Any], T]) -> T:
        box: SimpleQueue[T | Unavailable] = SimpleQueue()

        def wait() -> None:
            try:
                box.put(_with_keyring(what))
            except Unavailable as error:
                box.put(error)

        # A keyring's call can't be cancelled, so a thread that ends with us waits for it.
        threading.Thread(target=wait, name="keyring", daemon=True).start()
        try:
            found = box.get(timeout=PATIENCE_SECONDS)
        except Empty as error:
            raise Unavailable(
                "The system's keyring did not answer; is it locked? Unlock it, or set "
                f"{ENVIRONMENT}… in the environment."
            ) from error
        if isinstance(found, Unavailable):
            raise found
        return found


def _with_keyring(what: Callable[[Any], T]) -> T:
    import keyring  # costs 100 ms, and only who asks for a key needs it
    from keyring.errors import KeyringError

    try:
        return what(keyring)
    except (KeyringError, OSError, RuntimeError) as error:
        # What the keyring says may repeat what it was given, so it is not repeated here.
        raise Unavailable(
            "This machine has no keyring that keeps keys. Set "
            f"{ENVIRONMENT}… in the environment instead ({type(error).__name__})."
        ) from None
