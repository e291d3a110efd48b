"""Publications as a table: what it is, how it stands, since when."""

from __future__ import annotations

from PySide6.QtGui import QColor

from db.models import PublicationState
from pipeline.publishing.shelf import Shelved
from ui.i18n import isolate
from ui.widgets import TableRows, icon

WIDTHS = {"title": 0, "state": 168, "updated": 84}
LEAST = {"updated": 480}
"""How narrow the list may be before the age is left to the state's tool tip."""
STATE_LOOKS = {
    PublicationState.LIVE: ("live", "good"),
    PublicationState.WAITING: ("clock", "muted"),
    PublicationState.FAILED: ("warning", "bad"),
    PublicationState.WITHDRAWN: ("withdraw", "muted"),
    PublicationState.EDITED_ELSEWHERE: ("edit", "warn"),
    PublicationState.REMOVED_ELSEWHERE: ("cross", "warn"),
}
"""Each state's icon and the token of its colour; the word stands beside them."""


class ShelfModel(TableRows[Shelved]):
    """Pages of them, newest first."""

    COLUMNS = ("title", "state", "updated")
    NUMBERS = frozenset({"updated"})
    HEADS = "published.column"

    def text(self, row: Shelved, column: str) -> str:
        """A cell in words."""
        if column == "title":
            return isolate(" ".join(row.title.split()))
        if column == "state":
            return self._ui.language.text(f"published.state.{row.state}")
        return self._ui.language.age(row.updated)

    def hint(self, row: Shelved, column: str) -> str | None:
        """Why it failed, else when it changed."""
        del column
        language = self._ui.language
        return language.sentence(row.error) if row.error else language.moment(row.updated)

    def picture(self, row: Shelved, column: str) -> object:
        """Its state."""
        if column != "state":
            return None
        name, token = STATE_LOOKS[PublicationState(row.state)]
        return icon(name, getattr(self._ui.theme.tokens, token), size=16)

    def ink(self, row: Shelved, column: str) -> QColor | None:
        """Its state's colour."""
        _, token = STATE_LOOKS[PublicationState(row.state)]
        return QColor(getattr(self._ui.theme.tokens, token)) if column == "state" else None
