"""Old answers are forgotten, and sources are asked less often while money is short."""

import asyncio
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models import ModelAnswer, ModelCall, utc_now
from db.session import Database
from pipeline.extraction.configured import ModelChoice, ModelConfig, write_config
from pipeline.extraction.spending.ledger import KEPT_HOURS, Ledger
from pipeline.extraction.spending.thrift import Thrift
from pipeline.extraction.spending.upkeep import Upkeep
from tests.extraction.test_chain import PRICES

CHOICE = ModelChoice(provider="openai", strong="s", cheap="c")


def kept(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(ModelAnswer.key).order_by(ModelAnswer.key)))


def test_answers_are_kept_as_long_as_they_are_used_and_no_longer(database: Database) -> None:
    hour = timedelta(hours=1)
    with database.writing() as session:
        for key, age in (("new", hour), ("old", (KEPT_HOURS + 1) * hour), ("older", 900 * hour)):
            answer = ModelAnswer(key=key, at=utc_now() - age, provider="a", model="m", answer="{}")
            session.add(answer)
    assert Upkeep(database).forget() == 2
    assert kept(database) == ["new"]


def test_it_happens_after_the_start_and_again(database: Database) -> None:
    """And ends when it is told to."""
    end = Upkeep(database, first_after=0.01, every=0.01).start()
    for key in ("a", "b"):
        with database.writing() as session:
            at = utc_now() - timedelta(days=3)
            session.add(ModelAnswer(key=key, at=at, provider="a", model="m", answer="{}"))
        limit = time.monotonic() + 20
        while kept(database):
            assert time.monotonic() < limit
            time.sleep(0.01)
    end()


@pytest.mark.parametrize(
    ("spent", "choices", "stretch"),
    [
        (0.0, (CHOICE,), 1.0),
        (0.79, (CHOICE,), 1.0),
        (0.81, (CHOICE,), 2.0),
        (1.0, (CHOICE,), 1.0),
        (0.81, (), 1.0),
    ],
)
def test_sources_are_asked_half_as_often_below_a_fifth(
    database: Database, spent: float, choices: tuple[ModelChoice, ...], stretch: float
) -> None:
    with database.writing() as session:
        write_config(session, ModelConfig(choices=choices, daily_usd=1.0), by="noura")
        session.add(
            ModelCall(
                provider="openai", model="c", prompt_version="1", outcome="answered",
                cost=round(spent * 1_000_000),
            )
        )  # fmt: skip
    assert asyncio.run(Thrift(database, Ledger(database, PRICES)).stretch()) == stretch
