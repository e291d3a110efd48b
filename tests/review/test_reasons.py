"""The numbered list that a rejection chooses from."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from db.models import AuditEntry
from db.session import Database
from pipeline.errors import Invalid
from pipeline.review.audit import broken_links
from pipeline.review.reasons import KNOWN, LONGEST, MOST, OTHER, Reasons


def test_the_list_is_ours_until_somebody_writes_another(database: Database) -> None:
    """Who changed it is written down; the last reason always asks for words."""
    reasons = Reasons(database)
    assert asyncio.run(reasons.read()) == (*KNOWN, OTHER)
    heard: list[str] = []
    database.listen(lambda change: heard.append(change.kind))
    asyncio.run(reasons.write([" scam ", "يطلب صورًا خاصة", "", OTHER], "huda"))
    assert asyncio.run(Reasons(database).read()) == ("scam", "يطلب صورًا خاصة", OTHER)
    assert heard == ["reasons"]
    with database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry)).one()
        assert (entry.actor, entry.action) == ("huda", "reasons")
        assert entry.detail["before"] == list(KNOWN)
        assert not list(broken_links(session))


@pytest.mark.parametrize(
    ("reasons", "why"),
    [
        ([], "empty"),
        (["", OTHER], "empty"),
        ([str(n) for n in range(MOST + 1)], "digits"),
        (["a", "b", "a"], "twice"),
        (["x" * (LONGEST + 1)], "too long"),
    ],
)
def test_a_list_that_no_key_can_choose_from_is_refused(
    database: Database, reasons: list[str], why: str
) -> None:
    """And the one before stays."""
    with pytest.raises(Invalid, match=why):
        asyncio.run(Reasons(database).write(reasons, "huda"))
    assert asyncio.run(Reasons(database).read()) == (*KNOWN, OTHER)
