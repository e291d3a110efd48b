"""Names of places as they are written: a town, and the quarter, street or spot beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.extraction.rules.lexicon import Entry, Fit, Hit, Lexicon, Tag, build, gazetteer
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

MOST_PARTS = 5
MOST_MENTIONS = 200
LONGEST_VENUE = 40

JOIN = re.compile(
    r"\s?(?:[-\u2013\u2014_,،/|()\u2022]|في|ب|و|او|or|and|&|\+|to|at|in|>)?\s?(?:\(|و)?"
)
VENUE_JOIN = re.compile(r"\s?(?:[-\u2013\u2014_,،/|(]|ب)?\s?\(?")
DISTRICT = re.compile(
    r"(?<!\w)(?P<glued>[بفو])?(?P<head>حي|ضاحيه|حاره|مخطط|ميدان|دوار|شارع|طريق)"
    r" (?P<name>(?:(?:الملك|الامير|الاميره|ام|ابو|ابن|بن|عبد|ظهره|خشم) \w{2,}|ال\w{3,}|\w{3,})"
    r"(?: (?:الشمالي|الجنوبي|الشرقي|الغربي|الاول|الثاني)ه?(?!\w))?)"
)
ALIVE = re.compile(r"(?:بث|عرض|ادا|كاين|غنا|عزف|صوت|جمهور|رسم|مباشر) $")
STREETS = frozenset(["شارع", "طريق"])
BY_WAY_OF = re.compile(r"(?:عن|من) $")
DEFINITE = ("ال", "ام ", "ابو ", "ابن ", "ظهره ", "خشم ")
OPENS_NAME = re.compile(r"(?:^|[\n,،:\-\u2013\u2014/|(\ufe0f\U0001f000-\U0001ffff] ?|في )$")
SIDE = re.compile(
    r" (?:التاريخيه|القديمه|الجديده|الكبري|الشماليه|الجنوبيه|الشرقيه|الغربيه|الطبيه)(?!\w)"
)
LATIN_QUARTER = re.compile(
    r"(?:,? ?[-\u2013\u2014(]? ?|, )(?P<name>(?:(?:al|as|ar|ash|an|az|ad|el) ?[- ]?[a-z']{3,}"
    r"|(?:king|prince) [a-z]+)(?: (?:district|street|road|st|rd|area|neighbou?rhood))?)(?=\W|$)"
)
IN_BRACKETS = re.compile(r" ?\((?P<name>[^()\d\n:،,]{3,30})\)")
DASHED_OFF = re.compile(r" ?[-\u2013\u2014] ?(?P<name>ال\w{3,}(?: ال\w{3,})?)(?= ?(?:[\n.,،|)]|$))")
COMMA_CLOSED = re.compile(r", ?(?P<name>[a-z][a-z']+(?: [a-z']+)?)(?= ?(?:[)|\n•]|$))")
NAMED_AREA = re.compile(
    r",? (?P<name>[a-z']+(?: [a-z']+)?) (?:area|district|street|road|neighbou?rhood|compound)(?!\w)"
)
CLOSES_BRACKET = re.compile(r"(?: [\w.]{1,12}){0,2}\)")
EXIT = re.compile(r",? ?(?:[-\u2013] ?)?(?:exit|مخرج) ?\d{1,2}(?!\d)")
LATIN_AREA = re.compile(
    r" (?:area|city|district|province|region|dist|downtown|bay|gate|hills|valley)(?!\w)"
)
NAMES_SOMEBODY = re.compile(
    r"(?<!\w)(?:الملك|الامير|الاميره|الشيخ|ام|ابو|ابي|بن|بنت|ال|العم|الخاله|الاستاذ\w*|استاذ\w*"
    r"|اخوكم"
    r"|اخوك|اختكم|المخرج\w*|المنسق\w*|كلموا?|تواصل مع|king|prince|sheikh|mr|mrs|ms|miss|with|call)"
    r"[ /.]{1,2}$"
)
AFTER_VENUE = re.compile(
    r" (?:مجهز\w*|خاص\w*|كبير\w*|صغير\w*|احترافي\w*|خارجي\w*|داخلي\w*|معروف\w*|قريب\w*|جديد\w*"
    r"|في|يوم|من|ب\w*|و\w+|لمده|الساعه|ساعه|مقابل|الاجر|اجر|اليوم|غدا|نص|نصف|بكره|مع|خلال|بتاريخ"
    r"|تواصل|التواصل|للتواصل|واتس|الي|لل\w+|\d+|تصوير|التصوير"
    r"|on|from|for|and|at|this|next|today|tomorrow|to)(?= |$)"
)
SPOKEN = (
    Tag.LABEL, Tag.ROLE, Tag.WANTED, Tag.CALL, Tag.PRODUCTION, Tag.WEEKDAY, Tag.AWAY, Tag.PEOPLE,
    Tag.SEX, Tag.MONTH, Tag.HIJRI_MONTH, Tag.TIME_NOUN, Tag.REMOTE, Tag.TRAIT, Tag.PAY_EXTRA,
    Tag.COMPANY_HEAD, Tag.VAGUE_PAY, Tag.UNPAID, Tag.HEAD,
)  # fmt: skip
"""Words of calls: a name in brackets that holds one is no place."""
VENUE_BEFORE = re.compile(
    r"(?<!\w)[بلف]?(?:ال)?(?:ا?ست[ود]+يو\w*|مول|فندق|مسرح|قاعه|نادي|مدرسه|مدارس|مستشفي|مقهي|مطعم"
    r"|قناه|شركه|مجله"
    r"|حديقه|منتزه|ملعب|برج|مركز|جامعه|كليه|معرض|صاله|استراحه|قصر|مجمع|موسسه|جمعيه|اكاديميه|فرقه) $"
)
"""Behind one of these a word that could be a quarter is the name of the spot."""
SHOP_AFTER = re.compile(r" (?:mall|airlines?|airways|bank|film festival)(?!\w)")
"""Behind one of these "Red Sea" or "Riyadh" is part of another name."""
FILMS = re.compile(r"صور (?:\w+ )?(?:فيلم|فلم|مسلسل|اعلان|كليب|فيديو|مشهد|مشاهد|حلق|برنامج)")
""" "I am filming" is spelled as "in Tyre"."""
IN_A_LAND = re.compile(r"\bin $")
ADJECTIVE_COUNTRY = frozenset(["saudi"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text: `outer` is where letters glued to its front begin."""

    outer: int
    start: int
    end: int
    country: str
    kind: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Mentions that stand side by side, with the spots between them."""

    span: Span
    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        return self.mentions[0]

    def has(self, *kinds: str) -> bool:
        return any(mention.kind in kinds for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the place, and how surely; several spans are several towns."""

    spans: tuple[Span, ...]
    score: float


