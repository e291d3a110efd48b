"""Asks sources less often while money is short, so that what is left lasts longer."""

from __future__ import annotations

from db.session import Database
from pipeline.extraction.configured import read_config
from pipeline.extraction.spending.budget import Care, care
from pipeline.extraction.spending.ledger import Ledger

SPARING_STRETCH = 2.0
"""With less than a fifth left, sources are asked half as often."""


class Thrift:
    """Knows how much longer than usual to wait between two looks at a source."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    async def stretch(self) -> float:
        """How many times the usual wait. With nothing left rules read for nothing, and with no
        model nothing is spent: then there is no reason to wait."""
        config = await self._database.read(read_config)
        if not config.choices:
            return 1.0
        sparing = care(config.budget, await self._ledger.spent()) is Care.SPARING
        return SPARING_STRETCH if sparing else 1.0
