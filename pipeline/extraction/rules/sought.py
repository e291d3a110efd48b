"""Who is asked for: what stands behind, or before, a word of wanting."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span


class Kind(StrEnum):
    """What the object of wanting turns out to be."""

    PERFORMER = "performer"
    PERSON = "person"
    CREW = "crew"
    JOB = "job"
    THING = "thing"
    WORK = "work"
    UNKNOWN = "unknown"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of wanting and its object up to the end of its clause."""

    verb: Span
    who: Span
    kind: Kind


KINDS = {
    Tag.ROLE: Kind.PERFORMER,
    Tag.PERSON: Kind.PERSON,
    Tag.PEOPLE: Kind.PERSON,
    Tag.CREW: Kind.CREW,
    Tag.JOB: Kind.JOB,
    Tag.THING: Kind.THING,
    Tag.PRODUCTION: Kind.WORK,
}
CLAUSE_END = re.compile(r"[.!؟?](?=\s|$)|[|;؛\n]")
OPENING = re.compile(
    r"[\s:\-\u2013\u2014]*(?:(?:الي|عن|علي|عدد|حاليا|حالا|فورا|ضروري|للضروره|عاجل|اليوم|بكره|الحين|معنا"
    r"|لنا|لي|لكم|فيها|فيه|منها|لها|له|وبشكل عاجل|بشكل عاجل"
    r"|to (?:cast|find|book|hire)|for|an?|the|some|our|also|asap|urgently|now|few|of)"
    r"(?=[\s:])[\s:]*)*"
)
WHOEVER = re.compile(r"(?<!\w)(?:اللي|الي|لمن|لو|اذا|احد|حد|who|whoever) $")
"""Who says "whoever needs" offers, and needs nobody."""
RECOMMENDS = re.compile(r"يرشح|يدل|يعرف|عند")
"""Who asks whether anybody knows one wants one himself."""
NEEDS = frozenset(["حاجت", "بحاج", "عن ح", "محتا", "نحتا", "تحتا", "يحتا"])
"""Beginnings of the words for need, whose object may be glued to a "to"."""
APPEARS = re.compile(
    r"(?<!\w)(?:للظهور|للتمثيل|للمشاركه في|يظهرون|يظهر|تظهر|يطلع معنا|يطلعون|يمثل|تمثل|يمثلون"
    r"|تتصور|يتصور|نصور|(?:قدام|امام) الكاميرا)"
    r"(?!\w)"
    r"|\b(?:to appear|to play|to act|on camera|on-camera|to star|to feature)\b"
)
"""What makes a performer of anybody, whatever he does for a living."""
ON_SET = re.compile(r"(?<!\w)(?:ل|لل|في |ب)(?:ال)?مو(?:قع|اقع) (?:ال)?(?:تصوير|انتاج)")
"""Cooks for a set feed those who are filmed."""
HOSTS = re.compile(r"(?:مضيف|هوستس|hostess)\w*")
"""Hosts of a fair or a gala are chosen as performers are; those of an airline are not."""
REAL = re.compile(r"(?<!\w)(?:حقيقي|فعلي|فعلا)\w*|\breal\b")
"""A real cook is wanted to be filmed, not to cook."""
PARTS = re.compile(
    r"(?:(?:\d{1,2}|two|three|four|a few|some|only|last|final) ){0,3}(?:roles?|parts)(?!\w)"
)
MATERIAL = re.compile(
    r"(?:(?:\d{1,2}|كم|بعض|ارسال|منك\w{0,3}|send|your|a|some|recent) ){0,4}(?:ال)?"
    r"(?:صور\w*|فيديو\w*|مقطع|مقاطع|سيره|شوريل|بروفايل|photos?|pictures?|pics|videos?|clips?"
    r"|headshots?|reels?|selfies?|self[- ]?tapes?|cvs?|resumes?)(?!\w)(?! (?:model|shoot|call))"
)
"""What applicants are asked to send is nobody they look for."""
PAUSE = re.compile(r"\s?[،,.!؟?)]")
COMMA = re.compile(r"[,،]\s")
GLUED_TO = re.compile(r"لل?(?=\w{3})")
GLUED_WITH = re.compile(
    r"ب(?=(?:ثلاث|اربع|خمس|ست|سبع|عشر|بنت|بنات|شاب|شباب|ولد|اولاد|طفل|اطفال|ممثل|موديل|رجال|رجل|وجوه|ناس)\w*)"
)
TO_OR_FOR = re.compile(r"(?<!\w)(?:الي|عن) (?:\w+ )?$")
HEAD_REACH, WORK_REACH, AIM_REACH, SHORT_WAY, LONGEST_SUBJECT = 32, 16, 100, 12, 150
"""The head of a noun phrase stands near its beginning."""


def sought_at(reading: Reading, verb: Hit, begin: int, stop: int) -> Sought:
    """The object of one word of wanting within a clause from `begin` to `stop`."""
    text = reading.text
    opening = OPENING.match(text, verb.end, stop)
    start = opening.end() if opening else verb.end
    glued = GLUED_TO.match(text, start, stop)
    if glued and text[verb.start : verb.start + 4] in NEEDS and _is_known(reading, glued.end()):
        start = glued.end()
    start = _behind_subject(reading, start, stop)
    who = reading.trim(start, stop)
    if PAUSE.match(text, verb.end, stop):
        who = Span(verb.end, verb.end)
    behind = verb.outer - begin > 2 and not _arabic(text, verb)
    if verb.tag is Tag.HEAD and (behind or who.end <= who.start):
        who = reading.trim(begin, verb.outer)
    return Sought(Span(verb.outer, verb.end), who, kind_of(reading, who))


