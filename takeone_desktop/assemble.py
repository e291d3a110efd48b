"""The whole machine on one page: settings become services, closed in reverse order."""

from __future__ import annotations

import os
import secrets
import socket
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import ArgumentError, OperationalError

from db.hearing import Hearing
from db.queries.sources import forget_claims
from db.session import Database
from pipeline.errors import Invalid, Rejected
from pipeline.extraction.building import ChainBuilder
from pipeline.extraction.configured import Configured
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.ledger import Ledger
from pipeline.extraction.spending.prices import default_prices
from pipeline.extraction.spending.thrift import Thrift
from pipeline.extraction.spending.upkeep import Upkeep
from pipeline.extraction.validate import problems
from pipeline.intake.foresight import Foresight
from pipeline.intake.identity import SenderKeys
from pipeline.intake.importer import Importer
from pipeline.intake.inbox import Inbox
from pipeline.intake.judge import Judge
from pipeline.intake.live import LiveInbox
from pipeline.intents.deciding import ProposalDesk
from pipeline.jobs.batch import BatchStep, Pace
from pipeline.jobs.batch_book import BatchBook
from pipeline.jobs.batch_collecting import Collector
from pipeline.jobs.batch_desk import BatchDesk
from pipeline.jobs.batch_services import BatchServices
from pipeline.jobs.dead import DeadLetters
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.extract import ExtractStep
from pipeline.jobs.holding import Holding
from pipeline.jobs.on_site import OnSite
from pipeline.jobs.width import follow_models
from pipeline.learning.book import PatternBook
from pipeline.learning.desk import PatternDesk
from pipeline.operations.alerts import AlertBook
from pipeline.operations.conditions import Around
from pipeline.operations.watch import Watch, free_space, open_breakers
from pipeline.prefilter.load import default_prefilter
from pipeline.publishing.algolia import SERVICE, AlgoliaIndex
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.site import Site
from pipeline.publishing.targets import SiteAlone, SiteAndIndex, Target
from pipeline.remote.remotes import Remotes
from pipeline.review.decisions import Decisions
from pipeline.review.desk import ReviewDesk
from pipeline.sources.catalogue import Catalogue
from pipeline.sources.orchestrator import Orchestrator
from pipeline.sources.port import Surroundings
from pipeline.sources.registry import adapter_kinds
from takeone_desktop.secrets import KeyringKeys
from takeone_desktop.settings import Settings
from takeone_desktop.workspace import Place, locate, open_workspace, workspace_meta

ANNOUNCED = (
    "alert",
    "batch",
    "call",
    "dead_letter",
    "imports",
    "message",
    "messages",
    "model_call",
    "models",
    "patterns",
    "proposal",
    "publication",
    "source",
)
"""The kinds of change that are announced; see `db.session.announce`."""
LONGEST_PUBLICATION = timedelta(minutes=15)
"""No publication is under way for longer; its job would have been cut off."""


@dataclass(frozen=True, slots=True)
class Services:
    """Every long-lived object of a running program."""

    settings: Settings
    place: Place
    database: Database
    site: Site
    engine: JobEngine
    importer: Importer
    desk: ReviewDesk
    decisions: Decisions
    proposals: ProposalDesk
    publisher: Publisher
    dead_letters: DeadLetters
    keys: KeyringKeys
    models: ChainBuilder
    extractor: Configured
    batch: BatchStep
    batches: BatchDesk
    foresight: Foresight
    live_inbox: LiveInbox
    catalogue: Catalogue
    orchestrator: Orchestrator
    patterns: PatternDesk
    hearing: Hearing
    alerts: AlertBook
    watch: Watch


