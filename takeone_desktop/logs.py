"""Structured logs: JSON lines in a rotating file, without secrets and without message text."""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

import structlog

MAX_BYTES = 5_000_000
KEPT_FILES = 5
OURS = ("takeone_desktop", "ui", "pipeline", "db")
PASSWORD_IN_URL = re.compile(r"(://[^:/@\s]+):\S+@")


def start_logging(folder: Path, level: str) -> None:
    """Log to `folder/logs/takeone.log`. A folder that can't be written means no log file:
    whoever opens the workspace next says so in better words."""
    if logging.getLogger(OURS[0]).handlers:
        return
    handler = _file(folder) or logging.NullHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_passwords,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    for name in OURS:
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level.upper())
        logger.propagate = False
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _file(folder: Path) -> logging.Handler | None:
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        return logging.handlers.RotatingFileHandler(
            folder / "logs" / "takeone.log",
            maxBytes=MAX_BYTES,
            backupCount=KEPT_FILES,
            encoding="utf-8",
        )
    except OSError:
        return None


def _without_passwords(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Database addresses reach logs inside other people's exceptions."""
    return {
        key: PASSWORD_IN_URL.sub(r"\1:***@", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
