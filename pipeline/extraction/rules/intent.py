"""What a message wants: the sum of what speaks for a call and what speaks against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.extraction.call import Intent
from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.sought import Kind, all_sought, wants
from pipeline.text.span import Span

ENOUGH = 3.0
WANTED_ROLE, CALL_NOUN, PRODUCTION, ROLE, DETAIL = 3.0, 2.0, 1.0, 1.0, 0.7
WANTED_PERSON, WANTED_OTHERS, HEADED = 2.2, -4.0, 1.5
NEAR = 60
HEAD_LINES = 4
MILD, ASKS_A_QUESTION, UNASKED = -1.5, -2.5, 1.5
BY_THE_WAY = frozenset(
    {
        "property",
        "homonym",
        "news",
        "research",
        "rules",
        "sports",
        "course",
        "job_ad",
        "self_promotion",
    }
)
"""What a call may well mention while it wants performers for something made."""
QUESTION = re.compile(
    r"(?<!\w)(?:هل|كم|كام|بكم|وين|فين|متي|امتي|ليش|ليه|ايش|شلون|كيف|ازاي|ممكن)(?!\w)[^.\n]{0,80}[؟?]"
    r"|\b(?:does|do|is|are|has|have|can|could|when|where|how|why|what)\b[^.\n]{0,90}\?"
)
TRADE_BEFORE = re.compile(
    r"(?<!\w)(?:مدير|مديره|مكتب|مكاتب|شركه|شركات|وكاله|مسيول|مسووله|مخرج|قسم)\w* $"
)
TRADE_BEHIND = re.compile(
    r" ?(?:director|agent|agenc|associate|assistant|compan|department|office|alloy|دايركتور)"
)
OPENING = re.compile(
    r"[\W_]*(?:(?:عاجل\w*|ضروري|urgent|role \d{1,2}|الدور|دور)(?!\w))?[\W_]*\d{0,3}\s*"
)
FIRST_PERSON = re.compile(
    r"(?<!\w)(?:انا|عندي خبره|خبرتي|لدي خبره|اعمالي|متواجده?|جاهزه? (?:باي|لاي|ل))(?!\w)"
    r"|\b(?:i am|i'm|i’m|i have|my|available for)\b"
)
NO_FEE = re.compile(
    r"(?<!\w)(?:لا|ولا|بدون|بلا|ما في|مافي|ما فيه|مافيه|لا توجد|لا يوجد|no|without)"
    r" (?:(?:اي|any) )?$"
)
COMMA = re.compile(r"[,،.(]")
REACH = 34
AGED = re.compile(
    r"\d{1,2} ?[-\u2010-\u2014/] ?\d{1,2}|\d{1,2} ?\+|\d0s|\d{2} ?(?:سنه|عام)|ثوب|دور |لبس"
    r"|ملامح|شرط|اجاده|لهجه|experience|must|dialect"
)
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
    r"(?:^|\n)\W{0,6}(?:الاسم(?: الكامل)?|name|full name) ?[:=-] ?\w"
    r"|(?<!\w)(?:معكم|معاكم) (?:\w+ ){0,3}?(?:ال)?(?:ممثل|موديل|عارض|مقدم|مذيع|فنان)"
    r"|(?<!\w)انا (?:\w+ ){0,3}?(?:ممثل|موديل|مودل|عارض|مقدم|مذيع|فنان|معلق|راقص|مغني|طفل|شاب|بنت)"
    r"|\b(?:i'?m|i’m|i am|ana) (?:[^.!?\n]{0,30}?)\b(?:actor|actress|model|dancer|singer|voice"
    r"|presenter|performer|extra|talent|momath?[ei]+l\w*|mumath?il\w*|\d\d)\b"
    r"|(?:^|\n)\W{0,6}(?:actor|actress|model|voice ?over artist)\b[^\n]{0,40}\bbased in\b"
    r"|(?<!\w)(?:اللي|لو|اذا|لمن) (?:احد |حد )?(?:يحتاج|محتاج|يبي|يبغي|عنده كاستنج)(?!\w)"
    r"|(?<!\w)(?:ابني|بنتي|ولدي|عيالي|طفلتي|طفلي|اولادي) (?!م[عن])\w+"
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
class Wanted:
    """Who the words of wanting ask for: performers, people who may be some, and others."""

    performers: bool
    people: bool
    others: bool

    @property
    def nobody(self) -> bool:
        return not (self.performers or self.people)


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
    wanted = _wanted(reading)
    asks = wanted.performers
    sought = not wanted.nobody or _headed_by_role(reading)
    signals = _signals(reading, sought=sought)
    if wanted.nobody and OWN_NAME.search(reading.text):
        signals["self_promotion"] = signals.get("self_promotion", 0) + PRESENTS_ONESELF
    if not asks and QUESTION.search(reading.text):
        signals["inquiry"] = signals.get("inquiry", 0) + ASKS_A_QUESTION
    against = sum(weight for weight in signals.values() if weight < 0)
    if not sought:
        against *= UNASKED
    in_favour = sum(weight for weight in signals.values() if weight > 0)
    score = _for_a_call(reading, details, wanted) + in_favour + against
    strongest = _strongest(signals)
    if strongest == "closing" and asks and STILL_NEEDED.search(reading.text):
        return Judgement(Intent.NEW_CALL, score)
    if "update" in signals and not asks and _opens_with_update(reading):
        return Judgement(Intent.UPDATE, score)
    told = not wanted.nobody or details.count > 0
    if score >= ENOUGH and told and strongest not in ("closing", "scam"):
        return Judgement(Intent.NEW_CALL, score)
    return Judgement(OTHER_INTENTS.get(strongest, Intent.CHATTER), score)


def _for_a_call(reading: Reading, details: Details, wanted: Wanted) -> float:
    score = DETAIL * details.count
    if wanted.performers:
        score += WANTED_ROLE
    elif wanted.people:
        score += WANTED_PERSON
    elif reading.of(Tag.HEAD) or reading.of(Tag.WANTED):
        score += DETAIL
    if wanted.others and not wanted.performers:
        score += WANTED_OTHERS
    if any(_is_notice(reading, call) for call in reading.of(Tag.CALL)):
        score += CALL_NOUN
    if reading.of(Tag.PRODUCTION):
        score += PRODUCTION
    if reading.of(Tag.ROLE):
        score += ROLE
    if _headed_by_role(reading):
        score += HEADED
    return score


def _is_notice(reading: Reading, call: Hit) -> bool:
    """Whether "casting" speaks of a trial and not of somebody who does it for a living."""
    before = reading.text[max(0, call.outer - 12) : call.outer]
    return not TRADE_BEFORE.search(before) and not TRADE_BEHIND.match(reading.text, call.end)


def _wanted(reading: Reading) -> Wanted:
    """Whom the words of wanting want; a person is a performer where something is made."""
    kinds = {sought.kind for sought in all_sought(reading)}
    made = any(reading.of(tag) for tag in (Tag.PRODUCTION, Tag.CALL, Tag.ROLE))
    others = bool(kinds & {Kind.CREW, Kind.JOB})
    besides = others or Kind.THING in kinds
    performers = Kind.PERFORMER in kinds or (made and not besides and _asks_around(reading))
    people = bool(kinds & {Kind.PERSON, Kind.WORK}) or (
        Kind.UNKNOWN in kinds and OWN_NAME.search(reading.text) is None
    )
    return Wanted(performers, made and people, others)


def _asks_around(reading: Reading) -> bool:
    """Whether a role stands shortly behind (English: around) a word of wanting or of trial."""
    ends = {hit.end for hit in reading.of(Tag.PRODUCTION)}
    roles = [role for role in reading.of(Tag.ROLE) if role.outer - 1 not in ends]
    for ask in wants(reading):
        for role in roles:
            behind = ask.tag is Tag.HEAD and 0 <= ask.outer - role.end <= 25
            if 0 <= role.outer - ask.end <= NEAR or behind:
                return True
    return any(0 <= role.outer - call.end <= 3 for call in reading.of(Tag.CALL) for role in roles)


def _headed_by_role(reading: Reading) -> bool:
    """Whether a line names a role and its age or work, as notices without a verb do."""
    if FIRST_PERSON.search(reading.text):
        return False
    for line in reading.lines[:HEAD_LINES]:
        opening = OPENING.match(reading.text, line.start, line.end)
        begin = opening.end() if opening else line.start
        comma = COMMA.search(reading.text, begin, min(line.end, begin + NEAR))
        stop = comma.start() if comma else min(line.end, begin + REACH)
        whom = [*reading.of(Tag.ROLE, begin, stop), *reading.of(Tag.PERSON, begin, stop)]
        arabic = reading.text[begin : begin + 1] >= "\u0600"
        heads = [hit for hit in whom if hit.outer == hit.start and hit.key != ""]
        if any(hit.outer - begin <= 2 or not arabic for hit in heads):
            rest = Span(begin, min(line.end, begin + 2 * NEAR))
            aged = AGED.search(reading.text, rest.start, rest.end) is not None
            if aged or reading.has(Tag.PRODUCTION, rest.start, rest.end):
                return True
    return False


def _opens_with_update(reading: Reading) -> bool:
    """Whether news of an earlier call is what the message begins with."""
    first = reading.lines[0].start if reading.lines else 0
    return any(hit.key == "update" for hit in reading.of(Tag.SIGNAL, first, first + NEAR))


def _signals(reading: Reading, *, sought: bool) -> dict[str, float]:
    """The weight of each group of signals; a second word of a group adds half. What a call may
    well mention by the way weighs little when it is said once."""
    groups: dict[str, list[Hit]] = {}
    for hit in reading.of(Tag.SIGNAL):
        if hit.key == "scam" and NO_FEE.search(reading.text, max(0, hit.outer - 14), hit.outer):
            continue
        groups.setdefault(hit.key, []).append(hit)
    weights = gazetteer("intent")
    found = {}
    for name, hits in groups.items():
        distinct = len({hit.start for hit in hits})
        weight = float(weights[name]["weight"]) * (1 + 0.5 * min(distinct - 1, 3))
        mild = sought and name in BY_THE_WAY and distinct == 1
        found[name] = max(weight, MILD) if mild else weight
    return found


def _strongest(signals: Mapping[str, float]) -> str:
    return min(signals, key=lambda name: signals[name], default="")
