"""Who is wanted, for what: the phrase of the message that names the call."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.dates import DateMention
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.normalise import fold
from pipeline.text.span import Span

LONGEST = 100
SENTENCE_END = re.compile(
    r"[.!؟?](?=\s|$)|[|;؛\n]|\s[-\u2013\u2014]\s(?=\d)|(?<=\D):(?=\s)"
    r"|[\U0001F300-\U0001FAFF\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23fa]"
)
CUTS = re.compile(r"[,،(](?=\s|\w)|\s[-\u2013/]\s|(?<=\w) #")
BRACKETED = re.compile(r"\([^()\n]{1,40}\)\s*")
ANNOUNCES = re.compile(
    r"(?<!\w)(?:تعلن|يعلن|نعلن|الاعلان|اعلان)(?: [^\n]{0,60}?)? ?عن (?:حاجت\w+ (?:لـ? ?|الي ))?"
    r"|(?<!\w)(?:دعوه|تدعو|يدعو|ندعو)[^\n]{0,60}? الي "
)
LOOSE_END = re.compile(
    r"\s(?:يصور|تصور|تصويره|التصوير|shooting|filming|shot|based|to be shot"
    r"|من|في|الي|علي|مع|from|in|for|to|at|with|and|of|the|يوم|ايام|on|و)\s*$"
)
FOR_WORK = re.compile(r"[^!\n]{0,60}?\bfor (?:an? |the |our )?")
NAME = re.compile(r"[\"«“][^\"«»“”\n]{2,40}[\"»”]")
GREETING = re.compile(
    r"[\W_]*(?:(?:hi|hello|hey|dear)\b[^,!:\n]{0,20}[,!:]\s*"
    r"(?:we(?:'|’)?(?:re| are) casting (?:for )?)?"
    r"|(?:السلام عليكم|مساء الخير|صباح الخير|مرحبا|هلا)[^،,.!:\n]{0,25}[،,.!:]\s*"
    r"|يا (?:جماعه|شباب) )"
)
NUMBER = re.compile(r"[\W_]*(?:\d{1,2}|[a-d])\s?[).:-]+\s*")
QUOTE = re.compile(r':\s*["«“]')
ORDINAL = re.compile(
    r"(?:ال)?(?:اعلان|عمل|مشروع|كاستنج)? ?"
    r"(?:ال)?(?:اول|ثاني|ثالث|رابع|اولي|ثانيه|ثالثه|رابعه)(?: ?: ?| )"
)
HEADING = 1.6
"""What the line that opens one of several calls gains: there the work is named."""
LABELLED = 4.4
FIRST_WORD = re.compile(r"[\W_]*(?P<word>\w+)[\W_]+(?=\w)")
WORD = re.compile(r"[^\W\d_]+")
REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Phrase:
    span: Span
    score: float


def find_title(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    dates: Sequence[DateMention],
    scope: Span,
) -> FieldValue | None:
    """The most telling phrase among the first lines of `scope`."""
    phrases = [
        phrase
        for phrase in _phrases(reading, labels, contacts, dates, scope)
        if phrase.span.end - phrase.span.start >= 4
    ]
    if not phrases:
        return None
    best = max(phrases, key=lambda phrase: (phrase.score, -phrase.span.start))
    quote = reading.quote(best.span.start, best.span.end)
    return FieldValue(clean(quote.text), (quote,)) if quote else None


def _phrases(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    dates: Sequence[DateMention],
    scope: Span,
) -> Iterator[Phrase]:
    taken = [
        (label.start, label.value.end)
        for label in labels
        if label.field not in ("title", "requirements")
        and "\n" not in reading.text[label.start : label.value.start]
        and (
            label.field != "dates"
            or any(label.start <= day.start < label.value.end for day in dates)
        )
    ]
    yield from _labelled(reading, labels, contacts, dates, scope)
    several = scope != Span(0, len(reading.text))
    order = 0
    for line in reading.lines:
        start, end = max(line.start, scope.start), min(line.end, scope.end)
        if start >= end or any(
            begin <= start and end <= stop for begin, stop in taken if stop > begin
        ):
            continue
        if is_generic(reading.text[start:end]):
            continue
        for span in _clauses(reading, start, end):
            mute = _is_label(labels, span) or _is_company(reading, span)
            score = 0.0 if mute else _score(reading, span)
            named = reading.has(Tag.PRODUCTION, span.start, span.end)
            if several and order == 0 and named:
                score += HEADING
            if score > 0:
                trimmed = _tidy(reading, span, contacts, dates, labels)
                yield Phrase(trimmed, score - 0.45 * order)
        order += 1


def _labelled(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    dates: Sequence[DateMention],
    scope: Span,
) -> Iterator[Phrase]:
    """ "Project: ..." names the work."""
    for label in labels:
        value = label.value
        if label.field != "title" or not label.plain or not scope.start <= label.start < scope.end:
            continue
        telling = _enough(reading, value.start, value.end) or NAME.match(reading.text, value.start)
        if telling and value.end <= scope.end:
            end = min(value.end, value.start + LONGEST)
            stop = SENTENCE_END.search(reading.text, value.start, end)
            called = NAME.match(reading.text, value.start) and any(
                reading.has(tag, label.start, value.start) for tag in (Tag.CALL, Tag.PRODUCTION)
            )
            start = label.start if called else value.start
            span = Span(start, stop.start() if stop else end)
            yield Phrase(_tidy(reading, span, contacts, dates, labels), LABELLED)


def _is_label(labels: Sequence[Labelled], span: Span) -> bool:
    """Whether a clause is nothing but the word in front of a colon."""
    return any(
        label.plain
        and span.start <= label.start <= span.start + 3
        and span.end <= label.value.start
        for label in labels
    )


def _is_company(reading: Reading, span: Span) -> bool:
    """Whether a clause names a company and asks for nobody."""
    heads = reading.of(Tag.COMPANY_HEAD, span.start, span.end)
    asks = (Tag.WANTED, Tag.HEAD, Tag.CALL, Tag.ASK, Tag.ROLE)
    return (
        bool(heads)
        and heads[0].outer == reading.trim(span.start, span.end).start
        and not any(reading.has(tag, span.start, span.end) for tag in asks)
        and NAME.search(reading.text, span.start, span.end) is None
    )


def is_generic(line: str) -> bool:
    """A heading that says nothing of its own: "casting casting casting", "urgent!!"."""
    generic = _generic_words()
    words = WORD.findall(REPEATED.sub(r"\1", fold(line)))
    if not words:
        return True
    joined = " ".join(words)
    return joined in generic or all(word in generic for word in words)


@cache
def _urgent_words() -> frozenset[str]:
    return frozenset(fold(word) for word in gazetteer("casting")["generic"]["urgent"])


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(fold(word) for word in gazetteer("casting")["generic"]["words"])


def _clauses(reading: Reading, start: int, end: int) -> Iterator[Span]:
    """The line in pieces, each a phrase of its own."""
    position = start
    for stop in SENTENCE_END.finditer(reading.text, start, end):
        if QUOTE.match(reading.text, stop.start()) and stop.start() - position < 40:
            continue
        if ORDINAL.fullmatch(reading.text, position, stop.end()):
            continue
        if stop.start() > position:
            yield Span(position, stop.start())
        position = stop.end()
    if position < end:
        yield Span(position, end)


def _score(reading: Reading, span: Span) -> float:
    """A phrase tells more the more of who, for what and "wanted" it holds."""
    start, end = span.start, span.end
    wanted = reading.has(Tag.WANTED, start, end) or reading.has(Tag.HEAD, start, end)
    role = bool(reading.of(Tag.ROLE, start, end))
    call = reading.has(Tag.CALL, start, end)
    production = reading.has(Tag.PRODUCTION, start, end)
    score = 0.0
    if wanted and role:
        score = 4.0
    elif call and (production or role):
        score = 4.2
    elif production:
        score = 2.6 if not wanted else 3.4
    elif call:
        score = 2.4
    elif wanted:
        score = 2.0
    elif role:
        score = 1.2
    if score and production and role:
        score += 0.3
    return score if not is_generic(reading.text[start:end]) else 0.0


def _tidy(
    reading: Reading,
    span: Span,
    contacts: Sequence[Contact],
    dates: Sequence[DateMention],
    labels: Sequence[Labelled],
) -> Span:
    """From behind the verb to where the phrase turns to when, where, how much."""
    start = _behind_verb(reading, span)
    end = min(span.end, start + LONGEST)
    stops = [c.start for c in contacts] + [d.start for d in dates]
    stops += [label.start for label in labels if label.start > start]
    for stop in stops:
        if start + 6 <= stop < end:
            end = stop
    works = [work.outer for work in reading.of(Tag.PRODUCTION, start, end)]
    brackets = [
        match.span()
        for match in BRACKETED.finditer(reading.text, start, end)
        if match.end() < end and reading.text[match.end()] not in ",،-\u2013|"
    ]
    for cut in CUTS.finditer(reading.text, start + 6, end):
        if any(begin <= cut.start() < stop for begin, stop in brackets):
            continue
        aim = FOR_WORK.match(reading.text, cut.end(), end)
        if aim and any(0 <= work - aim.end() <= 12 for work in works):
            continue
        if _enough(reading, start, cut.start()) or NAME.search(reading.text, start, cut.start()):
            end = cut.start()
            break
    end = _without_place(reading, start, end)
    if loose := LOOSE_END.search(reading.text, start, end):
        end = loose.start()
    span = reading.trim(start, end)
    while span.end > span.start and reading.text[span.end - 1] in "!؟?":
        span = Span(span.start, span.end - 1)
    return span


def _enough(reading: Reading, start: int, end: int) -> bool:
    return any(reading.has(tag, start, end) for tag in (Tag.ROLE, Tag.PRODUCTION))


def _behind_verb(reading: Reading, span: Span) -> int:
    """After "we are looking for"; "مطلوب" heads a notice and stays, unless a list follows."""
    start = _behind_number(reading, span)
    announced = ANNOUNCES.search(reading.text, start, span.end)
    if announced and (
        _enough(reading, announced.end(), span.end)
        or reading.has(Tag.CALL, announced.end(), span.end)
    ):
        start = announced.end()
    verbs = [
        hit for hit in reading.of(Tag.WANTED, span.start, span.end) if hit.outer - span.start < 45
    ]
    for verb in verbs:
        rest = reading.text[verb.end : span.end]
        named = any(reading.has(tag, start, verb.outer) for tag in (Tag.CALL, Tag.PRODUCTION))
        named = named and not any(
            reading.has(tag, start, verb.outer) for tag in (Tag.COMPANY_HEAD, Tag.COMPANY_TAIL)
        )
        if len(WORD.findall(rest)) >= 1 and not named:
            start = verb.end
            break
    return start


def _behind_number(reading: Reading, span: Span) -> int:
    """After "2)", "the second:", "urgent", and the sign of a hashtag."""
    start = span.start
    if greeting := GREETING.match(reading.text, start, span.end):
        start = greeting.end()
    if number := NUMBER.match(reading.text, start, span.end):
        start = number.end()
    if ordinal := ORDINAL.match(reading.text, start, span.end):
        start = ordinal.end()
    while word := FIRST_WORD.match(reading.text, start, span.end):
        if word["word"] not in _urgent_words():
            break
        start = word.end()
    while start < span.end and reading.text[start] in "# ":
        start += 1
    return start


def _without_place(reading: Reading, start: int, end: int) -> int:
    """Drop a trailing "in Riyadh" once the phrase says enough."""
    for venue in reading.of(Tag.VENUE, start + 6, end):
        if reading.text[venue.outer : venue.start] == "ب" and _enough(reading, start, venue.outer):
            end = venue.outer
            break
    for hit in reading.of(Tag.PLACE, start + 6, end):
        bare = hit.outer == hit.start and hit.key.endswith(":places")
        if bare and reading.text[hit.start - 2] in "0123456789/-\u2013,،":
            return hit.outer
        glued = reading.text[hit.outer : hit.start]
        before = _preposition_before(reading, hit)
        if (glued.startswith("ب") or before is not None) and _enough(reading, start, hit.outer):
            return before if before is not None else hit.outer
    return end


def _preposition_before(reading: Reading, hit: Hit) -> int | None:
    for word in reading.of(Tag.BEFORE_PLACE, max(0, hit.outer - 12), hit.outer):
        if 0 <= hit.outer - word.end <= 1:
            return word.outer
    return None
