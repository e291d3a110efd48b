"""Pairs of known meaning go the whole way: extracted by the rules, then placed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, time

from db.session import Database
from pipeline.dedup.place import Candidate, find_cluster
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.jobs.placing import candidate_of
from tests.dedup.pairs import Pair, Text, by_hand, generated
from tests.dedup.shelf import Shelf

PRECISION, RECALL = 0.98, 0.9
FEWEST = 120


def candidate(message: Text) -> Candidate:
    """The first call of a message."""
    source = SourceText(message.text, datetime.combine(message.posted, time(12)))
    found = asyncio.run(RulesExtractor().extract(source))
    if not found.calls:
        return Candidate(message.text, posted=message.posted)
    return candidate_of(message.text, message.posted, found.calls[0])


def wrong(database: Database, pairs: Iterable[Pair]) -> tuple[list[str], list[str], int]:
    """What was joined and should not be, what was not and should be, and what rightly was."""
    joined, missed, right = [], [], 0
    with database.writing() as session:
        for at, pair in enumerate(pairs):
            with session.begin_nested() as trial:
                _, cluster = Shelf(session, f"pair {at}").place(candidate(pair.one))
                placement = find_cluster(session, candidate(pair.other))
                trial.rollback()
            same = placement.cluster_id == cluster
            told = f"{pair.why}: {pair.other.text!r} {placement.reasons}"
            if same and not pair.same:
                joined.append(told)
            elif pair.same and not same:
                missed.append(told)
            right += same and pair.same
    return joined, missed, right


def check(database: Database, pairs: list[Pair]) -> None:
    joined, missed, right = wrong(database, pairs)
    assert right / (right + len(joined)) >= PRECISION, "\n".join(joined)
    assert right / (right + len(missed)) >= RECALL, "\n".join(missed)


def test_pairs_written_by_hand(database: Database) -> None:
    pairs = list(by_hand())
    assert len(pairs) >= FEWEST
    check(database, pairs)


def test_generated_pairs(database: Database) -> None:
    check(database, list(generated(200, seed=17)))
