"""The page of published calls under a person's keys, over a real workspace and site table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.models import Call, Publication, PublicationState
from pipeline.errors import Unavailable
from pipeline.extraction.call import FieldName
from pipeline.publishing.site import casting_call, site_now
from pipeline.review.decisions import pending_ids
from pipeline.review.fields import MISSING
from pipeline.review.values import FieldView
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import CTRL, press, run, said_in, type_in, until
from ui.published.page import PublishedPage
from ui.shell.window import MainWindow


@dataclass(slots=True)
class Shelved:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: PublishedPage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        await until(holds)

    def carry_out(self) -> None:
        """Do what the jobs would do."""
        with self.services.database.reading() as session:
            due = [(one.id, one.generation) for one in session.scalars(sa.select(Publication))]
        for publication_id, generation in due:
            self.services.publisher.carry_out(publication_id, generation)

    def on_site(self, column: str) -> list[str]:
        """What the site's table says, in the order it was published."""
        with self.services.site._engine.connect() as connection:
            order = casting_call.c.createdAt
            return list(connection.scalars(sa.select(casting_call.c[column]).order_by(order)))


Scenario = Callable[[Shelved], Awaitable[None]]


@pytest.fixture
def at_the_shelf(
    qapp: QApplication, make_window: MakeWindow, demo_services: Services
) -> Callable[[Scenario], None]:
    """Runs a scenario with the first two calls of the queue live."""
    services = demo_services
    done = services.decisions.approve(pending_ids(services.database)[:2], "noura")
    assert len(done.changed) == 2

    async def at_it(scenario: Scenario) -> None:
        window = make_window("published")
        window.use(services)
        window.show_page("published")
        page = window.page("published")
        assert isinstance(page, PublishedPage)
        shelf = Shelved(window, page, services)
        shelf.carry_out()
        try:
            await shelf.until(
                lambda: (
                    page.model.rows
                    and page._detail is not None
                    and all(row.state == PublicationState.LIVE for row in page.model.rows)
                )
            )
            window.activateWindow()  # a window that is not active has no focus
            await shelf.until(QApplication.focusWidget)
            await scenario(shelf)
        finally:
            page.deactivate()
            await page.tasks.drain()
            await page.site.tasks.drain()

    return lambda scenario: run(qapp, at_it(scenario))


def test_a_call_is_withdrawn_and_sent_again(
    at_the_shelf: Callable[[Scenario], None],
) -> None:
    """By W and R; the site follows."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        assert page.current is not None
        which = page.current.public_id
        shelf.press("w")
        await shelf.until(lambda: page.current and page.current.wanted == "withdrawn")
        shelf.carry_out()
        await shelf.until(lambda: page.current and page.current.state == PublicationState.WITHDRAWN)
        assert page.current.public_id == which
        assert sorted(shelf.on_site("status")) == ["published", "withdrawn"]
        shelf.press("r")
        await shelf.until(lambda: page.current and page.current.wanted == "live")
        shelf.carry_out()
        assert shelf.on_site("status") == ["published", "published"]

    at_the_shelf(scenario)


def test_a_live_call_is_corrected_in_place(at_the_shelf: Callable[[Scenario], None]) -> None:
    """E goes into the title; Enter saves it, and the site gets it."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        shelf.press("e")
        shelf.press("Extras for a film")
        press(shelf.window, Qt.Key.Key_Return, "\r")
        await shelf.until(lambda: page.current and page.current.title == "Extras for a film")
        shelf.carry_out()
        assert "Extras for a film" in shelf.on_site("title")

    at_the_shelf(scenario)


def test_a_number_shows_one_state(at_the_shelf: Callable[[Scenario], None]) -> None:
    """What is withdrawn is nothing yet, and the page says so."""

    async def scenario(shelf: Shelved) -> None:
        shelf.press("5")
        await shelf.until(lambda: shelf.page.stack.face == "empty")
        shelf.press("2")
        await shelf.until(lambda: shelf.page.stack.face == "content")
        assert len(shelf.page.model.rows) == 2

    at_the_shelf(scenario)


def test_nothing_is_said_of_a_message_that_is_not_there(
    at_the_shelf: Callable[[Scenario], None],
) -> None:
    """A field without a value asks for typing, not for selecting in a message."""

    async def scenario(shelf: Shelved) -> None:
        row = shelf.page.fields.rows[FieldName.LOCATION]
        row.show_view(FieldView(FieldName.LOCATION, "", MISSING))
        assert "Type it if you know it" in said_in(row)
        assert "message" not in said_in(row)

    at_the_shelf(scenario)