@cache
def quarters() -> Lexicon:
    """Names that are places beside a town, and anything else elsewhere."""
    return build(
        Entry(word, Tag.PLACE, country, Fit.PREFIX)
        for country, words in gazetteer("quarters").items()
        for word in words
    )


def find_mentions(
    reading: Reading, busy: Sequence[tuple[int, int]], scope: Span
) -> tuple[Mention, ...]:
    """Every place named within `scope`, in text order; of overlapping ones the longest.

    `busy` are dates, amounts and contacts: "6 October" is a day before it is a town.
    """
    found = [
        *(_from_hit(hit) for hit in reading.of(Tag.PLACE, scope.start, scope.end)),
        *_districts(reading, scope),
        *_quarters(reading, scope),
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end, mention.kind == "quarter"))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.start < kept[-1].end:
            if mention.end <= kept[-1].end:
                if mention.kind == "places" and kept[-1].kind == "quarter":
                    kept[-1] = replace(kept[-1], kind="places")
                continue
            kept.pop()
        if any(begin < mention.end and mention.start < stop for begin, stop in busy):
            continue
        if not _is_other_word(reading, mention):
            kept.append(mention)
    return tuple(kept[:MOST_MENTIONS])


def _from_hit(hit: Hit) -> Mention:
    country, _, kind = hit.key.partition(":")
    return Mention(hit.outer, hit.start, hit.end, country, kind)


