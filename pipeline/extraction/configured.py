"""Which models are used, in which order, for how much money: kept in the workspace, so that all
desks and workers that share it obey the same, and used as soon as it changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Container
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy.orm import Session

from db.models import Meta
from db.session import Changed, Database, announce
from pipeline.errors import Invalid, Rejected
from pipeline.extraction.call import Extraction
from pipeline.extraction.chain import Chain, Health
from pipeline.extraction.models.exchange import checked_address
from pipeline.extraction.port import Extractor, SourceText
from pipeline.extraction.spending.budget import Budget, Care, in_dollars
from pipeline.review import audit

META = "models"
KIND = "models"
"""What a change of this configuration is announced as."""

ProviderName = Literal["anthropic", "openai", "local"]

log = logging.getLogger(__name__)


class ModelChoice(BaseModel):
    """A provider, with the model for ordinary days and the one for lean ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: ProviderName
    strong: str = Field(min_length=1, max_length=200)
    cheap: str = Field(min_length=1, max_length=200)
    base_url: str = Field(default="", max_length=500)
    """Where a local server listens; empty: the provider's own address."""

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value:
            try:
                checked_address(value, "the model server")
            except Invalid as error:
                raise ValueError(str(error)) from error
        return value

    def model_for(self, how: Care) -> str:
        """The model that so much care allows."""
        return self.strong if how is Care.STRONG else self.cheap


class ModelConfig(BaseModel):
    """All an admin decides about models. No choice at all means rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    choices: tuple[ModelChoice, ...] = Field(default=(), max_length=10)
    daily_usd: float | None = Field(default=None, ge=0, le=100_000)
    monthly_usd: float | None = Field(default=None, ge=0, le=1_000_000)
    concurrency: int = Field(default=5, ge=1, le=100)
    batch: Literal["off", "dumps"] = "off"
    """Whether messages of imported dumps are sent in batches: half the price, within a day."""

    @property
    def budget(self) -> Budget:
        """The limits, in millionths of a dollar."""
        return in_dollars(self.daily_usd, self.monthly_usd)

    def first_awake(self, resting: Container[str]) -> ModelChoice | None:
        """The provider that is asked first, of those that don't rest."""
        return next((one for one in self.choices if one.provider not in resting), None)


def read_config(session: Session) -> ModelConfig:
    """What is decided now; one that can't be read, because a newer program wrote it, is none."""
    held = session.get(Meta, META)
    if held is None:
        return ModelConfig()
    try:
        return ModelConfig.model_validate_json(held.value)
    except ValidationError:
        log.warning("the configuration of models can't be read; rules are used")
        return ModelConfig()


def write_config(session: Session, config: ModelConfig, *, by: str) -> None:
    """Decide anew. Raises `Invalid` when a provider stands in it twice, and `Rejected` when
    what is decided now can't be read: whoever wrote it would lose it."""
    names = [(one.provider, one.base_url) for one in config.choices]
    if len(set(names)) < len(names):
        raise Invalid("A provider stands in the list twice; remove one.")
    held = session.get(Meta, META)
    if held is not None and _is_newer(held.value):
        raise Rejected(
            "The models were configured by a newer version of this program; change them there, "
            "or update this one."
        )
    session.merge(Meta(name=META, value=config.model_dump_json()))
    audit.record(session, by, "models.change", META, config.model_dump(mode="json"))
    announce(session, KIND)


def _is_newer(written: str) -> bool:
    """Whether it says something this program does not know; what is no JSON says nothing."""
    try:
        ModelConfig.model_validate_json(written)
    except ValidationError as error:
        return any(one["type"] != "json_invalid" for one in error.errors(include_url=False))
    return False


def change_config(
    session: Session, edit: Callable[[ModelConfig], ModelConfig], *, by: str
) -> tuple[ModelConfig, ModelConfig]:
    """Decide anew from what is decided now; both, so that it can be put back."""
    before = read_config(session)
    after = ModelConfig.model_validate(edit(before).model_dump())
    if after != before:
        write_config(session, after, by=by)
    return before, after


def put_back(session: Session, before: ModelConfig, after: ModelConfig, *, by: str) -> None:
    """Undo a change. Raises `Rejected` when somebody decided again since."""
    if read_config(session) != after:
        raise Rejected("The models were changed again since, so that step can't be taken back.")
    write_config(session, before, by=by)


class Configured:
    """The extractor that obeys the configuration. Lives on the job engine's loop."""

    def __init__(
        self, database: Database, rules: Extractor, build: Callable[[ModelConfig], Chain]
    ) -> None:
        self._database = database
        self._rules = rules
        self._build = build
        self._chain: Chain | None = None
        self._stale = True
        self._loop: asyncio.AbstractEventLoop | None = None
        self._building = asyncio.Lock()
        database.listen(self._heard)

    @property
    def name(self) -> str:
        return "chain"

    @property
    def version(self) -> str:
        """That of the rules, and of the prompt once a model may be asked."""
        return self._chain.version if self._chain else self._rules.version

    @property
    def chain(self) -> Chain | None:
        """The chain in use: which providers rest, and why. None until something was read."""
        return self._chain

    def resting(self) -> Container[str]:
        """Names of the providers that rest until a person has looked at them."""
        return self._chain.resting if self._chain else ()

    def health(self, provider: str) -> Health | None:
        """How a provider is doing here; None until something was read. From any thread."""
        return self._chain.health(provider) if self._chain else None

    def wake(self, provider: str) -> None:
        """Ask a provider again that rests or is left alone. From any thread."""
        chain, loop = self._chain, self._loop
        if chain is not None and loop is not None and loop.is_running():
            loop.call_soon_threadsafe(chain.wake, provider)
        elif chain is not None:
            chain.wake(provider)

    async def extract(self, source: SourceText) -> Extraction:
        """All calls of the message, by whoever the configuration names; see `Extractor`."""
        return await (await self._current()).extract(source)

    async def _current(self) -> Chain:
        # An engine that was stopped and started again has another loop, and locks and
        # connections belong to the loop they were made on.
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._building, self._chain = loop, asyncio.Lock(), None
        # Many ask at once, and limits hold within one chain only.
        async with self._building:
            if self._chain is None or self._stale:
                self._stale = False
                config = await self._database.read(read_config)
                before, self._chain = self._chain, self._build(config)
                if before is not None:
                    await before.retire()
            return self._chain

    async def close(self) -> None:
        """Give back the connections of the chain in use."""
        if self._chain is not None:
            await self._chain.close()

    def _heard(self, change: Changed) -> None:
        if change.kind == KIND:
            self._stale = True
