"""Tells apart why a database does not do its work, so that people can be told what to do."""

from __future__ import annotations

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import DBAPIError


class Trouble(Enum):
    """Why an `OperationalError` came."""

    AWAY = auto()
    """The server does not answer, or the file is held by somebody else."""
    LOGIN = auto()
    """The server knows neither this user nor this password, or keeps this user out."""
    NO_DATABASE = auto()
    """The server has no database of this name."""
    FULL = auto()
    """The disk is full or fails."""
    READ_ONLY = auto()
    """The file can't be opened or written."""
    BUG = auto()
    """SQLite did not understand us: no fault of the world outside."""


# Postgres sends no SQLSTATE when it ends a connection that is being made; these are its words.
_SAID = (
    ("authentication failed", Trouble.LOGIN),
    ("no pg_hba.conf entry", Trouble.LOGIN),
    ("is not permitted to log in", Trouble.LOGIN),
    ("no password supplied", Trouble.LOGIN),
    ('role "', Trouble.LOGIN),
    ('database "', Trouble.NO_DATABASE),
)


def trouble(error: DBAPIError) -> Trouble:
    """Why `error` came, as far as its database says."""
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    said = str(error.orig)
    return next((kind for words, kind in _SAID if words in said), Trouble.AWAY)


def _of_sqlite(error: sqlite3.Error) -> Trouble:
    # The low byte is the primary code; errors that Python itself raises carry none.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return Trouble.FULL
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Trouble.READ_ONLY
    return Trouble.BUG if code == sqlite3.SQLITE_ERROR else Trouble.AWAY
