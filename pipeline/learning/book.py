"""The book of terms: which set judges now, which ones did, and the way back.

The newest version judges in every process of the workspace as soon as it is committed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from db.models import PatternVersion, utc_now
from db.queries import patterns as rows
from db.session import Changed, Database, announce
from pipeline.errors import Invalid, Unavailable
from pipeline.learning.difference import Difference, differences
from pipeline.learning.edits import Edits, check, edits_from
from pipeline.prefilter.load import Rules, default_prefilter, default_rules
from pipeline.prefilter.prefilter import Prefilter
from pipeline.review import audit

KIND = "patterns"
"""What an applied version is announced as."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """The set of terms that judges; number 0 is what comes with the program."""

    number: int
    edits: Edits
    rules: Rules
    prefilter: Prefilter


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is told to people."""

    number: int
    at: datetime | None
    author: str
    reason: str
    digest: str
    restored: int | None
    measured: Mapping[str, Any]
    changes: int
    """How many things differ from the version before it."""

    def as_json(self) -> dict[str, Any]:
        """As scripts read it."""
        return {
            "version": self.number,
            "at": self.at.isoformat() if self.at else None,
            "author": self.author,
            "reason": self.reason,
            "prefilter": self.digest,
            "restored": self.restored,
            "changes": self.changes,
            "measured": dict(self.measured),
        }


class PatternBook:
    """Keeps the versions, and hands on the prefilter of the newest. Methods block."""

    def __init__(self, database: Database, use: Callable[[Prefilter], object]) -> None:
        self._database = database
        self._use = use
        self._taking = threading.Lock()
        self._current = Applied(0, Edits(), default_rules(), default_prefilter())

    @property
    def current(self) -> Applied:
        """What judges in this process now."""
        return self._current

    def start(self) -> Callable[[], None]:
        """Take up the newest version, now and whenever there is another one. Returns what
        ends it."""
        ends = self._database.listen(self._heard)
        self._take_newest()
        return ends

    def apply(
        self,
        edits: Edits,
        reason: str,
        by: str,
        *,
        after: int,
        measured: Mapping[str, Any] | None = None,
        restored: int | None = None,
    ) -> int:
        """Make `edits` the newest version; returns its number.

        `after` is the version they were made from. Raises `Invalid` when somebody else applied
        another one meanwhile, when nothing would change, or when the terms contradict each other.
        """
        reason = reason.strip()
        if not reason:
            raise Invalid("A change of the terms needs a reason; say in some words what for.")
        rules = edits.applied(default_rules())
        check(rules)
        before = self.rules_of(after)
        if not (changed := differences(before, rules)):
            raise Invalid("Nothing would change; change a term first.")
        version = PatternVersion(
            id=after + 1,
            author=by,
            reason=reason,
            digest=rules.prefilter().version,
            edits=edits.as_json(),
            restored=restored,
            measured=dict(measured or {}),
            at=utc_now(),
        )
        try:
            with self._database.writing() as session:
                self._append(session, version, changed)
        except IntegrityError as error:
            raise _overtaken() from error
        return after + 1

    def newest(self) -> int:
        """The number of the newest version, whatever this process has taken up."""
        with self._database.reading() as session:
            return rows.newest_version(session)

    def versions(self) -> list[Version]:
        """Every version, the newest first; at the end the one that came with the program."""
        shipped = default_rules()
        with self._database.reading() as session:
            held = rows.versions(session)
        told = [Version(0, None, "TakeOne", "", default_prefilter().version, None, {}, 0)]
        before = shipped
        for one in held:
            rules = edits_from(one.edits).applied(shipped)
            told.append(
                Version(
                    one.id,
                    one.at,
                    one.author,
                    one.reason,
                    one.digest,
                    one.restored,
                    one.measured,
                    len(differences(before, rules)),
                )
            )
            before = rules
        return told[::-1]

    def edits_of(self, number: int) -> Edits:
        """What a version changed of the terms that come with the program."""
        if number == 0:
            return Edits()
        with self._database.reading() as session:
            found = session.get(PatternVersion, number)
        if found is None:
            raise Invalid(f"There is no version {number} of the terms.")
        return edits_from(found.edits)

    def measured_of(self, number: int) -> Mapping[str, Any]:
        """What a version's backtest promised when it was applied."""
        with self._database.reading() as session:
            found = session.get(PatternVersion, number)
            return found.measured if found else {}

    def rules_of(self, number: int) -> Rules:
        """All terms of a version."""
        return self.edits_of(number).applied(default_rules())

    def difference(self, number: int, other: int) -> tuple[Difference, ...]:
        """What sets a version apart from another one."""
        return differences(self.rules_of(other), self.rules_of(number))

    def _append(
        self, session: Session, version: PatternVersion, changed: tuple[Difference, ...]
    ) -> None:
        if rows.newest_version(session) != version.id - 1:
            raise _overtaken()
        session.add(version)
        session.flush()
        audit.record(
            session,
            version.author,
            "patterns",
            f"version:{version.id}",
            {"reason": version.reason, "changes": [one.as_json() for one in changed[:100]]},
        )
        announce(session, KIND, version.id)

    def _heard(self, change: Changed) -> None:
        if change.kind != KIND:
            return
        try:
            self._take_newest()
        except (OperationalError, Unavailable):  # told again once the database is back
            log.warning("the newest terms could not be read")

    def _take_newest(self) -> None:
        with self._taking:  # two threads may hear at once, and the older must not come last
            with self._database.reading() as session:
                newest = rows.newest(session)
            if newest is None or newest.id <= self._current.number:
                return
            try:
                edits = edits_from(newest.edits)
            except Invalid:  # a newer program wrote it: better the terms before than none
                log.exception("version %s of the terms can't be read", newest.id)
                return
            rules = edits.applied(default_rules())
            self._current = Applied(newest.id, edits, rules, rules.prefilter())
            self._use(self._current.prefilter)


def _overtaken() -> Invalid:
    return Invalid(
        "Somebody else changed the terms meanwhile; look at the newest version, and apply again."
    )
