"""Clauses of sentences, and which of them ask something of the people wanted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.rules.clauses import EMOJI
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.people import Ages
from pipeline.extraction.rules.phrases import behind_opening, without_loose_end
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.sought import Kind, sought_at
from pipeline.text.span import Span

SENTENCE_END = re.compile(rf"[.!؟?](?=\s|$)|[|;؛]|\s[•·]\s|{EMOJI}")
COMMA = re.compile(r"[,،](?=\s)|(?<!\d)\s[-\u2013\u2014]\s|(?<=\D):\s|\s/\s|\s\+\s(?=\d)")
SENDS = re.compile(
    r"(?<!\w)[وف]?(?:ا?ت?رسل\w*|يرسل\w*|ارسال|راسل\w*|[يت]?تواصل\w*|للتواصل|[يت]?كلم\w*|اتصل\w*"
    r"|سجل\w*|للتسجيل|التسجيل|قدم\w*|للتقديم|التقديم|ابعت\w*|ابعث\w*|دز\w*|طرش\w*|احجز\w*|للحجز"
    r"|الحجز|دقو?ا?|اكتبو?ا?|عبو?ا?|واتس\w*|جوال\w*|رقم\w*|الايميل|فورم|صورت?ك\w*|صوركم)(?!\w)"
    r"|\b(?:send|submit|submissions?|apply|e-?mail|whatsapp|dm|message|contact|register|rsvp"
    r"|book|text|call|reach out|showreel|availability|portfolio|tapes?|headshots?|resumes?"
    r"|photos?|pics)\b"
)
ONLY = re.compile(r"(?<!\w)(?:فقط|بس|only)(?!\w)")
TONGUE = re.compile(
    r"(?<!\w)(?:arabic|english|french|hindi|urdu|msa|fusha|عربي|انجليزي|انقليزي|فرنسي)(?!\w)"
)
FOR_SOMETHING = re.compile(r"\sfor (?:an?|the|our|my|some) ")
AIMED_AT = re.compile(
    r"\sلل?(?:تصوير|تسجيل|تغطيه|دبلجه|تجسيد|مشاركه|ظهور|عمل|تمثيل|استوديو|استديو|محل|مطعم|متجر|تطبيق"
    r"|قناه|شركه|براند|معرض|مهرجان|حفل|احتفال|احدي|انشا|دور)\w*"
)
NEVER_NEUTRAL = (
    Tag.PRODUCTION, Tag.PLACE, Tag.TIME_NOUN, Tag.MONTH, Tag.HIJRI_MONTH, Tag.WEEKDAY, Tag.AWAY,
    Tag.CURRENCY, Tag.PER, Tag.PAY_EXTRA, Tag.UNPAID, Tag.VAGUE_PAY, Tag.VENUE, Tag.CALL,
)  # fmt: skip
SHORT = 4
PRICE = re.compile(r"\s[-\u2013\u2014]\s(?P<figure>\d[\d.,٬]{2,})(?!\d)")
NICKNAME = re.compile(r"(?:ابو|ام|ابي) \w+")
OTHER_FIELDS = frozenset(["location", "deadline", "contact", "compensation", "company", "dates"])
NEUTRAL_WORDS = 7
"""A clause of so few words between two that ask is taken to ask too."""
AIM_WORD = re.compile(
    r"(?<!\w)(?:for|حق|حال|عشان|علشان|as|تصوير|للمشاركه|للظهور|للعمل)(?!\w)[^،,\n]*$"
)
AS = re.compile(r"(?<!\w)as(?!\w)")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Known:
    """What was found elsewhere and is no requirement."""

    labels: Sequence[Labelled]
    ages: Sequence[Ages]
    busy: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence between commas. `asks` when it names an age, a look, a skill;
    `wanted` when it is whom a word of wanting wants; `other` when it speaks of another field."""

    span: Span
    asks: bool
    wanted: bool
    other: bool
    words: int


def sentences(reading: Reading, scope: Span) -> Iterator[Span]:
    for line in reading.lines:
        start, stop = max(line.start, scope.start), min(line.end, scope.end)
        position = start
        for end in SENTENCE_END.finditer(reading.text, start, stop):
            if end.start() > position:
                yield Span(position, end.start())
            position = end.end()
        if position < stop:
            yield Span(position, stop)


