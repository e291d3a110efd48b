"""What we do to the site's table, against the real one."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from pipeline.errors import Rejected, Unavailable
from pipeline.publishing.cuid import new_cuid
from pipeline.publishing.site import (
    HirersOwnError,
    Placed,
    Site,
    SiteCall,
    casting_call,
    site_now,
)
from tests.servers.postgres import PostgresServer


def call(**changed: object) -> SiteCall:
    """A call as it would be published."""
    plain = SiteCall(
        id=new_cuid(),
        title="مطلوب ممثلين لإعلان",
        description="تصوير يوم واحد",
        company="شركة الأفق",
        location="الرياض",
        compensation="1500 SAR",
        requirements="20-35",
        deadline=datetime(2026, 1, 18, 20, 59, 59),
        contact_info="+966551234567",
        status="published",
        source_url=None,
        content_hash="h1",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def all_rows(site: Site) -> list[dict[str, object]]:
    """Everything on the site."""
    with site._engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(casting_call)).mappings()]


def add_hirers_own(site: Site, content_hash: str) -> dict[str, object]:
    """A row the hirer wrote himself."""
    with site._engine.begin() as connection:
        connection.execute(
            sa.insert(casting_call).values(
                id="hirer-1",
                title="His own words",
                contentHash=content_hash,
                isAggregated=False,
                updatedAt=datetime(2025, 1, 1),
            )
        )
    return all_rows(site)[0]


def test_a_call_arrives_as_it_was_sent(site: Site) -> None:
    """Every column holds what we sent, in naive UTC."""
    sent = call()
    site.upsert(sent)
    (row,) = all_rows(site)
    assert row["id"] == sent.id
    assert {name: row[name] for name in sent.columns()} == sent.columns()
    assert row["isAggregated"] is True
    assert abs(row["updatedAt"] - site_now()) < timedelta(seconds=10)  # type: ignore[operator]


def test_publishing_twice_changes_nothing(site: Site) -> None:
    """The second upsert finds its row and leaves even the time of change alone."""
    sent = call()
    first = site.upsert(sent)
    before = all_rows(site)
    assert site.upsert(sent) == first
    assert all_rows(site) == before


def test_a_correction_keeps_the_row(site: Site) -> None:
    """A changed call, also one with a new content hash, stays the same row."""
    sent = call()
    site.upsert(sent)
    site.upsert(replace(sent, title="عنوان جديد", content_hash="h2"))
    (row,) = all_rows(site)
    assert (row["id"], row["title"], row["contentHash"]) == (sent.id, "عنوان جديد", "h2")


def test_the_same_content_from_another_desk_is_one_row(site: Site) -> None:
    """Two desks that publish one content share its row, and both learn its id."""
    first = site.upsert(call())
    second = site.upsert(call())
    assert second.id == first.id
    assert len(all_rows(site)) == 1


def test_a_hirers_own_row_is_never_changed(site: Site) -> None:
    """Neither by content nor by id, neither published over nor withdrawn."""
    before = add_hirers_own(site, "h1")
    with pytest.raises(HirersOwnError):
        site.upsert(call())
    with pytest.raises(Rejected):
        site.upsert(call(id="hirer-1", content_hash="other"))
    assert site.set_status("hirer-1", "withdrawn") is None
    assert all_rows(site) == [before]


def test_two_rows_never_get_one_content(site: Site) -> None:
    """A correction that would repeat another row is refused in words."""
    site.upsert(call())
    other = call(content_hash="h2")
    site.upsert(other)
    with pytest.raises(Rejected, match="same content"):
        site.upsert(replace(other, content_hash="h1"))


def test_withdrawing_hides_the_row_and_publishing_shows_it_again(site: Site) -> None:
    """A withdrawn row keeps its id and its date of birth."""
    sent = call()
    site.upsert(sent)
    born = all_rows(site)[0]["createdAt"]
    assert site.set_status(sent.id, "withdrawn") is not None
    assert all_rows(site)[0]["status"] == "withdrawn"
    site.upsert(sent)
    (row,) = all_rows(site)
    assert (row["status"], row["createdAt"]) == ("published", born)


def test_a_withdrawn_row_that_is_gone_is_no_failure(site: Site) -> None:
    """Somebody deleted it on the site already."""
    assert site.set_status("nobody", "withdrawn") is None


def test_many_desks_at_once_make_one_row(site: Site) -> None:
    """Eight threads publish one content at the same moment."""
    placed: list[Placed] = []
    gate = threading.Barrier(8)

    def publish() -> None:
        sent = call()
        gate.wait()
        placed.append(site.upsert(sent))

    threads = [threading.Thread(target=publish) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(placed) == 8
    assert {one.id for one in placed} == {all_rows(site)[0]["id"]}
    assert len(all_rows(site)) == 1


def test_a_server_in_another_zone_stores_utc(prisma_url: str) -> None:
    """A server whose sessions start in Riyadh's time does not shift what we send."""
    engine = sa.create_engine(prisma_url)
    with engine.begin() as connection:
        name = engine.url.database
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET timezone = 'Asia/Riyadh'")
    engine.dispose()
    site = Site(prisma_url)
    sent = call()
    site.upsert(sent)
    (row,) = all_rows(site)
    site.close()
    assert row["deadline"] == sent.deadline
    assert abs(row["updatedAt"] - site_now()) < timedelta(seconds=10)  # type: ignore[operator]


def test_an_outage_is_waited_for_and_a_missing_table_is_told(
    postgres_server: PostgresServer, prisma_url: str
) -> None:
    """A stopped server is `Unavailable`; a database that is not the site's is `Rejected`."""
    site = Site(prisma_url)
    site.upsert(call())
    postgres_server.stop()
    try:
        with pytest.raises(Unavailable) as outage:
            site.upsert(call(content_hash="h2"))
        assert postgres_server.password not in str(outage.value)
    finally:
        postgres_server.start()
    site.upsert(call(content_hash="h2"))
    with site._engine.begin() as connection:
        connection.exec_driver_sql('DROP TABLE "CastingCall"')
    with pytest.raises(Rejected, match="CastingCall"):
        site.check()
    site.close()


def test_ids_look_like_the_sites_own() -> None:
    """25 characters, a `c` first, and no two alike."""
    ids = {new_cuid() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert all(len(one) == 25 and one[0] == "c" and one.isalnum() for one in ids)
