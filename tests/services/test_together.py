from __future__ import annotations

import asyncio
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.journal.service import verify
from server.kit.errors import Conflict
from server.kit.partial_date import PartialDate
from server.negotiations import service as negotiations
from server.negotiations.inputs import DateInput
from server.obligations import service as obligations
from server.obligations.models import StandingSpan
from server.obligations.service import EvidenceInput
from server.obligations.standings import differing

pytestmark = pytest.mark.usefixtures("registered")

MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 14)


async def test_acts_at_once_on_one_obligation_see_each_other_s_evidence() -> None:
    await cast.county_in_use()
    codes = await cast.municipalities_of()
    obligation = await cast.obligation_of()
    source = EvidenceInput("Muistio", PartialDate(MARCH), "Neuvoteltiin.")
    await asyncio.gather(
        cast.held(MARCH, codes, today=TODAY),
        cast.held(APRIL, codes[:10], codes[10:], today=TODAY),
        cast.held(APRIL, ["020"], by=cast.editor_of_the_municipality, today=TODAY),
        obligations.link_evidence(cast.recorder_of_the_county, TODAY, obligation.id, None, source),
    )
    assert set((await cast.statuses()).values()) == {"FULFILLED"}
    assert not [each async for each in differing(TODAY)]
    spans = await StandingSpan.filter(obligation_id=obligation.id).order_by("from_on")
    assert len({span.from_on for span in spans}) == len(spans)
    assert (await verify()).first_fault is None


async def test_of_two_who_saw_the_same_revision_one_is_told_of_the_other() -> None:
    negotiation = await cast.planned()
    seen = await cast.revision_of(negotiation)
    outcomes = await asyncio.gather(
        *(
            negotiations.schedule_negotiation(
                cast.recorder_of_the_county, TODAY, negotiation, seen, DateInput(day, TODAY)
            )
            for day in (date(2026, 12, 1), date(2026, 12, 2))
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Conflict", "Outcome"]
    assert any(isinstance(each, Conflict) for each in outcomes)
