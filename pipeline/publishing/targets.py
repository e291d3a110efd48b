"""Where calls are published: on the site alone, or on the site and in its search index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from db.models import Call, Publication
from db.queries import publications as rows
from db.session import Database
from pipeline.actions.saga import Action, Detail, Sagas, Step
from pipeline.publishing.row import SITE_STATUS, WITHDRAWN, record, site_call
from pipeline.publishing.site import Placed, Site, SiteCall

MOMENTS = ("deadline", "createdAt", "updatedAt")


class Index(Protocol):
    """A search index: it holds records by id. Methods block; doing one twice changes nothing."""

    def find(self, record_id: str) -> Mapping[str, Any] | None:
        """The record as the index holds it; None when it holds none."""
        ...

    def put(self, record_id: str, record: Mapping[str, Any]) -> None:
        """Make the index hold exactly this record."""
        ...

    def remove(self, record_id: str) -> None:
        """Make the index hold no such record."""
        ...


class Target(Protocol):
    """Where a publication is carried out."""

    def publish(self, publication: Publication, call: Call) -> Placed:
        """Show the call to everybody."""
        ...

    def withdraw(self, publication: Publication) -> Placed | None:
        """Show it no more; None when its row is not there."""
        ...


class SiteAlone:
    """The site's table and nothing else."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def publish(self, publication: Publication, call: Call) -> Placed:
        """Make the site hold the call."""
        return self._site.upsert(site_call(publication, call))

    def withdraw(self, publication: Publication) -> Placed | None:
        """Mark the site's row withdrawn."""
        return self._site.set_status(publication.public_id, SITE_STATUS[WITHDRAWN])


class SiteAndIndex:
    """Both or neither: when the index does not take a call, the site's row is put back.

    Withdrawing only goes forward: a call that is closed does not come back to the site because
    its index is away; it is taken out of the index when that answers again.
    """

    def __init__(self, database: Database, site: Site, index: Index) -> None:
        self._database = database
        self._site = site
        self._index = index
        self._publish = Action(
            "publish",
            (
                Step("site", self._to_site, self._off_site, self._on_site),
                Step("index", self._to_index, self._off_index, self._in_index),
            ),
        )
        self._sagas = Sagas(database, [self._publish])
        self._alone = Lock()  # two generations of one call share the steps of their action

    def publish(self, publication: Publication, call: Call) -> Placed:
        """Make the site and the index hold the call."""
        with self._alone:
            # Asked first, so that an index that is away leaves the site as it is.
            self._index.find(publication.public_id)
            self._sagas.run(self._publish, str(publication.id))
        row = self._site.found(site_call(publication, call))
        assert row is not None
        return Placed(row["id"], row["updatedAt"])

    def withdraw(self, publication: Publication) -> Placed | None:
        """Mark the site's row withdrawn, and take the record out of the index."""
        with self._alone:
            placed = self._site.set_status(publication.public_id, SITE_STATUS[WITHDRAWN])
            self._index.remove(publication.public_id)
            # What an earlier try was to put back is not wanted any more.
            self._sagas.forget(self._publish, str(publication.id))
        return placed

    def recover(self, *, older: timedelta = timedelta(0)) -> list[str]:
        """Undo what a program that died has left half published; see `Sagas.recover`."""
        with self._alone:
            return self._sagas.recover(older=older)

    def _wanted(self, subject: str) -> SiteCall:
        with self._database.reading() as session:
            found = rows.with_call(session, int(subject))
        assert found is not None
        return site_call(*found)

    def _on_site(self, subject: str) -> Detail:
        wanted = self._wanted(subject)
        row = self._site.found(wanted)
        return {"id": row["id"] if row else wanted.id, "before": _to_json(row)}

    def _to_site(self, subject: str) -> Detail:
        self._site.upsert(self._wanted(subject))
        return {}

    def _off_site(self, _: str, seen: Detail) -> None:
        if seen["before"] is None:
            self._site.set_status(seen["id"], SITE_STATUS[WITHDRAWN])
        else:
            self._site.put_back(_from_json(seen["before"]))

    def _in_index(self, subject: str) -> Detail:
        row = self._site.found(self._wanted(subject))
        assert row is not None
        found = self._index.find(row["id"])
        return {"id": row["id"], "before": dict(found) if found else None}

    def _to_index(self, subject: str) -> Detail:
        wanted = self._wanted(subject)
        row = self._site.found(wanted)
        assert row is not None
        self._index.put(row["id"], record(wanted))
        return {}

    def _off_index(self, _: str, seen: Detail) -> None:
        if self._index.find(seen["id"]) == seen["before"]:
            return  # it never took what was sent
        if seen["before"] is None:
            self._index.remove(seen["id"])
        else:
            self._index.put(seen["id"], seen["before"])


def _to_json(row: Mapping[str, Any] | None) -> Detail | None:
    if row is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def _from_json(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value else value
        for name, value in kept.items()
    }
