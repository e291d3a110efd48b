"""A workspace an older program made opens in this one, with everything in it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import db
from db.models import Call, Message, Source, SourceState
from db.session import Database
from db.upgrade import HEAD, current_revision, upgrade
from tests.servers.postgres import PostgresServer


def made_by_revision(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(db.__path__[0]) / "migrations"))
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS takeone"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_first_workspaces_still_open(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'workspace.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database()
    database = Database(url)
    made_by_revision(database, "0001")
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO source (id, kind, identifier, name, medium, created_at) "
                "VALUES (1, 'DUMP', 'a', 'Group', 'whatsapp', '2026-01-01 00:00:00')"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO message (id, source_id, external_id, dump_id, kind, text, search, "
                "band, score, stage, created_at) VALUES (1, 1, 'm', :no, 'message', 'مطلوب ممثل', "
                "'مطلوب ممثل', 'pass', 1.0, 'waiting', '2026-01-01 00:00:00')"
            ),
            {"no": False},
        )
    upgrade(database)
    assert current_revision(database) == HEAD
    with database.reading() as session:
        source = session.get_one(Source, 1)
        assert (source.state, source.cursor, source.every_minutes) == (SourceState.ACTIVE, {}, 0)
        assert session.get_one(Message, 1).text == "مطلوب ممثل"
        assert session.scalars(sa.select(Call)).all() == []
    database.close()
