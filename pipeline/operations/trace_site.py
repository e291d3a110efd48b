"""The last part of a trace: what was wanted of the site, what it did, what failed. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from db.models import AuditEntry, DeadLetter, LetterState, Publication, PublicationState
from db.queries.trace_jobs import EngineJob
from pipeline.operations.trace_facts import facts_of, job_facts, job_went, seconds_between
from pipeline.operations.trace_values import Mark, Place, Replay, Step, What


def shelf_act(entry: AuditEntry) -> Step:
    """What a person wanted of a row of the site."""
    call_id = int(entry.subject.partition(":")[2])
    return Step(
        What.SHELVED, entry.at, kind=entry.action, by=entry.actor, call_id=call_id,
        facts=facts_of(call=call_id, was=entry.detail.get("was")), place=Place.PUBLISHED,
    )  # fmt: skip


def carried(publication: Publication, job: EngineJob) -> Step:
    """One attempt to bring a version to the site."""
    kind, mark = job_went(job)
    generation = job.payload.get("generation") or job.id.partition(".")[2].partition("#")[0]
    return Step(
        What.CARRIED,
        job.started or job.created,
        kind=kind,
        said=str(generation),
        seconds=seconds_between(job.started, job.ended),
        mark=mark,
        facts=(*facts_of(generation=generation), *job_facts(job)),
        call_id=publication.call_id,
        publication_id=publication.id,
        place=Place.PUBLISHED,
    )


def on_site(one: Publication) -> Iterator[Step]:
    """How a call stands on the site, and since when."""
    state = PublicationState(one.state)
    facts = facts_of(
        public_id=one.public_id,
        wanted=one.wanted,
        generation=one.generation,
        done=one.done,
        attempts=one.attempts,
        site_changed=one.remote_updated_at,
    )
    marks = {
        PublicationState.LIVE: Mark.GOOD,
        PublicationState.WAITING: Mark.WAITS,
        PublicationState.WITHDRAWN: Mark.PLAIN,
    }
    if one.published_at is not None and state is not PublicationState.LIVE:
        yield Step(
            What.SITE, one.published_at, kind="live", mark=Mark.GOOD, call_id=one.call_id,
            publication_id=one.id, facts=facts_of(public_id=one.public_id), place=Place.PUBLISHED,
        )  # fmt: skip
    at = one.published_at if state is PublicationState.LIVE else one.updated_at
    yield Step(
        What.SITE, at or one.updated_at, kind=state.value, said=one.error,
        mark=marks.get(state, Mark.BAD), call_id=one.call_id, publication_id=one.id, facts=facts,
        place=Place.PUBLISHED, replay=Replay.PUBLISH,
    )  # fmt: skip


def letter_steps(one: DeadLetter) -> Iterator[Step]:
    """What failed for good, and what was answered to it."""
    still = one.state == LetterState.OPEN
    yield Step(
        What.LETTER,
        one.last_at,
        kind=one.failure,
        said=one.error,
        mark=Mark.BAD,
        facts=facts_of(
            letter=one.id,
            job=one.job_id,
            failure=one.failure,
            attempts=one.attempts,
            first=one.first_at,
            raw=one.detail.get("raw"),
            traceback=one.detail.get("traceback"),
        ),
        call_id=one.call_id,
        letter_id=one.id,
        place=Place.LETTERS,
        replay=Replay.LETTER if still else None,
    )
    if not still and one.answered_at is not None:
        yield Step(
            What.ANSWERED, one.answered_at, kind=one.state, by=one.by or "", letter_id=one.id,
            facts=facts_of(letter=one.id, note=one.note), place=Place.LETTERS,
        )  # fmt: skip
