"""Every decision a person can make, each one a step that can be taken back.

A decision, its account, its trace for undo and its follow-up work commit together or not at
all. Whether a call may still be decided is asked by the UPDATE itself, so two desks that
press a key at once get one decision and one clear answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.models import Call, CallStatus, ReviewAction
from db.queries import review as rows
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.review import changes, fields
from pipeline.review.deciding import decide, reject_together, require_pending
from pipeline.review.editing import edit, require_seen, require_unchanged
from pipeline.review.undoing import take_back
from pipeline.review.values import Done
from pipeline.text.span import Span

BATCH = 100
"""Calls per transaction of a bulk decision: others get their turn, and cancel works."""

Want = Callable[[Session, Call, str], object]
"""Asks, within the transaction, for a call to be `live` or `withdrawn` on the site."""
Along = Callable[[Session, ReviewAction], object]
"""What belongs to the same step, done in its transaction before the call is changed."""
Together = Callable[[Session, ReviewAction, Sequence[int]], Mapping[int, str]]
"""Applies a step to a batch of calls; answers why it could not be done, for those where so."""
Problems = Callable[[FieldName, str], Sequence[str]]
"""Says in words what is wrong with a field's value; empty when nothing is."""
Progress = Callable[[int], bool]
"""Told how many are done; answers whether to go on."""


