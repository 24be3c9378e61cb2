from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.identity.actor import Actor, Role
from server.journal.models import JournalEntry
from server.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate, Precision
from server.negotiations import service
from server.negotiations.inputs import DateInput, HeldInput, PlanInput, RoundInput, Titles
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationRound,
    RoundCounterparty,
    RoundRule,
)
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH = date(2026, 3, 10)
APRIL = date(2026, 4, 14)


async def test_a_round_sets_out_to_meet_every_municipality_of_the_county() -> None:
    round_id = await cast.round_started()
    assert await RoundCounterparty.filter(round_id=round_id).count() == 23
    assert await journalled("start_negotiation_round") == [("NegotiationRound", round_id)]


async def test_planning_for_a_round_makes_one_draft_per_municipality_once() -> None:
    round_id = await cast.round_started()
    planning = await service.plan_negotiations(
        cast.recorder_of_the_county, TODAY, round_id, Titles(fi="Neuvottelu")
    )
    assert len(planning.items) == 23
    assert (
        await Negotiation.filter(round_id=round_id, is_public=False, state="PLANNED").count() == 23
    )
    again = await service.plan_negotiations(
        cast.recorder_of_the_county, TODAY, round_id, Titles(fi="Neuvottelu")
    )
    assert again.items == ()


async def test_a_draft_moves_no_standing() -> None:
    await cast.county_in_use()
    await cast.planned()
    assert Counter((await cast.statuses()).values()) == {"NOT_STARTED": 23}


async def test_a_joint_meeting_fulfils_those_present_and_leaves_the_absent_open() -> None:
    await cast.county_in_use()
    codes = await cast.municipalities_of()
    present, absent = codes[:20], codes[20:]
    negotiation = await cast.planned(*codes, today=date(2026, 2, 2))
    await cast.invited(negotiation, date(2026, 2, 3))
    await cast.scheduled(negotiation, APRIL, date(2026, 2, 4))
    await service.move_negotiation(
        cast.recorder_of_the_county,
        date(2026, 2, 20),
        negotiation,
        None,
        DateInput(MARCH, date(2026, 2, 20)),
    )
    await cast.held(MARCH, present, absent, negotiation=negotiation)
    found = await cast.statuses()
    assert {code for code, status in found.items() if status == "FULFILLED"} == set(present)
    assert {code: found[code] for code in absent} == dict.fromkeys(absent, "NOT_STARTED")
    before = await cast.statuses(on=MARCH - timedelta(days=1))
    assert Counter(before.values()) == {"SCHEDULED": 23}
    invited = await cast.statuses(on=date(2026, 2, 3))
    assert Counter(invited.values()) == {"IN_PROGRESS": 23}
    assert Counter((await cast.statuses(on=date(2026, 2, 2))).values()) == {"NOT_STARTED": 23}
    kinds = await NegotiationEvent.filter(negotiation_id=negotiation).order_by("on", "id")
    assert Counter(row.kind for row in kinds) == {
        "PLANNED": 1, "INVITED": 23, "DATE_SET": 1, "MOVED": 1, "HELD": 1,
    }  # fmt: skip
    touched = await journalled("record_negotiation_held")
    assert Counter(type_ for type_, _ in touched) == {"Negotiation": 1, "Obligation": 23}


async def test_the_joint_meeting_of_a_county_not_in_use_leaves_the_absent_without_record() -> None:
    codes = await cast.municipalities_of()
    await cast.held(MARCH, codes[:20], codes[20:])
    found = Counter((await cast.statuses()).values())
    assert found == {"FULFILLED": 20, "NO_RECORD": 3}


async def test_a_meeting_entered_weeks_later_fulfils_from_its_own_day() -> None:
    await cast.county_in_use()
    await cast.held(MARCH, ["020"], today=APRIL)
    assert await cast.status_of(on=MARCH) == "FULFILLED"
    assert await cast.status_of(on=MARCH - timedelta(days=1)) == "NOT_STARTED"
    assert "RECORDED_LATE" not in (await cast.standing_of()).because


async def test_a_meeting_known_to_the_month_counts_from_its_last_day() -> None:
    await service.record_negotiation_held(
        cast.recorder_of_the_county,
        TODAY,
        HeldInput(PartialDate(date(2026, 3, 1), Precision.MONTH), ("020",)),
        plan=PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,)),
    )
    assert await cast.status_of(on=date(2026, 3, 30)) != "FULFILLED"
    assert await cast.status_of(on=date(2026, 3, 31)) == "FULFILLED"


