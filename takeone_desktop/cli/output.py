"""What a command prints: results to stdout, everything for people to stderr."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import Any


def use_utf8() -> None:
    """Read and write UTF-8 whatever the terminal's locale says: the texts are Arabic."""
    # Half a character goes out as \ud83d, which JSON reads back as what it was.
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def emit(value: Any) -> None:
    """Print one JSON document for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def emit_line(value: Any) -> None:
    """Print one JSON line for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def read_lines() -> Iterable[tuple[int, dict[str, Any]]]:
    """The JSON objects on stdin with their line numbers; raises `Invalid` for anything else."""
    from pipeline.errors import Invalid

    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except RecursionError as error:
            raise Invalid(f"Line {number} of the input is nested too deeply.") from error
        except ValueError as error:
            raise Invalid(f"Line {number} of the input is not JSON: {error}.") from error
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            raise Invalid(f'Line {number} of the input needs a “text”, as in {{"id", "text"}}.')
        yield number, value
