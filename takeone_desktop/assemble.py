"""The whole machine on one page: settings become services, closed in reverse order."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from db.session import Database
from pipeline.errors import Rejected
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.validate import problems
from pipeline.intake.importer import Importer
from pipeline.intake.inbox import Inbox
from pipeline.jobs.dead import DeadLetters
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.extract import ExtractStep
from pipeline.jobs.job import FailedJob, Job
from pipeline.prefilter.load import default_prefilter
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.site import Site
from pipeline.review.decisions import Decisions
from pipeline.review.desk import ReviewDesk
from takeone_desktop.settings import Settings
from takeone_desktop.workspace import Place, locate, open_workspace, workspace_meta
