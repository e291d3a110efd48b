"""Turns what a model reports of a call into field values, each cut out of the message.

A model only points: what goes into a field are the words it points at, brought into the form
the rules give them. What it says beyond the message is marked, and a contact or a long number
it says beyond the message is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.extraction.call import FieldName, FieldState, FieldValue
from pipeline.extraction.ground import NO_SUCH_DAY, NOT_THERE
from pipeline.extraction.models.align import Aligner, Place, nearest
from pipeline.extraction.models.answer import Quoted
from pipeline.extraction.models.visible import Visible, visible
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.contact_info import contact_value
from pipeline.extraction.rules.contacts import Contact, find_contacts
from pipeline.extraction.rules.dates import DateMention, find_dates
from pipeline.extraction.rules.extractor import MOST_READ
from pipeline.extraction.rules.labels import Labelled, find_labels
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.location import countries
from pipeline.extraction.rules.money import currency_country
from pipeline.extraction.rules.reading import Reading, clean, read_through
from pipeline.extraction.validate import LONGEST
from pipeline.text.normalise import fold
from pipeline.text.span import Evidence, Span

SEPARATORS = (re.compile(r"[;؛|•]|\n+"), re.compile(r"[;؛|•،]|\n+|,(?!\d)"))
"""What stands between the pieces of a value: first without the commas, which pieces may hold."""
WORD = re.compile(r"\S+")
NEGATIONS = frozenset(
    fold("لا ليس ليست بدون بلا غير دون مو مش مهب ما لم لن ولا no not without never").split()
)
LONG_NUMBER = re.compile(r"\d(?:[ .()\-\u2010-\u2014]{0,2}\d){4,}")
"""Five digits and more can be a phone, an account or a code; prices and years are shorter."""
ADDRESS = re.compile(
    r"//|@|[^\W\d][.\u3002\uff61]\w|\w[.\u3002\uff61][^\W\d]|\w:\w|\b(?:dot|دوت|نقطه)\b"
)
"""What could be an address in whatever disguise."""
PASSED = "the day had already passed when this was posted"


@dataclass(frozen=True)
class Message:
    """A message prepared for the values: its visible text, read as the rules read."""

    seen: Visible
    reading: Reading

    @classmethod
    def of(cls, source: SourceText) -> Message:
        """Prepare `source`; of an endless one the beginning, as the rules do."""
        seen = visible(source.text)
        if len(seen.text) > MOST_READ:
            seen = replace(seen, text=seen.text[:MOST_READ])
        return cls(seen, read_through(seen.text, source.posted_at))

    @property
    def whole(self) -> Span:
        return Span(0, len(self.reading.text))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        paid_in = [currency_country(hit.key) for hit in self.reading.of(Tag.CURRENCY)]
        regions = [region for region in (*countries(self.reading), *paid_in) if region]
        return find_contacts(self.reading.text, regions)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return find_dates(self.reading)

    @cached_property
    def labels(self) -> tuple[Labelled, ...]:
        return find_labels(self.reading)

    @cached_property
    def aligner(self) -> Aligner:
        return Aligner(self.reading, self.contacts)

    def evidence(self, start: int, end: int, source: str) -> Evidence | None:
        """The words behind a range of the folded text, at their place in `source`."""
        quote = self.reading.quote(start, end)
        return self.original(quote, source) if quote else None

    def original(self, quote: Evidence, source: str) -> Evidence:
        """A quote of the visible text as one of `source`."""
        span = self.seen.to_original(quote.start, quote.end)
        return Evidence.cut(source, span.start, span.end)

    def words(self, place: Place) -> str:
        """What the message says there, as a person would retype it."""
        quote = self.reading.quote(place.start, place.end)
        return clean(quote.text) if quote else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the fields of one call are written: the message, and which part speaks of the call."""

    message: Message
    source: str
    part: Span
    anchors: tuple[Place, ...] = ()

    def find(self, quoted: Quoted) -> tuple[Place, ...]:
        """Where the message says what was quoted, or failing that the value itself."""
        for words in (quoted.quotes, [quoted.value]):
            found = [
                place
                for quote in words
                if (place := nearest(self.message.aligner.places(quote), self.anchors, self.part))
            ]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def cut(self, places: Sequence[Place]) -> tuple[Evidence, ...]:
        """The evidence at those places."""
        found = (self.message.evidence(p.start, p.end, self.source) for p in places)
        return tuple(dict.fromkeys(quote for quote in found if quote))


def anchors(message: Message, quoted: Sequence[Quoted], part: Span) -> tuple[Place, ...]:
    """The quotes that stand in one place only: the others of a call belong near to them."""
    found: list[Place] = []
    for one in quoted:
        for quote in one.quotes:
            places = [
                place
                for place in message.aligner.places(quote)
                if part.start <= place.start and place.end <= part.end
            ]
            if len(places) == 1:
                found.append(places[0])
    return tuple(found)


def text_value(name: FieldName, quoted: Quoted, desk: Desk) -> FieldValue | None:
    """A field of words: those of the message that the value consists of, else all quoted."""
    places = desk.find(quoted)
    if not places:
        return _beyond(name, quoted.value)
    condensed = _condensed(quoted.value, places, desk) if name is FieldName.TITLE else ""
    joint = "\n" if name is FieldName.REQUIREMENTS else ", "
    value = condensed or _spoken(quoted.value, places, desk, joint)
    return _told(value, places, desk) if value else None


