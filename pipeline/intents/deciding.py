"""What a person answers to a proposed change of a call. Each answer can be taken back like any
other decision, for it is made of such."""

from __future__ import annotations

from collections.abc import Sequence

from db.models import Call, CallStatus, Proposal, ProposalState
from db.queries import proposals as rows
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName, Intent
from pipeline.review.decisions import Decisions

CLOSED = "expired"
"""The reason a call is rejected for when its sender closed it."""


class ProposalDesk:
    """Lists proposals and carries out what people answer. Methods block."""

    def __init__(self, database: Database, decisions: Decisions) -> None:
        self._database = database
        self._decisions = decisions

    def open(self) -> Sequence[Proposal]:
        """Proposals that wait for an answer, oldest first."""
        with self._database.reading() as session:
            return rows.open_proposals(session)

    def of_call(self, call_id: int) -> Sequence[Proposal]:
        """What was asked of one call, newest first."""
        with self._database.reading() as session:
            return rows.of_call(session, call_id)

    def accept(self, proposal_id: int, by: str) -> None:
        """Change or close the call as proposed. Raises `Invalid` when that can't be done."""
        proposal, call = self._get(proposal_id)
        if proposal.intent == Intent.CLOSING.value:
            self._close(call, by)
        else:
            self._change(proposal, call, by)
        self._settle(proposal_id, ProposalState.ACCEPTED, by)

    def dismiss(self, proposal_id: int, by: str) -> None:
        """Leave the call as it is."""
        self._get(proposal_id)
        self._settle(proposal_id, ProposalState.DISMISSED, by)

    def _get(self, proposal_id: int) -> tuple[Proposal, Call]:
        with self._database.reading() as session:
            proposal = session.get(Proposal, proposal_id)
            if proposal is None:
                raise Invalid(f"There is no proposal {proposal_id}.")
            if proposal.state != ProposalState.OPEN:
                raise Invalid(f"This proposal is {proposal.state} already.")
            return proposal, session.get_one(Call, proposal.call_id)

    def _close(self, call: Call, by: str) -> None:
        if call.status == CallStatus.APPROVED:
            # Taken off the site first; rejecting it is the second, visible step.
            self._decisions.restore([call.id], by)
        self._decisions.reject([call.id], by, CLOSED)

    def _change(self, proposal: Proposal, call: Call, by: str) -> None:
        for name, change in proposal.changes.items():
            with self._database.reading() as session:
                revision = session.get_one(Call, call.id).revision
            self._decisions.edit(call.id, FieldName(name), change["value"], by, revision=revision)

    def _settle(self, proposal_id: int, state: ProposalState, by: str) -> None:
        with self._database.writing() as session:
            if rows.decide(session, proposal_id, state, by) is None:
                raise Invalid("Somebody else answered this proposal meanwhile.")
            announce(session, "proposal", proposal_id)
