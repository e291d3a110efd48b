"""Who is asked for: what stands behind, or before, a word of wanting."""

import re
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
    r"[\s:\-\u2013\u2014]*(?:(?:الي|عن|علي|عدد|حاليا|فورا|ضروري|للضروره|عاجل|اليوم|بكره|الحين|معنا"
    r"|لنا|لي|لكم|to (?:cast|find|book|hire)|for|an?|the|some|our|also|asap|urgently|now|few|of)"
    r"(?=[\s:])[\s:]*)*"
)
WHOEVER = re.compile(r"(?<!\w)(?:اللي|الي|لمن|لو|اذا|احد|حد|who|whoever) $")
"""Who says "whoever needs" offers, and needs nobody."""
PAUSE = re.compile(r"\s?[،,.!؟?)]")
COMMA = re.compile(r"[,،]\s")
GLUED_TO = re.compile(r"لل?(?=\w{3})")
HEAD_REACH, WORK_REACH = 32, 16
"""The head of a noun phrase stands near its beginning."""


def sought_at(reading: Reading, verb: Hit, begin: int, stop: int) -> Sought:
    """The object of one word of wanting within a clause from `begin` to `stop`."""
    text = reading.text
    opening = OPENING.match(text, verb.end, stop)
    start = opening.end() if opening else verb.end
    if text[verb.start : verb.start + 4] in ("حاجت", "بحاج", "عن ح", "محتا") and (
        glued := GLUED_TO.match(text, start, stop)
    ):
        start = glued.end()
    who = reading.trim(start, stop)
    if PAUSE.match(text, verb.end, stop):
        who = Span(verb.end, verb.end)
    behind = verb.outer - begin > 2 and not _arabic(text, verb)
    if verb.tag is Tag.HEAD and (behind or who.end <= who.start):
        who = reading.trim(begin, verb.outer)
    return Sought(Span(verb.outer, verb.end), who, kind_of(reading, who))


def kind_of(reading: Reading, who: Span) -> Kind:
    """What the first known noun of a phrase says it is about."""
    if who.end - who.start < 2:
        return Kind.NOTHING
    reach = min(who.end, who.start + HEAD_REACH)
    if comma := COMMA.search(reading.text, who.start + 2, reach):
        reach = comma.start()
    found: list[tuple[int, int, Kind]] = []
    for tag, kind in KINDS.items():
        limit = who.start + WORK_REACH if kind is Kind.WORK else reach
        for hit in reading.of(tag, who.start, min(reach, limit)):
            found.append((hit.start, hit.start - hit.end, kind))
            break
    if not found:
        return Kind.UNKNOWN
    start, length, kind = min(found)
    return _headword(reading, start - length, who.end) or kind


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
            if verb.end != last and not WHOEVER.search(
                reading.text, max(0, verb.outer - 10), verb.outer
            ):
                yield verb
            last = verb.end


def all_sought(reading: Reading) -> Iterator[Sought]:
    """Every word of wanting of a message with its object."""
    for verb in wants(reading):
        line = reading.line_at(verb.start)
        stops = CLAUSE_END.finditer(reading.text, line.start, line.end)
        ends = [match.start() for match in stops]
        begin = max((end + 1 for end in ends if end < verb.outer), default=line.start)
        stop = min((end for end in ends if end >= verb.end), default=line.end)
        yield sought_at(reading, verb, begin, stop)


def _arabic(text: str, verb: Hit) -> bool:
    return text[verb.start : verb.start + 1] >= "\u0600"
