"""Finds the kinds of live source there are."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from pipeline.sources import kinds
from pipeline.sources.port import AdapterKind


@cache
def adapter_kinds() -> Mapping[str, AdapterKind]:
    """Every kind by its name: one for each file in `pipeline.sources.kinds`."""
    found = {}
    for module in sorted(pkgutil.iter_modules(kinds.__path__), key=lambda one: one.name):
        kind: AdapterKind = importlib.import_module(f"{kinds.__name__}.{module.name}").KIND
        if kind.name in found:
            raise ValueError(f"two kinds of source are called {kind.name}")
        found[kind.name] = kind
    return found
