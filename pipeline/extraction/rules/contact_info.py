"""Which of a message's contacts is the one to answer to."""

import re
from collections.abc import Sequence

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.contacts import Contact, ContactKind
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.span import Span

KIND = {
    ContactKind.PHONE: 0.6,
    ContactKind.EMAIL: 0.6,
    ContactKind.LINK: 0.3,
    ContactKind.HANDLE: 0.2,
}
INVITES = re.compile(
    r"(?<!\w)(?:و?(?:ل|ال|لل)?(?:تواصل|تقديم|تسجيل|حجز|مشاركه|ارسال|استفسار|مهتم\w*)|واتس\w*"
    r"|جوال\w*|هاتف|موبايل|تلفون|رقم|ايميل|بريد|راسل\w*|ارسل\w*|ابعت\w*|ابعث\w*|دز\w*|طرش\w*"
    r"|كلم\w*|اتصل\w*|صور\w*|عبر|علي|رابط|سجل\w*|قدم\w*)(?!\w)"
    r"|\b(?:contact|apply|application|submi\w*|send|e-?mail|text|call|whatsapp|wa|dm|message"
    r"|register|sign up|reach|form|link|to|via|at|rsvp|resume|headshot|reel|photos?)\b"
)
FOLLOWS = re.compile(
    r"(?<!\w)(?:تابعو\w*|تابع\w*|حسابنا|قناتنا|صفحتنا|انضم\w*|اشترك\w*|لمشاهده|شاهد\w*|حقوق|خريطه"
    r"|الموقع)(?!\w)|\b(?:follow|subscribe|join|watch|trailer|map|maps|credit|photo by|website"
    r"|more info|see|about)\b"
)
APPLIES = re.compile(
    r"(?<!\w)و?(?:ل|ال|لل)?(?:تقديم|تسجيل|حجز|مشاركه)(?!\w)"
    r"|\b(?:apply|application|submi\w*|register|sign up|rsvp)\b"
)
MAP = re.compile(r"maps\.|goo\.gl/maps|/maps|waze\.com")
CHAT_GROUP = re.compile(r"chat\.whatsapp\.com|t\.me/\+|t\.me/joinchat|youtu\.?be|youtube\.com")
WINDOW = 40


def find_contact(
    reading: Reading, contacts: Sequence[Contact], labels: Sequence[Labelled], scope: Span
) -> FieldValue | None:
    """The contact within `scope` that the message invites one to use."""
    ranked = rank(reading, contacts, labels, scope)
    return contact_value(reading, ranked[0]) if ranked else None


def rank(
    reading: Reading, contacts: Sequence[Contact], labels: Sequence[Labelled], scope: Span
) -> list[Contact]:
    """The contacts within `scope`, the most inviting first; maps are none."""
    here = [
        contact
        for contact in contacts
        if contact.start >= scope.start
        and contact.end <= scope.end
        and not MAP.search(reading.text, contact.start, contact.end)
    ]
    scores = {
        contact: _invitation(reading, contact, labels) - 0.1 * index
        for index, contact in enumerate(here)
    }
    return sorted(here, key=lambda contact: -scores[contact])


def contact_value(reading: Reading, contact: Contact) -> FieldValue | None:
    quote = reading.quote(contact.start, contact.end)
    return FieldValue(contact.value or clean(quote.text), (quote,)) if quote else None


MARKED_AFTER = re.compile(r" ?[(\[] ?(?:ال)?(?:واتس\w*|whats ?app|wa|للتواصل|للتقديم)(?!\w)")
"""A number marked behind it as the one to write to."""


def _invitation(reading: Reading, contact: Contact, labels: Sequence[Labelled]) -> float:
    line = reading.line_at(contact.start)
    before = reading.text[max(line.start, contact.start - WINDOW) : contact.start]
    score = KIND[contact.kind]
    if INVITES.search(before):
        score += 1
    if any(lb.field == "contact" and lb.start <= contact.start <= lb.value.end for lb in labels):
        score += 0.8
    if APPLIES.search(reading.text, max(line.start, contact.start - 2 * WINDOW), contact.start):
        score += 1.1
    if MARKED_AFTER.match(reading.text, contact.end):
        score += 1
    if FOLLOWS.search(before):
        score -= 1.5
    if CHAT_GROUP.search(reading.text, contact.start, contact.end):
        score -= 1
    return score
