"""Builds the chain of providers that a configuration names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from pipeline.errors import TakeOneError
from pipeline.extraction.chain import Chain, Choice
from pipeline.extraction.configured import ModelChoice, ModelConfig
from pipeline.extraction.models import anthropic, openai
from pipeline.extraction.models.port import Provider
from pipeline.extraction.models.prompt import load
from pipeline.extraction.port import Extractor
from pipeline.extraction.spending.ledger import Ledger
from pipeline.keys import Keys
from pipeline.remote.policy import Patience, Service
from pipeline.remote.remotes import Remotes

LOCAL_URL = "http://127.0.0.1:11434/v1"
"""Where Ollama listens when nobody told it otherwise."""

PROVIDERS: Mapping[str, tuple[Callable[..., Provider], str]] = {
    "anthropic": (anthropic.AnthropicProvider, anthropic.BASE_URL),
    "openai": (openai.OpenAIProvider, openai.BASE_URL),
    "local": (openai.CompatibleProvider, LOCAL_URL),
}

SERVICES: Mapping[str, str] = {
    "anthropic": anthropic.SERVICE,
    "openai": openai.SERVICE,
    "local": openai.LOCAL_SERVICE,
}
"""What a provider's service is called among the remotes, and in sentences."""
SUGGESTED: Mapping[str, tuple[str, str]] = {
    "anthropic": ("claude-sonnet-5-5", "claude-haiku-5-5"),
    "openai": ("gpt-6.2-sol", "gpt-6-luna"),
}
"""The strong and the cheap model a provider is added with."""
PER_SECOND = 10.0
"""How many questions may start in a second; more when more may run at once."""
HASTE = Patience(timeout=15.0, waits=())
"""A person waits for a test, and may press again."""


class ChainBuilder:
    """Knows what every chain is made with. `base_urls` moves a provider elsewhere."""

    def __init__(
        self,
        rules: Extractor,
        ledger: Ledger,
        keys: Keys,
        base_urls: Mapping[str, str],
    ) -> None:
        self._rules = rules
        self._ledger = ledger
        self._keys = keys
        self._base_urls = base_urls
        self.remotes = Remotes()
        """The services of the newest chain: their limits and their breakers."""
        self._made_for: tuple[asyncio.AbstractEventLoop | None, int] | None = None
        self._asked_at: dict[str, str] = {}

    def build(self, config: ModelConfig) -> Chain:
        """The chain a configuration asks for. What can't even be built rests, and says why."""
        self._keep_or_renew(config)
        choices: list[Choice] = []
        resting: dict[str, str] = {}
        for one in config.choices:
            try:
                provider = self.provider(one, config.concurrency)
            except TakeOneError as error:
                resting[one.provider] = str(error)
            else:
                choices.append(Choice(provider, one.strong, one.cheap))
        return Chain(
            choices,
            self._rules,
            self._ledger,
            config.budget,
            load(),
            concurrency=config.concurrency,
            resting=resting,
            services=self._services(choices),
        )

    async def test(self, choice: ModelChoice) -> list[str]:
        """The models a provider offers our key. Raises what is wrong with the key or the way."""
        provider = self.provider(choice, remotes=Remotes(HASTE))
        try:
            return await provider.models()
        finally:
            await provider.close()

    def provider(
        self, choice: ModelChoice, concurrency: int = 1, remotes: Remotes | None = None
    ) -> Provider:
        """One provider, to ask it or to test its key."""
        used = remotes or self.remotes
        # Named here first: as many as may run may also start within a second.
        used.service(
            SERVICES[choice.provider],
            per_second=max(PER_SECOND, concurrency),
            concurrency=concurrency,
        )
        own = choice.base_url or self._base_urls.get(choice.provider, "")
        kind, usual = PROVIDERS[choice.provider]
        return kind(used, self._keys, base_url=own or usual, concurrency=concurrency)

    def _keep_or_renew(self, config: ModelConfig) -> None:
        """Services go on from one chain to the next, with their open breakers and what they
        asked us to wait; but not to another event loop, width or address."""
        made_for = (_running_loop(), config.concurrency)
        if made_for != self._made_for:
            self.remotes, self._made_for = Remotes(), made_for
        for one in config.choices:
            if self._asked_at.get(one.provider, one.base_url) != one.base_url:
                self.remotes.forget(SERVICES[one.provider])
        self._asked_at = {one.provider: one.base_url for one in config.choices}

    def _services(self, choices: Iterable[Choice]) -> dict[str, Service]:
        by_name = {service.name: service for service in self.remotes}
        names = {one.provider.name for one in choices}
        return {name: by_name[SERVICES[name]] for name in names}


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
