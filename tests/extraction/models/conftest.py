"""The model server, and providers that talk to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.llm import ModelServer


@pytest.fixture(scope="session")
def llmock_process() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def server(llmock_process: ModelServer) -> ModelServer:
    """llmock without any orders."""
    llmock_process.reset()
    return llmock_process
