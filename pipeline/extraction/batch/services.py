"""Which providers have a batch service."""

from __future__ import annotations

from pipeline.extraction.batch.anthropic import AnthropicBatches
from pipeline.extraction.batch.openai import OpenAIBatches
from pipeline.extraction.batch.port import BatchService
from pipeline.extraction.models.anthropic import AnthropicProvider
from pipeline.extraction.models.openai import CompatibleProvider, OpenAIProvider
from pipeline.extraction.models.port import Provider
from pipeline.remote.remotes import Remotes

NAMES = ("anthropic", "openai")
"""Providers that answer batches."""


def batches_of(provider: Provider, remotes: Remotes) -> BatchService | None:
    """The provider's batch service; None if it has none, as servers of one's own."""
    if isinstance(provider, AnthropicProvider):
        return AnthropicBatches(provider, remotes)
    if isinstance(provider, OpenAIProvider) and not isinstance(provider, CompatibleProvider):
        return OpenAIBatches(provider, remotes)
    return None
