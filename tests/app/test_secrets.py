"""Keys come from the keyring or the environment, and go nowhere else."""

import time
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from pipeline.errors import Invalid, Unavailable
from pipeline.keys import KeyPlace
from takeone_desktop import secrets
from takeone_desktop.secrets import KeyringKeys

KEY = "sk-hunter2"


class InMemory(KeyringBackend):
    """The interface of every keyring, without a desktop behind it."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False
        self.slow = 0.0

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(self.slow)
        if self.locked:
            raise KeyringLocked(f"locked, and here is {KEY}")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked(f"can't keep {password}")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.held:
            raise PasswordDeleteError("not found")
        del self.held[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemory]:
    monkeypatch.delenv("TAKEONE_KEY_WHAPI", raising=False)
    before = keyring.get_keyring()
    ring = InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_key_is_kept_in_the_keyring_only(ring: InMemory) -> None:
    keys = KeyringKeys()
    assert (keys.get("whapi"), keys.place("whapi")) == (None, KeyPlace.NOWHERE)
    keys.put("whapi", f"  {KEY}\n")
    assert (KeyringKeys().get("whapi"), keys.place("whapi")) == (KEY, KeyPlace.KEYRING)
    keys.remove("whapi")
    keys.remove("whapi")
    assert (keys.get("whapi"), ring.held) == (None, {})


def test_the_environment_wins(ring: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    KeyringKeys().put("whapi", "from-the-ring")
    monkeypatch.setenv("TAKEONE_KEY_WHAPI", KEY)
    assert (KeyringKeys().get("whapi"), KeyringKeys().place("whapi")) == (KEY, KeyPlace.ENVIRONMENT)


@pytest.mark.parametrize("wrong", ["", "   ", "two words", "line\nbreak", "x" * 5000])
def test_what_can_be_no_key_is_refused(ring: InMemory, wrong: str) -> None:
    with pytest.raises(Invalid) as told:
        KeyringKeys().put("whapi", wrong)
    assert not wrong.strip() or wrong not in str(told.value)


def test_a_locked_keyring_is_told_without_the_key(ring: InMemory) -> None:
    ring.locked = True
    assert KeyringKeys().get("whapi") is None
    with pytest.raises(Unavailable, match="TAKEONE_KEY_") as told:
        KeyringKeys().put("whapi", KEY)
    assert KEY not in str(told.value)
    assert told.value.__cause__ is None


def test_a_keyring_that_hangs_is_not_waited_for(
    ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring.slow = 1
    monkeypatch.setattr(secrets, "PATIENCE_SECONDS", 0.1)
    started = time.monotonic()
    assert KeyringKeys().get("whapi") is None
    assert time.monotonic() - started < 0.9
