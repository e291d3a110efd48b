"""Changes that later messages ask of calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Message, Proposal, ProposalState, utc_now

MOST_KNOWN = 300


def calls_near(
    session: Session,
    message: Message,
    contact: str | None,
    since: datetime,
) -> Sequence[Any]:
    """Open or published calls of the same sender, contact or chat, newest first: `(id, title,
    text, contact_info, sender_key, source_id)`."""
    akin = [Message.source_id == message.source_id]
    if message.sender_key:
        akin.append(Message.sender_key == message.sender_key)
    if contact:
        akin.append(Call.contact_info == contact)
    statement = (
        sa.select(
            Call.id,
            Call.title,
            Message.text,
            Call.contact_info,
            Message.sender_key,
            Message.source_id,
        )
        .join(Message, Message.id == Call.message_id)
        .where(
            Call.status.in_((CallStatus.PENDING, CallStatus.APPROVED)),
            Call.created_at >= since,
            Call.message_id != message.id,
            sa.or_(*akin),
        )
        .order_by(Call.id.desc())
        .limit(MOST_KNOWN)
    )
    return session.execute(statement).all()


def open_proposals(session: Session, most: int = 200) -> Sequence[Proposal]:
    """Proposals that wait for a person, oldest first."""
    statement = (
        sa.select(Proposal)
        .where(Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.id)
        .limit(most)
    )
    return session.scalars(statement).all()


def of_call(session: Session, call_id: int) -> Sequence[Proposal]:
    """What was asked of one call, newest first."""
    statement = sa.select(Proposal).where(Proposal.call_id == call_id).order_by(Proposal.id.desc())
    return session.scalars(statement).all()


def decide(session: Session, proposal_id: int, state: ProposalState, by: str) -> Proposal | None:
    """Settle an open proposal; None when somebody else already did."""
    return session.scalar(
        sa.update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.state == ProposalState.OPEN)
        .values(state=state, decided_by=by, decided_at=utc_now())
        .returning(Proposal)
        .execution_options(populate_existing=True)
    )
