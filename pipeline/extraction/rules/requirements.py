"""What is asked of the people: ages, looks, skills, papers."""

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.people import Ages
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Span

MOST = 8
CLAUSE_END = re.compile(
    r"[.!؟?](?=\s|$)|[|;؛]|[\U0001F300-\U0001FAFF\u2600-\u27bf\u2b00-\u2bff]|(?<=\D)[,،](?=\s)"
)
HEADS_A_LIST = re.compile(
    r"(?:ال)?(?:شروط|متطلبات|مطلوب|مواصفات|ادوار|شخصيات|فئات)|requirement|req|must have|criteria"
    r"|roles?\b|characters|seeking|looking for|specs|who we need|we need|talent|qualif"
)


def find_requirements(
    reading: Reading,
    labels: Sequence[Labelled],
    ages: Sequence[Ages],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> FieldValue | None:
    """What is asked for within `scope`, each piece quoted."""
    spans = _merged(
        reading, sorted(_pieces(reading, labels, ages, busy, scope), key=lambda s: s.start)
    )
    quotes = [quote for span in spans[:MOST] if (quote := reading.quote(span.start, span.end))]
    if not quotes:
        return None
    glue = "؛ " if re.search("[\u0621-\u064a]", quotes[0].text) else "; "
    return FieldValue(glue.join(clean(quote.text) for quote in quotes), tuple(quotes))


def _pieces(
    reading: Reading,
    labels: Sequence[Labelled],
    ages: Sequence[Ages],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> Iterator[Span]:
    covered: list[Span] = []
    for label in labels:
        if label.field == "requirements" and label.plain and scope.start <= label.start < scope.end:
            span = _labelled(reading, label, scope)
            if span.end > span.start:
                covered.append(span)
                yield span
    taken = [
        (label.start, label.value.end)
        for label in labels
        if label.field in ("location", "deadline", "contact", "compensation", "company", "dates")
    ]
    for line in reading.lines:
        start, end = max(line.start, scope.start), min(line.end, scope.end)
        for clause in _clauses(reading, start, end) if start < end else ():
            inside = any(c.start < clause.end and clause.start < c.end for c in covered)
            labelled = any(begin <= clause.start < stop for begin, stop in taken)
            if not inside and not labelled and _asks(reading, clause, ages):
                yield _without(reading, clause, busy)


def _labelled(reading: Reading, label: Labelled, scope: Span) -> Span:
    """The list under "Requirements"; but "Age: 20-30" is quoted with its label."""
    head = reading.text[label.start : label.value.start]
    if HEADS_A_LIST.match(head):
        return Span(label.block.start, min(label.block.end, scope.end))
    return Span(label.start, min(label.value.end, scope.end))


def _clauses(reading: Reading, start: int, end: int) -> Iterator[Span]:
    position = start
    for stop in CLAUSE_END.finditer(reading.text, start, end):
        span = reading.trim(position, stop.start())
        if span.end > span.start:
            yield span
        position = stop.end()
    span = reading.trim(position, end)
    if span.end > span.start:
        yield span


def _asks(reading: Reading, clause: Span, ages: Sequence[Ages]) -> bool:
    if any(clause.start <= a.start and a.end <= clause.end for a in ages):
        return True
    return reading.has(Tag.TRAIT, clause.start, clause.end)


def _without(reading: Reading, clause: Span, busy: Sequence[tuple[int, int]]) -> Span:
    """Up to the first date, amount or contact, and from behind the verb."""
    end = clause.end
    for start, _ in busy:
        if clause.start < start < end:
            end = start
    begin = clause.start
    for verb in (
        *reading.of(Tag.WANTED, clause.start, end),
        *reading.of(Tag.HEAD, clause.start, end),
    ):
        if verb.outer - clause.start < 30:
            begin = max(begin, verb.end)
    for work in reading.of(Tag.PRODUCTION, begin + 6, end):
        if reading.text[work.outer : work.start] in ("ل", "لل"):
            end = work.outer
            break
    return reading.trim(begin, end)


def _merged(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """Pieces that touch, or stand side by side on one line, are one piece."""
    merged: list[Span] = []
    for span in spans:
        if span.end <= span.start:
            continue
        if (
            merged
            and span.start - merged[-1].end <= 3
            and "\n" not in reading.text[merged[-1].end : span.start]
        ):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged
