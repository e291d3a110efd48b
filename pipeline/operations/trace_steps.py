"""One timeline of everything that happened to a message, and to what came of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.models import (
    AuditEntry,
    Call,
    CallStatus,
    Correction,
    DeadLetter,
    ImportRun,
    LetterState,
    Message,
    MessageLabel,
    ModelCall,
    Proposal,
    ProposalState,
    Publication,
    PublicationState,
    ReviewAction,
    ReviewChange,
    Source,
    SourceRun,
    Stage,
)
from db.queries.trace_jobs import EngineJob
from pipeline.extraction.call import FieldName
from pipeline.operations.trace_values import Edit, Fact, Mark, Place, Replay, Step, What

MOST_TERMS = 12
LONGEST = 20_000
"""Characters of an answer or a traceback that are told."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that is kept about one message."""

    message: Message
    source: Source
    import_run: ImportRun | None = None
    source_run: SourceRun | None = None
    report: MessageLabel | None = None
    correction: Correction | None = None
    jobs: Sequence[EngineJob] = ()
    model_calls: Sequence[ModelCall] = ()
    calls: Sequence[Call] = ()
    repeated: Sequence[Call] = ()
    titles: Mapping[int, str] = field(default_factory=dict)
    proposals: Sequence[Proposal] = ()
    acts: Sequence[tuple[ReviewAction, ReviewChange]] = ()
    shelf_acts: Sequence[AuditEntry] = ()
    publications: Sequence[Publication] = ()
    publication_jobs: Sequence[tuple[Publication, EngineJob]] = ()
    letters: Sequence[DeadLetter] = ()


def steps(known: Known) -> tuple[Step, ...]:
    """Every step in the order of time; what the sender's own clock showed comes first."""
    found = [
        *_came(known),
        *(_extraction(job, known) for job in known.jobs),
        *(_asked(one, known) for one in known.model_calls),
        *_made(known),
        *(_proposed(one, known) for one in known.proposals),
        *(_act(action, change) for action, change in known.acts),
        *(_shelf_act(entry) for entry in known.shelf_acts),
        *(_carried(publication, job) for publication, job in known.publication_jobs),
        *(step for one in known.publications for step in _on_site(one)),
        *(step for one in known.letters for step in _letter(one)),
    ]
    return tuple(sorted(found, key=_order))


def _order(step: Step) -> tuple[Any, ...]:
    """The engine's clock shows whole seconds: within one, steps follow from one another."""
    if step.what is What.SENT or step.at is None:
        return (datetime.min, 0, datetime.min)
    return (step.at.replace(microsecond=0), list(What).index(step.what), step.at)


def _again(message: Message) -> Replay | None:
    """Whether a message can be read again: one that waits will be, a dead one has its letter."""
    return Replay.EXTRACT if message.stage in (Stage.SKIPPED, Stage.EXTRACTED) else None


def _facts(**given: object) -> tuple[Fact, ...]:
    return tuple(
        Fact(name, str(value)[:LONGEST])
        for name, value in given.items()
        if value is not None and value != ""
    )


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    if start is None or end is None:
        return None
    return max(0.0, (end - start).total_seconds())


def _came(known: Known) -> Iterator[Step]:
    message, source = known.message, known.source
    if message.sent_at is not None:
        yield Step(
            What.SENT, message.sent_at, by=message.sender or "", facts=_facts(url=message.url)
        )
    run, asked = known.import_run, known.source_run
    yield Step(
        What.RECEIVED,
        message.created_at,
        kind="dump" if run else "live",
        said=source.name,
        facts=_facts(
            message=message.id,
            own_id=message.external_id,
            file=run.file_name if run else None,
            run=run.id if run else (asked.id if asked else None),
            run_began=run.started_at if run else (asked.started_at if asked else None),
            adapter=source.adapter,
        ),
        place=Place.SOURCES,
    )
    yield _judged(message, known.import_run)
    if message.edited_at is not None:
        yield Step(What.REWRITTEN, message.edited_at, facts=_facts(text=message.first_text))
    if message.deleted_at is not None:
        yield Step(What.DELETED, message.deleted_at, mark=Mark.BAD)
    if (report := known.report) is not None:
        kind = "missed" if report.is_call else "none"
        yield Step(
            What.REPORTED, report.at, kind=kind, by=report.by, facts=_facts(note=report.note)
        )
    if (other := known.correction) is not None:
        yield Step(What.CORRECTED, other.at, by=other.by, facts=_facts(text=other.text))


