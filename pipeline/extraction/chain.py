"""Extraction by whoever can do it: models in the order an admin set, and rules at the end.

Each message is read by the first provider that answers. How much money is left decides which
of a provider's models is asked, and whether any is. A provider whose key is refused rests until
a person has looked at it; one that is down is passed by. Rules are always there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from pipeline.errors import Rejected, TakeOneError, Unavailable
from pipeline.extraction.call import Extraction
from pipeline.extraction.models.answer import NotAReportError
from pipeline.extraction.models.port import InvalidAnswer, Provider, Refused, Usage
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.models.reader import ModelExtractor
from pipeline.extraction.port import Extractor, SourceText
from pipeline.extraction.spending.budget import Budget, Care, care
from pipeline.extraction.spending.ledger import ANSWERED, Entry, Ledger, answer_key
from pipeline.remote.breaker import State
from pipeline.remote.failure import BreakerOpen, StillSilent, kind_of
from pipeline.remote.policy import Service

PASSED = "pass"


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider an admin chose, with its strong and its cheap model."""

    provider: Provider
    strong: str
    cheap: str

    def model(self, how: Care) -> str:
        """The model to ask with so much care."""
        return self.strong if how is Care.STRONG else self.cheap


@dataclass(frozen=True, slots=True)
class Health:
    """How a provider is doing, as this process met it."""

    state: State = State.CLOSED
    failures: int = 0
    """Failures in a row."""
    open_for: float = 0.0
    """Seconds since its breaker opened."""
    quiet_for: float = 0.0
    """Seconds for which it asked us to wait."""
    resting: str = ""
    """Why it rests until a person has looked at it; empty: it does not."""


class Chain:
    """The extractor of the whole program. Belongs to the event loop its providers belong to."""

    def __init__(
        self,
        choices: Sequence[Choice],
        rules: Extractor,
        ledger: Ledger,
        budget: Budget,
        prompt: Prompt,
        *,
        concurrency: int = 5,
        resting: Mapping[str, str] | None = None,
        services: Mapping[str, Service] | None = None,
    ) -> None:
        self._choices = tuple(choices)
        self._rules = rules
        self._ledger = ledger
        self.budget = budget
        self._prompt = prompt
        self._slots = asyncio.Semaphore(concurrency)
        self._resting = dict(resting or {})
        self._services = dict(services or {})
        self._reading = 0
        self._retired = False
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def name(self) -> str:
        return "chain"

    @property
    def version(self) -> str:
        """Rules and prompt together: with either another, a text may be read otherwise."""
        return f"{self._prompt.version}/{self._rules.version}"

    @property
    def resting(self) -> dict[str, str]:
        """Providers that rest until a person has looked at them, and why."""
        return dict(self._resting)

    def health(self, provider: str) -> Health:
        """How a provider is doing. May be asked from any thread."""
        resting = self._resting.get(provider, "")
        service = self._services.get(provider)
        if service is None:
            return Health(resting=resting)
        breaker = service.breaker
        return Health(breaker.state, breaker.failures, breaker.open_for, service.quiet_for, resting)

    def wake(self, provider: str) -> None:
        """Ask a provider again that rests or is left alone: its key is new, its account paid,
        or a person knows that it is well."""
        self._resting.pop(provider, None)
        if provider in self._services:
            self._services[provider].breaker.reset()

    async def close(self) -> None:
        """Give back the providers' connections."""
        for choice in self._choices:
            await choice.provider.close()

    async def retire(self) -> None:
        """Give them back as soon as what is being read is read: another chain came."""
        self._retired = True
        if not self._reading:
            await self.close()

    async def extract(self, source: SourceText) -> Extraction:
        """All calls of the message. Raises `InvalidAnswer` for an answer that stayed useless."""
        self._reading += 1
        try:
            return await self._extract(source)
        finally:
            self._reading -= 1
            if self._retired and not self._reading:
                await self.close()

    async def _extract(self, source: SourceText) -> Extraction:
        how = care(self.budget, await self._ledger.spent()) if self._choices else Care.RULES
        if how is Care.RULES or (how is Care.SPARING and source.band != PASSED):
            return await self._rules.extract(source)
        for choice in self._choices:
            if choice.provider.name in self._resting:
                continue
            reader = ModelExtractor(choice.provider, choice.model(how), prompt=self._prompt)
            key = answer_key(source, self._prompt.version, reader.name, reader.model)
            # Whoever asks the same at the same time waits for the answer that is being paid.
            async with self._asking.setdefault(key, asyncio.Lock()):
                found = await self._kept(key, reader, source)
                found = found or await self._asked(key, reader, source)
            if found is not None:
                return found
        return await self._rules.extract(source)

    async def _kept(
        self, key: str, reader: ModelExtractor, source: SourceText
    ) -> Extraction | None:
        raw = await self._ledger.kept(key)
        if raw is None:
            return None
        try:
            return await asyncio.to_thread(reader.understand, raw, source)
        except NotAReportError:
            return None  # kept by a program that understood it otherwise; it is asked anew

    async def _asked(
        self, key: str, reader: ModelExtractor, source: SourceText
    ) -> Extraction | None:
        """What the provider says; None when the next one has to be asked."""

        async def useless(error: InvalidAnswer) -> None:
            await self._note(reader, source, error, error.usage, error.seconds)

        try:
            async with self._slots:
                read = await reader.read(source, useless)
        except Refused as error:
            await self._note(reader, source, error, error.usage, error.seconds)
            return None
        except (BreakerOpen, StillSilent):
            return None  # nothing was asked
        except Unavailable as error:
            await self._note(reader, source, error)
            return None
        except Rejected as error:
            self._resting[reader.name] = str(error)
            await self._note(reader, source, error)
            return None
        if read.raw:
            entry = self._entry(reader, ANSWERED, read.usage, read.seconds)
            await self._ledger.record(source, entry, key, read.raw)
        return read.extraction

    async def _note(
        self,
        reader: ModelExtractor,
        source: SourceText,
        error: TakeOneError,
        usage: Usage | None = None,
        seconds: float = 0.0,
    ) -> None:
        entry = self._entry(reader, kind_of(error).value, usage or Usage(), seconds)
        await self._ledger.record(source, entry)

    def _entry(self, reader: ModelExtractor, outcome: str, usage: Usage, seconds: float) -> Entry:
        version = self._prompt.version
        return Entry(reader.name, reader.model, version, outcome, usage, seconds)
