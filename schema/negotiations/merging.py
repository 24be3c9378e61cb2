"""Merging two records of one matter, handing one over, and closing one, as mutations."""

from __future__ import annotations

from typing import Any

import strawberry

from schema.carrying import carried, row_id
from schema.engine import act
from schema.negotiations.acts import NegotiationResult
from schema.negotiations.given import (
    HandOverRecordInput,
    MergeRecordsInput,
    ProposalInput,
    ReleaseRecordInput,
    WithholdRecordInput,
)
from schema.negotiations.payloads import NegotiationRecorded
from server.negotiations import service


@strawberry.type
class RecordMutation:
    @act
    async def merge_records(self: Any, input_: MergeRecordsInput) -> NegotiationResult:
        """Merge a record into another of the same matter; both ids and histories stay.

        At once when one organisation keeps both, else when the other keeper accepts. By an editor
        of either keeper.
        """
        return await carried(
            self,
            lambda by, today: service.merge_records(
                by,
                today,
                row_id(str(input_.record), "Negotiation"),
                input_.expected_revision,
                row_id(str(input_.into), "Negotiation"),
            ),
            NegotiationRecorded.of,
        )

    @act
    async def hand_over_record(self: Any, input_: HandOverRecordInput) -> NegotiationResult:
        """Ask another party to keep the record; it does when it accepts. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.hand_over_record(
                by,
                today,
                row_id(str(input_.record), "Negotiation"),
                input_.expected_revision,
                input_.to,
            ),
            NegotiationRecorded.of,
        )

    @act
    async def withhold_record(self: Any, input_: WithholdRecordInput) -> NegotiationResult:
        """Close a record on a statutory ground: from then on nobody but its parties sees it.

        No public status, count or search rests on it. By the keeper's recorder; once more to
        state another ground.
        """
        return await carried(
            self,
            lambda by, today: service.withhold_record(
                by,
                today,
                row_id(str(input_.record), "Negotiation"),
                input_.expected_revision,
                input_.given(today),
            ),
            NegotiationRecorded.of,
        )

    @act
    async def release_record(self: Any, input_: ReleaseRecordInput) -> NegotiationResult:
        """Lift the ground on which a record is closed. By the keeper's recorder."""
        return await carried(
            self,
            lambda by, today: service.release_record(
                by, today, row_id(str(input_.record), "Negotiation"), input_.expected_revision
            ),
            NegotiationRecorded.of,
        )

    @act
    async def accept_proposal(self: Any, input_: ProposalInput) -> NegotiationResult:
        """Accept a merge or a handover put to you. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.accept_proposal(
                by,
                today,
                row_id(str(input_.proposal), "RecordProposal"),
                input_.expected_revision,
            ),
            NegotiationRecorded.of,
        )

    @act
    async def decline_proposal(self: Any, input_: ProposalInput) -> NegotiationResult:
        """Decline a merge or a handover put to you; nothing else changes. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.decline_proposal(
                by,
                today,
                row_id(str(input_.proposal), "RecordProposal"),
                input_.expected_revision,
            ),
            NegotiationRecorded.of,
        )
