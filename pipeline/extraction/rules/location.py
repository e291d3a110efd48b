"""Where it happens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Tag, gazetteer, lexicon
from pipeline.extraction.rules.place_phrase import Phrase, find_phrases
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.normalise import fold
from pipeline.text.span import Span

LABELLED_KNOWN, LABELLED_UNKNOWN, MARKED_KNOWN, MARKED_UNKNOWN = 12.0, 7.0, 11.0, 5.0
ENOUGH = 1.5
BASE = {
    "places": 2.0, "district": 2.0, "country": 0.3, "parts": 0.5, "risky": -1.0, "quarter": -1.5,
}  # fmt: skip
PREPOSITION, ORIGIN, ADDRESS, ALONE, CLAUSE_ALONE, LINE_START = 3.0, -5.0, -2.5, 3.0, 2.5, 1.0
ABOUT_SHOOTING, SHOOTING_HERE, ADJECTIVE, QUOTED, BESIDES = 1.0, 1.0, -4.0, -6.0, -6.0
LONGEST = 90
REMOTELY = 3.0

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
LEAVING = re.compile(
    r"(?:نقل|مواصلات|باص\w*|حافله|توصيل|طيران|تذاكر|تذكره|السكن|transport\w*|bus\w*|flights?|travel"
    r"|pick[- ]?up|shuttle)(?: \w+){0,3} (?:من|الي|from|leaves|departs|to) $"
    r"|\b(?:bus(?:es)?|shuttle) (?:leaves|departs) $"
    r"|(?<!\w)(?:من )?(?:خارج|غير|عدا|ماعدا|outside(?: of)?|not from|except) $"
)
PAPERS = re.compile(r"(?:الاسم|اسمك|العمر|عمرك|الطول|الجوال|name|age|height|photo)")
GRANDFATHER = re.compile(r"(?:يعرف|مع|عن|ابوه|عند|صوره|قصه|بيت) (?:او )?$")
AT = re.compile(r"@ $")
STATES = "|".join(state.lower() for state in gazetteer("venues")["states"]["us"])
TOWN_AND_STATE = re.compile(
    rf"(?<![\w@.])(?P<town>[a-z][a-z.'-]+(?: [a-z][a-z.'-]+){{0,2}}),? (?P<state>{STATES})(?![\w@])"
)
ONLY_EXTRA = re.compile(
    r"[\s\W]*(?:فقط|حصرا|only|area|الان|ksa|uae|السعوديه|saudi arabia)?[\s\W]*$"
)
OPENS_CLAUSE = re.compile(r"(?:^|[.,،|:؛;!؟?()\n•*\-\u2013\u2014/\U0001f000-\U0001ffff] ?)$")
ENDS_CLAUSE = re.compile(
    r" ?(?:فقط|only)? ?(?:$|[.,،|؛;!؟?)(\n•*\-\u2013\u2014\U0001f000-\U0001ffff])"
)
DEFINITE_BEFORE = re.compile(r"(?<!\w)(?:ال|وال|بال|لل)\w+ $")
QUOTES = (("«", "»"), ("“", "”"), ('"', '"'))
CLAUSE = re.compile(r"[.!؟?;؛](?=\s|$)|[|•\n]")
FROM_AFAR = re.compile(
    r"(?<!\w)(?:عن بعد|من البيت|من منزلك|work from home|remote(?:ly)?"
    r"|(?<=العمل )اونلاين|(?<=الشغل )اونلاين|(?<=التسليم )اونلاين|(?<=التسجيل )اونلاين"
    r"|(?<=[-\u2013\u2014،|] )(?:اونلاين|online)(?= ?[-\u2013\u2014،|.\n]))(?!\w)"
)
WORK_BEFORE = re.compile(
    r"(?:مقابل\w*|اوديشن|تجارب \w+|كاستن\w+|تقديم|الاختبار\w*|audition\w*|casting|apply|submi\w*"
    r"|interview\w*|callbacks?)[^\n.،,]{0,20}$"
)
CONDITION_AFTER = re.compile(r"[^\n.،,]{0,25}\b(?:if|اذا|لو)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    span: Span
    score: float


def find_location(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> FieldValue | None:
    """The place named within `scope`. `busy` are dates and amounts: never part of a place."""
    phrases = find_phrases(reading, busy, scope)
    candidates = [
        *_labelled(reading, labels, phrases, contacts, busy, scope),
        *_announced(reading, phrases, contacts, busy, scope),
        *_mentioned(reading, phrases),
        *_american(reading, scope),
        *_remote(reading, scope),
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: (candidate.score, -candidate.span.start))
    if best.score < ENOUGH:
        return None
    quote = reading.quote(best.span.start, best.span.end)
    return FieldValue(place_name(clean(quote.text)), (quote,)) if quote else None


WITHOUT_ARTICLE = frozenset(
    ["رياض", "دمام", "كويت", "دوحه", "قاهره", "شارقه", "منامه", "جيزه", "خبر"]
)
"""Towns that some write without the article that is part of their name."""


def place_name(words: str) -> str:
    """Without the preposition written onto the name: بالرياض, للرياض, بجدة."""
    first, _, rest = words.partition(" ")
    if fold(first) in WITHOUT_ARTICLE:
        return "ال" + words
    for glued, article in (
        ("وبال", "ال"),
        ("بال", "ال"),
        ("فال", "ال"),
        ("عال", "ال"),
        ("لل", "ال"),
    ):
        if first.startswith(glued) and len(first) > len(glued) + 2:
            return article + words[len(glued) :]
    if first in {"ب", "بـ", "في", "in", "at", "In", "At"} and rest:
        return place_name(rest)
    if first in ("بحي", "فحي"):
        return words[1:]
    if first[:1] in ("ب", "ف", "ع") and is_place(first[1:] + (" " + rest if rest else "")):
        return words[1:]
    return words


def is_place(words: str) -> bool:
    """Whether the words begin with a place we know."""
    folded = fold(words)
    return any(
        hit.tag is Tag.PLACE and hit.outer == 0 == hit.start for hit in lexicon().scan(folded)
    )


def countries(reading: Reading) -> tuple[str, ...]:
    """Countries the message speaks of, the most mentioned first."""
    counts: dict[str, int] = {}
    for hit in reading.of(Tag.PLACE):
        country, _, kind = hit.key.partition(":")
        counts[country] = counts.get(country, 0) + (1 if kind in ("risky", "parts") else 3)
    for hit in reading.of(Tag.PEOPLE):
        counts[hit.key] = counts.get(hit.key, 0) + 1
    return tuple(sorted(counts, key=lambda country: -counts[country]))


# ----- behind a label --------------------------------------------------------------------

PLAIN_LABEL = re.compile(
    r"(?:^|(?<=\n))[^\w\n]*(?:ال)?(?:موقع|مكان|لوكيشن|مدينه|location|venue)(?: ال\w+)? (?=[^\W\d])"
)
MOST_WORDS = 3
NOT_A_PLACE = re.compile(
    r"(?:ال)?(?:tba|tbd|tbc|ي?حدد|سيحدد|سيتم|سوف|راح|يتم|بيتم|نرسل|ينرسل|يرسل|لوكيشن|موقع|في الرابط"
    r"|بالرابط|نعلن|will be|to be|shared|sent|after|later|لاحقا|خاص)(?!\w)"
)
SPOT_FIRST = re.compile(
    r"(?!(?:حي|شارع|طريق|كورنيش|وادي|جبل|جزيره|شرق|غرب|شمال|جنوب|وسط|شاطي|صحرا|ضواحي) )"
    r"(?:[^\W\d_]+|[^\W\d_][^\n،,(]{1,45}? (?:في|[-\u2013\u2014])"
    r"|[^\W\d_][^\n،,(]{1,45}?(?= $)(?P<glued>)) $"
)
STAYS_AT = re.compile(r" (?:في|ب)(?: ?(?:مقر|مكتب|قاعه|فندق|احد|احدي|نفس|منزل|بيت)\w*)")
ASIDE = re.compile(
    r" ?[-\u2013\u2014(،,]? ?(?:و?س[يت]\w{2,}|فقط|حصرا|only|والتصوير|تصوير|يوم|مع|لمده|خلال"
    r"|من تاريخ|will|on the|from \d|for \d|\d+ (?:days?|nights?|ايام|يوم|ليال\w*)|و?الموقع"
    r"|التفاصيل|details?)(?!\w)"
)


def _labelled(
    reading: Reading,
    labels: Sequence[Labelled],
    phrases: Sequence[Phrase],
    contacts: Sequence[Contact],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> Iterator[Candidate]:
    for label in labels:
        if label.field != "location" or not scope.start <= label.start < scope.end:
            continue
        value = label.value if label.plain else _pinned(reading, label)
        span = _place_part(reading, value, contacts, busy)
        inside = [p for p in phrases if span.start <= p.first.start and p.first.end <= span.end]
        span = _narrowed(reading, span, inside)
        if not inside and (afar := FROM_AFAR.search(reading.text, span.start, span.end)):
            span = Span(*afar.span())
        words = reading.text[span.start : span.end]
        if not any(letter.isalpha() for letter in words) or NOT_A_PLACE.match(words):
            continue
        known = bool(inside) or any(
            reading.has(tag, span.start, span.end) for tag in (Tag.VENUE, Tag.REMOTE)
        )
        if label.plain:
            yield Candidate(span, LABELLED_KNOWN if known else LABELLED_UNKNOWN)
        else:
            yield Candidate(span, MARKED_KNOWN if known else MARKED_UNKNOWN)


def _announced(
    reading: Reading,
    phrases: Sequence[Phrase],
    contacts: Sequence[Contact],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> Iterator[Candidate]:
    """ "الموقع ديراب": a label without a colon, with no more than a name behind it."""
    for match in PLAIN_LABEL.finditer(reading.text, scope.start, scope.end):
        line = reading.line_at(match.end())
        if any(p.first.start < match.end() <= p.first.end for p in phrases):
            continue
        span = _place_part(reading, Span(match.end(), line.end), contacts, busy)
        inside = [p for p in phrases if span.start <= p.first.outer <= span.end]
        words = reading.text[span.start : span.end]
        if inside and len(reading.text[span.start : inside[0].first.outer].split()) <= MOST_WORDS:
            whole = Span(span.start, inside[0].span.end)
            yield Candidate(_narrowed(reading, whole, inside[:1]), LABELLED_UNKNOWN)
        elif words.isascii() or NOT_A_PLACE.match(words) or len(words.split()) > MOST_WORDS:
            continue
        elif words and not reading.has(Tag.LABEL, span.start, span.end):
            yield Candidate(span, MARKED_UNKNOWN)


def _pinned(reading: Reading, label: Labelled) -> Span:
    """What the pin stands beside: what follows it, or the line that it closes."""
    line = reading.line_at(label.start)
    if label.value.start > line.end and any(
        map(str.isalpha, reading.text[line.start : label.start])
    ):
        return reading.trim(line.start, label.start)
    return label.value


def _place_part(
    reading: Reading, value: Span, contacts: Sequence[Contact], busy: Sequence[tuple[int, int]]
) -> Span:
    """The value up to where it speaks of something else."""
    end = min(value.end, value.start + LONGEST)
    for start, _ in [*busy, *((contact.start, contact.end) for contact in contacts)]:
        if value.start <= start < end:
            end = start
    if stop := CLAUSE.search(reading.text, value.start + 1, end):
        end = stop.start()
    return reading.trim(value.start, end)


def _narrowed(reading: Reading, span: Span, phrases: Sequence[Phrase]) -> Span:
    """The town of "the theatre in the town", and nothing of what is said behind the place."""
    if not phrases:
        return span
    text = reading.text
    start, end = span.start, span.end
    last = max(phrases, key=lambda phrase: phrase.span.end)
    if ASIDE.match(text, last.span.end, end) or STAYS_AT.match(text, last.span.end, end):
        end = last.span.end
    town = next((phrase for phrase in phrases if phrase.first.kind in ("places", "risky")), None)
    if town and town.first.outer > start and town.first.end >= end:
        glued = text[town.first.outer : town.first.start].startswith(("ب", "في"))
        before = text[start : town.first.outer].rstrip() + " "
        spot = SPOT_FIRST.match(before)
        if spot and spot["glued"] is not None and not glued:
            spot = None
        beside = any(p.span.start < town.span.start for p in phrases)
        if spot and not beside and not text[start].isascii():
            start = town.span.start
    return reading.trim(start, end)


# ----- in passing ------------------------------------------------------------------------


def _mentioned(reading: Reading, phrases: Sequence[Phrase]) -> Iterator[Candidate]:
    for phrase in phrases:
        yield Candidate(phrase.span, _score(reading, phrase))
        if phrase.has("places") and _lived_in(reading, phrase):
            yield Candidate(phrase.span, ENOUGH)


def _score(reading: Reading, phrase: Phrase) -> float:
    """How likely it is that this is where it happens."""
    text = reading.text
    first, span = phrase.first, phrase.span
    line = reading.line_at(first.outer)
    score = max(BASE[mention.kind] for mention in phrase.mentions)
    score += _from_front(reading, phrase, line)
    rest = text[line.start : span.start] + text[span.end : line.end]
    before = text[line.start : span.start]
    if ONLY_EXTRA.match(rest):
        score += ALONE
    elif _is_clause(text, span):
        score += CLAUSE_ALONE
    elif not before.strip(" *-•·"):
        score += LINE_START
    if SHOOTING.search(text, line.start, line.end):
        score += ABOUT_SHOOTING
    if TAKES_PLACE.search(text, _clause_start(text, line.start, span.start), span.start):
        score += SHOOTING_HERE
    if _is_quoted(text, line, span):
        score += QUOTED
    if text[first.start : first.end] == "المدينه" and PAPERS.search(text, line.start, line.end):
        score += QUOTED
    if text[first.start].isascii() and first.kind == "risky" and not _capitalised(reading, phrase):
        score -= PREPOSITION
    return score


def _from_front(reading: Reading, phrase: Phrase, line: Span) -> float:
    """What the words in front of it, and the letters glued to it, say."""
    text = reading.text
    outer, first = phrase.first.outer, phrase.first
    glued = text[outer : first.start]
    lead = text[line.start : outer]
    before = [h for h in reading.of(Tag.BEFORE_PLACE, line.start, outer) if outer - h.end <= 2]
    score = 0.0
    if (
        glued in ("ب", "بال", "وب", "وبال", "ع", "عال", "ف", "فال", "لل")
        or before
        or lead[-2:].strip() in ("ب", "بـ")
        or AT.search(lead)
    ):
        score += PREPOSITION
    if any(outer - h.end <= 1 for h in reading.of(Tag.ORIGIN, line.start, outer)):
        score += ORIGIN
    if PRONOUNS.search(lead) or LEAVING.search(lead):
        score += BESIDES
    if lead.endswith("_"):
        score += ADDRESS
    if text[first.start : first.end] == "جده" and GRANDFATHER.search(lead):
        score += BESIDES
    if any(outer - h.end <= 1 for h in reading.of(Tag.ADDRESS, line.start, outer)):
        score += ADDRESS
    if first.kind == "country" and not glued and DEFINITE_BEFORE.search(lead):
        score += ADJECTIVE
    return score


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


def _lived_in(reading: Reading, phrase: Phrase) -> bool:
    """ "Actors from Amman", "Sharjah University": failing another place, it is there."""
    text, outer = reading.text, phrase.first.outer
    before = max(0, outer - 25)
    lead = text[before:outer]
    if LEAVING.search(lead) or PRONOUNS.search(lead):
        return False
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


# ----- from anywhere, and in towns nobody listed -----------------------------------------


def _remote(reading: Reading, scope: Span) -> Iterator[Candidate]:
    """Work that is done from anywhere; not an audition, and not on a condition."""
    for match in FROM_AFAR.finditer(reading.text, scope.start, scope.end):
        line = reading.line_at(match.start())
        if WORK_BEFORE.search(reading.text, line.start, match.start()):
            continue
        if CONDITION_AFTER.match(reading.text, match.end(), line.end):
            continue
        yield Candidate(Span(*match.span()), REMOTELY)


ALSO_WORDS = frozenset({"WA", "OK", "IN", "ME", "OR", "HI", "AL", "MA", "PA", "DE", "CO", "ON"})
"""States whose letters are also words: WA is what many call a messenger."""


def _american(reading: Reading, scope: Span) -> Iterator[Candidate]:
    """ "Tucson AZ": a town nobody listed, with its state."""
    for match in TOWN_AND_STATE.finditer(reading.text, scope.start, scope.end):
        state = reading.quote(*match.span("state"))
        town_start = match.start("town")
        quote = reading.quote(town_start, match.end("town"))
        if not state or not state.text.isupper() or not quote:
            continue
        words = quote.text.split()
        while words and not words[0][:1].isupper():
            town_start += len(words.pop(0)) + 1
        while len(words) > 1 and words[0].lower() in (
            "shoots",
            "shooting",
            "filming",
            "in",
            "near",
            "casting",
            "location",
        ):
            town_start += len(words.pop(0)) + 1
        comma = reading.text[match.end("town") : match.start("state")].strip() == ","
        if state.text in ALSO_WORDS and not comma:
            continue
        if words and not reading.text.startswith(":", match.end()):
            yield Candidate(Span(town_start, match.end()), BASE["places"] + PREPOSITION + 0.5)
