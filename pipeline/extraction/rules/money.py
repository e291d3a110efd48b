"""Amounts of money in a message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading

NUMBER = r"\d{1,3}(?:[,٬' .]\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:[.٫]\d{1,2})?"
RANGE_SIGN = r" ?(?:-|\u2010|\u2011|\u2013|\u2014|/|الي|حتي|ل|to) ?"
SCALE = r"(?: ?(?:الف|الاف|تلاف)(?!\w)| ?k(?!\w))"
AMOUNT = re.compile(
    rf"(?<![\d.,:/#-])(?P<low>{NUMBER}){SCALE}?(?:{RANGE_SIGN}(?P<high>{NUMBER}){SCALE}?)?(?![\d])"
)
PRICED_WITH = re.compile(r"(?:(?<!\w)(?:و?ب ?-?|و?بـ? ?|مقابل |حدود |قرابه |حوالي |for |@ ?))$")
SLASH_UNIT = re.compile(
    r" ?/ ?(?:يوم|اليوم|حلقه|ساعه|شخص|day|d|hr|hour|ep|episode|person|head|week|wk|session|role"
    r"|show)(?!\w)"
)
LETTER = re.compile(r" ?(?:ج|ج\.م|د|د\.ا|ر|شيكل|شيقل)\.?(?!\w)")
"""Currencies cut down to a letter: sure only right behind a figure."""
SCALED = re.compile(rf"{SCALE}$")


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
    amounts = list(_figures(reading, busy))
    amounts += [a for a in _worded(reading) if not _overlaps(amounts, a.start, a.end)]
    return tuple(sorted(amounts, key=lambda amount: amount.start))


def _overlaps(amounts: list[Amount], start: int, end: int) -> bool:
    return any(amount.start < end and start < amount.end for amount in amounts)


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
    before = next((c for c in currencies if 0 <= start - c.end <= 1), None)
    after = next((c for c in currencies if 0 <= c.start - end <= 1), None)
    code = after.key if after else before.key if before else ""
    if after:
        end = after.end
    if before:
        start = before.start
    certain = bool(after or before) or bool(
        SCALED.search(match.group()) and not text[start - 1 : start].isalpha()
    )
    if not after and (letter := LETTER.match(text, end)) and _worth(match) >= 20:
        certain, end = True, letter.end()
    slash = SLASH_UNIT.match(text, end)
    per = next((u for u in units if 0 <= u.start - end <= 2), None)
    if slash or per:
        certain = certain or _worth(match) >= 20
        end = max(slash.end() if slash else 0, per.end if per else 0)
    elif PRICED_WITH.search(text, max(0, start - 8), start):
        certain = certain or _worth(match) >= 100
    return Amount(start, end, code, certain)


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
    for hit in reading.of(Tag.AMOUNT_WORD):
        currency = next((c for c in currencies if 0 <= c.start - hit.end <= 1), None)
        end = currency.end if currency else hit.end
        per = next((u for u in units if 0 <= u.start - end <= 2), None)
        if currency or per:
            yield Amount(
                hit.start, per.end if per else end, currency.key if currency else "", certain=True
            )
        else:
            yield Amount(hit.start, end, "", certain=False)


def currency_country(code: str) -> str:
    """Where a currency is paid, or "" when in many places."""
    currencies = gazetteer("money")["currency"]
    return str(currencies[code]["country"]) if code in currencies else ""
