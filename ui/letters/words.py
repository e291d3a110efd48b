"""How dead letters are spoken of."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.extraction.spending.forecast import Forecast
from pipeline.jobs.letters_desk import Cause, Context
from ui.i18n import Language, isolate

JOBS = ("extract", "publish", "batch")
FAILURES = ("transient", "permanent", "invalid_output", "bug")


def cause_text(language: Language, cause: Cause) -> str:
    """What failed, as the newest letter says it."""
    return isolate(" ".join(language.sentence(cause.said).split()))


def cause_facts(language: Language, cause: Cause) -> str:
    """Its kind, and since when it strikes."""
    group = cause.group
    return language.text(
        "letters.facts",
        kind=failure_text(language, group.failure),
        first=language.age(group.first_at),
        last=language.age(group.last_at),
    )


def failure_text(language: Language, failure: str) -> str:
    """A kind of failure; one of a newer program by its own name."""
    return language.text(f"letters.failure.{failure}") if failure in FAILURES else failure


def job_text(language: Language, job: str) -> str:
    """What was being done."""
    return language.text(f"letters.job.{job}") if job in JOBS else job


def happened(language: Language, job: str, failure: str) -> str:
    """What happened, in a sentence."""
    if job not in JOBS or failure not in FAILURES:
        return f"{job_text(language, job)}: {failure_text(language, failure)}"
    return language.text(
        "letters.happened",
        what=language.text(f"letters.what.{job}"),
        why=language.text(f"letters.why.{failure}"),
    )


def moment(language: Language, at: datetime) -> str:
    """A moment stored as naive UTC, on this desk's clock."""
    return language.moment(at.replace(tzinfo=UTC))


def facts(language: Language, context: Context) -> list[str]:
    """What is known of a letter besides its error, in short pieces."""
    letter = context.letter
    found = [
        language.text("letters.number", id=str(letter.id)),
        job_text(language, letter.job),
        failure_text(language, letter.failure),
        language.plural("letters.attempts", letter.attempts),
    ]
    if context.source is not None:
        found.insert(1, isolate(context.source.name))
    if context.message is not None:
        found.append(language.text(f"letters.stage.{context.message.stage}"))
    if context.call_title:
        found.append(isolate(context.call_title))
    return found


def times(language: Language, context: Context) -> str:
    """When it failed."""
    letter = context.letter
    first, last = moment(language, letter.first_at), moment(language, letter.last_at)
    if first == last:
        return language.text("letters.failed_once", at=last)
    return language.text("letters.failed_from_to", first=first, last=last)


def answered(language: Language, context: Context) -> str:
    """Who answered it, and how; empty while it is open."""
    letter = context.letter
    if letter.state == "open" or letter.answered_at is None:
        return ""
    said = language.text(
        f"letters.answered.{letter.state}",
        name=isolate(letter.by or "TakeOne"),
        at=moment(language, letter.answered_at),
    )
    return f"{said} {isolate(letter.note)}" if letter.note else said


def cost_text(language: Language, cost: Forecast | None) -> str:
    """What replaying takes of models."""
    if cost is None:
        return language.text("letters.plan.free")
    calls = language.plural("letters.plan.calls", cost.calls)
    if not cost.priced:
        return language.text("letters.plan.unpriced", calls=calls)
    return language.text("letters.plan.cost", calls=calls, money=language.money(cost.cost))
