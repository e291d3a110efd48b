"""Who makes it, or for whom: production company, agency, troupe, client."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Span

LONGEST = 60
NAME_STOP = re.compile(r"[\n.,،:;؛!؟?|()\u2013\u2014\U0001F300-\U0001FAFF\u2600-\u27bf]| - |\d")
QUOTED = re.compile(r"[«\"“]([^»\"”\n]{2,40})[»\"”]")
CONNECTOR = re.compile(
    r"(?<!\w)(?:في|من|عن|علي|الي|مع|او|و|يوم|حق|بتاع|تبع|ب(?!لا )\w+|لل(?!انتاج|دعايه|اعلا|تسويق"
    r"|مواهب|سينما|افلام|فنون|ترفيه|تدريب|عطور|ازيا|تجميل)\w+|ل(?!ل)\w{3,}|مطلوب\w*|نبحث"
    r"|محتاج\w*|بحاجه|جديد\w*|هو|هي|راح|رح|اللي)(?!\w)"
)
FIRST_WORD = re.compile(r"\s*\w+")
ANNOUNCED = re.compile(r"(?<!\w)(?:تعلن|يعلن|يسر|تبحث|تدعو|تنظم|تقيم|تطلب|تحتاج) $")
FOR_CLIENT = re.compile(
    r"(?<!\w)(?:ل|لصالح|لحساب|انتاج|من انتاج|اعلان|لاعلان|دعايه|لدعايه|لاعلان تجاري|تصوير|لتصوير"
    r"|حمله|لحمله|برعايه|مع|عبر|من) $"
)
ENGLISH_ASKER = re.compile(r"(?P<name>[^\n.,:;!?|()]{2,50}?) (?:\([^)\n]*\) )?$")
PRONOUN = re.compile(
    r"^(?:open|urgent|female|male|paid|extras|actors|models|we|i|they|she|he|who|a|an|the|is|and"
    r"|now|hi|hello|hey|everyone|someone|client"
    r"|production|company|casting|our|my|friend|team|this|urgently|currently|also|still|not|you"
    r"|if|all)\b"
)


@dataclass(frozen=True, slots=True)
class Name:
    span: Span
    score: float


def find_company(reading: Reading, labels: Sequence[Labelled], scope: Span) -> FieldValue | None:
    """The company named within `scope`."""
    names = [
        name
        for name in (
            *_labelled(reading, labels, scope),
            *_arabic(reading, scope),
            *_english(reading, scope),
        )
        if 2 <= name.span.end - name.span.start <= LONGEST
    ]
    if not names:
        return None
    best = max(names, key=lambda name: (name.score, -name.span.start))
    quote = reading.quote(best.span.start, best.span.end)
    return FieldValue(clean(quote.text), (quote,)) if quote else None


def _labelled(reading: Reading, labels: Sequence[Labelled], scope: Span) -> Iterator[Name]:
    for label in labels:
        if label.field == "company" and label.plain and scope.start <= label.start < scope.end:
            stop = re.compile(r"[|،]|,(?= )| - ").search(
                reading.text, label.value.start, label.value.end
            )
            end = stop.start() if stop else label.value.end
            yield Name(reading.trim(label.value.start, end), 5)


def _arabic(reading: Reading, scope: Span) -> Iterator[Name]:
    """ "شركة X تعلن", "فرقة X", "إعلان عيادة X"."""
    for head in reading.of(Tag.COMPANY_HEAD, scope.start, scope.end):
        line = reading.line_at(head.start)
        stop = min(line.end, scope.end, head.end + 2 * LONGEST)
        end = _name_end(reading, head.end, stop)
        if end <= head.end + 1:
            continue
        asks = any(0 <= ask.outer - end <= 2 for ask in reading.of(Tag.ASK, end - 1, stop))
        before = reading.text[max(line.start, head.outer - 16) : head.outer]
        starts = (
            not reading.text[line.start : head.outer].strip(" \"'*•-")
            or reading.trim(max(line.start, head.outer - LONGEST), stop).start == head.outer
        )
        glued = reading.text[head.outer : head.start]
        if asks or ANNOUNCED.search(before):
            yield Name(Span(head.outer if glued == "ال" else head.start, end), 4)
        elif FOR_CLIENT.search(before) or glued in ("ل", "لل"):
            yield Name(Span(head.outer if glued == "ال" else head.start, end), 3)
        elif starts and head.key == "":
            yield Name(Span(head.outer if glued == "ال" else head.start, end), 2)


def _name_end(reading: Reading, position: int, stop: int) -> int:
    """Up to four words of a name, or the quoted name."""
    text = reading.text
    if (
        quoted := QUOTED.search(text, position, min(stop, position + 45))
    ) and quoted.start() - position <= 12:
        return quoted.end()
    end = stop
    if match := NAME_STOP.search(text, position, stop):
        end = match.start()
    for ask in reading.of(Tag.ASK, position, stop):
        end = min(end, ask.outer)
    first = FIRST_WORD.match(text, position, end)
    if match := CONNECTOR.search(text, first.end() if first else position, end):
        end = match.start()
    words = list(re.finditer(r"\S+", text[position:end]))
    if len(words) > 4:
        end = position + words[3].end()
    while end > position and text[end - 1].isspace():
        end -= 1
    return end


def _english(reading: Reading, scope: Span) -> Iterator[Name]:
    for ask in reading.of(Tag.ASK, scope.start, scope.end):
        if ask.key == "english":
            line = reading.line_at(ask.start)
            match = ENGLISH_ASKER.search(reading.text, max(line.start, scope.start), ask.start)
            if match and (span := _named(reading, Span(*match.span("name")))):
                yield Name(span, 3.5)
    for tail in reading.of(Tag.COMPANY_TAIL, scope.start, scope.end):
        if span := _before_tail(reading, tail, scope):
            yield Name(span, 2.5)


def _named(reading: Reading, span: Span) -> Span | None:
    """The span if it reads like a name: capitalised, not a pronoun."""
    trimmed = reading.trim(span.start, span.end)
    words = reading.text[trimmed.start : trimmed.end]
    quote = reading.quote(trimmed.start, trimmed.end)
    if quote is None or PRONOUN.match(words) or len(words.split()) > 6:
        return None
    return trimmed if quote.text[:1].isupper() or quote.text[:1] == "@" else None


def _before_tail(reading: Reading, tail: Hit, scope: Span) -> Span | None:
    """Capitalised words that end in "Productions", "Films", "Agency"."""
    line = reading.line_at(tail.start)
    begin = max(line.start, scope.start)
    quote = reading.quote(tail.start, tail.end)
    if quote is None or not quote.text[:1].isupper():
        return None
    start = tail.start
    for word in reversed(list(re.finditer(r"[\w&'.]+", reading.text[begin : tail.start]))):
        written = reading.quote(begin + word.start(), begin + word.end())
        adjacent = reading.text[begin + word.end() : start].strip(" ") == ""
        if (
            not adjacent
            or written is None
            or not (written.text[:1].isupper() or written.text in {"&", "of"})
        ):
            break
        if PRONOUN.match(word.group()) or reading.has(
            Tag.CALL, begin + word.start(), begin + word.end()
        ):
            break
        start = begin + word.start()
    return Span(start, tail.end) if start < tail.start else None
