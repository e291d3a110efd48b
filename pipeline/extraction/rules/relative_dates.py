"""Days that are named from the day of posting: tomorrow, within a week, the 20th."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipeline.extraction.rules import resolve
from pipeline.extraction.rules.date_mention import DateMention, calendar_words
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.resolve import Resolved

# ----- parts of months and weeks ---------------------------------------------------------

PART_BEFORE = re.compile(
    rf"(?:(?P<end>{calendar_words('end')})|(?P<middle>{calendar_words('middle')})"
    rf"|(?P<start>{calendar_words('start')}))"
    r"[ -]?(?:شهر )?(?:of )?$"
)
WEEK_END = re.compile(rf"(?<!\w)ل?{calendar_words('week_end')}(?!\w)")
MONTH_END = re.compile(rf"(?<!\w)ل?{calendar_words('month_end')}(?!\w)")
FRIDAY, SATURDAY = 4, 5
NO_DAY_NAMED = "“end of the week” does not name a day"


def month_parts(reading: Reading, posted: date) -> Iterator[DateMention]:
    """End of January, middle of Shaaban; end of the week, end of the month."""
    text = reading.text
    for tag in (Tag.MONTH, Tag.HIJRI_MONTH):
        for hit in reading.of(tag):
            window = max(0, hit.outer - 18)
            if part := PART_BEFORE.search(text[window : hit.outer]):
                resolved = _part_of_month(part, int(hit.key), posted, tag is Tag.HIJRI_MONTH)
                if resolved:
                    start = window + part.start()
                    yield DateMention(start, hit.end, resolved.day, doubt=resolved.doubt)
    for match in MONTH_END.finditer(text):
        yield DateMention(*match.span(), resolve.month_end(posted))
    for match in WEEK_END.finditer(text):
        english = text[match.start()].isascii()
        last = FRIDAY if english or posted.weekday() == SATURDAY else SATURDAY
        day = resolve.weekday(last, posted, says_next=False).day
        yield DateMention(*match.span(), day, doubt=NO_DAY_NAMED)


def _part_of_month(
    part: re.Match[str], month: int, posted: date, is_hijri: bool
) -> Resolved | None:
    vague = "the text names a part of the month, not a day"
    if part["start"]:
        day, doubt = 1, vague
    elif part["middle"]:
        day, doubt = 15, vague
    else:
        day, doubt = 0, ""
    if is_hijri:
        day = day or resolve.hijri_month_length(month, posted)
        found = resolve.hijri_without_year(month, day, posted)
    else:
        found = resolve.without_year(month, day or 28, posted)
        found = found and Resolved(
            resolve.month_end(found.day) if day == 0 else found.day, found.doubt
        )
    return found and Resolved(found.day, found.doubt or doubt)


# ----- days of this month ----------------------------------------------------------------

NUMBERED = re.compile(
    rf"(?:(?<!\w)(?P<named>يوم) ?)?(?<![\d/.:,+-])(?P<day>\d{{1,2}}) ?(?:في |من )?"
    r"(?:(?P<coming>(?:ال)?شهر (?:ال)?(?:جاي|ياي|قادم|مقبل))"
    rf"|(?P<this>{calendar_words('this_month')}))(?!\w)"
    r"|(?<!\w)(?:the )(?P<ordinal>\d{1,2})(?:st|nd|rd|th)(?: of (?P<this2>this month"
    r"|the month))?(?!\w)"
    r"|(?<!\w)(?:يوم|ليوم|تاريخ) ?(?P<bare>\d{1,2})(?![\d:/.-]|\s?(?:ريال|يوم|ايام|شخص))"
)


NEAR_ORDINAL = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|by|before|until|till"
    r"|deadline|due|closes?|closing)(?: on"
    r"| is)?:? (?P<day>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?! of|,? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
"""Behind a word of deadlines a bare "18th" is a day."""


def numbered_days(reading: Reading, posted: date) -> Iterator[DateMention]:
    for match in NUMBERED.finditer(reading.text):
        day = int(match["day"] or match["ordinal"] or match["bare"])
        this_month = bool(match["this"] or match["this2"])
        since = resolve.month_start_after(posted) if match["coming"] else posted
        resolved = resolve.day_of_month(day, since, this_month=this_month)
        if resolved:
            yield DateMention(*match.span(), resolved.day, doubt=resolved.doubt)


NUMBER_BEHIND = re.compile(
    r" (?P<day>\d{1,2})(?!\d|[:.,/-]\d| ?(?:am|pm|h|ص|م|الصبح|الفجر|الظهر|العصر|المغرب|العشا"
    r"|مسا|صباحا|ظهرا|ليلا|بالليل|بالليل|ريال|رجال|شاب|شباب|بنت|بنات|سنه|people|men|women)(?!\w))"
)


def numbered_weekdays(reading: Reading, posted: date) -> Iterator[DateMention]:
    """ "Saturday 29": the next day of that number, if it is a Saturday."""
    for hit in reading.of(Tag.WEEKDAY):
        number = NUMBER_BEHIND.match(reading.text, hit.end)
        if number is None:
            continue
        for since in (posted, resolve.month_start_after(posted)):
            resolved = resolve.day_of_month(int(number["day"]), since, this_month=False)
            if resolved and resolved.day.weekday() == int(hit.key):
                yield DateMention(hit.start, number.end(), resolved.day)
                break


def due_ordinals(reading: Reading, posted: date) -> Iterator[DateMention]:
    for match in NEAR_ORDINAL.finditer(reading.text):
        resolved = resolve.day_of_month(int(match["day"]), posted, this_month=False)
        if resolved:
            yield DateMention(match.start("day"), match.end(), resolved.day, doubt=resolved.doubt)


# ----- relative days ---------------------------------------------------------------------

NO_DAY = re.compile(r"وغدا|لليوم|باليوم")
"""Breakfast "and lunch", which in folded spelling is also tomorrow; and so much "a day"."""
COUNTED = {"يومين": 2, "ساعتين": 0, "اسبوعين": 14, "يوم": 1, "اسبوع": 7, "شهر": 30, "شهرين": 60}
NUMBER_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "fourteen": 14, "ثلاث": 3, "ثلاثه": 3, "تلات": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5,
    "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7, "ثمان": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10,
    "عشره": 10,
}  # fmt: skip
AHEAD = re.compile(
    r"(?<!\w)(?:(?:خلال|في غضون|بعد|لمده|within|in|after|over|for|next|باقي|متبقي)"
    r"(?: مده)?(?: اقصاها| لا تتجاوز| لا تزيد عن| the| max(?:imum)?)?(?: next)? )"
    rf"(?:(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) ?)?"
    r"(?P<unit>يومين|يوم(?! (?:ال|\d))|ايام|ساعه|ساعات|ساعتين|اسبوعين|اسبوع|اسابيع|شهرين|شهر"
    r"|days?|hours?|hrs?|h|weeks?|months?)(?!\w)"
)


UNITS = r"يومين|ايام|اسبوعين|اسبوع|اسابيع|شهرين|شهر|days?|weeks?|months?"
FROM_NOW = re.compile(
    rf"(?<!\w)(?:(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) ?)?(?P<unit>{UNITS})(?!\w)"
    r" (?:(?:اعتبارا|ابتدا|تبدا|بدا|starting|counting) )?(?:من|from)"
    r" (?:تاريخه|تاريخ (?:ال)?\w+|اليوم|الان|الحين|now|today|posting)(?!\w)"
)
""" "Two weeks from today"."""
LEFT = re.compile(
    rf"(?<!\w)(?:(?:ال)?(?:اخر|باقي|بقي|متبقي|فاضل)|last|final|only)"
    rf" (?:(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) ?)?(?P<unit>{UNITS})"
    r" (?:(?:علي|قبل|عن|و|to|before|left) ?)?(?:ل?(?:انتها|نهايه|اغلاق|قفل) )?"
    r"(?:(?:ال|لل|ل)?(?:تقديم|تسجيل|حجز|استقبال|مشارك\w+|استلام)|[يتن]ن?(?:قفل|غلق|سكر)"
    r"|to (?:apply|submit)|apply|submit)"
)
""" "The last two days to apply"."""


def relative(reading: Reading, posted: date) -> Iterator[DateMention]:
    for hit in reading.of(Tag.AWAY):
        if NO_DAY.fullmatch(reading.text, hit.outer, hit.end):
            continue
        yield DateMention(hit.start, hit.end, posted + timedelta(days=int(hit.key)))
    for match in (*LEFT.finditer(reading.text), *FROM_NOW.finditer(reading.text)):
        days = _days_ahead(match["number"], match["unit"])
        if days is not None:
            yield DateMention(*match.span(), posted + timedelta(days=days))
    for match in AHEAD.finditer(reading.text):
        days = _days_ahead(match["number"], match["unit"])
        if days is not None:
            yield DateMention(*match.span(), posted + timedelta(days=days))


BEFORE_THAT = re.compile(
    r"(?<!\w)(?:من )?قبل(?:ها|ه|هم| ال\w{3,}(?: ال\w+)?) ب ?"
    r"(?:(?P<number>\d{1,2}|ثلاث|اربع|خمس|سبع|عشر)ه? ?)?"
    r"(?P<unit>يومين|يوم|ايام|اسبوعين|اسبوع)(?!\w)"
    r"|\b(?P<count>a|one|two|three|four|five|\d{1,2}) (?P<days>days?|weeks?) before (?:that|it)\b"
)


def before_that(reading: Reading, mentions: Sequence[DateMention]) -> Iterator[DateMention]:
    """ "Two days before that": counted back from the day named last."""
    for match in BEFORE_THAT.finditer(reading.text):
        index = bisect_left(mentions, match.start(), key=lambda mention: mention.start)
        number, unit = match["number"] or match["count"], match["unit"] or match["days"]
        days = _days_ahead(number, unit)
        if index and days is not None:
            that = mentions[index - 1]
            yield DateMention(
                *match.span(), (that.first or that.day) - timedelta(days=days), doubt=that.doubt
            )


def _days_ahead(number: str | None, unit: str) -> int | None:
    if number is None:
        return COUNTED.get(unit)
    count = NUMBER_WORDS.get(number) or int(number)
    if unit.startswith(("h", "ساع")):
        return -(-count // 24)
    if unit.startswith(("week", "اسب", "اساب")):
        return min(count, 52) * 7
    if unit.startswith(("month", "شهر")):
        return min(count, 12) * 30
    return min(count, 366)
