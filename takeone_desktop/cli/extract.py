"""`takeone extract`: the calls in each text, field by field, with the words they stand on."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.output import emit_line, read_lines

if TYPE_CHECKING:
    from pipeline.extraction.call import ExtractedCall, Extraction
    from pipeline.extraction.port import Extractor


def command(
    jsonl: Annotated[  # noqa: ARG001  the one form there is, named for scripts
        bool,
        typer.Option(
            "--jsonl", help="JSON lines in and out; there is no other form.", show_default=False
        ),
    ] = True,
    provider: Annotated[str, typer.Option(help="Who reads: rules.")] = "rules",
) -> None:
    """Read {"id", "text", "posted_at"} lines from stdin; print the calls in each."""
    from pipeline.extraction.port import SourceText

    extractor = _extractor(provider)
    for number, line in read_lines():
        source = SourceText(line["text"], _moment(number, line.get("posted_at")))
        found = asyncio.run(extractor.extract(source))
        emit_line({"id": line.get("id"), **as_json(found)})


def as_json(found: Extraction) -> dict[str, Any]:
    """An extraction as scripts read it; offsets count code points of the text as given."""
    return {
        "is_casting_call": found.is_casting_call,
        "intent": found.intent.value,
        "calls": [_call(call) for call in found.calls],
    }


def _call(call: ExtractedCall) -> dict[str, Any]:
    from pipeline.extraction.call import FieldName

    fields: dict[str, Any] = {}
    for name in FieldName:
        value = call.fields.get(name)
        fields[name.value] = value and {
            "value": value.value,
            "evidence": [
                {"start": span.start, "end": span.end, "text": span.text} for span in value.evidence
            ],
            "state": value.state.value,
        }
    return {"fields": fields, "extras": dict(call.extras)}


def _extractor(provider: str) -> Extractor:
    from pipeline.extraction.rules.extractor import RulesExtractor

    if provider != "rules":
        raise typer.BadParameter(f"There is no provider “{provider}”; known: rules.")
    return RulesExtractor()


def _moment(number: int, text: object) -> datetime | None:
    from pipeline.errors import Invalid

    if text is None:
        return None
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Invalid(f"Line {number}: “posted_at” is not an ISO time.") from error
