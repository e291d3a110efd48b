"""How much is extracted at once: as many messages as models may be asked about at once.

Live messages come as small jobs, so a queue narrower than that would leave the models idle.
"""

from __future__ import annotations

from db.session import Changed, Database
from pipeline.extraction.configured import KIND, read_config
from pipeline.jobs.engine import DEFAULT_QUEUES, JobEngine, QueueSettings
from pipeline.jobs.job import Queue


def follow_models(engine: JobEngine, database: Database) -> None:
    """Let the queue of extraction be as wide as is decided, now and whenever it is decided
    anew."""

    def fit() -> None:
        with database.reading() as session:
            concurrency = read_config(session).concurrency
        usual = DEFAULT_QUEUES[Queue.EXTRACT]
        engine.widen(
            Queue.EXTRACT,
            QueueSettings(
                max(usual.concurrency, concurrency), max(usual.per_second or 0, concurrency)
            ),
        )

    def heard(change: Changed) -> None:
        if change.kind == KIND:
            fit()

    fit()
    database.listen(heard)
