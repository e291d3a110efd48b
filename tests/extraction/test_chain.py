"""Who reads a message: the model the money allows, the next one when it fails, rules at last."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa

from db.models import ModelCall
from db.session import Database
from pipeline.errors import TakeOneError, Unavailable
from pipeline.extraction.call import Extraction, FieldName
from pipeline.extraction.chain import Chain, Choice
from pipeline.extraction.models.port import Answer, InvalidAnswer, Question, Refused, Usage
from pipeline.extraction.models.prompt import load
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.budget import Budget, Care, Spent, care
from pipeline.extraction.spending.ledger import Entry, Ledger
from pipeline.extraction.spending.prices import Price, Prices, ProviderPrices
from pipeline.remote.failure import BreakerOpen, Locked, RateLimited, StillSilent
from tests.extraction.models.asking import call, report

TEXT = "مطلوب ممثل لإعلان في الرياض للتواصل 0550001234"
USED = Usage(input=1000, output=100)
DOLLARS = Price(input=100.0, cached=10.0, written=100.0, output=500.0)
PRICES = Prices({"a": ProviderPrices(models={"strong": DOLLARS, "cheap": DOLLARS})})
ONE_ANSWER = 150_000
"""What `USED` costs at these prices: fifteen cents."""


def said(title: str = "ممثل لإعلان") -> str:
    """An answer as a model writes it."""
    return report(call(title=(title, title)))


class Telling:
    """A provider that says what it was told to say, and notes which model was asked."""

    def __init__(self, name: str = "a", *answers: str | TakeOneError) -> None:
        self.name = name
        self.answers = list(answers)
        self.asked: list[str] = []
        self.slow = 0.0

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question.model)
        await asyncio.sleep(self.slow)
        answer = self.answers.pop(0) if self.answers else said()
        if isinstance(answer, TakeOneError):
            raise answer
        return Answer(answer, USED, 0.5)

    async def models(self) -> list[str]:
        return ["strong", "cheap"]

    async def close(self) -> None:
        pass


Make = Callable[..., Chain]


@pytest.fixture
def make(database: Database) -> Make:
    def chain(*providers: Telling, daily: int | None = None) -> Chain:
        return Chain(
            [Choice(one, "strong", "cheap") for one in providers],
            RulesExtractor(),
            Ledger(database, PRICES),
            Budget(daily),
            load(),
        )

    return chain


def source(text: str = TEXT, band: str = "pass") -> SourceText:
    return SourceText(text, None, band=band)


def extract(chain: Chain, *sources: SourceText) -> list[Extraction]:
    async def all_at_once() -> list[Extraction]:
        return list(await asyncio.gather(*(chain.extract(one) for one in sources)))

    return asyncio.run(all_at_once())


def ledger(database: Database) -> list[tuple[str, str, str, int]]:
    with database.reading() as session:
        columns = (ModelCall.provider, ModelCall.model, ModelCall.outcome, ModelCall.cost)
        return [tuple(row) for row in session.execute(sa.select(*columns).order_by(ModelCall.id))]  # type: ignore[misc]


def spend(database: Database, dollars: float) -> None:
    """As if somebody had."""
    usage = Usage(input=round(dollars * 10_000))
    entry = Entry("a", "strong", "p", "answered", usage)
    asyncio.run(Ledger(database, PRICES).record(source("else"), entry))


def test_the_first_provider_reads_and_its_cost_is_written_down(
    database: Database, make: Make
) -> None:
    (found,) = extract(make(Telling("a")), source())
    assert found.provider == "a"
    assert found.calls[0].fields[FieldName.TITLE].evidence[0].text == "ممثل لإعلان"
    assert ledger(database) == [("a", "strong", "answered", ONE_ANSWER)]


def test_the_same_text_is_paid_once_also_after_a_restart(database: Database, make: Make) -> None:
    provider = Telling("a")
    extract(make(provider), source(), source(TEXT + " 🎬🎬"))
    (again,) = extract(make(provider), source("  " + TEXT))
    assert again.provider == "a"
    assert len(provider.asked) == 1


def test_those_who_ask_the_same_together_pay_once(database: Database, make: Make) -> None:
    provider = Telling("a")
    provider.slow = 0.2
    found = extract(make(provider), *[source()] * 5)
    assert {one.provider for one in found} == {"a"}
    assert len(provider.asked) == 1


def test_another_day_is_another_question(database: Database, make: Make) -> None:
    provider = Telling("a")
    days = [SourceText(TEXT, datetime(2026, 11, day)) for day in (1, 2)]
    extract(make(provider), *days)
    assert len(provider.asked) == 2


@pytest.mark.parametrize(
    ("error", "outcome", "rests"),
    [
        (Unavailable("Away."), "transient", False),
        (RateLimited("Busy.", 900), "rate_limit", False),
        (Locked("No key."), "permanent", True),
        (Refused("I would rather not.", "", USED), "permanent", False),
    ],
)
def test_the_next_one_reads_what_the_first_can_not(
    database: Database, make: Make, error: TakeOneError, outcome: str, rests: bool
) -> None:
    first, second = Telling("a", error), Telling("b")
    chain = make(first, second)
    (found,) = extract(chain, source())
    assert found.provider == "b"
    assert ledger(database)[0][2] == outcome
    assert bool(chain.resting) is rests
    extract(chain, source("نص آخر " + TEXT))
    assert len(first.asked) == (1 if rests else 2)


@pytest.mark.parametrize(
    "unasked", [BreakerOpen("Left alone.", 60), StillSilent("Asked to wait.", 60)]
)
def test_a_provider_left_alone_is_no_request(
    database: Database, make: Make, unasked: TakeOneError
) -> None:
    chain = make(Telling("a", unasked))
    (found,) = extract(chain, source())
    assert (found.provider, ledger(database)) == ("rules", [])


def test_a_resting_provider_is_asked_again_when_it_is_woken(make: Make) -> None:
    provider = Telling("a", Locked("No key."))
    chain = make(provider)
    extract(chain, source())
    assert chain.resting == {"a": "No key."}
    chain.wake("a")
    (found,) = extract(chain, source())
    assert found.provider == "a"


def test_when_nobody_answers_the_rules_do(make: Make) -> None:
    chain = make(Telling("a", Unavailable("Away.")), Telling("b", Unavailable("Away.")))
    (found,) = extract(chain, source())
    assert found.provider == "rules"
    assert found.is_casting_call


def test_an_answer_that_stays_useless_is_paid_and_told(database: Database, make: Make) -> None:
    provider = Telling("a", "no JSON at all", "still none")
    with pytest.raises(InvalidAnswer) as told:
        extract(make(provider), source())
    assert told.value.raw == "still none"
    assert ledger(database) == [("a", "strong", "invalid_output", ONE_ANSWER)] * 2


@pytest.mark.parametrize(
    ("error", "outcome", "cost"),
    [
        (Unavailable("Away."), "transient", 0),
        (RateLimited("Busy.", 900), "rate_limit", 0),
        (Locked("No money left."), "permanent", 0),
        (Refused("I would rather not.", "", USED), "permanent", ONE_ANSWER),
    ],
)
def test_a_useless_answer_is_paid_whatever_comes_of_the_next(
    database: Database, make: Make, error: TakeOneError, outcome: str, cost: int
) -> None:
    extract(make(Telling("a", "no JSON at all", error)), source())
    assert ledger(database) == [
        ("a", "strong", "invalid_output", ONE_ANSWER),
        ("a", "strong", outcome, cost),
    ]


def test_a_useless_answer_is_known_when_the_job_is_cancelled(
    database: Database, make: Make
) -> None:
    """While the model is asked again; the money is gone all the same."""

    class Hanging(Telling):
        async def ask(self, question: Question) -> Answer:
            self.slow = 60.0 if self.asked else 0.0
            return await super().ask(question)

    provider = Hanging("a", "no JSON at all")

    async def cut_off() -> None:
        task = asyncio.create_task(make(provider).extract(source()))
        while len(provider.asked) < 2:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(cut_off())
    assert ledger(database) == [("a", "strong", "invalid_output", ONE_ANSWER)]


def test_an_answer_after_a_useless_one_is_its_own_request(database: Database, make: Make) -> None:
    extract(make(Telling("a", "no JSON at all")), source())
    assert [row[2] for row in ledger(database)] == ["invalid_output", "answered"]


@pytest.mark.parametrize(
    ("spent", "band", "read_by"),
    [
        (0.0, "pass", "strong"),
        (0.19, "pass", "strong"),
        (0.21, "pass", "cheap"),
        (0.79, "unsure", "cheap"),
        (0.81, "pass", "cheap"),
        (0.81, "unsure", "rules"),
        (1.0, "pass", "rules"),
        (5.0, "pass", "rules"),
    ],
)
def test_less_money_means_more_care(
    database: Database, make: Make, spent: float, band: str, read_by: str
) -> None:
    spend(database, spent)
    provider = Telling("a")
    extract(make(provider, daily=1_000_000), source(band=band))
    assert (provider.asked or ["rules"]) == [read_by]


def test_what_this_desk_spends_counts_at_once(make: Make) -> None:
    """Nobody may spend a day's money twice while a sum is being remembered."""
    provider = Telling("a")
    chain = make(provider, daily=4 * ONE_ANSWER)

    async def one_by_one() -> None:
        for number in range(10):
            await chain.extract(source(f"{TEXT} رقم {number}"))

    asyncio.run(one_by_one())
    assert len(provider.asked) == 4
    assert provider.asked == ["strong", "cheap", "cheap", "cheap"]


def test_no_more_are_asked_at_once_than_allowed(database: Database) -> None:
    running = most = 0

    class Counting(Telling):
        async def ask(self, question: Question) -> Answer:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.02)
            running -= 1
            return Answer(said(), USED)

    chain = Chain(
        [Choice(Counting("a"), "strong", "cheap")],
        RulesExtractor(),
        Ledger(database, PRICES),
        Budget(),
        load(),
        concurrency=3,
    )
    extract(chain, *(source(f"{TEXT} {number}") for number in range(12)))
    assert most == 3


def test_the_tighter_limit_decides() -> None:
    budget = Budget(daily=100, monthly=1000)
    assert care(budget, Spent(10, 100)) is Care.STRONG
    assert care(budget, Spent(50, 100)) is Care.CHEAP
    assert care(budget, Spent(10, 950)) is Care.SPARING
    assert care(budget, Spent(0, 1000)) is Care.RULES
    assert care(Budget(), Spent(10**9, 10**9)) is Care.STRONG
    assert care(Budget(daily=0), Spent()) is Care.RULES


def test_a_chain_that_is_replaced_closes_when_all_is_read(make: Make) -> None:
    """Not under the one that is being asked."""

    class Closing(Telling):
        closed = False

        async def close(self) -> None:
            self.closed = True

    provider = Closing("a")
    provider.slow = 0.2
    chain = make(provider)

    async def replace() -> None:
        reading = asyncio.create_task(chain.extract(source()))
        while not provider.asked:
            await asyncio.sleep(0.01)
        await chain.retire()
        assert not provider.closed
        assert (await reading).provider == "a"
        assert provider.closed

    asyncio.run(replace())
