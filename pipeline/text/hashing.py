"""Fingerprints of texts that differ only in spelling, spacing and decoration."""

from __future__ import annotations

from hashlib import sha256

from pipeline.text.normalise import fold
from pipeline.text.words import WORD


def text_hash(text: str) -> str:
    """SHA-256 (hex) of the words of a text."""
    return _digest(_bare(text))


def content_hash(title: str, location: str | None, requirements: str | None) -> str:
    """SHA-256 (hex) over normalised title|location|requirements: the identity of a call."""
    return _digest("|".join(_bare(part or "") for part in (title, location, requirements)))


def _bare(text: str) -> str:
    return " ".join(WORD.findall(fold(text)))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
