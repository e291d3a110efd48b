"""Finds the call that a later message speaks of. Pure over the calls it is handed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.text.normalise import fold

LIKELY = 0.55
"""From here on a call is proposed as the one meant; a person decides."""
ALONE = 0.35
"""The same for the only call its sender has out."""
SAME_SENDER, SAME_CONTACT, SAME_CHAT = 0.25, 0.35, 0.1


@dataclass(frozen=True, slots=True)
class Known:
    """A call that may be meant, as it is compared."""

    call_id: int
    title: str
    text: str
    contact: str | None
    same_sender: bool
    same_chat: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """The call most likely meant, and how likely, from 0 to 1."""

    call_id: int
    likeness: float


def meant_by(text: str, contact: str | None, known: Sequence[Known]) -> Meant | None:
    """The call a message most likely speaks of, or None when none is likely enough.

    `known` come newest first: of two that are as likely, the newer one is meant.
    """
    folded = fold(text)
    scored = [(_likeness(folded, contact, one), one) for one in known]
    if not scored:
        return None
    likeness, best = max(scored, key=lambda pair: pair[0])
    by_sender = [one for one in known if one.same_sender]
    alone = len(by_sender) == 1 and best.same_sender
    if likeness < (ALONE if alone else LIKELY):
        return None
    return Meant(best.call_id, round(min(likeness, 1.0), 3))


def _likeness(folded: str, contact: str | None, one: Known) -> float:
    # A closing repeats the title's words among many of its own, so the title is searched in it.
    words = fuzz.token_set_ratio(folded, fold(one.title)) / 100
    whole = fuzz.token_set_ratio(folded, fold(one.text)) / 100
    score = 0.3 * words + 0.3 * whole
    score += SAME_SENDER if one.same_sender else 0.0
    score += SAME_CONTACT if contact and contact == one.contact else 0.0
    return score + (SAME_CHAT if one.same_chat else 0.0)
