"""Phrases of a message: where one begins, where it turns to when, where and how much."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extraction.rules.clauses import BRACKETED, NUMBER, ORDINAL, WORD
from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.dates import DateMention
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading
from pipeline.text.normalise import fold
from pipeline.text.span import Span

LONGEST = 120
CUTS = re.compile(r"[,،(](?=\s|\w)|\s[-\u2013\u2014/]\s|(?<=\w) #")
SHORT_BRACKET = 45
DASHES = frozenset("-\u2013\u2014")
AIMED = frozenset(["ل", "لل", "ب"])
AIMING = re.compile(
    r"(?<!\w)(?:for|حق|حال|تبع|بتاع|عشان|علشان|ضمن|في|من اجل|to)(?!\w)|[-\u2013\u2014:|,]"
)
EPISODES = re.compile(r"\s*\d+ (?:حلق|ep)")
SIDE_BY_SIDE = re.compile(r"\s/\s(?!\d)")
ONE_WORD = re.compile(r"\w+\s*(?=[-\u2013\u2014,،|\n]|$)")
MARK = re.compile(r"\s*(?P<mark>[-\u2013\u2014,])\s")
PIECE_END = re.compile(r"[,،.|\n(]|\s[-\u2013\u2014]\s|$")
REACH = 30
AT_SOMETHING = re.compile(r"\sب\w{3,}\s$")
BY_ROLE = re.compile(r"\s*(?:ب|ل)?دور \w")
LOOSE_END = re.compile(
    r"\s(?:يصور|تصور|تصويره|التصوير|shooting|filming|shot|based|to be shot|who|that|ليله"
    r"|من|في|الي|علي|مع|from|in|for|to|at|with|and|of|the|يوم|ايام|on|و)\s*$"
)
CALLING_OUT = re.compile(r"\s(?:يا|ي) (?:جماعه|شباب|بنات|اخوان|ناس|قروب)(?!\w)")
LONGEST_LOOSE = 20
ENOUGH_WORDS = 3
ASKED_TO_WRITE = re.compile(
    r"\s(?:يكلم|تكلم|يراسل|تراسل|يتواصل|تتواصل|يرسل|ترسل|نحتاج|يدق|تدق|ياخذ|وعليها)\w*"
)
LATIN_ARABIC = re.compile(r"\s(?:fi|fe|3la|3ala|yom|youm|bokra|bukra|elyom|alyom|ma3)\b")
BEHIND_WORK = re.compile(
    r"\s(?:في|علي|مع|بعد|قبل|يصور|تصور|يتصور|بيتصور|هيتصور|يعرض|تعرض|رح|راح|سيتم|سيصور|يتم|تصويره"
    r"|تصويرها|خلال|لل?(?!\d)\w{3,}|ل \w+"
    r"|in|at|on|shooting|filming|shoots|films|shot|based|to be|starting|this|next|who|that|with)"
    r"(?!\w)"
)
PARTS_BEHIND = re.compile(
    r"\s[-\u2013\u2014]\s(?:ادوار|بطول\w+|(?:lead|main|supporting|featured)? ?roles)"
    r"(?: \w+){0,3}\s*$"
)
AT_SITE = re.compile(r"\s(?:ل|ب|في )(?:ال)?(?:موقع|لوكيشن)(?: |$)|\s(?:el|al) ta[sw]+[ei]+r\b")
WITHOUT = ("بدون", "بلا", "من غير", "ما في", "مافي", "unpaid", "no ")
LAST_BRACKET = re.compile(r"\s?\((?P<inside>[^()\n]{1,60})\)?\s*$")
AGED = re.compile(r"\d ?[-\u2013] ?\d|\d\+|\d ?(?:سنه|سنوات|years)")
FOR_WORK = re.compile(r"[^!\n]{0,60}?\bfor (?:an? |the |our )?")
FOR_SOMETHING = re.compile(r"[^!.\n]{0,40}?\bfor (?:an?|our) [a-z]")
NAME = re.compile(r"[\"«“][^\"«»“”\n]{2,40}[\"»”]")
GREETING = re.compile(
    r"[\W_]*(?:(?:hi|hello|hey|dear)\b[^,!:\n]{0,20}[,!:]\s*"
    r"|(?:السلام عليكم|سلام عليكم|سلام|مسا الخير|مسا النور|صباح الخير|مرحبا|هلا|اهلا)"
    r"[^،,.!:\n]{0,25}[،,.!:]\s*"
    r"|يا (?:جماعه(?: الخير)?|شباب|اخوان|بنات) )"
)
APPEARING = re.compile(
    r"[يت](?:طلع|ظهر|شارك|كون)\w*(?: (?:معنا|معانا|معي|معاي))? (?:في |ب(?=\w{4}))"
)
THERE_IS = re.compile(
    r"[\W_]*(?:عندي|عندنا|لدينا|لدي|معي|معنا|يوجد|متوفر|فيه|في) (?:لك |لكم |لكن )?"
    r"(?=(?:دور|ادوار|دورين|فرصه|شخصيه)(?!\w))"
)
FIRST_WORD = re.compile(r"[\W_]*(?P<word>\w+)[\W_]+(?=\w)")
REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Known:
    """What else was found in the message: a phrase stops in front of it."""

    labels: Sequence[Labelled]
    contacts: Sequence[Contact]
    dates: Sequence[DateMention]


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


def behind_opening(reading: Reading, span: Span) -> int:
    """After a greeting, "2)", "the second:", "urgent", and the sign of a hashtag."""
    start = span.start
    if greeting := GREETING.match(reading.text, start, span.end):
        start = greeting.end()
    if number := NUMBER.match(reading.text, start, span.end):
        start = number.end()
    elif is_ringed(reading, start):
        start += 1
    for opening in (ORDINAL, APPEARING):
        if match := opening.match(reading.text, start, span.end):
            start = match.end()
    if there := THERE_IS.match(reading.text, start, span.end):
        start = there.end()
    while word := FIRST_WORD.match(reading.text, start, span.end):
        if word["word"] not in _urgent_words():
            break
        start = word.end()
    while start < span.end and reading.text[start] in "# >*\u2022":
        start += 1
    return start


def is_ringed(reading: Reading, position: int) -> bool:
    """Whether a digit was written in a ring, as lists of calls are numbered."""
    if not reading.text[position : position + 1].isdigit():
        return False
    original = reading.normalised.to_original(position, position + 1)
    return "\u2460" <= reading.source[original.start : original.start + 1] <= "\u24ff"


def says_enough(reading: Reading, start: int, end: int) -> bool:
    """Whether a range names somebody or something made."""
    return any(reading.has(tag, start, end) for tag in (Tag.ROLE, Tag.PRODUCTION, Tag.PERSON))


def tidy(reading: Reading, span: Span, known: Known) -> Span:
    """The phrase up to where it turns to when, where, how much."""
    start = span.start
    end = min(span.end, start + LONGEST)
    for stop in _stops(known, start):
        end = min(end, stop)
    if latin := LATIN_ARABIC.search(reading.text, start + 6, end):
        end = latin.start()
    if asked := ASKED_TO_WRITE.search(reading.text, start + 4, end):
        end = asked.start()
    if calling := CALLING_OUT.search(reading.text, start + 4, end):
        end = calling.start()
    for verb in reading.of(Tag.WANTED, start + 4, end):
        if reading.text[verb.outer : verb.start] == "و":
            end = verb.outer
            break
    for free in reading.of(Tag.UNPAID, start + 6, end):
        if reading.text.startswith(WITHOUT, free.start):
            end = free.outer
            break
    end = _before_cut(reading, start, end)
    end = _behind_work(reading, start, end)
    end = _without_place(reading, start, end)
    end = without_loose_end(reading.text, start, end)
    for verb in reading.of(Tag.WANTED, start + 4, end):
        if verb.end >= end - 1:
            end = verb.outer
    trimmed = _without_bracket(reading, reading.trim(start, end))
    while trimmed.end > trimmed.start and reading.text[trimmed.end - 1] in "!؟?":
        trimmed = Span(trimmed.start, trimmed.end - 1)
    return trimmed


def _without_bracket(reading: Reading, span: Span) -> Span:
    """Without a bracket at the end that asks for ages and looks."""
    last = LAST_BRACKET.search(reading.text, span.start + 4, span.end)
    if last is None or not (AGED.search(last["inside"]) and re.search("[,،]", last["inside"])):
        return span
    return reading.trim(span.start, last.start())


def without_loose_end(text: str, start: int, end: int) -> int:
    """Where a phrase ends once the prepositions that dangle at its end are gone."""
    while loose := LOOSE_END.search(text, max(start, end - LONGEST_LOOSE), end):
        end = loose.start()
    return end


def _stops(known: Known, start: int) -> Iterator[int]:
    for begin in (*(c.start for c in known.contacts), *(d.start for d in known.dates)):
        if begin >= start + 6:
            yield begin
    for label in known.labels:
        if label.start >= start + 6:
            yield label.start


def _before_cut(reading: Reading, start: int, end: int) -> int:
    """In front of the comma, bracket or dash behind which the phrase has said enough."""
    text = reading.text
    works = [work.outer for work in reading.of(Tag.PRODUCTION, start, end)]
    brackets = [
        match.span()
        for match in BRACKETED.finditer(text, start, end)
        if not _is_town(reading, match)
        and (
            (match.end() < end and text[match.end()] not in ",،-\u2013|")
            or match.end() - match.start() <= SHORT_BRACKET
            or _names_the_work(reading, Span(start, end), match.end(), works)
        )
    ]
    for cut in CUTS.finditer(text, start + 4, end):
        if any(begin <= cut.start() < stop for begin, stop in brackets):
            continue
        aim = FOR_WORK.match(text, cut.end(), end)
        if aim and any(0 <= work - aim.end() <= 12 for work in works):
            continue
        if FOR_SOMETHING.match(text, cut.end(), end) and " for " not in text[start : cut.start()]:
            continue
        if BY_ROLE.match(text, cut.end(), end) and not any(work < cut.start() for work in works):
            continue
        dashed = cut.group().strip() in DASHES
        if dashed and works and works[0] < cut.start() and NAME.match(text, cut.end(), end):
            continue
        if works and works[0] < cut.start() and PARTS_BEHIND.match(text, cut.start(), end):
            continue
        if EPISODES.match(text, cut.end()) or _is_alternative(reading, start, cut):
            continue
        if cut.group() != "(" and _names_the_work(reading, Span(start, end), cut.start(), works):
            continue
        told = says_enough(reading, start, cut.start()) or NAME.search(text, start, cut.start())
        if told or len(WORD.findall(text[start : cut.start()])) >= ENOUGH_WORDS:
            return cut.start()
    return end


def _is_town(reading: Reading, bracket: re.Match[str]) -> bool:
    """Whether a bracket holds nothing but the place."""
    inside = reading.trim(bracket.start() + 1, bracket.end())
    while reading.text[inside.end - 1 : inside.end] == ")":
        inside = reading.trim(inside.start, inside.end - 1)
    return any(
        (town.outer, town.end) == (inside.start, inside.end)
        for town in reading.of(Tag.PLACE, inside.start, inside.end)[:1]
    )


def _is_alternative(reading: Reading, start: int, cut: re.Match[str]) -> bool:
    """Whether a slash stands between two names of the same, and not before a place."""
    if not SIDE_BY_SIDE.match(reading.text, cut.start()):
        return False
    if reading.has(Tag.PRODUCTION, start, cut.start()) and not ONE_WORD.match(
        reading.text, cut.end()
    ):
        return False
    return not reading.has(Tag.PLACE, cut.end(), cut.end() + 14)


def _names_the_work(reading: Reading, phrase: Span, cut: int, works: Sequence[int]) -> bool:
    """Whether the people stand in front of a dash or comma and the work right behind it."""
    text = reading.text
    mark = MARK.match(text, cut)
    if not mark or any(work < cut for work in works):
        return False
    if mark["mark"] not in DASHES and text[phrase.start] >= "\u0600":
        return False
    stop = PIECE_END.search(text, mark.end(), phrase.end)
    end = stop.start() if stop else phrase.end
    if any(town.key.endswith(":places") for town in reading.of(Tag.PLACE, mark.end(), end)):
        return False
    return any(mark.end() <= work <= min(end, mark.end() + REACH) for work in works)


def _behind_work(reading: Reading, start: int, end: int) -> int:
    """Once it is said what is made, the next preposition turns to something else."""
    found = reading.of(Tag.PRODUCTION, start, end)
    works = [work for work in found if _is_aim(reading, start, work)]
    if not works:
        return end
    names = [match.span() for match in NAME.finditer(reading.text, start, end)]
    for match in BEHIND_WORK.finditer(reading.text, works[0].end, end):
        if any(begin < match.start() < stop for begin, stop in names):
            continue
        if any(
            hit.start <= match.end() and match.start() < hit.outer < match.end()
            for hit in reading.of(Tag.COMPANY_HEAD, match.start(), match.end() + REACH)
        ):
            continue
        later = [work for work in found if 0 <= work.outer - match.start() <= 8]
        return end if later else match.start()
    return end


def _is_aim(reading: Reading, start: int, work: Hit) -> bool:
    """Whether a work is what people are wanted for, and not an adjective of theirs."""
    if reading.text[work.outer : work.start] in AIMED or not reading.has(
        Tag.ROLE, start, work.outer
    ):
        return True
    return AIMING.search(reading.text, start, work.outer) is not None


def _without_place(reading: Reading, start: int, end: int) -> int:
    """Drop a trailing "in Riyadh" once the phrase says enough."""
    text = reading.text
    site = AT_SITE.search(text, start + 4, end)
    if site and says_enough(reading, start, site.start()):
        end = site.start()
    for tag in (Tag.VENUE, Tag.COMPANY_HEAD):
        for venue in reading.of(tag, start + 6, end):
            if text[venue.outer : venue.start] == "ب" and says_enough(reading, start, venue.outer):
                end = venue.outer
                break
    for hit in reading.of(Tag.PLACE, start + 4, end):
        bare = hit.outer == hit.start and hit.key.endswith(":places")
        if bare and text[hit.start - 2] in "0123456789/-\u2013,،":
            return hit.outer
        glued = text[hit.outer : hit.start]
        before = _preposition_before(reading, hit)
        if at := AT_SOMETHING.search(text, start + 4, hit.outer):
            before = at.start()
        placed = glued.startswith(("ب", "ل")) or before is not None
        enough = len(WORD.findall(text[start : hit.outer])) > ENOUGH_WORDS
        if placed and (enough or says_enough(reading, start, hit.outer)):
            return before if before is not None else hit.outer
    return end


def _preposition_before(reading: Reading, hit: Hit) -> int | None:
    for word in reading.of(Tag.BEFORE_PLACE, max(0, hit.outer - 12), hit.outer):
        if 0 <= hit.outer - word.end <= 1:
            return word.outer
    return None
