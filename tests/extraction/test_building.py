"""The chain a configuration asks for."""

import pytest

from db.session import Database
from pipeline.extraction.building import ChainBuilder
from pipeline.extraction.configured import ModelChoice, ModelConfig
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.ledger import Ledger
from tests.extraction.models.asking import ALL_KEYS
from tests.extraction.test_chain import PRICES


@pytest.mark.parametrize(("concurrency", "per_second"), [(2, 10), (50, 50)])
def test_as_many_questions_start_in_a_second_as_may_run(
    sqlite_database: Database, concurrency: int, per_second: int
) -> None:
    """A limit below that would leave some of what may run unused for ever."""
    builder = ChainBuilder(RulesExtractor(), Ledger(sqlite_database, PRICES), ALL_KEYS, {})
    choice = ModelChoice(provider="anthropic", strong="strong", cheap="cheap")
    builder.build(ModelConfig(choices=(choice,), concurrency=concurrency))
    (service,) = builder.remotes
    assert (service.concurrency, service.per_second) == (concurrency, per_second)