def _judged(message: Message, run: ImportRun | None) -> Step:
    weighed = [
        (str(reason[0]).rpartition(":")[2] or str(reason[0]), float(reason[-1]))
        for reason in message.reasons or ()
        if isinstance(reason, list) and len(reason) > 1
    ]
    told = sorted(weighed, key=lambda one: -abs(one[1]))[:MOST_TERMS]
    spoke = list(dict.fromkeys(term for term, weight in told if weight > 0))
    return Step(
        What.JUDGED,
        message.created_at,
        kind=message.band,
        said=", ".join(spoke[:4]),
        facts=_facts(
            score=f"{message.score:.2f}",
            terms="\n".join(f"{weight:+.2f}  {term}" for term, weight in told),
            intent=message.intent,
            version=run.prefilter_version if run else None,
        ),
        mark=Mark.PLAIN if message.stage == Stage.SKIPPED else Mark.GOOD,
        place=Place.PATTERNS,
        replay=_again(message),
    )


def _job_facts(job: EngineJob) -> tuple[Fact, ...]:
    attempt = int(job.id.rpartition("#")[2]) if "#" in job.id else 1
    waited = _seconds(job.created, job.started)
    return _facts(
        job=job.id,
        attempt=attempt,
        waited=None if waited is None else f"{waited:g}",
        worker=job.worker,
        together=len(job.payload.get("messages", ())) or None,
        status=job.status,
    )


def _job_went(job: EngineJob) -> tuple[str, Mark]:
    """How an attempt ended, and how that is marked."""
    if job.result in ("retry", "dead"):
        return job.result, Mark.BAD
    if job.status == "SUCCESS":
        return "done", Mark.GOOD
    if job.status in ("ENQUEUED", "DELAYED"):
        return "waits", Mark.WAITS
    return ("runs", Mark.WAITS) if job.status == "PENDING" else ("broken", Mark.BAD)


def _extraction(job: EngineJob, known: Known) -> Step:
    kind, mark = _job_went(job)
    ran = _seconds(job.started, job.ended)
    at = job.started or job.created
    return Step(
        What.JOB, at, kind=kind, seconds=ran, mark=mark, facts=_job_facts(job),
        replay=_again(known.message),
    )  # fmt: skip


def _asked(one: ModelCall, known: Known) -> Step:
    return Step(
        What.ASKED,
        one.at,
        kind=one.outcome,
        said=one.model,
        seconds=one.seconds,
        cost=one.cost,
        mark=Mark.GOOD if one.outcome == "answered" else Mark.BAD,
        facts=_facts(
            provider=one.provider,
            model=one.model,
            outcome=one.outcome,
            tokens_in=one.input_tokens,
            tokens_cached=one.cached_tokens or None,
            tokens_out=one.output_tokens,
            prompt=one.prompt_version,
            batch=one.batch_id,
        ),
        place=Place.MODELS,
        replay=_again(known.message),
    )


def _made(known: Known) -> Iterator[Step]:
    for call in known.calls:
        yield Step(
            What.READ,
            call.created_at,
            kind=call.provider,
            said=call.title or "",
            mark=Mark.GOOD,
            facts=_facts(
                call=call.id,
                reader=call.provider,
                version=call.extractor_version,
                doubts=call.doubts or None,
                location=call.location,
                deadline=call.deadline,
            ),
            call_id=call.id,
            place=Place.REVIEW,
            replay=_again(known.message),
        )
        yield from _met(call, known.titles)
    for call in known.repeated:
        yield Step(
            What.REPEATS,
            known.message.created_at,
            said=call.title or "",
            facts=_facts(call=call.id, cluster=call.cluster_id),
            call_id=call.id,
            place=Place.REVIEW,
        )
    if not known.calls and known.message.stage == Stage.EXTRACTED and not known.repeated:
        ended = [job.ended for job in known.jobs if job.ended]
        yield Step(
            What.READ,
            max(ended, default=known.message.created_at),
            kind="none",
            facts=_facts(intent=known.message.intent),
            replay=_again(known.message),
        )


