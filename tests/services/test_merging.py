from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.actions import service as actions
from server.actions.inputs import ActionInput, DoneInput
from server.actions.models import Action
from server.decisions import service as decisions
from server.decisions.inputs import DecisionInput
from server.decisions.models import Decision
from server.identity.actor import Actor, Role
from server.journal.models import JournalEntry
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate, Precision
from server.kit.store.act import Outcome
from server.kit.texts import Multilingual
from server.negotiations import service
from server.negotiations.inputs import HeldInput, PlanInput, Titles
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    RecordProposal,
)
from server.negotiations.papers import service as papers
from server.negotiations.papers.inputs import AgendaItemInput, Document, MinutesInput
from server.negotiations.papers.models import AgendaItem, AgendaPosition, Minutes, MinutesDocument
from server.search.models import SearchEntry
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 14)
OURS, THEIRS = cast.recorder_of_the_county, cast.recorder_of_the_municipality
MEMO = "https://example.org/muistio"


def plan(*codes: str, unless_twin: bool = False, meets_on: date | None = MARCH) -> PlanInput:
    return PlanInput(
        Titles(fi="Neuvottelu"), codes, (RULE,), meets_on=meets_on, unless_twin=unless_twin
    )


async def twins_of(given: PlanInput, by: Actor = OURS) -> Outcome:
    return await service.plan_negotiation(by, TODAY, given)


async def proposal_on(negotiation: int) -> int:
    return (await RecordProposal.get(negotiation_id=negotiation)).id


async def two_records() -> tuple[int, int]:
    """One meeting of the county with Akaa, recorded by each."""
    await cast.county_in_use()
    ours = await cast.held(MARCH, ["020", "837"], by=OURS)
    theirs = await cast.held(MARCH, ["020"], by=cast.editor_of_the_municipality)
    return ours, theirs


async def test_a_second_record_of_one_meeting_is_told_of_and_made_all_the_same() -> None:
    first = await cast.held(MARCH, ["020"])
    outcome = await twins_of(plan("020", "837"))
    assert outcome.facts == {"twins": [first]}
    assert "LIKELY_TWINS" in [each["code"] for each in outcome.warnings]


async def test_asked_to_a_second_record_of_one_meeting_is_not_made() -> None:
    first = await cast.held(MARCH, ["020"])
    outcome = await twins_of(plan("020", unless_twin=True))
    assert (outcome.subject, outcome.facts) == (None, {"twins": [first]})
    held = HeldInput(PartialDate(MARCH), ("020",))
    outcome = await service.record_negotiation_held(
        OURS, TODAY, held, plan=plan("020", unless_twin=True, meets_on=None)
    )
    assert outcome.facts == {"twins": [first]}
    assert await Negotiation.all().count() == 1


async def test_a_memo_of_another_record_is_told_of_whatever_the_day() -> None:
    held = HeldInput(PartialDate(MARCH), ("020",), memo_url=MEMO)
    one = await service.record_negotiation_held(OURS, TODAY, held, plan=plan("020"))
    other = HeldInput(PartialDate(APRIL), ("837",), memo_url=MEMO)
    two = await service.record_negotiation_held(OURS, TODAY, other, plan=plan("837", meets_on=None))
    assert one.subject is not None
    assert two.facts == {"twins": [one.subject[1]]}


@pytest.mark.parametrize(
    "given", [plan("837"), plan("020", meets_on=APRIL), plan("020", meets_on=None)]
)
async def test_another_party_or_day_is_another_matter(given: PlanInput) -> None:
    await cast.held(MARCH, ["020"])
    assert (await twins_of(given)).facts == {"twins": []}


async def test_the_other_keeper_accepts_and_nothing_counts_twice() -> None:
    ours, theirs = await two_records()
    outcome = await service.merge_records(OURS, TODAY, theirs, None, ours)
    assert [each["code"] for each in outcome.warnings] == ["AWAITS_ACCEPTANCE"]
    assert (await Negotiation.get(id=theirs)).state == "HELD"
    await service.accept_proposal(THEIRS, TODAY, await proposal_on(theirs), None)
    gone = await Negotiation.get(id=theirs)
    assert (gone.state, gone.merged_into_id) == ("MERGED", ours)
    standing = await cast.standing_of()
    assert standing.status == "FULFILLED"
    assert str(standing.because).count("NEGOTIATED") == 1
    assert not await SearchEntry.filter(kind="Negotiation", ref_id=theirs).exists()


