"""Amounts of money in a message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading

NUMBER = r"\d{1,3}(?:[,٬' .]\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:[.٫]\d{1,2})?"
RANGE_SIGN = r" ?(?:-|\u2010|\u2011|\u2013|\u2014|/|الي|حتي|ل|to) ?"
SCALE = r"(?: ?(?:الف|الاف|تلاف)(?!\w)| ?k(?!\w))"
AMOUNT = re.compile(
    rf"(?<![\d.,:/#-])(?P<low>{NUMBER}){SCALE}?(?:{RANGE_SIGN}(?P<high>{NUMBER}){SCALE}?)?(?![\d])"
)
PRICED_WITH = re.compile(r"(?:(?<!\w)(?:و?ب ?-?|و?ب ?|مقابل |حدود |قرابه |حوالي |for |@ ?))$")
SLASH_UNIT = re.compile(
    r" ?/ ?(?:يوم|اليوم|حلقه|ساعه|شخص|day|d|hr|hour|ep|episode|person|head|week|wk|session|role"
    r"|show)(?!\w)"
)
LETTER = re.compile(r" ?(?:ج|ج\.م|د|د\.ا|ر|شيكل|شيقل)\.?(?!\w)")
"""Currencies cut down to a letter: sure only right behind a figure."""
SCALED = re.compile(rf"{SCALE}$")
BETWEEN = re.compile(
    rf"(?<!\w)(?:بين|between) (?P<low>{NUMBER}){SCALE}? ?(?:و|and"
    rf"|-) ?(?P<high>{NUMBER}){SCALE}?(?!\d)"
)
GIVEN_TO = re.compile(
    r"(?<!\w)(?:و?[نات]?عطي\w*|و?بندفع\w*|و?ندفع\w*|و?يدفع\w*|و?(?:تاخذ|ياخذ|يستلم"
    r"|تستلم)\w*|قدره?ا?|قدرها|بقيمه|بواقع"
    r"|gets?|receives?|pays?|paying|paid|earns?|offering)(?: \w+)? $"
)
COUNTS_SOMETHING = re.compile(
    r" ?(?:الف |الاف |k )?(?:متابع\w*|فولو\w*|مشاهده|مشاهدات|مشترك\w*|شخص|متر|كم|كيلو|سم"
    r"|followers?|subs\w*|views|km|cm|kg"
    r"|sqm|words?|كلمه)(?!\w)"
)
MORE_THAN = re.compile(r"(?:فوق|اكثر من|over|more than|ازيد من) ?(?:ال)?$")
NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty"
    r"|seventy|eighty|ninety|a)"
)
IN_ENGLISH_WORDS = re.compile(
    rf"\b{NUMBER_WORD}(?:[ -]{NUMBER_WORD})?(?: (?:hundred|thousand"
    rf"|grand))+(?: (?:and )?{NUMBER_WORD}(?: hundred)?)?\b"
)
EACH_AFTER = re.compile(r" (?:لكل|عن كل|علي كل|for each|per) \w+")
PLUS_AFTER = re.compile(r" ?\+ ?")
ENOUGH_WITH_UNIT = 20
HUNDRED = 100
"""Below it a figure without a currency is more likely to count something else."""
TO_NUMBER = re.compile(r" ?(?:الي|لين|حتي|ل|-|\u2013) ?")
AND_A_HALF = re.compile(r" و ?(?:نص|نصف|ربع)(?!\w)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money: `currency` is an ISO code, or "" when the text gives none;
    `certain` when a currency or a unit of pay proves that it is money."""

    start: int
    end: int
    currency: str
    certain: bool


def find_amounts(reading: Reading, busy: list[tuple[int, int]]) -> tuple[Amount, ...]:
    """All amounts in text order. `busy` are ranges already known to be phones and dates."""
    amounts = list(_between(reading, busy))
    amounts += [a for a in _figures(reading, busy) if not _overlaps(amounts, a.start, a.end)]
    amounts += [a for a in _worded(reading) if not _overlaps(amounts, a.start, a.end)]
    return tuple(sorted(amounts, key=lambda amount: amount.start))


def _overlaps(amounts: list[Amount], start: int, end: int) -> bool:
    return any(amount.start < end and start < amount.end for amount in amounts)


def _between(reading: Reading, busy: list[tuple[int, int]]) -> Iterator[Amount]:
    """ "Between 25 and 35 thousand" is one amount."""
    currencies, units = reading.of(Tag.CURRENCY), reading.of(Tag.PER)
    for match in BETWEEN.finditer(reading.text):
        if any(match.start() < stop and begin < match.end() for begin, stop in busy):
            continue
        amount = _measured(reading, match, currencies, units)
        yield replace(amount, certain=amount.certain or _worth(match) >= HUNDRED)


