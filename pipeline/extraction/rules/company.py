"""Who makes it, or for whom: production company, agency, troupe, client."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.contacts import Contact, ContactKind
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Span

LONGEST, NEAR = 60, 12
NAME_STOP = re.compile(r"[\n.,،:;؛!؟?|()\u2013\u2014\U0001F300-\U0001FAFF\u2600-\u27bf]| - |\d")
QUOTED = re.compile(r"[«\"“]([^»\"”\n]{2,40})[»\"”]")
CONNECTOR = re.compile(
    r"(?<!\w)(?:in|at|في|من|عن|علي|الي|مع|او|و|يوم|حق\w{0,3}|بتاع|تبع|عم|يدور|تدور|بدها|بده|تحضر|تعتزم|البد"
    r"|التقديم|ان|بان|ب(?!لا |جامعه|كليه|منطقه|محافظه)\w+|لل(?!انتاج|دعايه|اعلا|تسويق"
    r"|مواهب|سينما|افلام|فنون|ترفيه|تدريب|عطور|ازيا|تجميل)\w+|ل(?!ل)\w{3,}|مطلوب\w*|نبحث"
    r"|محتاج\w*|بحاجه|جديد\w*|هو|هي|راح|رح|اللي)(?!\w)"
)
FIRST_WORD = re.compile(r"\s*\w+")
ANNOUNCED = re.compile(
    r"(?<!\w)(?:تعلن|يعلن|يسر|تبحث|تدعو|تنظم|تقيم|تطلب|تحتاج|تعتزم|تستعد|تفتح) $"
)
FOR_CLIENT = re.compile(
    r"(?<![^\W_])(?:ل|لصالح|لحساب|صاحب|صاحبه|راعي|عند|انتاج|من انتاج|اعلان|لاعلان|دعايه|لدعايه"
    r"|لاعلان تجاري|تصوير|لتصوير|فيديو|لفيديو|افتتاح|لافتتاح|كتالوج|لكتالوج|حمله|لحمله|برعايه|مع"
    r"|عبر|من) $"
)
STARTS = re.compile(r"(?:\A|[|،,:•\u2013\u2014\n]|[\U0001F300-\U0001FAFF])[\s\"'*\ufe0f]*$")
GRADUATION = re.compile(r"تخرج|طلابي|graduation|student")
PLACED = re.compile(r"\s*(?:في |in |at |ب(?:حي|شارع|طريق|مدينه|مول|مركز|وسط|شمال|جنوب) )")
PLACE_LINE = re.compile(
    r"\W*(?:ال)?(?:مكان|موقع|مقر|عنوان|تسجيل في|studio|location|venue)\b[^\n]{0,25}:"
)
ON = re.compile(r"(?<!\w)(?:علي|في) $")
NEVER_ALONE = frozenset([
    "شركه", "موسسه", "وكاله", "مجموعه", "مكتب", "مركز", "تطبيق", "قناه", "منصه", "دار",
    "علامه", "مسرح", "مول", "مجمع", "مدرسه", "جامعه", "كليه", "ورشه", "براند", "ماركه",
    "متجر", "محل", "استديو", "ستوديو", "استوديو", "امانه", "غرفه", "معرض", "نادي", "فرقه",
    "معهد",
])  # fmt: skip
"""Words for a company that say nothing without a name."""
OF_STUDENTS = frozenset(["جامعه", "كليه", "معهد"])
BRANCH = re.compile(r" ?[-\u2013\u2014] (?:فرع|مكتب) \w+")
ANNOUNCER = re.compile(
    r"(?<!\w)(?:تعلن|يعلن|تدعو|يدعو|يسر|تعتزم|تبحث|تطلب|يسعدنا في|يسرنا في)\s+"
    r"(?P<name>[«\"“][^»\"”\n]{3,50}[»\"”])"
)
SELLS = re.compile(
    r"brand|store|shop|boutique|beauty|studio(?!s?\.cast)|resort|retreat|hotel|cafe|coffee|roast|bakery"
    r"|salon|clinic|spa(?![a-z])|abaya|wear|fashion|atelier|gold|jewel|perfume|kitchen|mall|gym"
)
BUSINESS = re.compile(
    r"\b(?:(?P<which>[a-z]+(?:-[a-z]+)?) )?(?P<kind>clinic|(?:university )?hospital|hotel|bank"
    r"|airline|academy|school|resort|university|restaurant chain|restaurant|brand|supermarket|mall"
    r"|gym|expo|coffee shop|cafe|bakery)\b"
)
FOR_BUSINESS = re.compile(r"(?:\bfor|\bat|/|by)\s+(?:an? |the |our )?$")
MADE_FOR = re.compile(
    r"['’s]* (?:tv |training |radio |social |online )?(?:commercial|ad|advert|tvc|spot|reel"
    r"|film|campaign|shoot|video|promo|content)\b"
)
NO_MODIFIER = frozenset(["a", "an", "the", "our", "new", "this", "for", "at", "of", "in", "local"])
FARTHEST = 120
"""How many letters in front of a word a name that belongs to it may begin."""
ENGLISH_ASKER = re.compile(r"(?P<name>[^\n.,:;!?|()]{2,50}?) (?:\([^)\n]*\) )?$")
PRONOUN = re.compile(
    r"^(?:open|urgent|female|male|paid|extras|actors|models|we|i|they|she|he|who|a|an|the|is|and"
    r"|now|hi|hello|hey|everyone|someone|client"
    r"|production|company|casting|our|my|friend|team|this|urgently|currently|also|still|not|you"
    r"|if|all)\b"
)


@dataclass(frozen=True, slots=True)
class Name:
    span: Span
    score: float


def find_company(
    reading: Reading, labels: Sequence[Labelled], contacts: Sequence[Contact], scope: Span
) -> FieldValue | None:
    """The company named within `scope`."""
    names = [
        name
        for name in (
            *_labelled(reading, labels, scope),
            *_arabic(reading, labels, scope),
            *_english(reading, scope),
            *_announcers(reading, scope),
            *_businesses(reading, scope),
            *_sellers(reading, contacts, scope),
        )
        if 2 <= name.span.end - name.span.start <= LONGEST
    ]
    if not names:
        return None
    best = max(names, key=lambda name: (name.score, -name.span.start))
    quote = reading.quote(best.span.start, best.span.end)
    return FieldValue(clean(quote.text).lstrip("@"), (quote,)) if quote else None


def _announcers(reading: Reading, scope: Span) -> Iterator[Name]:
    """ "تعلن «الأفق» عن": a quoted name where the verb wants its subject."""
    for match in ANNOUNCER.finditer(reading.text, scope.start, scope.end):
        start, end = match.span("name")
        yield Name(Span(start + 1, end - 1), 4)


def _businesses(reading: Reading, scope: Span) -> Iterator[Name]:
    """ "for a dental clinic", "coffee brand reel": the kind of client, when no name is given."""
    for match in BUSINESS.finditer(reading.text, scope.start, scope.end):
        start = match.start("kind") if match["which"] in NO_MODIFIER else match.start()
        before = reading.text[max(scope.start, start - 12) : start]
        if FOR_BUSINESS.search(before) or MADE_FOR.match(reading.text, match.end()):
            yield Name(Span(start, match.end()), 1.5)


def _sellers(reading: Reading, contacts: Sequence[Contact], scope: Span) -> Iterator[Name]:
    """A handle that says what its owner sells is the client's own."""
    for contact in contacts:
        inside = scope.start <= contact.start and contact.end <= scope.end
        sells = SELLS.search(reading.text, contact.start, contact.end)
        if contact.kind is ContactKind.HANDLE and inside and sells:
            yield Name(Span(contact.start, contact.end), 1.8)


