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
    Message,
    MessageLabel,
    ModelCall,
    Proposal,
    ProposalState,
    Publication,
    ReviewAction,
    ReviewChange,
    Source,
    SourceRun,
    Stage,
)
from db.queries.trace_jobs import EngineJob
from pipeline.extraction.call import FieldName
from pipeline.operations.trace_facts import again, facts_of, job_facts, job_went, seconds_between
from pipeline.operations.trace_site import carried, letter_steps, on_site, shelf_act
from pipeline.operations.trace_values import Edit, Mark, Place, Step, What
from pipeline.prefilter.decision import Band

MOST_TERMS = 12


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
        *(shelf_act(entry) for entry in known.shelf_acts),
        *(carried(publication, job) for publication, job in known.publication_jobs),
        *(step for one in known.publications for step in on_site(one)),
        *(step for one in known.letters for step in letter_steps(one)),
    ]
    return tuple(sorted(found, key=_order))


def _order(step: Step) -> tuple[Any, ...]:
    """The engine's clock shows whole seconds: within one, steps follow from one another."""
    if step.what is What.SENT or step.at is None:
        return (datetime.min, 0, datetime.min)
    return (step.at.replace(microsecond=0), list(What).index(step.what), step.at)


def _came(known: Known) -> Iterator[Step]:
    message, source = known.message, known.source
    if message.sent_at is not None:
        yield Step(
            What.SENT, message.sent_at, by=message.sender or "", facts=facts_of(url=message.url)
        )
    run, asked = known.import_run, known.source_run
    yield Step(
        What.RECEIVED,
        message.created_at,
        kind="dump" if run else "live",
        said=source.name,
        facts=facts_of(
            message=message.id,
            own_id=message.external_id,
            file=run.file_name if run else None,
            run=run.id if run else (asked.id if asked else None),
            run_began=run.started_at if run else (asked.started_at if asked else None),
            adapter=source.adapter,
            text=message.text,
        ),
        place=Place.SOURCES,
    )
    yield _judged(message, known.import_run)
    if message.edited_at is not None:
        yield Step(What.REWRITTEN, message.edited_at, facts=facts_of(text=message.first_text))
    if message.deleted_at is not None:
        yield Step(What.DELETED, message.deleted_at, mark=Mark.BAD)
    if (report := known.report) is not None:
        kind = "missed" if report.is_call else "none"
        yield Step(
            What.REPORTED, report.at, kind=kind, by=report.by, facts=facts_of(note=report.note)
        )
    if (other := known.correction) is not None:
        yield Step(What.CORRECTED, other.at, by=other.by, facts=facts_of(text=other.text))


def _judged(message: Message, run: ImportRun | None) -> Step:
    weighed = [
        (str(reason[0]).rpartition(":")[2] or str(reason[0]), float(reason[-1]))
        for reason in message.reasons or ()
        if isinstance(reason, list) and len(reason) > 1
    ]
    told = sorted(weighed, key=lambda one: -abs(one[1]))[:MOST_TERMS]
    sign = -1 if message.band == Band.SKIP else 1
    spoke = list(dict.fromkeys(term for term, weight in told if weight * sign > 0))
    return Step(
        What.JUDGED,
        message.created_at,
        kind=message.band,
        said=", ".join(spoke[:4]),
        facts=facts_of(
            score=f"{message.score:.2f}",
            terms="\n".join(f"{weight:+.2f}  {term}" for term, weight in told),
            intent=message.intent,
            version=run.prefilter_version if run else None,
        ),
        mark=Mark.PLAIN if message.stage == Stage.SKIPPED else Mark.GOOD,
        place=Place.PATTERNS,
        replay=again(message),
    )


def _extraction(job: EngineJob, known: Known) -> Step:
    kind, mark = job_went(job)
    ran = seconds_between(job.started, job.ended)
    at = job.started or job.created
    return Step(
        What.JOB, at, kind=kind, seconds=ran, mark=mark, facts=job_facts(job),
        replay=again(known.message),
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
        facts=facts_of(
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
        replay=again(known.message),
    )


def _made(known: Known) -> Iterator[Step]:
    for call in known.calls:
        yield Step(
            What.READ,
            call.created_at,
            kind=call.provider,
            said=call.title or "",
            mark=Mark.GOOD,
            facts=facts_of(
                call=call.id,
                reader=call.provider,
                version=call.extractor_version,
                doubts=call.doubts or None,
                held=call.claimed_by,
                assignee=call.assignee,
                location=call.location,
                deadline=call.deadline,
            ),
            call_id=call.id,
            place=Place.REVIEW,
            replay=again(known.message),
        )
        yield from _met(call, known.titles)
    for call in known.repeated:
        yield Step(
            What.REPEATS,
            known.message.created_at,
            said=call.title or "",
            facts=facts_of(call=call.id, cluster=call.cluster_id),
            call_id=call.id,
            place=Place.REVIEW,
        )
    if not known.calls and known.message.stage == Stage.EXTRACTED and not known.repeated:
        ended = [job.ended for job in known.jobs if job.ended]
        yield Step(
            What.READ,
            max(ended, default=known.message.created_at),
            kind="none",
            facts=facts_of(intent=known.message.intent),
            replay=again(known.message),
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
            facts=facts_of(
                cluster=call.cluster_id,
                like=other,
                why=", ".join(map(str, near.get("reasons", ()))),
            ),
            call_id=call.cluster_id,
            place=Place.REVIEW,
        )
    elif call.status == CallStatus.DUPLICATE and call.cluster_id == call.id:
        yield Step(What.NEAR, call.created_at, kind="on_site", facts=facts_of(note=call.note))


def _proposed(one: Proposal, known: Known) -> Step:
    ours = one.message_id == known.message.id
    return Step(
        What.PROPOSED,
        one.decided_at or one.created_at,
        kind=f"{'asks' if ours else 'asked'}_{one.state}",
        by=one.decided_by or "",
        said=known.titles.get(one.call_id, ""),
        mark=Mark.WAITS if one.state == ProposalState.OPEN else Mark.PLAIN,
        facts=facts_of(
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
        facts=facts_of(call=change.call_id, note=None if kind == "undo" else action.note),
        edits=tuple(_edits(change)),
        call_id=change.call_id,
        place=Place.REVIEW,
    )


def _edits(change: ReviewChange) -> Iterator[Edit]:
    for name in FieldName:
        if name.value in change.after:
            before, after = change.before.get(name.value), change.after[name.value]
            yield Edit(name.value, str(before or ""), str(after or ""))
