"""Every mention of a day in a message: numeric, by month name, Hijri, by weekday, relative."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.extraction.rules import resolve
from pipeline.extraction.rules.date_mention import DateMention as DateMention
from pipeline.extraction.rules.date_mention import calendar_words
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.ordinals import ORDINALS, WORDED
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.relative_dates import (
    NO_DAY_NAMED,
    before_that,
    due_ordinals,
    month_parts,
    numbered_days,
    numbered_weekdays,
    relative,
)
from pipeline.extraction.rules.resolve import Resolved
from pipeline.extraction.rules.taken import Taken

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


END_OF_DAY = re.compile(r"(?:the )?end of (?:the )?day|eod|cob|نهايه اليوم|اخر اليوم")


def find_dates(reading: Reading) -> tuple[DateMention, ...]:
    """All mentions, in text order, none overlapping; weekdays beside a date are part of it."""
    taken = Taken(len(reading.text))
    found: list[DateMention] = []
    for mention in _candidates(reading):
        if not taken.overlaps(mention.start, mention.end):
            taken.take(mention.start, mention.end)
            found.append(mention)
    days = [(m.start, m.end) for m in found]
    days += [(hit.start, hit.end) for hit in reading.of(Tag.WEEKDAY)]
    starts, ends = {start for start, _ in days}, {end for _, end in days}
    mentions = [
        mention
        for mention in sorted(found, key=lambda mention: mention.start)
        if not _is_hour(reading.text, mention, starts, ends)
    ]
    named = sorted(_with_weekdays(reading, mentions), key=lambda mention: mention.start)
    counted = before_that(reading, named)
    return tuple(sorted((*named, *counted), key=lambda mention: mention.start))


def _is_hour(text: str, mention: DateMention, starts: Container[int], ends: Container[int]) -> bool:
    """ "End of day tomorrow", "Friday EOD": the hour of another day."""
    if not END_OF_DAY.fullmatch(text, mention.start, mention.end):
        return False
    return any(mention.end + gap in starts for gap in range(1, 5)) or any(
        mention.start - gap in ends for gap in range(1, 4)
    )


def _candidates(reading: Reading) -> Iterator[DateMention]:
    """The most explicit first: a day inside a fuller date is not a day of its own."""
    yield from _numeric(reading)
    yield from _named_months(reading)
    posted = reading.posted
    if posted is not None:
        yield from relative(reading, posted)
        yield from month_parts(reading, posted)
        yield from numbered_weekdays(reading, posted)
        yield from numbered_days(reading, posted)
        yield from due_ordinals(reading, posted)


# ----- numbers ---------------------------------------------------------------------------

NUMERIC = re.compile(
    r"(?<![\d/.:+-])(?P<a>\d{1,4}) ?(?P<sep>[/.\-\u2010-\u2013]) ?(?P<b>\d{1,2})"
    r"(?: ?(?P=sep) ?(?P<c>\d{4}|\d{2}))?(?![\d/]|[.:-]\d| ?%)"
)
DUE_BEFORE = re.compile(
    r"(?:(?<!\w)(?:اخر|نهايه|قبل|حتي|لغايه|لحد|انتها|يوم|تاريخ|بتاريخ)(?: (?:ال|لل?)?\w+){0,3}"
    r"|deadline|due|until|before|by|clos(?:es?|ing)|date)[ :]{0,3}$"
)
"""Behind one of these 12-11 is a day; anywhere else it may be a range."""
HIJRI_MARK = re.compile(rf"\s?{calendar_words('hijri_mark')}(?!\w)")
GREGORIAN_MARK = re.compile(rf"\s?{calendar_words('gregorian_mark')}(?!\w)")


@dataclass(frozen=True, slots=True)
class _Order:
    """Whether a message puts the month first, and whether that is sure: Arabic posts put the day
    first; English ones may do either."""

    month_first: bool
    says_which: bool


def _numeric(reading: Reading) -> Iterator[DateMention]:
    order = _Order(speaks_american(reading), says_which=_is_arabic(reading.text))
    for match in NUMERIC.finditer(reading.text):
        first, second = int(match["a"]), int(match["b"])
        third = int(match["c"]) if match["c"] else None
        if third is None and (
            len(match["a"]) > 2
            or (first, second) == (24, 7)
            or (match["sep"] != "/" and not _is_due(reading.text, match.start()))
        ):
            continue
        mark = HIJRI_MARK.match(reading.text, match.end())
        year_first, is_hijri = len(match["a"]) == 4, bool(mark)
        resolved = _numeric_day(reading, order, (first, second, third), year_first, is_hijri)
        if resolved:
            mark = mark or GREGORIAN_MARK.match(reading.text, match.end())
            end = mark.end() if mark else match.end()
            yield DateMention(match.start(), end, resolved.day, doubt=resolved.doubt)


def _is_due(text: str, position: int) -> bool:
    return DUE_BEFORE.search(text, max(0, position - 30), position) is not None


def _numeric_day(
    reading: Reading,
    order: _Order,
    parts: tuple[int, int, int | None],
    year_first: bool,
    is_hijri: bool,
) -> Resolved | None:
    first, second, third = parts
    if third is not None and year_first:
        build = resolve.hijri if is_hijri or first < 1600 else resolve.full
        return build(first, second, third)
    if third is not None and (is_hijri or 1300 < third < 1600):
        return resolve.hijri(third if third > 99 else 1400 + third, second, first)
    if is_hijri and reading.posted:
        return resolve.hijri_without_year(second, first, reading.posted)
    if third is not None and third < 100:
        third += 2000
    if third is None and second > 31:
        return None
    found = resolve.numbers(first, second, third, reading.posted, month_first=order.month_first)
    if found and first <= 12 and second <= 12 and first != second and not order.says_which:
        return Resolved(found.day, found.doubt or "day and month could be the other way round")
    return found


def speaks_american(reading: Reading) -> bool:
    """Whether the month comes first: the message speaks of the States, and not in Arabic."""
    if _is_arabic(reading.text):
        return False
    return any(hit.key.startswith("US") for hit in reading.of(Tag.PLACE)) or bool(
        re.search(r"\b(?:pst|pdt|est|edt|pt|et|sag|sag-aftra)\b", reading.text)
    )


def _is_arabic(text: str) -> bool:
    return sum("\u0621" <= letter <= "\u064a" for letter in text) * 4 > len(text)


# ----- named months ----------------------------------------------------------------------

BETWEEN_DAYS = r"\s?(?:-|\u2010|\u2011|\u2013|\u2014|&|,|،|الي|ل|to|and|و|till|until|حتي)\s?"
DAY_BEFORE = re.compile(
    rf"(?<![\d/.:])(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?{BETWEEN_DAYS}(?:يوم )?)?"
    r"(?P<day>\d{1,2}) ?(?:st|nd|rd|th)?\s?(?:of|من|شهر|من شهر|de|/|-|\.)?\s?$"
)
NO_DAY_AFTER = r"(?![\d/]|:\d|[,.]\d\d\d| ?(?:am|pm)\b)"
DAY_AFTER = re.compile(
    rf"[ .,]{{0,2}}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{NO_DAY_AFTER}"
    rf"(?:{BETWEEN_DAYS}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?{NO_DAY_AFTER})?"
)
YEAR_AFTER = re.compile(r"[ ,،/-]{0,2}(?:سنه |عام )?(?P<year>1[34]\d\d|20\d\d)(?!\d)")


def _named_months(reading: Reading) -> Iterator[DateMention]:
    for tag in (Tag.MONTH, Tag.HIJRI_MONTH):
        for hit in reading.of(tag):
            mention = _named_month(reading, hit, is_hijri=tag is Tag.HIJRI_MONTH)
            if mention:
                yield mention


def _named_month(reading: Reading, hit: Hit, *, is_hijri: bool) -> DateMention | None:
    text = reading.text
    window = max(0, hit.outer - 22)
    before = DAY_BEFORE.search(text[window : hit.outer])
    if not before and (worded := WORDED.search(text, max(0, hit.outer - 34), hit.outer)):
        return _worded_day(reading, hit, worded, is_hijri=is_hijri)
    after = None if before else DAY_AFTER.match(text, hit.end)
    match = before or after
    if match is None:
        return None
    start = window + before.start() if before else hit.start
    end = hit.end if before else after.end() if after else hit.end
    year = YEAR_AFTER.match(text, end)
    end = year.end() if year else end
    mark = HIJRI_MARK.match(text, end) or GREGORIAN_MARK.match(text, end) if year else None
    end = mark.end() if mark else end
    days = [int(match[name]) for name in ("first", "day", "last") if match.groupdict().get(name)]
    resolved = [
        _month_day(reading, int(hit.key), day, int(year["year"]) if year else None, is_hijri)
        for day in days
    ]
    last = resolved[-1]
    if last is None:
        return None
    first = resolved[0].day if len(resolved) > 1 and resolved[0] else None
    return DateMention(start, end, last.day, first, last.doubt)


def _worded_day(
    reading: Reading, hit: Hit, worded: re.Match[str], *, is_hijri: bool
) -> DateMention | None:
    year = YEAR_AFTER.match(reading.text, hit.end)
    day = ORDINALS[worded["word"]]
    number = int(year["year"]) if year else None
    resolved = _month_day(reading, int(hit.key), day, number, is_hijri)
    if resolved is None:
        return None
    end = year.end() if year else hit.end
    return DateMention(worded.start(), end, resolved.day, doubt=resolved.doubt)


def _month_day(
    reading: Reading, month: int, day: int, year: int | None, is_hijri: bool
) -> Resolved | None:
    if year is not None:
        return resolve.hijri(year, month, day) if is_hijri else resolve.full(year, month, day)
    if reading.posted is None:
        return None
    without = resolve.hijri_without_year if is_hijri else resolve.without_year
    return without(month, day, reading.posted)


# ----- weekdays --------------------------------------------------------------------------

NEXT_BEFORE = re.compile(rf"(?<!\w)(?:{calendar_words('next')}|this) $")
NEXT_AFTER = re.compile(rf" {calendar_words('next')}(?!\w)")
THIS_AFTER = re.compile(rf" {calendar_words('this')}(?!\w)")
BESIDE = re.compile(
    r"[\s,،.()-]*(?:(?:هذا|الحالي|this)[\s,،-]*)?(?:الموافق|بتاريخ|تاريخ|الموافق ل|the|يوم|of)?"
    r"[\s,،.()-]*"
)


def _with_weekdays(reading: Reading, mentions: list[DateMention]) -> Iterator[DateMention]:
    """Join each weekday to the date it stands beside, or let it be a date of its own."""
    remaining = list(mentions)
    taken = Taken(len(reading.text), ((m.start, m.end) for m in mentions))
    alone: list[DateMention] = []
    for hit in reading.of(Tag.WEEKDAY):
        if taken.overlaps(hit.start, hit.start + 1):
            continue
        beside = _beside(reading.text, hit, remaining)
        if beside is not None:
            remaining[beside] = _checked(remaining[beside], hit)
            taken.take(remaining[beside].start, remaining[beside].end)
        elif reading.posted is not None:
            alone.append(_next_weekday(reading.text, hit, reading.posted))
    yield from remaining
    yield from alone


def _beside(text: str, hit: Hit, mentions: Sequence[DateMention]) -> int | None:
    near = bisect_left(mentions, hit.start, key=lambda mention: mention.start)
    for index in range(max(0, near - 2), min(len(mentions), near + 2)):
        mention = mentions[index]
        if hit.end <= mention.start and mention.start - hit.end < 16:
            if BESIDE.fullmatch(text, hit.end, mention.start):
                return index
        elif (
            mention.end <= hit.start
            and hit.start - mention.end < 9
            and (
                BESIDE.fullmatch(text, mention.end, hit.start)
                and "\n" not in text[mention.end : hit.start]
            )
        ):
            return index
    return None


def _checked(mention: DateMention, hit: Hit) -> DateMention:
    """The date widened over its weekday; doubtful when the two disagree. The end of a week is
    the day that is named beside it."""
    index = int(hit.key)
    if mention.doubt == NO_DAY_NAMED:
        day = mention.day - timedelta(days=(mention.day.weekday() - index) % 7)
        start, end = min(mention.start, hit.start), max(mention.end, hit.end)
        return DateMention(start, end, day)
    days = {mention.day.weekday()} | ({mention.first.weekday()} if mention.first else set())
    doubt = mention.doubt
    if index not in days:
        doubt = (
            f"that date is a {WEEKDAY_NAMES[mention.day.weekday()]}, not a {WEEKDAY_NAMES[index]}"
        )
    return replace(
        mention,
        start=min(mention.start, hit.start),
        end=max(mention.end, hit.end),
        doubt=doubt,
    )


def _next_weekday(text: str, hit: Hit, posted: date) -> DateMention:
    before = NEXT_BEFORE.search(text[max(0, hit.outer - 14) : hit.outer])
    after = NEXT_AFTER.match(text, hit.end) or THIS_AFTER.match(text, hit.end)
    says_next = bool(
        (before and not before.group().startswith("this")) or NEXT_AFTER.match(text, hit.end)
    )
    start = hit.outer - (len(before.group()) if before else 0) if before else hit.start
    resolved = resolve.weekday(int(hit.key), posted, says_next=says_next)
    return DateMention(start, after.end() if after else hit.end, resolved.day, doubt=resolved.doubt)


def last_of_range(mentions: Sequence[DateMention], mention: DateMention, text: str) -> DateMention:
    """The later end when the text goes on "to ..." right after a mention."""
    near = bisect_left(mentions, mention.end, key=lambda other: other.start)
    for other in mentions[near : near + 3]:
        if mention.end <= other.start <= mention.end + 14 and RANGE_JOIN.fullmatch(
            text, mention.end, other.start
        ):
            return replace(other, start=mention.start, first=mention.day)
    return mention


RANGE_JOIN = re.compile(
    r"\s*(?:-|\u2013|\u2014|الي|ل|to|until|till|حتي|لغايه|و|and)\s*(?:يوم|the)?\s*"
)
