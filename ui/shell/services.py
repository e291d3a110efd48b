"""Which services pages may use. The composition root's `Services` fits this shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # pages import what they need; the frame itself loads none of it
    from db.session import Database
    from pipeline.extraction.building import ChainBuilder
    from pipeline.extraction.configured import Configured
    from pipeline.intake.foresight import Foresight
    from pipeline.intake.importer import Importer
    from pipeline.intents.deciding import ProposalDesk
    from pipeline.jobs.batch_desk import BatchDesk
    from pipeline.jobs.dead import DeadLetters
    from pipeline.jobs.engine import JobEngine
    from pipeline.keys import KeyStore
    from pipeline.learning.desk import PatternDesk
    from pipeline.operations.alerts import AlertBook
    from pipeline.publishing.publisher import Publisher
    from pipeline.publishing.site import Site
    from pipeline.review.decisions import Decisions
    from pipeline.review.desk import ReviewDesk
    from pipeline.sources.catalogue import Catalogue
    from pipeline.sources.orchestrator import Orchestrator


class Person(Protocol):
    """Who sits here."""

    @property
    def user(self) -> str:
        """The name decisions are signed with."""
        ...


class UiServices(Protocol):
    """The long-lived objects pages work with. Their methods block: call them with
    `asyncio.to_thread`."""

    @property
    def settings(self) -> Person: ...
    @property
    def database(self) -> Database: ...
    @property
    def engine(self) -> JobEngine: ...
    @property
    def importer(self) -> Importer: ...
    @property
    def foresight(self) -> Foresight: ...
    @property
    def desk(self) -> ReviewDesk: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def publisher(self) -> Publisher: ...
    @property
    def site(self) -> Site: ...
    @property
    def proposals(self) -> ProposalDesk: ...
    @property
    def dead_letters(self) -> DeadLetters: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def models(self) -> ChainBuilder: ...
    @property
    def extractor(self) -> Configured: ...
    @property
    def batches(self) -> BatchDesk: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def orchestrator(self) -> Orchestrator: ...
    @property
    def alerts(self) -> AlertBook: ...
    @property
    def patterns(self) -> PatternDesk: ...