@contextmanager
def assemble(settings: Settings) -> Iterator[Services]:
    """Open the workspace and build every service once.

    The engine, the sources and the hearing are built, not started.
    """
    place = locate(settings.workspace)
    with ExitStack() as stack:
        database = stack.enter_context(open_workspace(place))
        site = open_site(settings, place)
        stack.callback(site.close)
        owner = executor_name(place)
        engine = JobEngine(database, executor=owner)
        stack.callback(engine.stop)

        keys = KeyringKeys()
        target = open_target(settings, database, site, keys, stack)
        publisher = Publisher(database, target, engine.enqueue)
        rules = RulesExtractor()
        ledger = Ledger(database, default_prices())
        models = ChainBuilder(rules, ledger, keys, settings.service_urls)
        stack.callback(Upkeep(database).start())
        extractor = Configured(database, rules, models.build)
        pace = Pace()
        holding = Holding(database, ledger, engine.enqueue, extractor.resting, pace.settle)
        book = BatchBook(database, engine.enqueue)
        services = BatchServices(models.provider)
        batch = BatchStep(book, services, Collector(book, ledger), owner, pace)
        extract = ExtractStep(database, extractor, engine.enqueue, OnSite(site).titles, holding)
        letters = DeadLetters(
            database,
            {
                "extract": extract.undertaker(),
                "publish": publisher.undertaker(),
                "batch": batch.undertaker(),
            },
        )
        engine.serve([extract.handler(), publisher.handler(), batch.handler()], letters.bury)
        engine.prepare()  # its tables can no longer be made while a transaction holds the file
        follow_models(engine, database)
        with database.writing() as session:  # or a source that was being asked rests 5 minutes
            forget_claims(session, owner)

        senders = SenderKeys(workspace_meta(database, "sender_key", secrets.token_hex(32)))
        judge = Judge(default_prefilter(), extract_unsure=settings.extract_unsure)
        book_of_terms = PatternBook(database, judge.use)
        stack.callback(book_of_terms.start())
        inbox = Inbox(database, judge, senders, engine.enqueue)
        kinds = adapter_kinds()
        live_inbox = LiveInbox(database, judge, senders, engine.enqueue)
        orchestrator = Orchestrator(
            database,
            live_inbox,
            kinds,
            lambda remotes: surroundings(settings, remotes, keys),
            owner,
            first_after=timedelta(seconds=settings.first_run_seconds),
            stretch=Thrift(database, ledger).stretch,
        )
        stack.callback(orchestrator.stop)
        hearing = Hearing(database, ANNOUNCED)
        stack.callback(hearing.stop)
        alerts = AlertBook(database)
        watch = Watch(
            database,
            alerts,
            lambda: Around(
                open_breakers((*models.remotes, *orchestrator.remotes)),
                free_space(None if place.shared else place.folder),
            ),
            timedelta(hours=settings.overdue_hours),
        )
        stack.callback(watch.stop)
        decisions = Decisions(database, publisher.want, problems)
        yield Services(
            settings=settings,
            place=place,
            database=database,
            site=site,
            engine=engine,
            importer=Importer(database, inbox),
            desk=ReviewDesk(database),
            decisions=decisions,
            proposals=ProposalDesk(database, decisions),
            publisher=publisher,
            dead_letters=letters,
            keys=keys,
            models=models,
            extractor=extractor,
            batch=batch,
            foresight=Foresight(database, judge, ledger.prices, extractor.resting),
            batches=BatchDesk(database, holding, engine.enqueue),
            live_inbox=live_inbox,
            catalogue=Catalogue(database, kinds, active_groups=settings.active_groups),
            orchestrator=orchestrator,
            patterns=PatternDesk(
                database, book_of_terms, engine.enqueue, read_unsure=settings.extract_unsure
            ),
            hearing=hearing,
            alerts=alerts,
            watch=watch,
        )


def surroundings(settings: Settings, remotes: Remotes, keys: KeyringKeys) -> Surroundings:
    """What adapters of live sources are built with."""
    allowed = (one.rpartition(":") for one in settings.allowed_hosts)
    return Surroundings(
        remotes,
        keys,
        settings.service_urls,
        tuple((host, int(port)) for host, _, port in allowed),
    )


def open_site(settings: Settings, place: Place) -> Site:
    """The site's table the settings name, or the file beside the workspace."""
    try:
        return Site(settings.public_url or place.embedded_site)
    except (ArgumentError, ImportError, ValueError) as error:
        raise Invalid(
            "TAKEONE_PUBLIC_URL is no address of a Postgres or SQLite database, "
            "like postgresql://user@host/database."
        ) from error
    except OperationalError as error:
        raise Rejected(f"The site's table beside {place.name} can't be opened or made.") from error


def open_target(
    settings: Settings, database: Database, site: Site, keys: KeyringKeys, stack: ExitStack
) -> Target:
    """The site, with its search index when the settings name one. What a program that died left
    half published is undone first."""
    named = settings.algolia_app_id, settings.algolia_index
    if not any(named):
        return SiteAlone(site)
    if not all(named):
        raise Invalid(
            "Algolia needs both TAKEONE_ALGOLIA_APP_ID and TAKEONE_ALGOLIA_INDEX, or neither."
        )
    index = AlgoliaIndex(*named, keys, base_url=settings.service_urls.get(SERVICE, ""))
    stack.callback(index.close)
    target = SiteAndIndex(database, site, index)
    # In a shared workspace others publish just now.
    target.recover(older=timedelta(0) if database.is_sqlite else LONGEST_PUBLICATION)
    return target


def executor_name(place: Place) -> str:
    """Whose jobs a process runs. Alone in a workspace, it is always the same one, and takes
    its old jobs up at the next start; among many, each life is a new one and peers take over."""
    if not place.shared:
        return "desk"
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
