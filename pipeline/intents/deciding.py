"""What a person answers to a proposed change of a call. Each answer is one step, which can be
taken back like any other decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, Proposal, ProposalState, ReviewAction, utc_now
from db.queries import proposals as rows
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import Intent
from pipeline.intents.linking import news_for
from pipeline.intents.reading import read_cards, read_choices
from pipeline.intents.values import Cards, Choice
from pipeline.review import changes
from pipeline.review.decisions import Decisions
from pipeline.review.values import Done

CLOSED = "expired"
"""The reason a call is rejected for when its sender closed it."""
REASONS = ("other_call", "nothing_new", "misread", "not_theirs", "other")
"""Why a proposed change is turned down."""


class ProposalDesk:
    """Lists proposals and carries out what people answer. Methods block."""

    def __init__(self, database: Database, decisions: Decisions) -> None:
        self._database = database
        self._decisions = decisions

    def cards(self) -> Cards:
        """The proposals that wait for an answer, as they are shown."""
        with self._database.reading() as session:
            return read_cards(session)

    def count(self) -> int:
        """How many wait."""
        with self._database.reading() as session:
            return rows.count_open(session)

    def open(self) -> Sequence[Proposal]:
        """Proposals that wait for an answer, oldest first."""
        with self._database.reading() as session:
            return rows.open_proposals(session)

    def of_call(self, call_id: int) -> Sequence[Proposal]:
        """What was asked of one call, newest first."""
        with self._database.reading() as session:
            return rows.of_call(session, call_id)

    def choices(self, proposal_id: int, typed: str = "") -> Sequence[Choice]:
        """Calls a proposal may mean instead, the likeliest first."""
        with self._database.reading() as session:
            return read_choices(session, self._open(session, proposal_id), typed)

    def accept(self, proposal_id: int, by: str, *, revision: int | None = None) -> Done:
        """Change or close the call as proposed, here and on the site.

        `revision` is the call's when the proposal was looked at. Raises `Invalid` when it
        can't be done, for instance because somebody changed the same field since.
        """
        with self._database.reading() as session:
            proposal = self._open(session, proposal_id)
            values = news_for(session.get_one(Call, proposal.call_id), proposal.changes)
        answered = {"state": ProposalState.ACCEPTED.value, **_by(by)}

        def settle(session: Session, action: ReviewAction) -> None:
            changes.change_proposal(session, action, proposal_id, answered)

        if proposal.intent == Intent.CLOSING.value:
            return self._decisions.close(proposal.call_id, by, CLOSED, along=settle)
        return self._decisions.amend(proposal.call_id, values, by, revision=revision, along=settle)

    def dismiss(
        self, proposal_id: int, by: str, reason: str | None = None, note: str | None = None
    ) -> Done:
        """Leave the call as it is."""
        answered = {"state": ProposalState.DISMISSED.value, **_by(by)}
        return self._step("dismiss", proposal_id, by, lambda _: answered, reason, note)

    def skip(self, proposal_id: int, by: str) -> Done:
        """Put a proposal behind all others."""

        def values(session: Session) -> dict[str, Any]:
            return {"position": rows.last_position(session) + 1}

        return self._step("postpone", proposal_id, by, values)

    def relink(self, proposal_id: int, call_id: int, by: str) -> Done:
        """Let a proposal speak of another call."""

        def values(session: Session) -> dict[str, Any]:
            proposal = self._open(session, proposal_id)
            if rows.asks_already(session, proposal.message_id, call_id):
                raise Invalid("This message already proposes a change of that call.")
            return {"call_id": call_id, "linked_by": by}

        return self._step("relink", proposal_id, by, values)

    def undo(self, by: str) -> Done | None:
        """Take back this person's newest step, whatever it was."""
        return self._decisions.undo(by)

    def _open(self, session: Session, proposal_id: int) -> Proposal:
        return changes.open_one(session.get(Proposal, proposal_id), proposal_id)

    def _step(
        self,
        kind: str,
        proposal_id: int,
        by: str,
        values: Callable[[Session], Mapping[str, Any]],
        reason: str | None = None,
        note: str | None = None,
    ) -> Done:
        with self._database.writing() as session:
            action = changes.begin(session, kind, by, reason=reason, note=note)
            changes.change_proposal(session, action, proposal_id, values(session))
            return Done(action.id, ())


def _by(name: str) -> dict[str, Any]:
    return {"decided_by": name, "decided_at": utc_now()}
