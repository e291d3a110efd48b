"""Messages a source would bring, each with what the prefilter says of it and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor

from pipeline.prefilter.decision import Band, Decision, Reason
from pipeline.riyadh import in_zone
from pipeline.sources.port import Fetched
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.reading_view import SMALL, ReadingView
from ui.theme.tokens import MESSAGE

MOST_LETTERS = 1500
"""Of a longer message the rest is left out: one wants to see what comes, not to read it."""
_INK = {Band.PASS: "good", Band.UNSURE: "warn", Band.SKIP: "muted"}
_MARK = {Band.PASS: "●", Band.UNSURE: "◐", Band.SKIP: "○"}
"""Shapes, so that no colour speaks alone."""
_UNDER = QTextCharFormat.UnderlineStyle


@dataclass(frozen=True, slots=True)
class Judged:
    """A message, and where it would go."""

    message: Fetched
    decision: Decision


class JudgedView(ReadingView):
    """Newest first; words that count for a call are underlined, those against it dotted."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "sources.tried.list")
        # Without a caret the arrows scroll.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_judged(self, judged: Sequence[Judged]) -> None:
        """Show these."""
        self.begin(tuple(judged))

    def write(self, cursor: QTextCursor) -> None:
        """A line about each message, and the message."""
        shown: tuple[Judged, ...] = self._shown  # type: ignore[assignment]  # begun with these
        for place, one in enumerate(shown):
            self._write_head(cursor, one, above=22 if place else 0)
            self._write_text(cursor, one)

    def _write_head(self, cursor: QTextCursor, one: Judged, *, above: int) -> None:
        tokens, language = self._ui.theme.tokens, self._ui.language
        band, score = one.decision.band, one.decision.score
        self.paragraph(cursor, above=above)
        ink = self.ink(getattr(tokens, _INK[band]), size=SMALL, strong=True)
        said = f"{_MARK[band]} {language.text(f'sources.band.{band}')}"
        cursor.insertText(said, ink)
        facts = [isolate(language.number(score, 1))]
        if one.message.sent_at is not None:
            facts.append(isolate(language.moment(in_zone(one.message.sent_at))))
        if one.message.sender:
            facts.append(isolate(one.message.sender))
        rest = "".join(f"  ·  {fact}" for fact in facts)
        cursor.insertText(rest, self.ink(tokens.muted, size=SMALL))

    def _write_text(self, cursor: QTextCursor, one: Judged) -> None:
        text = one.message.text[:MOST_LETTERS]
        tokens = self._ui.theme.tokens
        plain = self.ink(tokens.text, size=MESSAGE)
        self.paragraph(cursor, above=2, own_direction=True)
        for piece, reason in _pieces(text, one.decision.reasons):
            ink = plain if reason is None else self._marked(reason)
            for number, line in enumerate(piece.replace("\r\n", "\n").split("\n")):
                if number:
                    self.paragraph(cursor, own_direction=True)
                cursor.insertText(line, ink)
        if len(one.message.text) > MOST_LETTERS:
            cursor.insertText(" …", self.ink(tokens.muted, size=MESSAGE))

    def _marked(self, reason: Reason) -> QTextCharFormat:
        tokens = self._ui.theme.tokens
        speaks_for = reason.weight >= 0
        ink = self.ink(tokens.text, size=MESSAGE)
        if speaks_for:
            ink.setBackground(QColor(tokens.selection))
        ink.setUnderlineStyle(_UNDER.SingleUnderline if speaks_for else _UNDER.DotLine)
        ink.setUnderlineColor(QColor(tokens.accent if speaks_for else tokens.bad))
        return ink


def _pieces(text: str, reasons: Sequence[Reason]) -> Iterator[tuple[str, Reason | None]]:
    """The text in order, cut where reasons begin and end; of two that overlap, the first."""
    at = 0
    for reason in sorted(reasons, key=lambda one: (one.start, -one.end)):
        if reason.start < at or reason.start >= len(text) or reason.end <= reason.start:
            continue
        if reason.start > at:
            yield text[at : reason.start], None
        yield text[reason.start : reason.end], reason
        at = min(reason.end, len(text))
    if at < len(text):
        yield text[at:], None