async def test_a_partys_own_word_goes_before_what_was_reported_of_it() -> None:
    ours, theirs = await two_records()
    await service.merge_records(OURS, TODAY, theirs, None, ours)
    await service.accept_proposal(THEIRS, TODAY, await proposal_on(theirs), None)
    rows = await Attendance.filter(negotiation_id=ours).select_related("organisation")
    said = {row.organisation.organisation_code: row.provenance for row in rows}
    assert said == {
        "county:08": "OWN",
        "municipality:020": "OWN",
        "municipality:837": "REPORTED",
    }
    assert await Attendance.filter(negotiation_id=theirs).count() == 2
    kinds = [row.kind for row in await NegotiationEvent.filter(negotiation_id=theirs)]
    assert kinds == ["PLANNED", "HELD", "MERGED"]


async def test_what_the_kept_record_lacks_comes_from_the_other() -> None:
    await cast.county_in_use()
    ours = await cast.planned("837", today=date(2026, 3, 2))
    other = await cast.planned("020", today=date(2026, 2, 2))
    await cast.invited(other, date(2026, 2, 3))
    await cast.held(MARCH, ["020"], negotiation=other)
    await service.merge_records(OURS, TODAY, other, None, ours)
    kept = await Negotiation.get(id=ours)
    assert (kept.state, kept.held_on, kept.is_public) == ("HELD", MARCH, True)
    assert await NegotiationParty.filter(negotiation_id=ours).count() == 3
    assert await cast.status_of() == "FULFILLED"
    assert await cast.status_of(on=date(2026, 2, 3)) == "IN_PROGRESS"


async def test_a_declined_merge_changes_nothing_and_can_be_proposed_again() -> None:
    ours, theirs = await two_records()
    await service.merge_records(OURS, TODAY, theirs, None, ours)
    proposal = await proposal_on(theirs)
    async with refused(InvalidInput):
        await service.merge_records(OURS, TODAY, theirs, None, ours)
    await service.decline_proposal(THEIRS, TODAY, proposal, None)
    assert (await Negotiation.get(id=theirs)).merged_into_id is None
    async with refused(InvalidInput):
        await service.accept_proposal(THEIRS, TODAY, proposal, None)
    await service.merge_records(OURS, TODAY, theirs, None, ours)


async def test_only_the_recorder_of_the_one_asked_accepts() -> None:
    ours, theirs = await two_records()
    await service.merge_records(OURS, TODAY, theirs, None, ours)
    proposal = await proposal_on(theirs)
    for by, error in (
        (OURS, NotAllowed),
        (cast.editor_of_the_municipality, NotAllowed),
        (cast.recorder_of_another_county, NotFound),
    ):
        async with refused(error):
            await service.accept_proposal(by, TODAY, proposal, None)


async def test_only_a_keeper_proposes_and_nothing_merges_into_itself_or_twice() -> None:
    ours, theirs = await two_records()
    async with refused(NotAllowed):
        by = cast.actor("municipality:837", Role.EDITOR)
        await service.merge_records(by, TODAY, theirs, None, ours)
    async with refused(InvalidInput):
        await service.merge_records(OURS, TODAY, ours, None, ours)
    again = await cast.held(MARCH, ["020"], by=OURS)
    await service.merge_records(OURS, TODAY, again, None, ours)
    async with refused(InvalidInput):
        await service.merge_records(OURS, TODAY, again, None, ours)
    async with refused(InvalidInput):
        await cast.held(APRIL, ["020"], negotiation=again, today=TODAY)
    row = await Attendance.get(
        negotiation_id=again, organisation__organisation_code="municipality:020"
    )
    async with refused(InvalidInput):
        await service.confirm_report(THEIRS, TODAY, row.id, None)