async def test_a_meeting_that_was_not_set_beforehand_has_no_set_day() -> None:
    unplanned = await cast.held(MARCH, ["020"])
    assert (await Negotiation.get(id=unplanned)).meets_on is None
    set_before = await cast.planned("837", meets_on=MARCH, today=date(2026, 2, 2))
    await cast.held(APRIL, ["837"], negotiation=set_before)
    assert (await Negotiation.get(id=set_before)).meets_on == MARCH


async def test_a_meeting_under_no_rule_fulfils_nothing() -> None:
    await cast.county_in_use()
    negotiation = await cast.planned(rules=())
    await cast.held(MARCH, ["020"], negotiation=negotiation, today=TODAY)
    assert await cast.status_of() == "NOT_STARTED"


async def test_a_cancelled_meeting_brings_its_pair_back_to_where_it_was() -> None:
    await cast.county_in_use()
    negotiation = await cast.planned(meets_on=date(2026, 12, 1), today=date(2026, 11, 2))
    assert await cast.status_of() == "SCHEDULED"
    await service.cancel_negotiation(
        cast.recorder_of_the_county, TODAY, negotiation, None, "Yhteinen tapaaminen riittää."
    )
    assert await cast.status_of() == "NOT_STARTED"
    assert await cast.status_of(on=TODAY - timedelta(days=1)) == "SCHEDULED"
    async with refused(InvalidInput):
        await cast.held(MARCH, ["020"], negotiation=negotiation, today=TODAY)


async def test_a_disputed_presence_is_in_progress_until_withdrawn() -> None:
    await cast.county_in_use()
    negotiation = await cast.held(MARCH, ["020", "837"])
    row = await Attendance.get(
        negotiation_id=negotiation, organisation__organisation_code="municipality:020"
    )
    assert row.provenance == "REPORTED"
    own = cast.recorder_of_the_municipality
    await service.dispute_report(own, APRIL, row.id, None, "Emme olleet paikalla.")
    await row.refresh_from_db()
    assert row.provenance == "DISPUTED"
    assert await cast.status_of() == "IN_PROGRESS"
    assert await cast.status_of("837") == "FULFILLED"
    assert await cast.status_of(on=APRIL - timedelta(days=1)) == "FULFILLED"
    await service.withdraw_dispute(own, TODAY, row.id, None)
    assert await cast.status_of() == "FULFILLED"
    await service.confirm_report(own, TODAY, row.id, None)
    await row.refresh_from_db()
    assert row.provenance == "CONFIRMED"


async def test_only_the_municipality_itself_disputes_its_presence() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    row = await Attendance.get(
        negotiation_id=negotiation, organisation__organisation_code="municipality:020"
    )
    for by in (cast.editor_of_the_municipality, cast.recorder_of_another_county):
        async with refused(NotAllowed):
            await service.dispute_report(by, APRIL, row.id, None, "Emme olleet paikalla.")
    own = await Attendance.get(
        negotiation_id=negotiation, organisation__organisation_code="county:08"
    )
    async with refused(InvalidInput):
        await service.dispute_report(cast.recorder_of_the_county, APRIL, own.id, None, "Ei.")


async def test_recording_again_corrects_who_was_there() -> None:
    await cast.county_in_use()
    negotiation = await cast.held(MARCH, ["020", "837"])
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, today=APRIL)
    assert await cast.status_of("020") == "NOT_STARTED"
    assert await cast.status_of("837") == "FULFILLED"


@pytest.mark.parametrize(
    ("by", "error"),
    [
        (cast.nobody, NotFound),
        (cast.recorder_of_another_county, NotFound),
        (cast.steering_viewer, NotFound),
        (cast.program_of_the_municipality, NotAllowed),
    ],
)
async def test_who_may_not_invite_changes_nothing(by: Actor, error: type[NotFound]) -> None:
    negotiation = await cast.planned()
    async with refused(error):
        await service.invite_to_negotiation(by, TODAY, negotiation, None, TODAY)


async def test_a_stale_revision_is_a_conflict_and_changes_nothing() -> None:
    negotiation = await cast.planned()
    seen = await cast.revision_of(negotiation)
    await cast.invited(negotiation, TODAY)
    async with refused(Conflict):
        await service.schedule_negotiation(
            cast.recorder_of_the_county, TODAY, negotiation, seen, DateInput(TODAY, TODAY)
        )


