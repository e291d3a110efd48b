"""What is paid: an amount, a promise without a figure, or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.money import Amount
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Evidence, Span

LABELLED, PRICED, UNPAID, PROMISED, GUESSED = 6, 4, 4, 2, 1
"""How sure each way of finding pay is; the surest wins, the first among equals."""

FEE_BEFORE = re.compile(
    r"(?:رسوم|رسم|تذكره|تذاكر|fees? of|registration fee|ticket|entry|deposit)\W{0,3}(?:\w+\W){0,3}$"
)
JOINED = re.compile(
    r"[ ,،]{0,2}(?:\+|&|مع|و|بالاضافه الي|شامل|شامله|يشمل|plus|and|with|including|incl\.?|\(|,|،"
    r"|\.|/|-|\u2013)? ?(?:all |free |full |كل |توفير |يوجد |متوفر )?"
)
STOP = re.compile(r"[.!؟?](?= |$)|[|•؛;]| - (?=\D)")
ENDS_IN_NUMBER = re.compile(r"[-\u2013\u2014:=] ?$")
SELF_EVIDENT = re.compile(
    r"(?<!\w)(?:مدفوع\w*(?: الاجر)?|باجر|بدل (?:مواصلات|نقل|تنقل)"
    r"|بمقابل مادي|مقابل مادي|paid(?: role| gig| opportunity"
    r"| work| job)?|stipend|honorarium|scale|sag scale|equity minimum)(?!\w)"
)
NOT_PAID_FOR = re.compile(r"\b(?:paid (?:for|by|holiday|study)|get paid)\b")
MONTHS = re.compile(r"(?:19|20)\d\d$")
TRAILING_EXTRA = re.compile(
    r"(?: ?(?:provided|included|مجانا|مجانيه|علينا|متوفره|متوفر|موفر|موفره|مؤمن|مؤمنه|covered"
    r"|paid|available))(?: for [a-z-]+(?: [a-z-]+){0,3})?"
)
TAIL = re.compile(
    r" (?:بعد|قبل|عند|نهايه) (?:ال)?(?:عرض|عروض|تصوير|انتها\w*|تسليم)(?: \w+)?(?!\w)"
    r"| (?:full|half)[ -]day(?: ?\([^)\n]{1,15}\))?| (?:نصف يوم|يوم كامل|كامل)(?!\w)"
    r"| (?:لكل \w+|لل(?:فرد|شخص|عرض|دقيقه|حلقه|يوم|ساعه|جلسه|دور|عائله|واحد|مشهد|اسبوع"
    r"|شهر|نهار|عازف|بنت|ممثل|راقص|اتنين|اثنين|طفل|لقطه|مشارك))"
    r"(?: كامل)?(?: ?\([^)\n]{1,25}\))?| per (?:finished )?\w+"
    r"| for (?:the )?(?:adults?|kids|children|each|leads?|extras|\w+ roles?)"
    r"| ?\((?:شامل|غير شامل|incl|excl|plus|net|vat)[^)\n]{0,25}\)"
)
MOST_AMOUNTS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    spans: tuple[Span, ...]
    strength: float


def find_compensation(
    reading: Reading, amounts: Sequence[Amount], labels: Sequence[Labelled], scope: Span
) -> FieldValue | None:
    """The pay named within `scope`, quoted."""
    offers = list(_offers(reading, _within(amounts, scope), labels, scope))
    if not offers:
        return None
    best = max(offers, key=lambda offer: (offer.strength, -offer.spans[0].start))
    quotes = [quote for span in best.spans if (quote := reading.quote(span.start, span.end))]
    return _value(quotes) if quotes else None


def _value(quotes: list[Evidence]) -> FieldValue:
    return FieldValue(" / ".join(clean(quote.text) for quote in quotes), tuple(quotes))


def _within(amounts: Sequence[Amount], scope: Span) -> list[Amount]:
    return [a for a in amounts if a.start >= scope.start and a.end <= scope.end]


def _offers(
    reading: Reading, amounts: list[Amount], labels: Sequence[Labelled], scope: Span
) -> Iterator[Offer]:
    yield from _labelled(reading, amounts, labels, scope)
    yield from _called_pay(reading, amounts, scope)
    yield from _priced(reading, amounts)
    yield from _unpaid(reading, scope)
    yield from _promised(reading, scope)
    yield from _listed(reading, amounts)


def _labelled(
    reading: Reading, amounts: list[Amount], labels: Sequence[Labelled], scope: Span
) -> Iterator[Offer]:
    """ "Pay: ..." is pay whatever it says; a money bag needs an amount or a word of pay."""
    for label in labels:
        if label.field != "compensation" or not scope.start <= label.start < scope.end:
            continue
        block = label.value
        if block.end <= block.start or block.end > scope.end:
            continue
        speaks = _speaks_of_pay(reading, amounts, block)
        if label.plain or speaks:
            end = _value_end(reading, amounts, block)
            yield Offer((reading.trim(block.start, end),), LABELLED if speaks else LABELLED - 3)


def _speaks_of_pay(reading: Reading, amounts: list[Amount], span: Span) -> bool:
    if any(span.start <= amount.start < span.end for amount in amounts):
        return True
    kinds = (Tag.UNPAID, Tag.VAGUE_PAY, Tag.CURRENCY, Tag.AMOUNT_WORD)
    return any(reading.has(tag, span.start, span.end) for tag in kinds)


def _value_end(reading: Reading, amounts: list[Amount], span: Span) -> int:
    """Stop after the sentence, or after the last comma behind which nothing is about pay."""
    text = reading.text
    end = span.end
    for stop in STOP.finditer(text, span.start, span.end):
        if (
            stop.start() > span.start
            and not _speaks_of_pay(reading, amounts, Span(stop.end(), span.end))
            and not reading.has(Tag.PAY_EXTRA, stop.end(), span.end)
        ):
            end = stop.start()
            break
    return end


def _called_pay(reading: Reading, amounts: list[Amount], scope: Span) -> Iterator[Offer]:
    """ "الأجر بالحلقة ٣٥٠", "pay is $200": the label without a colon, quoted with it."""
    for hit in reading.of(Tag.LABEL, scope.start, scope.end):
        if hit.key != "compensation":
            continue
        line = reading.line_at(hit.start)
        stop = min(line.end, scope.end)
        near = [a for a in amounts if hit.end <= a.start <= min(stop, hit.end + 30)]
        amount = next((a for a in near if a.certain or a.end - a.start > 1), None)
        vague = next(iter(_pay_words(reading, hit.end, min(stop, hit.end + 14))), None)
        if amount and not STOP.search(reading.text, hit.end, amount.start):
            end = _extended(reading, amounts, amount.end, stop)
            yield Offer((reading.trim(hit.start, end),), LABELLED - 0.5)
        elif vague:
            end = _clause_end(reading.text, vague.end, stop)
            yield Offer((reading.trim(hit.start, end),), LABELLED - 1)


def _pay_words(reading: Reading, start: int, end: int) -> list[Hit]:
    words = [
        hit
        for tag in (Tag.VAGUE_PAY, Tag.UNPAID)
        for hit in reading.of(tag, start)
        if start <= hit.start <= end
    ]
    return sorted(words, key=lambda hit: hit.start)


def _priced(reading: Reading, amounts: list[Amount]) -> Iterator[Offer]:
    """Amounts that are certainly money; those of one call are told together."""
    text = reading.text
    certain = [
        a
        for a in amounts
        if a.certain and not FEE_BEFORE.search(text, max(0, a.start - 30), a.start)
    ]
    if not certain:
        return
    spans: list[Span] = []
    for amount in certain[:MOST_AMOUNTS]:
        line = reading.line_at(amount.start)
        end = _extended(reading, amounts, amount.end, line.end)
        if spans and reading.line_at(spans[-1].start) == line:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(amount.start, end))
    strength = PRICED if any(a.currency for a in certain) else PRICED - 0.5
    yield Offer(tuple(reading.trim(span.start, span.end) for span in spans), strength)


def _extended(reading: Reading, amounts: list[Amount], end: int, stop: int) -> int:
    """Over what belongs to the amount: its unit, what comes on top, further amounts."""
    while True:
        joined = JOINED.match(reading.text, end)
        position = joined.end() if joined else end
        follower = _pay_thing_at(reading, amounts, position, stop) or _pay_thing_at(
            reading, amounts, end, stop
        )
        if follower is None or follower <= end:
            tail = TAIL.match(reading.text, end)
            return min(tail.end(), stop) if tail else end
        end = follower
        if trailing := TRAILING_EXTRA.match(reading.text, end):
            end = min(trailing.end(), stop)


def _pay_thing_at(reading: Reading, amounts: list[Amount], position: int, stop: int) -> int | None:
    ends = [
        hit.end
        for tag in (Tag.PAY_EXTRA, Tag.PER, Tag.UNPAID, Tag.VAGUE_PAY)
        for hit in reading.of(tag, position, stop)
        if hit.outer - position <= 1
    ]
    ends += [a.end for a in amounts if 0 <= a.start - position <= 1 and a.certain and a.end <= stop]
    return max(ends, default=None)


def _unpaid(reading: Reading, scope: Span) -> Iterator[Offer]:
    for hit in reading.of(Tag.UNPAID, scope.start, scope.end)[:MOST_AMOUNTS]:
        line = reading.line_at(hit.start)
        start = max(line.start, scope.start, hit.outer)
        before = _clause_start(reading.text, max(line.start, scope.start), start)
        if start - before <= 22:
            start = before
        end = _clause_end(reading.text, hit.end, min(line.end, scope.end))
        if end - hit.end > 45:
            end = hit.end
        yield Offer((reading.trim(start, end),), UNPAID)


def _promised(reading: Reading, scope: Span) -> Iterator[Offer]:
    """Paid, but without a figure."""
    for match in SELF_EVIDENT.finditer(reading.text, scope.start, scope.end):
        if not NOT_PAID_FOR.search(reading.text, max(0, match.start() - 4), match.end() + 8):
            yield Offer((Span(*match.span()),), PROMISED)


def _listed(reading: Reading, amounts: list[Amount]) -> Iterator[Offer]:
    """Role lines that end in a figure: "grandfather – 2,000"."""
    text = reading.text
    spans = []
    for amount in amounts:
        line = reading.line_at(amount.start)
        ends_line = not text[amount.end : line.end].strip(" .،,)")
        dashed = ENDS_IN_NUMBER.search(text, max(line.start, amount.start - 3), amount.start)
        figure = text[amount.start : amount.end]
        digits = re.sub(r"\D", "", figure)
        if ends_line and dashed and len(digits) >= 3 and not MONTHS.match(figure):
            spans.append(reading.trim(line.start, amount.end))
    if spans:
        yield Offer(tuple(spans[:MOST_AMOUNTS]), GUESSED + (1 if len(spans) > 1 else 0))


def _clause_start(text: str, begin: int, position: int) -> int:
    start = begin
    for stop in re.finditer(r"[.!؟?؛;|•،,]\s|[|•(]", text[begin:position]):
        start = begin + stop.end()
    return start


def _clause_end(text: str, position: int, end: int) -> int:
    stop = re.compile(r"[.!؟?؛;|•،,](?=\s|$)|[|•)]").search(text, position, end)
    return stop.start() if stop else end
