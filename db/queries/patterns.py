"""The versions of the terms, and what the backtest asks of messages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from db.models import (
    Call,
    CandidateState,
    Message,
    MessageLabel,
    ModelCall,
    PatternCandidate,
    PatternCase,
    PatternForm,
    PatternVersion,
    ReviewAction,
    ReviewChange,
    Sighting,
    Stage,
)

PORTION = 5_000
STRIDE, SPREAD = 48_271, 10_007
"""Primes that scatter neighbouring ids."""
_EXTRACTED = Message.stage == sa.literal_column(f"'{Stage.EXTRACTED}'")
"""Written out, so that the index over those that were read is used."""
_SKIPPED = Message.band == sa.literal_column("'skip'")


def newest(session: Session) -> PatternVersion | None:
    """The newest version, if one was ever applied."""
    return session.scalar(sa.select(PatternVersion).order_by(PatternVersion.id.desc()).limit(1))


def newest_version(session: Session) -> int:
    """The number of the newest version; 0 when none was ever applied."""
    return session.scalar(sa.select(sa.func.max(PatternVersion.id))) or 0


def versions(session: Session) -> Sequence[PatternVersion]:
    """Every version, the first one first."""
    return session.scalars(sa.select(PatternVersion).order_by(PatternVersion.id)).all()


def forms(session: Session) -> dict[str, int]:
    """The number of every form that was ever looked for."""
    return dict(session.execute(sa.select(PatternForm.key, PatternForm.id)).tuples().all())


def add_forms(session: Session, keys: Iterable[str]) -> None:
    """Number new forms, above all that there are, one writer at a time."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE pattern_form IN EXCLUSIVE MODE"))
    known = forms(session)
    next_id = max(known.values(), default=0) + 1
    new = [key for key in dict.fromkeys(keys) if key not in known]
    if new:
        rows = [{"id": next_id + at, "key": key} for at, key in enumerate(new)]
        session.execute(sa.insert(PatternForm), rows)


def outcomes(session: Session) -> Iterable[tuple[int, str, str | None]]:
    """What became of the calls that messages hold: message, status and reason of the call
    people see. A message is named once for each of its calls."""
    head = aliased(Call)
    return (
        session.connection()
        .execute(
            sa.select(Sighting.message_id, head.status, head.reason)
            .join(Call, Call.id == Sighting.call_id)
            .join(head, head.id == sa.func.coalesce(Call.cluster_id, Call.id))
        )
        .tuples()
    )


def intents(session: Session) -> Iterable[tuple[int, str | None]]:
    """What messages wanted that were read."""
    return (
        session.connection()
        .execute(sa.select(Message.id, Message.intent).where(_EXTRACTED).order_by(Message.id))
        .tuples()
    )


def labels(session: Session) -> Sequence[MessageLabel]:
    """What people said of messages without a call."""
    return session.scalars(sa.select(MessageLabel)).all()


def count_skipped(session: Session) -> int:
    """How many messages the prefilter skipped."""
    statement = sa.select(sa.func.count()).where(_SKIPPED)
    return session.scalar(statement) or 0


def sample_skipped(session: Session, most: int, among: int) -> Sequence[int]:
    """About `most` of the `among` messages that were skipped: the same ones each time, spread
    over all."""
    share = math.ceil(SPREAD * min(1.0, most / max(1, among)))
    scattered = (Message.id * STRIDE) % SPREAD < share
    return session.connection().scalars(sa.select(Message.id).where(_SKIPPED, scattered)).all()


def cases(session: Session) -> Iterator[Sequence[tuple[int, bytes, int, float, str]]]:
    """What was found in each text, in portions: message, hits, forms looked for, score, and the
    version that gave it."""
    statement = sa.select(
        PatternCase.message_id,
        PatternCase.hits,
        PatternCase.forms,
        PatternCase.score,
        PatternCase.digest,
    )
    found = session.connection().execute(statement.execution_options(yield_per=PORTION)).tuples()
    yield from found.partitions(PORTION)


def folded_cases(
    session: Session, words: Sequence[str] = ()
) -> Iterator[Sequence[tuple[int, str]]]:
    """Every text as it is searched, in portions; of given words, those that hold one."""
    statement = sa.select(PatternCase.message_id, PatternCase.folded)
    if words:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        place = sa.func.instr if is_sqlite else sa.func.strpos
        statement = statement.where(sa.or_(*(place(PatternCase.folded, one) > 0 for one in words)))
    found = session.connection().execute(statement.execution_options(yield_per=PORTION)).tuples()
    yield from found.partitions(PORTION)


def folded_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The texts of some cases, as they are searched."""
    statement = sa.select(PatternCase.message_id, PatternCase.folded)
    found = session.execute(statement.where(PatternCase.message_id.in_(ids)))
    return dict(found.tuples().all())


def texts(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The texts of messages, as they were received."""
    found = session.execute(sa.select(Message.id, Message.text).where(Message.id.in_(ids)))
    return dict(found.tuples().all())


