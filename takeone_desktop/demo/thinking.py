"""What the demo's model says: the rules read the message, and their reading is written down as a
model would write it, with quotes."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipeline.extraction.call import ExtractedCall, FieldName, FieldValue
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

MESSAGE = re.compile(r"Posted on: (?P<posted>\S+)\n.*?\n\[message \w+\]\n(?P<text>.*)\n\[end", re.S)
SAID = (
    FieldName.TITLE,
    FieldName.COMPANY,
    FieldName.LOCATION,
    FieldName.COMPENSATION,
    FieldName.REQUIREMENTS,
    FieldName.DEADLINE,
    FieldName.CONTACT_INFO,
)
MOST_QUOTES = 8
ENDS = 40
"""So many characters of a part's beginning and end tell where it stands."""


def think(turns: Sequence[tuple[str, str]]) -> str:
    """The answer to a question, of which the newest turn holds the message."""
    asked = next((text for role, text in reversed(turns) if role == "user"), "")
    found = MESSAGE.search(asked)
    text = found["text"] if found else asked
    source = SourceText(text, _posted(found["posted"] if found else ""))
    read = asyncio.run(RulesExtractor().extract(source))
    report = {
        "is_casting_call": read.is_casting_call,
        "intent": read.intent.value,
        "calls": [_call(call, text) for call in read.calls],
    }
    return json.dumps(report, ensure_ascii=False)


def _call(call: ExtractedCall, text: str) -> dict[str, Any]:
    part = text[call.span.start : call.span.end].strip()
    return {
        "begins": part[:ENDS],
        "ends": part[-ENDS:],
        **{name.value: _quoted(call.fields.get(name)) for name in SAID},
        "roles": [],
        "age_range": None,
        "gender": None,
        "shoot_dates": [],
    }


def _quoted(field: FieldValue | None) -> dict[str, Any] | None:
    if field is None:
        return None
    return {"value": field.value, "quotes": [one.text for one in field.evidence[:MOST_QUOTES]]}


def _posted(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        return None
