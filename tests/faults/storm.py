"""A model that answers 429 to everything for a while.

Run: PYTHONPATH=. python tests/faults/storm.py [--storm 10] [--retry-after 2] [--concurrency 20]

Wanted: no request comes before the Retry-After of an answer that was there before it, and when the
storm is over the model is asked again within one such interval.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from takeone_desktop.assemble import assemble  # noqa: E402
from tests.faults.messages import call_text  # noqa: E402
from tests.faults.standin import Noted, StandIn  # noqa: E402
from tests.faults.workspace import (  # noqa: E402
    add_sources,
    configure,
    fill,
    hang_up,
    settings,
    settled,
    stages,
)

ON_THE_WAY = 0.1
"""Seconds in which an answer and the next request may pass each other on the wire."""
AS_ONE = 0.02
"""Seconds by which a client may have an answer before its server has noted that it sent it."""
BEFORE = 3.0
"""Seconds for which all is well first."""


@dataclass(frozen=True, slots=True)
class Storm:
    """How it was met."""

    requests: int
    refused: int
    early: tuple[float, ...]
    """Requests that came too early: seconds before they should have."""
    recovered: float
    """Seconds from the storm's end to the first request that was answered."""
    full: float
    """Seconds from its end until as many ran at once as before."""
    seconds: float
    stages: dict[str, int]
    by_rules: int


def meet(folder: Path, *, storm: float, retry_after: int, concurrency: int, messages: int) -> Storm:
    """Read messages through a storm that begins a few seconds after the first answer."""
    with StandIn() as stand_in, assemble(settings(stand_in, folder)) as services:
        configure(services.database, concurrency)
        services.engine.start()
        services.orchestrator.start()
        (source,) = add_sources(services)
        stand_in.plan(seconds=0.5, retry_after=retry_after)
        fill(stand_in, [call_text(number) for number in range(messages)])
        began = time.monotonic()
        services.orchestrator.run_now(source).result()
        while not [one for one in stand_in.book() if one.service == "model" and one.ended]:
            time.sleep(0.05)
        time.sleep(BEFORE)
        over = time.monotonic() + storm
        stand_in.plan(seconds=0.5, retry_after=retry_after, storm_until=over)
        while not settled(services.database, messages):
            time.sleep(0.05)
        seconds = time.monotonic() - began
        book = [one for one in stand_in.book() if one.service == "model"]
        read = sum(one.got == "answered" for one in book)
        found = stages(services.database)
        hang_up(services)
    return Storm(
        len(book),
        sum(one.wait > 0 for one in book),
        early(book),
        min((one.begun - over for one in book if one.begun > over), default=-1.0),
        back_to(book, concurrency, over),
        seconds,
        dict(found),
        messages - read,
    )


def early(book: Sequence[Noted]) -> tuple[float, ...]:
    """For each request that came too early, by how much."""
    refused = [(one.ended + ON_THE_WAY, one.ended + one.wait - AS_ONE) for one in book if one.wait]
    ahead = ([until - one.begun for told, until in refused if told < one.begun < until]
             for one in book)  # fmt: skip
    return tuple(max(found) for found in ahead if found)


def back_to(book: Sequence[Noted], concurrency: int, over: float) -> float:
    """Seconds after the storm until so many requests ran at once; -1: they never did."""
    after = sorted(one.begun for one in book if one.begun > over)
    for begun in after:
        if sum(one.begun <= begun < one.ended for one in book) >= concurrency:
            return begun - over
    return -1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--storm", type=float, default=10.0)
    parser.add_argument("--retry-after", type=int, default=2)
    parser.add_argument("--concurrency", type=int, default=20)
    parser.add_argument("--messages", type=int, default=400)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        met = meet(
            Path(name),
            storm=given.storm,
            retry_after=given.retry_after,
            concurrency=given.concurrency,
            messages=given.messages,
        )
    rows = [
        ("load", f"{os.getloadavg()[0]:.1f}"),
        ("storm, Retry-After", f"{given.storm:g} s, {given.retry_after} s"),
        ("requests, refused", f"{met.requests}, {met.refused}"),
        ("came before their time", len(met.early)),
        ("asked again after the storm", f"{met.recovered:.2f} s"),
        ("as many at once as before", f"{met.full:.2f} s"),
        ("read by rules meanwhile", met.by_rules),
        ("ends", met.stages),
    ]
    print("\n".join(f"{name:32}{value}" for name, value in rows))  # noqa: T201  # its report


if __name__ == "__main__":
    main()