def keep_cases(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was found in texts, in the place of what was found before."""
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(PatternCase)
    held = {name: insert.excluded[name] for name in rows[0] if name != "message_id"}
    session.execute(insert.on_conflict_do_update(index_elements=["message_id"], set_=held), rows)


def changed_cases(session: Session) -> Sequence[int]:
    """Messages whose source changed the text since it was searched."""
    statement = (
        sa.select(PatternCase.message_id)
        .join(Message, Message.id == PatternCase.message_id)
        .where(Message.edited_at >= PatternCase.made_at)
    )
    return session.scalars(statement).all()


def forget_cases(session: Session, ids: Sequence[int]) -> None:
    """Forget what was found in some texts."""
    session.execute(sa.delete(PatternCase).where(PatternCase.message_id.in_(ids)))


def cost_of_reading(session: Session, since: datetime) -> tuple[int, int]:
    """How many questions models answered since a moment, and what those cost."""
    statement = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(ModelCall.cost), 0))
    asked, cost = session.execute(statement.where(ModelCall.at >= since)).one()
    return int(asked), int(cost)


def note_more_hits(session: Session, hits: Mapping[int, bytes], upto: int, highest: int) -> None:
    """Keep more hits of texts that were searched for the forms up to `upto` alone."""
    if not hits:
        return
    statement = (
        sa.update(PatternCase.__table__)  # type: ignore[arg-type]  # the mapper would load rows
        .where(
            PatternCase.message_id == sa.bindparam("case_id"),
            PatternCase.forms == sa.bindparam("upto"),
        )
        .values(hits=sa.bindparam("found"), forms=highest, digest="")
    )
    values = [{"case_id": one, "found": found, "upto": upto} for one, found in hits.items()]
    session.connection().execute(statement, values)


def note_looked(session: Session, ids: Sequence[int], upto: int, highest: int) -> None:
    """Note that texts were searched for all forms up to `highest`."""
    session.execute(
        sa.update(PatternCase)
        .where(PatternCase.message_id.in_(ids), PatternCase.forms == upto)
        .values(forms=highest)
    )


def note_scores(session: Session, scores: Mapping[int, float], digest: str) -> None:
    """Keep the scores that a version of the prefilter gives."""
    statement = (
        sa.update(PatternCase.__table__)  # type: ignore[arg-type]  # the mapper would load rows
        .where(PatternCase.message_id == sa.bindparam("case_id"))
        .values(score=sa.bindparam("given"), digest=digest)
    )
    values = [{"case_id": one, "given": score} for one, score in scores.items()]
    session.connection().execute(statement, values)


def days_of(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    """When messages were written, or stored where nobody knows that."""
    days: dict[int, datetime] = {}
    when = sa.func.coalesce(Message.sent_at, Message.created_at)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found = session.execute(sa.select(Message.id, when).where(Message.id.in_(part)))
        days.update(found.tuples().all())
    return days


def take_up(session: Session, message_id: int) -> bool:
    """Let a skipped message wait for extraction; False when it is not skipped any more."""
    moved = session.scalar(
        sa.update(Message)
        .where(Message.id == message_id, Message.stage == Stage.SKIPPED)
        .values(stage=Stage.WAITING)
        .returning(Message.id)
    )
    return moved is not None


def newest_message(session: Session) -> int:
    """The highest id given so far."""
    return session.scalar(sa.select(sa.func.max(Message.id))) or 0


def written_values(session: Session, most: int) -> list[str]:
    """What people wrote into the title and the requirements of calls, the newest first."""
    statement = (
        sa.select(ReviewChange.after)
        .join(ReviewAction, ReviewAction.id == ReviewChange.action_id)
        .where(ReviewAction.kind == "edit", ReviewAction.undone_at.is_(None))
        .order_by(ReviewChange.id.desc())
        .limit(most)
    )
    names = ("title", "requirements")
    return [
        after[name] for after in session.scalars(statement) for name in names if after.get(name)
    ]


def candidates(session: Session) -> Sequence[PatternCandidate]:
    """Every candidate that was ever found: what catches most first."""
    return session.scalars(
        sa.select(PatternCandidate).order_by(
            PatternCandidate.missed.desc(), PatternCandidate.found.desc(), PatternCandidate.id
        )
    ).all()


def candidates_by_text(session: Session, folded: Sequence[str]) -> dict[str, PatternCandidate]:
    """Those of some texts that were found before."""
    statement = sa.select(PatternCandidate).where(PatternCandidate.folded.in_(folded))
    return {one.folded: one for one in session.scalars(statement)}


def forget_candidates(session: Session) -> None:
    """Forget those that nobody decided on, before others are looked for."""
    session.execute(
        sa.delete(PatternCandidate).where(PatternCandidate.state == CandidateState.OPEN)
    )


def texts_since(session: Session, after: int) -> Iterator[Sequence[tuple[int, str]]]:
    """Texts of messages above an id, in portions."""
    statement = sa.select(Message.id, Message.text).where(Message.id > after).order_by(Message.id)
    found = session.connection().execute(statement.execution_options(yield_per=PORTION)).tuples()
    yield from found.partitions(PORTION)


def note_shadow(
    session: Session, candidate_id: int, begun: int, reached: int, more: tuple[int, int, int, int]
) -> bool:
    """Add what a candidate would have done with the messages between two ids; False when
    somebody else counted them already."""
    seen, hits, caught, lost = more
    moved = session.scalar(
        sa.update(PatternCandidate)
        .where(PatternCandidate.id == candidate_id, PatternCandidate.shadow_to == begun)
        .values(
            shadow_to=reached,
            shadow_seen=PatternCandidate.shadow_seen + seen,
            shadow_hits=PatternCandidate.shadow_hits + hits,
            shadow_caught=PatternCandidate.shadow_caught + caught,
            shadow_lost=PatternCandidate.shadow_lost + lost,
        )
        .returning(PatternCandidate.id)
    )
    return moved is not None
