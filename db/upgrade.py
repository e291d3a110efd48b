"""Brings a workspace to this program's schema, or says why it can't."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from db.session import Database

HEAD = "0007"
"""The newest revision. Kept here so that a start needs no Alembic when nothing is to do."""


class NewerWorkspaceError(Exception):
    """The workspace was made by a newer program; opening it here could damage it."""


def upgrade(database: Database) -> None:
    """Create or migrate the workspace's tables, all or nothing.

    Raises `NewerWorkspaceError` when the workspace's revision is unknown to this program.
    """
    if current_revision(database) == HEAD:
        return
    _run_alembic(database)


def current_revision(database: Database) -> str | None:
    """The workspace's revision, or None when it is empty."""
    with database.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version", _schema(database)):
            return None
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def _run_alembic(database: Database) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            _prepare_postgres(connection)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise NewerWorkspaceError(str(error)) from error


def _prepare_postgres(connection: sa.Connection) -> None:
    # Two programs may meet an empty workspace at once: the second waits, then finds it done.
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(7305843009213693951)"))
    connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS takeone"))


def _schema(database: Database) -> str | None:
    return None if database.is_sqlite else "takeone"
