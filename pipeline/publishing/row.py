"""What the site, and its search index, should hold of an approved call. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from db.models import Call, Publication
from pipeline.publishing.site import SiteCall

LIVE = "live"
WITHDRAWN = "withdrawn"
SITE_STATUS = {LIVE: "published", WITHDRAWN: "withdrawn"}

# 23:59:59 in Riyadh, in UTC: a call is open until its last day has ended there.
LAST_MOMENT = time(20, 59, 59)


def site_call(publication: Publication, call: Call) -> SiteCall:
    """The row the site should hold for an approved call."""
    return SiteCall(
        id=publication.public_id,
        title=call.title or "",
        description=call.description,
        company=call.company,
        location=call.location,
        compensation=call.compensation,
        requirements=call.requirements,
        deadline=datetime.combine(call.deadline, LAST_MOMENT) if call.deadline else None,
        contact_info=call.contact_info,
        status=SITE_STATUS[LIVE],
        source_url=call.message.url,
        content_hash=call.content_hash,
    )


def record(call: SiteCall) -> dict[str, Any]:
    """The same for searching: what people read, and the deadline also as a number, by which an
    index can filter."""
    kept = {
        name: value
        for name, value in call.columns().items()
        if name not in ("status", "contentHash", "deadline")
    }
    deadline = call.deadline.replace(tzinfo=UTC) if call.deadline else None
    return {
        **kept,
        "deadline": deadline.isoformat() if deadline else None,
        "deadlineTimestamp": int(deadline.timestamp()) if deadline else None,
    }
