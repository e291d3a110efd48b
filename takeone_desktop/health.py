"""Examines every part of the program and says in one sentence how it is."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.session import Database
from pipeline.errors import Invalid, TakeOneError, Unavailable
from pipeline.review.audit import broken_links
from takeone_desktop.assemble import open_site
from takeone_desktop.settings import Settings
from takeone_desktop.workspace import Place, locate, open_workspace

LEAST_FREE = 500 << 20
BUILT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is. `sentence` says what to do where it is not well."""

    part: str
    well: bool
    sentence: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at each part in turn. One that is down never hides the others."""
    place = locate(settings.workspace)
    yield _look("workspace", lambda: _workspace(place))
    yield _look("site", lambda: _site(settings, place))
    yield _look("prefilter", _prefilter)
    yield _look("extractor", _extractor)
    yield _look("disk", lambda: _disk(place.folder))
    yield _look("clock", _clock)


def _look(part: str, examination: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, examination())
    except TakeOneError as error:
        return Finding(part, False, str(error))


def _workspace(place: Place) -> str:
    with open_workspace(place) as database:
        _verify_trail(database)
        if not place.shared:
            _verify_file(place)
    return f"{place.name} opens, and its audit trail is whole."


def _verify_trail(database: Database) -> None:
    with database.reading() as session:
        broken = next(iter(broken_links(session)), None)
    if broken is not None:
        raise Invalid(
            f"The audit trail was changed at entry {broken}. Keep a copy and tell your admin."
        )


def _verify_file(place: Place) -> None:
    with _file(str(place.url.database)) as connection:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise Invalid(f"The workspace file is damaged ({answer}). Restore a copy of it.")


@contextmanager
def _file(path: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    try:
        yield connection
    finally:
        connection.close()


def _site(settings: Settings, place: Place) -> str:
    site = open_site(settings, place)
    try:
        site.check()
        return f"The site's table at {site.name} takes calls."
    finally:
        site.close()


def _prefilter() -> str:
    from pipeline.prefilter.load import default_prefilter

    started = time.perf_counter()
    version = default_prefilter().version
    return f"Terms {version[:12]} loaded in {1000 * (time.perf_counter() - started):.0f} ms."


def _extractor() -> str:
    from pipeline.extraction.port import SourceText
    from pipeline.extraction.rules.extractor import RulesExtractor

    extractor = RulesExtractor()
    found = extractor.read(SourceText("مطلوب ممثلين في الرياض للتواصل 0550001234", None))
    if not found.calls:
        raise Invalid("The rules read nothing in a plain call; reinstall the program.")
    return f"Rules {extractor.version[:12]} read a plain call."


def _disk(folder: Path) -> str:
    inside = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(inside).free
    if free < LEAST_FREE:
        raise Unavailable(f"Only {free >> 20} MiB are free for {folder}; free some space.")
    return f"{free / (1 << 30):.1f} GiB free."


def _clock() -> str:
    now = datetime.now(UTC)
    if now < BUILT:
        raise Invalid(f"The clock says {now:%Y-%m-%d}, which is past; deadlines would be wrong.")
    return f"{now:%Y-%m-%d %H:%M} UTC."
