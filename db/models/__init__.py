"""The workspace's tables, a file per aggregate."""

from db.models.alert import Alert, AlertState
from db.models.base import Base, utc_now
from db.models.call import Call, CallStatus, NearBand, Sighting
from db.models.dead_letter import Correction, DeadLetter, LetterState
from db.models.intent import ActionStep, Proposal, ProposalChange, ProposalState
from db.models.message import ImportRun, Message, Stage
from db.models.meta import Meta
from db.models.model import (
    UNFINISHED,
    BatchState,
    LineState,
    ModelAnswer,
    ModelBatch,
    ModelBatchLine,
    ModelCall,
)
from db.models.pattern import (
    CandidateState,
    LabelOrigin,
    MessageLabel,
    PatternCandidate,
    PatternCase,
    PatternForm,
    PatternVersion,
)
from db.models.publication import Publication, PublicationState
from db.models.review import AuditEntry, ReviewAction, ReviewChange, SavedFilter
from db.models.source import Source, SourceKind, SourceRun, SourceState
from db.models.worker import Worker

__all__ = [
    "UNFINISHED",
    "ActionStep",
    "Alert",
    "AlertState",
    "AuditEntry",
    "Base",
    "BatchState",
    "Call",
    "CallStatus",
    "CandidateState",
    "Correction",
    "DeadLetter",
    "ImportRun",
    "LabelOrigin",
    "LetterState",
    "LineState",
    "Message",
    "MessageLabel",
    "Meta",
    "ModelAnswer",
    "ModelBatch",
    "ModelBatchLine",
    "ModelCall",
    "NearBand",
    "PatternCandidate",
    "PatternCase",
    "PatternForm",
    "PatternVersion",
    "Proposal",
    "ProposalChange",
    "ProposalState",
    "Publication",
    "PublicationState",
    "ReviewAction",
    "ReviewChange",
    "SavedFilter",
    "Sighting",
    "Source",
    "SourceKind",
    "SourceRun",
    "SourceState",
    "Stage",
    "Worker",
    "utc_now",
]