def _districts(reading: Reading, scope: Span) -> Iterator[Mention]:
    """ "حي" and its name, known or not."""
    for match in DISTRICT.finditer(reading.text, scope.start, scope.end):
        if ALIVE.search(reading.text, max(0, match.start() - 7), match.start()):
            continue
        if not match["name"].startswith(DEFINITE) and not match["glued"]:
            before = reading.text[max(0, match.start() - 3) : match.start()]
            if not OPENS_NAME.search(before):
                continue
        kind = "street" if match["head"] in STREETS else "district"
        if kind == "street" and BY_WAY_OF.search(reading.text[: match.start()][-4:]):
            continue
        yield Mention(match.start(), match.start("head"), match.end(), "", kind)


def _quarters(reading: Reading, scope: Span) -> Iterator[Mention]:
    window = reading.text[scope.start : scope.end]
    for hit in quarters().scan(window):
        at = scope.start
        yield Mention(at + hit.outer, at + hit.start, at + hit.end, hit.key, "quarter")


def _is_other_word(reading: Reading, mention: Mention) -> bool:
    """Whether the letters glued to it, or what stands before it, make it another word."""
    text = reading.text
    glued = text[mention.outer : mention.start]
    if glued and mention.end - mention.start <= 2:
        return True
    if mention.kind in ("risky", "quarter") and glued not in ("", "ب", "بال", "لل", "و", "وال"):
        return True
    if glued == "ب" and FILMS.match(text, mention.start):
        return True
    if SHOP_AFTER.match(text, mention.end):
        return True
    name = text[mention.start : mention.end]
    if mention.kind == "country" and name in ADJECTIVE_COUNTRY:
        return not IN_A_LAND.search(text, max(0, mention.outer - 4), mention.outer)
    before = max(0, mention.outer - 14)
    if mention.kind == "quarter" and VENUE_BEFORE.search(text, before, mention.outer):
        return True
    if mention.kind in ("parts", "quarter", "risky"):
        return NAMES_SOMEBODY.search(text, max(0, mention.outer - 14), mention.outer) is not None
    return False


def find_phrases(
    reading: Reading, busy: Sequence[tuple[int, int]], scope: Span
) -> tuple[Phrase, ...]:
    """The mentions of `scope`, each with what belongs to it; none within another."""
    mentions = find_mentions(reading, busy, scope)
    phrases: list[Phrase] = []
    reached = -1
    for index, mention in enumerate(mentions):
        if mention.start < reached:
            continue
        phrase = _grown(reading, mentions, index, scope)
        reached = phrase.span.end
        phrases.append(phrase)
    return tuple(phrases)


def _grown(reading: Reading, mentions: Sequence[Mention], index: int, scope: Span) -> Phrase:
    """From one mention to the right, over whatever is written beside it."""
    text = reading.text
    first = mentions[index]
    stop = min(reading.line_at(first.outer).end, scope.end)
    end = first.end
    members = [first]
    for _ in range(MOST_PARTS):
        following = _next_mention(reading, mentions, index + 1, end, stop)
        if following is not None:
            if not _belongs(reading, following, end):
                break
            members.append(following)
            index, end = mentions.index(following), following.end
        elif (further := _unlisted(reading, end, stop)) > end:
            end = further
        else:
            break
    if side := SIDE.match(text, end, stop):
        end = side.end()
    members = _without_land(text, members)
    start = _leftwards(reading, members[0], scope)
    if "(" in text[start:end] and ")" not in text[start:end]:
        closed = CLOSES_BRACKET.match(text, end, stop)
        end = closed.end() if closed else end
    return Phrase(reading.trim(start, end), tuple(members))


