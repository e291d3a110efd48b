"""Pay that is told by its figure alone: round, in a list, or shared out by role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.money import Amount
from pipeline.extraction.rules.pay_phrase import clause_at, widened
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

LABELLED, PRICED, UNPAID, PROMISED, BARE, GUESSED = 6, 4, 3.8, 2, 1.6, 1
"""How sure each way of finding pay is; the surest wins, the first among equals."""

ENDS_IN_NUMBER = re.compile(r"[-\u2013\u2014:=] ?$")
YEAR = range(1900, 2100)
BIGGEST_BARE, LONGEST_FIGURE, LEAST = 200_000, 6, 20
MEASURES = re.compile(
    r"(?:طول|وزن|مقاس|سنه|عمر|مواليد|متابع|height|size|weight|born|since|route|flight|رقم|كود"
    r"|code|ref)"
)
GIVES = re.compile(
    r"[\s\W]*(?:و?(?:له|لها|لهم|لك|فيه|نعطي\w*|نعطيه\w*|تاخذ|ياخذ|معاه|معها|والاجر)"
    r"|(?:(?:s?he|they|you) )?(?:gets?|receives?)|paid|pays?|for)?[\s\W]*"
)
MOST_AMOUNTS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    spans: tuple[Span, ...]
    strength: float


def figure_of(reading: Reading, amount: Amount) -> str:
    return reading.text[amount.start : amount.end]


def bare(reading: Reading, amounts: Sequence[Amount], scope: Span) -> Iterator[Offer]:
    """A round figure that is a clause of its own: "..., 800, ...", "300 + breakfast"."""
    text = reading.text
    for amount in amounts:
        if amount.certain or not is_round(text[amount.start : amount.end]):
            continue
        clause = clause_at(reading, amount.start, amount.end, scope)
        span = widened(reading, amounts, Span(amount.start, amount.end), scope)
        if MEASURES.search(text, clause.start, clause.end):
            continue
        lead, rest = text[clause.start : span.start], text[span.end : clause.end]
        if GIVES.fullmatch(lead) and not rest.strip(" .!*_)"):
            yield Offer((span,), BARE)


def is_money(figure: str) -> bool:
    """Whether a figure behind a word for pay may be the pay."""
    number = FIRST_NUMBER.search(figure)
    if number is None:
        return len(figure) > 2
    digits = re.sub(r"\D", "", number.group())
    return len(digits) <= LONGEST_FIGURE and not digits.startswith("0") and int(digits) >= LEAST


FIRST_NUMBER = re.compile(r"\d{1,3}(?:[,٬' ]\d{3})+|\d+")


def is_round(figure: str) -> bool:
    """Whether a figure looks like pay: written out, or at least 100 and no year."""
    number = FIRST_NUMBER.search(figure)
    if number is None:
        return len(figure) > 2
    digits = re.sub(r"\D", "", number.group())
    if (
        digits.startswith("0")
        or len(digits) > LONGEST_FIGURE
        or not 100 <= int(digits) <= BIGGEST_BARE
    ):
        return False
    return int(digits) % 50 == 0 and (int(digits) not in YEAR or int(digits) % 100 == 0)


NEAR_MEASURE = 14
MOST_LIKELY = range(150, 20_001)
COUNTED_AFTER = re.compile(
    r" ?[^\W\d]*?(?:متابع|مشاهد|متقدم|مشارك|طلب|مقعد|شخص|نفر|شاب|شباب|بنت|بنات|رجال|ممثل|كومبارس"
    r"|اكسترا|طفل|اطفال|متر|كم|سم|كيلو|follow|view|sub)"
)


def lone(reading: Reading, amounts: Sequence[Amount], scope: Span) -> Iterator[Offer]:
    """The only round figure of a call, in the midst of a sentence: nothing but pay is so round."""
    text = reading.text
    round_ = [a for a in amounts if not a.certain and is_round(figure_of(reading, a))]
    if len(round_) != 1 or any(amount.certain for amount in amounts):
        return
    figure = figure_of(reading, round_[0])
    near = max(scope.start, round_[0].start - NEAR_MEASURE)
    likely = figure.isdigit() and int(figure) in MOST_LIKELY
    measured = MEASURES.search(text, near, round_[0].start)
    if likely and not measured and not COUNTED_AFTER.match(text, round_[0].end):
        yield Offer((Span(round_[0].start, round_[0].end),), GUESSED / 2)


SHARES = re.compile(
    r"(?<![\w.])(?:(?P<who>(?:(?:و|ال|وال|لل|ل)?[^\W\d_]{2,} ){1,2})ب? ?(?P<sum>\d{3,5})"
    r"|(?P<sum2>\d{3,5})(?P<who2> (?:لل|ل|lel |lil |l |for )(?:the )?[^\W\d_][\w]{2,}))(?![\d/:.-])"
)
APART = re.compile(r" ?(?:[،,/+|]|و(?=ال)|and|w)? ?")


def by_role(reading: Reading, scope: Span) -> Iterator[Offer]:
    """ "Mothers 1500, the teenager 1000": several round figures, each for somebody."""
    for line in reading.lines:
        begin, stop = max(line.start, scope.start), min(line.end, scope.end)
        if begin >= stop:
            continue
        run: list[re.Match[str]] = []
        for share in SHARES.finditer(reading.text, begin, stop):
            if not is_round(share["sum"] or share["sum2"]) or not _is_share(reading, share):
                continue
            if run and not APART.fullmatch(reading.text, run[-1].end(), share.start()):
                run = []
            run.append(share)
        if len(run) > 1:
            yield Offer((reading.trim(run[0].start(), run[-1].end()),), BARE + GUESSED)


def _is_share(reading: Reading, share: re.Match[str]) -> bool:
    """Whether a figure stands beside people."""
    begin, end = share.span("who") if share["who"] else share.span("who2")
    known = any(reading.has(tag, begin, end) for tag in (Tag.ROLE, Tag.PERSON, Tag.SEX))
    return known or share["who2"] is not None or reading.text[begin:end].startswith(("ال", "وال"))


def listed(reading: Reading, amounts: Sequence[Amount]) -> Iterator[Offer]:
    """Role lines that end in a figure: "grandfather – 2,000"."""
    text = reading.text
    spans = []
    for amount in amounts:
        line = reading.line_at(amount.start)
        ends_line = not text[amount.end : line.end].strip(" .،,)")
        dashed = ENDS_IN_NUMBER.search(text, max(line.start, amount.start - 3), amount.start)
        figure = text[amount.start : amount.end]
        if ends_line and dashed and is_round(figure):
            spans.append(Span(amount.start, amount.end))
    if spans:
        yield Offer(tuple(spans[:MOST_AMOUNTS]), GUESSED + (1 if len(spans) > 1 else 0))
