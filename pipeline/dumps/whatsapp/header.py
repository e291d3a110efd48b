"""What starts a message: which shape a chat's header lines have."""

import re
from dataclasses import dataclass

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff"
_M = f"[{MARKS}]*"
_MARK = re.compile(f"[{MARKS}]+")
# A space may be any of the narrow and no-break ones that newer phones write.
_S = "[ \t\u00a0\u202f\u2009]"
_DATE = (
    rf"\d{{1,4}}{_M}(?:[/.\-]|{_S}?[年년])\.?{_S}?{_M}\d{{1,2}}{_M}(?:[/.\-]|{_S}?[月월])"
    rf"{_S}?{_M}\d{{1,4}}[.日일]?"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
_BETWEEN = r"[^\d\n\r\[\]]{1,16}?"
# Runs are possessive: what follows them can never stand inside them.
_SENDER = (
    r"(?:([^:\n\r]{1,120}+(?::[^\s:][^:\n\r]{0,80}+)?):"
    rf"(?:{_S}|(?=\r?\n|\Z)))?"
)
_HALF = rf"(?:{_S}?[^\d\W_]{{1,6}}\.?(?:{_S}?[^\d\W_]{{1,3}}\.)?{_M})?"


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a header.

    `pattern` captures (date, time, sender), time before date where the chat has it so;
    `stamps` stops before the sender and captures (date, time) alone.
    """

    name: str
    pattern: re.Pattern[str]
    stamps: re.Pattern[str]
    date_first: bool


def _shape(
    name: str, opening: str, closing: str, stamp: str, *, date_first: bool, mark: str = _M
) -> Shape:
    # The literal line end comes first: the engine then skips to it instead of trying everywhere.
    front = rf"\n{_M}{opening}{mark}{stamp}{mark}{closing}"
    return Shape(name, re.compile(front + _SENDER), re.compile(front), date_first)


_FRAMES = {
    "dash": ("", f"{_S}[-–]{_S}"),
    "bracket": (r"\[", rf"\]{_S}?:?{_S}?"),
    "colon": ("", f":{_S}"),
}
_STAMPS = {
    True: f"({_DATE})({_BETWEEN}{_CLOCK}{_HALF})",
    False: f"({_CLOCK}{_HALF}){_BETWEEN}({_DATE})",
}

SHAPES = tuple(
    _shape(name, *frame, stamp, date_first=date_first)
    for name, frame in _FRAMES.items()
    for date_first, stamp in _STAMPS.items()
)


def detect_shape(sample: str) -> Shape | None:
    """The shape that explains most lines of the sample, or None when it is no chat."""
    text = "\n" + sample
    counted = [(sum(1 for _ in shape.stamps.finditer(text)), shape) for shape in SHAPES]
    best, shape = max(counted, key=lambda pair: pair[0])
    return _narrow(shape, text, best) if best else None


def _narrow(shape: Shape, text: str, count: int) -> Shape:
    """The shape with what this chat writes between the numbers; as it was if that loses a line."""
    first = shape.stamps.search(text)
    if first is None or not shape.date_first:
        return shape
    day, clock = first.groups()
    between = re.match(r"\D+", clock)
    if between is None:
        return shape
    words = any(character.isalpha() for character in between.group())
    half = _HALF if re.search(r"[^\W\d_]\W*\Z", clock) else ""
    stamp = f"({_digits(day)})({_BETWEEN if words else re.escape(between.group())}{_CLOCK}{half})"
    narrow = _shape(shape.name, *_FRAMES[shape.name], stamp, date_first=True, mark="")
    return narrow if sum(1 for _ in narrow.stamps.finditer(text)) == count else shape


def _digits(day: str) -> str:
    def width(run: re.Match[str]) -> str:
        return r"\d{4}" if len(run.group()) == 4 else r"\d{1,2}"

    return "".join(
        width(run) if run.group().isdigit() else re.escape(run.group())
        for run in re.finditer(r"\d+|\D+", day)
    )


def strip_marks(text: str) -> str:
    """The text without direction marks, outer white space removed."""
    return _MARK.sub("", text).strip()
