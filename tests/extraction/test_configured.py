"""The extractor that obeys the configuration, when many messages are read at once."""

import asyncio
import json

import pytest

from db.models import Meta
from db.session import Database
from pipeline.errors import Rejected
from pipeline.extraction.chain import Chain
from pipeline.extraction.configured import (
    META,
    Configured,
    ModelConfig,
    change_config,
    read_config,
    write_config,
)
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


def test_what_a_newer_program_decided_is_not_overwritten(sqlite_database: Database) -> None:
    """This one reads by rules meanwhile, and leaves it to whoever understands it."""
    newer = json.dumps({"choices": [{"provider": "mistral", "strong": "m"}], "voice": True})
    with sqlite_database.writing() as session:
        session.merge(Meta(name=META, value=newer))
    with sqlite_database.reading() as session:
        assert read_config(session) == ModelConfig()
    edit = ModelConfig(daily_usd=1.0)
    with pytest.raises(Rejected, match="newer"), sqlite_database.writing() as session:
        change_config(session, lambda _: edit, by="noura")
    with pytest.raises(Rejected, match="newer"), sqlite_database.writing() as session:
        write_config(session, edit, by="noura")
    with sqlite_database.reading() as session:
        assert session.get_one(Meta, META).value == newer
    with sqlite_database.writing() as session:
        session.merge(Meta(name=META, value="{half of"))
        write_config(session, edit, by="noura")
