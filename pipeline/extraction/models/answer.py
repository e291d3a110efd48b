"""The only shape an answer may have, how large it may be, and how it is told to the services."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline.extraction.call import Intent
from pipeline.extraction.validate import FIRST_YEAR, ISO_DATE, LAST_YEAR

LONGEST_ANSWER = 100_000
"""Characters. 2,000 tokens are far fewer; what is longer did not come from our question."""
MOST_CALLS = 20
MOST_QUOTES = 8
MOST_LISTED = 40
MOST_COMPLAINTS = 5
FENCE = "```"
NOT_FOR_THE_WIRE = frozenset(
    {"title", "default", "maxLength", "maxItems", "minimum", "maximum", "description"}
)

Words = Annotated[str, Field(max_length=5_000)]
Age = Annotated[int, Field(ge=0, le=120)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Strict):
    """A value and the words of the message it was read from."""

    value: Words
    quotes: list[Words] = Field(max_length=MOST_QUOTES)


class Day(Quoted):
    """A day as year-month-day, in a year that makes sense."""

    @field_validator("value")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        if value.strip() and _year(value) is None:
            raise ValueError(
                f"must be a date such as 2026-03-31, between {FIRST_YEAR} and {LAST_YEAR}"
            )
        return value


class Ages(_Strict):
    """An age range; an open end is null."""

    min: Age | None
    max: Age | None


class ReportedCall(_Strict):
    """One casting call as the model reports it. `begins` and `ends` are the first and the last
    words of the part of the message that speaks of it."""

    begins: Words
    ends: Words
    title: Quoted | None
    company: Quoted | None
    location: Quoted | None
    compensation: Quoted | None
    requirements: Quoted | None
    deadline: Day | None
    contact_info: Quoted | None
    roles: list[Quoted] = Field(max_length=MOST_LISTED)
    age_range: Ages | None
    gender: Quoted | None
    shoot_dates: list[Day] = Field(max_length=MOST_LISTED)


class Report(_Strict):
    """A whole answer."""

    is_casting_call: bool
    intent: Intent
    calls: list[ReportedCall] = Field(max_length=MOST_CALLS)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.is_casting_call and not self.calls:
            raise ValueError("is_casting_call is true, but calls is empty")
        if not self.is_casting_call and self.intent is Intent.NEW_CALL:
            raise ValueError("intent is new_call, but is_casting_call is false")
        return self


class NotAReportError(ValueError):
    """Says to the model, and to a person, what is wrong with an answer."""


def parse(raw: str) -> Report:
    """The report an answer holds. Raises `NotAReportError`."""
    if len(raw) > LONGEST_ANSWER:
        raise NotAReportError(f"The answer has {len(raw):,} characters; that is not read.")
    try:
        return Report.model_validate_json(_unfenced(raw))
    except ValidationError as error:
        raise NotAReportError(_complaint(error)) from None


def _unfenced(raw: str) -> str:
    """The answer without the fence that models like to put around code. Found step by step: a
    pattern that looks for both ends at once can be made to try for hours."""
    inside = raw.strip()
    if len(inside) < 2 * len(FENCE) or not (inside.startswith(FENCE) and inside.endswith(FENCE)):
        return raw
    return inside[len(FENCE) : -len(FENCE)].removeprefix("json")


@cache
def wire_schema() -> dict[str, Any]:
    """The JSON schema of a report in the words both services take: every property required, no
    others allowed, no limits."""
    cleaned = _for_the_wire(Report.model_json_schema())
    assert isinstance(cleaned, dict)
    return cleaned


def _for_the_wire(schema: object) -> object:
    if isinstance(schema, list):
        return [_for_the_wire(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        name: _properties(value) if name in ("properties", "$defs") else _for_the_wire(value)
        for name, value in schema.items()
        if name not in NOT_FOR_THE_WIRE
    }
    if "properties" in kept:
        kept["required"] = list(schema["properties"])
    return kept


def _properties(properties: dict[str, object]) -> dict[str, object]:
    """A property may be called like a keyword, as `title` is."""
    return {name: _for_the_wire(value) for name, value in properties.items()}


def _complaint(error: ValidationError) -> str:
    """The first faults, by place; never what stood there, which may be anything."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    told = [f"{_where(fault['loc'])}: {fault['msg'][:200]}" for fault in faults[:MOST_COMPLAINTS]]
    more = len(faults) - len(told)
    return "; ".join(told) + (f"; and {more:,} more" if more else "")


def _where(steps: tuple[int | str, ...]) -> str:
    """A place in our own words: a field of the model's making is only called unknown."""
    known = {*Report.model_fields, *ReportedCall.model_fields, *Quoted.model_fields, "min", "max"}
    told = [str(step) if isinstance(step, int) or step in known else "unknown" for step in steps]
    return ".".join(told) or "answer"


def _year(value: str) -> int | None:
    if not ISO_DATE.fullmatch(value.strip()):
        return None
    try:
        year = date.fromisoformat(value.strip()).year
    except ValueError:
        return None
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
