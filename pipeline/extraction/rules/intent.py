"""What a message wants: the sum of what speaks for a call and what speaks against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.extraction.call import Intent
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.signals import weigh
from pipeline.extraction.rules.sought import Kind, all_sought, wants
from pipeline.extraction.rules.standing import (
    announces_a_trial,
    calls_upon,
    headed_by_role,
    names_somebody,
    offers_a_part,
    people,
    shows_a_thing,
    takes_people_on,
)

ENOUGH = 3.0
WANTED_ROLE, CALL_NOUN, PRODUCTION, ROLE, DETAIL = 3.0, 2.0, 1.0, 1.0, 0.7
WANTED_PERSON, WANTED_OTHERS, HEADED = 2.2, -4.0, 1.5
NEAR = 60
ASKS_A_QUESTION, SHOWS, UNASKED = -2.5, -2.0, 1.5
SHEET, SHEET_LABELS, NOTICES, NOTICE, A_PART = 2.5, 3, 3.0, 0.5, 2.2
ANSWERED = 3
"""A message that gives so many details asks nothing, whatever its question marks say."""
QUESTION = re.compile(
    r"(?<!\w)(?:هل|كم|كام|بكم|وين|فين|متي|امتي|ليش|ليه|ايش|شلون|كيف|ازاي|ممكن)(?!\w)[^.\n]{0,80}[؟?]"
    r"|\b(?:does|do|is|are|has|have|can|could|when|where|how|why|what)\b[^.\n]{0,90}\?"
)
TRADE_BEFORE = re.compile(
    r"(?<!\w)(?:مدير|مديره|مكتب|مكاتب|شركه|شركات|وكاله|مسيول|مسووله|مخرج|قسم|تحضير|استعداد|تجهيز"
    r"|تدريب|جلسات|دورات)\w* $"
)
TRADE_BEHIND = re.compile(
    r" ?(?:director|agent|agenc|associate|assistant|compan|department|office|alloy|دايركتور)"
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
NEW_PARTS = re.compile(
    r"\bnew (?:roles?|parts?|characters?)\b"
    r"|(?<!\w)(?:(?:ادوار|شخصيات|roles) (?:جديده|اضافيه|باقيه)|دور (?:جديد|اضافي)"
    r"|(?:ال)?(?:ادوار|دور|شخصيات) (?:ال)?(?:باقي|متبقي)\w*)(?!\w)"
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
    r"|(?<!\w)متاحه? (?:لل?(?:تعاون|عمل|تصوير|حجز|مشاريع|تمثيل|اعلانات|فعاليات)|لاي)"
    r"|(?<!\w)خبره \d{1,2} (?:سنه|سنوات|سنين) (?:في|ب)"
    r"|(?<!\w)(?:ابني|بنتي|ولدي|عيالي|طفلتي|طفلي|اولادي) (?!م[عن])\w+"
)


WANTS_FOR_ONESELF = re.compile(
    r"(?<!\w)(?:ابي|ابغي|ابغا|ابا|عايزه?|عاوزه?|حابه?|ودي|نفسي|بدي|اتمني|ارغب|اطمح|احب|محتاجه?"
    r"|مهتمه?|ابحث عن|ادور|ادور علي|بدور علي|ادورلي) (?:اني |ب|في )?"
    r"(?:ادخل|امثل|اشارك|اشتغل|اجرب|اطلع (?!ب)|اصير|اكون|ابدا|انضم|اقدم|اسجل|اتعلم|المشاركه|التمثيل"
    r"|اظهر|العمل كم|اي دور|اي شغل|شغل|فرصه|وظيفه|دور في|فرص|اعلانات عشان)(?!\w)"
    r"|\b(?:looking|searching|open) (?:for|to) (?:any |some |new )?"
    r"(?:acting |modelling |modeling |casting |voice ?over |extra )?"
    r"(?:work|jobs?|gigs?|opportunit\w+|roles|auditions|(?:an )?agents?|representation|castings?)\b"
    r"|\b(?:i|we)(?:'d| would)? (?:want|love|like|wanna|wish|hope) (?:to )?"
    r"(?:be (?:an? )?(?:actor|actress|extra|model|in)|act|join|work|try|start|(?:get|break) into)\b"
)
"""Who wants to act himself wants nobody."""


@dataclass(frozen=True, slots=True)
class Details:
    """How many kinds of detail a message gives that calls give."""

    contact: bool
    money: bool
    age: bool
    deadline: bool
    place: bool
    day: bool = False
    """Whether it names any day."""
    labels: int = 0
    """How many fields a label with a colon names."""
    notices: int = 0
    """How many lines are whole notices of their own."""

    @property
    def answerable(self) -> int:
        """Details that only messages give which want an answer."""
        return sum((self.contact, self.money, self.age, self.deadline))

    @property
    def count(self) -> int:
        return sum((self.contact, self.money, self.age, self.deadline, self.place))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who the words of wanting ask for: performers, people who may be some, and others."""

    performers: bool
    people: bool
    others: bool
    hands: bool = False
    """Whether some of the others are crew or staff."""

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
    standing = _standing(reading, details)
    signals = weigh(reading, sought=not wanted.nobody or standing >= HEADED)
    if (wanted.nobody or WANTS_FOR_ONESELF.search(reading.text)) and presents(reading):
        signals["self_promotion"] = signals.get("self_promotion", 0) + PRESENTS_ONESELF
    vague = not asks or not details.answerable
    if vague and QUESTION.search(reading.text) and not _answers(details):
        signals["inquiry"] = signals.get("inquiry", 0) + ASKS_A_QUESTION
    if wanted.nobody and not standing and shows_a_thing(reading):
        signals["offer"] = signals.get("offer", 0) + SHOWS
    against = sum(weight for weight in signals.values() if weight < 0)
    if wanted.nobody and not standing:
        against *= UNASKED
    in_favour = sum(weight for weight in signals.values() if weight > 0)
    score = _for_a_call(reading, details, wanted) + standing + in_favour + against
    strongest = _strongest(signals)
    if strongest == "closing" and asks and STILL_NEEDED.search(reading.text):
        return Judgement(Intent.NEW_CALL, score)
    listed = details.notices > 1
    news = "update" in signals and not asks and not listed and _opens_with_update(reading)
    if news and not _still_calls(reading, details):
        return Judgement(Intent.UPDATE, score)
    told = not wanted.nobody or standing > 0 or details.answerable > 0
    if score >= ENOUGH and told and strongest not in ("closing", "scam"):
        return Judgement(Intent.NEW_CALL, score)
    return Judgement(OTHER_INTENTS.get(strongest, Intent.CHATTER), score)


