"""Changes that later messages ask of calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from db.models import (
    Call,
    CallStatus,
    Message,
    Proposal,
    ProposalChange,
    ProposalState,
    Publication,
    Source,
)
from db.queries.search import matching

MOST_KNOWN = 300
MOST_SHOWN = 200
MEANT = (CallStatus.PENDING, CallStatus.APPROVED)
"""What calls must be to be spoken of: all others are over."""


def calls_near(
    session: Session,
    message: Message,
    contact: str | None,
    since: datetime,
) -> Sequence[Any]:
    """Open or published calls of the same sender, contact or chat, newest first: `(id, title,
    text, contact_info, sender_key, source_id)`. A repeat goes by the id of what it repeats."""
    akin = [Message.source_id == message.source_id]
    if message.sender_key:
        akin.append(Message.sender_key == message.sender_key)
    if contact:
        akin.append(Call.contact_info == contact)
    statement = (
        _known()
        .where(
            Call.status.in_(MEANT),
            Call.created_at >= since,
            Call.message_id != message.id,
            sa.or_(*akin),
        )
        .order_by(Call.id.desc())
        .limit(MOST_KNOWN)
    )
    return session.execute(statement).all()


def calls_named(session: Session, words: Sequence[str], since: datetime) -> Sequence[Any]:
    """Open or published calls that hold these words, as `calls_near` gives them."""
    statement = (
        _known()
        .where(Call.status.in_(MEANT), Call.created_at >= since, Call.cluster_id == Call.id)
        .order_by(Call.id.desc())
        .limit(MOST_KNOWN)
    )
    if words:
        statement = statement.where(matching(session, Call, words))
    return session.execute(statement).all()


def shown(session: Session) -> Sequence[sa.Row[Any]]:
    """Proposals that wait for a person, in their order: `(Proposal, Message, Source, Call,
    Message of the call, state on the site)`."""
    origin = aliased(Message)
    return session.execute(
        sa.select(Proposal, Message, Source, Call, origin, Publication.state)
        .join(Message, Message.id == Proposal.message_id)
        .join(Source, Source.id == Message.source_id)
        .join(Call, Call.id == Proposal.call_id)
        .join(origin, origin.id == Call.message_id)
        .outerjoin(Publication, Publication.call_id == Call.id)
        .where(Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.position, Proposal.id)
        .limit(MOST_SHOWN)
    ).all()


def count_open(session: Session) -> int:
    """How many proposals wait."""
    statement = sa.select(sa.func.count()).where(Proposal.state == ProposalState.OPEN)
    return session.scalar(statement) or 0


def open_proposals(session: Session) -> Sequence[Proposal]:
    """Proposals that wait for a person, oldest first."""
    statement = (
        sa.select(Proposal)
        .where(Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.id)
        .limit(MOST_SHOWN)
    )
    return session.scalars(statement).all()


def of_call(session: Session, call_id: int) -> Sequence[Proposal]:
    """What was asked of one call, newest first."""
    statement = sa.select(Proposal).where(Proposal.call_id == call_id).order_by(Proposal.id.desc())
    return session.scalars(statement).all()


def locked(session: Session, proposal_id: int) -> Proposal | None:
    """A proposal that nobody else changes until this transaction ends."""
    return session.scalar(
        sa.select(Proposal)
        .where(Proposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def asks_already(session: Session, message_id: int, call_id: int) -> bool:
    """Whether a message has a proposal for a call."""
    statement = sa.select(Proposal.id).where(
        Proposal.message_id == message_id, Proposal.call_id == call_id
    )
    return session.scalar(statement) is not None


def last_position(session: Session) -> int:
    """The highest place that is taken."""
    return session.scalar(sa.select(sa.func.max(Proposal.position))) or 0


def changes(session: Session, action_id: int) -> Sequence[ProposalChange]:
    """What an action changed on proposals, last first."""
    return session.scalars(
        sa.select(ProposalChange)
        .where(ProposalChange.action_id == action_id)
        .order_by(ProposalChange.id.desc())
    ).all()


def _known() -> sa.Select[Any]:
    return sa.select(
        sa.func.coalesce(Call.cluster_id, Call.id).label("id"),
        Call.title,
        Message.text,
        Call.contact_info,
        Message.sender_key,
        Message.source_id,
    ).join(Message, Message.id == Call.message_id)