def contact_field(quoted: Quoted, desk: Desk) -> FieldValue | None:
    """The contact the model points at, as the rules write it. None if the message has no such."""
    places = desk.find(quoted)
    contact = _meant(quoted.value, places, desk.message)
    if contact is not None:
        value = contact_value(desk.message.reading, contact)
        if value is None:
            return None
        quotes = tuple(desk.message.original(quote, desk.source) for quote in value.evidence)
        doubts = [p.difference for p in places if p.difference and _meet(p, contact)]
        return _flagged(replace(value, evidence=quotes), doubts)
    words = _joined(places, ", ", desk)
    return _told(words, places, desk) if words else None


def day_field(quoted: Quoted, desk: Desk) -> FieldValue | None:
    """The deadline, if the words quoted name it; doubtful if they name another day or none."""
    told = quoted.value.strip()
    places = desk.find(Quoted(value="", quotes=quoted.quotes))
    named = [m for m in desk.message.dates if any(_meet(p, m) for p in places)]
    agreed = [mention for mention in named if mention.day.isoformat() == told]
    if not agreed and not named:
        if not told:
            return None
        state = FieldState.DOUBTFUL if places else FieldState.NOT_IN_TEXT
        doubt = NO_SUCH_DAY if places else NOT_THERE
        return FieldValue(told, desk.cut(places), state, doubt)
    mention = (agreed or named)[-1]
    doubts = [p.difference for p in places if p.difference] + [mention.doubt]
    if not agreed and told:
        doubts.insert(0, f"the model read it as {told}")
    posted = desk.message.reading.posted
    if posted and mention.day < posted:
        doubts.append(PASSED)
    found = FieldValue(mention.day.isoformat(), desk.cut(places))
    return _flagged(found, [doubt for doubt in doubts if doubt])


def _spoken(value: str, places: Sequence[Place], desk: Desk, joint: str) -> str:
    """The value in the message's words: all of it from one place, or each of its pieces; else
    everything that was quoted."""
    within = desk.message.aligner.within
    if whole := within(value, places):
        return desk.message.words(whole)
    for between in SEPARATORS:
        pieces = [piece for piece in between.split(value) if piece.strip()]
        named = [found for piece in pieces if (found := within(piece, places))]
        if len(pieces) > 1 and len(named) == len(pieces):
            used = between.search(value)
            sign = used.group().strip() if used else ""
            return _joined(named, f"{sign} " if sign else joint, desk)
    return _joined(places, joint, desk)


def _joined(places: Sequence[Place], joint: str, desk: Desk) -> str:
    words = (desk.message.words(place) for place in places)
    return joint.join(dict.fromkeys(word for word in words if word))


def _condensed(value: str, places: Sequence[Place], desk: Desk) -> str:
    """The value as words of one line with others left out between them, none of which turns
    the sense around. Empty if it is not such."""
    wanted = fold(value).split()
    text = desk.message.reading.text
    for place in places:
        if "\n" in text[place.start : place.end]:
            continue
        found: list[str] = []
        skipped: list[str] = []
        for match in WORD.finditer(text, place.start, place.end):
            if len(found) < len(wanted) and match.group() == wanted[len(found)]:
                found.append(desk.message.words(Place(*match.span())))
            else:
                skipped.append(match.group())
        if wanted and len(found) == len(wanted) and NEGATIONS.isdisjoint(skipped):
            return " ".join(word for word in found if word)
    return ""


def _meant(value: str, places: Sequence[Place], message: Message) -> Contact | None:
    """Of the contacts pointed at the one whose value was given, else the first; and one that
    was given without being pointed at."""
    pointed = [c for c in message.contacts if any(_meet(place, c) for place in places)]
    given = _same_as(value, pointed, message) or _same_as(value, message.contacts, message)
    if given is not None and (given in pointed or not pointed):
        return given
    return pointed[0] if pointed else None


def _same_as(value: str, contacts: Sequence[Contact], message: Message) -> Contact | None:
    folded = "".join(fold(value).split())
    for contact in contacts:
        words = "".join(message.reading.text[contact.start : contact.end].split())
        if folded and folded in (words, contact.value):
            return contact
    return None


def _beyond(name: FieldName, value: str) -> FieldValue | None:
    """What the message does not say: kept for a person to see, unless one could act on it."""
    words = clean(visible(value).text)[: LONGEST[name]]
    folded = fold(words)
    if find_contacts(folded) or LONG_NUMBER.search(folded) or ADDRESS.search(folded):
        return None
    if not words:
        return None
    return FieldValue(words, (), FieldState.NOT_IN_TEXT, NOT_THERE)


def _told(value: str, places: Sequence[Place], desk: Desk) -> FieldValue:
    return _flagged(
        FieldValue(value, desk.cut(places)), [p.difference for p in places if p.difference]
    )


def _flagged(value: FieldValue, doubts: Sequence[str]) -> FieldValue:
    if not doubts:
        return value
    return replace(value, state=FieldState.DOUBTFUL, doubt="; ".join(dict.fromkeys(doubts)))


def _meet(place: Place, other: Contact | DateMention) -> bool:
    return place.start < other.end and other.start < place.end