async def test_what_cannot_be_true_is_refused_and_changes_nothing() -> None:
    negotiation = await cast.planned()
    county = cast.recorder_of_the_county
    async with refused(InvalidInput) as told:
        await cast.held(TODAY + timedelta(days=1), ["020"], today=TODAY)
    async with refused(InvalidInput):
        await cast.held(MARCH, ["020"], ["020"])
    async with refused(InvalidInput):
        await cast.held(MARCH, ["999"])
    async with refused(InvalidInput):
        await service.move_negotiation(county, TODAY, negotiation, None, DateInput(APRIL, TODAY))
    async with refused(InvalidInput):
        given = RoundInput(Titles(fi="Kierros"), TODAY, MARCH, (RULE,))
        await service.start_negotiation_round(county, TODAY, given)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == ["IN_THE_FUTURE"]


async def test_a_municipality_that_records_its_own_presence_says_nothing_of_others() -> None:
    await cast.county_in_use()
    joint = await cast.planned("020", "837", "108", today=date(2026, 2, 2))
    await cast.held(MARCH, ["837"], negotiation=joint)
    assert await cast.status_of("108") == "NOT_STARTED"
    await cast.held(
        MARCH, ["020"], negotiation=joint, by=cast.editor_of_the_municipality, today=APRIL
    )
    assert await cast.status_of("837") == "FULFILLED"
    assert await cast.status_of("020") == "FULFILLED"
    other = await cast.planned("020", "143", today=date(2026, 2, 2), meets_on=MARCH)
    await cast.held(MARCH, ["020"], negotiation=other, by=cast.editor_of_the_municipality)
    assert await Attendance.filter(negotiation_id=other).count() == 2


async def test_a_municipality_does_not_start_a_round() -> None:
    async with refused(NotAllowed):
        await cast.round_started(by=cast.recorder_of_the_municipality)
    assert await NegotiationRound.all().count() == 0


async def test_a_municipality_records_a_meeting_and_the_county_can_confirm() -> None:
    await cast.county_in_use()
    negotiation = await cast.held(MARCH, ["020"], by=cast.editor_of_the_municipality)
    rows = await Attendance.filter(negotiation_id=negotiation).select_related("organisation")
    said = {row.organisation.organisation_code: row.provenance for row in rows}
    assert said == {"municipality:020": "OWN", "county:08": "REPORTED"}
    assert await cast.status_of() == "FULFILLED"


async def test_a_neighbour_at_the_table_is_a_warning_and_no_obligation() -> None:
    outcome = await service.record_negotiation_held(
        cast.recorder_of_the_county,
        TODAY,
        HeldInput(PartialDate(MARCH), ("020", "109")),
        plan=PlanInput(Titles(fi="Neuvottelu"), ("020", "109"), (RULE,)),
    )
    assert [warning["code"] for warning in outcome.warnings] == ["NOT_IN_COUNTY"]
    assert await cast.status_of() == "FULFILLED"
    assert await cast.status_of("109", county="07") == "NO_RECORD"


@pytest.mark.parametrize("outsider", ["091", "020"])
async def test_a_municipality_speaks_for_no_pair_of_another_county(outsider: str) -> None:
    by = cast.actor(f"municipality:{outsider}", Role.EDITOR)
    codes = (outsider, "109", "061")
    plan = PlanInput(Titles(fi="Neuvottelu"), codes, (RULE,), county="07")
    async with refused(InvalidInput):
        await service.record_negotiation_held(
            by, TODAY, HeldInput(PartialDate(MARCH), codes), plan=plan
        )
    assert await cast.status_of("109", county="07") == "NO_RECORD"


async def test_the_journal_tells_who_was_there_before_and_after_a_correction() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, today=APRIL)
    entry = (
        await JournalEntry.filter(object_type="Negotiation", object_id=negotiation)
        .order_by("-seq")
        .first()
    )
    assert entry is not None
    before, after = json.loads(entry.before or ""), json.loads(entry.after or "")
    assert before["attendance"]["municipality:020"] == [True, "REPORTED"]
    assert after["attendance"]["municipality:020"] == [False, "REPORTED"]
    assert after["attendance"]["municipality:837"] == [True, "REPORTED"]
    assert set(after["parties"]) - set(before["parties"]) == {"municipality:837"}


