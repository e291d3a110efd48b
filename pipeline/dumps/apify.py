"""A dataset of Instagram posts as Apify's actor writes it."""

from pipeline.dumps.clock import read_written
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.records import Layout, Record, known_id, text_of


def read_apify(record: Record) -> DumpMessage | None:
    """One post; a post without a caption is a medium without words."""
    caption = text_of(record, "caption")
    when, ahead = read_written(record.get("timestamp"))
    return DumpMessage(
        when,
        text_of(record, "ownerUsername", "ownerFullName") or None,
        caption,
        Kind.MESSAGE if caption else Kind.MEDIA,
        known_id(record.get("id")) or known_id(record.get("shortCode")),
        text_of(record, "url") or None,
        ahead=ahead,
    )


LAYOUT = Layout("item", read_apify)