def _leftwards(reading: Reading, first: Mention, scope: Span) -> int:
    """Back over "the north of", an article, and an English spot with a comma behind it."""
    text = reading.text
    begin = max(reading.line_at(first.outer).start, scope.start)
    if spot := BESIDE.search(text, max(begin, first.outer - LONGEST_VENUE), first.outer):
        return spot.start("part")
    if article := ARTICLE_BEFORE.search(text, begin, first.outer):
        return article.start()
    if first.kind in ("places", "risky", "country", "parts") and first.start - first.outer <= 0:
        if side := PART_OF.search(text, begin, first.outer):
            return side.start("part")
        if spot := LATIN_SPOT.search(text, max(begin, first.outer - LONGEST_VENUE), first.outer):
            return _latin_spot(reading, spot, first)
    return first.outer


def _latin_spot(reading: Reading, spot: re.Match[str], first: Mention) -> int:
    """Where "Red Sea Mall," begins: the capitals in front of a word for a spot."""
    quote = reading.quote(spot.start(), spot.end())
    named = CAPITALS_BEFORE.search(quote.text) if quote else None
    if quote is None or named is None or len(quote.text) != len(spot.group().strip()):
        return first.outer
    start = spot.start() + named.start("name")
    said_at = AT_BEFORE.search(reading.text, max(0, start - 4), start)
    known = reading.has(Tag.VENUE, start, spot.end()) or ARTICLE.match(reading.text, start)
    return start if said_at or known else first.outer


def _next_mention(
    reading: Reading, mentions: Sequence[Mention], index: int, end: int, stop: int
) -> Mention | None:
    if index >= len(mentions):
        return None
    following = mentions[index]
    join = JOIN.match(reading.text, end)
    position = join.end() if join else end
    beside = following.outer <= position <= following.start or following.start == end + 1
    return following if beside and following.end <= stop else None


def _belongs(reading: Reading, following: Mention, end: int) -> bool:
    """Whether a mention right behind goes with those before it."""
    if following.kind == "quarter" and following.start - end > 1:
        joined = reading.text[end : following.start].strip()
        return joined in ("ب", "في", "-", "\u2013", "\u2014", ",", "،", "(", "/", "|", "- حي", "_")
    if following.kind == "country":
        return "\n" not in reading.text[end : following.start]
    return True


PART_OF = re.compile(
    r"(?<!\w)[بف]?(?P<part>(?:ا?ستو?ديوهات|واحه|شمال|جنوب|شرق|غرب|وسط|كورنيش|شاطي|شواطي|صحرا|ضواحي|بر|جبال|حراج"
    r"|بوليفارد|مطار"
    r"|مينا|north|south|east|west|central|downtown|old)) $"
)
LATIN_SPOT = re.compile(r"[a-z][\w'& ]+, ?$")
BESIDE = re.compile(
    r"(?<!\w)(?:ب|في )(?P<part>ال\w{3,} (?:قرب|جنب|بجانب|بالقرب من|القريب\w* من|المجاور\w* ل) ?)$"
)
""" "In the dunes near the town"."""
ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:al|as|an|ar|ash|az|ad)-? ?$")
ARTICLE = re.compile(r"(?:al|as|an|ar|ash|az|ad)[ -]")
AT_BEFORE = re.compile(r"(?:\bat |@ ?)$")
CAPITALS_BEFORE = re.compile(
    r"(?<!\S)(?P<name>[A-Z][\w']*(?:(?: (?:and|of|the|&))* [A-Z][\w']*)*(?: (?:district|area"
    r"|street|st|road))?),$"
)


