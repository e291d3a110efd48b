"""Reads calls with a language model, and believes it only what the message says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pipeline.extraction.call import Extraction, Intent
from pipeline.extraction.models.answer import NotAReportError, parse
from pipeline.extraction.models.calls import calls_of, intent_of
from pipeline.extraction.models.port import Answer, InvalidAnswer, Provider, Question, Usage
from pipeline.extraction.models.prompt import Prompt, load
from pipeline.extraction.models.values import Message
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.reading import day_in_riyadh

MOST_TOKENS = 2_000

Useless = Callable[[InvalidAnswer], Awaitable[None]]
"""Writes down an answer that was paid and can't be used."""


async def _forget(_: InvalidAnswer) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Read:
    """What a message yielded, the answer it was read from, and what that answer took.

    `raw` is empty and nothing was used when there was nothing to ask about.
    """

    extraction: Extraction
    raw: str = ""
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


class ModelExtractor:
    """An extractor over one model of one provider."""

    def __init__(
        self,
        provider: Provider,
        model: str,
        *,
        prompt: Prompt | None = None,
        max_tokens: int = MOST_TOKENS,
    ) -> None:
        self._provider = provider
        self._model = model
        self._prompt = prompt or load()
        self._max_tokens = max_tokens

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def model(self) -> str:
        return self._model

    @property
    def version(self) -> str:
        """Prompt and model: with either of them another, the same text may be read otherwise."""
        return f"{self._prompt.version}/{self._model}"

    async def extract(self, source: SourceText) -> Extraction:
        """All calls of the message; see `Extractor`. Also raises `InvalidAnswer`."""
        return (await self.read(source)).extraction

    async def read(self, source: SourceText, useless: Useless = _forget) -> Read:
        """Ask, and once more if the answer is useless. `useless` is told of each such answer as
        it comes: it is paid, whatever comes of the next one.

        Raises `InvalidAnswer` with the second answer.
        """
        message = Message.of(source)
        if not message.seen.text.strip():
            return Read(Extraction(False, Intent.CHATTER, (), self.name, self.version))
        question = self._question(message, source)
        try:
            return await self._ask(question, source)
        except InvalidAnswer as first:
            await useless(first)
            better = self._better(question, first)
        try:
            return await self._ask(better, source)
        except InvalidAnswer as second:
            await useless(second)
            raise

    def understand(self, raw: str, source: SourceText) -> Extraction:
        """The extraction that an answer holds, be it new or kept. Raises `NotAReportError`."""
        return understand(raw, source, self.name, self.version)

    async def _ask(self, question: Question, source: SourceText) -> Read:
        answer = await self._provider.ask(question)
        return Read(self._checked(answer, source), answer.raw, answer.usage, answer.seconds)

    def _checked(self, answer: Answer, source: SourceText) -> Extraction:
        try:
            return self.understand(answer.raw, source)
        except NotAReportError as error:
            cut = answer.usage.output >= self._max_tokens
            complaint = (
                f"it was cut off after {self._max_tokens} tokens, so be brief" if cut else ""
            )
            raise Unreadable(
                f"{self._model} of {self.name} gave an answer that can't be used: "
                f"{(complaint or str(error)).rstrip('.')}.",
                answer.raw,
                answer.usage,
                answer.seconds,
                complaint=complaint or str(error),
            ) from None

    def _question(self, message: Message, source: SourceText) -> Question:
        return _question(message, source, self._prompt, self._model, self._max_tokens)

    def _better(self, question: Question, error: InvalidAnswer) -> Question:
        """The question with its complaint; unchanged if there was no answer to complain of."""
        if not isinstance(error, Unreadable):
            return question
        return self._prompt.again(question, error.raw, error.complaint)


def question_about(source: SourceText, prompt: Prompt, model: str) -> Question | None:
    """The question about one message, as a batch sends it; None when there is nothing to ask."""
    message = Message.of(source)
    if not message.seen.text.strip():
        return None
    return _question(message, source, prompt, model, MOST_TOKENS)


def understand(raw: str, source: SourceText, provider: str, version: str) -> Extraction:
    """The extraction that an answer holds, whoever brought it. Raises `NotAReportError`."""
    report = parse(raw)
    message = Message.of(source)
    calls = calls_of(report, message, source)
    return Extraction(
        is_casting_call=bool(calls),
        intent=intent_of(report, message),
        calls=calls,
        provider=provider,
        version=version,
    )


def _question(
    message: Message, source: SourceText, prompt: Prompt, model: str, max_tokens: int
) -> Question:
    posted = day_in_riyadh(source.posted_at).isoformat() if source.posted_at else ""
    return prompt.question(message.seen.text, posted, model, max_tokens)


class Unreadable(InvalidAnswer):
    """The model said something, but not what it was asked for."""

    def __init__(
        self, sentence: str, raw: str, usage: Usage, seconds: float, *, complaint: str
    ) -> None:
        super().__init__(sentence, raw, usage, seconds)
        self.complaint = complaint
