"""Places behind a label: "Location: ...", a pin, or the label alone before a name."""

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.place_elsewhere import FROM_AFAR
from pipeline.extraction.rules.place_phrase import SPOKEN, Candidate, Phrase
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

LABELLED_KNOWN, LABELLED_UNKNOWN, MARKED_KNOWN, MARKED_UNKNOWN = 12.0, 7.0, 11.0, 5.0
LONGEST = 90
CLAUSE = re.compile(r"[.!؟?;؛](?=\s|$)|[|•\n]")


PLAIN_LABEL = re.compile(
    r"(?:^|(?<=\n))[^\w\n]*(?:ال)?(?:موقع|مكان|لوكيشن|مدينه|location|venue)(?: ال\w+)?"
    r"(?: |\* ?: ?\*? ?|:\* ?)(?=[^\W\d])"
)
MOST_WORDS = 3
OF_HERE = re.compile(r"(?<!\w)(?:من|اهل|سكان|نفس|هذي|هذه) (?:ال)?$")
""" "People from the area:" heads a list of people."""
ASIDE_SIGNS = ("،", ",", "-", "\u2013", "\u2014", "|", "/")
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
    r" ?\((?:or|can|open|willing|negotiable|او|ممكن|يمكن|قابل|تقريبا)(?!\w)|"
    r" ?[-\u2013\u2014(،,]? ?(?:و?س[يت]\w{2,}|فقط|حصرا|only|والتصوير|تصوير|يوم|مع|لمده|خلال"
    r"|recorded|filmed|shot|shooting|filming"
    r"|من تاريخ|will|on the|from \d|for \d|\d+ (?:days?|nights?|ايام|يوم|ليال\w*)|و?الموقع"
    r"|التفاصيل|details?)(?!\w)"
)


def labelled(
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
        if OF_HERE.search(reading.text, max(scope.start, label.start - 8), label.start):
            continue
        value = label.value if label.plain else _pinned(reading, label)
        span = _place_part(reading, value, contacts, busy)
        span = _beside_colon(reading, span, phrases)
        inside = [p for p in phrases if span.start <= p.first.start and p.first.end <= span.end]
        if not label.plain and inside and _is_aside(reading, span, inside[0]):
            span = inside[0].span
        if not label.plain and inside and _strays(reading, span, inside[0]):
            continue
        span = _narrowed(reading, span, inside)
        if not inside and (afar := FROM_AFAR.search(reading.text, span.start, span.end)):
            span = Span(*afar.span())
        words = reading.text[span.start : span.end]
        if not any(letter.isalpha() for letter in words) or NOT_A_PLACE.match(words):
            continue
        if not inside and span.start > reading.line_at(label.start).end:
            continue
        known = bool(inside) or any(
            reading.has(tag, span.start, span.end) for tag in (Tag.VENUE, Tag.REMOTE)
        )
        if label.plain:
            yield Candidate((span,), LABELLED_KNOWN if known else LABELLED_UNKNOWN)
        else:
            yield Candidate((span,), MARKED_KNOWN if known else MARKED_UNKNOWN)


def announced(
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
        if sign := SIGN.search(words):
            words = words[: sign.start()]
        if inside and len(reading.text[span.start : inside[0].first.outer].split()) <= MOST_WORDS:
            whole = Span(span.start, inside[0].span.end)
            yield Candidate((_narrowed(reading, whole, inside[:1]),), LABELLED_UNKNOWN)
        elif words.isascii() or NOT_A_PLACE.match(words) or len(words.split()) > MOST_WORDS:
            continue
        elif words and not reading.has(Tag.LABEL, span.start, span.end):
            yield Candidate((reading.trim(span.start, span.start + len(words)),), MARKED_UNKNOWN)


def _beside_colon(reading: Reading, span: Span, phrases: Sequence[Phrase]) -> Span:
    """Of "Jeddah: a couple for an ad" what stands in front of the colon, of "Show: Diriyah" what
    stands behind it."""
    colon = reading.text.find(":", span.start, span.end)
    if colon < 0 or "\n" in reading.text[span.start : colon]:
        return span
    if any(span.start <= p.first.start < colon for p in phrases):
        return reading.trim(span.start, colon)
    if any(colon < p.first.start < span.end for p in phrases):
        return reading.trim(colon + 1, span.end)
    return span


def _is_aside(reading: Reading, span: Span, phrase: Phrase) -> bool:
    """Whether a comma and a work stand between the pin and the place."""
    before = reading.text[span.start : phrase.span.start].rstrip()
    return before.endswith(ASIDE_SIGNS) and reading.has(
        Tag.PRODUCTION, span.start, phrase.span.start
    )


def _strays(reading: Reading, span: Span, phrase: Phrase) -> bool:
    """Whether a pin opens a sentence that comes to a place only later."""
    return len(reading.text[span.start : phrase.span.start].split()) > MOST_WORDS


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


def _turns_away(reading: Reading, start: int, end: int) -> bool:
    """Whether a sign behind the place begins something that is no part of it."""
    rest = reading.text[start:end]
    if not SIGN.match(rest):
        return False
    return len(rest.split()) > MOST_WORDS or any(reading.has(tag, start, end) for tag in SPOKEN)


SIGN = re.compile(r"\s?[-\u2013\u2014،,.;|/]")
TOWNS = ("places", "risky", "district")


def _narrowed(reading: Reading, span: Span, phrases: Sequence[Phrase]) -> Span:
    """The town of "the theatre in the town", and nothing of what is said behind the place."""
    if not phrases:
        return span
    text = reading.text
    start, end = span.start, span.end
    last = max(phrases, key=lambda phrase: phrase.span.end)
    if (
        ASIDE.match(text, last.span.end, end)
        or STAYS_AT.match(text, last.span.end, end)
        or _turns_away(reading, last.span.end, end)
    ):
        end = last.span.end
    town = next((phrase for phrase in phrases if phrase.first.kind in TOWNS), None)
    reaches = town and (town.span if town.first.kind == "district" else town.first).end >= end
    if town and reaches and town.first.outer > start:
        glued = text[town.first.outer : town.first.start].startswith(("ب", "في"))
        before = text[start : town.first.outer].rstrip() + " "
        spot = SPOT_FIRST.match(before)
        if spot and spot["glued"] is not None and not glued:
            spot = None
        beside = any(p.span.start < town.span.start for p in phrases)
        if spot and not beside and not text[start].isascii():
            start = town.span.start
    return reading.trim(start, end)
