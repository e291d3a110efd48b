"""How queues and jobs are spoken of."""

from __future__ import annotations

from datetime import UTC, datetime

from db.queries.monitor import Attempt, Standing
from pipeline.jobs.monitor import Now
from ui.i18n import Language, isolate

STATE_LOOKS = {
    "waiting": ("clock", "muted"),
    "running": ("play", "accent"),
    "later": ("clock", "muted"),
    "done": ("check", "good"),
    "tried_again": ("retry", "warn"),
    "gave_up": ("warning", "bad"),
    "cancelled": ("cross", "muted"),
    "broken": ("warning", "bad"),
}
"""Each state's icon and the token of its colour; the word stands beside them."""


def at(milliseconds: int) -> datetime:
    """A moment of the engine, with its zone."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def took(language: Language, milliseconds: float | None) -> str:
    """A length of time, short."""
    if milliseconds is None:
        return "–"
    if milliseconds < 1_000:
        return language.text("monitor.ms", n=round(milliseconds))
    if milliseconds < 10_000:
        return language.text("age.second", n=language.number(milliseconds / 1000, 1))
    return language.duration(milliseconds / 1000)


def waited(one: Attempt) -> int | None:
    """How long an attempt waited for its turn."""
    return None if one.started is None else max(0, one.started - (one.due or one.created))


def ran(one: Attempt) -> int | None:
    """How long an attempt ran."""
    if one.started is None or one.ended is None:
        return None
    return max(0, one.ended - one.started)


def state_text(language: Language, one: Attempt) -> str:
    """How an attempt stands."""
    return language.text(f"monitor.state.{one.state}")


def number_of(one: Attempt) -> int:
    """Which attempt of its job it is."""
    _, mark, number = one.id.rpartition("#")
    return int(number) if mark and number.isdecimal() else 1


def queue_name(language: Language, queue: str) -> str:
    """A queue; one of a newer program by its own name."""
    key = f"monitor.queue.{queue}"
    return language.text(key) if language.has(key) else queue


def oldest_text(language: Language, queue: Standing) -> str:
    """How long the oldest job has waited."""
    if queue.oldest is None:
        return language.text("monitor.none_waits")
    return language.text("monitor.oldest", age=language.age(at(queue.oldest)))


def pace_text(language: Language, queue: Standing, a_minute: float) -> str:
    """How much is done now."""
    parts = [
        language.text("monitor.running", n=queue.running),
        language.text(
            "monitor.a_minute", n=language.number(a_minute, 1 if 0 < a_minute < 10 else 0)
        ),
    ]
    if queue.later:
        parts.append(language.text("monitor.later", n=queue.later))
    return " · ".join(parts)


def workers_text(language: Language, now: Now) -> str:
    """Who works, and when each was last heard of."""
    if not now.workers:
        return language.text("monitor.workers_none")
    named = [
        language.text(
            "monitor.worker",
            name=isolate(one.name) if one.name else language.text("monitor.this_program"),
            age=took(language, one.seen.total_seconds() * 1000),
        )
        for one in now.workers[:4]
    ]
    return "\n".join(named)


def attempt_text(language: Language, one: Attempt) -> str:
    """One attempt in a line."""
    parts = [
        language.text("monitor.attempt", n=number_of(one)),
        state_text(language, one),
        language.moment(at(one.started or one.created)),
    ]
    if one.started is not None:
        parts.append(language.text("monitor.waited", time=took(language, waited(one))))
    if one.ended is not None:
        parts.append(language.text("monitor.ran", time=took(language, ran(one))))
    if one.executor:
        parts.append(isolate(one.executor))
    return " · ".join(parts)
