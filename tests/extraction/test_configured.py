"""The extractor that obeys the configuration, when many messages are read at once."""

import asyncio

from db.session import Database
from pipeline.extraction.chain import Chain
from pipeline.extraction.configured import Configured, ModelConfig
from pipeline.extraction.models.prompt import load
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.budget import Budget
from pipeline.extraction.spending.ledger import Ledger
from tests.extraction.test_chain import PRICES


def test_whoever_asks_at_once_asks_one_chain(sqlite_database: Database) -> None:
    """Or each would have limits of its own, which together are none."""
    rules, built = RulesExtractor(), []

    def build(config: ModelConfig) -> Chain:
        chain = Chain((), rules, Ledger(sqlite_database, PRICES), Budget(), load())
        built.append(chain)
        return chain

    configured = Configured(sqlite_database, rules, build)

    async def many() -> None:
        await asyncio.gather(
            *(configured.extract(SourceText(f"مطلوب ممثل {number}", None)) for number in range(9))
        )

    asyncio.run(many())
    assert len(built) == 1
    asyncio.run(many())
    assert len(built) == 2  # another loop, another chain
