"""What a command prints: results to stdout, everything for people to stderr."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")


def use_utf8() -> None:
    """Read and write UTF-8 whatever the terminal's locale says: the texts are Arabic. A stream
    that was closed is an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  for good
    # Half a character goes out as \ud83d, which JSON reads back as what it was.
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def say(sentence: str) -> None:
    """Tell the person at the terminal what happens, beside the results."""
    print(_harmless(sentence), file=sys.stderr, flush=True)  # noqa: T201


def put(line: str) -> None:
    """Print a line of the result for a person."""
    sys.stdout.write(_harmless(line) + "\n")


def emit(value: Any) -> None:
    """Print one JSON document for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def emit_line(value: Any) -> None:
    """Print one JSON line for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def _harmless(text: str) -> str:
    """The text with what would steer a terminal or turn its line around made visible: names and
    titles were written by anybody."""
    return _STEERING.sub("\ufffd", text)


def read_lines() -> Iterable[tuple[int, dict[str, Any]]]:
    """The JSON objects on stdin with their line numbers; raises `Invalid` for anything else."""
    from pipeline.errors import Invalid

    for number, raw in enumerate(sys.stdin, start=1):
        line = raw.lstrip("\ufeff")  # what Windows programs put in front
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
