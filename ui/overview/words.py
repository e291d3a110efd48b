"""How the overview says what it shows."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from db.models import Alert, AlertState, PublicationState
from pipeline.operations.conditions import Kind
from pipeline.operations.overview import Money, Overview
from ui.i18n import Language, isolate

PAGES = {
    Kind.LETTERS: "letters",
    Kind.STOPPED: "monitor",
    Kind.EXTRACTION: "models",
    Kind.SOURCE_ILL: "sources",
    Kind.SOURCE_LATE: "sources",
    Kind.BREAKER: "models",
    Kind.OVERDUE: "review",
    Kind.BUDGET: "models",
    Kind.LAG: "published",
}
"""Where a person can act on an alert."""


def alert_text(language: Language, alert: Alert) -> str:
    """What is wrong, in a sentence."""
    if not language.has(f"overview.alert.{alert.kind}"):  # a newer program raised it
        return alert.kind
    return language.text(
        f"overview.alert.{alert.kind}",
        **{name: _value(language, name, value) for name, value in alert.detail.items()},
    )


def alert_state(language: Language, alert: Alert) -> str:
    """How far people have come with it."""
    if alert.state == AlertState.SNOOZED and alert.until is not None:
        until = alert.until.replace(tzinfo=UTC)
        return language.text("overview.state.snoozed", at=language.moment(until))
    name = isolate(alert.by or "")
    return language.text(f"overview.state.{alert.state}", name=name)


def queue_text(language: Language, seen: Overview) -> str:
    """How many calls wait, and how long the oldest has."""
    if seen.oldest is None:
        return language.text("overview.queue.none")
    age = language.duration(seen.age.total_seconds())
    return language.text("overview.queue.oldest", age=age)


def site_text(language: Language, seen: Overview) -> str:
    """What is not yet, or not any more, as it should be on the site."""
    counts = seen.publications
    changed = sum(
        counts.get(state, 0)
        for state in (PublicationState.EDITED_ELSEWHERE, PublicationState.REMOVED_ELSEWHERE)
    )
    parts = [
        language.plural(f"overview.site.{name}", count)
        for name, count in (
            ("waiting", counts.get(PublicationState.WAITING, 0)),
            ("failed", counts.get(PublicationState.FAILED, 0)),
            ("changed", changed),
        )
        if count
    ]
    return " · ".join(parts) or language.text("overview.site.well")


def sources_text(language: Language, seen: Overview) -> str:
    """How the live sources are."""
    if not seen.sources:
        return language.text("overview.sources.none")
    if seen.held:
        return language.text("overview.sources.held")
    if not seen.ill:
        return language.text("overview.sources.well")
    return language.plural("overview.sources.ill", len(seen.ill))


def money_text(language: Language, money: Money) -> str:
    """What the budget allows now."""
    if not money.models:
        return language.text("overview.money.none")
    if money.budget.daily is None and money.budget.monthly is None:
        return language.text("overview.money.unlimited")
    return language.text(f"overview.money.{money.care}")


def _value(language: Language, name: str, value: Any) -> object:
    if name == "share":
        return language.percent(float(value))
    if name == "error":
        return language.sentence(value)
    return isolate(value) if isinstance(value, str) else value
