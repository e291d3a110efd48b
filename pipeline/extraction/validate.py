"""What is wrong with a field's value before it may go to the site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.extraction.call import FieldName

LONGEST = {
    FieldName.TITLE: 200,
    FieldName.COMPANY: 200,
    FieldName.LOCATION: 300,
    FieldName.COMPENSATION: 1_000,
    FieldName.REQUIREMENTS: 5_000,
    FieldName.DEADLINE: 10,
    FieldName.CONTACT_INFO: 500,
    FieldName.DESCRIPTION: 20_000,
}
NAMES = {
    FieldName.TITLE: "title",
    FieldName.COMPANY: "company",
    FieldName.LOCATION: "location",
    FieldName.COMPENSATION: "compensation",
    FieldName.REQUIREMENTS: "requirements",
    FieldName.DEADLINE: "deadline",
    FieldName.CONTACT_INFO: "contact",
    FieldName.DESCRIPTION: "description",
}
MANY_LINES = frozenset(
    {
        FieldName.COMPENSATION,
        FieldName.REQUIREMENTS,
        FieldName.CONTACT_INFO,
        FieldName.DESCRIPTION,
    }
)
SAYS_SOMETHING = frozenset(
    {FieldName.TITLE, FieldName.COMPANY, FieldName.LOCATION, FieldName.CONTACT_INFO}
)
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 2000, 2099


def problems(name: FieldName, value: str) -> Sequence[str]:
    """Every fault of `value` as an English sentence; empty when it may be published.

    An empty value means that the call does not say; only a title must be there.
    """
    if not value.strip():
        return ("The title is empty: say in a few words who is wanted for what.",) * (
            name is FieldName.TITLE
        )
    if name is FieldName.DEADLINE:
        return tuple(_of_date(value))
    return tuple(_of_text(name, value))


def _of_date(value: str) -> Iterator[str]:
    if not ISO_DATE.fullmatch(value):
        yield "The deadline is not a date: write year-month-day, such as 2026-03-31."
        return
    try:
        day = date.fromisoformat(value)
    except ValueError:
        yield f"The deadline {value} is not in the calendar: check its month and day."
        return
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        yield f"The deadline lies in the year {day.year}: check the year."


def _of_text(name: FieldName, value: str) -> Iterator[str]:
    label = NAMES[name]
    if len(value) > LONGEST[name]:
        yield (
            f"The {label} has {len(value):,} characters, and {LONGEST[name]:,} is the most: "
            "shorten it."
        )
    if any(_is_unprintable(char) for char in value):
        yield f"The {label} holds characters that cannot be shown: type it again."
    if name not in MANY_LINES and re.search(r"[\r\n\u2028\u2029]", value.strip()):
        yield f"The {label} runs over several lines: write it on one."
    if name in SAYS_SOMETHING and not any(char.isalnum() for char in value):
        yield f"The {label} has neither letters nor digits: write it in words."


def _is_unprintable(char: str) -> bool:
    """Control characters, and halves of characters, which the database refuses."""
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r"