def _behind_subject(reading: Reading, start: int, stop: int) -> int:
    """Where the object begins when a company stands between it and the verb: "needs, the firm
    so-and-so, for extras"; and behind the "with" of "we would like with"."""
    if with_ := GLUED_WITH.match(reading.text, start, stop):
        return with_.end()
    owner = next(iter(reading.of(Tag.COMPANY_HEAD, start, min(stop, start + HEAD_REACH))), None)
    if owner is None or owner.outer > start:
        return start
    for tag in (Tag.ROLE, Tag.PERSON):
        for somebody in reading.of(tag, owner.end, min(stop, owner.end + AIM_REACH)):
            if reading.text[somebody.outer : somebody.start] in ("ل", "لل"):
                return somebody.start
            before = reading.text[max(owner.end, somebody.outer - SHORT_WAY) : somebody.outer]
            if TO_OR_FOR.search(before):
                return somebody.start
    return start


def kind_of(reading: Reading, who: Span) -> Kind:
    """What the first known noun of a phrase says it is about."""
    if who.end - who.start < 2:
        return Kind.NOTHING
    reach = min(who.end, who.start + HEAD_REACH)
    if comma := COMMA.search(reading.text, who.start + 2, reach):
        reach = comma.start()
    if PARTS.match(reading.text, who.start, reach):
        return Kind.PERFORMER
    if MATERIAL.match(reading.text, who.start, reach):
        return Kind.NOTHING
    found: list[tuple[int, int, Kind]] = []
    for tag, kind in KINDS.items():
        limit = who.start + WORK_REACH if kind is Kind.WORK else reach
        for hit in reading.of(tag, who.start, min(reach, limit)):
            found.append((hit.start, hit.start - hit.end, kind))
            break
    if APPEARS.search(reading.text, who.start, min(who.end, who.start + AIM_REACH)):
        return Kind.PERFORMER
    if not found:
        return Kind.UNKNOWN
    start, length, kind = min(found)
    kind = _headword(reading, start - length, who.end) or kind
    if kind is Kind.JOB and HOSTS.search(reading.text, start - 3, reach):
        shown = reading.has(Tag.PRODUCTION, who.start, min(who.end, who.start + AIM_REACH))
        return Kind.PERSON if shown else kind
    if kind is Kind.PERSON and ON_SET.search(
        reading.text, who.start, min(who.end, who.start + AIM_REACH)
    ):
        return Kind.JOB
    if kind in (Kind.JOB, Kind.CREW) and REAL.search(reading.text, who.start, reach):
        return Kind.PERSON
    return kind


def _is_known(reading: Reading, position: int) -> bool:
    """Whether a word that begins at `position` names people."""
    return any(
        hit.start == position
        for tag in (Tag.ROLE, Tag.PERSON)
        for hit in reading.of(tag, position - 3, position + HEAD_REACH)
    )


def _headword(reading: Reading, end: int, stop: int) -> Kind | None:
    """In "talent coordinator" the second noun says what is wanted."""
    for tag in (Tag.JOB, Tag.CREW):
        if any(hit.outer == end + 1 for hit in reading.of(tag, end, min(stop, end + 30))):
            return KINDS[tag] if reading.text[end - 1] < "\u0600" else None
    return None


def wants(reading: Reading) -> Iterator[Hit]:
    """Every word of wanting, but for those of people who offer themselves to others."""
    for tag in (Tag.WANTED, Tag.HEAD):
        last = -1
        for verb in reading.of(tag):
            before = WHOEVER.search(reading.text, max(0, verb.outer - 10), verb.outer)
            names = RECOMMENDS.match(reading.text, verb.start, verb.end)
            if verb.end != last and (names or not before):
                yield verb
            last = verb.end


def announced_by(reading: Reading) -> Iterator[Hit]:
    """Verbs that only want somebody when a company is their subject: "seeks, the firm, for"."""
    for verb in reading.of(Tag.ASK):
        if verb.key == "arabic":
            stop = min(reading.line_at(verb.start).end, verb.end + LONGEST_SUBJECT)
            if _behind_subject(reading, verb.end + 1, stop) > verb.end + 1:
                yield verb


def all_sought(reading: Reading) -> Iterator[Sought]:
    """Every word of wanting of a message with its object."""
    ends = [match.start() for match in CLAUSE_END.finditer(reading.text)]
    for verb in (*wants(reading), *announced_by(reading)):
        line = reading.line_at(verb.start)
        before, behind = bisect_left(ends, verb.outer), bisect_left(ends, verb.end)
        begin = max(line.start, ends[before - 1] + 1 if before else 0)
        stop = min(line.end, ends[behind] if behind < len(ends) else line.end)
        yield sought_at(reading, verb, begin, stop)


def _arabic(text: str, verb: Hit) -> bool:
    return text[verb.start : verb.start + 1] >= "\u0600"
