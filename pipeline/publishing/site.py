"""The site's table, and the only statements we ever send to it.

`"CastingCall"` belongs to the site (Prisma). Rows with `isAggregated = true` are ours;
every statement that changes a row says so in its WHERE, so that a hirer's own row is safe
whatever happens around us.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url

from db.trouble import Trouble, trouble
from pipeline.errors import Rejected, Unavailable

Timestamp = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=3), "postgresql")

metadata = sa.MetaData()
casting_call = sa.Table(
    "CastingCall",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("company", sa.Text),
    sa.Column("location", sa.Text),
    sa.Column("compensation", sa.Text),
    sa.Column("requirements", sa.Text),
    sa.Column("deadline", Timestamp),
    sa.Column("contactInfo", sa.Text),
    sa.Column("status", sa.Text, nullable=False, server_default="pending_review"),
    sa.Column("sourceUrl", sa.Text),
    sa.Column("contentHash", sa.Text),
    sa.Column("isAggregated", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("createdAt", Timestamp, nullable=False, server_default=sa.func.now()),
    sa.Column("updatedAt", Timestamp, nullable=False),
    sa.Index("CastingCall_contentHash_key", "contentHash", unique=True),
)
MOST_ROWS = 20_000
"""How much of the site one look reads."""
CONTENT = (
    "title",
    "description",
    "company",
    "location",
    "compensation",
    "requirements",
    "deadline",
    "contactInfo",
    "status",
    "sourceUrl",
    "contentHash",
)


POSTGRES = ("postgresql", "postgres")
"""Web frameworks write the shorter one."""


class HirersOwnError(Rejected):
    """The hirer put this call on the site himself; his row is not ours to touch."""


@dataclass(frozen=True, slots=True)
class SiteCall:
    """One of our rows as it should stand on the site. Times are naive UTC."""

    id: str
    title: str
    description: str | None
    company: str | None
    location: str | None
    compensation: str | None
    requirements: str | None
    deadline: datetime | None
    contact_info: str | None
    status: str
    source_url: str | None
    content_hash: str

    def columns(self) -> dict[str, Any]:
        """The row's content under the site's column names."""
        return {
            "title": self.title,
            "description": self.description,
            "company": self.company,
            "location": self.location,
            "compensation": self.compensation,
            "requirements": self.requirements,
            "deadline": self.deadline,
            "contactInfo": self.contact_info,
            "status": self.status,
            "sourceUrl": self.source_url,
            "contentHash": self.content_hash,
        }


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a call stands after an upsert: its row's id, and when that row last changed."""

    id: str
    updated_at: datetime


