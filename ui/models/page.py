"""The page of language models: who is asked, for how much money, and what it cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from pipeline.errors import TakeOneError
from pipeline.extraction.building import SUGGESTED
from pipeline.extraction.configured import ModelChoice, ModelConfig
from pipeline.extraction.spending.prices import default_prices
from pipeline.extraction.spending.report import Period
from ui.actions import Action, is_typing
from ui.changes import Changes
from ui.models.actions import actions_of
from ui.models.batching import Batching
from ui.models.body import ModelsBody
from ui.models.changing import Changing
from ui.models.desk import ModelsDesk, Seen
from ui.models.drafts import Draft, moved, replaced, without
from ui.models.provider_card import ProviderCard
from ui.models.words import Words
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import StateStack

TICK_MS = 1_000
"""How often breakers are looked at while one sees them; that asks no database."""
AGAIN_MS = 20_000
CALLS_MS = 2_000
"""Requests may come many a second, and each look sums the ledger up."""
PERIOD, CURRENT = "models_period", "models_current"
"""What the window remembers of this page: the costs shown, and the provider one was at."""
OFTEN = {"batch", "model_call", "message", "messages", "publication"}


class ModelsPage(QObject):
    """What is changed is saved at once, obeyed by every desk, and can be taken back."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._services = services
        self._words = Words(self._ui.language)
        self._desk = ModelsDesk(services)
        self._seen: Seen | None = None
        self.tasks = Tasks(self)
        self.tasks.problem.connect(self._failed)
        self._memory = frame.memory
        self.body = ModelsBody(self._ui, _period(self._recall(PERIOD)))
        self.stack = StateStack(self._ui, self.body)
        self.body.page.body.addWidget(self.stack, 1)
        self.changing = Changing(frame, self._desk, self.tasks, self)
        self.batching = Batching(
            frame, self._desk, self.tasks, self.changing, self.body.batches, self
        )
        self.setParent(self.body.page)  # so that it ends with what it shows
        self._again = QTimer(self, interval=AGAIN_MS)
        self._tick = QTimer(self, interval=TICK_MS)
        self._soon = QTimer(self, singleShot=True, interval=CALLS_MS)
        self._changes = Changes(services.database, {"models"}, self)
        self._calls = Changes(services.database, OFTEN, self)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.models"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self.body.page

    def activate(self) -> None:
        """Look again, and go on looking while it is seen."""
        if self._seen is None:
            self.stack.show_loading()
        self._look_again()
        self._look_at_keys()
        self._again.start()
        self._tick.start()
        self._changes.listen()
        self._calls.listen()
        if (card := self.body.providers.current) is not None:
            card.setFocus()

    def deactivate(self) -> None:
        """Look no more; save what was typed last."""
        self._again.stop()
        self._tick.stop()
        self._changes.stop()
        self._calls.stop()
        self._soon.stop()
        if (card := self.body.providers.current) is not None:
            card.commit()
            self._remember(CURRENT, card.provider)

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        return actions_of(self)

    # What the keys do.

    def step(self, by: int) -> None:
        """Go to a neighbour."""
        self.body.providers.step(by)

    def move(self, by: int) -> None:
        """Ask the current provider earlier or later."""
        card = self.body.providers.current
        if card is not None:
            self._move_to(card, self.body.providers.cards.index(card) + by)

    def _move_to(self, card: ProviderCard, place: int) -> None:
        choice = card.saved
        if choice is None or not 0 <= place < len(self.body.providers.cards):
            return
        said = partial(self._say_moved, card.provider, place)
        self.changing.change(lambda config: moved(config, choice, place), said)

    def _say_moved(self, provider: str, place: int) -> str:
        name = self._words.name(provider)
        return self._ui.language.text("models.done.moved", name=name, place=place + 1)

    def test(self) -> None:
        """Try the current provider's key."""
        if (card := self.body.providers.current) is not None:
            self._test_card(card)

    def _test_card(self, card: ProviderCard) -> None:
        # One that is not complete is tested to learn which models there are.
        draft = card.draft
        named = Draft(draft.provider, draft.strong.strip() or "?", draft.cheap, draft.base_url)
        choice = named.choice()
        if choice is not None:
            card.show_testing()
            self.tasks.start(f"test-{card.provider}", self._test_it(card, choice))

    async def _test_it(self, card: ProviderCard, choice: ModelChoice) -> None:
        tested = await asyncio.to_thread(self._desk.test, choice)
        if card in self.body.providers.cards:
            card.show_tested(tested)

    def edit_key(self) -> None:
        """Type a key for the current provider."""
        if (card := self.body.providers.current) is not None:
            card.key.edit()

    def edit_models(self) -> None:
        """Choose the current provider's models."""
        if (card := self.body.providers.current) is not None:
            card.strong.setFocus()
            card.strong.line.selectAll()

    def reset(self) -> None:
        """Ask the current provider again, though it rests or is left alone."""
        if (card := self.body.providers.current) is not None:
            self._services.extractor.wake(card.provider)
            name = self._words.name(card.provider)
            self._frame.toast(self._ui.language.text("models.done.reset", name=name))
            self._look_at_health()

    def remove(self) -> None:
        """Ask the current provider no more."""
        card = self.body.providers.current
        if card is None:
            return
        if (choice := card.saved) is None:
            self.body.providers.remove(card)
            self._say_all()
            return
        name = self._words.name(card.provider)
        self.changing.change(
            lambda config: without(config, choice),
            lambda: self._ui.language.text("models.done.removed", name=name),
        )

    def can_add(self, provider: str) -> bool:
        """Whether a provider is not there yet."""
        return all(card.provider != provider for card in self.body.providers)

    def add(self, provider: str) -> None:
        """Ask one more provider; one whose models nobody can guess begins as a draft."""
        if not self.can_add(provider):
            return
        if provider not in SUGGESTED:
            card = self.body.providers.add_draft(provider)
            self._go_to(card)
            card.address.setFocus()
            self._say_all()
            return
        strong, cheap = SUGGESTED[provider]
        choice = Draft(provider, strong, cheap).choice()
        assert choice is not None
        name = self._words.name(provider)
        self.changing.change(
            lambda config: replaced(config, None, choice),
            lambda: self._ui.language.text("models.done.added", name=name),
            then=lambda: self._go_to_provider(provider),
        )

    def _go_to_provider(self, provider: str) -> None:
        for card in self.body.providers:
            if card.provider == provider:
                self._go_to(card)

    def _go_to(self, card: ProviderCard) -> None:
        self.body.providers.choose(card)
        card.setFocus()

    def is_typing(self) -> bool:
        """Whether letters go into a field of this page."""
        focus = QApplication.focusWidget()
        return focus is not None and is_typing(focus) and self.body.isAncestorOf(focus)

    def leave(self) -> None:
        """Forget what was typed in this field, and give the keys back to the card."""
        focus = QApplication.focusWidget()
        for row in self.body.budget.rows.values():
            if row.line is focus:
                row.revert()
        card = self.body.providers.current
        if card is None:
            self.body.page.setFocus()
            return
        if focus is not None and card.isAncestorOf(focus):
            card.revert()
        card.setFocus()

    # Changes.

    def _edited(self, card: ProviderCard, draft: Draft) -> None:
        choice = draft.choice()
        if choice is not None:
            old = card.saved
            card.saved = choice
            self.changing.change(
                lambda config: replaced(config, old, choice),
                lambda: self._ui.language.text("models.done.changed"),
            )

    def _budget(self, daily: float | None, monthly: float | None) -> None:
        self.changing.change(
            lambda config: config.model_copy(update={"daily_usd": daily, "monthly_usd": monthly}),
            lambda: self._ui.language.text("models.done.budget"),
        )

    def _changed(self, config: ModelConfig) -> None:
        self.body.providers.show_choices(config.choices)
        self.body.batches.show_config(config)
        self._say_all()
        self._look_again()

    def _keep_key(self, card: ProviderCard, key: str) -> None:
        self.tasks.start(f"key-{card.provider}", self._keep_it(card, key))

    async def _keep_it(self, card: ProviderCard, key: str) -> None:
        await asyncio.to_thread(self._desk.keep_key, card.provider, key)
        self._frame.toast(self._ui.language.text("models.done.key_kept"))
        card.setFocus()
        self._test_card(card)
        self._look_at_keys()

    def _remove_key(self, card: ProviderCard) -> None:
        self.tasks.start(f"key-{card.provider}", self._remove_it(card))

    async def _remove_it(self, card: ProviderCard) -> None:
        await asyncio.to_thread(self._desk.remove_key, card.provider)
        self._frame.toast(self._ui.language.text("models.done.key_removed"))
        card.setFocus()
        self._look_at_keys()

    def _failed(self, problem: object) -> None:
        self._frame.tell(problem)
        self._look_again()
        self._look_at_keys()

    # What there is to see.

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _look_again(self) -> None:
        self.tasks.refresh("look", self._look)

    async def _look(self) -> None:
        try:
            if self._seen is None:  # summing a long ledger up takes a second
                self._show_config(await asyncio.to_thread(self._desk.config))
            seen = await asyncio.to_thread(self._desk.look)
        except TakeOneError as error:
            self.stack.show_error(str(error))
            return
        # Asked again meanwhile, it is what was before a change.
        if self._seen is None or not self.tasks.asked_again("look"):
            self._show(seen)

    def _show_config(self, config: ModelConfig) -> None:
        self.body.providers.show_choices(config.choices)
        self._look_at_health()
        self._say_all()
        self.stack.show_content()
        self.body.providers.choose_provider(self._recall(CURRENT))
        if self.body.page.isVisible() and not self.is_typing():
            self.body.focus_first()

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        self.body.providers.show_choices(seen.config.choices)
        for card in self.body.providers:
            card.show_today(seen.report.today(card.provider))
        self.body.budget.show_seen(seen, _unpriced(seen))
        self.body.costs.show_seen(seen)
        self.body.batches.show_seen(seen)
        self._look_at_health()
        self._say_all()
        self.stack.show_content()

    def _look_at_keys(self) -> None:
        self.tasks.start("keys", self._look_at_them())

    async def _look_at_them(self) -> None:
        self.body.show_keys(await asyncio.to_thread(self._desk.look_at_keys))

    def _look_at_health(self) -> None:
        for card in self.body.providers:
            card.show_health(self._services.extractor.health(card.provider))

    def _say_all(self) -> None:
        spent = self._seen.report.spent if self._seen else None
        self.body.say(spent, can_undo=self.changing.can_undo, can_add=self.can_add)

    # How it is put together.

    def _connect(self) -> None:
        body = self.body
        self.stack.retry.connect(self._look_again)
        self._again.timeout.connect(self._look_again)
        self._tick.timeout.connect(self._look_at_health)
        self._changes.heard.connect(self._look_again)
        self._calls.heard.connect(self._look_soon)
        self._soon.timeout.connect(self._look_again)
        body.providers.made.connect(self._meet)
        body.providers.moved.connect(self._move_to)
        body.providers.current_changed.connect(self._print_keys)
        self._frame.keys.changed.connect(self._print_keys)
        body.budget.edited.connect(self._budget)
        body.costs.chosen.connect(partial(self._remember, PERIOD))
        self.changing.changed.connect(self._changed)
        self.batching.done.connect(self._look_again)
        self._frame.keys.print_on(body.batches.switch, "models.batch.switch")
        self._frame.keys.print_on(body.batches.order, "models.batch.order")
        body.undo.clicked.connect(self.changing.take_back)
        self._frame.keys.print_on(body.undo, "models.undo")
        self._frame.keys.print_on(body.budget.edit_button, "models.budget.edit")
        for name, button in body.adding.items():
            button.clicked.connect(partial(self.add, name))
            self._frame.keys.print_on(button, f"models.add.{name}")
        for period, button in body.costs.buttons.items():
            self._frame.keys.print_on(button, f"models.costs.{period}")

    def _meet(self, card: ProviderCard) -> None:
        acts: dict[str, Callable[[], None]] = {
            "test": self.test,
            "up": partial(self.move, -1),
            "down": partial(self.move, 1),
            "reset": self.reset,
            "remove": self.remove,
        }

        def act(name: str) -> None:
            self.body.providers.choose(card)
            acts[name]()

        card.pressed_button.connect(act)
        card.edited.connect(partial(self._edited, card))
        card.key_entered.connect(partial(self._keep_key, card))
        card.key_removed.connect(partial(self._remove_key, card))
        if self.body.keys is not None:
            card.show_keys(self.body.keys)

    def _print_keys(self) -> None:
        labels = {action.id: action.label for action in self._frame.keys.here}
        self.body.providers.print_keys(labels)

    def _recall(self, name: str) -> str:
        return self._memory.read(name)

    def _remember(self, name: str, value: str) -> None:
        self._memory.write(name, value)

    def _retranslate(self) -> None:
        self.body.page.set_title(self._ui.language.text("page.models"))
        self._say_all()


def _period(name: str) -> Period:
    return Period(name) if name in list(Period) else Period.WEEK


def _unpriced(seen: Seen) -> str:
    """A model that is asked and whose price nobody knows; a server of one's own is free."""
    prices = default_prices()
    for one in seen.config.choices:
        for model in (one.strong, one.cheap):
            if one.provider != "local" and not prices.knows(one.provider, model):
                return model
    return ""
