"""The workspace's tables, a file per aggregate."""

from db.models.base import Base, utc_now
from db.models.call import Call, CallStatus, NearBand, Sighting
from db.models.dead_letter import DeadLetter, LetterState
from db.models.message import ImportRun, Message, Stage
from db.models.meta import Meta
from db.models.publication import Publication, PublicationState
from db.models.review import AuditEntry, ReviewAction, ReviewChange
from db.models.source import Source, SourceKind

__all__ = [
    "AuditEntry",
    "Base",
    "Call",
    "CallStatus",
    "DeadLetter",
    "ImportRun",
    "LetterState",
    "Message",
    "Meta",
    "NearBand",
    "Publication",
    "PublicationState",
    "ReviewAction",
    "ReviewChange",
    "Sighting",
    "Source",
    "SourceKind",
    "Stage",
    "utc_now",
]
