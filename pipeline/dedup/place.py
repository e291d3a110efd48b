"""Places a new call beside those already known: the same, near one of them, or new."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from sqlalchemy.orm import Session

from db.queries import near
from db.queries.near import KnownCall
from pipeline.dedup import minhash
from pipeline.dedup.compare import Verdict, compare, contradict, other_day, variations
from pipeline.dedup.identity import identity, identity_apart
from pipeline.dedup.reading import Reading, read_call

NEWEST = 24
"""How many calls of one band are considered."""
CHECKED = 5
"""How many of those that share the rarest bands are compared word by word."""
CLEAR = 0.9
"""Likeness of the same call beyond which no better one is looked for."""


class PlacementKind(StrEnum):
    """How a call stands to those known."""

    EXACT = "exact"
    NEAR = "near"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call just read. `text` is its part of the message; what is not known is None.

    `posted` is the day the message was sent: what "tomorrow" is counted from.
    """

    text: str
    title: str | None = None
    company: str | None = None
    location: str | None = None
    requirements: str | None = None
    deadline: date | None = None
    contact_info: str | None = None
    posted: date | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a call belongs and why, in words.

    `call_id` is the known call it is or is near to, `cluster_id` the cluster of that call.
    `content_hash` and `bands` are what to store with a call that is not `EXACT`.
    """

    kind: PlacementKind
    call_id: int | None
    cluster_id: int | None
    reasons: tuple[str, ...]
    content_hash: str
    bands: tuple[int, ...]


def find_cluster(
    session: Session, candidate: Candidate, apart_from: Collection[int] = ()
) -> Placement:
    """Place a call. Nothing is written.

    It joins none of the clusters `apart_from`: those of the other calls of its message.
    """
    session.flush()  # the calls placed before this one are asked for by their columns
    reading = read_call(candidate)
    taken = identity(candidate.title, candidate.location, candidate.requirements, candidate.text)
    known = near.by_hash(session, taken)
    if known is None:
        return _near_or_new(session, reading, taken, apart_from)
    varied = _variations(reading, known)
    joins = varied is not None and known.cluster_id not in apart_from
    if joins and not varied:
        return _exact(known, taken)
    own, repeated = _own_identity(session, taken, reading, apart_from)
    if repeated is not None:
        return _exact(repeated, own)
    if joins and varied:
        why = (f"title, place and requirements are those of call {known.id}", *varied)
        bands = bands_of(reading)
        return Placement(PlacementKind.NEAR, known.id, known.cluster_id, why, own, bands)
    return _near_or_new(session, reading, own, apart_from)


def identity_of_edited(session: Session, call_id: int, edited: Candidate) -> str:
    """The content hash a stored call has with these fields.

    It is another call's hash only when that call says exactly the same. A person's fields
    count more than the texts, so of these only days, pay and contacts are compared.
    """
    plain = identity(edited.title, edited.location, edited.requirements, edited.text)
    known = near.by_hash(session, plain)
    if known is None or known.id == call_id:
        return plain
    reading, theirs = read_call(edited), read_call(known)
    if other_day(reading, theirs) is None and not any(variations(reading, theirs)):
        return plain
    return _own_identity(session, plain, reading, ())[0]


def bands_of(reading: Reading) -> tuple[int, ...]:
    """What a call is found by: its wording, and its contacts, which few others have."""
    return (*minhash.bands(reading.shingles), *minhash.marks(reading.contacts))


def index_bands(session: Session, call_id: int, bands: Sequence[int]) -> None:
    """Let later calls find this one."""
    near.add_bands(session, call_id, bands)


def _exact(known: KnownCall, identity: str) -> Placement:
    reason = f"title, place and requirements are those of call {known.id}"
    return Placement(PlacementKind.EXACT, known.id, known.cluster_id, (reason,), identity, ())


def _variations(reading: Reading, known: KnownCall) -> tuple[str, ...] | None:
    """What changed in a call of the same title, place and requirements; None if it is another."""
    verdict = compare(read_call(known), reading, fields_agree=True)
    return verdict.reasons[1:] if verdict.same else None


def _own_identity(
    session: Session, taken: str, reading: Reading, apart_from: Collection[int]
) -> tuple[str, KnownCall | None]:
    """A hash for a call whose own is taken, and the call that has it when this repeats it."""
    for turn in count():
        own = identity_apart(taken, reading, turn)
        known = near.by_hash(session, own)
        if known is None or known.cluster_id not in apart_from:
            return own, known
    raise AssertionError("unreachable")


def _near_or_new(
    session: Session, reading: Reading, identity: str, apart_from: Collection[int]
) -> Placement:
    bands = bands_of(reading)
    reasons: tuple[str, ...] = ()
    for known, verdict in _judged(session, reading, bands, apart_from):
        if verdict.same and not _strayed(session, reading, known):
            why = (f"near call {known.id}", *verdict.reasons)
            return Placement(PlacementKind.NEAR, known.id, known.cluster_id, why, identity, bands)
        against = ("what first was said is another",) if verdict.same else verdict.reasons
        reasons = reasons or (f"like call {known.id}, but not the same", *against)
    return Placement(PlacementKind.NEW, None, None, reasons, identity, bands)


def _strayed(session: Session, reading: Reading, known: KnownCall) -> bool:
    """Whether edit upon edit led from a cluster's head to something the head contradicts."""
    if known.cluster_id == known.id:
        return False
    return any(
        contradict(reading, read_call(head)) for head in near.by_ids(session, [known.cluster_id])
    )


def _judged(
    session: Session, reading: Reading, bands: tuple[int, ...], apart_from: Collection[int]
) -> list[tuple[KnownCall, Verdict]]:
    """The calls most like this one with what is to be thought of them, most alike first."""
    judged = []
    likeliest = _likeliest(near.sharing(session, bands, NEWEST))
    for known in sorted(near.by_ids(session, likeliest), key=lambda one: likeliest.index(one.id)):
        if known.cluster_id in apart_from:
            continue
        verdict = compare(reading, read_call(known))
        judged.append((known, verdict))
        if verdict.same and verdict.likeness >= CLEAR:
            break
    return sorted(judged, key=lambda pair: (-pair[1].likeness, pair[0].id))


def _likeliest(shared: dict[int, list[int]]) -> list[int]:
    """Calls by the bands they share. A band that many have says little about each."""
    weight: dict[int, float] = {}
    for ids in shared.values():
        for call_id in ids:
            weight[call_id] = weight.get(call_id, 0.0) + 1 / len(ids)
    return sorted(weight, key=lambda call_id: (-weight[call_id], call_id))[:CHECKED]
