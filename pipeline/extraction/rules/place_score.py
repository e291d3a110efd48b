"""How likely it is that a place named in passing is where it happens."""

import re

from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.place_phrase import Phrase
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

ENOUGH = 1.5
BASE = {
    "places": 2.0, "district": 2.0, "country": 0.3, "parts": 0.5, "street": 0.0,
    "risky": -1.0, "quarter": -1.5,
}  # fmt: skip
PREPOSITION, ORIGIN, ADDRESS, ALONE, CLAUSE_ALONE, LINE_START = 3.0, -5.0, -2.5, 3.0, 2.5, 1.0
ABOUT_SHOOTING, SHOOTING_HERE, ADJECTIVE, QUOTED, BESIDES = 1.0, 1.0, -4.0, -6.0, -6.0
SPOKEN_TO, TOGETHER, IN_A_TAG = -2.0, 0.5, -1.0

SHOOTING = re.compile(
    r"(?<!\w)(?:ال|ب|لل|وال|ي|ن|ح[ين]|رح ي|بي)?(?:تصوير|تصور|صور|مقابل\w+|كاستن\w|اوديشن|عرض|بروفات"
    r"|تسجيل)|\b(?:shoot\w*|film(?:ing|s)|audition\w*|casting|rehears\w*|location|studio)\b"
)
TAKES_PLACE = re.compile(
    r"(?:تصوير|(?<!\w)(?:راح |رح |بن?|س|ح)?[ين]ت?تصور|صور|تقام|يقام|بروفات|عروض)\w*"
    r"|\bshoot\w*|\bfilm(?:ing|ed)|\bshot\b"
)
SPOKEN = re.compile(r"(?:ال)?لهج|transport|travel|bus")
HOST = re.compile(r"(?:ال)?(?:جامعه|نادي|موسم|مهرجان)|university")
PRONOUNS = re.compile(r"(?:لهجه|لهجات|بلهجه|اللهجه|لكنه|accent|dialect)(?: \w+)? $")
PEOPLE_OF = re.compile(
    r"(?<!\w)(?:بنات|شباب|اهل|اهالي|ناس|رجال|نسا|مواهب|ممثلي|ممثلين|ممثلات|فنانين) (?:مدينه )?$"
)
LEAVING = re.compile(
    r"(?:نقل|مواصلات|باص\w*|حافله|توصيل|طيران|تذاكر|تذكره|السكن|transport\w*|bus\w*|flights?|travel"
    r"|pick[- ]?up|shuttle)(?: \w+){0,3} (?:من|الي|from|leaves|departs|to) $"
    r"|(?:كم|كيلو|دقيقه|ساعه|km|minutes?|hours?) (?:عن|من|from) $"
    r"|\b(?:bus(?:es)?|shuttle) (?:leaves|departs) $"
    r"|(?<!\w)(?:من )?(?:خارج|غير|عدا|ماعدا|outside(?: of)?|not from|except) $"
)
RESIDES = re.compile(
    r"(?<!\w)(?:(?:ال)?سكن\w{0,2}|[يت]سكن\w*|ساكن\w*|مقيم\w*|[يت]قيم\w*|living|lives?|based)"
    r" (?:في |ب ?|in )?$"
)
PAPERS = re.compile(r"(?:الاسم|اسمك|العمر|عمرك|الطول|الجوال|name|age|height|photo)")
GRANDFATHER = re.compile(
    r"(?:يعرف|مع|عن|ابوه|عند|عنده|عندها|صوره|قصه|بيت|دور|شخصيه|تمثل|تلعب|جد|جد/) (?:او |دور )?$"
)
GRANDMOTHER = re.compile(
    r" (?:عجوز|حنون\w*|كبيره|مسنه|حقيقيه|طيبه|حجازيه|نجديه|جنوبيه|شعبيه|سعوديه|فوق ال|عمرها)(?!\w)"
)
"""Jeddah is spelled as grandmother is, and in a hurry as his grandfather."""
AT = re.compile(r"@ $")
ONLY_EXTRA = re.compile(
    r"[\s\W]*(?:فقط|حصرا|only|area|الان|ksa|uae|السعوديه|saudi arabia)?[\s\W]*$"
)
OPENS_CLAUSE = re.compile(r"(?:^|[.,،|:؛;!؟?()\n•*\-\u2013\u2014/\U0001f000-\U0001ffff] ?)$")
ENDS_CLAUSE = re.compile(
    r" ?(?:فقط|only)? ?(?:$|[.,،|؛;!؟?)(\n•*\-\u2013\u2014\U0001f000-\U0001ffff])"
)
DEFINITE_BEFORE = re.compile(r"(?<!\w)(?:ال|وال|بال|لل)\w+ $")
QUOTES = (("«", "»"), ("“", "”"), ('"', '"'))


def score(reading: Reading, phrase: Phrase) -> float:
    """How likely it is that this is where it happens."""
    text = reading.text
    first, span = phrase.first, phrase.span
    line = reading.line_at(first.outer)
    total = max(BASE[mention.kind] for mention in phrase.mentions)
    total += _from_front(reading, phrase, line)
    rest = text[line.start : span.start] + text[span.end : line.end]
    before = text[line.start : span.start]
    if ONLY_EXTRA.match(rest):
        total += ALONE
    elif _is_clause(text, span):
        total += CLAUSE_ALONE
    elif not before.strip(" *-•·"):
        total += LINE_START
    if SHOOTING.search(text, line.start, line.end):
        total += ABOUT_SHOOTING
    if TAKES_PLACE.search(text, _clause_start(text, line.start, span.start), span.start):
        total += SHOOTING_HERE
    if _is_quoted(text, line, span):
        total += QUOTED
    if text[first.start : first.end] == "المدينه" and PAPERS.search(text, line.start, line.end):
        total += QUOTED
    if text[first.start].isascii() and first.kind == "risky" and not _capitalised(reading, phrase):
        total -= PREPOSITION
    return total


