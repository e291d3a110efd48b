"""Amounts of money in a message."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.taken import Taken

NUMBER = r"\d{1,3}(?:[,٬' .]\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:[.٫]\d{1,2})?"
RANGE_SIGN = r" ?(?:-|\u2010|\u2011|\u2013|\u2014|/|الي|حتي|ل|to) ?"
SCALE = r"(?: ?(?:الف|الاف|تلاف|ك)(?!\w)| ?k(?!\w))"
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
    r"(?<!\w)(?:كل|لكل) (?:واحد|وحد|شخص|فرد|نفر|بنت|شاب|ولد|طفل|ممثل|موديل|حلق|يوم|ليل|حفل"
    r"|عرض)\w* $"
    r"|(?<!\w)(?:و?[نات]?عطي\w*|و?بندفع\w*|و?ندفع\w*|و?يدفع\w*|و?(?:تاخذ|ياخذ|يستلم"
    r"|تستلم)\w*|قدره?ا?|قدرها|بقيمه|بواقع|و?فوقها|و?معها|و?فوقه"
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
EACH_AFTER = re.compile(
    r" (?:لكل|عن كل|علي كل|for each|per) \w+"
    r"| لل?(?:ال)?(?:ولد|بنت|شاب|رجل|رجال|حرم|ام|اب|جد|عايل|عيل|اثنين|ثنين"
    r"|كبار|صغار|بنات|شباب|اطفال|كل)(?!\w)"
    r"| l(?:el|il|al) \w+"
    r"| لل(?:واحد|وحد|شخص|نفر|فرد|طفل|ممثل|موديل|يوم|ليل|حفل|عرض|مشهد|حلق|ساع|جلس|دور)\w*"
)
PLUS_AFTER = re.compile(r" ?\+ ?| مع | (?=و)")
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
    known = Taken(len(reading.text), busy)
    beside = _Beside(reading)
    amounts = list(_between(reading, known, beside))
    for kind in (_figures(reading, known, beside), _worded(reading, beside)):
        taken = Taken(len(reading.text), ((a.start, a.end) for a in amounts))
        amounts += [a for a in kind if not taken.overlaps(a.start, a.end)]
    return tuple(sorted(amounts, key=lambda amount: amount.start))


class _Beside:
    """The currency and the unit of pay right beside a place in the text."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.text
        self._currency_from = _first_by(reading.of(Tag.CURRENCY), "start")
        self._currency_to = _first_by(reading.of(Tag.CURRENCY), "end")
        self._unit_from = _first_by(reading.of(Tag.PER), "start")

    def currency_before(self, position: int) -> Hit | None:
        apart = self._text[position - 1 : position] not in ("\r", "\n")
        spaced = self._currency_to.get(position - 1) if apart else None
        unit = spaced or self._currency_to.get(position)
        glued = unit is not None and self._text[unit.start - 1 : unit.start].isdigit()
        return None if glued else unit

    def currency_after(self, position: int) -> Hit | None:
        touching = self._currency_from.get(position)
        apart = self._text[position : position + 1] not in ("\r", "\n")
        return touching or (self._currency_from.get(position + 1) if apart else None)

    def unit_after(self, position: int) -> Hit | None:
        ahead = (self._unit_from.get(position + gap) for gap in range(3))
        return next((unit for unit in ahead if unit), None)


def _first_by(hits: Iterable[Hit], edge: Literal["start", "end"]) -> dict[int, Hit]:
    found: dict[int, Hit] = {}
    for hit in hits:
        found.setdefault(hit.start if edge == "start" else hit.end, hit)
    return found


def _between(reading: Reading, known: Taken, beside: _Beside) -> Iterator[Amount]:
    """ "Between 25 and 35 thousand" is one amount."""
    for match in BETWEEN.finditer(reading.text):
        if known.overlaps(*match.span()):
            continue
        amount = _measured(reading, match, beside)
        yield replace(amount, certain=amount.certain or _worth(match) >= HUNDRED)


def _figures(reading: Reading, known: Taken, beside: _Beside) -> Iterator[Amount]:
    for match in AMOUNT.finditer(reading.text):
        if not known.overlaps(*match.span()):
            yield _measured(reading, match, beside)


def _measured(reading: Reading, match: re.Match[str], beside: _Beside) -> Amount:
    start, end = match.span()
    text = reading.text
    before = beside.currency_before(start)
    after = beside.currency_after(end)
    if after and _is_word(text, match, after):
        after = None
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
    per = beside.unit_after(end)
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


def _is_word(text: str, match: re.Match[str], unit: Hit) -> bool:
    """Whether a digit is a letter of an Arabic word in Latin letters: "3omr", age."""
    glued = unit.start == match.end() and text[unit.start].isascii()
    return glued and text[unit.start].isalpha() and match.end() - match.start() == 1


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


def _worded(reading: Reading, beside: _Beside) -> Iterator[Amount]:
    """A thousand, written out: an amount when a currency or a unit of pay follows."""
    for start, stop in _number_words(reading):
        currency = beside.currency_after(stop)
        end = currency.end if currency else stop
        per = beside.unit_after(end)
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
