"""Many calls decided as one step, and taken back as one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.models import AuditEntry, Call, ReviewAction
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.review import audit
from pipeline.review.decisions import BATCH, Decisions
from tests.review.conftest import Fill, statuses

BY = "noura"


def test_many_rejections_are_one_step(database: Database, decisions: Decisions, fill: Fill) -> None:
    """All are rejected with those that say the same; one undo brings all back."""
    ids = fill(BATCH + 5, like=2)
    done = decisions.reject(ids, BY, "expired")
    assert done.changed == tuple(ids)
    assert set(statuses(database, ids)) == {"rejected"}
    with database.reading() as session:
        alike = list(session.scalars(sa.select(Call.id).where(Call.id != Call.cluster_id)))
        assert list(audit.broken_links(session)) == []
        assert len(session.scalars(sa.select(AuditEntry)).all()) == 2
    assert statuses(database, alike) == ["duplicate"] * 2
    undone = decisions.undo(BY)
    assert undone is not None
    assert set(undone.changed) == {*ids, *alike}
    assert set(statuses(database, [*ids, *alike])) == {"pending"}
    assert decisions.undo(BY) is None


def test_what_can_not_be_rejected_is_named(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """The others are rejected all the same."""
    ids = fill(3)
    decisions.approve(ids[:1], "sara")
    done = decisions.reject([*ids, 999], BY, "scam")
    assert done.changed == tuple(ids[1:])
    assert dict(done.failures) == {
        ids[0]: f"Call {ids[0]} was already approved by sara.",
        999: "There is no call 999.",
    }


def test_a_step_begun_with_failures_can_be_taken_back(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """Also when not one call of the first batch could be decided."""
    ids = fill(BATCH + 1)
    decisions.reject(ids[:BATCH], "sara", "scam")
    decisions.reject(ids, BY, "expired")
    assert decisions.undo(BY) is not None
    assert statuses(database, ids[BATCH:]) == ["pending"]


def test_a_stopped_step_keeps_what_it_did(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """Cancelled after a batch, the rest waits, and the batch can be taken back."""
    ids = fill(BATCH * 2)
    done = decisions.reject(ids, BY, "expired", progress=lambda _: False)
    assert done.changed == tuple(ids[:BATCH])
    assert statuses(database, ids[BATCH:]) == ["pending"] * BATCH
    decisions.undo(BY)
    assert set(statuses(database, ids)) == {"pending"}


def test_a_step_taken_back_while_it_runs_ends(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """What was not done yet is not done any more."""
    ids = fill(BATCH * 2)
    decisions.reject(ids, BY, "expired", progress=lambda _: decisions.undo(BY) is not None)
    assert set(statuses(database, ids)) == {"pending"}


def test_one_step_of_several_is_taken_back(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """An older step alone, as long as nothing later depends on it, and only once."""
    first, second = fill(2)
    rejected = decisions.reject([first], BY, "scam").action_id
    decisions.approve([second], BY)
    assert rejected is not None
    with pytest.raises(Invalid, match="not one of yours"):
        decisions.take_back(rejected, "sara")
    decisions.take_back(rejected, BY)
    assert statuses(database, [first, second]) == ["pending", "approved"]
    with pytest.raises(Invalid, match="already"):
        decisions.take_back(rejected, BY)


def test_a_step_that_others_build_on_stays(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """All of it, and it still counts as done."""
    ids = fill(2)
    rejected = decisions.reject(ids, BY, "scam").action_id
    decisions.restore(ids[:1], "sara")
    assert rejected is not None
    with pytest.raises(Invalid, match="changed again"):
        decisions.take_back(rejected, BY)
    assert statuses(database, ids) == ["pending", "rejected"]
    with database.reading() as session:
        assert session.get_one(ReviewAction, rejected).undone_at is None


def test_an_edit_taken_back_is_searched_as_before(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """Words that no longer stand there find nothing."""
    (one,) = fill(1)
    decisions.edit(one, FieldName.COMPANY, "Palmframe", BY, revision=1)
    with database.reading() as session:
        assert "palmframe" in session.get_one(Call, one).search
    decisions.undo(BY)
    with database.reading() as session:
        assert "palmframe" not in session.get_one(Call, one).search
