"""`takeone prefilter`: what the prefilter says of each text, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from takeone_desktop.cli.output import emit_line, read_lines


def command(
    jsonl: Annotated[  # noqa: ARG001  the one form there is, named for scripts
        bool,
        typer.Option(
            "--jsonl", help="JSON lines in and out; there is no other form.", show_default=False
        ),
    ] = True,
) -> None:
    """Read {"id", "text"} lines from stdin; print band, score and reasons of each."""
    from pipeline.prefilter.load import default_prefilter

    prefilter = default_prefilter()
    for _, line in read_lines():
        decision = prefilter.decide(line["text"])
        emit_line(
            {
                "id": line.get("id"),
                "band": decision.band.value,
                "score": round(decision.score, 4),
                "reasons": [
                    {
                        "term": reason.term,
                        "start": reason.start,
                        "end": reason.end,
                        "weight": reason.weight,
                    }
                    for reason in decision.reasons
                ],
            }
        )
