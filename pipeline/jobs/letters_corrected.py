"""A text corrected for reading: checked, kept beside the message, and led back to its words."""

from __future__ import annotations

import re
from dataclasses import replace

from db.models import Message
from db.queries import dead_letters
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.extraction.call import ExtractedCall, Extraction, FieldState, FieldValue
from pipeline.extraction.ground import locate
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.reading import Reading, read_through
from pipeline.text.span import Evidence, Span

MOST = 60_000
"""Characters of a text: more than any chat lets one send."""
CORRECTED = "these words stand in a text that was corrected by hand"
_STEERING = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def checked(text: str) -> str:
    """The text as it may be kept. Raises `Invalid` saying what is wrong with it."""
    plain = text.replace("\r\n", "\n").strip()
    if not plain:
        raise Invalid("A corrected text can't be empty; write what the message meant to say.")
    if len(plain) > MOST:
        raise Invalid(f"A corrected text has {MOST:,} characters at most; this has {len(plain):,}.")
    if found := _STEERING.search(plain):
        raise Invalid(f"Character {found.start() + 1} of the text can't be read; take it out.")
    return plain


def correct(database: Database, message_id: int, text: str, by: str) -> bool:
    """Have a message read in other words, or in its own again when they are the same; whether
    it now has a correction. The message itself stays as it is."""
    plain = checked(text)
    with database.writing() as session:
        own = session.get_one(Message, message_id).text
        same = plain == own.replace("\r\n", "\n").strip()
        if same:
            dead_letters.drop_correction(session, message_id)
        else:
            dead_letters.correct(session, message_id, plain, by)
        announce(session, "dead_letter")
    return not same


def led_back(extraction: Extraction, read: SourceText, own: SourceText) -> Extraction:
    """What was found in a corrected text, with its evidence where the message itself says it.

    A value whose words the message lacks is kept, and doubtful: a person has to look at it.
    """
    reading = read_through(own.text, own.posted_at)
    calls = tuple(_call(call, read.text, reading) for call in extraction.calls)
    return replace(extraction, calls=calls)


def _call(call: ExtractedCall, text: str, reading: Reading) -> ExtractedCall:
    fields = {name: _value(value, reading) for name, value in call.fields.items()}
    part = locate(reading, text[call.span.start : call.span.end])
    span = Span(part.start, part.end) if part else Span(0, len(reading.source))
    return replace(call, fields=fields, span=span)


def _value(value: FieldValue, reading: Reading) -> FieldValue:
    found: list[Evidence] = []
    for quote in value.evidence:
        place = locate(reading, quote.text)
        if place is not None:
            found.append(place)
    if len(found) == len(value.evidence):
        return replace(value, evidence=tuple(found))
    return replace(
        value, evidence=tuple(found), state=FieldState.DOUBTFUL, doubt=value.doubt or CORRECTED
    )