class Decisions:
    """The writing half of the review desk. Methods block: call them in a thread."""

    def __init__(self, database: Database, want: Want, problems: Problems) -> None:
        self._database = database
        self._want = want
        self._problems = problems

    def approve(
        self,
        ids: Sequence[int],
        by: str,
        progress: Progress | None = None,
        *,
        revision: int | None = None,
    ) -> Done:
        """Approve and ask for publication; what can't be published is left and named.

        With the `revision` that was seen, a call that others edited since is left too.
        """

        def apply(session: Session, action: ReviewAction, call: Call) -> None:
            require_seen(session, call, revision, by)
            self._approve(session, action, call)

        return self._each("approve", ids, by, apply, progress=progress)

    def reject(
        self,
        ids: Sequence[int],
        by: str,
        reason: str,
        note: str | None = None,
        progress: Progress | None = None,
        *,
        revision: int | None = None,
    ) -> Done:
        """Reject for a reason. The calls stay, and can be searched and restored.

        With the `revision` that was seen, a call that others edited since is left.
        """
        if revision is None:
            return self._batches(
                "reject", ids, by, reject_together, reason=reason, note=note, progress=progress
            )

        def apply(session: Session, action: ReviewAction, call: Call) -> None:
            require_seen(session, call, revision, by)
            require_pending(call)
            decide(session, action, call, CallStatus.REJECTED)

        return self._each("reject", ids, by, apply, reason=reason, note=note)

    def skip(self, call_id: int, by: str) -> Done:
        """Move a call behind all others."""
        return self._each("skip", [call_id], by, _skip)

    def flag(self, call_id: int, by: str, *, flagged: bool) -> Done:
        """Mark a call for a second look, or take the mark away."""
        return self._each("flag", [call_id], by, _set(flagged=flagged))

    def snooze(self, call_id: int, by: str, until: datetime) -> Done:
        """Leave a call out of the queue until then; it comes back by itself."""
        return self._each("snooze", [call_id], by, _set(snoozed_until=until))

    def assign(self, call_id: int, by: str, to: str) -> Done:
        """Say whose call it is; empty: nobody's."""
        return self._each("assign", [call_id], by, _set(assignee=to.strip() or None))

    def edit(
        self,
        call_id: int,
        name: FieldName,
        value: str,
        by: str,
        *,
        revision: int,
        span: Span | None = None,
    ) -> Done:
        """Set one field, from typing or from a selected `span` of the message.

        `revision` is the one the editor saw. Raises `Invalid` when the value can't stand, or
        when somebody else changed the same field meanwhile. A live call is corrected on the
        site too.
        """
        value = value.strip()
        if problems := self._problems(name, value):
            raise Invalid(problems[0])

        def apply(session: Session, action: ReviewAction, call: Call) -> None:
            require_unchanged(session, call, name, value, revision)
            edit(session, action, call, name, value, span)
            if call.status == CallStatus.APPROVED:
                self._want(session, call, "live")

        return _done(self._each("edit", [call_id], by, apply))

    def amend(
        self,
        call_id: int,
        values: Mapping[FieldName, str],
        by: str,
        *,
        revision: int | None,
        along: Along,
    ) -> Done:
        """Set several fields in one step, as a later message asks, and do `along` with it.

        Raises `Invalid` as `edit` does. A live call is corrected on the site too.
        """

        def apply(session: Session, action: ReviewAction, call: Call) -> None:
            along(session, action)
            for name, value in values.items():
                if problems := self._problems(name, value):
                    raise Invalid(problems[0])
                require_unchanged(session, call, name, value, revision)
            for name, value in values.items():
                edit(session, action, call, name, value)
            if values and call.status == CallStatus.APPROVED:
                self._want(session, call, "live")

        return _done(self._each("amend", [call_id], by, apply))

    def close(self, call_id: int, by: str, reason: str, *, along: Along) -> Done:
        """Reject a call that its sender closed, and do `along` with it. A live one is taken
        off the site; one that was rejected already stays as it is."""

        def apply(session: Session, action: ReviewAction, call: Call) -> None:
            along(session, action)
            if call.status == CallStatus.APPROVED:
                self._want(session, call, "withdrawn")
            if call.status in (CallStatus.APPROVED, CallStatus.PENDING):
                decide(session, action, call, CallStatus.REJECTED)

        return _done(self._each("close", [call_id], by, apply, reason=reason))

    def undo(self, by: str) -> Done | None:
        """Take back the newest step of a person; None when there is none.

        Raises `Invalid` when somebody changed those calls since.
        """
        with self._database.writing() as session:
            action = rows.last_action(session, by)
            if action is None:
                return None
            return Done(action.id, take_back(session, action.id, by, self._want))

    def take_back(self, action_id: int, by: str) -> Done:
        """Take back one step of a person, whenever it was; the steps after it stay.

        Raises `Invalid` when it was taken back already, or when something later depends on it.
        """
        with self._database.writing() as session:
            return Done(action_id, take_back(session, action_id, by, self._want))

    def restore(self, ids: Sequence[int], by: str) -> Done:
        """Bring decided calls back to the queue; live ones are taken off the site."""
        return self._each("restore", ids, by, self._restore)

    def _each(
        self,
        kind: str,
        ids: Sequence[int],
        by: str,
        apply: Callable[[Session, ReviewAction, Call], None],
        *,
        reason: str | None = None,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> Done:
        """Apply one step to many calls, a batch per transaction, all under one action."""

        def apply_each(
            session: Session, action: ReviewAction, batch: Sequence[int]
        ) -> dict[int, str]:
            errors = {one: _attempt(session, action, one, apply) for one in batch}
            return {one: error for one, error in errors.items() if error}

        return self._batches(kind, ids, by, apply_each, reason=reason, note=note, progress=progress)

    def _batches(
        self,
        kind: str,
        ids: Sequence[int],
        by: str,
        apply: Together,
        *,
        reason: str | None = None,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> Done:
        action_id: int | None = None
        changed: list[int] = []
        failures: list[tuple[int, str]] = []
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            with self._database.writing() as session:
                if action_id is None:
                    action_id = changes.begin(session, kind, by, reason=reason, note=note).id
                action = session.get_one(ReviewAction, action_id, with_for_update=True)
                if action.undone_at not in (None, action.at):
                    break  # it was taken back while it ran
                errors = apply(session, action, batch)
                failures += errors.items()
                changed += (one for one in batch if one not in errors)
                # Of a step that changed nothing there is nothing to take back.
                action.undone_at = None if changed else action.at
            if progress is not None and not progress(len(changed) + len(failures)):
                break
        return Done(action_id if changed else None, tuple(changed), tuple(failures))

    def _approve(self, session: Session, action: ReviewAction, call: Call) -> None:
        require_pending(call)
        problems = [
            problem
            for name in FieldName
            for problem in self._problems(name, fields.field_text(call, name))
        ]
        if not call.title:
            problems.insert(0, "This call has no title, and the site needs one: press E.")
        if problems:
            raise Invalid(problems[0])
        decide(session, action, call, CallStatus.APPROVED)
        self._want(session, call, "live")

    def _restore(self, session: Session, action: ReviewAction, call: Call) -> None:
        if call.status == CallStatus.PENDING:
            raise Invalid(f"Call {call.id} is not decided yet.")
        if call.status == CallStatus.APPROVED:
            self._want(session, call, "withdrawn")
        for one in (call, *rows.settled_with(session, call)):
            changes.change(session, action, one, _undecided())


def _attempt(
    session: Session,
    action: ReviewAction,
    call_id: int,
    apply: Callable[[Session, ReviewAction, Call], None],
) -> str:
    """Apply to one call inside its own savepoint; the sentence when it can't be done."""
    try:
        with session.begin_nested():
            call = rows.locked(session, call_id)
            if call is None:
                raise Invalid(f"There is no call {call_id}.")
            apply(session, action, call)
            session.flush()
    except Invalid as error:
        return str(error)
    except IntegrityError:
        return f"Call {call_id} would then say exactly what another call says. Merge them instead."
    return ""


def _skip(session: Session, action: ReviewAction, call: Call) -> None:
    changes.change(session, action, call, {"position": rows.last_position(session) + 1})


def _set(**values: Any) -> Callable[[Session, ReviewAction, Call], None]:
    def apply(session: Session, action: ReviewAction, call: Call) -> None:
        changes.change(session, action, call, values)

    return apply


def _done(done: Done) -> Done:
    """What was done of a step on one call; raises `Invalid` when it could not be."""
    if done.failures:
        raise Invalid(done.failures[0][1])
    return done


def _undecided() -> dict[str, Any]:
    return {
        "status": CallStatus.PENDING.value,
        "decided_by": None,
        "decided_at": None,
        "reason": None,
        "note": None,
    }


def pending_ids(database: Database, ids: Iterable[int] | None = None) -> list[int]:
    """The given ids, or those of every pending call, oldest first."""
    if ids is not None:
        return list(ids)
    with database.reading() as session:
        return rows.ids(session, rows.ListQuery(status=CallStatus.PENDING))