def _labelled(reading: Reading, labels: Sequence[Labelled], scope: Span) -> Iterator[Name]:
    for label in labels:
        if label.field == "company" and label.plain and scope.start <= label.start < scope.end:
            stop = re.compile(r"[|،]|,(?= )| - ").search(
                reading.text, label.value.start, label.value.end
            )
            end = stop.start() if stop else label.value.end
            yield Name(reading.trim(label.value.start, end), 5)


def _arabic(reading: Reading, labels: Sequence[Labelled], scope: Span) -> Iterator[Name]:
    """ "شركة X تعلن", "فرقة X", "إعلان عيادة X"."""
    places = [(label.start, label.value.end) for label in labels if label.field == "location"]
    for head in reading.of(Tag.COMPANY_HEAD, scope.start, scope.end):
        line = reading.line_at(head.start)
        stop = min(line.end, scope.end, head.end + 2 * LONGEST)
        if any(begin <= head.start < end for begin, end in places) or PLACE_LINE.match(
            reading.text, line.start, head.start
        ):
            continue
        end = _name_end(reading, head.end, stop)
        unnamed = end <= head.end + 1
        asks = any(0 <= ask.outer - end <= 2 for ask in reading.of(Tag.ASK, end - 1, stop))
        before = reading.text[max(line.start, head.outer - 16) : head.outer]
        starts = (
            STARTS.search(reading.text, max(0, line.start - 1, head.outer - NEAR), head.outer)
            is not None
        )
        glued = reading.text[head.outer : head.start]
        word = reading.text[head.start : head.end]
        client = FOR_CLIENT.search(before) or (glued in ("ل", "لل") and word != "تطبيق")
        if unnamed and not (client and word not in NEVER_ALONE):
            continue
        if (asks and not ON.search(before)) or ANNOUNCED.search(before):
            yield Name(Span(head.outer if glued == "ال" else head.start, end), 4)
        elif client:
            yield Name(Span(head.outer if glued == "ال" else head.start, end), 3)
        elif starts or (glued == "ب" and word in OF_STUDENTS and GRADUATION.search(reading.text)):
            yield Name(Span(head.outer if glued == "ال" else head.start, end), 2)