def clauses_of(
    reading: Reading, known: Known, sentence: Span, verbs: Sequence[Hit]
) -> Iterator[Clause]:
    text = reading.text
    breaks = _outside_brackets(text, sentence)
    commas = frozenset(breaks)
    listed = True
    breaks += [(a, b) for a, b in known.busy if sentence.start <= a and b <= sentence.end]
    breaks += _places(reading, sentence)
    position = sentence.start
    for start, end in (*sorted(breaks), (sentence.end, sentence.end)):
        if text[start:end].strip() == ":" and _ends_in_verb(verbs, position, start):
            continue
        span = reading.trim(position, start) if start > position else Span(position, position)
        span = Span(behind_opening(reading, span), span.end)
        if span.end > span.start:
            yield _clause(reading, known, span, verbs, listed=listed)
        listed = (start, end) in commas
        position = max(position, end)


def _outside_brackets(text: str, sentence: Span) -> list[tuple[int, int]]:
    """The commas of a sentence, but for those within brackets."""
    found = []
    depth, position = 0, sentence.start
    for comma in COMMA.finditer(text, sentence.start, sentence.end):
        between = text[position : comma.start()]
        depth += between.count("(") - between.count(")")
        position = comma.start()
        if depth <= 0:
            found.append(comma.span())
    return found


def _ends_in_verb(verbs: Sequence[Hit], begin: int, end: int) -> bool:
    return any(begin <= verb.outer and end - 2 <= verb.end <= end for verb in verbs)


def _places(reading: Reading, within: Span) -> list[tuple[int, int]]:
    """Towns that are where it happens, and not where people come from."""
    return [
        (place.outer, place.end)
        for place in reading.of(Tag.PLACE, within.start, within.end)
        if place.key.endswith(":places")
        and not reading.of(Tag.ORIGIN, max(within.start, place.outer - 12), place.outer)
    ]


def _clause(
    reading: Reading, known: Known, span: Span, verbs: Sequence[Hit], *, listed: bool
) -> Clause:
    """One clause, without the word of wanting it begins with; `listed` when a comma, and not a
    day or a town, stands before it."""
    wanted = False
    for verb in verbs:
        if span.start <= verb.outer and verb.end <= span.end:
            sought = sought_at(reading, verb, span.start, span.end)
            if sought.kind is Kind.NOTHING:
                span = Span(verb.end, verb.end)
                break
            if sought.kind in (Kind.PERFORMER, Kind.PERSON, Kind.UNKNOWN) and sought.who:
                span, wanted = sought.who, True
                break
    other = span.end <= span.start or _is_other(reading, known, span)
    asked = cut(reading, known, span)
    asks = not other and has_detail(reading, known, asked, wanted=wanted)
    neutral = (
        asks or wanted or is_headed(reading, asked) or (listed and _is_neutral(reading, asked))
    )
    words = len(WORD.findall(reading.text[asked.start : asked.end]))
    return Clause(span, asks, wanted, other or not neutral, words)


def _is_neutral(reading: Reading, span: Span) -> bool:
    """Whether a clause is short and speaks of nothing that other fields hold."""
    words = reading.text[span.start : span.end]
    return (
        len(WORD.findall(words)) <= NEUTRAL_WORDS
        and not any(character.isdigit() for character in words)
        and not any(reading.has(tag, span.start, span.end) for tag in NEVER_NEUTRAL)
        and not any(
            label.key in OTHER_FIELDS for label in reading.of(Tag.LABEL, span.start, span.end)
        )
    )


