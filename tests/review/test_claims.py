"""Who looks at a call, what others see of it, and what nobody may decide unseen."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models import AuditEntry, Call, utc_now
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.review.claims import Claims
from pipeline.review.decisions import Decisions
from pipeline.review.desk import ReviewDesk
from pipeline.review.values import Filters, Sort
from tests.review.conftest import Fill, statuses


def test_a_claim_keeps_others_out_until_it_ends(database: Database, fill: Fill) -> None:
    """One has it; another is told who; once it is over or given up, anybody may have it."""
    first, second = fill(2)
    claims = Claims(database)
    assert claims.claim(first, "noura") == "noura"
    assert claims.claim(first, "sara") == "noura"
    assert claims.claim(second, "noura", leaving=first) == "noura"
    assert claims.claim(first, "sara") == "sara"
    with database.writing() as session:
        session.get_one(Call, second).claimed_until = utc_now() - timedelta(seconds=1)
    assert claims.claim(second, "sara") == "sara"
    assert claims.take_over(second, "noura")
    assert claims.claim(second, "sara") == "noura"
    assert not claims.take_over(999, "noura")


def test_a_claim_is_no_change(database: Database, fill: Fill) -> None:
    """Neither the call nor the account of what was done knows of it."""
    (one,) = fill(1)
    with database.reading() as session:
        before = session.get_one(Call, one).updated_at
    Claims(database).claim(one, "noura")
    with database.reading() as session:
        after = session.get_one(Call, one)
        assert (after.revision, after.updated_at) == (1, before)
        assert session.scalars(sa.select(AuditEntry)).all() == []


async def _seen(database: Database, one: int) -> tuple[str, str]:
    desk = ReviewDesk(database)
    (row,) = await desk.rows([one], Sort.QUEUE)
    detail = await desk.detail(one)
    assert detail is not None
    return row.claimed_by, detail.claimed_by


@pytest.mark.parametrize("minutes", [0, 11])
def test_lists_and_cards_show_who_has_it(database: Database, fill: Fill, minutes: int) -> None:
    """Unless that is over."""
    (one,) = fill(1)
    Claims(database).claim(one, "noura")
    with database.writing() as session:
        call = session.get_one(Call, one)
        assert call.claimed_until is not None
        call.claimed_until -= timedelta(minutes=minutes)
    expected = "" if minutes else "noura"
    assert asyncio.run(_seen(database, one)) == (expected, expected)


def test_nobody_decides_what_they_did_not_see(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """An edit of one's own is no surprise; one of somebody else's is."""
    (one,) = fill(1)
    decisions.edit(one, FieldName.COMPANY, "Palmframe", "sara", revision=1)
    for done in (
        decisions.approve([one], "noura", revision=1),
        decisions.reject([one], "noura", "scam", revision=1),
    ):
        ((_, why),) = done.failures
        assert "sara changed" in why
    assert decisions.approve([one], "sara", revision=1).changed == (one,)


def test_both_edits_of_a_field_are_told(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """The later one is refused, and hears the other's words."""
    (one,) = fill(1)
    decisions.edit(one, FieldName.COMPANY, "Palmframe", "sara", revision=1)
    with pytest.raises(Invalid, match=r"Palmframe.*Oasis"):
        decisions.edit(one, FieldName.COMPANY, "Oasis", "noura", revision=1)


def listed(database: Database, filters: Filters) -> list[int]:
    return [row.id for row in asyncio.run(ReviewDesk(database).page(filters))]


def test_what_is_put_off_comes_back(database: Database, decisions: Decisions, fill: Fill) -> None:
    """It stands in a list of its own until its time has come."""
    first, second = fill(2)
    decisions.snooze(first, "noura", utc_now() + timedelta(hours=1))
    assert listed(database, Filters()) == [second]
    assert listed(database, Filters(snoozed=True)) == [first]
    assert asyncio.run(ReviewDesk(database).count(Filters())) == 1
    decisions.undo("noura")
    assert listed(database, Filters()) == [first, second]
    decisions.snooze(first, "noura", utc_now() - timedelta(minutes=2))
    assert listed(database, Filters()) == [first, second]


def test_a_call_can_be_somebodys(database: Database, decisions: Decisions, fill: Fill) -> None:
    """Mine, and nobody's; taken back like all else."""
    first, second = fill(2)
    decisions.assign(first, "noura", "sara")
    assert listed(database, Filters(assignee="sara")) == [first]
    assert listed(database, Filters(assignee="")) == [second]
    decisions.undo("noura")
    assert listed(database, Filters(assignee="sara")) == []


def test_people_are_those_who_worked_here(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """And those who were given something; each once."""
    first, second = fill(2)
    decisions.assign(first, "noura", "sara")
    decisions.skip(second, "noura")
    assert asyncio.run(ReviewDesk(database).people()) == ["noura", "sara"]


def test_the_oldest_first_whatever_was_skipped(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """What is overdue stands on top."""
    first, second = fill(2)
    decisions.skip(first, "noura")
    assert listed(database, Filters()) == [second, first]
    assert listed(database, Filters(sort=Sort.OLDEST)) == [first, second]
    assert statuses(database, [first]) == ["pending"]