async def test_meetings_of_different_days_are_two_and_nobody_moves_from_one_to_the_other() -> None:
    march, april = await cast.held(MARCH, ["020"]), await cast.held(APRIL, ["020", "837"])
    async with refused(InvalidInput) as told:
        await service.merge_records(OURS, TODAY, april, None, march)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == ["HELD_ON_OTHER_DAYS"]
    known_to_the_month = HeldInput(PartialDate(date(2026, 3, 1), Precision.MONTH), ("020",))
    vague = await service.record_negotiation_held(
        OURS, TODAY, known_to_the_month, plan=plan("020", meets_on=None)
    )
    await service.merge_records(OURS, TODAY, row_of(vague), None, march)
    assert (await Negotiation.get(id=march)).held_on == MARCH


async def test_a_cancelled_twin_brings_neither_its_day_nor_its_invitations() -> None:
    cancelled = await cast.planned(meets_on=date(2027, 3, 1))
    await cast.invited(cancelled, TODAY)
    await service.cancel_negotiation(OURS, TODAY, cancelled, None, "Este.")
    kept = await cast.planned()
    await service.merge_records(OURS, TODAY, cancelled, None, kept)
    row = await Negotiation.get(id=kept)
    assert (row.state, row.meets_on, row.is_public) == ("PLANNED", None, False)
    assert await cast.status_of() == "NO_RECORD"


async def test_a_record_gets_another_keeper_when_that_accepts() -> None:
    negotiation = await cast.planned()
    await service.hand_over_record(OURS, TODAY, negotiation, None, "municipality:020")
    proposal = await proposal_on(negotiation)
    async with refused(NotAllowed):
        await service.accept_proposal(cast.editor_of_the_municipality, TODAY, proposal, None)
    await service.accept_proposal(THEIRS, TODAY, proposal, None)
    await cast.invited(negotiation, TODAY, by=THEIRS)
    async with refused(NotAllowed):
        await service.cancel_negotiation(OURS, TODAY, negotiation, None, "Peruttu")


async def test_a_record_is_handed_over_to_another_party_only() -> None:
    negotiation = await cast.planned()
    for to in ("county:08", "municipality:837", "nobody"):
        async with refused(InvalidInput) as told:
            await service.hand_over_record(OURS, TODAY, negotiation, None, to)
        assert isinstance(told.value, InvalidInput)
        assert [each.code for each in told.value.faults] == ["NOT_ANOTHER_PARTY"]


ABOUT, ACTION = "Negotiation", ActionInput(Multilingual("Tehdään"), ("municipality:020",))
DECISION = DecisionInput(
    PartialDate(APRIL), body_name="Kunnanhallitus", outcome="APPROVED", publication="CHECKED"
)
ITEM = AgendaItemInput(Multilingual("Asia"))


def row_of(outcome: Outcome) -> int:
    assert outcome.subject is not None
    return outcome.subject[1]


async def papers_on(negotiation: int, by: Actor, *, published: bool = False) -> dict[str, int]:
    """An agenda item with an action, minutes with a document, and a decision; by sort."""
    item = row_of(await papers.write_agenda_item(by, TODAY, ITEM, negotiation=negotiation))
    await papers.state_position(THEIRS, TODAY, item, None, "Kannatamme")
    about = (ABOUT, negotiation)
    action = await actions.agree_action(by, TODAY, about, replace(ACTION, item=item))
    draft = MinutesInput(documents=(Document(MEMO),))
    minutes = row_of(await papers.draft_minutes(by, TODAY, negotiation, None, draft))
    if published:
        await papers.publish_minutes(by, TODAY, minutes, None, TODAY)
    decision = await decisions.record_decision(THEIRS, TODAY, about, DECISION)
    found = {"item": item, "action": row_of(action), "minutes": minutes}
    return {**found, "decision": row_of(decision)}


async def merged(gone: int, kept: int) -> None:
    """Merge on the county's proposal, accepted by the municipality."""
    await service.merge_records(OURS, TODAY, gone, None, kept)
    await service.accept_proposal(THEIRS, TODAY, await proposal_on(gone), None)


async def places(row: dict[str, int]) -> dict[str, int]:
    """The negotiation each paper is on."""
    return {
        "item": (await AgendaItem.get(id=row["item"])).negotiation_id,
        "action": (await Action.get(id=row["action"])).origin_id,
        "minutes": (await Minutes.get(id=row["minutes"])).negotiation_id,
        "decision": (await Decision.get(id=row["decision"])).subject_id,
    }


