"""What the page asks of the services. All of it blocks: it is called in threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.extraction.building import PROVIDERS
from pipeline.extraction.configured import (
    ModelChoice,
    ModelConfig,
    change_config,
    put_back,
    read_config,
)
from pipeline.extraction.models.prompt import load
from pipeline.extraction.spending.asked import asked_now
from pipeline.extraction.spending.budget import Care, care
from pipeline.extraction.spending.forecast import Forecast
from pipeline.extraction.spending.outlook import outlook
from pipeline.extraction.spending.prices import default_prices
from pipeline.extraction.spending.report import Report, Sums, read_report
from pipeline.jobs.batch_desk import BatchView
from pipeline.keys import KeyPlace
from pipeline.remote.failure import Gone, Locked, RateLimited
from ui.shell.services import UiServices

NOBODY = "nobody"
"""A key nobody ever has: whether it can be removed tells whether there is a keyring."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The configuration and the ledger, as they were looked at."""

    config: ModelConfig
    report: Report
    outlook: Forecast | None
    """What waits would cost; None without any provider."""
    batches: tuple[BatchView, ...] = ()

    @property
    def care(self) -> Care:
        """How careful money makes us now."""
        return care(self.config.budget, self.report.spent)


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """Where keys lie, and whether this machine can keep any."""

    places: Mapping[str, KeyPlace]
    keyring: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """How a test went. `advice` names what a person can do about a failure."""

    works: bool
    seconds: float = 0.0
    models: tuple[str, ...] = ()
    sentence: str = ""
    advice: str = ""


class ModelsDesk:
    """The services, as this page uses them."""

    def __init__(self, services: UiServices) -> None:
        self._services = services
        self._by = services.settings.user
        self._keys = services.keys
        self._known: Sums = {}

    def config(self) -> ModelConfig:
        """What is decided, at once."""
        with self._services.database.reading() as session:
            return read_config(session)

    def look(self) -> Seen:
        """Configuration, costs and forecast."""
        with self._services.database.reading() as session:
            config = read_config(session)
            report = read_report(session, datetime.now(UTC), self._known)
            seen = Seen(config, report, None, tuple(self._services.batches.overview()))
            asked = asked_now(config, report, self._services.extractor.resting())
            if asked is None:
                return seen
            return replace(seen, outlook=outlook(session, asked, load(), default_prices()))

    def look_at_keys(self) -> KeysSeen:
        """Where keys lie; a keyring may take its time."""
        places = {name: self._keys.place(name) for name in PROVIDERS}
        if KeyPlace.KEYRING in places.values():
            return KeysSeen(places, keyring=True)
        try:
            self._keys.remove(NOBODY)
        except Unavailable:
            return KeysSeen(places, keyring=False)
        return KeysSeen(places, keyring=True)

    def keep_key(self, provider: str, key: str) -> None:
        """Keep a key in the keyring, and ask its provider again."""
        self._keys.put(provider, key)
        self._services.extractor.wake(provider)

    def remove_key(self, provider: str) -> None:
        """Forget a key."""
        self._keys.remove(provider)

    def change(self, edit: Callable[[ModelConfig], ModelConfig]) -> tuple[ModelConfig, ModelConfig]:
        """Decide anew: what was decided before, and now."""
        with self._services.database.writing() as session:
            return change_config(session, edit, by=self._by)

    def put_back(self, before: ModelConfig, after: ModelConfig) -> None:
        """Undo a change, unless somebody decided again since."""
        with self._services.database.writing() as session:
            put_back(session, before, after, by=self._by)

    def order_batch(self) -> int:
        """Put what waits to be read into a batch; returns how many messages that were."""
        return self._services.batches.order()

    def cancel_batch(self, batch_id: int) -> None:
        """End a batch."""
        self._services.batches.cancel(batch_id)

    def test(self, choice: ModelChoice) -> Tested:
        """Ask for the models the key may use; costs nothing."""
        begun = time.monotonic()
        try:
            models = asyncio.run(self._services.models.test(choice))
        except TakeOneError as error:
            return Tested(False, sentence=str(error), advice=_advice(error, choice))
        seconds = time.monotonic() - begun
        if not models:
            return Tested(False, advice="no_models")
        self._services.extractor.wake(choice.provider)
        return Tested(True, seconds, tuple(sorted(models)))


def _advice(error: TakeOneError, choice: ModelChoice) -> str:
    """The name of what to do: the end of a text's key."""
    if isinstance(error, Locked):
        return "paid" if "no money" in str(error) or "(402)" in str(error) else "key"
    if isinstance(error, RateLimited):
        return "later"
    if isinstance(error, Gone | Invalid):
        return "address" if choice.base_url or choice.provider == "local" else "later"
    if isinstance(error, Rejected):
        return "key"
    return "server" if choice.provider == "local" else "network"
