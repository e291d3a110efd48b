"""What every widget may ask for: how things look and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.i18n import Language
from ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class UiContext:
    """Handed down from the window to its pages and their widgets."""

    theme: Theme = field(default_factory=Theme)
    language: Language = field(default_factory=Language)
