"""Keys are entered once and tested with one press; whatever is wrong is said in a sentence."""

from __future__ import annotations

import socket

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.servers.llm import KEY, ModelServer, ModelStandIn
from tests.servers.web import Answer, Request, WebServer, as_json, failing
from tests.ui.models.conftest import CLAUDE, AtDesk, Desk, Drawer

OWN = CLAUDE.model_copy(update={"provider": "local", "strong": "model-a", "cheap": "model-b"})


def test_a_key_is_entered_kept_and_tested(
    at_desk: AtDesk, drawer: Drawer, llm: ModelServer
) -> None:
    """Masked while it is typed, in the keyring afterwards, shown nowhere."""

    async def scenario(desk: Desk) -> None:
        assert "There is none yet" in desk.said
        assert "No key" in desk.said
        desk.type("e")
        line = desk.focus
        assert isinstance(line, QLineEdit)
        assert line.echoMode() is QLineEdit.EchoMode.Password
        line.insert(KEY)
        desk.press(Qt.Key.Key_Return, "\r")
        await desk.until(lambda: "Works, " in desk.said)
        assert drawer.held == {"anthropic": KEY}
        assert "Kept in this computer's keyring" in desk.said
        assert line.text() == ""
        assert desk.card.strong.count() > 0
        assert desk.card.strong.currentText() == "claude-sonnet-5-5"
        assert KEY not in desk.said

    at_desk(scenario, CLAUDE, urls={"anthropic": llm.anthropic})


def test_a_key_is_removed_by_two_presses(at_desk: AtDesk, drawer: Drawer) -> None:
    """For that can't be undone."""
    drawer.held["anthropic"] = KEY

    async def scenario(desk: Desk) -> None:
        button = desk.card.key.remove
        button.click()
        assert "Press again" in button.text()
        assert drawer.held
        button.click()
        await desk.until(lambda: "There is none yet" in desk.said)
        assert drawer.held == {}

    at_desk(scenario, CLAUDE)


def test_a_key_with_spaces_is_told_while_it_is_typed(at_desk: AtDesk, drawer: Drawer) -> None:
    """And Enter does nothing; Esc forgets it."""

    async def scenario(desk: Desk) -> None:
        desk.type("e")
        line = desk.focus
        assert isinstance(line, QLineEdit)
        line.insert("sk ant")
        assert "has no spaces" in desk.said
        desk.press(Qt.Key.Key_Return, "\r")
        assert drawer.held == {}
        desk.press(Qt.Key.Key_Escape)
        assert desk.focus is desk.card
        assert line.text() == ""

    at_desk(scenario, CLAUDE)


def test_the_environment_and_a_missing_keyring_are_named(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the variable a person has to set; nothing can be entered then."""

    async def from_outside(desk: Desk) -> None:
        assert "TAKEONE_KEY_ANTHROPIC; change it there" in desk.said.replace("\u2069", "")
        assert desk.card.key.change.isHidden()

    async def nowhere(desk: Desk) -> None:
        assert "no keyring" in desk.said
        desk.type("e")
        assert desk.card.key.line.isHidden() or not desk.card.key.line.isVisible()

    monkeypatch.setenv("TAKEONE_KEY_ANTHROPIC", KEY)
    at_desk(from_outside, CLAUDE)
    monkeypatch.delenv("TAKEONE_KEY_ANTHROPIC")
    keyring.set_keyring(NoKeyring())
    at_desk(nowhere, CLAUDE)


def _quota(_: Request) -> Answer:
    error = {"message": "You exceeded your current quota.", "code": "insufficient_quota"}
    return as_json({"error": error}, 429)


@pytest.mark.parametrize(
    ("answer", "says", "advises"),
    [
        (lambda _: failing(401), "does not accept the key (401)", "Make a new key"),
        (lambda _: failing(403), "does not accept the key (403)", "Make a new key"),
        (_quota, "no money left", "Add credit"),
        (lambda _: failing(429), "slow down (429)", "Wait a little"),
        (lambda _: failing(404), "does not have this model", "Check the address"),
        (lambda _: failing(500), "has trouble (500)", "Is it running"),
        (lambda _: Answer(200, b"Once upon a time"), "not JSON", "Check the address"),
        (lambda _: as_json({"data": []}), "offers no model", "Load one"),
        (lambda _: Answer(200, b'{"data"', cut=True), "can't be reached", "Is it running"),
    ],
)
def test_each_failure_is_a_sentence_with_what_to_do(
    at_desk: AtDesk, answer: object, says: str, advises: str
) -> None:
    """Of a server one names by its address."""
    with WebServer(answer) as server:  # type: ignore[arg-type]

        async def scenario(desk: Desk) -> None:
            desk.type("t")
            await desk.until(lambda: says in desk.said)
            assert advises in desk.said
            assert desk.card.buttons["test"].isEnabled()

        at_desk(scenario, OWN.model_copy(update={"base_url": f"{server.url}/v1"}))


def test_an_address_nobody_listens_at(at_desk: AtDesk) -> None:
    """Is told soon, without trying for minutes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    async def scenario(desk: Desk) -> None:
        desk.type("t")
        await desk.until(lambda: "can't be reached" in desk.said)
        assert "Is it running" in desk.said

    at_desk(scenario, OWN.model_copy(update={"base_url": f"http://127.0.0.1:{port}/v1"}))


def test_an_empty_key_is_told_without_asking(at_desk: AtDesk) -> None:
    """The sentence says what to do."""

    async def scenario(desk: Desk) -> None:
        desk.type("t")
        await desk.until(lambda: "There is no key for Anthropic" in desk.said)

    at_desk(scenario, CLAUDE)


def test_a_local_server_is_added_by_its_address(at_desk: AtDesk) -> None:
    """What it offers is learnt by the test; the first model is taken, and all is saved."""
    with ModelStandIn(lambda _: "", key="none").serve() as server:

        async def scenario(desk: Desk) -> None:
            desk.type("3")
            assert desk.focus is desk.card.address
            assert desk.config.choices == ()
            desk.type("127.0.0.1:1")
            await desk.until(lambda: "must be like http" in desk.said)
            desk.card.address.selectAll()
            assert isinstance(desk.focus, QLineEdit)
            desk.focus.insert(f"{server.url}/v1")
            desk.card.address.textEdited.emit("")
            assert "must be like http" not in desk.said
            desk.press(Qt.Key.Key_Escape)
            desk.type("t")
            await desk.until(lambda: desk.config.choices)
            (saved,) = desk.config.choices
            assert (saved.strong, saved.base_url) == ("model-a", f"{server.url}/v1")
            await desk.until(lambda: "Works, " in desk.said)

        at_desk(scenario)


def test_a_model_the_key_does_not_offer_is_named(at_desk: AtDesk, drawer: Drawer) -> None:
    """It works, and what was chosen would fail all the same."""
    drawer.held["local"] = KEY
    with ModelStandIn(lambda _: "").serve() as server:
        own = OWN.model_copy(update={"strong": "qwen9", "base_url": f"{server.url}/v1"})

        async def scenario(desk: Desk) -> None:
            desk.type("t")
            await desk.until(lambda: "2 models" in desk.said)
            assert "qwen9" in desk.said.split("2 models")[1]
            assert [desk.card.cheap.itemText(n) for n in range(2)] == ["model-a", "model-b"]

        at_desk(scenario, own)