async def test_papers_that_the_kept_record_lacks_are_moved_to_it_whole() -> None:
    ours, theirs = await two_records()
    found = await papers_on(theirs, THEIRS, published=True)
    assert (await Negotiation.get(id=theirs)).state == "MINUTES_READY"
    await merged(theirs, ours)
    assert set((await places(found)).values()) == {ours}
    assert (await Action.get(id=found["action"])).item_id == found["item"]
    assert await AgendaPosition.filter(item_id=found["item"]).count() == 1
    assert await MinutesDocument.filter(minutes_id=found["minutes"]).count() == 1
    kept, gone = await Negotiation.get(id=ours), await Negotiation.get(id=theirs)
    assert (kept.state, kept.minutes_on) == ("MINUTES_READY", TODAY)
    assert (gone.state, gone.minutes_on) == ("MERGED", None)
    await actions.complete_action(THEIRS, TODAY, found["action"], None, DoneInput(TODAY))
    kept, gone = await Negotiation.get(id=ours), await Negotiation.get(id=theirs)
    assert (kept.state, kept.followed_up_on) == ("CLOSED", TODAY)
    assert (gone.state, gone.followed_up_on) == ("MERGED", None)
    assert await cast.status_of() == "FULFILLED"


async def test_the_journal_tells_of_each_paper_that_was_moved_and_who_may_know() -> None:
    ours, theirs = await two_records()
    found = await papers_on(theirs, THEIRS)
    await merged(theirs, ours)
    told = set(await journalled("accept_proposal"))
    sorts = {
        "AgendaItem": (found["item"], "negotiation_id"),
        "Action": (found["action"], "origin_id"),
        "Minutes": (found["minutes"], "negotiation_id"),
        "Decision": (found["decision"], "subject_id"),
    }
    for sort, (number, column) in sorts.items():
        assert (sort, number) in told
        entry = await JournalEntry.get(act="accept_proposal", object_type=sort)
        before, after = json.loads(str(entry.before)), json.loads(str(entry.after))
        assert (before[column], after[column]) == (theirs, ours)
        if sort != "Decision":  # it is public as it was
            assert entry.audience_before == "county:08 municipality:020"
            assert entry.audience_after == "county:08 municipality:020 municipality:837"


async def test_where_both_have_papers_the_others_can_be_read_under_the_merged_record() -> None:
    ours, theirs = await two_records()
    mine = await papers_on(ours, OURS)
    other = await papers_on(theirs, THEIRS, published=True)
    await merged(theirs, ours)
    assert set((await places(mine)).values()) == {ours}
    assert set((await places(other)).values()) == {theirs}
    kept, gone = await Negotiation.get(id=ours), await Negotiation.get(id=theirs)
    assert (kept.state, kept.minutes_on) == ("HELD", None)
    assert (gone.state, gone.minutes_on) == ("MERGED", TODAY)


async def test_an_action_goes_with_its_item_and_without_one_that_stays_behind() -> None:
    ours, theirs = await two_records()
    await actions.agree_action(OURS, TODAY, (ABOUT, ours), ACTION)
    other = await papers_on(theirs, THEIRS)
    loose = row_of(await actions.agree_action(THEIRS, TODAY, (ABOUT, theirs), ACTION))
    await merged(theirs, ours)
    assert (await Action.get(id=other["action"])).origin_id == ours
    assert (await Action.get(id=loose)).origin_id == theirs
    again = await cast.held(MARCH, ["020"], by=OURS)
    await papers.write_agenda_item(OURS, TODAY, ITEM, negotiation=again)
    await service.merge_records(OURS, TODAY, ours, None, again)
    moved = await Action.get(id=other["action"])
    assert (moved.origin_id, moved.item_id) == (again, None)
    assert (await AgendaItem.get(id=other["item"])).negotiation_id == ours


async def test_an_agenda_is_public_once_it_is_on_a_record_with_published_minutes() -> None:
    ours, theirs = await two_records()
    item = row_of(await papers.write_agenda_item(OURS, TODAY, ITEM, negotiation=ours))
    draft = row_of(await actions.agree_action(OURS, TODAY, (ABOUT, ours), ACTION))
    await papers_on(theirs, THEIRS, published=True)
    await merged(theirs, ours)
    assert (await AgendaItem.get(id=item)).is_public
    assert not (await Action.get(id=draft)).is_public
