"""Every decision a person can make, each one a step that can be taken back.

A decision, its account, its trace for undo and its follow-up work commit together or not at
all. Whether a call may still be decided is asked by the UPDATE itself, so two desks that
press a key at once get one decision and one clear answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.models import Call, CallStatus, ReviewAction, utc_now
from db.queries import review as rows
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.review import changes, fields
from pipeline.review.editing import edit, require_unchanged
from pipeline.review.values import Done
from pipeline.text.span import Span

BATCH = 100
"""Calls per transaction of a bulk decision: others get their turn, and cancel works."""

Want = Callable[[Session, Call, str], object]
"""Asks, within the transaction, for a call to be `live` or `withdrawn` on the site."""
Along = Callable[[Session, ReviewAction], object]
"""What belongs to the same step, done in its transaction before the call is changed."""
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

    def approve(self, ids: Sequence[int], by: str, progress: Progress | None = None) -> Done:
        """Approve and ask for publication; what can't be published is left and named."""
        return self._each("approve", ids, by, self._approve, progress=progress)

    def reject(
        self,
        ids: Sequence[int],
        by: str,
        reason: str,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> Done:
        """Reject for a reason. The calls stay, and can be searched and restored."""
        return self._each("reject", ids, by, _reject, reason=reason, note=note, progress=progress)

    def skip(self, call_id: int, by: str) -> Done:
        """Move a call behind all others."""
        return self._each("skip", [call_id], by, _skip)

    def flag(self, call_id: int, by: str, *, flagged: bool) -> Done:
        """Mark a call for a second look, or take the mark away."""
        return self._each("flag", [call_id], by, _flag(flagged))

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
                _decide(session, action, call, CallStatus.REJECTED)

        return _done(self._each("close", [call_id], by, apply, reason=reason))

    def undo(self, by: str) -> Done | None:
        """Take back the newest step of a person; None when there is none.

        Raises `Invalid` when somebody changed those calls since.
        """
        with self._database.writing() as session:
            action = rows.last_action(session, by)
            if action is None:
                return None
            action.undone_at = utc_now()
            undoing = changes.begin(session, "undo", by, note=str(action.id))
            undoing.undone_at = undoing.at
            changed = [
                self._take_back(session, undoing, step.call_id, step.before, step.after)
                for step in rows.changes(session, action.id)
            ]
            changes.take_back_proposals(session, undoing, action.id)
        return Done(action.id, tuple(dict.fromkeys(changed)))

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
        action_id: int | None = None
        changed: list[int] = []
        failures: list[tuple[int, str]] = []
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            with self._database.writing() as session:
                if action_id is None:
                    action_id = changes.begin(session, kind, by, reason=reason, note=note).id
                action = session.get_one(ReviewAction, action_id)
                for call_id in batch:
                    error = _attempt(session, action, call_id, apply)
                    if error:
                        failures.append((call_id, error))
                    else:
                        changed.append(call_id)
                if not changed:
                    action.undone_at = action.at
            if progress is not None and not progress(len(changed) + len(failures)):
                break
        return Done(action_id if changed else None, tuple(changed), tuple(failures))

    def _approve(self, session: Session, action: ReviewAction, call: Call) -> None:
        _require_pending(call)
        problems = [
            problem
            for name in FieldName
            for problem in self._problems(name, fields.field_text(call, name))
        ]
        if not call.title:
            problems.insert(0, "This call has no title, and the site needs one: press E.")
        if problems:
            raise Invalid(problems[0])
        _decide(session, action, call, CallStatus.APPROVED)
        self._want(session, call, "live")

    def _restore(self, session: Session, action: ReviewAction, call: Call) -> None:
        if call.status == CallStatus.PENDING:
            raise Invalid(f"Call {call.id} is not decided yet.")
        if call.status == CallStatus.APPROVED:
            self._want(session, call, "withdrawn")
        for one in (call, *rows.settled_with(session, call)):
            changes.change(session, action, one, _undecided())

    def _take_back(
        self,
        session: Session,
        undoing: ReviewAction,
        call_id: int,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> int:
        call = rows.locked(session, call_id)
        if call is None or changes.differs(call, after):
            raise Invalid(
                f"Call {call_id} was changed again since, so this step can't be taken back alone."
            )
        was = call.status
        values = {name: changes.from_json(name, value) for name, value in before.items()}
        changes.change(session, undoing, call, values)
        if was == CallStatus.APPROVED or call.status == CallStatus.APPROVED:
            wanted = "live" if call.status == CallStatus.APPROVED else "withdrawn"
            self._want(session, call, wanted)
        return call_id


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


def _reject(session: Session, action: ReviewAction, call: Call) -> None:
    _require_pending(call)
    _decide(session, action, call, CallStatus.REJECTED)


def _skip(session: Session, action: ReviewAction, call: Call) -> None:
    changes.change(session, action, call, {"position": rows.last_position(session) + 1})


def _flag(flagged: bool) -> Callable[[Session, ReviewAction, Call], None]:
    def apply(session: Session, action: ReviewAction, call: Call) -> None:
        changes.change(session, action, call, {"flagged": flagged})

    return apply


def _done(done: Done) -> Done:
    """What was done of a step on one call; raises `Invalid` when it could not be."""
    if done.failures:
        raise Invalid(done.failures[0][1])
    return done


def _require_pending(call: Call) -> None:
    if call.status != CallStatus.PENDING:
        by = f" by {call.decided_by}" if call.decided_by else ""
        raise Invalid(f"Call {call.id} was already {call.status}{by}.")


def _decide(session: Session, action: ReviewAction, call: Call, status: CallStatus) -> None:
    """Decide a call, and with it the undecided ones of its cluster."""
    decided = {
        "decided_by": action.by,
        "decided_at": utc_now(),
        "reason": action.reason,
        "note": action.note,
    }
    changes.change(session, action, call, {"status": status.value, **decided})
    for follower in rows.followers(session, call):
        changes.change(session, action, follower, {"status": CallStatus.DUPLICATE.value, **decided})


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
