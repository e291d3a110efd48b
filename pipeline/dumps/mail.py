"""Mailboxes and single mails."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import IO

from pipeline.dumps.clock import Written, split_zone
from pipeline.dumps.encoding import MAX_LINE
from pipeline.dumps.message import DumpMessage

# Words stand before attachments; whatever follows so much of a mail is none.
_KEPT = 2 * 1024**2
_LONGEST_LINE = 1024**2
_SKIPPED = frozenset({"script", "style", "head"})
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._skipping += tag in _SKIPPED
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._skipping = max(0, self._skipping - (tag in _SKIPPED))

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(data)


def html_to_text(html: str) -> str:
    """The words of a page, one line per block."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def read_mails(stream: IO[bytes], *, mailbox: bool) -> Iterator[DumpMessage]:
    """Each mail of a mailbox, or the one mail of an .eml."""
    lines: list[bytes] = []
    length = 0
    blank = whole = True
    while line := stream.readline(_LONGEST_LINE):
        if mailbox and blank and line.startswith(b"From "):
            if lines:
                yield _read(b"".join(lines))
            lines, length = [], 0
        elif length < _KEPT:
            lines.append(line[1:] if mailbox and whole and line.startswith(b">From ") else line)
            length += len(line)
        whole = line.endswith(b"\n")
        blank = whole and not line.strip()
    if lines:
        yield _read(b"".join(lines))


def _read(raw: bytes) -> DumpMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    when, ahead = _sent(mail)
    text = "\n\n".join(part for part in (_header(mail, "subject"), _body(mail)) if part)
    sender, own_id = _header(mail, "from") or None, _header(mail, "message-id") or None
    return DumpMessage(when, sender, text, external_id=own_id, ahead=ahead)


def _sent(mail: EmailMessage) -> Written:
    try:
        return split_zone(parsedate_to_datetime(str(mail["date"])))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, None


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail[name] or "").strip()
    except (ValueError, TypeError, IndexError, AttributeError):
        return ""


def _body(mail: EmailMessage) -> str:
    try:
        part = mail.get_body(("plain", "html"))
        content = "" if part is None else str(part.get_content())
    except (LookupError, ValueError, AttributeError, TypeError):
        return ""
    if part is not None and part.get_content_type() == "text/html":
        content = html_to_text(content)
    return content.replace("\r\n", "\n").strip()[:MAX_LINE]
