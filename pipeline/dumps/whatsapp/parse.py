"""From header lines and the text between them to messages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO

from pipeline.dumps.date_order import DateOrder, Numbers, to_date
from pipeline.dumps.encoding import Encoding, read_pieces
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.whatsapp.header import Shape, strip_marks
from pipeline.dumps.whatsapp.marks import names_an_event, read_body
from pipeline.errors import Invalid

_NUMBERS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_PM = frozenset(
    [
        "pm",
        "م",
        "مساء",
        "مساءً",
        "下午",
        "오후",
        "午後",
        "μμ",
        "mm",
        "ös",
        "بعد",
        "чп",
        "дня",
        "du",
        "ch",
        "晚上",
    ]
)
_AM = frozenset(
    [
        "am",
        "ص",
        "صباحا",
        "صباحًا",
        "上午",
        "오전",
        "午前",
        "πμ",
        "fm",
        "öö",
        "قبل",
        "ночи",
        "утра",
        "sa",
        "凌晨",
        "早上",
    ]
)


_CACHED = 50_000
_SHORT = 60
# Without an end to one message, memory and time would grow with the file.
_LONGEST = 4_000_000


def read_numbers(text: str) -> Numbers | None:
    """The three numbers of a written date."""
    found = [int(number) for number in _NUMBERS.findall(text)]
    return (found[0], found[1], found[2]) if len(found) == 3 else None


def read_clock(text: str) -> time | None:
    """The time of day, half-day words in many languages understood."""
    found = [int(number) for number in _NUMBERS.findall(text)]
    if len(found) not in (2, 3):
        return None
    hour, minute, second = (*found, 0)[:3]
    words = {"".join(_LETTERS.findall(text)).lower(), *_LETTERS.findall(text.lower())}
    if words & _PM and hour < 12:
        hour += 12
    elif words & _AM and hour == 12:
        hour = 0
    try:
        return time(hour % 24 if hour == 24 else hour, minute, second)
    except ValueError:
        return None


def check_bodies(pieces: Iterator[str], shape: Shape, name: str) -> Iterator[str]:
    """Pass the pieces on; a message that takes no end is an Invalid."""
    since = 0
    for piece in pieces:
        # Any header will do, and the first is found at once.
        found = shape.stamps.search(piece)
        since = since + len(piece) if found is None else len(piece) - found.start()
        if since > _LONGEST:
            raise Invalid(
                f"{name} holds a message of about {_LONGEST:,} characters or more; "
                "no chat has such a message, so nothing was read."
            )
        yield piece


def scan_dates(pieces: Iterator[str], shape: Shape) -> dict[Numbers, None]:
    """The distinct dates of the headers in file order, as far as the order is open.

    Every piece is read, so that a broken one is found.
    """
    seen: dict[Numbers, None] = {}
    place = 0 if shape.date_first else 1
    carry = "\n"
    settled = False
    for piece in pieces:
        if settled:
            # The rest is still decoded and checked, but its dates can add nothing.
            continue
        text = carry + piece
        cut = text.rfind("\n")
        carry = text[cut:]
        seen.update(dict.fromkeys(_dates(shape.stamps.findall(text, 0, cut), place)))
        settled = settled or any(map(_tells_the_order, seen))
    if not settled:
        seen.update(dict.fromkeys(_dates(shape.stamps.findall(carry), place)))
    return seen


def _tells_the_order(numbers: Numbers) -> bool:
    """Whether this date alone decides: what is no date in any order says nothing."""
    year_first, day_first, month_first = (
        to_date(numbers, order) is not None
        for order in (DateOrder.YMD, DateOrder.DMY, DateOrder.MDY)
    )
    return day_first != month_first or (year_first and numbers[0] > 31)


def _dates(stamps: list[tuple[str, str]], place: int) -> Iterator[Numbers]:
    for raw in dict.fromkeys(stamp[place] for stamp in stamps):
        if (numbers := read_numbers(raw)) is not None:
            yield numbers


@dataclass(slots=True)
class ChatReader:
    """Reads one chat; days and times are parsed once each, for they repeat."""

    shape: Shape
    order: DateOrder
    encoding: Encoding
    _days: dict[str, date | None] = field(default_factory=dict)
    _times: dict[str, time | None] = field(default_factory=dict)
    _senders: dict[str | None, str] = field(default_factory=dict)
    _bodies: dict[str, tuple[Kind, str, bool]] = field(default_factory=dict)

    def batches(self, stream: IO[bytes], start: int) -> Iterator[tuple[list[DumpMessage], int]]:
        """Messages and the byte position they end at, from a position given out before."""
        position = start
        carry = "\n"
        for piece, read in read_pieces(stream, self.encoding):
            text = carry + piece
            # The last header may still lack its body, and a half-read line its header.
            cut = self._last_header(text, carry.rfind("\n"))
            if cut == 0:
                carry = text
                continue
            carry = text[cut:]
            position = start + read - self.encoding.length(carry[1:])
            yield self._messages(text[:cut]), position
        position += self.encoding.length(carry[1:])
        yield self._messages(carry), position

    def _last_header(self, text: str, searched: int) -> int:
        """Where the last header starts; 0 when none does after the first. No line before
        `searched` starts with one."""
        at = len(text)
        while (at := text.rfind("\n", searched, at)) > 0:
            if self.shape.pattern.match(text, at):
                return at
        return 0

    def _messages(self, text: str) -> list[DumpMessage]:
        # The one hot loop of reading: everything that repeats is looked up, nothing is called.
        text = text.replace("\r\n", "\n")
        parts = self.shape.pattern.split(text)
        first, second, written = parts[1::4], parts[2::4], parts[4::4]
        if "\r" in text:
            written = [body.replace("\r", "\n") for body in written]
        dates, clocks = (first, second) if self.shape.date_first else (second, first)
        days, times, senders, bodies = self._days, self._times, self._senders, self._bodies
        self._forget()
        messages: list[DumpMessage] = []
        add, new, combine = messages.append, tuple.__new__, datetime.combine
        for date_text, clock, sender, body in zip(dates, clocks, parts[3::4], written, strict=True):
            day, at, name = days.get(date_text), times.get(clock), senders.get(sender)
            if day is None:
                day = self._day(date_text)
            if at is None:
                at = self._time(clock)
            when = combine(day, at) if day and at is not None else None
            if name is None:
                name = self._sender(sender)
            if not name:
                whole = body if sender is None else f"{sender}: {body}"
                add(DumpMessage(when, None, strip_marks(whole.rstrip("\n")), Kind.SYSTEM))
                continue
            read = bodies.get(body)
            if read is None:
                read = read_body(body.rstrip("\n"))
                if len(body) < _SHORT:
                    bodies[body] = read
            kind, said, edited = read
            add(new(DumpMessage, (when, name, said, kind, None, None, edited, None, None)))
        return messages

    def _forget(self) -> None:
        """Keep memory flat, however many different stamps and names a chat has."""
        for known in (self._days, self._times, self._senders, self._bodies):
            if len(known) > _CACHED:
                known.clear()

    def _day(self, text: str) -> date | None:
        numbers = read_numbers(text)
        self._days[text] = to_date(numbers, self.order) if numbers else None
        return self._days[text]

    def _time(self, text: str) -> time | None:
        self._times[text] = read_clock(text)
        return self._times[text]

    def _sender(self, raw: str | None) -> str:
        """The name of a sender without marks; nothing when the words name no person."""
        name = "" if raw is None or names_an_event(raw) else strip_marks(raw)
        self._senders[raw] = name
        return name
