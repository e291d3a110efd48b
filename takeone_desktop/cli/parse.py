"""`takeone parse`: the messages of a dump, and nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from takeone_desktop.cli.output import counted, emit_line, say
from takeone_desktop.cli.reading import AskedColumns, AskedOrder, mapping_of

DumpFile = Annotated[Path, typer.Argument(help="An exported chat or dataset.")]


def command(
    file: DumpFile,
    jsonl: Annotated[  # noqa: ARG001  the one form there is, named for scripts
        bool,
        typer.Option(
            "--jsonl", help="One JSON line per message; there is no other form.", show_default=False
        ),
    ] = True,
    date_order: AskedOrder = None,
    column: AskedColumns = None,
) -> None:
    """Print every message of FILE with its time, sender, text and kind."""
    from pipeline.dumps.dump import open_dump

    count = 0
    with open_dump(file, mapping=mapping_of(column), date_order=date_order) as dump:
        for message in dump.messages():
            count += 1
            emit_line(
                {
                    "sent_at": message.sent_at.isoformat() if message.sent_at else None,
                    "sender": message.sender,
                    "text": message.text,
                    "kind": message.kind.value,
                }
            )
        said = [f"{counted(count, 'entry', 'entries')}, {dump.format}.", dump.date_order.sentence]
        say(" ".join([*said, dump.note or ""]).rstrip())
