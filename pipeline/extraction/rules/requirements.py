"""What is asked of the people: ages, looks, skills, papers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.people import Ages
from pipeline.extraction.rules.phrases import EMOJI, behind_opening, without_loose_end
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.extraction.rules.sought import Kind, sought_at, wants
from pipeline.text.span import Span

MOST = 8
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
LOOK = re.compile(r"(?!(?:سنه|سنوات|سنين|عام\w*|شهور|اشهر)(?!\w))[^\W\d_]{3,}|[mf]\b")
PRICE = re.compile(r"\s[-\u2013\u2014]\s(?P<figure>\d[\d.,٬]{2,})(?!\d)")
NICKNAME = re.compile(r"(?:ابو|ام|ابي) \w+")
BRACKETED = re.compile(r"\((?P<inside>[^()\n]{2,60})\)")
HEADS_A_LIST = re.compile(
    r"(?:ال)?(?:شروط|متطلبات|مطلوب|مواصفات|ادوار|دور|شخصيات|فيات|فيه)|requirement|req|must have"
    r"|criteria|roles?\b|characters|seeking|looking for|specs|who we need|we need|talent|qualif"
    r"|needed|voice"
)
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
            item = _cut(reading, known, Span(start, end))
            if item.end > item.start:
                yield item


def _is_item(reading: Reading, known: Known, line: Span) -> bool:
    """Whether a line below a label still belongs to its list."""
    if any(line.start <= begin < line.end for begin, _ in known.busy):
        return False
    if not reading.text[line.start].isalnum():
        return True
    return _names_somebody(reading, line) or _has_detail(reading, known, line)


def _told(
    reading: Reading, known: Known, scope: Span, listed: Sequence[Span]
) -> tuple[list[Span], list[Span]]:
    """What sentences ask for; and apart from it whom they want without a word on them."""
    verbs = list(wants(reading))
    told: list[Span] = []
    plain: list[Span] = []
    first = True
    wanting: list[Span] = []
    for sentence in _sentences(reading, scope):
        clauses = [
            clause
            for clause in _clauses(reading, known, sentence, verbs)
            if not any(s.start < clause.span.end and clause.span.start < s.end for s in listed)
        ]
        for index, clause in enumerate(clauses):
            if clause.other:
                continue
            span = _cut(reading, known, clause.span)
            heads = clause.wanted or (first and _heads(reading, span))
            aged = any(span.start <= ages.start < span.end for ages in known.ages)
            if _introduces(reading, clauses, index) or (not heads and _between(clauses, index)):
                told.append(span)
            elif clause.asks and (aged or not heads):
                told.append(_in_brackets(reading, known, span))
            elif (heads or _heads(reading, span)) and (not plain or sentence in wanting):
                plain.append(_in_brackets(reading, known, span))
                wanting.append(sentence)
            first = False
    return [span for span in told if span.end - span.start > 1], plain


def _heads(reading: Reading, span: Span) -> bool:
    """Whether a clause begins with a role, as notices without a verb do."""
    people = [
        *reading.of(Tag.ROLE, span.start, span.end),
        *reading.of(Tag.PERSON, span.start, span.end),
    ]
    words = len(WORD.findall(reading.text[span.start : span.end]))
    if NICKNAME.fullmatch(reading.text, span.start, span.end):
        return False
    return words > 1 and any(hit.outer - span.start <= 2 and hit.key != "" for hit in people)


def _in_brackets(reading: Reading, known: Known, span: Span) -> Span:
    """Of "an actor (25-30)" what stands in the brackets, if all that is asked stands there."""
    for bracket in BRACKETED.finditer(reading.text, span.start + 1, span.end):
        inside = Span(*bracket.span("inside"))
        around = (Span(span.start, bracket.start()), Span(bracket.end(), span.end))
        told = LOOK.search(bracket["inside"]) and _has_detail(reading, known, inside)
        if told and not any(_has_detail(reading, known, part) for part in around):
            return reading.trim(inside.start, inside.end)
    return span


def _between(clauses: Sequence[Clause], index: int) -> bool:
    """Whether a short clause that says nothing known follows one that asks."""
    clause = clauses[index]
    if clause.other or clause.wanted or index == 0 or clause.words < 2:
        return False
    before = clauses[index - 1]
    return (before.asks or _between(clauses, index - 1)) and not before.other


def _introduces(reading: Reading, clauses: Sequence[Clause], index: int) -> bool:
    """Whether an English clause names whom the clauses behind it describe."""
    clause = clauses[index]
    if index + 1 >= len(clauses) or not clauses[index + 1].asks:
        return False
    latin = reading.text[clause.span.start] < "\u0600"
    return latin and (clause.wanted or clause.words <= SHORT)


def _sentences(reading: Reading, scope: Span) -> Iterator[Span]:
    for line in reading.lines:
        start, stop = max(line.start, scope.start), min(line.end, scope.end)
        position = start
        for end in SENTENCE_END.finditer(reading.text, start, stop):
            if end.start() > position:
                yield Span(position, end.start())
            position = end.end()
        if position < stop:
            yield Span(position, stop)


def _clauses(
    reading: Reading, known: Known, sentence: Span, verbs: Sequence[Hit]
) -> Iterator[Clause]:
    text = reading.text
    breaks = [
        comma.span()
        for comma in COMMA.finditer(text, sentence.start, sentence.end)
        if text.count("(", sentence.start, comma.start())
        <= text.count(")", sentence.start, comma.start())
    ]
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
    asked = _cut(reading, known, span)
    asks = not other and _has_detail(reading, known, asked, wanted=wanted)
    neutral = asks or wanted or _heads(reading, asked) or (listed and _is_neutral(reading, asked))
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


def _has_detail(reading: Reading, known: Known, span: Span, *, wanted: bool = False) -> bool:
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


def _names_somebody(reading: Reading, span: Span) -> bool:
    return reading.has(Tag.ROLE, span.start, span.end) or reading.has(
        Tag.PERSON, span.start, span.end
    )


def _cut(reading: Reading, known: Known, span: Span) -> Span:
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
