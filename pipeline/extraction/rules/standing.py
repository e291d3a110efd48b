"""Calls without a verb: notices headed by a role, sheets of labels, lists of short notices."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.money import Amount
from pipeline.extraction.rules.people import Ages
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

NEAR = 60
HEAD_LINES = 4
REACH, SHOWN, TRIAL_REACH, SHORT_FIGURE = 34, 12, 30, 2
OPENING = re.compile(
    r"[\W_]*(?:\d{1,2}[\W_]+)?(?:(?:عاجل\w*|ضروري|و?(?:المهم|الاهم)|وايضا|ايضا|كذلك|urgent"
    r"|role \d{1,2}|الدور|دور(?! (?:ال)?(?:بطول|رييسي|ثانوي)))"
    r"(?!\w))?[\W_]*\d{0,3}\s*"
)
A_PART = re.compile(
    r"[\W_]*(?:(?:عندي|عندنا|لدينا|لدي|معي|معنا|يوجد|متوفر|فيه|في|باقي|باقي لنا|there(?:'s| is)"
    r"|we have|got) )?"
    r"(?:(?:ال)?(?:دور|دورين|ادوار|شخصيه|شخصيات|مشهد)(?: (?:ال)?(?:بطول\w*|رييسي\w*|ثانوي\w*"
    r"|صغير\w*|بسيط\w*|قصير\w*|مهم\w*|كبير\w*|ام|اب))?(?!\w)"
    r"|(?:an? |the )?(?:[a-z]+ )?(?:role|part)s?\b(?! model| play))"
)
FIRST_PERSON = re.compile(
    r"(?<!\w)(?:انا|عندي خبره|خبرتي|لدي خبره|اعمالي|متواجده?|جاهزه? (?:باي|لاي|ل))(?!\w)"
    r"|\b(?:i am|i'm|i’m|i have|my|available for)\b"
)
COMMA = re.compile(r"[,،.(]")
SHOWN_FOR = re.compile(
    r"(?:موديل|مودل|عارض|ممثل|راقص|مذيع)\w*(?: \w+){0,2}"
    r" لل?(?:صالون|عياد|متجر|براند|مارك|علام|بوتيك|دار)\w*"
)
"""A model for a salon is wanted to be seen, even though no work is named."""
WORK_SIGN = re.compile(r" ?: ?| [-\u2013\u2014|/] ")
SHORT_WAY, MOST_ALONE = 25, 4
AGED = re.compile(
    r"\d{1,2} ?[-\u2010-\u2014/] ?\d{1,2}|\d{1,2} ?\+|\d0s|\d{2} ?(?:سنه|عام)|ثوب|دور |لبس"
    r"|ملامح|شرط|اجاده|لهجه|experience|must|dialect"
)
NOBODY = re.compile(r"(?:[فكب]اب|[كبع]ام|ابي)(?!\w)|ام بي سي")
"""What looks like a parent with a preposition glued to it, and is another word."""


def headed_by_role(reading: Reading) -> bool:
    """Whether a line names a role and its age or work, as notices without a verb do."""
    if FIRST_PERSON.search(reading.text):
        return False
    for line, below in zip_longest(reading.lines[:HEAD_LINES], reading.lines[1 : HEAD_LINES + 1]):
        if _work_then_role(reading, line) or (below and _role_alone(reading, line, below)):
            return True
        opening = OPENING.match(reading.text, line.start, line.end)
        begin = opening.end() if opening else line.start
        comma = COMMA.search(reading.text, begin, min(line.end, begin + NEAR))
        stop = comma.start() if comma else min(line.end, begin + REACH)
        whom = [*people(reading, begin, stop), *reading.of(Tag.PERSON, begin, stop)]
        arabic = reading.text[begin : begin + 1] >= "\u0600"
        heads = [hit for hit in whom if hit.outer == hit.start and hit.key != ""]
        if any(hit.outer - begin <= 2 or not arabic for hit in heads):
            rest = Span(begin, min(line.end, begin + 2 * NEAR))
            aged = AGED.search(reading.text, rest.start, rest.end) is not None
            shown = SHOWN_FOR.match(reading.text, begin, rest.end)
            if aged or shown or reading.has(Tag.PRODUCTION, rest.start, rest.end):
                return True
    return False


def _role_alone(reading: Reading, line: Span, below: Span) -> bool:
    """Whether a short line is a role and no more, and the line below it says of what age or look:
    "Male models" over "size 40, 25 to 35"."""
    words = reading.text[line.start : line.end].split()
    begin = reading.trim(line.start, line.end).start
    whom = [*people(reading, begin, line.end), *reading.of(Tag.PERSON, begin, line.end)]
    return (
        len(words) <= MOST_ALONE
        and any(hit.outer - begin <= 1 and hit.key != "" for hit in whom)
        and AGED.search(reading.text, below.start, below.end) is not None
    )


CALLED_UPON = re.compile(
    r"(?<!\w)(?:الي|اللي|يلي|لو|اذا|مين|منو|من|اي \w+)"
    r" (?!يحتاج|محتاج|يبي|يبغي|تبي|تبغي|يدور|يستاجر|عنده كاستن|عنده فرص|عنده شغل|عنده عمل|مهتم|حاب)"
    r"(?:عند\w+|شكل\w*|[يت]عرف|[يت]قدر|[يت]تكلم|[يت]جيد|[يت]لعب|[يت]عزف|[يت]رقص|لهجت\w+|ملامح\w+|طول\w+"
    r"|شعر\w+|وجه\w+|صوت\w+|عمر\w+)(?!\w)[^.؟?\n]{2,70}?"
    r"(?<!\w)(?:و|ف)?(?:[يت](?:كلم|راسل|تواصل|رسل|بعث|بعت|دق|شرف|حضر)\w*|[يت]جي\w*|حياه\w*|كلمو?ني"
    r"|راسلو?ني|تعالو?)(?!\w)"
    r"|(?<!\w)(?:الي|اللي|مين|منو|من)"
    r" (?:حاب\w*|[يت]بي|[يت]بغي|وده?ا?|عايزه?|[يت]حب|مستعده?|جاهزه?|فاضيه?)"
    r" (?:ان )?[يت](?:كون|طلع|مثل|شارك|صور|جي|نضم|ظهر)\w* (?:معنا|معانا|معي|معاي|في|ب\w+)"
    r"|\bif you (?:have|can|are|look|speak|know|play|own)\b[^.?!\n]{2,80}?"
    r"\b(?:text|dm|message|e-?mail|call|contact|whatsapp|apply|send|get in touch)\b"
)
"""Who looks or can do so is told to write: a wish without a word of wanting."""


def calls_upon(reading: Reading) -> bool:
    """Whether whoever has a look or a skill is asked to get in touch, and something is made."""
    return (
        bool(reading.of(Tag.PRODUCTION))
        and not FIRST_PERSON.search(reading.text)
        and CALLED_UPON.search(reading.text) is not None
    )


JUST_A_DOOR = re.compile(r"(?:فتح )?باب ")
"""A door that opens for taking part lets in films, too."""


DATABASE = re.compile(
    r"(?<!\w)(?:[تين]?فتح|[تين]?حدث|تحديث|[تين]وسع|انضم\w*|سجلو?ا?|سجلي|التسجيل|ارسلو?ا?|join|update\w*"
    r"|register\w*)(?!\w)[^.\n]{0,40}?(?:قاعده?|قاعدت\w+) بيانات|\bjoin our (?:talent )?database"
)
"""An agency that takes people on, unlike one that boasts of those it has."""


def takes_people_on(reading: Reading) -> bool:
    return DATABASE.search(reading.text) is not None and names_somebody(reading)


def announces_a_trial(reading: Reading, calls: Iterable[Hit]) -> bool:
    """Whether trials are announced for a work named right behind: "auditions for the play"."""
    return any(
        reading.has(
            Tag.PRODUCTION, call.end, min(reading.line_at(call.start).end, call.end + TRIAL_REACH)
        )
        for call in calls
        if not JUST_A_DOOR.match(reading.text, call.start, call.end)
    )


def shows_a_thing(reading: Reading) -> bool:
    """Whether a message opens with a house, a car, a camera: it is about that."""
    if not reading.lines:
        return False
    start = reading.lines[0].start
    opens = any(hit.outer - start <= SHOWN for hit in reading.of(Tag.THING, start, start + NEAR))
    return opens and not names_somebody(reading)


def _work_then_role(reading: Reading, line: Span) -> bool:
    """Whether a line names a work, and behind a colon or dash whom it is for."""
    sign = WORK_SIGN.search(reading.text, line.start, min(line.end, line.start + NEAR))
    if sign is None or not reading.has(Tag.PRODUCTION, line.start, sign.start()):
        return False
    near = (sign.end(), min(line.end, sign.end() + SHORT_WAY))
    whom = [*people(reading, *near), *reading.of(Tag.PERSON, *near)]
    return any(hit.outer - sign.end() <= 2 and hit.key != "" for hit in whom)


def offers_a_part(reading: Reading) -> bool:
    """Whether a line opens with a part to be played: "I have a small role", "lead role for"."""
    if FIRST_PERSON.search(reading.text):
        return False
    return any(
        A_PART.match(reading.text, line.start, line.end) for line in reading.lines[:HEAD_LINES]
    )


def people(reading: Reading, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """The roles of a range, but for towns and works that are spelled like one."""
    for hit in reading.of(Tag.ROLE, start, end):
        other = any(reading.has(tag, hit.outer, hit.end) for tag in (Tag.PLACE, Tag.PRODUCTION))
        if not other and not NOBODY.match(reading.text, hit.outer):
            yield hit


def names_somebody(reading: Reading) -> bool:
    return next(people(reading), None) is not None


def short_notices(
    reading: Reading,
    contacts: Sequence[Contact],
    ages: Sequence[Ages],
    amounts: Sequence[Amount],
) -> int:
    """How many lines are whole notices: somebody, what for, and how to answer and what it pays
    or how old to be."""
    if FIRST_PERSON.search(reading.text):
        return 0
    answers = [contact.start for contact in contacts]
    figures = [found.start for found in ages]
    figures += [amount.start for amount in amounts if amount.end - amount.start > SHORT_FIGURE]
    return sum(
        any(line.start <= start < line.end for start in answers)
        and any(line.start <= start < line.end for start in figures)
        and reading.has(Tag.PRODUCTION, line.start, line.end)
        and _names_somebody(reading, line)
        for line in reading.lines
    )


def _names_somebody(reading: Reading, line: Span) -> bool:
    named = next(people(reading, line.start, line.end), None) is not None
    return named or reading.has(Tag.PERSON, line.start, line.end)
