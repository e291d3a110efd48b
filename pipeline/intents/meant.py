"""Finds the call that a later message speaks of. Pure over the calls it is handed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from pipeline.text.normalise import fold

LIKELY = 0.55
"""From here on a call is proposed as the one meant; a person decides."""
ALONE = 0.35
"""The same for the only call its sender has out."""
SAME_SENDER, SAME_CONTACT, SAME_CHAT = 0.25, 0.35, 0.1
TELLING = 70
"""Per cent of a title's or a text's words from which it is a reason worth naming."""


class Sign(StrEnum):
    """Why a call may be the one meant."""

    SENDER = "sender"
    CONTACT = "contact"
    CHAT = "chat"
    TITLE = "title"
    """Words of its title are in the message."""
    WORDS = "words"
    """Most words of the message are its own."""


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
    by_sender = {one.call_id for one in known if one.same_sender}
    alone = len(by_sender) == 1 and best.same_sender
    if likeness < (ALONE if alone else LIKELY):
        return None
    return Meant(best.call_id, round(min(likeness, 1.0), 3))


def signs(text: str, contact: str | None, one: Known) -> tuple[Sign, ...]:
    """Why this call may be the one meant, the strongest first."""
    folded = fold(text)
    found = {
        Sign.CONTACT: bool(contact) and contact == one.contact,
        Sign.SENDER: one.same_sender,
        Sign.TITLE: fuzz.token_set_ratio(folded, fold(one.title)) >= TELLING,
        Sign.WORDS: fuzz.token_set_ratio(folded, fold(one.text)) >= TELLING,
        Sign.CHAT: one.same_chat,
    }
    return tuple(sign for sign, holds in found.items() if holds)


def ranked(text: str, contact: str | None, known: Sequence[Known]) -> list[Known]:
    """The calls that may be meant, the likeliest first; of two that are as likely, the newer."""
    folded = fold(text)
    return sorted(known, key=lambda one: -_likeness(folded, contact, one))


def _likeness(folded: str, contact: str | None, one: Known) -> float:
    # A closing repeats the title's words among many of its own, so the title is searched in it.
    words = fuzz.token_set_ratio(folded, fold(one.title)) / 100
    whole = fuzz.token_set_ratio(folded, fold(one.text)) / 100
    score = 0.3 * words + 0.3 * whole
    score += SAME_SENDER if one.same_sender else 0.0
    score += SAME_CONTACT if contact and contact == one.contact else 0.0
    return score + (SAME_CHAT if one.same_chat else 0.0)
