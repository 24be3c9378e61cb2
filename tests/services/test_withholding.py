"""A record closed on a statutory ground: what everyone but its parties still sees of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.actions import service as actions
from server.actions.inputs import ActionInput, DoneInput
from server.actions.models import Action
from server.decisions import service as decisions
from server.decisions.inputs import DecisionInput
from server.decisions.models import Decision
from server.journal.models import JournalEntry
from server.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate
from server.kit.store.act import Outcome
from server.kit.texts import Multilingual
from server.negotiations import service
from server.negotiations.inputs import HeldInput
from server.negotiations.models import (
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    Withholding,
)
from server.negotiations.papers import service as papers
from server.negotiations.papers.inputs import AgendaItemInput, MinutesInput
from server.negotiations.papers.models import AgendaItem, Minutes
from server.negotiations.service import GroundInput
from server.obligations.models import StandingSpan, WithheldFulfilment
from server.obligations.standings import differing
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 14)
OURS, THEIRS = cast.recorder_of_the_county, cast.recorder_of_the_municipality
NEIGHBOUR = cast.recorder_of_another_county
GROUND = GroundInput("621/1999", " 24 §  1 mom. 17 k. ", APRIL, "Liikesalaisuus")
ACTION = ActionInput(Multilingual("Tehdään"), ("county:06",), PartialDate(TODAY))
MOST_BINDS = 32_767  # of one statement of PostgreSQL
DECISION = DecisionInput(
    PartialDate(MARCH), body_name="Kunnanhallitus", outcome="APPROVED", publication="CHECKED"
)


async def withheld(negotiation: int, given: GroundInput = GROUND) -> None:
    await service.withhold_record(OURS, TODAY, negotiation, None, given)


async def released(negotiation: int) -> None:
    await service.release_record(OURS, TODAY, negotiation, None)


def row_of(outcome: Outcome) -> int:
    assert outcome.subject is not None
    return outcome.subject[1]


async def spans() -> list[dict[str, Any]]:
    """Every public standing of the country, by what it says."""
    rows = StandingSpan.all().order_by("obligation_id", "from_on").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in await rows]


async def test_a_pair_that_met_is_open_again_on_every_day_once_the_record_is_closed() -> None:
    await cast.county_in_use()
    before = await spans()
    held = await cast.held(MARCH, ["020", "837"])
    assert {await cast.status_of(code) for code in ("020", "837")} == {"FULFILLED"}
    await withheld(held)
    assert await spans() == before
    assert {(await cast.statuses(on=day))["020"] for day in (MARCH, TODAY)} == {"NOT_STARTED"}
    assert not (await Negotiation.get(id=held)).is_public


async def test_a_record_that_is_released_counts_again_as_it_did() -> None:
    await cast.county_in_use()
    held = await cast.held(MARCH, ["020"])
    public = await spans()
    await withheld(held)
    await released(held)
    assert await spans() == public
    assert (await Negotiation.get(id=held)).is_public
    assert await WithheldFulfilment.all().count() == 0
    kinds = NegotiationEvent.filter(negotiation_id=held).order_by("id")
    assert [(row.kind, row.on, row.note) for row in await kinds][-2:] == [
        ("WITHHELD", APRIL, "621/1999 24 § 1 mom. 17 k."),
        ("RELEASED", TODAY, None),
    ]


async def test_what_a_closed_record_fulfils_is_kept_apart_day_by_day() -> None:
    await cast.county_in_use()
    held = await cast.held(MARCH, ["020"], ["837"])
    await withheld(held)
    rows = await WithheldFulfilment.all()
    obligation = await cast.obligation_of("020")
    assert [(row.obligation_id, row.negotiation_id, row.from_on) for row in rows] == [
        (obligation.id, held, MARCH)
    ]
    last = await StandingSpan.filter(obligation_id=obligation.id).order_by("-to_on").first()
    assert last is not None and rows[0].to_on == last.to_on
    await service.record_negotiation_held(
        OURS, TODAY, HeldInput(PartialDate(APRIL), ("020", "837")), negotiation=held
    )
    told = await WithheldFulfilment.all().order_by("obligation__sort_fi")
    assert [row.from_on for row in told] == [APRIL, APRIL]


async def test_what_is_kept_apart_is_checked_against_the_rules_as_standings_are() -> None:
    met = await cast.held(MARCH, ["837"])
    await withheld(met)
    assert not [each async for each in differing(TODAY)]
    await (await WithheldFulfilment.get()).delete()
    assert [each.id async for each in differing(TODAY)] == [(await cast.obligation_of("837")).id]


async def test_however_many_days_are_told_beside_a_standing_they_are_told_anew() -> None:
    met = await cast.held(MARCH, ["837"])
    await withheld(met)
    right = await WithheldFulfilment.get()
    stale = {"obligation_id": right.obligation_id, "negotiation_id": met}
    days = [date.fromordinal(1_000 + number) for number in range(MOST_BINDS + 1)]
    rows = (WithheldFulfilment(**stale, from_on=day, to_on=day) for day in days)
    await WithheldFulfilment.bulk_create(rows)
    await withheld(met, GroundInput("612/2021", "5 §", TODAY))
    assert [row.from_on for row in await WithheldFulfilment.all()] == [right.from_on]


async def test_a_draft_closed_before_it_is_held_never_becomes_public() -> None:
    await cast.county_in_use()
    before = await spans()
    draft = await cast.planned()
    await withheld(draft)
    await cast.invited(draft, TODAY)
    await cast.scheduled(draft, TODAY, TODAY)
    await cast.held(TODAY, ["020"], negotiation=draft)
    row = await Negotiation.get(id=draft)
    assert (row.state, row.is_public) == ("HELD", False)
    assert await spans() == before
    assert await WithheldFulfilment.all().count() == 1
    told = JournalEntry.filter(object_type="Negotiation", object_id=draft)
    assert {each.audience_after for each in await told} == {"county:08 municipality:020"}


async def test_all_that_hangs_on_it_goes_with_it_and_comes_back() -> None:
    held = await cast.held(MARCH, ["020"])
    about = ("Negotiation", held)
    item = await item_on(held)
    shown = row_of(await actions.agree_action(OURS, TODAY, about, ACTION))
    minutes = await minutes_on(held, published=True)
    hidden = row_of(await actions.agree_action(OURS, TODAY, about, ACTION))
    decision = row_of(await decisions.record_decision(THEIRS, TODAY, about, DECISION))
    await actions.complete_action(OURS, TODAY, shown, None, DoneInput(TODAY))
    assert (await Negotiation.get(id=held)).state == "CLOSED"

    async def public() -> list[bool]:
        return [
            (await AgendaItem.get(id=item)).is_public,
            (await Minutes.get(id=minutes)).is_public,
            (await Action.get(id=shown)).is_public,
            (await Action.get(id=hidden)).is_public,
            (await Decision.get(id=decision)).is_public,
        ]

    was = await public()
    assert was == [True, True, True, False, True]
    await withheld(held)
    assert await public() == [False] * 5
    told = await journalled("withhold_record")
    assert {
        ("AgendaItem", item),
        ("Minutes", minutes),
        ("Action", shown),
        ("Decision", decision),
        ("Negotiation", held),
    } <= set(told)
    after = await JournalEntry.filter(act="withhold_record", object_type="Action").get()
    assert (after.audience_before, after.audience_after) == ("*", "county:08 municipality:020")
    assert (await Negotiation.get(id=held)).state == "CLOSED"
    for number in (shown, hidden):
        with pytest.raises(NotFound):
            await actions.reopen_action(NEIGHBOUR, TODAY, number, None, "Kesken")
    await released(held)
    assert await public() == was


async def item_on(negotiation: int) -> int:
    given = AgendaItemInput(Multilingual("Asia"))
    return row_of(await papers.write_agenda_item(OURS, TODAY, given, negotiation=negotiation))


async def minutes_on(negotiation: int, *, published: bool) -> int:
    minutes = row_of(await papers.draft_minutes(OURS, TODAY, negotiation, None, MinutesInput()))
    if published:
        await papers.publish_minutes(OURS, TODAY, minutes, None, TODAY)
    return minutes


async def test_an_agenda_parted_from_its_minutes_by_a_merger_is_shown_again_on_release() -> None:
    gone, kept = await cast.held(MARCH, ["020"]), await cast.held(MARCH, ["020"])
    moved = await item_on(gone)
    await minutes_on(gone, published=True)
    await minutes_on(kept, published=False)
    await service.merge_records(OURS, TODAY, gone, None, kept)
    draft = await item_on(kept)
    assert (await AgendaItem.get(id=moved)).negotiation_id == kept
    shown: dict[str, Any] = {"id__in": [moved, draft], "is_public": True}
    assert [row.id for row in await AgendaItem.filter(**shown)] == [moved]
    await withheld(kept)
    assert not await AgendaItem.filter(**shown)
    async with refused(InvalidInput):
        await papers.remove_agenda_item(OURS, TODAY, moved, None)
    await released(kept)
    assert [row.id for row in await AgendaItem.filter(**shown)] == [moved]


async def test_an_agenda_whose_minutes_a_merger_took_away_is_shown_again_on_release() -> None:
    gone, kept = await cast.held(MARCH, ["020"]), await cast.held(MARCH, ["020"])
    left, own = await item_on(gone), await item_on(kept)
    await minutes_on(gone, published=True)
    await service.merge_records(OURS, TODAY, gone, None, kept)
    assert (await AgendaItem.get(id=left)).negotiation_id == gone
    assert await AgendaItem.filter(id__in=[left, own], is_public=True).count() == 2
    await withheld(kept)
    assert await AgendaItem.filter(is_public=True).count() == 0
    await released(kept)
    assert await AgendaItem.filter(id__in=[left, own], is_public=True).count() == 2


@pytest.mark.parametrize("meanwhile", [False, True])
async def test_a_decision_whose_link_was_taken_away_is_shown_again_if_it_was_shown(
    meanwhile: bool,
) -> None:
    held = await cast.held(MARCH, ["020"])
    about, unpublished = ("Negotiation", held), replace(DECISION, publication="NOT_PUBLISHED")
    one = row_of(await decisions.record_decision(OURS, TODAY, about, DECISION))
    never = row_of(await decisions.record_decision(OURS, TODAY, about, unpublished))
    if meanwhile:
        await withheld(held)
    await decisions.amend_decision(OURS, TODAY, one, None, unpublished)
    if not meanwhile:
        assert (await Decision.get(id=one)).is_public
        await withheld(held)
    assert await Decision.filter(is_public=True).count() == 0
    await released(held)
    assert (await Decision.get(id=one)).is_public
    assert not (await Decision.get(id=never)).is_public


async def test_nothing_of_a_closed_record_is_published() -> None:
    held = await cast.held(MARCH, ["020"])
    await withheld(held)
    action = row_of(await actions.agree_action(OURS, TODAY, ("Negotiation", held), ACTION))
    minutes = await minutes_on(held, published=False)
    given = HeldInput(PartialDate(MARCH), ("020",), memo_url="https://example.org/muistio")
    attempts: tuple[Callable[[], Awaitable[Outcome]], ...] = (
        lambda: papers.publish_minutes(OURS, TODAY, minutes, None, TODAY),
        lambda: actions.publish_action(OURS, TODAY, action, None),
        lambda: service.record_negotiation_held(OURS, TODAY, given, negotiation=held),
    )
    for attempt in attempts:
        async with refused(InvalidInput) as told:
            await attempt()
        assert isinstance(told.value, InvalidInput)
        (fault,) = told.value.faults
        assert fault.code == "RECORD_WITHHELD"
    about = ("Negotiation", held)
    decision = row_of(await decisions.record_decision(THEIRS, TODAY, about, DECISION))
    assert not (await Decision.get(id=decision)).is_public
    with pytest.raises(NotFound):
        await decisions.record_decision(NEIGHBOUR, TODAY, about, DECISION)


async def test_the_records_merged_into_it_are_closed_with_it() -> None:
    await cast.county_in_use()
    kept = await cast.held(MARCH, ["020", "837"])
    gone = await cast.held(MARCH, ["020"])
    await service.merge_records(OURS, TODAY, gone, None, kept)
    async with refused(InvalidInput):
        await withheld(gone)
    await withheld(kept)
    assert await Negotiation.filter(is_public=True).count() == 0
    assert await Withholding.filter(released_on__isnull=True).count() == 2
    assert (await cast.status_of()) == "NOT_STARTED"
    await released(kept)
    assert await Negotiation.filter(is_public=True).count() == 2


async def test_a_closed_record_and_an_open_one_are_not_merged() -> None:
    one, other = await cast.held(MARCH, ["020"]), await cast.held(MARCH, ["020"])
    await withheld(one)
    for pair in ((one, other), (other, one)):
        async with refused(InvalidInput):
            await service.merge_records(OURS, TODAY, pair[0], None, pair[1])
    await withheld(other)
    await service.merge_records(OURS, TODAY, one, None, other)
    assert await Negotiation.filter(is_public=True).count() == 0
    assert await WithheldFulfilment.filter(negotiation_id=one).count() == 0
    assert await WithheldFulfilment.filter(negotiation_id=other).count() == 1


async def test_another_ground_replaces_the_one_before() -> None:
    held = await cast.held(MARCH, ["020"])
    await withheld(held)
    await withheld(held, GroundInput("612/2021", "5 §", TODAY))
    rows = await Withholding.filter(negotiation_id=held).order_by("id")
    assert [(row.statute, row.section, row.released_on) for row in rows] == [
        ("621/1999", "24 § 1 mom. 17 k.", TODAY),
        ("612/2021", "5 §", None),
    ]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        (GroundInput("", "24 §", TODAY), "statute", "REQUIRED"),
        (GroundInput("julkisuuslaki", "24 §", TODAY), "statute", "NOT_A_STATUTE"),
        (GroundInput("621/1999", "  ", TODAY), "section", "REQUIRED"),
        (GroundInput("621/1999", "salainen", TODAY), "section", "NOT_A_SECTION"),
        (GroundInput("621/1999", "24 §" * 30, TODAY), "section", "TOO_LONG"),
        (GroundInput("621/1999", "24 §", date(2026, 12, 1)), "since", "IN_THE_FUTURE"),
        (GroundInput("621/1999", "24 §", date(1999, 11, 30)), "since", "BEFORE_ANY_GROUND"),
        (GroundInput("621/1999", "24 §", TODAY, "\u0007"), "reason", "CONTROL_CHARACTER"),
    ],
)
async def test_a_record_is_closed_on_a_ground_only(
    given: GroundInput, field: str, code: str
) -> None:
    held = await cast.held(MARCH, ["020"])
    async with refused(InvalidInput) as told:
        await withheld(held, given)
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    assert (fault.path, fault.code) == ((field,), code)


async def test_a_ground_can_be_as_old_as_the_publicity_act() -> None:
    held = await cast.held(MARCH, ["020"])
    await withheld(held, replace(GROUND, since=date(1999, 12, 1)))
    assert not (await Negotiation.get(id=held)).is_public


async def test_a_stale_closing_is_a_conflict_and_an_open_record_is_not_released() -> None:
    held = await cast.held(MARCH, ["020"])
    async with refused(Conflict):
        await service.withhold_record(OURS, TODAY, held, 99, GROUND)
    async with refused(InvalidInput):
        await released(held)
    await withheld(held)
    async with refused(Conflict):
        await service.release_record(OURS, TODAY, held, 1)


async def test_rules_under_a_closed_record_change_what_is_told_beside() -> None:
    await cast.county_in_use()
    held = await cast.held(MARCH, ["020"])
    await withheld(held)
    yearly = "hyte-annual-negotiation"
    assert await WithheldFulfilment.all().count() == 1
    await service.change_negotiation_rules(OURS, TODAY, held, None, (RULE, yearly))
    assert await WithheldFulfilment.all().count() == 2
    await service.change_negotiation_rules(OURS, TODAY, held, None, ())
    assert await WithheldFulfilment.all().count() == 0


async def test_only_the_keeper_brings_another_party_to_a_withheld_record() -> None:
    held = await cast.held(MARCH, ["020"])
    await withheld(held)
    given = HeldInput(PartialDate(MARCH), ("020", "837"))
    with pytest.raises(NotAllowed) as answer:
        await service.record_negotiation_held(THEIRS, TODAY, given, negotiation=held)
    assert answer.value.facts["reason"] == "NOT_THE_KEEPER"
    await service.record_negotiation_held(OURS, TODAY, given, negotiation=held)
    parties = NegotiationParty.filter(negotiation_id=held).select_related("organisation")
    assert "837" in {row.organisation.code for row in await parties}
