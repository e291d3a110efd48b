"""Titles behind a label, and the labelled parts that are no titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.rules.clauses import ANY_WORK, SENTENCE_END
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.phrases import (
    LONGEST,
    NAME,
    Known,
    behind_opening,
    says_enough,
    tidy,
)
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

LABELLED = 4.4
NEAR_START = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    span: Span
    score: float


def labelled(reading: Reading, known: Known, scope: Span) -> Iterator[Phrase]:
    """ "Project: ..." names the work."""
    for label in known.labels:
        value = label.value
        if label.field != "title" or not label.plain or not scope.start <= label.start < scope.end:
            continue
        telling = says_enough(reading, value.start, value.end) or NAME.match(
            reading.text, value.start
        )
        if telling and value.end <= scope.end:
            end = min(value.end, value.start + LONGEST)
            stop = SENTENCE_END.search(reading.text, value.start, end)
            called = NAME.match(reading.text, value.start) and any(
                reading.has(tag, label.start, value.start) for tag in (Tag.CALL, Tag.PRODUCTION)
            )
            dashed = ":" not in reading.text[label.start : value.start]
            kind = reading.text[label.start : value.start].strip(" :")
            typed = ANY_WORK.isdisjoint(kind.split()) and reading.has(
                Tag.PRODUCTION, label.start, label.start + len(kind)
            )
            start = label.start if called or dashed or typed else value.start
            span = Span(start, stop.start() if stop else end)
            told = Span(behind_opening(reading, span), span.end)
            yield Phrase(tidy(reading, told, known), LABELLED)


def is_label(labels: Sequence[Labelled], span: Span) -> bool:
    """Whether a clause is nothing but the word in front of a colon."""
    return any(
        label.plain
        and span.start <= label.start <= span.start + NEAR_START
        and span.end <= label.value.start
        for label in labels
    )


def taken(reading: Reading, known: Known) -> list[tuple[int, int]]:
    """The labelled parts that belong to other fields."""
    fields = []
    for label in known.labels:
        below = "\n" in reading.text[label.start : label.value.start]
        if label.field in ("title", "requirements") or below:
            continue
        if not label.plain and _names_a_call(reading, label):
            continue
        if label.field == "dates" and not any(
            label.start <= day.start < label.value.end for day in known.dates
        ):
            continue
        fields.append((label.start, label.value.end))
    return fields


def _names_a_call(reading: Reading, label: Labelled) -> bool:
    """Whether a pin or a bell opens a whole notice and not just the value of a field."""
    tags = (Tag.PRODUCTION, Tag.ROLE, Tag.WANTED, Tag.HEAD)
    return label.field in ("location", "contact", "deadline") and any(
        reading.has(tag, label.value.start, label.value.end) for tag in tags
    )
