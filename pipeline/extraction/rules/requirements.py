"""What is asked of the people: ages, looks, skills, papers."""

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.asking import (
    SHORT,
    Clause,
    Known,
    clauses_of,
    cut,
    has_detail,
    is_headed,
    names_somebody,
    sentences,
)
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.people import Ages
from pipeline.extraction.rules.phrases import behind_opening
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.extraction.rules.sought import wants
from pipeline.text.span import Span

MOST = 8
LOOK = re.compile(r"(?!(?:سنه|سنوات|سنين|عام\w*|شهور|اشهر)(?!\w))[^\W\d_]{3,}|[mf]\b")
BRACKETED = re.compile(r"\((?P<inside>[^()\n]{2,60})\)")
HEADS_A_LIST = re.compile(
    r"(?:ال)?(?:شروط|متطلبات|مطلوب|مواصفات|ادوار|دور|شخصيات|فيات|فيه)|requirement|req|must have"
    r"|criteria|roles?\b|characters|seeking|looking for|specs|who we need|we need|talent|qualif"
    r"|needed|voice"
)


def find_requirements(
    reading: Reading,
    labels: Sequence[Labelled],
    ages: Sequence[Ages],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> FieldValue | None:
    """What is asked for within `scope`, each piece quoted."""
    known = Known(labels, ages, busy)
    listed = list(_listed(reading, known, scope))
    told, plain = _told(reading, known, scope, listed)
    spans = sorted([*listed, *told] or plain, key=lambda span: span.start)
    quotes = [
        quote
        for span in _merged(reading, spans)[:MOST]
        if (quote := reading.quote(span.start, span.end))
    ]
    if not quotes:
        return None
    glue = "؛ " if re.search("[\u0621-\u064a]", quotes[0].text) else "; "
    return FieldValue(glue.join(clean(quote.text) for quote in quotes), tuple(quotes))


def _listed(reading: Reading, known: Known, scope: Span) -> Iterator[Span]:
    """The lists under "Requirements", and "Age: 20-30" with its label."""
    for label in known.labels:
        if label.field != "requirements" or not label.plain:
            continue
        if not scope.start <= label.start < scope.end:
            continue
        head = reading.text[label.start : label.value.start]
        if not HEADS_A_LIST.match(head):
            yield Span(label.start, min(label.value.end, scope.end))
            continue
        for line in reading.lines:
            begin = max(line.start, label.block.start)
            end = min(line.end, label.block.end, scope.end)
            if begin >= end:
                continue
            if begin > label.value.start and not _is_item(reading, known, Span(begin, end)):
                break
            start = behind_opening(reading, reading.trim(begin, end))
            item = cut(reading, known, Span(start, end))
            if item.end > item.start:
                yield item


def _is_item(reading: Reading, known: Known, line: Span) -> bool:
    """Whether a line below a label still belongs to its list."""
    if any(line.start <= begin < line.end for begin, _ in known.busy):
        return False
    if not reading.text[line.start].isalnum():
        return True
    return names_somebody(reading, line) or has_detail(reading, known, line)


def _told(
    reading: Reading, known: Known, scope: Span, listed: Sequence[Span]
) -> tuple[list[Span], list[Span]]:
    """What sentences ask for; and apart from it whom they want without a word on them."""
    verbs = list(wants(reading))
    told: list[Span] = []
    plain: list[Span] = []
    first = True
    for sentence in sentences(reading, scope):
        pieces = [
            piece
            for piece in clauses_of(reading, known, sentence, verbs)
            if not any(s.start < piece.span.end and piece.span.start < s.end for s in listed)
        ]
        here = not plain
        follows = False
        for index, piece in enumerate(pieces):
            follows = follows and not piece.other and (piece.asks or _goes_on(piece))
            if not piece.other:
                span = cut(reading, known, piece.span)
                named = piece.wanted or (first and is_headed(reading, span))
                aged = any(span.start <= ages.start < span.end for ages in known.ages)
                if _introduces(reading, pieces, index) or (follows and not named):
                    told.append(_in_brackets(reading, known, span) if piece.asks else span)
                elif piece.asks and (aged or not named):
                    told.append(_in_brackets(reading, known, span))
                elif here and (named or is_headed(reading, span)):
                    plain.append(_in_brackets(reading, known, span))
                first = False
            follows = follows or (piece.asks and not piece.other)
    return [span for span in told if span.end - span.start > 1], plain


def _goes_on(piece: Clause) -> bool:
    """Whether a clause that names nothing known may go on with what the one before asks."""
    return not piece.wanted and piece.words > 1


def _in_brackets(reading: Reading, known: Known, span: Span) -> Span:
    """Of "an actor (25-30)" what stands in the brackets, if all that is asked stands there."""
    for bracket in BRACKETED.finditer(reading.text, span.start + 1, span.end):
        inside = Span(*bracket.span("inside"))
        around = (Span(span.start, bracket.start()), Span(bracket.end(), span.end))
        told = LOOK.search(bracket["inside"]) and has_detail(reading, known, inside)
        if told and not any(has_detail(reading, known, part) for part in around):
            return reading.trim(inside.start, inside.end)
    return span


def _introduces(reading: Reading, pieces: Sequence[Clause], index: int) -> bool:
    """Whether an English clause names whom the clauses behind it describe."""
    piece = pieces[index]
    if index + 1 >= len(pieces) or not pieces[index + 1].asks:
        return False
    latin = reading.text[piece.span.start] < "\u0600"
    return latin and (piece.wanted or piece.words <= SHORT)


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
