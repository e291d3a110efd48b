"""Messages as lines of a batch: what is asked, what that may cost, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.models import Message, ModelBatch
from pipeline.extraction.batch.port import Line
from pipeline.extraction.call import Extraction
from pipeline.extraction.models.answer import NotAReportError
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.models.reader import question_about, understand
from pipeline.extraction.port import SourceText
from pipeline.extraction.spending.forecast import forecast
from pipeline.extraction.spending.ledger import answer_key
from pipeline.extraction.spending.prices import Prices


def source_of(message: Message) -> SourceText:
    """A message as extractors see it."""
    return SourceText(message.text, message.sent_at, message.id, message.source_id, message.band)


def lines_of(texts: Iterable[tuple[str, SourceText]], prompt: Prompt, model: str) -> Iterator[Line]:
    """A line for each key; texts that say the same are asked about once."""
    for key, source in dict(texts).items():
        question = question_about(source, prompt, model)
        if question is not None:
            yield Line(key, question)


def key_in(batch: ModelBatch, source: SourceText) -> str:
    """The key under which a batch would ask about a text."""
    return answer_key(source, batch.prompt_version, batch.provider, batch.model)


def understood(batch: ModelBatch, raw: str, source: SourceText) -> Extraction | None:
    """What a batch's answer says of a text; None if nothing can be made of it."""
    try:
        version = f"{batch.prompt_version}/{batch.model}"
        return understand(raw, source, batch.provider, version)
    except NotAReportError:
        return None


def estimate(
    texts: Iterable[str], prompt: Prompt, prices: Prices, provider: str, model: str
) -> int:
    """About what answers to these texts will cost, in millionths of a dollar."""
    passing = list(texts)
    foreseen = forecast(
        passing,
        len(passing),
        prompt,
        prices,
        provider=provider,
        model=model,
        seconds_per_call=0.0,
        concurrency=1,
        batch=True,
    )
    return foreseen.cost