def _is_other(reading: Reading, known: Known, span: Span) -> bool:
    """Whether a clause speaks of another field: labelled so, or by what it begins with."""
    text = reading.text
    if any(_covers(reading, known, label, span) for label in known.labels):
        return True
    if any(begin <= span.start + 2 < stop for begin, stop in known.busy):
        return True
    aged = any(span.start <= ages.start < span.end for ages in known.ages)
    if SENDS.search(text, span.start, span.end) and not aged:
        return True
    tags = (Tag.UNPAID, Tag.VAGUE_PAY)
    if any(reading.has(tag, span.start, span.end) for tag in tags) and not aged:
        return True
    announces = reading.of(Tag.ASK, span.start, span.end)
    if announces and announces[0].outer == span.start:
        return True
    works = reading.of(Tag.PRODUCTION, span.start, span.end)
    begins = bool(works) and works[0].outer <= span.start + 1
    calls = reading.has(Tag.CALL, span.start, span.end)
    owners = reading.of(Tag.COMPANY_HEAD, span.start, span.end)
    owned = bool(owners) and owners[0].outer == span.start and not aged
    named = text[span.start] in '"«“' and not aged
    return begins or calls or named or owned or text[span.start] == "#"


def _covers(reading: Reading, known: Known, label: Labelled, span: Span) -> bool:
    """Whether a clause is the value of another field's label; a picture labels only its line,
    and a calendar only what names a day."""
    if label.field not in OTHER_FIELDS or not label.start <= span.start < label.value.end:
        return False
    if label.plain:
        return True
    dated = any(label.start <= begin < label.value.end for begin, _ in known.busy)
    below = "\n" in reading.text[label.start : label.value.start]
    return not below and (dated or label.field != "dates")


def has_detail(reading: Reading, known: Known, span: Span, *, wanted: bool = False) -> bool:
    """Whether a range names an age, a look, a skill."""
    if any(span.start <= ages.start and ages.end <= span.end for ages in known.ages):
        return True
    words = reading.text[span.start : span.end]
    count = len(WORD.findall(words))
    sexes = reading.of(Tag.SEX, span.start, span.end)
    somebody = bool(sexes or reading.of(Tag.PEOPLE, span.start, span.end))
    if somebody and ONLY.search(words):
        return True
    if (
        sexes
        and not wanted
        and count <= SHORT
        and (words[0] < "\u0600" or len(sexes) > 1 or sexes[0].key == "both")
    ):
        return True
    if TONGUE.search(words) and count <= SHORT:
        return True
    works = [work.end for work in reading.of(Tag.PRODUCTION, span.start, span.end)]
    return count > 1 and any(
        not any(0 <= trait.outer - end <= 1 for end in works)
        for trait in reading.of(Tag.TRAIT, span.start, span.end)
    )


def names_somebody(reading: Reading, span: Span) -> bool:
    return reading.has(Tag.ROLE, span.start, span.end) or reading.has(
        Tag.PERSON, span.start, span.end
    )


def is_headed(reading: Reading, span: Span) -> bool:
    """Whether a clause begins with a role, as notices without a verb do."""
    people = [
        *reading.of(Tag.ROLE, span.start, span.end),
        *reading.of(Tag.PERSON, span.start, span.end),
    ]
    words = len(WORD.findall(reading.text[span.start : span.end]))
    if NICKNAME.fullmatch(reading.text, span.start, span.end):
        return False
    return words > 1 and any(hit.outer - span.start <= 2 and hit.key != "" for hit in people)


def cut(reading: Reading, known: Known, span: Span) -> Span:
    """Up to what the people are for, and up to the first place, date, amount or contact."""
    end = span.end
    for start, _ in known.busy:
        if span.start + 2 < start < end:
            end = start
    for work in reading.of(Tag.PRODUCTION, span.start + 2, end):
        if reading.text[work.outer : work.start] in ("ل", "لل"):
            end = work.outer
            break
        if aim := AIM_WORD.search(reading.text, span.start + 2, work.outer):
            end = aim.start()
            break
    for begin, _ in _places(reading, Span(span.start, end)):
        if begin > span.start + 2:
            end = min(end, begin)
    if aim := FOR_SOMETHING.search(reading.text, span.start + 2, end):
        end = aim.start()
    if aim := AIMED_AT.search(reading.text, span.start + 2, end):
        end = aim.start()
    for price in PRICE.finditer(reading.text, span.start + 2, end):
        if not any(ages.start <= price.start("figure") < ages.end for ages in known.ages):
            end = price.start()
            break
    if role := AS.search(reading.text, span.start + 2, end):
        end = role.start()
    return reading.trim(span.start, without_loose_end(reading.text, span.start, end))
