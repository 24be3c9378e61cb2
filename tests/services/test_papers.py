"""What follows from acts on papers, actions and decisions, and what the journal tells of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.actions import service as actions
from server.actions.inputs import ActionInput, DoneInput
from server.decisions import service as decisions
from server.decisions.inputs import DecisionInput
from server.decisions.models import Decision
from server.journal.models import JournalEntry
from server.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate
from server.kit.store.act import Outcome
from server.kit.texts import Multilingual
from server.negotiations import service
from server.negotiations.inputs import HeldInput, PlanInput, Titles
from server.negotiations.models import Negotiation
from server.negotiations.papers import service as papers
from server.negotiations.papers.inputs import AgendaItemInput, MinutesInput
from server.negotiations.papers.models import AgendaItem, Minutes, MinutesEndorsement
from server.negotiations.papers.rules import MinutesRule
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH = date(2026, 3, 10)
county, town = cast.recorder_of_the_county, cast.recorder_of_the_municipality
ACTION = ActionInput(Multilingual("Tehdään"), ("municipality:020",), PartialDate(MARCH))
DECISION = DecisionInput(
    PartialDate(MARCH), body_name="Kunnanhallitus", outcome="APPROVED", publication="CHECKED"
)


def row_of(outcome: Outcome) -> int:
    assert outcome.subject is not None
    return outcome.subject[1]


async def planned() -> int:
    given = PlanInput(Titles("Neuvottelu"), ("020",))
    return row_of(await service.plan_negotiation(county, TODAY, given))


async def held(*present: str) -> int:
    given, plan = (
        HeldInput(PartialDate(MARCH), present or ("020",)),
        PlanInput(Titles("N"), ("020",)),
    )
    return row_of(await service.record_negotiation_held(county, TODAY, given, plan=plan))


NEVER = date(9999, 12, 31)
ANCIENT = PartialDate(date(1, 1, 1))


@pytest.mark.parametrize(
    ("check", "field"),
    [
        (replace(DECISION, decided=ANCIENT).check, "decidedOn"),
        (replace(DECISION, finality_on=NEVER).check, "finalityOn"),
        (MinutesInput(dated_on=NEVER).check, "datedOn"),
        (replace(ACTION, due=PartialDate(NEVER)).check, "dueOn"),
        (replace(ACTION, agreed_on=ANCIENT.value).check, "agreedOn"),
        (DoneInput(ANCIENT.value).check, "doneOn"),
        (DoneInput(MARCH, "Muistio", None, ANCIENT).check, "evidence.dated"),
    ],
)
def test_no_paper_bears_a_day_that_cannot_be_right(check: Callable[[], None], field: str) -> None:
    with pytest.raises(InvalidInput) as told:
        check()
    assert [(".".join(each.path), each.code) for each in told.value.faults] == [
        (field, "DAY_NOT_PLAUSIBLE")
    ]


async def test_a_published_decision_becomes_public_with_the_draft_it_was_made_on() -> None:
    draft = await planned()
    about = ("Negotiation", draft)
    shown = row_of(await decisions.record_decision(town, TODAY, about, DECISION))
    assert not (await Decision.get(id=shown)).is_public
    async with refused(NotFound):
        await decisions.record_decision(cast.recorder_of_another_county, TODAY, about, DECISION)
    await service.invite_to_negotiation(county, TODAY, draft, None, TODAY)
    assert (await Decision.get(id=shown)).is_public
    assert ("Decision", shown) in await journalled("invite_to_negotiation")


async def test_a_party_that_came_later_is_asked_to_approve() -> None:
    negotiation = await held()
    given = MinutesInput(MinutesRule.APPROVED)
    minutes = row_of(await papers.draft_minutes(county, TODAY, negotiation, None, given))
    for by in (county, town):
        await papers.approve_minutes(by, TODAY, minutes, None, TODAY)
    await papers.publish_minutes(county, TODAY, minutes, None, TODAY)
    assert (await Negotiation.get(id=negotiation)).state == "MINUTES_READY"
    again = HeldInput(PartialDate(MARCH), ("020", "108"))
    await service.record_negotiation_held(county, TODAY, again, negotiation=negotiation)
    assert await MinutesEndorsement.filter(minutes_id=minutes).count() == 3
    assert (await Minutes.get(id=minutes)).state == "AWAITING_APPROVAL"
    assert (await Negotiation.get(id=negotiation)).state == "HELD"


async def test_the_journal_tells_what_minutes_said_before() -> None:
    negotiation = await held()
    given = MinutesInput(MinutesRule.APPROVED)
    minutes = row_of(await papers.draft_minutes(county, TODAY, negotiation, None, given))
    await papers.approve_minutes(town, TODAY, minutes, None, TODAY)
    await papers.publish_minutes(county, TODAY, minutes, None, TODAY)
    said = JournalEntry.filter(object_type="Minutes", object_id=minutes).order_by("seq")
    rows = await said
    assert rows[0].before is None
    assert rows[0].audience_before is None
    approved, published = (
        (json.loads(row.before or ""), json.loads(row.after or "")) for row in rows[1:]
    )
    asked = [["county:08", None, ""], ["municipality:020", None, ""]]
    assert sorted(approved[0]["endorsements"]) == asked
    assert sorted(approved[1]["endorsements"])[1] == ["municipality:020", None, TODAY.isoformat()]
    assert (published[0]["published_on"], published[0]["is_public"]) == (None, False)
    assert published[0]["endorsements"] == approved[1]["endorsements"]
    assert rows[2].audience_before == "county:08 municipality:020"
    assert rows[2].audience_after == "*"


async def test_publishing_minutes_tells_of_everything_that_became_public() -> None:
    negotiation = await held()
    await papers.begin_agenda(county, TODAY, negotiation, "premises")
    about = ("Negotiation", negotiation)
    action = row_of(await actions.agree_action(town, TODAY, about, ACTION))
    minutes = row_of(await papers.draft_minutes(county, TODAY, negotiation, None, MinutesInput()))
    await papers.publish_minutes(town, TODAY, minutes, None, TODAY)
    items = await AgendaItem.filter(negotiation_id=negotiation).order_by("id")
    assert {each.is_public for each in items} == {True}
    told = await journalled("publish_minutes")
    assert {("AgendaItem", each.id) for each in items} <= set(told)
    assert {("Action", action), ("Minutes", minutes), ("Negotiation", negotiation)} <= set(told)
    entry = await JournalEntry.filter(act="publish_minutes", object_type="Action").get()
    assert entry.audience_before == "county:08 municipality:020"
    assert entry.audience_after == "*"
    assert "municipality:020" in str(entry.after)


async def test_a_stale_change_and_a_strangers_act_leave_nothing() -> None:
    negotiation = await held()
    about = ("Negotiation", negotiation)
    action = row_of(await actions.agree_action(county, TODAY, about, ACTION))
    async with refused(Conflict):
        await actions.drop_action(town, TODAY, action, 7, (TODAY, "Raukesi"))
    async with refused(NotFound):
        await actions.publish_action(cast.recorder_of_another_county, TODAY, action, None)
    async with refused(NotAllowed):
        await papers.begin_agenda(town, TODAY, negotiation, "premises")
    async with refused(InvalidInput):
        await papers.begin_agenda(county, TODAY, negotiation, "none")
    draft = await planned()
    waiting = row_of(await actions.agree_action(town, TODAY, ("Negotiation", draft), ACTION))
    async with refused(InvalidInput):
        await actions.publish_action(town, TODAY, waiting, None)


async def test_an_item_from_which_an_action_follows_stays_on_the_agenda() -> None:
    negotiation = await held()
    given = AgendaItemInput(Multilingual("Asia"))
    item = row_of(await papers.write_agenda_item(county, TODAY, given, negotiation=negotiation))
    bare = row_of(await papers.write_agenda_item(county, TODAY, given, negotiation=negotiation))
    bound = ActionInput(Multilingual("T"), ("county:08",), item=item)
    await actions.agree_action(county, TODAY, ("Negotiation", negotiation), bound)
    async with refused(InvalidInput):
        await papers.remove_agenda_item(county, TODAY, item, None)
    await papers.remove_agenda_item(county, TODAY, bare, None)
    assert await AgendaItem.filter(negotiation_id=negotiation).count() == 1
