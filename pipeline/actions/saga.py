"""Actions of several steps, of which either all stand or none.

Each step is written down before it begins, with what undoing it will need, and when it is done.
When one fails, it and those before it are undone in reverse order; when the program dies in
between, the next start does that, or the action is simply run again. A step's `do` and `undo` may
both run twice, and `undo` also after a `do` that came to nothing, so both must bear it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from db.models import utc_now
from db.queries import actions as rows
from db.session import Database
from pipeline.errors import TakeOneError, Unavailable

Detail = dict[str, Any]
"""What a step leaves for its undoing, as JSON."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `look` and `do` get the action's subject and return what `undo` will need: the
    one before anything is done, the other afterwards, so `undo` may have to do without it."""

    name: str
    do: Callable[[str], Detail]
    undo: Callable[[str, Detail], None]
    look: Callable[[str], Detail] = lambda _: {}


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of action: its steps, in order."""

    name: str
    steps: tuple[Step, ...]

    def id(self, subject: str) -> str:
        """One action about one subject."""
        return f"{self.name}:{subject}"


class NotUndoneError(Unavailable):
    """A step failed, and so did undoing one before it; it is tried again at the next start."""


class Sagas:
    """Runs actions, and cleans up after those that were cut off."""

    def __init__(self, database: Database, actions: Sequence[Action]) -> None:
        self._database = database
        self._actions: Mapping[str, Action] = {action.name: action for action in actions}

    def run(self, action: Action, subject: str) -> None:
        """Do all steps. When one fails, all are undone and its error is raised;
        `NotUndoneError` when that fails too."""
        for position, step in enumerate(action.steps):
            try:
                seen = step.look(subject)
                with self._database.writing() as session:
                    rows.begin(session, action.id(subject), position, step.name, seen)
                detail = step.do(subject)
            except Exception as error:
                self._undo(action, subject, because=error)
                raise
            with self._database.writing() as session:
                rows.finish(session, action.id(subject), position, detail)
        self.forget(action, subject)

    def forget(self, action: Action, subject: str) -> None:
        """Never undo what an action that was cut off has left: something else holds now."""
        with self._database.writing() as session:
            rows.forget(session, action.id(subject))

    def recover(self, *, older: timedelta = timedelta(0)) -> list[str]:
        """Undo what actions that were cut off have left; their ids. Call at a start, when
        nothing runs; where others may be at work, name an age no running action reaches. What
        can't be undone now is left for the next time."""
        with self._database.reading() as session:
            left = rows.unfinished(session, utc_now() - older)
        undone = []
        for action_id in left:
            name, _, subject = action_id.partition(":")
            action = self._actions.get(name)
            if action is None:
                log.warning("an unknown action was cut off: %s", name)
                continue
            try:
                self._undo(action, subject, because=None)
            except TakeOneError:
                log.warning("what %s left is not undone yet", name)
            else:
                undone.append(action_id)
        return undone

    def _undo(self, action: Action, subject: str, *, because: Exception | None) -> None:
        with self._database.reading() as session:
            begun = rows.standing(session, action.id(subject))
        for position, detail in reversed(begun):
            try:
                action.steps[position].undo(subject, detail)
            except Exception as error:
                log.exception("undoing %s failed", action.steps[position].name)
                raise NotUndoneError(
                    f"“{action.name}” failed, and its step “{action.steps[position].name}” could "
                    "not be undone yet. It is tried again at the next start."
                ) from (because or error)
            with self._database.writing() as session:
                rows.unfinish(session, action.id(subject), position)
