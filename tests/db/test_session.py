"""The session helper, on both databases."""

import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from db.models import Base, Meta
from db.session import Changed, Database, announce
from db.upgrade import NewerWorkspaceError, upgrade


def test_migrations_make_exactly_the_models(database: Database) -> None:
    """A column added to a model and forgotten in a migration is found here."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: not (kind == "table" and "_fts" in name)},
        )
        differences = [
            found
            for found in compare_metadata(context, Base.metadata)
            if not (found[0] == "remove_index" and found[1].name.endswith("_search"))
        ]
    assert differences == []


def test_a_failed_transaction_leaves_nothing_and_announces_nothing(database: Database) -> None:
    """An error inside `writing` undoes the whole transaction."""
    heard: list[Changed] = []
    database.listen(heard.append)
    with pytest.raises(RuntimeError), database.writing() as session:  # noqa: PT012  (it fails late)
        session.add(Meta(name="a", value="1"))
        announce(session, "meta", 1)
        session.flush()
        raise RuntimeError
    with database.reading() as session:
        assert session.get(Meta, "a") is None
    assert heard == []


def test_a_commit_is_announced_after_it_is_visible(database: Database) -> None:
    """Whoever hears of a change can already read it."""
    seen: list[object] = []

    def look(_: Changed) -> None:
        with database.reading() as session:
            seen.append(session.get(Meta, "a"))

    database.listen(look)
    with database.writing() as session:
        session.add(Meta(name="a", value="1"))
        announce(session, "meta")
    assert seen != [None]
    assert len(seen) == 1


def test_writers_in_many_threads_lose_no_update(database: Database) -> None:
    """Reading and then writing in one transaction is safe on SQLite, conditional on Postgres."""
    with database.writing() as session:
        session.add(Meta(name="n", value="0"))

    def add() -> None:
        for _ in range(10):
            with database.writing() as session:
                row = session.get(Meta, "n", with_for_update=True)
                assert row is not None
                row.value = str(int(row.value) + 1)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        row = session.get(Meta, "n")
        assert row is not None
        assert row.value == "40"


def test_a_newer_workspace_is_refused(database: Database) -> None:
    """A revision this program does not know is left untouched."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerWorkspaceError):
        upgrade(database)


def test_an_error_does_not_tell_what_was_to_be_stored(database: Database) -> None:
    """Errors go to the log, and people's numbers do not."""
    with pytest.raises(SQLAlchemyError) as caught, database.reading() as session:
        session.execute(sa.text("SELECT no_such FROM meta WHERE name = :n"), {"n": "0551234567"})
    assert "no_such" in str(caught.value)
    assert "0551234567" not in str(caught.value)
