"""A source as an admin describes it, and what is wrong with the description."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import Invalid
from pipeline.sources.port import AdapterKind, FieldKind, FormField, SourceSpec

LONGEST_MINUTES = 43_200


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as an admin describes it."""

    adapter: str
    identifier: str
    name: str = ""
    every_minutes: int | None = None
    """None: as often as sources of its kind are."""
    priority: int = 10
    settings: Mapping[str, Any] = field(default_factory=dict)


def problems(kind: AdapterKind, draft: Draft) -> dict[str, Invalid]:
    """What is wrong with a draft, by `identifier`, `every_minutes` or a setting's name."""
    found: dict[str, Invalid] = {}
    settings = {}
    for one in kind.form:
        try:
            settings[one.name] = value_of(one, draft.settings.get(one.name))
        except Invalid as error:
            found[one.name] = error
            settings[one.name] = one.default
    try:
        kind.check(SourceSpec(draft.identifier, settings))
    except Invalid as error:
        found.setdefault(_at_fault(kind, error), error)
    try:
        check_schedule(draft)
    except Invalid as error:
        found["every_minutes"] = error
    return found


def check_schedule(draft: Draft) -> None:
    """Raise `Invalid` for a schedule that can't be kept."""
    if draft.every_minutes is not None and not 0 <= draft.every_minutes <= LONGEST_MINUTES:
        raise Invalid("The schedule is a number of minutes from 0 (never) to 43,200 (30 days).")


def _at_fault(kind: AdapterKind, error: Invalid) -> str:
    """The setting a sentence names in its quotes; else it is about the identifier."""
    named = (one.name for one in kind.form if f"“{one.name}”" in str(error))
    return next(named, "identifier")


def value_of(one: FormField, given: Any) -> Any:
    """A setting as its kind wants it. Raises `Invalid` naming it."""
    if given in (None, ""):
        return one.default
    if one.kind is FieldKind.YES_NO:
        return str(given).strip().casefold() in ("1", "true", "yes", "on")
    if one.kind is FieldKind.NUMBER:
        return _number(one, given)
    value = str(given).strip()
    if one.choices and value not in one.choices:
        raise Invalid(f"“{one.name}” is one of {', '.join(one.choices)}.")
    return value


def _number(one: FormField, given: Any) -> float | int:
    least = -math.inf if one.least is None else one.least
    most = math.inf if one.most is None else one.most
    try:
        number = float(str(given))
    except ValueError as error:
        raise Invalid(f"“{one.name}” is a number, not “{given}”.") from error
    if not least <= number <= most:
        raise Invalid(f"“{one.name}” is a number from {least:g} to {most:g}.")
    return int(number) if number.is_integer() else number
