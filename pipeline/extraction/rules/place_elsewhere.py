"""Places in no list: from anywhere, a town with its state, a spot with a name, a tour."""

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.rules.lexicon import Tag, gazetteer
from pipeline.extraction.rules.place_phrase import Candidate, Phrase
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

REMOTELY, WITH_STATE, NAMED_SPOT, ROYAL_SPOT, TOUR = 3.0, 5.5, 1.5, 7.5, 8.0
STATES = "|".join(state.lower() for state in gazetteer("venues")["states"]["us"])
TOWN_AND_STATE = re.compile(
    rf"(?<![\w@.])(?P<town>[a-z][a-z.'-]+(?: [a-z][a-z.'-]+){{0,2}}),? (?P<state>{STATES})(?![\w@])"
)
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


def remote(reading: Reading, scope: Span) -> Iterator[Candidate]:
    """Work that is done from anywhere; not an audition, and not on a condition."""
    for match in FROM_AFAR.finditer(reading.text, scope.start, scope.end):
        line = reading.line_at(match.start())
        if WORK_BEFORE.search(reading.text, line.start, match.start()):
            continue
        if CONDITION_AFTER.match(reading.text, match.end(), line.end):
            continue
        yield Candidate((Span(*match.span()),), REMOTELY)


ALSO_WORDS = frozenset({"WA", "OK", "IN", "ME", "OR", "HI", "AL", "MA", "PA", "DE", "CO", "ON"})
"""States whose letters are also words: WA is what many call a messenger."""


def american(reading: Reading, scope: Span) -> Iterator[Candidate]:
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
            yield Candidate((Span(town_start, match.end()),), WITH_STATE)


# ----- spots and tours -------------------------------------------------------------------

SPOT_BY_NAME = re.compile(
    r"(?<!\w)(?:في |ب)(?P<spot>(?:جامعه|كليه|مول|مسرح|مركز|فندق|حديقه|متحف|استاد|ملعب|منتزه|قصر"
    r"|قاعه|مجمع|مدينه|بيت|ا?ستو?ديوهات|ستديوهات|مدرسه|مكتبه|نادي)"
    r" (?:(?P<after>الملك|الامير|الاميره|الشيخ|عبد) \w+(?: ال\w+){0,2}"
    r"|ال\w{3,}(?: ال\w{3,}){0,2}|ال\w{1,2} \w{2} \w{2}(?: ال\w{3,})?)"
    r"(?: \(\w+\))?(?: (?:في |ب)(?P<town>ال\w{4,}|\w{3,}))?)"
)
SPOT_IN_CAPITALS = re.compile(
    r"(?:\b(?:at|in) |@ ?)(?:the )?(?P<spot>(?:[A-Z][\w'&]*[ -]){1,4}(?:Mall|University|Hotel"
    r"|Park|Studios?|Theat(?:re|er)"
    r"|Cent(?:re|er)|Hall|Arena|Stadium|Boulevard|Museum|Resort|Club|City|Village|Complex))(?!\w)"
)
AFTER_ROYALTY = re.compile(r"(?:مركز|مسرح|قاعه|مدينه|مكتبه|حديقه|استاد|ملعب) \w+ \w+ ال")
"""Named so fully that no town is needed beside it."""
DATED = re.compile(r" ?[:\-\u2013\u2014(،,] ?")


def named_spots(reading: Reading, scope: Span) -> Iterator[Candidate]:
    """ "At the King Fahd Centre": where no town is named, its name must do."""
    for match in SPOT_BY_NAME.finditer(reading.text, scope.start, scope.end):
        end = match.end("spot")
        days = reading.of(Tag.WEEKDAY, match.start("spot"), end)
        if days:
            yield Candidate((reading.trim(match.start("spot"), days[0].outer),), ROYAL_SPOT)
            continue
        if match["town"] and not reading.has(Tag.PLACE, match.start("town") - 1, end):
            end = match.start("town")
            end = len(reading.text[:end].rstrip(" ب").removesuffix(" في"))
        after = match["after"] and AFTER_ROYALTY.match(match["spot"])
        yield Candidate((Span(match.start("spot"), end),), ROYAL_SPOT if after else NAMED_SPOT)
    if len(reading.source) == len(reading.text):
        for match in SPOT_IN_CAPITALS.finditer(reading.source, scope.start, scope.end):
            yield Candidate((Span(*match.span("spot")),), NAMED_SPOT)


def tours(
    reading: Reading, phrases: Sequence[Phrase], busy: Sequence[tuple[int, int]]
) -> Iterator[Candidate]:
    """Lines that each begin with a town and its day: one call in all of these towns."""
    stops: list[Span] = []
    last = -1
    for phrase in phrases:
        line = reading.line_at(phrase.first.outer)
        index = reading.lines.index(line) if line in reading.lines else -1
        opens = not any(map(str.isalnum, reading.text[line.start : phrase.span.start]))
        sign = DATED.match(reading.text, phrase.span.end, line.end)
        dated = sign is not None and any(0 <= start - sign.end() <= 12 for start, _ in busy)
        if not (opens and dated and phrase.has("places")):
            continue
        if stops and index != last + 1:
            stops = []
        stops.append(phrase.span)
        last = index
        if len(stops) > 1:
            yield Candidate(tuple(stops), TOUR + len(stops))
