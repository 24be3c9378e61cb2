"""What is checked of every act: one journal row per object touched, and nothing on refusal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from server.actions.models import Action, ActionResponsible
from server.decisions.models import Decision
from server.duties.models import Duty, DutyLegalBasis, DutyParty
from server.journal.models import JournalEntry
from server.journal.service import verify
from server.kit.errors import DomainError
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRule,
    Participant,
    RecordProposal,
    Withholding,
)
from server.negotiations.papers.models import (
    AgendaItem,
    AgendaPosition,
    Minutes,
    MinutesDocument,
    MinutesEndorsement,
)
from server.obligations.models import Obligation, StandingSpan, WithheldFulfilment
from server.register.models import (
    Body,
    BodyOwner,
    Contact,
    CountyMembership,
    Organisation,
    OrganisationUnit,
    Seat,
)

WATCHED = (
    Action,
    ActionResponsible,
    AgendaItem,
    AgendaPosition,
    Attendance,
    Body,
    BodyOwner,
    Contact,
    CountyMembership,
    Duty,
    DutyLegalBasis,
    DutyParty,
    Decision,
    JournalEntry,
    Minutes,
    MinutesDocument,
    MinutesEndorsement,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRule,
    Obligation,
    Organisation,
    OrganisationUnit,
    Participant,
    RecordProposal,
    Seat,
    StandingSpan,
    WithheldFulfilment,
    Withholding,
)


@asynccontextmanager
async def refused(error: type[DomainError]) -> AsyncIterator[pytest.ExceptionInfo[DomainError]]:
    """The act inside is refused, and not a row of any watched table has changed."""
    before = await _everything()
    with pytest.raises(error) as told:
        yield told
    assert await _everything() == before


async def _everything() -> dict[str, list[dict[str, object]]]:
    return {
        model.__name__: await model.all().order_by(model._meta.pk_attr).values()
        for model in WATCHED
    }


async def journalled(act: str) -> list[tuple[str, int]]:
    """What the last act of a name touched, in the journal's order; the chain is whole."""
    assert (await verify()).first_fault is None
    last = await JournalEntry.filter(act=act).order_by("-seq").first()
    assert last is not None
    rows = await JournalEntry.filter(act=act, request_id=last.request_id, at=last.at).order_by(
        "seq"
    )
    return [(row.object_type, row.object_id) for row in rows]