class Site:
    """The public table on Postgres or in an embedded SQLite file.

    Raises `Unavailable` when the database does not answer, `Rejected` when it refuses. An address
    of any other database is a `ValueError`.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        self._engine = _engine(self.url)
        if self.embedded:
            metadata.create_all(self._engine)

    @property
    def name(self) -> str:
        """The address as people may see it, without user or password."""
        if self.embedded:
            return self.url.database or ""
        return f"{self.url.host or 'localhost'}/{self.url.database}"

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def check(self) -> None:
        """Ask the table for nothing, to see that it is there and may be read."""
        with self._talking() as connection:
            connection.execute(sa.select(casting_call.c.id).limit(0))

    def upsert(self, call: SiteCall) -> Placed:
        """Make the site hold exactly this call: idempotent, and safe against other desks.

        Raises `HirersOwnError` when the row with this content is not ours.
        """
        with self._talking() as connection:
            placed = self._update(connection, call) or self._insert(connection, call)
        if placed is None:
            raise HirersOwnError(
                f"“{call.title}” is already on the site, posted by the hirer. It was left alone."
            )
        return placed

    def set_status(self, public_id: str, status: str) -> Placed | None:
        """Change the status of one of our rows; None when it is not there any more."""
        with self._talking() as connection:
            statement = (
                sa.update(casting_call)
                .where(casting_call.c.id == public_id, casting_call.c.isAggregated)
                .values(status=status, updatedAt=site_now())
                .returning(casting_call.c.id, casting_call.c.updatedAt)
            )
            return _placed(connection.execute(statement))

    def rows(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The site's present rows with these ids, by id."""
        with self._talking() as connection:
            found = connection.execute(sa.select(casting_call).where(casting_call.c.id.in_(ids)))
            return {row["id"]: dict(row) for row in found.mappings()}

    def found(self, call: SiteCall) -> dict[str, Any] | None:
        """The row of ours that an upsert of this call would change."""
        with self._talking() as connection:
            by_id = casting_call.c.id == call.id
            statement = (
                sa.select(casting_call)
                .where(
                    sa.or_(by_id, casting_call.c.contentHash == call.content_hash),
                    casting_call.c.isAggregated,
                )
                .order_by(by_id.desc())
                .limit(1)
            )
            row = connection.execute(statement).mappings().first()
            return None if row is None else dict(row)

    def put_back(self, row: Mapping[str, Any]) -> None:
        """Make one of our rows what it was before an upsert."""
        values = {name: row[name] for name in (*CONTENT, "updatedAt")}
        with self._talking() as connection:
            connection.execute(
                sa.update(casting_call)
                .where(casting_call.c.id == row["id"], casting_call.c.isAggregated)
                .values(**values)
            )

    def changed_since(self, moment: datetime | None) -> list[dict[str, Any]]:
        """Rows of whoever's that changed at `moment` or later, of all at most the newest."""
        newest = sa.select(casting_call).order_by(casting_call.c.updatedAt.desc()).limit(MOST_ROWS)
        if moment is not None:
            newest = newest.where(casting_call.c.updatedAt >= moment)
        with self._talking() as connection:
            return [dict(row) for row in connection.execute(newest).mappings()]

    def _update(self, connection: sa.Connection, call: SiteCall) -> Placed | None:
        values = call.columns()
        statement = (
            sa.update(casting_call)
            .where(casting_call.c.id == call.id, casting_call.c.isAggregated)
            .values(
                **values,
                updatedAt=sa.case((_differs(values), site_now()), else_=casting_call.c.updatedAt),
            )
            .returning(casting_call.c.id, casting_call.c.updatedAt)
        )
        return _placed(connection.execute(statement))

    def _insert(self, connection: sa.Connection, call: SiteCall) -> Placed | None:
        insert = (sqlite if self.embedded else postgresql).insert(casting_call)
        now = site_now()
        statement = insert.values(
            id=call.id, **call.columns(), isAggregated=True, createdAt=now, updatedAt=now
        )
        changed = {name: statement.excluded[name] for name in CONTENT}
        # The hash is a unique index, not a constraint: the conflict is named by its column.
        statement = statement.on_conflict_do_update(
            index_elements=["contentHash"],
            set_={**changed, "updatedAt": statement.excluded.updatedAt},
            where=casting_call.c.isAggregated,
        )
        return _placed(
            connection.execute(statement.returning(casting_call.c.id, casting_call.c.updatedAt))
        )

    @contextmanager
    def _talking(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except exc.IntegrityError as error:
            raise Rejected(
                f"The site at {self.name} already holds another call with the same content. "
                "Change this one, or withdraw the other."
            ) from error
        except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
            raise Unavailable(self._why(error)) from error
        except exc.ProgrammingError as error:
            raise Rejected(
                f"The site's database at {self.name} refused: its table “CastingCall” is "
                "missing or closed to this user. Check TAKEONE_PUBLIC_URL and the grants."
            ) from error
        except exc.DBAPIError as error:
            raise Rejected(
                f"The site's database at {self.name} refused the row "
                f"({type(error.orig).__name__}). Look at its fields."
            ) from error

    def _why(self, error: exc.SQLAlchemyError) -> str:
        """Why the site's database did not do it. All of these heal without a new decision."""
        match trouble(error) if isinstance(error, exc.DBAPIError) else Trouble.AWAY:
            case Trouble.LOGIN:
                return (
                    f"The site's database at {self.name} refuses this user or password. "
                    "Correct TAKEONE_PUBLIC_URL and start again."
                )
            case Trouble.NO_DATABASE:
                return f"There is no database {self.name}. Correct TAKEONE_PUBLIC_URL."
            case Trouble.FULL:
                return f"The disk of the site's table {self.name} is full or fails."
            case Trouble.READ_ONLY:
                return f"The site's table {self.name} can't be written."
        return f"The site's database at {self.name} does not answer."


def site_now() -> datetime:
    """Now as the site stores it: naive UTC, to the millisecond."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _differs(values: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.or_(*(casting_call.c[name].is_distinct_from(value) for name, value in values.items()))


def _placed(result: sa.CursorResult[Any]) -> Placed | None:
    row = result.first()
    return None if row is None else Placed(row[0], row[1])


def _engine(url: URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, hide_parameters=True)

        @sa.event.listens_for(engine, "connect")
        def _(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA busy_timeout=10000")

        return engine
    if url.get_backend_name() not in POSTGRES:
        raise ValueError("The site's table lives in Postgres or SQLite.")
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=4,
        max_overflow=0,
        pool_timeout=20,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c timezone=utc -c statement_timeout=15000",
        },
    )
