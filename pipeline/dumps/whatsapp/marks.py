"""What WhatsApp writes in place of, or after, what a person wrote."""

import re
from collections.abc import Iterable

from pipeline.dumps.message import Kind
from pipeline.dumps.whatsapp import phrases
from pipeline.dumps.whatsapp.header import MARKS, strip_marks


def _any(phrases: Iterable[str]) -> str:
    """A pattern for the phrases, the longest first."""
    return "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True))


_EDITED = re.compile(
    rf"[\s{MARKS}]*[<‹]\s*(?:{_any(phrases.EDITED)})\.?\s*[>›][\s{MARKS}]*\Z", re.I
)
# By whom is said in some languages.
_DELETED = re.compile(
    rf"(?:{_any(phrases.DELETED)})"
    r"(?: (?:by admin|بواسطة|من قبل|por|par|von|da|tarafından|oleh) .{1,80})?[.।۔]?",
    re.I,
)
_ATTACHED = re.compile(
    # Whatever the language, the name an iPhone gives a file is the same.
    rf"[<‹](?:(?:{_any(phrases.ATTACHED)})\s*:\s*|[^<>:\n]{{1,40}}:\s*(?=\d{{8}}-[A-Z]))"
    r"[^>›\n]{1,200}[>›]|"
    rf"[^\n/]{{1,150}}\.\w{{2,5}} ?\((?:{_any(phrases.FILE_ATTACHED)})\)",
    re.I,
)
_OMITTED = re.compile(
    rf"[<‹](?:{_any(phrases.OMITTED_WORDS)})[>›]|(?:{_any(phrases.OMITTED)})(?!\w)", re.I
)
_SPOKEN = re.compile(
    r"(?:poll|استطلاع|استطلاع رأي|encuesta|sondage|umfrage|enquete|sondaggio|anket|jajak pendapat|"
    r"location|الموقع|event|حدث)\s*:",
    re.I,
)
_NOTICE = re.compile(_any(phrases.NOTICES), re.I)
_EVENT = re.compile("|".join(phrases.EVENTS), re.I)
_TAIL = re.compile("[^\n]*\\)")
# The first letters of every phrase that stands without a bracket or mark around it.
_STARTS = frozenset(
    start
    for phrase in (*phrases.DELETED, *phrases.OMITTED, *phrases.NOTICES)
    for start in (phrase[:4], phrase[:4].capitalize(), phrase[:4].upper())
)


def names_an_event(sender: str) -> bool:
    """True when the words before the colon report an event and name no person."""
    bare = strip_marks(sender)
    return _EVENT.search(bare) is not None or _breaks_off(bare)


def _breaks_off(sender: str) -> bool:
    """True when a quotation is open: the colon is part of a subject, and no name ended there."""
    if sender.count('"') % 2 == 1 or sender.rfind("«") > sender.rfind("»"):
        return True
    # The mark that opens in English closes in German.
    last = max(sender.rfind("„"), sender.rfind("“"), sender.rfind("”"))
    return last >= 0 and sender[last] != "”" and "„" not in sender[:last]


def read_body(body: str) -> tuple[Kind, str, bool]:
    """The kind of a body that has a sender, its text without marks, and whether it was edited."""
    if not (
        body[:4] in _STARTS
        or "<" in body
        or "\u200e" in body
        or "‹" in body
        or "\u200f" in body
        or (")" in body and _TAIL.match(body))
    ):
        return Kind.MESSAGE, body, False
    edited = False
    if body.rstrip().endswith((">", "›")) or "<" in body[-80:] or "‹" in body[-80:]:
        cut = _EDITED.sub("", body)
        edited, body = cut != body, cut
    first, _, rest = body.partition("\n")
    bare = strip_marks(first)
    if not rest and _DELETED.fullmatch(bare):
        return Kind.DELETED, bare, edited
    if (found := _OMITTED.match(bare) or _ATTACHED.match(bare)) is not None:
        caption = bare[found.end() :].strip()
        if caption and not found.group().endswith((">", "›", ")")):
            return Kind.MESSAGE, body, edited
        return Kind.MEDIA, "\n".join(part for part in (caption, rest) if part), edited
    if (
        "\u200e" in first
        and not rest
        and (found := _OMITTED.search(bare) or _ATTACHED.search(bare)) is not None
        and found.end() == len(bare)
    ):
        return Kind.MEDIA, bare[: found.start()].strip(), edited
    if body.startswith(("\u200e", "\u200f\u200e")) and not _SPOKEN.match(bare):
        return Kind.SYSTEM, strip_marks(body), edited
    if len(body) < 300 and _NOTICE.match(bare):
        return Kind.SYSTEM, strip_marks(body), edited
    return Kind.MESSAGE, body, edited
