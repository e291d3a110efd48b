"""Tells in a terminal, line by line, what the program does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import (
    Call,
    CallStatus,
    DeadLetter,
    Message,
    ModelCall,
    Proposal,
    Publication,
    PublicationState,
    Source,
    SourceRun,
    Stage,
)
from db.queries import review
from pipeline.extraction.spending.ledger import ANSWERED
from takeone_desktop.cli.output import counted

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services

T = TypeVar("T", ModelCall, Call, Proposal, DeadLetter)
Tell = Callable[[str], None]
RECENT = 50
"""Runs of sources that may still be under way; older ones are over."""


@dataclass(slots=True)
class Teller:
    """Looks what is new in the workspace, and tells it."""

    opened: Services
    tell: Tell
    _begun: float = field(default_factory=time.monotonic)
    _runs: set[int] = field(default_factory=set)
    _live: set[int] = field(default_factory=set)
    _last: dict[type, int] = field(default_factory=dict)

    def look(self) -> None:
        """Tell what came since the last look."""
        with self.opened.database.reading() as session:
            lines = [
                *self._of_runs(session),
                *self._of_models(session),
                *self._of_calls(session),
                *self._of_proposals(session),
                *self._of_letters(session),
                *self._of_site(session),
            ]
        for line in lines:
            self._say(line)

    def approve_what_is_clear(self) -> None:
        """Approve the calls no field of which is doubtful, as a moderator would first."""
        clear = review.ListQuery(CallStatus.PENDING, flagged=False, doubtful=False)
        with self.opened.database.reading() as session:
            ids = review.ids(session, clear)
        if ids:
            done = self.opened.decisions.approve(ids, by=self.opened.settings.user)
            approved = counted(len(done.changed), "call")
            self._say(f"Review     {approved} without a doubtful field approved")

    def sum_up(self) -> None:
        """Tell what it all came to."""
        with self.opened.database.reading() as session:
            messages = session.scalar(sa.select(sa.func.count()).select_from(Message))
            read = session.scalar(
                sa.select(sa.func.count()).where(Message.stage == Stage.EXTRACTED)
            )
            calls = session.scalar(sa.select(sa.func.count()).select_from(Call))
            cost = session.scalar(sa.select(sa.func.sum(ModelCall.cost))) or 0
            live = session.scalar(
                sa.select(sa.func.count()).where(Publication.state == PublicationState.LIVE)
            )
        brought, found = counted(messages or 0, "message"), counted(calls or 0, "call")
        self._say(
            f"In all     {brought}, {read} read for calls, {found}, {live} live on the site, "
            f"${cost / 1e6:.4f} by the ledger"
        )

    def _say(self, line: str) -> None:
        self.tell(f"{time.monotonic() - self._begun:5.0f} s  {line}")

    def _of_runs(self, session: Session) -> list[str]:
        statement = (
            sa.select(SourceRun, Source.name)
            .join(Source, Source.id == SourceRun.source_id)
            .where(SourceRun.finished_at.is_not(None))
            .order_by(SourceRun.id.desc())
            .limit(RECENT)
        )
        lines = []
        for run, name in reversed(session.execute(statement).tuples().all()):
            if run.id in self._runs:
                continue
            self._runs.add(run.id)
            if run.error:
                lines.append(f"Source     {name}: {run.error}")
            elif run.stored or run.edited or run.deleted:
                edited = f", {run.edited} edited" if run.edited else ""
                lines.append(
                    f"Source     {name}: {counted(run.stored, 'new message')}, "
                    f"{run.passed} of them may be calls{edited}"
                )
        return lines

    def _of_models(self, session: Session) -> list[str]:
        found = self._new(session, ModelCall)
        answered = [one for one in found if one.outcome == ANSWERED]
        lines = [
            f"Model      {one.model}: {one.outcome}, asked again or passed on"
            for one in found
            if one.outcome != ANSWERED
        ]
        if answered:
            cost = sum(one.cost for one in answered) / 1e6
            lines.append(f"Model      {answered[0].model} read {len(answered)}, ${cost:.4f}")
        return lines

    def _of_calls(self, session: Session) -> list[str]:
        return [
            f"Call       “{one.title}”"
            + (f", {one.location}" if one.location else "")
            + (" (known already)" if one.status == CallStatus.DUPLICATE else "")
            for one in self._new(session, Call)
        ]

    def _of_proposals(self, session: Session) -> list[str]:
        return [
            f"Proposal   for call {one.call_id}: {one.intent}"
            for one in self._new(session, Proposal)
        ]

    def _of_letters(self, session: Session) -> list[str]:
        return [f"Dead       {one.error}" for one in self._new(session, DeadLetter)]

    def _of_site(self, session: Session) -> list[str]:
        statement = (
            sa.select(Publication.call_id, Call.title)
            .join(Call, Call.id == Publication.call_id)
            .where(Publication.state == PublicationState.LIVE)
        )
        new = {
            call: title
            for call, title in session.execute(statement).tuples()
            if call not in self._live
        }
        self._live |= set(new)
        return [f"Published  “{title}”" for title in new.values()]

    def _new(self, session: Session, kind: type[T]) -> Sequence[T]:
        """The rows of a kind that came since the last look."""
        key = kind.id
        found = session.scalars(
            sa.select(kind).where(key > self._last.get(kind, 0)).order_by(key)
        ).all()
        if found:
            self._last[kind] = found[-1].id
        return found
