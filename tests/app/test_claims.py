"""What a program that was killed held is free when it starts again."""

from datetime import timedelta
from pathlib import Path

from db.models import Source, utc_now
from db.queries import sources
from pipeline.sources.draft import Draft
from takeone_desktop.assemble import assemble
from takeone_desktop.settings import Settings


def test_a_source_that_was_being_asked_is_free_after_a_crash(tmp_path: Path) -> None:
    """Its claim would hold it for minutes, and nobody is there to give it back."""
    settings = Settings(workspace=str(tmp_path))
    now = utc_now()
    with assemble(settings) as services:
        draft = Draft("whapi", "120363025246125486@g.us", "Casting Riyadh", 15)
        source_id = services.catalogue.add(draft, by="sara")
        owner = services.orchestrator._owner
        with services.database.writing() as session:
            until = now + timedelta(minutes=5)
            assert sources.claim(session, source_id, now, owner=owner, until=until)
    with assemble(settings) as services, services.database.reading() as session:
        source = session.get_one(Source, source_id)
        assert (source.leased_by, source.lease_until) == (None, None)