def _answers(details: Details) -> bool:
    return details.contact and details.count >= ANSWERED


def presents(reading: Reading) -> bool:
    """Whether somebody presents himself, his child or his trade."""
    return (
        OWN_NAME.search(reading.text) is not None
        or WANTS_FOR_ONESELF.search(reading.text) is not None
    )


def _standing(reading: Reading, details: Details) -> float:
    """What speaks for a call that has no verb of wanting: its form."""
    score = 0.0
    notices = (call for call in reading.of(Tag.CALL) if _is_notice(reading, call))
    met = details.answerable or (details.place and details.day)
    if headed_by_role(reading) or (met and announces_a_trial(reading, notices)):
        score += HEADED
    if details.labels >= SHEET_LABELS and (names_somebody(reading) or reading.of(Tag.PRODUCTION)):
        score += SHEET
    if details.notices > 1:
        score += NOTICES
    elif offers_a_part(reading) or calls_upon(reading) or takes_people_on(reading):
        score += A_PART
    elif details.notices:
        score += NOTICE
    return score


def _for_a_call(reading: Reading, details: Details, wanted: Wanted) -> float:
    score = DETAIL * details.count
    if wanted.performers:
        score += WANTED_ROLE
    elif wanted.people:
        score += WANTED_PERSON
    elif not wanted.others and (reading.of(Tag.HEAD) or reading.of(Tag.WANTED)):
        score += DETAIL
    besides = wanted.others and not wanted.performers
    if besides and (wanted.hands or not headed_by_role(reading)):
        score += WANTED_OTHERS
    if any(_is_notice(reading, call) for call in reading.of(Tag.CALL)):
        score += CALL_NOUN
    if reading.of(Tag.PRODUCTION):
        score += PRODUCTION
    if names_somebody(reading):
        score += ROLE
    return score


def _is_notice(reading: Reading, call: Hit) -> bool:
    """Whether "casting" speaks of a trial and not of somebody who does it for a living."""
    before = reading.text[max(0, call.outer - 12) : call.outer]
    return not TRADE_BEFORE.search(before) and not TRADE_BEHIND.match(reading.text, call.end)


def _wanted(reading: Reading) -> Wanted:
    """Whom the words of wanting want; a person is a performer where something is made."""
    kinds = {sought.kind for sought in all_sought(reading)}
    made = bool(reading.of(Tag.PRODUCTION) or reading.of(Tag.CALL)) or names_somebody(reading)
    besides = bool(kinds & {Kind.CREW, Kind.JOB, Kind.THING})
    performers = Kind.PERFORMER in kinds or (made and not besides and _asks_around(reading))
    found = bool(kinds & {Kind.PERSON, Kind.WORK}) or (
        Kind.UNKNOWN in kinds and not presents(reading)
    )
    hands = bool(kinds & {Kind.CREW, Kind.JOB})
    return Wanted(performers, made and found, besides and not (made and found), hands)


def _asks_around(reading: Reading) -> bool:
    """Whether a role stands shortly behind (English: around) a word of wanting or of trial."""
    ends = {hit.end for hit in reading.of(Tag.PRODUCTION)}
    roles = [role for role in people(reading) if role.outer - 1 not in ends]
    for ask in wants(reading):
        for role in roles:
            behind = ask.tag is Tag.HEAD and 0 <= ask.outer - role.end <= 25
            if 0 <= role.outer - ask.end <= NEAR or behind:
                return True
    return any(0 <= role.outer - call.end <= 3 for call in reading.of(Tag.CALL) for role in roles)


def _opens_with_update(reading: Reading) -> bool:
    """Whether news of an earlier call is what the message begins with."""
    first = reading.lines[0].start if reading.lines else 0
    return any(hit.key == "update" for hit in reading.of(Tag.SIGNAL, first, first + NEAR))


def _still_calls(reading: Reading, details: Details) -> bool:
    """Whether news of a call tells all that newcomers must know to answer it."""
    return details.contact and (details.age or NEW_PARTS.search(reading.text) is not None)


def _strongest(signals: Mapping[str, float]) -> str:
    return min(signals, key=lambda name: signals[name], default="")