CALL_TAG = re.compile(r"#(?:كاست|تجارب|مطلوب|اوديشن|casting|audition)\w*_$")
"""A hashtag that calls people of a town: "#casting_jeddah"."""


def _from_front(reading: Reading, phrase: Phrase, line: Span) -> float:
    """What the words in front of it, and the letters glued to it, say."""
    text = reading.text
    outer, first = phrase.first.outer, phrase.first
    glued = text[outer : first.start]
    lead = text[line.start : outer]
    before = [h for h in reading.of(Tag.BEFORE_PLACE, line.start, outer) if outer - h.end <= 2]
    total = 0.0
    if (
        glued in ("ب", "بال", "وب", "وبال", "ع", "عال", "ف", "فال", "لل")
        or before
        or lead[-2:].strip() in ("ب", "بـ")
        or AT.search(lead)
    ):
        total += PREPOSITION
    if any(outer - h.end <= 1 for h in reading.of(Tag.ORIGIN, line.start, outer)):
        total += ORIGIN
    if PEOPLE_OF.search(lead):
        total += SPOKEN_TO
    if PRONOUNS.search(lead) or LEAVING.search(lead):
        total += BESIDES
    if RESIDES.search(lead):
        total += ADDRESS
    if lead.endswith("_"):
        total += IN_A_TAG if CALL_TAG.search(lead) else ADDRESS
    if text[first.start : first.end] == "جده" and (
        GRANDFATHER.search(lead) or (not glued and GRANDMOTHER.match(text, first.end))
    ):
        total += BESIDES
    if any(outer - h.end <= 1 for h in reading.of(Tag.ADDRESS, line.start, outer)):
        total += ADDRESS
    if first.kind == "country" and not glued and DEFINITE_BEFORE.search(lead):
        total += ADJECTIVE
    return total


def _clause_start(text: str, begin: int, position: int) -> int:
    stops = [text.rfind(sign, begin, position) for sign in ".،,؛;|!؟?"]
    return max(begin, *(stop + 1 for stop in stops))


def _is_clause(text: str, span: Span) -> bool:
    return bool(
        OPENS_CLAUSE.search(text, max(0, span.start - 3), span.start)
        and ENDS_CLAUSE.match(text, span.end)
    )


def _is_quoted(text: str, line: Span, span: Span) -> bool:
    """Whether it is part of a title: «Shadows of Najd»."""
    for opener, closer in QUOTES:
        before = text[line.start : span.start]
        opened = before.rfind(opener)
        if opener == closer:
            inside = before.count(opener) % 2 == 1
        else:
            inside = opened >= 0 and closer not in before[opened:]
        if inside and closer in text[span.end : line.end]:
            return True
    return False


def lived_in(reading: Reading, phrase: Phrase) -> bool:
    """ "Actors from Amman", "Sharjah University": failing another place, it is there."""
    text, outer = reading.text, phrase.first.outer
    before = max(0, outer - 25)
    lead = text[before:outer]
    if LEAVING.search(lead) or PRONOUNS.search(lead):
        return False
    if PEOPLE_OF.search(lead):
        return True
    origins = (
        word for word in reading.of(Tag.ORIGIN, before, outer) if not SPOKEN.match(text, word.start)
    )
    hosts = (
        word for word in reading.of(Tag.ADDRESS, before, outer) if HOST.match(text, word.start)
    )
    return any(outer - word.end <= 1 for word in (*origins, *hosts))


def _capitalised(reading: Reading, phrase: Phrase) -> bool:
    quote = reading.quote(phrase.first.start, phrase.first.end)
    return quote is not None and quote.text[:1].isupper()


BETWEEN_LINES = re.compile(r"[^\w\n]*\n[^\w\n]*")
SPOT_BETWEEN = re.compile(
    r" ?[،,\-\u2013] ?(?:ا?ست[ود]+يو|فيلا|بيت|منزل|مقر|مكتب|صاله|قاعه|studio|villa) ?"
)


def is_quarter_of(reading: Reading, town: Phrase, other: Phrase) -> bool:
    """Whether a quarter stands on the line below its town, or behind a studio in it."""
    if not town.has("places") or other.has("places", "country"):
        return False
    text = reading.text
    gap = Span(town.span.end, other.span.start)
    if other.first.kind == "district" and SPOT_BETWEEN.fullmatch(text, gap.start, gap.end):
        return True
    above, below = reading.line_at(town.span.start), reading.line_at(other.span.start)
    alone = ONLY_EXTRA.fullmatch(
        text[above.start : town.span.start] + text[town.span.end : above.end]
    ) and ONLY_EXTRA.fullmatch(
        text[below.start : other.span.start] + text[other.span.end : below.end]
    )
    return bool(alone and BETWEEN_LINES.fullmatch(text, gap.start, gap.end))