def test_what_is_being_typed_is_kept_when_the_window_closes(
    at_the_shelf: Callable[[Scenario], None],
) -> None:
    """Nobody has to press Enter first."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        assert page.current is not None
        call_id = page.current.call_id
        shelf.press("e")
        shelf.press("Extras for a film")
        shelf.window.close()
        await shelf.until(lambda: not any(page.tasks.running(f"edit-{n}") for n in FieldName))
        with shelf.services.database.reading() as session:
            assert session.get_one(Call, call_id).title == "Extras for a film"

    at_the_shelf(scenario)


def test_a_list_that_cannot_be_read_is_tried_again_by_one_key(
    at_the_shelf: Callable[[Scenario], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason stands in its place, in the language of the window."""

    async def scenario(shelf: Shelved) -> None:
        async def away(*_: object, **__: object) -> list[object]:
            raise Unavailable("The workspace at desk/takeone does not answer. Is its server up?")

        with monkeypatch.context() as broken:
            broken.setattr(type(shelf.page._shelf), "page", away)
            shelf.page.choose("all")
            await shelf.until(lambda: shelf.page.stack.face == "error")
        assert "Is its server up?" in said_in(shelf.window)
        shelf.window.ui.language.choose("ar")
        assert "هل خادمها يعمل؟" in said_in(shelf.window)
        shelf.window.ui.language.choose("en")
        press(shelf.window, Qt.Key.Key_R, "\x12", CTRL)
        await shelf.until(lambda: shelf.page.stack.face == "content")

    at_the_shelf(scenario)


def edit_on_site(shelf: Shelved, **changed: object) -> None:
    """Change the current call's row as somebody at the site would."""
    assert shelf.page.current is not None
    mine = casting_call.c.id == shelf.page.current.public_id
    values = {**changed, "updatedAt": site_now()}
    with shelf.services.site._engine.begin() as connection:
        connection.execute(sa.update(casting_call).where(mine).values(**values))


def test_the_words_of_the_site_are_shown_and_taken(
    at_the_shelf: Callable[[Scenario], None],
) -> None:
    """Opening a row that was changed there shows how; T takes it over."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        edit_on_site(shelf, location="أبها", compensation="2,000 SAR")
        press(shelf.window, Qt.Key.Key_J, "j")
        press(shelf.window, Qt.Key.Key_K, "k")
        await shelf.until(
            lambda: page.current and page.current.state == PublicationState.EDITED_ELSEWHERE
        )
        await shelf.until(page.site.view.isVisible)
        assert "أبها" in page.site.view.toPlainText()
        assert "+ 2,000" in page.site.view.toPlainText().replace("\N{NO-BREAK SPACE}", " ")
        await shelf.until(page._buttons["take"].isVisible)
        shelf.press("t")
        await shelf.until(lambda: page.fields.rows[FieldName.LOCATION].view.value == "أبها")
        assert page.fields.rows[FieldName.COMPENSATION].view.value == "2,000 SAR"
        shelf.carry_out()
        await shelf.until(lambda: not page.site.view.isVisible())
        assert "أبها" in shelf.on_site("location")

    at_the_shelf(scenario)


def test_ours_is_sent_again_over_what_the_site_says(
    at_the_shelf: Callable[[Scenario], None],
) -> None:
    """By R, and the site says what we say."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        assert page.current is not None
        title = page.current.title
        edit_on_site(shelf, title="Somebody's title")
        shelf.press("jk")
        await shelf.until(page.site.view.isVisible)
        shelf.press("r")
        await shelf.until(lambda: page.current and page.current.state == PublicationState.WAITING)
        shelf.carry_out()
        await shelf.until(lambda: not page.site.view.isVisible())
        assert title in shelf.on_site("title")

    at_the_shelf(scenario)


def test_a_site_that_does_not_answer_is_said_beside_the_call(
    at_the_shelf: Callable[[Scenario], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list stays as it is."""

    async def scenario(shelf: Shelved) -> None:
        def away(*_: object) -> dict[str, object]:
            raise Unavailable("The site's database at site does not answer.")

        with monkeypatch.context() as broken:
            broken.setattr(type(shelf.services.site), "rows", away)
            shelf.press("j")
            await shelf.until(lambda: "does not answer" in said_in(shelf.window))
        assert shelf.page.stack.face == "content"
        shelf.press("k")
        await shelf.until(lambda: "does not answer" not in said_in(shelf.window))

    at_the_shelf(scenario)


def test_a_title_is_searched(at_the_shelf: Callable[[Scenario], None]) -> None:
    """/ goes to the line, Enter back to the list."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        wanted = page.model.rows[1]
        press(shelf.window, ord("/"), "/")
        assert page.line.hasFocus()
        shelf.press("zzz")
        await shelf.until(lambda: page.stack.face == "empty")
        assert "No published call says that" in said_in(shelf.window)
        page.line.setText(wanted.title)
        await shelf.until(lambda: page.stack.face == "content")
        await shelf.until(lambda: [row.id for row in page.model.rows] == [wanted.id])
        press(shelf.window, Qt.Key.Key_Return, "\r")
        assert page.table.hasFocus()

    at_the_shelf(scenario)
