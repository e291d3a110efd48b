"""The site's table as Prisma makes it, on a real Postgres, and our embedded file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.publishing.site import Site
from tests.servers.postgres import PostgresServer

PRISMA = """
CREATE TABLE "CastingCall" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "company" TEXT,
    "location" TEXT,
    "compensation" TEXT,
    "requirements" TEXT,
    "deadline" TIMESTAMP(3),
    "contactInfo" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending_review',
    "sourceUrl" TEXT,
    "contentHash" TEXT,
    "isAggregated" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "CastingCall_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CastingCall_contentHash_key" ON "CastingCall"("contentHash");
"""


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


@pytest.fixture(params=["embedded", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The site on each database."""
    if request.param == "embedded":
        opened = Site(f"sqlite:///{tmp_path / 'site.db'}")
    else:
        opened = Site(request.getfixturevalue("prisma_url"))
    yield opened
    opened.close()
