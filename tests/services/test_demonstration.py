from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.actions.models import Action
from server.decisions.models import Decision
from server.demonstration import load_demo
from server.journal.models import JournalEntry
from server.journal.service import verify
from server.negotiations.models import Attendance, Negotiation, NegotiationRound
from server.obligations.models import LinkedEvidence, RecordKeeping, WithheldFulfilment
from server.obligations.standings import differing

pytestmark = pytest.mark.usefixtures("registered")


async def test_the_demonstration_shows_a_county_half_way_through_its_term() -> None:
    assert await load_demo(TODAY)
    states = Counter([row.state for row in await Negotiation.all()])
    assert states == {
        "MINUTES_READY": 2, "HELD": 5, "SCHEDULED": 2, "INVITED": 1, "PLANNED": 1, "CANCELLED": 1,
    }  # fmt: skip
    said = Counter([row.provenance for row in await Attendance.all()])
    assert said["DISPUTED"] == 1
    assert said["CONFIRMED"] == 3
    assert Counter((await cast.statuses()).values()) == {
        "FULFILLED": 10, "SCHEDULED": 4, "IN_PROGRESS": 3, "NOT_STARTED": 6,
    }  # fmt: skip
    assert set((await cast.statuses("06")).values()) == {"NOT_STARTED"}
    assert set((await cast.statuses("07")).values()) == {"NO_RECORD"}


async def test_everything_in_the_demonstration_is_marked() -> None:
    await load_demo(TODAY)
    for model in (NegotiationRound, Negotiation, RecordKeeping, LinkedEvidence, Action, Decision):
        assert await model.all().count() > 0
        assert await model.filter(demonstration=False).count() == 0


async def test_a_record_in_it_is_withheld_and_counts_only_for_its_parties() -> None:
    await load_demo(TODAY)
    record = await Negotiation.get(state="HELD", is_public=False)
    assert (await cast.statuses())["291"] == "NOT_STARTED"
    beside = await WithheldFulfilment.get()
    assert (beside.negotiation_id, beside.from_on) == (record.id, record.held_on)
    told = JournalEntry.filter(object_type="Negotiation", object_id=record.id)
    assert {each.audience_after for each in await told} <= {"county:08 municipality:291"}


async def test_marking_it_tells_nobody_of_its_drafts() -> None:
    await load_demo(TODAY)
    draft = await Negotiation.get(state="PLANNED")
    told = JournalEntry.filter(object_type="Negotiation", object_id=draft.id)
    assert "*" not in {each.audience_after for each in await told}


async def test_loading_again_changes_nothing() -> None:
    await load_demo(TODAY)
    before = await verify()
    assert not await load_demo(TODAY + timedelta(days=7))
    assert await verify() == before
    assert before.first_fault is None
    assert not [each async for each in differing(TODAY)]


async def test_loaded_weeks_later_the_meetings_ahead_are_still_ahead() -> None:
    later = date(2027, 2, 3)
    await load_demo(later)
    ahead = await Negotiation.filter(state="SCHEDULED", meets_on__gt=later).count()
    assert ahead == 1
    assert Counter((await cast.statuses(on=later)).values())["SCHEDULED"] == 4
    rows = await Negotiation.all()
    assert not [row.sort_on for row in rows if row.sort_on.weekday() >= 5]
