"""Deadlines of several calls told in one line: "the first closes on Wednesday, the second ..."."""

import re
from collections.abc import Sequence

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.dates import DateMention
from pipeline.extraction.rules.deadline_words import BOUND, CLOSES, SHOOTING
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

REACH = 34
NTH = {
    "الاول": 0, "الاولي": 0, "اول": 0, "first": 0, "1st": 0, "a": 0, "1": 0, "ا": 0,
    "الثاني": 1, "الثانيه": 1, "ثاني": 1, "second": 1, "2nd": 1, "b": 1, "2": 1, "ب": 1,
    "الثالث": 2, "الثالثه": 2, "ثالث": 2, "third": 2, "3rd": 2, "c": 2, "3": 2, "ج": 2,
    "الرابع": 3, "الرابعه": 3, "رابع": 3, "fourth": 3, "4th": 3, "d": 3, "4": 3, "د": 3,
}  # fmt: skip
WHICH = rf"(?P<which>{'|'.join(sorted(NTH, key=len, reverse=True))})"
NOUN = r"(?:(?:ال)?(?:مشروع|شغل|دور|عمل|طلب|اعلان|project|job|role|part|shoot|call) ?#?)"
BEFORE = re.compile(
    rf"(?:^|(?<=[\s,،:(/]))(?:و|and )?(?:the )?{NOUN}? ?{WHICH}(?: {NOUN})?(?!\w)"
    r"[\s:.)=\-\u2013\u2014]*(?:(?:[يتن](?:ن|ت)?(?:قفل|غلق|نتهي|سكر)|اخره|حتي|قبل|لين|الي|closes?"
    r"|ends?|by|until|is|on|due)(?!\w)[\s:]*(?:يوم |on )?)*$"
)
BEHIND = re.compile(rf" (?:for|لل?|حق) ?(?:the )?{NOUN}? ?{WHICH}(?: {NOUN})?(?!\w)")
"""Which call a day belongs to, said in front of it or behind it."""


def listed_deadlines(
    reading: Reading, mentions: Sequence[DateMention], calls: int
) -> dict[int, FieldValue]:
    """The deadlines of a line that names one day for each of several calls, by their order."""
    for line in reading.lines:
        if not _shuts(reading, line):
            continue
        here = [m for m in mentions if line.start <= m.start and m.end <= line.end]
        told = {}
        for mention in here:
            which = _which(reading, mention, line)
            quote = reading.quote(mention.start, mention.end)
            if which is not None and which < calls and quote is not None:
                told[which] = FieldValue(mention.day.isoformat(), (quote,))
        if len(told) > 1:
            return told
    return {}


def _shuts(reading: Reading, line: Span) -> bool:
    """Whether a line speaks of closing, and not of shooting."""
    bounds = any(pattern.search(reading.text, line.start, line.end) for pattern in (BOUND, CLOSES))
    labelled = any(hit.key == "deadline" for hit in reading.of(Tag.LABEL, line.start, line.end))
    return (bounds or labelled) and not SHOOTING.search(reading.text, line.start, line.end)


def _which(reading: Reading, mention: DateMention, line: Span) -> int | None:
    behind = BEHIND.match(reading.text, mention.end, line.end)
    before = BEFORE.search(reading.text[max(line.start, mention.start - REACH) : mention.start])
    found = behind or before
    return NTH[found["which"]] if found else None
