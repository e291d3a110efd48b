"""Full text search over normalised words: FTS5 on SQLite, a GIN index on Postgres."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, Message


def matching(
    session: Session, table: type[Call] | type[Message], words: Sequence[str]
) -> sa.ColumnElement[bool]:
    """Rows that hold every word; each may be the beginning of a longer one."""
    if session.get_bind().dialect.name == "sqlite":
        index = sa.table(f"{table.__tablename__}_fts", sa.column("rowid"))
        found = sa.select(index.c.rowid).where(
            sa.literal_column(f"{table.__tablename__}_fts").op("MATCH")(
                " ".join(f'"{_plain(word)}"*' for word in words)
            )
        )
        return table.id.in_(found)
    query = " & ".join(f"'{_plain(word)}':*" for word in words)
    document = sa.func.to_tsvector(sa.literal_column("'simple'"), table.search)
    return document.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), query))


def _plain(word: str) -> str:
    """A word that no query language can take for an operator."""
    return word.replace('"', " ").replace("'", " ").replace("\\", " ")
