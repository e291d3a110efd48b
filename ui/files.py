"""Finds the data that ships with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder `name` under resources, from source and from a bundle alike."""
    return Path(str(files("resources").joinpath(name)))
