"""Dead letters as files for people elsewhere: with everything, or without personal data."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from db.models import DeadLetter
from pipeline.spreadsheet import harmless

COLUMNS = (
    "id", "state", "job", "job_id", "failure", "error", "signature", "attempts", "first_at",
    "last_at", "message_id", "call_id", "by", "note", "message", "raw", "traceback",
)  # fmt: skip
_QUOTED = re.compile(
    r"“[^”]*”|«[^»]*»|‘[^’]*’(?!\w)|\"[^\"]*\"|`[^`]*`|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)"
)
"""Words in quotes, each kind with its own end; an apostrophe within a word is none."""
_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w+")
_NUMBER = re.compile(r"[+(]?\d(?:[\s().+-]*\d){6,}")
_FRAME = re.compile(r'^\s*File "(?:.*[/\\])?([^"]+)", line (\d+), in (.+)$')
_RAISED = re.compile(r"^([A-Za-z_][\w.]*)(?::.*)?$")

Whole = tuple[DeadLetter, str]
"""A letter, and the text of the message it is about."""


def as_json(letter: DeadLetter, text: str) -> dict[str, Any]:
    """One letter with everything."""
    values = {name: getattr(letter, name, None) for name in COLUMNS}
    values["first_at"], values["last_at"] = letter.first_at.isoformat(), letter.last_at.isoformat()
    values["message"] = text
    values["raw"] = letter.detail.get("raw", "")
    values["traceback"] = letter.detail.get("traceback", "")
    return values


def to_json(letters: Iterable[Whole]) -> str:
    """Many letters as one document."""
    held = [as_json(letter, text) for letter, text in letters]
    return json.dumps({"dead_letters": held}, ensure_ascii=False, indent=2) + "\n"


def to_csv(letters: Iterable[Whole]) -> str:
    """Many letters as a table that no spreadsheet takes for formulas."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for letter, text in letters:
        values = as_json(letter, text)
        rows.writerow([harmless(values[name]) for name in COLUMNS])
    return out.getvalue()


def anonymous(letter: DeadLetter, text: str, about: dict[str, str]) -> str:
    """What a developer needs of one letter, without a word of the message, a name or a number
    of anybody. `about` are further lines: the program's version, the kind of source."""
    lines = {
        "dead letter": str(letter.id),
        "state": letter.state,
        "job": letter.job,
        "failure": letter.failure,
        "attempts": str(letter.attempts),
        "first failed": f"{letter.first_at:%Y-%m-%d %H:%M} UTC",
        "last failed": f"{letter.last_at:%Y-%m-%d %H:%M} UTC",
        "error": without_personal(letter.error),
        "signature": without_personal(letter.signature),
        **({"message": f"{len(text):,} characters"} if text else {}),
        **about,
    }
    raw = str(letter.detail.get("raw", ""))
    if raw:
        lines["raw answer"] = f"{len(raw):,} characters"
    said = [f"{name}: {value}" for name, value in lines.items()]
    return "\n".join([*said, *bare_trace(str(letter.detail.get("traceback", "")))]) + "\n"


def without_personal(text: str) -> str:
    """A sentence of the program with what may come from people taken out: quoted words,
    addresses, links, names after @, and telephone numbers."""
    plain = _QUOTED.sub(lambda found: f"{found[0][0]}…{found[0][-1]}", text)
    plain = _LINK.sub("<link>", plain)
    plain = _MAIL.sub("<address>", plain)
    plain = _HANDLE.sub("<name>", plain)
    return _NUMBER.sub(_masked, plain)


def bare_trace(trace: str) -> list[str]:
    """The places a traceback goes through and the kinds of error: neither code nor what was
    said, for both may quote people."""
    kept = ["traceback:"]
    lines = trace.splitlines()
    for before, line in pairwise(lines):
        if frame := _FRAME.match(line):
            kept.append(f"  {frame[1]}:{frame[2]} in {frame[3]}")
        elif before.startswith(" ") and (raised := _RAISED.match(line)):
            kept.append(f"  {raised[1]}")
    return kept if len(kept) > 1 else []


def _masked(found: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in found[0])
    return f"<{digits} digits>"
