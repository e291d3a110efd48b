"""What the page says of a batch."""

from __future__ import annotations

from db.models import BatchState
from pipeline.jobs.batch_desk import BatchView
from ui.i18n import Language
from ui.models.words import Said, Words

KINDS = {
    BatchState.COLLECTED: "good",
    BatchState.FAILED: "bad",
    BatchState.GATHERING: "muted",
    BatchState.CANCELLED: "muted",
}


class BatchWords:
    """Says how far a batch is, what it holds, and what is wrong with it."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._words = Words(language)

    def state(self, view: BatchView) -> Said:
        """How far it is, in a few words."""
        number = self._language.number
        said = self._language.text(
            f"models.batch.state.{view.state}",
            done=number(view.done),
            all=number(view.requests),
        )
        return Said(said, KINDS.get(BatchState(view.state), ""))

    def facts(self, view: BatchView) -> str:
        """Messages, those that came back without an answer, and money."""
        language = self._language
        parts = [language.plural("models.batch.messages", view.messages)]
        if view.returned:
            parts.append(language.plural("models.batch.returned", view.returned))
        if view.cost or not view.open:
            parts.append(self._words.money(view.cost))
        else:
            about = self._words.money(view.estimate)
            parts.append(language.text("models.batch.about", money=about))
        begun = view.submitted_at or view.created_at
        parts.append(language.moment(begun))
        return " · ".join(parts)

    def wrong(self, view: BatchView) -> str:
        """What stands in its way, or why it ended."""
        return self._language.sentence(view.error) if view.error else ""

    def can_end(self, view: BatchView) -> bool:
        """Whether a person can end it."""
        return view.open and view.state != BatchState.CANCELLING
