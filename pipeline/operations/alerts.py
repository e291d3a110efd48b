"""Keeps what is wrong until it is well again, and what people answered to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.models import Alert, AlertState, utc_now
from db.queries import alerts as rows
from db.session import Database, announce
from pipeline.errors import Rejected
from pipeline.operations.conditions import Condition, Kind
from pipeline.review import audit

OWN = frozenset({Kind.BREAKER, Kind.DISK, Kind.STOPPED, Kind.OVERDUE})
"""What each process judges by itself, or by settings of its own."""
STILL_SEEN = timedelta(minutes=3)
KIND = "alert"
"""What a change of alerts is announced as."""


class AlertBook:
    """All alerts of a workspace. Every method blocks; call it in a thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def update(self, found: Iterable[Condition], now: datetime) -> Sequence[Alert]:
        """Raise what is new, renew what stands, settle what is gone; those that are news: new,
        back again, or no longer snoozed."""
        current = {(one.kind.value, one.subject): one for one in found}
        with self._database.writing() as session:
            rows.watch_alone(session)
            known = rows.everything(session)
            news: list[Alert] = []
            changed = False
            for key, condition in current.items():
                alert = known.get(key)
                if alert is None:
                    news.append(_raise(session, condition, now))
                    continue
                if _is_back(alert, now):
                    _reopen(alert, now)
                    news.append(alert)
                changed |= alert.detail != condition.detail
                alert.detail, alert.level = condition.detail, condition.level
                alert.seen_at = now
            for key, alert in known.items():
                if key not in current and alert.state != AlertState.FIXED and _is_gone(alert, now):
                    alert.state, alert.fixed_at, alert.until = AlertState.FIXED, now, None
                    changed = True
            if news or changed:
                announce(session, KIND)
            session.flush()
            return news

    def standing(self) -> Sequence[Alert]:
        """Every alert whose cause still stands: open ones first, the worst of them on top."""
        with self._database.reading() as session:
            found = rows.unfixed(session)
        return sorted(found, key=lambda one: (one.state != AlertState.OPEN, one.level, -one.id))

    def acknowledge(self, alert_id: int, by: str) -> None:
        """Say that somebody looks after it. Raises `Rejected` when its cause is gone."""
        self._answer(alert_id, AlertState.ACKNOWLEDGED, by, None)

    def snooze(self, alert_id: int, hours: float, by: str) -> None:
        """Keep it quiet for a while. Raises `Rejected` when its cause is gone."""
        self._answer(alert_id, AlertState.SNOOZED, by, utc_now() + timedelta(hours=hours))

    def reopen(self, alert_id: int, by: str) -> None:
        """Take an answer back. Raises `Rejected` when its cause is gone."""
        self._answer(alert_id, AlertState.OPEN, by, None)

    def _answer(self, alert_id: int, state: AlertState, by: str, until: datetime | None) -> None:
        with self._database.writing() as session:
            if not rows.answer(session, alert_id, state, by, until):
                raise Rejected("What this alert was about is well again.")
            detail = {"until": until.isoformat()} if until else {}
            audit.record(session, by, f"alert.{state}", str(alert_id), detail)
            announce(session, KIND)


def _raise(session: Session, condition: Condition, now: datetime) -> Alert:
    made = Alert(
        kind=condition.kind,
        subject=condition.subject,
        level=condition.level,
        detail=condition.detail,
        raised_at=now,
        seen_at=now,
    )
    session.add(made)
    return made


def _is_back(alert: Alert, now: datetime) -> bool:
    if alert.state == AlertState.FIXED:
        return True
    return alert.state == AlertState.SNOOZED and alert.until is not None and alert.until <= now


def _is_gone(alert: Alert, now: datetime) -> bool:
    # Another desk may still see what this one can't: it would be raised and settled in turns.
    return alert.kind not in OWN or now - alert.seen_at > STILL_SEEN


def _reopen(alert: Alert, now: datetime) -> None:
    if alert.state == AlertState.FIXED:
        alert.raised_at = now
    alert.state, alert.until, alert.by, alert.fixed_at = AlertState.OPEN, None, None, None