def _without_land(text: str, members: list[Mention]) -> list[Mention]:
    """ "Lebanon - Beirut" is in Beirut; "the Kingdom (Arar, Rafha)" in those two."""
    while len(members) > 1 and members[1].kind == "places":
        wide = members[0].kind == "country" and members[0].country == members[1].country
        bracketed = "(" in text[members[0].end : members[1].outer]
        if not wide and not (bracketed and members[0].kind in ("country", "risky", "quarter")):
            break
        members = members[1:]
    return members


def _unlisted(reading: Reading, end: int, stop: int) -> int:
    """Over a spot we do not know, when its form shows that it is one; `end` if none."""
    text = reading.text
    if venue := _venue_after(reading, end, stop):
        return venue
    if match := LATIN_QUARTER.match(text, end, stop):
        quote = reading.quote(*match.span("name"))
        if quote and quote.text[:1].isupper():
            return match.end() + (1 if text[match.end() : match.end() + 1] == ")" else 0)
    if exit_ := EXIT.match(text, end, stop):
        return exit_.end()
    for pattern in (NAMED_AREA, IN_BRACKETS, DASHED_OFF, COMMA_CLOSED):
        if (match := pattern.match(text, end, stop)) and _says_nothing_else(
            reading, *match.span("name")
        ):
            return match.end()
    if area := LATIN_AREA.match(text, end, stop):
        return area.end()
    return end


def _says_nothing_else(reading: Reading, start: int, end: int) -> bool:
    """Whether the words are in no list, and so may be a name."""
    quote = reading.quote(start, end)
    if quote is None or (quote.text[:1].isascii() and not quote.text[:1].isupper()):
        return False
    words = quote.text.split()
    if not quote.text.isascii() and len(words) > 1 and not words[0].startswith(("ال", "حي", "قرب")):
        return False
    return len(words) <= 3 and not any(reading.has(tag, start, end) for tag in SPOKEN)


def _venue_after(reading: Reading, end: int, stop: int) -> int:
    """The end of a spot such as "studio north" or "King Abdullah Sports City"; 0 if none."""
    join = VENUE_JOIN.match(reading.text, end)
    position = join.end() if join else end
    for venue in reading.of(Tag.VENUE, end, min(stop, end + LONGEST_VENUE)):
        if position > end and venue.outer <= position <= venue.start:
            return _venue_end(reading, venue, stop)
    for venue in reversed(reading.of(Tag.VENUE, end, min(stop, end + LONGEST_VENUE))):
        quote = reading.quote(end, venue.end)
        if quote and CAPITALS.fullmatch(quote.text):
            return venue.end
    return 0


BARE_SPOT = re.compile(
    r"studios?|hotel|hall|cafe|gallery|warehouse|stage|theat\w+|club|mall|استوديو|استديو"
)
CAPITALS = re.compile(r"[A-Z][\w']*(?: [A-Z][\w']*){0,4}")
NAMED_BY = re.compile(r"(?: [\w'.]+){1,3}")


FITTED_OUT = re.compile(r" (?:مجهز|خاص|كبير|صغير|احترافي|خارجي|داخلي|معروف|قريب|جديد)\w*(?!\w)")
"""Behind a word for a spot this names none: "a furnished studio"."""


def _venue_end(reading: Reading, venue: Hit, stop: int) -> int:
    """Behind a word for a spot and the one or two words that name it."""
    match = NAMED_BY.match(reading.text, venue.end, stop)
    if match is None:
        return 0 if BARE_SPOT.fullmatch(reading.text, venue.start, venue.end) else venue.end
    words = match.group()
    if other := AFTER_VENUE.search(words):
        if not words[: other.start()] and FITTED_OUT.match(words):
            return 0
        words = words[: other.start()]
    limit = 3 if re.match(r" (?:حي|شارع|الملك|الامير|king|prince)(?!\w)", words) else 2
    kept = words.split()[:limit]
    if not kept and BARE_SPOT.fullmatch(reading.text, venue.start, venue.end):
        return 0
    return venue.end + sum(len(word) + 1 for word in kept)
