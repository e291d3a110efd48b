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
_SENDER = rf"(?:([^:\n\r]{{1,120}}?(?::[^\s:][^:\n\r]{{0,80}})?):(?:{_S}|(?=\r?\n|\Z)))?"
_HALF = rf"(?:{_S}?[^\d\W_]{{1,6}}\.?(?:{_S}?[^\d\W_]{{1,3}}\.)?{_M})?"


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a header; `pattern` yields (header, date, time, sender) by split."""

    name: str
    pattern: re.Pattern[str]
    date_first: bool


def _shape(name: str, opening: str, closing: str, *, date_first: bool) -> Shape:
    if date_first:
        stamp = f"({_DATE})({_BETWEEN}{_CLOCK}{_HALF})"
    else:
        stamp = f"({_CLOCK}{_HALF}){_BETWEEN}({_DATE})"
    # The literal line end comes first: the engine then skips to it instead of trying everywhere.
    text = rf"(\n{_M}{opening}{_M}{stamp}{_M}{closing}{_SENDER})"
    return Shape(name, re.compile(text), date_first)


_DASH = f"{_S}[-–]{_S}"
_COLON = f":{_S}"
_BRACKET = rf"\]{_S}?:?{_S}?"

SHAPES = tuple(
    _shape(f"{name}{'' if date_first else ', time first'}", opening, closing, date_first=date_first)
    for name, opening, closing in (
        ("dash", "", _DASH),
        ("bracket", r"\[", _BRACKET),
        ("colon", "", _COLON),
    )
    for date_first in (True, False)
)


def detect_shape(sample: str) -> Shape | None:
    """The shape that explains most lines of the sample, or None when it is no chat."""
    text = "\n" + sample
    counted = [(sum(1 for _ in shape.pattern.finditer(text)), shape) for shape in SHAPES]
    best, shape = max(counted, key=lambda pair: pair[0])
    return shape if best else None


def strip_marks(text: str) -> str:
    """The text without direction marks, outer white space removed."""
    return _MARK.sub("", text).strip()
