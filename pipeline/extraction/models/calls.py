"""Turns a model's report into an extraction: parts, fields and by-products of each call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from pipeline.extraction.call import ExtractedCall, FieldName, FieldValue, Intent
from pipeline.extraction.models.answer import Ages, Day, Quoted, Report, ReportedCall
from pipeline.extraction.models.values import (
    Desk,
    Message,
    anchors,
    contact_field,
    day_field,
    text_value,
)
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.contact_info import contact_value, rank
from pipeline.extraction.rules.extractor import language
from pipeline.extraction.rules.intent import Details, judge
from pipeline.extraction.rules.people import find_ages, gender
from pipeline.extraction.rules.reading import clean
from pipeline.text.span import Span

MOST_ROLES = 20
NO_DETAILS = Details(contact=False, money=False, age=False, deadline=False, place=False)
"""They tell calls from chatter, which is the model's part; a scam is one without them."""
LONGEST_RANGE = timedelta(days=120)


def intent_of(report: Report, message: Message) -> Intent:
    """What the model says the message wants; but no message talks itself out of being a scam
    by the rules."""
    by_rules = judge(message.reading, NO_DETAILS).intent
    return by_rules if by_rules is Intent.SUSPECTED_SCAM else report.intent


def calls_of(report: Report, message: Message, source: SourceText) -> tuple[ExtractedCall, ...]:
    """The calls reported, each held against the message."""
    if not report.is_casting_call:
        return ()
    parts = _parts(report.calls, message)
    alone = len(report.calls) == 1
    calls = (
        _call(call, part, message, source.text, alone=alone)
        for call, part in zip(report.calls, parts, strict=True)
    )
    return tuple(call for call in calls if call.fields)


def _call(
    call: ReportedCall, part: Span, message: Message, source: str, *, alone: bool
) -> ExtractedCall:
    scope = message.whole if alone else part
    desk = Desk(message, source, scope, anchors(message, list(_quoted(call)), scope))
    fields = dict(_fields(call, desk))
    return ExtractedCall(
        fields,
        message.seen.to_original(*_visible_range(message, part)),
        _extras(call, desk, fields),
    )


def _quoted(call: ReportedCall) -> Iterator[Quoted]:
    for one in (
        call.title,
        call.company,
        call.location,
        call.compensation,
        call.requirements,
        call.deadline,
        call.contact_info,
    ):
        if one is not None:
            yield one


def _fields(call: ReportedCall, desk: Desk) -> Iterator[tuple[FieldName, FieldValue]]:
    found: dict[FieldName, FieldValue | None] = {
        name: text_value(name, quoted, desk) if quoted else None
        for name, quoted in (
            (FieldName.TITLE, call.title),
            (FieldName.COMPANY, call.company),
            (FieldName.LOCATION, call.location),
            (FieldName.COMPENSATION, call.compensation),
            (FieldName.REQUIREMENTS, call.requirements),
        )
    }
    if call.deadline:
        found[FieldName.DEADLINE] = day_field(call.deadline, desk)
    if call.contact_info:
        found[FieldName.CONTACT_INFO] = contact_field(call.contact_info, desk)
    if any(found.values()):
        found[FieldName.DESCRIPTION] = _description(desk)
    for name, value in found.items():
        if value is not None:
            yield name, value


def _description(desk: Desk) -> FieldValue | None:
    """The call in the words of whoever posted it."""
    message = desk.message
    quote = message.reading.quote(desk.part.start, desk.part.end)
    if quote is None:
        return None
    lines = (clean(line) for line in re.split(r"[\r\n]+", quote.text))
    words = "\n".join(line for line in lines if line)
    return FieldValue(words, (message.original(quote, desk.source),)) if words else None


# ----- which part of the message speaks of which call -------------------------------------------


def _parts(calls: Sequence[ReportedCall], message: Message) -> list[Span]:
    """A part for each call, by its first and last words; the whole message where they are
    missing or make no sense."""
    parts: list[Span] = []
    behind = 0
    for call in calls:
        part = _part(call, message, behind)
        parts.append(part or message.whole)
        behind = part.end if part else behind
    return parts


def _part(call: ReportedCall, message: Message, behind: int) -> Span | None:
    begins = message.aligner.places(call.begins)
    first = next((place for place in begins if place.start >= behind), None)
    first = first or (begins[0] if begins else None)
    if first is None:
        return None
    ends = message.aligner.places(call.ends)
    last = next((place for place in ends if place.end >= first.end), None)
    return Span(first.start, last.end) if last else None


def _visible_range(message: Message, part: Span) -> tuple[int, int]:
    span = message.reading.normalised.to_original(part.start, part.end)
    return span.start, span.end


# ----- by-products ------------------------------------------------------------------------------


def _extras(
    call: ReportedCall, desk: Desk, fields: Mapping[FieldName, FieldValue]
) -> dict[str, object]:
    deadline = fields.get(FieldName.DEADLINE)
    extras: dict[str, object] = {
        "roles": _roles(call.roles, desk),
        "age_range": call.age_range and _ages(call.age_range, desk),
        "gender": call.gender and _gender(call.gender, desk),
        "shoot_dates": _days(call.shoot_dates, desk, deadline.value if deadline else ""),
        "language": language(desk.message.reading.text[desk.part.start : desk.part.end]),
        "other_contacts": _other_contacts(desk, fields.get(FieldName.CONTACT_INFO)),
    }
    return {name: value for name, value in extras.items() if value}


def _roles(told: Sequence[Quoted], desk: Desk) -> list[str]:
    values = (text_value(FieldName.TITLE, one, desk) for one in told)
    return list(dict.fromkeys(v.value for v in values if v and v.evidence))[:MOST_ROLES]


def _ages(told: Ages, desk: Desk) -> dict[str, int | None] | None:
    """The range, if the part of the message names both of its ends."""
    text = desk.message.reading.text
    named = {int(digits) for digits in re.findall(r"(?<!\d)\d{1,3}(?!\d)", text)}
    for ages in find_ages(desk.message.reading, ()):
        named |= {ages.low, ages.high if ages.high is not None else ages.low}
    ends = [end for end in (told.min, told.max) if end is not None]
    return {"min": told.min, "max": told.max} if ends and named.issuperset(ends) else None


def _gender(told: Quoted, desk: Desk) -> str | None:
    """What the words quoted name."""
    found = {gender(desk.message.reading, Span(p.start, p.end)) for p in desk.find(told)}
    found.discard(None)
    return "any" if len(found) > 1 else next(iter(found), None)


def _days(told: Sequence[Day], desk: Desk, deadline: str) -> list[str]:
    """Those of the days that the message names."""
    named: set[date] = set()
    for mention in desk.message.dates:
        first = mention.first or mention.day
        if mention.day - first > LONGEST_RANGE:
            first = mention.day
        named |= {first + timedelta(days=n) for n in range((mention.day - first).days + 1)}
    known = {day.isoformat() for day in named} - {deadline}
    return sorted({one.value.strip() for one in told} & known)


def _other_contacts(desk: Desk, chosen: FieldValue | None) -> list[str]:
    message = desk.message
    ranked = rank(message.reading, message.contacts, message.labels, desk.part)
    values = (contact_value(message.reading, contact) for contact in ranked)
    used = chosen.value if chosen else ""
    return list(dict.fromkeys(v.value for v in values if v and v.value != used))
