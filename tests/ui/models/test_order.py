"""Providers are added, moved, changed and removed by key and mouse, saved at once, and undone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pipeline.extraction.configured import ModelConfig
from tests.ui.hand import ALT, CTRL
from tests.ui.models.conftest import CLAUDE, GPT, AtDesk, Desk

OWN = CLAUDE.model_copy(update={"provider": "local", "strong": "qwen3", "cheap": "qwen3"})


def test_without_a_provider_rules_read_everything(at_desk: AtDesk) -> None:
    """The page says so, and one key adds a provider; another takes it back."""

    async def scenario(desk: Desk) -> None:
        assert "Everything is read by rules" in desk.said
        desk.type("1")
        await desk.until(lambda: desk.order == ["anthropic"])
        assert desk.config.choices == (CLAUDE,)
        assert "Everything is read by rules" not in desk.said
        assert desk.page.body.adding["anthropic"].isHidden()
        await desk.until(lambda: "was added" in desk.toast)
        desk.type("u")
        await desk.until(lambda: desk.order == [])
        assert desk.config.choices == ()
        assert "Everything is read by rules" in desk.said

    at_desk(scenario)


def test_alt_and_arrows_move_a_provider(at_desk: AtDesk) -> None:
    """From the card, from a field, from a button; rules stay at the end."""

    async def scenario(desk: Desk) -> None:
        assert desk.order == ["anthropic", "openai", "local"]
        desk.press(Qt.Key.Key_Down, held=ALT)
        await desk.until(lambda: desk.order == ["openai", "anthropic", "local"])
        assert desk.config.choices == (GPT, CLAUDE, OWN)
        assert desk.card.provider == "anthropic"
        desk.card.strong.line.setFocus()
        desk.press(Qt.Key.Key_Down, held=ALT)
        await desk.until(lambda: desk.order == ["openai", "local", "anthropic"])
        desk.press(Qt.Key.Key_Down, held=ALT)  # already the last of them
        desk.card.buttons["test"].setFocus()
        desk.press(Qt.Key.Key_Up, held=ALT)
        await desk.until(lambda: desk.order == ["openai", "anthropic", "local"])
        places = [desk.page.body.providers.rules, *desk.page.body.providers.cards]
        assert max(places, key=lambda card: card.y()) is desk.page.body.providers.rules
        desk.card.setFocus()
        for _ in range(3):  # faster than they are saved
            desk.press(Qt.Key.Key_Z, "", CTRL)
        await desk.until(lambda: desk.order == ["anthropic", "openai", "local"])
        assert desk.config.choices == (CLAUDE, GPT, OWN)

    at_desk(scenario, CLAUDE, GPT, OWN)


def test_a_card_is_dragged_to_another_place(at_desk: AtDesk) -> None:
    """By its head, below the last one."""

    async def scenario(desk: Desk) -> None:
        QApplication.processEvents()
        first, last = desk.page.body.providers.cards
        there = first.mapFromGlobal(last.mapToGlobal(QPoint(20, last.height() - 2)))
        QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
        QTest.mouseMove(first, there)
        mark = desk.page.body.providers._mark
        await desk.until(mark.isVisible)
        QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=there)
        await desk.until(lambda: desk.order == ["openai", "anthropic"])
        assert desk.config.choices == (GPT, CLAUDE)
        assert not mark.isVisible()

    at_desk(scenario, CLAUDE, GPT)


def test_keys_walk_and_open_one_card(at_desk: AtDesk) -> None:
    """J and K go, the current card is open, its keys are printed on it alone."""

    async def scenario(desk: Desk) -> None:
        first, second = desk.page.body.providers.cards
        assert (first.is_open, second.is_open) == (True, False)
        desk.type("j")
        assert desk.focus is second
        assert (first.is_open, second.is_open) == (False, True)
        assert (first.buttons["test"].key, second.buttons["test"].key) == ("", "T")
        desk.press(Qt.Key.Key_Up)
        assert desk.focus is first
        assert (
            "claude-sonnet-5-5" in first.accessibleName() or "Anthropic" in first.accessibleName()
        )

    at_desk(scenario, CLAUDE, GPT)


def test_a_model_is_typed_and_saved(at_desk: AtDesk) -> None:
    """S goes to it, letters go into it, Enter saves, Esc forgets."""

    async def scenario(desk: Desk) -> None:
        desk.type("s")
        assert desk.focus is desk.card.strong
        desk.type("claude-opus-5-5")
        desk.press(Qt.Key.Key_Return, "\r")
        await desk.until(lambda: desk.config.choices[0].strong == "claude-opus-5-5")
        desk.card.strong.line.selectAll()
        desk.press(Qt.Key.Key_Backspace)
        assert "Name the model" in desk.said
        assert "Not complete" in desk.said
        desk.press(Qt.Key.Key_Escape)
        assert desk.focus is desk.card
        assert "Not complete" not in desk.said
        assert desk.config.choices[0].strong == "claude-opus-5-5"
        desk.press(Qt.Key.Key_Delete)
        await desk.until(lambda: desk.order == ["openai"])
        assert desk.config.choices == (GPT,)

    at_desk(scenario, CLAUDE, GPT)


def test_what_another_desk_decides_shows_and_leaves_what_is_typed(at_desk: AtDesk) -> None:
    """The order follows, the word being typed stays."""

    async def scenario(desk: Desk) -> None:
        desk.type("s")
        desk.type("claude-o")
        desk.decide(ModelConfig(choices=(GPT, CLAUDE), daily_usd=3.0))
        await desk.until(lambda: desk.order == ["openai", "anthropic"])
        assert desk.focus is desk.card.strong
        assert desk.card.strong.currentText() == "claude-o"
        assert desk.page.body.budget.rows["daily"].line.text() == "3.00"

    at_desk(scenario, CLAUDE, GPT)


def test_a_step_others_built_on_is_not_undone(at_desk: AtDesk) -> None:
    """It would take their decision back as well."""

    async def scenario(desk: Desk) -> None:
        desk.press(Qt.Key.Key_Down, held=ALT)
        await desk.until(lambda: desk.order == ["openai", "anthropic"])
        await desk.until(lambda: not desk.page.tasks._running)
        desk.decide(ModelConfig(choices=(GPT, CLAUDE), monthly_usd=9.0))
        desk.type("u")
        await desk.until(lambda: "changed again since" in desk.toast)
        assert desk.config.monthly_usd == 9.0

    at_desk(scenario, CLAUDE, GPT)


def test_the_page_comes_back_as_it_was_left(at_desk: AtDesk) -> None:
    """The provider one was at, and the costs one looked at."""

    async def leave(desk: Desk) -> None:
        desk.type("jm")
        desk.window.show_page("imports")
        desk.window.memory.save()

    async def come_back(desk: Desk) -> None:
        assert desk.card.provider == "openai"
        assert desk.page.body.costs.period == "month"

    at_desk(leave, CLAUDE, GPT)
    at_desk(come_back, CLAUDE, GPT)


def test_the_page_speaks_arabic_and_mirrors(at_desk: AtDesk) -> None:
    """Switched while it is open."""

    async def scenario(desk: Desk) -> None:
        desk.window.ui.language.choose("ar")
        assert "تُسأل بهذا الترتيب" in desk.said
        assert "القواعد" in desk.said
        assert desk.page.widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
        desk.window.ui.language.choose("en")

    at_desk(scenario, CLAUDE, daily=2.0)


def test_two_desks_that_change_one_provider_leave_one(at_desk: AtDesk) -> None:
    """The later word holds; the provider stands in the list once."""

    async def scenario(desk: Desk) -> None:
        desk.type("s")
        desk.type("mine")
        theirs = CLAUDE.model_copy(update={"cheap": "theirs"})
        desk.page.deactivate()  # nothing is heard while another page is shown
        desk.decide(ModelConfig(choices=(theirs, GPT)))
        await desk.until(lambda: desk.config.choices[0].strong == "mine")
        assert [one.provider for one in desk.config.choices] == ["anthropic", "openai"]

    at_desk(scenario, CLAUDE, GPT)
