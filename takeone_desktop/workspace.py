"""Finds, locks and opens a workspace, or says in one sentence why that can't be done."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs
import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.models import Meta
from db.session import Database
from db.trouble import Trouble, trouble
from db.upgrade import NewerWorkspaceError, upgrade
from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable

DATABASE_FILE = "workspace.db"
SITE_FILE = "site.db"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a workspace lives: its database, and a folder for logs, locks and window state."""

    url: URL
    folder: Path

    @property
    def shared(self) -> bool:
        """Whether other desks and workers use it at the same time."""
        return self.url.get_backend_name() != "sqlite"

    @property
    def name(self) -> str:
        """The place as people may see it, without user or password."""
        return f"{self.url.host}/{self.url.database}" if self.shared else str(self.folder)

    @property
    def embedded_site(self) -> URL:
        """The public table's file when no other site is set."""
        return URL.create("sqlite", database=str(self.folder / SITE_FILE))


def locate(workspace: str) -> Place:
    """The place a setting names: a folder or a Postgres URL. Raises `Invalid`."""
    if not workspace.strip():
        raise Invalid("The workspace names no folder; give a folder's path or a Postgres URL.")
    if "://" not in workspace:
        folder = Path(workspace).expanduser().absolute()
        return Place(URL.create("sqlite", database=str(folder / DATABASE_FILE)), folder)
    try:
        url = make_url(workspace)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise Invalid("TAKEONE_WORKSPACE is no address SQLAlchemy understands.") from error
    if url.get_backend_name() != "postgresql":
        raise Invalid("A shared workspace lives in Postgres; anything else is a folder's path.")
    known = hashlib.sha256(f"{url.host}:{url.port}/{url.database}".encode()).hexdigest()[:12]
    data = Path(platformdirs.user_data_dir("TakeOne", appauthor=False))
    return Place(url.set(drivername="postgresql+psycopg"), data / f"shared-{known}")


@contextmanager
def open_workspace(place: Place) -> Iterator[Database]:
    """Lock and open a workspace, migrated to this program's schema.

    Raises `Unavailable` when it is in use or out of reach, `Rejected` when its files refuse,
    `Invalid` when it is damaged or newer than this program.
    """
    with ExitStack() as stack:
        _make_folder(place.folder)
        if not place.shared:
            stack.enter_context(_only_one(place))
        database = Database(place.url)
        stack.callback(database.close)
        with telling(place):
            upgrade(database)
            _name_workspace(database)
        database.explain = partial(workspace_trouble, place)
        yield database


@contextmanager
def telling(place: Place) -> Iterator[None]:
    """Turn what the database says into what a person is told."""
    try:
        yield
    except NewerWorkspaceError as error:
        raise Invalid(
            f"The workspace {place.name} was made by a newer TakeOne. "
            "Update this program; nothing was changed."
        ) from error
    except OperationalError as error:
        raise workspace_trouble(place, error) from error
    except (DBAPIError, sqlite3.DatabaseError) as error:
        raise Invalid(
            f"The workspace {place.name} is damaged or not a workspace. "
            "Restore a copy, or choose another folder; nothing was changed."
        ) from error


def workspace_meta(database: Database, name: str, fresh: str) -> str:
    """A fact the workspace keeps under `name`; `fresh` is written when it has none yet."""
    with database.writing() as session:
        found = session.get(Meta, name)
        if found is None:
            found = Meta(name=name, value=fresh)
            session.add(found)
        return found.value


def _name_workspace(database: Database) -> None:
    with database.reading() as session:
        known = session.scalar(sa.select(Meta.value).where(Meta.name == "workspace_id"))
    if known is None:
        workspace_meta(database, "workspace_id", uuid.uuid4().hex)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{uuid.uuid4().hex}"
        probe.touch()
        probe.unlink()
    except FileExistsError as error:
        raise Rejected(f"{folder} is a file; a workspace is a folder.") from error
    except OSError as error:
        raise Rejected(
            f"The workspace folder {folder} can't be written ({error.strerror}). "
            "Choose another with --workspace, or change its permissions."
        ) from error


@contextmanager
def _only_one(place: Place) -> Iterator[None]:
    # Two engines on one SQLite file would share their limits and steal each other's jobs.
    lock = FileLock(place.folder / "takeone.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Unavailable(
            f"The workspace {place.name} is open in another TakeOne. Close it there first."
        ) from error
    try:
        yield
    finally:
        lock.release()


def workspace_trouble(place: Place, error: OperationalError | PoolTimeout) -> TakeOneError:
    """What a person is told when the workspace's database fails; raises `error` when the
    fault is ours, which no sentence would mend."""
    if isinstance(error, PoolTimeout):
        return Unavailable(f"The workspace {place.name} is busy; try again in a moment.")
    match trouble(error):
        case Trouble.BUG:
            raise error
        case Trouble.LOGIN:
            return Rejected(
                f"The workspace at {place.name} refuses this user or password. "
                "Correct TAKEONE_WORKSPACE."
            )
        case Trouble.NO_DATABASE:
            return Rejected(
                f"There is no database {place.name}. Create it, or correct TAKEONE_WORKSPACE."
            )
        case Trouble.FULL:
            return Unavailable(
                f"The disk of {place.name} is full or fails. Free some space and start again."
            )
        case Trouble.READ_ONLY:
            return Rejected(f"The workspace file in {place.name} can't be written.")
    if place.shared:
        return Unavailable(f"The workspace at {place.name} does not answer. Is its server up?")
    return Unavailable(f"The workspace {place.name} can't be used now: {error.orig}.")