def _figures(reading: Reading, busy: list[tuple[int, int]]) -> Iterator[Amount]:
    currencies = reading.of(Tag.CURRENCY)
    units = reading.of(Tag.PER)
    for match in AMOUNT.finditer(reading.text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in busy):
            continue
        yield _measured(reading, match, currencies, units)


def _measured(
    reading: Reading, match: re.Match[str], currencies: tuple[Hit, ...], units: tuple[Hit, ...]
) -> Amount:
    start, end = match.span()
    text = reading.text
    before = next((c for c in currencies if _touches(text, c.end, start)), None)
    after = next((c for c in currencies if _touches(text, end, c.start)), None)
    code = after.key if after else before.key if before else ""
    if after:
        end = after.end
    if before:
        start = before.start
    certain = bool(after or before) or bool(
        SCALED.search(match.group()) and not text[start - 1 : start].isalpha()
    )
    if not after and (letter := LETTER.match(text, end)) and _worth(match) >= ENOUGH_WITH_UNIT:
        certain, end = True, letter.end()
    slash = SLASH_UNIT.match(text, end)
    per = next((u for u in units if 0 <= u.start - end <= 2), None)
    if slash or per:
        certain = certain or _worth(match) >= ENOUGH_WITH_UNIT
        end = max(slash.end() if slash else 0, per.end if per else 0)
    elif (
        EACH_AFTER.match(text, end)
        or _extra_after(reading, end)
        or PRICED_WITH.search(text, max(0, start - 8), start)
        or GIVEN_TO.search(text, max(0, start - 24), start)
    ):
        certain = certain or _worth(match) >= HUNDRED
    if not (before or after) and (
        COUNTS_SOMETHING.match(text, match.end())
        or MORE_THAN.search(text, max(0, start - 10), start)
    ):
        certain = False
    return Amount(start, end, code, certain)


def _touches(text: str, end: int, start: int) -> bool:
    return end == start or (start - end == 1 and text[end] not in "\r\n")


def _extra_after(reading: Reading, end: int) -> bool:
    """Whether "+ housing" or the like follows."""
    plus = PLUS_AFTER.match(reading.text, end)
    return plus is not None and any(
        hit.outer - plus.end() <= 2
        for hit in reading.of(Tag.PAY_EXTRA, plus.end(), plus.end() + 25)
    )


def _worth(match: re.Match[str]) -> float:
    digits = re.sub(r"[^\d.]", "", match["low"].replace("٫", "."))
    try:
        return float(digits)
    except ValueError:
        return float(digits.replace(".", "") or 0)


def _worded(reading: Reading) -> Iterator[Amount]:
    """A thousand, written out: an amount when a currency or a unit of pay follows."""
    currencies = reading.of(Tag.CURRENCY)
    units = reading.of(Tag.PER)
    for start, stop in _number_words(reading):
        currency = next((c for c in currencies if 0 <= c.start - stop <= 1), None)
        end = currency.end if currency else stop
        per = next((u for u in units if 0 <= u.start - end <= 2), None)
        if currency or per:
            yield Amount(
                start, per.end if per else end, currency.key if currency else "", certain=True
            )
        else:
            yield Amount(start, end, "", certain=False)


def _number_words(reading: Reading) -> list[tuple[int, int]]:
    """Numbers written out, those of one number together: a thousand and five hundred."""
    numbers: list[tuple[int, int]] = []
    for hit in reading.of(Tag.AMOUNT_WORD):
        if numbers and hit.start < numbers[-1][1]:
            continue
        joined = reading.text[hit.outer : hit.start] == "و"
        ranged = numbers and TO_NUMBER.fullmatch(reading.text, numbers[-1][1], hit.start)
        if numbers and (ranged or (joined and 0 <= hit.outer - numbers[-1][1] <= 1)):
            numbers[-1] = (numbers[-1][0], hit.end)
        else:
            numbers.append((hit.start, hit.end))
    numbers = [
        (start, half.end()) if (half := AND_A_HALF.match(reading.text, end)) else (start, end)
        for start, end in numbers
    ]
    return numbers + [match.span() for match in IN_ENGLISH_WORDS.finditer(reading.text)]


def currency_country(code: str) -> str:
    """Where a currency is paid, or "" when in many places."""
    currencies = gazetteer("money")["currency"]
    return str(currencies[code]["country"]) if code in currencies else ""
