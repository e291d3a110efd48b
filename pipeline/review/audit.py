"""The audit chain: every act is written once, and altering one breaks all that follow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import AuditEntry, utc_now
from db.queries import audit as rows

GENESIS = "0" * 64


def record(
    session: Session, actor: str, action: str, subject: str, detail: Mapping[str, Any]
) -> None:
    """Append one act to the chain, in the transaction that does it."""
    entry = AuditEntry(
        at=utc_now().replace(microsecond=0),
        actor=actor,
        action=action,
        subject=subject,
        detail=dict(detail),
        previous=rows.lock_head(session) or GENESIS,
    )
    entry.hash = seal(entry)
    session.add(entry)
    session.flush()


def seal(entry: AuditEntry) -> str:
    """SHA-256 over the previous link and everything this one says."""
    content = [
        entry.previous,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links(session: Session) -> Iterator[int]:
    """Ids of entries that were altered, or that no longer follow the one before."""
    previous = GENESIS
    for entry in rows.in_order(session):
        if entry.previous != previous or entry.hash != seal(entry):
            yield entry.id
        previous = entry.hash
