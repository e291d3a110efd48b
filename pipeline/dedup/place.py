"""Places a new call beside those already known: the same, near one of them, or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from db.queries import near
from db.queries.near import KnownCall
from pipeline.dedup import minhash
from pipeline.dedup.compare import Verdict, compare, contradict, other_day
from pipeline.dedup.reading import Reading, read
from pipeline.text.hashing import content_hash, text_hash

NEWEST = 24
"""How many calls of one band are considered."""
CHECKED = 8
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
    """A call just read. `text` is its part of the message; what is not known is None."""

    text: str
    title: str | None = None
    location: str | None = None
    requirements: str | None = None
    deadline: object = None
    """A date; only ever asked whether it equals another."""
    contact_info: str | None = None
    compensation: str | None = None


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


def find_cluster(session: Session, candidate: Candidate) -> Placement:
    """Place a call. Nothing is written."""
    reading = read(candidate.text, candidate.contact_info)
    identity = _identity(candidate)
    known = near.by_hash(session, identity)
    if known is not None and _is_another(reading, candidate, known):
        identity = content_hash(identity, None, text_hash(candidate.text))
        known = near.by_hash(session, identity)
    if known is not None:
        reason = f"title, place and requirements are those of call {known.id}"
        return Placement(PlacementKind.EXACT, known.id, known.cluster_id, (reason,), identity, ())
    return _near_or_new(session, candidate, reading, identity)


def index_bands(session: Session, call_id: int, bands: Sequence[int]) -> None:
    """Let later calls find this one."""
    near.add_bands(session, call_id, bands)


def _identity(candidate: Candidate) -> str:
    """The content hash. A call known by its title alone, or not even that, is its text."""
    says_enough = candidate.title and (candidate.location or candidate.requirements)
    requirements = candidate.requirements if says_enough else candidate.text
    return content_hash(candidate.title or "", candidate.location, requirements)


def _is_another(reading: Reading, candidate: Candidate, known: KnownCall) -> bool:
    """Whether a call of the same title, place and requirements is for another day."""
    theirs = read(known.text, known.contact_info)
    return bool(other_day(reading, theirs)) or _other_deadline(reading, theirs, candidate, known)


def _other_deadline(
    reading: Reading, theirs: Reading, candidate: Candidate, known: KnownCall
) -> bool:
    """Both have a deadline and not the same, by what is written and not by when it was posted."""
    both = candidate.deadline is not None and known.deadline is not None
    return both and candidate.deadline != known.deadline and reading.words != theirs.words


def _near_or_new(
    session: Session, candidate: Candidate, reading: Reading, identity: str
) -> Placement:
    bands = minhash.bands(minhash.shingles(reading.words))
    reasons: tuple[str, ...] = ()
    for known, verdict in _judged(session, candidate, reading, bands):
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
        contradict(reading, read(head.text, head.contact_info))
        for head in near.by_ids(session, [known.cluster_id])
    )


def _judged(
    session: Session, candidate: Candidate, reading: Reading, bands: tuple[int, ...]
) -> list[tuple[KnownCall, Verdict]]:
    """The calls most like this one with what is to be thought of them, most alike first."""
    judged = []
    likeliest = _likeliest(near.sharing(session, bands, NEWEST))
    for known in sorted(near.by_ids(session, likeliest), key=lambda one: likeliest.index(one.id)):
        theirs = read(known.text, known.contact_info)
        verdict = compare(reading, theirs)
        if verdict.same and _other_deadline(reading, theirs, candidate, known):
            verdict = Verdict(False, verdict.likeness, ("another deadline",))
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
