"""Holds whatever an extractor says against the message: nothing counts that is not there."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extraction.call import (
    ExtractedCall,
    Extraction,
    FieldName,
    FieldState,
    FieldValue,
)
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.contacts import ContactKind, find_contacts
from pipeline.extraction.rules.dates import find_dates
from pipeline.extraction.rules.reading import Reading, read_through
from pipeline.text.normalise import fold
from pipeline.text.span import Evidence, Span

NOT_THERE = "these words are not in the message"
NO_SUCH_DAY = "the words quoted do not name this day"
SUFFIX = 7
"""Digits at the end of a phone number that stay the same however it is dialled."""


def ground(extraction: Extraction, source: SourceText) -> Extraction:
    """The extraction with every piece of evidence verbatim and at its true place.

    A quote at a wrong place is moved to where its words stand, if need be in another spelling.
    A value left without evidence is `NOT_IN_TEXT`; a deadline its evidence does not name is
    `DOUBTFUL`; a value with a link, address or number that the message lacks is dropped.
    """
    reading = read_through(source.text, source.posted_at)
    calls = tuple(_call(call, reading) for call in extraction.calls)
    return replace(extraction, calls=calls)


def locate(reading: Reading, quote: str, near: int = 0) -> Evidence | None:
    """Where the message says `quote`, at or behind `near` if it does so there."""
    words = quote.strip()
    if not words:
        return None
    for begin in (max(near, 0), 0):
        start = reading.source.find(words, begin)
        if start >= 0:
            return Evidence.cut(reading.source, start, start + len(words))
    folded = fold(words).strip()
    start = reading.text.find(folded) if folded else -1
    return reading.quote(start, start + len(folded)) if start >= 0 else None


def _call(call: ExtractedCall, reading: Reading) -> ExtractedCall:
    fields = {
        name: _value(name, value, reading)
        for name, value in call.fields.items()
        if value.value.strip() and not _has_foreign_contact(name, value.value, reading)
    }
    length = len(reading.source)
    start = min(max(call.span.start, 0), length)
    return replace(call, fields=fields, span=Span(start, min(max(call.span.end, start), length)))


def _value(name: FieldName, value: FieldValue, reading: Reading) -> FieldValue:
    evidence = tuple(
        found for quote in value.evidence if (found := _verbatim(quote, reading)) is not None
    )
    if not evidence:
        return replace(value, evidence=(), state=FieldState.NOT_IN_TEXT, doubt=NOT_THERE)
    grounded = replace(value, evidence=evidence)
    if name is FieldName.DEADLINE and value.state is FieldState.FOUND:
        return grounded if _names_day(grounded, reading) else _doubtful(grounded)
    return grounded


def _verbatim(quote: Evidence, reading: Reading) -> Evidence | None:
    inside = 0 <= quote.start < quote.end <= len(reading.source)
    if inside and reading.source[quote.start : quote.end] == quote.text:
        return quote
    return locate(reading, quote.text, quote.start)


def _names_day(value: FieldValue, reading: Reading) -> bool:
    """Whether a date within the evidence is the deadline's, read in the light of the message."""
    for mention in find_dates(reading):
        if mention.day.isoformat() == value.value:
            span = reading.normalised.to_original(mention.start, mention.end)
            if any(q.start < span.end and span.start < q.end for q in value.evidence):
                return True
    return False


def _doubtful(value: FieldValue) -> FieldValue:
    return replace(value, state=FieldState.DOUBTFUL, doubt=NO_SUCH_DAY)


def _has_foreign_contact(name: FieldName, value: str, reading: Reading) -> bool:
    """Whether following the value would lead somewhere the message does not."""
    folded = fold(value)
    contacts = find_contacts(folded)
    digits = _digits(reading.text)
    for contact in contacts:
        if contact.kind is ContactKind.PHONE:
            if (
                _digits(contact.value or folded[contact.start : contact.end])[-SUFFIX:]
                not in digits
            ):
                return True
        elif folded[contact.start : contact.end] not in reading.text:
            return True
    numbers = _digits(folded)
    return (
        name is FieldName.CONTACT_INFO
        and not contacts
        and len(numbers) >= SUFFIX
        and numbers[-SUFFIX:] not in digits
    )


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
