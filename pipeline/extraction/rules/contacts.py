"""Ways to answer a call: phones, e-mail addresses, links, handles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from pipeline.extraction.rules.taken import Taken


class ContactKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact in the folded text. `value` is empty when the words themselves are the value
    (folding may have changed their case)."""

    kind: ContactKind
    start: int
    end: int
    value: str = ""


EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.I | re.A
)
TOP_LEVEL = (
    "com|net|org|edu|gov|info|biz|io|co|me|tv|app|dev|art|film|studio|agency|page|link|site|online|"
    "media|example|test|ee|bio|live|xyz|store|shop|eu|sa|ae|kw|qa|bh|om|eg|jo|lb|ma|tn|dz|iq|sy|ps|uk|us|ca|au|de|fr|in|ly|gle|gl|be|to"
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»“”|]+"
    rf"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{TOP_LEVEL})(?![\w-])(?:/[^\s<>\"'«»“”|]*)?",
    re.I | re.A,
)
HANDLE = re.compile(r"(?<![\w.@/+-])@[a-z0-9_](?:[\w.]*\w)?", re.I | re.A)
TURNED_HANDLE = re.compile(r"(?<![\w.@/+-])(?P<name>[a-z][\w.]{2,28}\w)@(?![\w.])", re.I | re.A)
"""Written from the right, the sign comes to stand behind the name."""
NETWORK = (
    r"(?:\b(?:insta(?:gram)?|ig|snap(?:chat)?|telegram|tiktok|twitter)|(?:ال)?انستقرام|انستجرام"
    r"|انستغرام|انستاقرام|انستا|سناب|سنابي|سناب شات|تيليجرام|تليجرام|تلغرام|تيلغرام|تيك توك|تويتر)"
)
LABELLED_HANDLE = re.compile(
    rf"{NETWORK}\s*[:=-]\s*(?P<name>[a-z][\w.-]{{2,}}\w)(?![\w@.-])", re.I | re.A
)
NAMED_HANDLE = re.compile(
    rf"{NETWORK} (?P<name>(?=[a-z\w.]*[_.\d])[a-z][\w.]{{2,}}\w)(?![\w@.-])", re.I | re.A
)
"""Without a colon only what no word looks like: letters with an underscore, dot or digit."""
SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.+-]* ?(?:\(at\)|\[at\]|@) ?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}",
    re.I | re.A,
)
JUST_A_TIME = re.compile(r"@\d+(?:am|pm|h)?$", re.I)
TRAILING = ".,;:!?)]}'\"،؛؟*_~"

GAP = r"(?:[ .\-\u2010-\u2014]|\) ?| ?\(| [\-\u2010-\u2014]|[\-\u2010-\u2014] )"
PHONE = re.compile(rf"(?<![\w.,/@+])(?:\+ ?|00)?\(?\d(?:{GAP}?\d){{6,17}}(?![\w/@]|[.,:]\d)", re.A)
SPACES, SHORTEST = re.compile(r" +"), 7
A_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}$")
A_RANGE = re.compile(r"(\d{1,6}) ?[-\u2010-\u2014] ?(\d{1,6})$")
A_YEAR_SPAN = re.compile(r"(?:19|20)\d\d ?[-\u2010-\u2014 ] ?(?:19|20)\d\d$")
MONEY_AFTER = re.compile(
    r"\s*(?:ريال|ر\.?س|درهم|دينار|جنيه|دولار|sar|sr|aed|kwd|egp|qar|usd|\$|الف)(?!\w)"
)
ACCOUNT_BEFORE = re.compile(r"(?:sa|ae|kw|eg|qa|iban|ايبان|الايبان|حساب|account)\s*[:#]?\s*$", re.I)
CHAT_LINK = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=)\+?(?P<digits>\d{8,15})", re.I)

CODES = {"966": "SA", "971": "AE", "965": "KW", "974": "QA", "973": "BH", "968": "OM", "20": "EG",
         "962": "JO", "961": "LB", "963": "SY", "964": "IQ", "967": "YE", "970": "PS", "212": "MA",
         "213": "DZ", "216": "TN", "218": "LY", "249": "SD", "44": "GB", "1": "US"}  # fmt: skip
AS_DIALLED = frozenset(
    {PhoneNumberType.UAN, PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST}
)
HOME = "SA"


def find_contacts(text: str, regions: Iterable[str] = ()) -> tuple[Contact, ...]:
    """Every contact in folded `text`, in order. `regions` are the countries the message
    speaks of, the likeliest first: a local number is one of theirs."""
    taken = Taken(len(text))
    found: list[Contact] = []
    for contact in _candidates(text, tuple(dict.fromkeys((*regions, HOME)))):
        if not taken.overlaps(contact.start, contact.end):
            taken.take(contact.start, contact.end)
            found.append(contact)
    return tuple(sorted(found, key=lambda contact: contact.start))