async def test_a_remark_of_the_county_does_not_settle_a_dispute() -> None:
    await cast.county_in_use()
    negotiation = await cast.held(MARCH, ["020"])
    row = await attendance_of("municipality:020", negotiation)
    own = cast.recorder_of_the_municipality
    await service.dispute_report(own, APRIL, row.id, None, "Emme olleet paikalla.")
    remark = HeldInput(PartialDate(MARCH), ("020",), notes={"020": "Etäyhteydellä"})
    await service.record_negotiation_held(
        cast.recorder_of_the_county, TODAY, remark, negotiation=negotiation
    )
    row = await attendance_of("municipality:020", negotiation)
    assert (row.provenance, row.note) == ("DISPUTED", "Etäyhteydellä")
    assert await cast.status_of() == "IN_PROGRESS"


async def test_saying_it_twice_moves_neither_end_of_a_dispute() -> None:
    await cast.county_in_use()
    row = await attendance_of("municipality:020", await cast.held(MARCH, ["020"]))
    own, may = cast.recorder_of_the_municipality, date(2026, 5, 4)
    await service.dispute_report(own, APRIL, row.id, None, "Emme olleet paikalla.")
    await service.dispute_report(own, may, row.id, None, "Emme olleet kutsuttuja.")
    assert await cast.status_of(on=APRIL) == "IN_PROGRESS"
    await service.withdraw_dispute(own, may, row.id, None)
    async with refused(InvalidInput):
        await service.withdraw_dispute(own, TODAY, row.id, None)
    assert await cast.status_of(on=may) == "FULFILLED"


async def test_what_a_municipality_said_of_itself_is_not_overruled() -> None:
    negotiation = await cast.planned("020", "837")
    by = cast.editor_of_the_municipality
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, by=by, today=TODAY)
    async with refused(InvalidInput) as told:
        await cast.held(MARCH, ["020", "837"], negotiation=negotiation, today=TODAY)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == ["THEIR_OWN_WORD"]
    await cast.held(MARCH, ["020", "837"], negotiation=negotiation, by=by, today=TODAY)
    assert (await attendance_of("municipality:020", negotiation)).provenance == "OWN"


async def test_only_the_keeper_changes_the_day_of_a_held_meeting() -> None:
    negotiation = await cast.held(MARCH, ["020", "837"])
    by = cast.editor_of_the_municipality
    async with refused(NotAllowed):
        await cast.held(APRIL, ["020"], negotiation=negotiation, by=by, today=TODAY)
    memo = HeldInput(PartialDate(MARCH), ("020",), memo_url="https://example.org/muistio")
    async with refused(NotAllowed):
        await service.record_negotiation_held(by, TODAY, memo, negotiation=negotiation)
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, by=by, today=TODAY)
    await cast.held(APRIL, ["837"], negotiation=negotiation, today=TODAY)
    assert (await Negotiation.get(id=negotiation)).held_on == APRIL


async def test_a_day_is_not_set_before_the_one_it_replaces() -> None:
    await cast.county_in_use()
    ahead = TODAY + timedelta(days=7)
    negotiation = await cast.planned(meets_on=ahead)
    county, later = cast.recorder_of_the_county, TODAY + timedelta(days=30)
    async with refused(InvalidInput) as told:
        given = DateInput(later, TODAY - timedelta(days=1))
        await service.move_negotiation(county, TODAY, negotiation, None, given)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == ["SET_BEFORE_LAST"]
    await service.move_negotiation(county, TODAY, negotiation, None, DateInput(later, TODAY))
    assert await cast.status_of(on=ahead + timedelta(days=1)) == "SCHEDULED"


async def test_a_rule_named_twice_is_a_rule_of_the_round_once() -> None:
    given = RoundInput(Titles(fi="Kierros"), MARCH, TODAY, (RULE, RULE))
    outcome = await service.start_negotiation_round(cast.recorder_of_the_county, TODAY, given)
    assert outcome.subject is not None
    assert await RoundRule.filter(round_id=outcome.subject[1]).count() == 1


async def test_white_space_too_long_to_store_is_refused() -> None:
    async with refused(InvalidInput):
        given = PlanInput(Titles(fi="Neuvottelu"), ("020",), place=" " * 301)
        await service.plan_negotiation(cast.recorder_of_the_county, TODAY, given)


async def attendance_of(organisation_code: str, negotiation: int) -> Attendance:
    return await Attendance.get(
        negotiation_id=negotiation, organisation__organisation_code=organisation_code
    )
