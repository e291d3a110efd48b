"""What a message wants: the sum of what speaks for a call and what speaks against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.extraction.call import Intent
from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

ENOUGH = 3.0
WANTED_ROLE, CALL_NOUN, PRODUCTION, ROLE, DETAIL = 3.0, 2.0, 1.0, 1.0, 0.7
NEAR = 60
OTHER_INTENTS = {
    "closing": Intent.CLOSING,
    "update": Intent.UPDATE,
    "scam": Intent.SUSPECTED_SCAM,
    "self_promotion": Intent.SELF_PROMOTION,
    "inquiry": Intent.INQUIRY,
}
STILL_NEEDED = re.compile(
    r"(?<!\w)(?:باقي|متبقي|لسه|لسا|مازلنا|ما زلنا|لا زلنا|لكن|still (?:need|looking|casting))(?!\w)"
)
PRESENTS_ONESELF = -4.0
OWN_NAME = re.compile(
    r"(?:^|\n)\W*(?:الاسم(?: الكامل)?|name|full name) ?[:=-] ?\w"
    r"|(?<!\w)(?:معكم|معاكم) (?:\w+ ){1,2}(?:ممثل|موديل|عارض|مقدم|مذيع|فنان)"
)


@dataclass(frozen=True, slots=True)
class Details:
    """How many kinds of detail a message gives that calls give."""

    contact: bool
    money: bool
    age: bool
    deadline: bool
    place: bool

    @property
    def count(self) -> int:
        return sum((self.contact, self.money, self.age, self.deadline, self.place))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The intent, and the score of being a call it was read from."""

    intent: Intent
    score: float

    @property
    def is_call(self) -> bool:
        return self.intent is Intent.NEW_CALL


def judge(reading: Reading, details: Details) -> Judgement:
    """Read the intent of a whole message."""
    signals = _signals(reading)
    if _presents_oneself(reading):
        signals["self_promotion"] = signals.get("self_promotion", 0) + PRESENTS_ONESELF
    score = _for_a_call(reading, details) + sum(signals.values())
    strongest = _strongest(signals)
    asks = _wants_somebody(reading)
    if strongest == "closing" and asks and STILL_NEEDED.search(reading.text):
        return Judgement(Intent.NEW_CALL, score)
    if "update" in signals and not asks and _opens_with_update(reading):
        return Judgement(Intent.UPDATE, score)
    if score >= ENOUGH and strongest not in ("closing", "scam"):
        return Judgement(Intent.NEW_CALL, score)
    return Judgement(OTHER_INTENTS.get(strongest, Intent.CHATTER), score)


def _for_a_call(reading: Reading, details: Details) -> float:
    whole = Span(0, len(reading.text))
    score = 0.0
    if _wants_somebody(reading):
        score += WANTED_ROLE
    elif reading.has(Tag.HEAD, whole.start, whole.end) or reading.of(Tag.WANTED):
        score += DETAIL
    if reading.of(Tag.CALL):
        score += CALL_NOUN
    if reading.of(Tag.PRODUCTION):
        score += PRODUCTION
    if reading.of(Tag.ROLE):
        score += ROLE
    return score + DETAIL * details.count


def _wants_somebody(reading: Reading) -> bool:
    """Whether a role stands shortly behind (English: around) a word of wanting."""
    asks = [*reading.of(Tag.WANTED), *reading.of(Tag.HEAD), *reading.of(Tag.ASK)]
    ends = {hit.end for hit in reading.of(Tag.PRODUCTION)}
    roles = [role for role in reading.of(Tag.ROLE) if role.outer - 1 not in ends]
    for ask in asks:
        for role in roles:
            if 0 <= role.outer - ask.end <= NEAR or 0 <= ask.outer - role.end <= 25:
                return True
    return False


def _opens_with_update(reading: Reading) -> bool:
    """Whether news of an earlier call is what the message begins with."""
    first = reading.lines[0].start if reading.lines else 0
    return any(hit.key == "update" for hit in reading.of(Tag.SIGNAL, first, first + NEAR))


def _presents_oneself(reading: Reading) -> bool:
    """A card with a name and figures, and nobody asked for."""
    asks = reading.of(Tag.WANTED) or reading.of(Tag.HEAD) or reading.of(Tag.CALL)
    return not asks and OWN_NAME.search(reading.text) is not None


def _signals(reading: Reading) -> dict[str, float]:
    """The weight of each group of signals; a second word of a group adds half."""
    groups: dict[str, list[Hit]] = {}
    for hit in reading.of(Tag.SIGNAL):
        groups.setdefault(hit.key, []).append(hit)
    weights = gazetteer("intent")
    found = {}
    for name, hits in groups.items():
        distinct = len({hit.start for hit in hits})
        found[name] = float(weights[name]["weight"]) * (1 + 0.5 * min(distinct - 1, 3))
    return found


def _strongest(signals: Mapping[str, float]) -> str:
    return min(signals, key=lambda name: signals[name], default="")
