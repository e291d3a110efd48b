"""One letter whole: what happened, the message, the answer, and where in the program it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtGui import QTextCharFormat, QTextCursor

from pipeline.jobs.letters_desk import Context
from pipeline.review.wording import compare
from ui.context import UiContext
from ui.letters.words import answered, facts, happened, times
from ui.review.diff_view import DiffView
from ui.theme.tokens import MESSAGE, TEXT

MOST = 20_000
"""Characters of an answer or a traceback that are shown; the export has all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the view shows; `key` tells whether it is the same as before."""

    key: tuple[Any, ...]
    context: Context = field(compare=False)
    trace: bool = False


class LetterView(DiffView):
    """Everything in one column to read down, the traceback folded away."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "letters.letter")
        self._open = False
        self.context: Context | None = None

    def show_letter(self, context: Context) -> None:
        """Show one letter."""
        self.context = context
        letter, other = context.letter, context.correction
        key = (letter.id, letter.state, letter.attempts, letter.note, other.text if other else "")
        self.begin(Shown(key, context, self._open))

    def turn_trace(self) -> None:
        """Fold the traceback out, or away."""
        self._open = not self._open
        if self.context is not None:
            self.show_letter(self.context)

    def write(self, cursor: QTextCursor) -> None:
        """From what happened down to the traceback."""
        shown = self._shown
        assert isinstance(shown, Shown)
        context, language = shown.context, self._ui.language
        tokens, letter = self._ui.theme.tokens, context.letter
        self.paragraph(cursor)
        said = happened(language, letter.job, letter.failure)
        cursor.insertText(said, self.ink(tokens.text, size=16, strong=True))
        self.paragraph(cursor, above=6)
        cursor.insertText(language.sentence(letter.error), self.ink(tokens.bad))
        muted = self.ink(tokens.muted, size=12)
        self.paragraph(cursor, above=8)
        cursor.insertText(" · ".join(facts(language, context)), muted)
        self.paragraph(cursor)
        cursor.insertText(times(language, context), muted)
        if done := answered(language, context):
            self.paragraph(cursor, above=4)
            cursor.insertText(done, self.ink(tokens.text))
        self._write_message(cursor, context)
        raw = str(letter.detail.get("raw", ""))
        if raw:
            self._head(cursor, language.text("letters.raw"))
            self._code(cursor, raw)
        trace = str(letter.detail.get("traceback", ""))
        if trace:
            name = "letters.trace_open" if self._open else "letters.trace_folded"
            self._head(cursor, language.text(name, lines=len(trace.splitlines())))
            if self._open:
                self._code(cursor, trace)

    def _write_message(self, cursor: QTextCursor, context: Context) -> None:
        if context.message is None:
            return
        language = self._ui.language
        if context.correction is None:
            self._head(cursor, language.text("letters.message"))
            ink = self.ink(self._ui.theme.tokens.text, size=MESSAGE)
            for line in context.text.split("\n"):
                self.paragraph(cursor, own_direction=True)
                cursor.insertText(line, ink)
            return
        self._head(cursor, language.text("letters.corrected", name=context.correction.by))
        self.paragraph(cursor, own_direction=True)
        for piece in compare(context.text, context.correction.text):
            self.write_piece(cursor, piece, MESSAGE)

    def _head(self, cursor: QTextCursor, text: str) -> None:
        self.paragraph(cursor, above=16)
        cursor.insertText(text, self.ink(self._ui.theme.tokens.muted, size=TEXT, strong=True))

    def _code(self, cursor: QTextCursor, text: str) -> None:
        ink = QTextCharFormat(self.ink(self._ui.theme.tokens.text, size=12))
        ink.setFontFamilies(["DejaVu Sans Mono", "Noto Sans Mono", "monospace"])
        for line in text[:MOST].rstrip().split("\n"):
            self.paragraph(cursor, own_direction=True)
            cursor.insertText(line, ink)
