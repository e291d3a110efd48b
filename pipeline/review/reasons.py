"""Why calls are rejected: a workspace's own numbered list.

A reason we know is kept by its name and said in every language; one that people wrote is kept
as they wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from db.models import Meta
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.review import audit

KNOWN = (
    "not_a_call",
    "expired",
    "scam",
    "not_region",
    "no_contact",
    "duplicate",
    "self_promotion",
    "unclear",
)
OTHER = "other"
"""Always the last: it asks for words."""
MOST = 8
"""Each has a digit for its key, and the ninth is for `OTHER`."""
LONGEST = 60
_NAME = "reject_reasons"


class Reasons:
    """The list that a rejection chooses from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> tuple[str, ...]:
        """The list in the order of its numbers."""
        return await self._database.read(_read)

    async def write(self, reasons: Sequence[str], by: str) -> None:
        """Replace the list; raises `Invalid` when nobody could choose from it by number."""
        kept = [reason for reason in (one.strip() for one in reasons) if reason and reason != OTHER]
        _check(kept)
        await self._database.write(lambda session: _write(session, kept, by))


def _check(reasons: Sequence[str]) -> None:
    if not reasons:
        raise Invalid("The list of reasons is empty: write at least one, one on a line.")
    if len(reasons) > MOST:
        raise Invalid(f"There are {len(reasons)} reasons, and digits for {MOST}: leave some out.")
    for at, reason in enumerate(reasons):
        if reason in reasons[:at]:
            raise Invalid(f"“{reason}” stands in the list twice: leave one out.")
        if len(reason) > LONGEST:
            raise Invalid(f"“{reason[:20]}…” is too long: say it in {LONGEST} letters.")


def _read(session: Session) -> tuple[str, ...]:
    kept = session.get(Meta, _NAME)
    return (*(json.loads(kept.value) if kept else KNOWN), OTHER)


def _write(session: Session, reasons: list[str], by: str) -> None:
    before = list(_read(session)[:-1])
    session.merge(Meta(name=_NAME, value=json.dumps(reasons, ensure_ascii=False)))
    audit.record(session, by, "reasons", "workspace", {"before": before, "after": reasons})
    announce(session, "reasons")