def _met(call: Call, titles: Mapping[int, str]) -> Iterator[Step]:
    """What deduplication said of a new call."""
    near = call.extras.get("near")
    if isinstance(near, dict) and near.get("call") is not None:
        other = int(near["call"])
        yield Step(
            What.NEAR,
            call.created_at,
            kind="near",
            said=titles.get(other, ""),
            facts=_facts(
                cluster=call.cluster_id,
                like=other,
                why=", ".join(map(str, near.get("reasons", ()))),
            ),
            call_id=call.cluster_id,
            place=Place.REVIEW,
        )
    elif call.status == CallStatus.DUPLICATE and call.cluster_id == call.id:
        yield Step(What.NEAR, call.created_at, kind="on_site", facts=_facts(note=call.note))


def _proposed(one: Proposal, known: Known) -> Step:
    ours = one.message_id == known.message.id
    return Step(
        What.PROPOSED,
        one.decided_at or one.created_at,
        kind=f"{'asks' if ours else 'asked'}_{one.state}",
        by=one.decided_by or "",
        said=known.titles.get(one.call_id, ""),
        mark=Mark.WAITS if one.state == ProposalState.OPEN else Mark.PLAIN,
        facts=_facts(
            intent=one.intent,
            call=one.call_id,
            message=None if ours else one.message_id,
            changes=", ".join(one.changes),
            likeness=f"{one.likeness:.2f}",
            proposed=one.created_at,
        ),
        call_id=one.call_id,
        place=Place.REVIEW,
    )


def _act(action: ReviewAction, change: ReviewChange) -> Step:
    kind = action.kind
    if kind == "flag" and not change.after.get("flagged", True):
        kind = "unflag"
    if change.after.get("status") == CallStatus.DUPLICATE:
        kind = "settled"
    marks = {"approve": Mark.GOOD, "reject": Mark.BAD}
    return Step(
        What.ACT,
        action.at,
        kind=kind,
        by=action.by,
        said=action.reason or "",
        mark=marks.get(kind, Mark.PLAIN),
        undone=action.undone_at is not None and kind != "undo",
        facts=_facts(call=change.call_id, note=None if kind == "undo" else action.note),
        edits=tuple(_edits(change)),
        call_id=change.call_id,
        place=Place.REVIEW,
    )


def _edits(change: ReviewChange) -> Iterator[Edit]:
    for name in FieldName:
        if name.value in change.after:
            before, after = change.before.get(name.value), change.after[name.value]
            yield Edit(name.value, str(before or ""), str(after or ""))


def _shelf_act(entry: AuditEntry) -> Step:
    call_id = int(entry.subject.partition(":")[2])
    return Step(
        What.SHELVED, entry.at, kind=entry.action, by=entry.actor, call_id=call_id,
        facts=_facts(call=call_id, was=entry.detail.get("was")), place=Place.PUBLISHED,
    )  # fmt: skip


def _carried(publication: Publication, job: EngineJob) -> Step:
    kind, mark = _job_went(job)
    generation = job.payload.get("generation") or job.id.partition(".")[2].partition("#")[0]
    return Step(
        What.CARRIED,
        job.started or job.created,
        kind=kind,
        said=str(generation),
        seconds=_seconds(job.started, job.ended),
        mark=mark,
        facts=(*_facts(generation=generation), *_job_facts(job)),
        call_id=publication.call_id,
        publication_id=publication.id,
        place=Place.PUBLISHED,
    )


def _on_site(one: Publication) -> Iterator[Step]:
    state = PublicationState(one.state)
    facts = _facts(
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
            publication_id=one.id, facts=_facts(public_id=one.public_id), place=Place.PUBLISHED,
        )  # fmt: skip
    at = one.published_at if state is PublicationState.LIVE else one.updated_at
    yield Step(
        What.SITE, at or one.updated_at, kind=state.value, said=one.error,
        mark=marks.get(state, Mark.BAD), call_id=one.call_id, publication_id=one.id, facts=facts,
        place=Place.PUBLISHED, replay=Replay.PUBLISH,
    )  # fmt: skip


def _letter(one: DeadLetter) -> Iterator[Step]:
    still = one.state == LetterState.OPEN
    yield Step(
        What.LETTER,
        one.last_at,
        kind=one.failure,
        said=one.error,
        mark=Mark.BAD,
        facts=_facts(
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
            facts=_facts(letter=one.id, note=one.note), place=Place.LETTERS,
        )  # fmt: skip
