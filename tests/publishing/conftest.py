"""The site's table as Prisma makes it, on a real Postgres, and our embedded file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.publishing.site import Site


@pytest.fixture(params=["embedded", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The site on each database."""
    if request.param == "embedded":
        opened = Site(f"sqlite:///{tmp_path / 'site.db'}")
    else:
        opened = Site(request.getfixturevalue("prisma_url"))
    yield opened
    opened.close()