def _candidates(text: str, regions: tuple[str, ...]) -> Iterator[Contact]:
    """The surest kinds first, so that a phone inside a link stays part of the link."""
    if "@" in text:
        for match in EMAIL.finditer(text):
            yield Contact(ContactKind.EMAIL, *match.span())
    if "@ " in text or " @" in text or "(at)" in text or "[at]" in text:
        for match in SPELLED_EMAIL.finditer(text):
            if any(sign in match.group() for sign in ("(at)", "[at]", "@ ")):
                yield Contact(ContactKind.EMAIL, *match.span())
    if "." in text:
        yield from _links(text)
    if "@" in text:
        for match in HANDLE.finditer(text):
            if not JUST_A_TIME.match(match.group()):
                yield Contact(ContactKind.HANDLE, *match.span())
        for match in TURNED_HANDLE.finditer(text):
            yield Contact(ContactKind.HANDLE, *match.span("name"))
    for pattern in (LABELLED_HANDLE, NAMED_HANDLE):
        for match in pattern.finditer(text):
            yield Contact(ContactKind.HANDLE, *match.span("name"))
    yield from _phones(text, regions)


def _links(text: str) -> Iterator[Contact]:
    for match in LINK.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in TRAILING:
            end -= 1
        if chat := CHAT_LINK.search(text, start, end):
            number = _parse("+" + chat.group("digits"), HOME)
            if number is not None:
                yield Contact(ContactKind.PHONE, start, end, _written(number))
                continue
        yield Contact(ContactKind.LINK, start, end)


def _phones(text: str, regions: tuple[str, ...]) -> Iterator[Contact]:
    for match in PHONE.finditer(text):
        for start, end in _numbers_in(text, *match.span()):
            for begin, stop in _readings(text, start, end):
                number = _recognise(text, begin, stop, regions)
                if number is not None:
                    yield Contact(ContactKind.PHONE, begin, stop, _written(number))
                    break


def _numbers_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Two numbers with a space between them are two numbers."""
    words = text[start:end].split(" ")
    if sum(character.isdigit() for character in text[start:end]) <= 15 or len(words) == 1:
        yield start, end
        return
    position = start
    for word in words:
        if len(word) >= 8:
            yield position, position + len(word)
        position += len(word) + 1


def _readings(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """All of it, or a number behind a sum, or in front of one: "1500 0551234567"."""
    yield start, end
    gaps = [match.span() for match in SPACES.finditer(text, start, end)]
    yield from ((stop, end) for _, stop in gaps if end - stop >= SHORTEST)
    yield from ((start, begin) for begin, _ in reversed(gaps) if begin - start >= SHORTEST)


def _recognise(text: str, start: int, end: int, regions: tuple[str, ...]) -> PhoneNumber | None:
    """The number dialled from one of the regions, unless the digits are something else."""
    written = text[start:end].strip()
    digits = "".join(character for character in written if character.isdigit())
    if A_DATE.match(written) or A_YEAR_SPAN.match(written):
        return None
    if MONEY_AFTER.match(text, end) or ACCOUNT_BEFORE.search(text, max(0, start - 12), start):
        return None
    if written.startswith("+"):
        return _parse("+" + digits, HOME, strict=False)
    if digits.startswith("00"):
        return _parse("+" + digits[2:], HOME, strict=False)
    if number := _with_country_code(digits):
        return number
    if A_RANGE.match(written) and not digits.startswith("0"):
        return None
    for region in regions:
        if number := _parse(digits, region):
            return number
    return _abroad(digits, written, regions)


def _with_country_code(digits: str) -> PhoneNumber | None:
    for code, region in CODES.items():
        if len(code) > 1 and digits.startswith(code) and len(digits) >= len(code) + 8:
            return _parse("+" + digits, region)
    return None


def _abroad(digits: str, written: str, regions: tuple[str, ...]) -> PhoneNumber | None:
    """A number no region of the message knows: one that is plainly foreign, or merely possible."""
    if len(digits) == 11 and digits.startswith("01"):
        return _parse(digits, "EG")
    if len(digits) == 11 and digits.startswith("07"):
        return _parse(digits, "GB", strict=False)
    if len(digits) == 10 and re.match(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$", written):
        return _parse(digits, "US")
    if len(digits) == 10 and digits.startswith("05"):
        return _parse(digits, regions[0], strict=False)
    return None


def _parse(digits: str, region: str, *, strict: bool = True) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException:
        return None
    known = phonenumbers.is_valid_number if strict else phonenumbers.is_possible_number
    return number if known(number) else None


def _written(number: PhoneNumber) -> str:
    """E.164, but a unified or free number is dialled only at home and stays as it is."""
    if phonenumbers.number_type(number) in AS_DIALLED:
        return str(number.national_number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