def _name_end(reading: Reading, position: int, stop: int) -> int:
    """Up to four words of a name, or the quoted name."""
    text = reading.text
    if (
        quoted := QUOTED.search(text, position, min(stop, position + 45))
    ) and quoted.start() - position <= 12:
        return quoted.end()
    end = stop
    if match := NAME_STOP.search(text, position, stop):
        end = match.start()
    for ask in reading.of(Tag.ASK, position, stop):
        end = min(end, ask.outer)
    first = FIRST_WORD.match(text, position, end)
    placed = PLACED.match(text, position, end) or any(
        place.outer <= position + 2 and text[place.outer : place.start] in ("ب", "بال")
        for place in reading.of(Tag.PLACE, position, end)
    )
    begin = first.end() if first and not placed else position
    if match := CONNECTOR.search(text, begin, end):
        end = match.start()
    words = list(re.finditer(r"\S+", text[position:end]))
    if len(words) > 4:
        end = position + words[3].end()
    while end > position and text[end - 1].isspace():
        end -= 1
    branch = BRANCH.match(text, end, max(stop, min(len(text), end + 30)))
    return branch.end() if branch else end


def _english(reading: Reading, scope: Span) -> Iterator[Name]:
    for ask in reading.of(Tag.ASK, scope.start, scope.end):
        if ask.key == "english":
            line = reading.line_at(ask.start)
            begin = max(line.start, scope.start, ask.start - FARTHEST)
            match = ENGLISH_ASKER.search(reading.text, begin, ask.start)
            if match and (span := _named(reading, Span(*match.span("name")))):
                yield Name(span, 3.5)
    for tail in reading.of(Tag.COMPANY_TAIL, scope.start, scope.end):
        if span := _before_tail(reading, tail, scope):
            yield Name(span, 2.5)


def _named(reading: Reading, span: Span) -> Span | None:
    """The span if it reads like a name: capitalised, not a pronoun."""
    trimmed = reading.trim(span.start, span.end)
    made = reading.of(Tag.PRODUCTION, trimmed.start, trimmed.end)
    tails = reading.of(Tag.COMPANY_TAIL, trimmed.start, trimmed.end)
    if reading.has(Tag.CALL, trimmed.start, trimmed.end) or any(
        work.start == trimmed.start
        or not any(tail.end == trimmed.end == work.end for tail in tails)
        for work in made
    ):
        return None
    words = reading.text[trimmed.start : trimmed.end]
    quote = reading.quote(trimmed.start, trimmed.end)
    if quote is None or PRONOUN.match(words) or len(words.split()) > 6:
        return None
    return trimmed if quote.text[:1].isupper() or quote.text[:1] == "@" else None


def _before_tail(reading: Reading, tail: Hit, scope: Span) -> Span | None:
    """Capitalised words that end in "Productions", "Films", "Agency"."""
    line = reading.line_at(tail.start)
    begin = max(line.start, scope.start, tail.start - FARTHEST)
    quote = reading.quote(tail.start, tail.end)
    if quote is None or not quote.text[:1].isupper():
        return None
    start = tail.start
    for word in reversed(list(re.finditer(r"[\w&'.]+", reading.text[begin : tail.start]))):
        written = reading.quote(begin + word.start(), begin + word.end())
        adjacent = reading.text[begin + word.end() : start].strip(" ") == ""
        if (
            not adjacent
            or written is None
            or not (written.text[:1].isupper() or written.text in {"&", "of"})
        ):
            break
        if PRONOUN.match(word.group()) or reading.has(
            Tag.CALL, begin + word.start(), begin + word.end()
        ):
            break
        start = begin + word.start()
    if start == tail.start or _is_no_name(reading, Span(start, tail.start)):
        return None
    return Span(start, tail.end)


def _is_no_name(reading: Reading, words: Span) -> bool:
    """Whether the words before "Studio" or "TV" are only a place, a people or a role."""
    return any(
        hit.outer == words.start and hit.end >= words.end - 1
        for tag in (Tag.PLACE, Tag.PEOPLE, Tag.ROLE)
        for hit in reading.of(tag, words.start, words.end + LONGEST)
    )
