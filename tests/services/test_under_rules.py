"""Under which rules a negotiation is recorded, said afterwards: what its pairs owe follows."""

from __future__ import annotations

import json
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.identity.actor import Role
from server.journal.models import JournalEntry
from server.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from server.negotiations import service
from server.negotiations.inputs import PlanInput, Titles
from server.negotiations.models import NegotiationEvent, NegotiationRule
from server.obligations.models import Obligation, StandingSpan
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH = date(2026, 3, 10)
BEFORE_THE_YEARLY = date(2022, 3, 10)
OURS = cast.recorder_of_the_county
YEARLY = "hyte-annual-negotiation"
STEERING, OLD_STEERING = "annual-steering-negotiation", "annual-steering-negotiation-2023-2024"


async def under(negotiation: int, *keys: str) -> None:
    await service.change_negotiation_rules(OURS, TODAY, negotiation, None, keys)


async def yearly() -> StandingSpan:
    """How the yearly obligation of the county and Akaa stands today."""
    obligation = await Obligation.get(
        rule__key=YEARLY, year=2026, municipality__organisation_code="municipality:020"
    )
    return await StandingSpan.get(obligation_id=obligation.id, from_on__lte=TODAY, to_on__gte=TODAY)


async def test_a_meeting_recorded_also_under_the_yearly_rule_fulfils_both() -> None:
    await cast.county_in_use()
    held = await cast.held(MARCH, ["020"])
    before = (await yearly()).status
    await under(held, RULE, YEARLY)
    standing = await yearly()
    assert (before, standing.status) == ("NOT_STARTED", "FULFILLED")
    assert json.loads(standing.because)[0]["negotiation"] == held
    assert await cast.status_of() == "FULFILLED"
    assert ("Obligation", standing.obligation_id) in await journalled("change_negotiation_rules")


async def test_a_rule_taken_away_opens_its_obligation_again() -> None:
    await cast.county_in_use()
    held = await cast.held(MARCH, ["020"])
    await under(held, YEARLY)
    assert await cast.status_of() == "NOT_STARTED"
    assert (await yearly()).status == "FULFILLED"
    await under(held)
    assert (await yearly()).status == "NOT_STARTED"
    assert await NegotiationRule.filter(negotiation_id=held).count() == 0


async def test_the_journal_tells_the_rules_before_and_after() -> None:
    held = await cast.held(MARCH, ["020"])
    await under(held, YEARLY, YEARLY)
    entry = await JournalEntry.get(act="change_negotiation_rules", object_type="Negotiation")
    assert json.loads(entry.before or "")["rules"] == [RULE]
    assert json.loads(entry.after or "")["rules"] == [YEARLY]
    last = await NegotiationEvent.filter(negotiation_id=held).order_by("-id").first()
    assert last is not None
    assert (last.kind, last.on) == ("RULES_CHANGED", TODAY)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("no-such-rule", "UNKNOWN_RULE"),
        ("county-wellbeing-report-and-plan", "NOT_MET_BY_NEGOTIATION"),
        (OLD_STEERING, "RULE_NOT_IN_FORCE"),
    ],
)
async def test_a_rule_that_cannot_apply_is_refused(key: str, code: str) -> None:
    held = await cast.held(MARCH, ["020"])
    async with refused(InvalidInput) as told:
        await under(held, RULE, key)
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    assert (fault.path, fault.code) == (("rules", "1"), code)


async def test_a_rule_that_stands_is_not_questioned_again() -> None:
    given = PlanInput(Titles("N"), ("020",), (YEARLY,), meets_on=BEFORE_THE_YEARLY)
    outcome = await service.plan_negotiation(OURS, TODAY, given)
    assert outcome.subject is not None
    await under(outcome.subject[1], YEARLY, RULE)
    assert await NegotiationRule.filter(negotiation_id=outcome.subject[1]).count() == 2


async def test_what_a_ministry_owes_is_recorded_by_a_ministry() -> None:
    both = ("ministry:vm", "county:08")
    given = PlanInput(Titles("N"), parties=both, rules=(STEERING,), kind="OTHER")
    async with refused(NotAllowed):
        await service.plan_negotiation(OURS, TODAY, given)
    outcome = await service.plan_negotiation(cast.actor("ministry:vm", Role.EDITOR), TODAY, given)
    assert outcome.subject is not None
    between = PlanInput(Titles("N"), parties=both, kind="OTHER")
    draft = await service.plan_negotiation(OURS, TODAY, between)
    assert draft.subject is not None
    async with refused(NotAllowed):
        await under(draft.subject[1], STEERING)


async def test_nothing_is_planned_under_a_rule_that_no_negotiation_meets() -> None:
    given = PlanInput(Titles("N"), ("020",), ("county-wellbeing-annual-report",))
    async with refused(InvalidInput) as told:
        await service.plan_negotiation(OURS, TODAY, given)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == ["NOT_MET_BY_NEGOTIATION"]


async def test_a_county_speaks_of_its_own_municipalities_duty_and_no_others() -> None:
    third = cast.actor("county:06", Role.EDITOR)
    given = PlanInput(Titles("N"), ("020",), (RULE,), county="08", parties=("county:06",))
    async with refused(InvalidInput) as told:
        await service.plan_negotiation(third, TODAY, given)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == ["RULE_OF_OTHERS"]
    assert (await service.plan_negotiation(OURS, TODAY, given)).subject is not None


async def test_only_the_keeper_says_under_which_rules() -> None:
    draft, held = await cast.planned(), await cast.held(MARCH, ["020"])
    change = service.change_negotiation_rules
    async with refused(NotFound):
        await change(cast.recorder_of_another_county, TODAY, draft, None, ())
    async with refused(NotAllowed):
        await change(cast.recorder_of_the_municipality, TODAY, held, None, ())
    async with refused(Conflict):
        await change(OURS, TODAY, held, 99, ())


async def test_a_third_organisation_does_not_say_what_two_others_owe_each_other() -> None:
    from_outside = cast.actor("ministry:vm", *cast.recorder_of_the_county.roles)
    given = PlanInput(
        Titles("N"), ("020",), (), kind="OTHER", county="08", parties=("ministry:vm",)
    )
    outcome = await service.plan_negotiation(from_outside, TODAY, given)
    assert outcome.subject is not None
    async with refused(InvalidInput) as told:
        await service.change_negotiation_rules(
            from_outside, TODAY, outcome.subject[1], None, (RULE,)
        )
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    assert (fault.path, fault.code) == (("rules",), "RULE_OF_OTHERS")


async def test_a_record_told_of_by_another_keeps_its_rules() -> None:
    one, other = await cast.held(MARCH, ["020"]), await cast.held(MARCH, ["020"])
    await service.merge_records(OURS, TODAY, one, None, other)
    async with refused(InvalidInput):
        await under(one)
