"""Real databases for every test that asks: SQLite in a folder, Postgres from a template."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.session import Database
from db.upgrade import upgrade
from tests.servers.postgres import PostgresServer
from tests.servers.prisma import PRISMA


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the whole run; a test that stops it starts it again."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A migrated, empty workspace to copy from."""
    url = postgres_server.create_database()
    template = Database(url)
    upgrade(template)
    template.close()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty workspace file to copy from."""
    path = tmp_path_factory.mktemp("template") / "workspace.db"
    template = Database(f"sqlite:///{path}")
    upgrade(template)
    template.close()
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[str]:
    """The address of an empty workspace, once on each database."""
    if request.param == "sqlite":
        path = tmp_path / "workspace.db"
        path.write_bytes(sqlite_template.read_bytes())
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database(request.getfixturevalue("postgres_template"))
    yield url
    server.drop_database(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty workspace, once on each database."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """An empty workspace on SQLite, where only that is meant."""
    path = tmp_path / "workspace.db"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Database(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def prisma_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database the site's own migration has made."""
    url = postgres_server.create_database()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(PRISMA)
    engine.dispose()
    yield url
    postgres_server.drop_database(url)
