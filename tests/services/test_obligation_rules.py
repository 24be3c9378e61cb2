"""Every rule's obligations: who bears them, what follows from them, and what is opened of old."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.decisions import service as decisions
from server.decisions.inputs import DecisionInput
from server.identity.actor import SYSTEM, Actor, Role
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate
from server.kit.store.columns import texts
from server.kit.texts import Multilingual
from server.negotiations.papers import service as papers
from server.negotiations.papers.inputs import AgendaItemInput
from server.obligations import service
from server.obligations.models import (
    LinkedEvidence,
    Obligation,
    ObligationBearer,
    RecordKeeping,
    StandingSpan,
)
from server.obligations.rules import Stage
from server.obligations.service import EvidenceInput
from server.obligations.standings import differing
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

PLAN = "municipal-wellbeing-report-and-plan"
DELIVERY = "municipal-wellbeing-plan-delivery"
CHILDREN = "municipal-children-youth-plan"
AREA = "collaborative-area-agreement"
WELLBEING = "hyte-annual-negotiation"
editor_of_raasepori = cast.actor("municipality:710", Role.EDITOR)


def source(day: date, stage: Stage | None = None, of: str | None = None) -> EvidenceInput:
    return EvidenceInput("Pöytäkirja", PartialDate(day), "Valtuuston päätös.", None, stage, of)


async def one(rule: str, unit: str, **more: Any) -> Obligation:
    return await Obligation.filter(rule__key=rule, unit_key=unit, **more).get()


async def status_of(obligation: Obligation, on: date = TODAY) -> str:
    found = StandingSpan.filter(obligation_id=obligation.id, from_on__lte=on, to_on__gte=on)
    return (await found.get()).status


async def roles_of(obligation: Obligation) -> list[tuple[str, str]]:
    rows = ObligationBearer.filter(obligation_id=obligation.id).order_by("place")
    found = await rows.values_list("role", "organisation__organisation_code")
    return [(str(role), str(code)) for role, code in found]


async def test_bearers_are_those_the_statutes_name() -> None:
    # 612/2021 § 6: in Uusimaa the plan goes to HUS as well; 612/2021 § 37; 611/2021 § 13 a.
    area = await roles_of(await one(AREA, "area:3"))
    counties = [("BEARER", f"county:{code}") for code in ("07", "08", "16")]
    assert area == [*counties, ("RECIPIENT", "ministry:stm")]
    south = await roles_of(await one(AREA, "area:1"))
    assert {("BEARER", "hus"), ("BEARER", "municipality:091")} <= set(south)
    steering = await one("annual-steering-negotiation", "hus", year=2026)
    assert await roles_of(steering) == [("BEARER", "ministry:vm"), ("BEARER", "hus")]
    helsinki = await one("helsinki-hus-annual-negotiation", "municipality:091", year=2026)
    assert await roles_of(helsinki) == [("BEARER", "municipality:091"), ("PARTNER", "hus")]
    bilingual = await roles_of(await one("bilingual-counties-agreement", "bilingual-counties"))
    assert [code for _, code in bilingual] == [
        *(f"county:{code}" for code in ("01", "03", "04", "05", "10", "17", "18")),
        "municipality:091",
        "hus",
    ]


async def test_aland_bears_nothing_and_helsinki_no_pair() -> None:
    assert not await ObligationBearer.filter(organisation__scope="ALAND").exists()
    pairs = Obligation.filter(rule__unit="PAIR", municipality__scope="HELSINKI")
    assert not await pairs.exists()


async def test_a_wellbeing_negotiation_fulfils_its_year_and_no_term() -> None:
    rules = (WELLBEING,)
    negotiation = await cast.planned("020", today=date(2026, 4, 1), rules=rules)
    await cast.held(date(2026, 5, 5), ["020"], negotiation=negotiation)
    yearly = await one(WELLBEING, "county:08 + municipality:020", year=2026)
    assert await status_of(yearly) == "FULFILLED"
    assert await cast.status_of() == "NO_RECORD"
    assert "UNDER_ANOTHER_RULE" in (await cast.standing_of()).because
    assert not [each async for each in differing(TODAY)]


async def test_approval_of_the_plan_opens_its_delivery_and_withdrawal_closes_it() -> None:
    plan = await one(PLAN, "municipality:710")
    approved = date(2026, 2, 9)
    by = editor_of_raasepori
    await service.link_evidence(by, TODAY, plan.id, None, source(approved))
    delivery = await one(DELIVERY, "municipality:710")
    assert delivery.starts_on == approved
    assert await roles_of(delivery) == [
        ("BEARER", "municipality:710"), ("RECIPIENT", "county:03"), ("RECIPIENT", "hus"),
    ]  # fmt: skip
    for code, status in (("county:03", "IN_PROGRESS"), ("hus", "FULFILLED")):
        delivered = source(date(2026, 3, 1), Stage.DELIVERED, code)
        await service.link_evidence(by, TODAY, delivery.id, None, delivered)
        assert await status_of(delivery) == status
    other = await one(PLAN, "municipality:020")
    editor = cast.editor_of_the_municipality
    await service.link_evidence(editor, TODAY, other.id, None, source(approved))
    evidence = await LinkedEvidence.get(obligation_id=other.id)
    await service.withdraw_evidence(editor, TODAY, evidence.id, evidence.revision)
    assert not await Obligation.filter(rule__key=DELIVERY, unit_key="municipality:020").exists()
    assert not [each async for each in differing(TODAY)]


async def test_four_years_run_from_the_last_approval() -> None:
    first = await one(CHILDREN, "municipality:020")
    assert (first.due_on, first.ends_on) == (date(2026, 12, 31), None)
    by = cast.editor_of_the_municipality
    await service.link_evidence(by, TODAY, first.id, None, source(date(2026, 6, 15)))
    await first.refresh_from_db()
    assert first.ends_on == date(2026, 6, 15)
    following = await one(CHILDREN, "municipality:020", starts_on=date(2026, 6, 16))
    assert (following.due_on, following.ends_on) == (date(2030, 6, 15), None)
    assert await service.turn_day(SYSTEM, TODAY) == 0
    evidence = await LinkedEvidence.get()
    await service.withdraw_evidence(by, TODAY, evidence.id, evidence.revision)
    assert await Obligation.filter(rule__key=CHILDREN, unit_key="municipality:020").count() == 1
    await first.refresh_from_db()
    assert first.ends_on is None


@pytest.mark.parametrize("use", ["decision", "agenda"])
async def test_a_following_interval_that_has_been_used_stays_when_evidence_is_withdrawn(
    use: str,
) -> None:
    by, about = cast.editor_of_the_municipality, "municipality:020"
    first = await one(CHILDREN, about)
    await service.link_evidence(by, TODAY, first.id, None, source(date(2026, 6, 15)))
    following = await one(CHILDREN, about, starts_on=date(2026, 6, 16))
    if use == "decision":
        decided = DecisionInput(
            PartialDate(TODAY), body_name="Valtuusto", outcome="NOTED", publication="CHECKED"
        )
        recorder, subject = cast.recorder_of_the_municipality, ("Obligation", following.id)
        await decisions.record_decision(recorder, TODAY, subject, decided)
    else:
        item = AgendaItemInput(Multilingual("Asia"), concerns=(("Obligation", following.id),))
        county, negotiation = cast.recorder_of_the_county, await cast.planned()
        await papers.write_agenda_item(county, TODAY, item, negotiation=negotiation)
    evidence = await LinkedEvidence.get()
    await service.withdraw_evidence(by, TODAY, evidence.id, evidence.revision)
    assert await Obligation.exists(id=following.id)
    assert await roles_of(following) == [("BEARER", about)]
    assert not [each async for each in differing(TODAY)]


async def test_every_council_of_the_area_is_needed_and_each_missing_one_is_named() -> None:
    agreement = await one(AREA, "area:3")
    by = cast.recorder_of_the_county
    for code in ("08", "16"):
        approved = source(date(2026, 3, 1), Stage.APPROVED, f"county:{code}")
        await service.link_evidence(by, TODAY, agreement.id, None, approved)
    assert await status_of(agreement) == "IN_PROGRESS"
    span = await StandingSpan.get(obligation_id=agreement.id, to_on__gte=TODAY, from_on__lte=TODAY)
    lacking = [
        (said["code"], said["organisation"]["fi"].split()[0]) for said in json.loads(span.missing)
    ]
    assert lacking == [("APPROVAL", "Kanta-Hämeen"), ("DELIVERY", "Kanta-Hämeen")]


async def test_a_step_is_refused_where_there_is_none_and_of_who_has_no_part() -> None:
    by = cast.recorder_of_the_county
    talks = await cast.obligation_of()
    async with refused(InvalidInput):
        await service.link_evidence(by, TODAY, talks.id, None, source(TODAY, Stage.HANDLED))
    agreement = await one(AREA, "area:3")
    for given in (source(TODAY, Stage.APPROVED, "county:06"), source(TODAY, None, "county:08")):
        async with refused(InvalidInput):
            await service.link_evidence(by, TODAY, agreement.id, None, given)
    async with refused(NotAllowed):
        recorder = cast.recorder_of_another_county
        await service.link_evidence(recorder, TODAY, agreement.id, None, source(TODAY))


async def test_a_day_set_for_the_act_may_lie_ahead() -> None:
    plan = await one("county-wellbeing-report-and-plan", "county:08")
    by, ahead = cast.recorder_of_the_county, date(2026, 12, 14)
    await service.link_evidence(by, TODAY, plan.id, None, source(ahead, Stage.SET))
    assert await status_of(plan) == "SCHEDULED"
    assert await status_of(plan, date(2026, 12, 15)) == "IN_PROGRESS"


async def test_an_earlier_term_is_opened_once_and_says_nothing_of_silence() -> None:
    by = cast.admin_of_the_county
    outcome = await service.open_earlier_period(by, TODAY, term="2022-2025")
    assert outcome.facts["made"] > 23
    talks = Obligation.filter(rule__key=cast.RULE, term__key="2022-2025")
    assert await talks.count() == 23
    assert set(await texts(talks, "county__code")) == {"08"}
    akaa = await cast.obligation_of(term="2022-2025")
    assert await status_of(akaa, date(2025, 6, 1)) == "NO_RECORD"
    await cast.held(date(2024, 3, 10), ["020"], today=TODAY)
    assert await status_of(akaa) == "FULFILLED"
    async with refused(InvalidInput) as told:
        await service.open_earlier_period(by, TODAY, term="2022-2025")
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    assert (fault.path, fault.code) == (("term",), "NOTHING_TO_OPEN")
    assert not [each async for each in differing(TODAY)]


async def test_an_earlier_year_keeps_the_rule_that_was_in_force() -> None:
    await service.open_earlier_period(cast.admin_of_the_county, TODAY, year=2024)
    steering = Obligation.filter(rule__unit="MINISTRY_ORGANISER", year=2024)
    days = {
        str(key): (since, until)
        for key, since, until in await steering.values_list(
            "rule__key", "applies_from", "applies_to"
        )
    }
    assert days == {
        "annual-steering-negotiation": (date(2024, 8, 1), date(2024, 12, 31)),
        "annual-steering-negotiation-2023-2024": (date(2024, 1, 1), date(2024, 7, 31)),
    }
    await service.turn_day(SYSTEM, TODAY)
    assert await steering.count() == 2


@pytest.mark.parametrize(
    ("term", "year"), [(None, None), ("2022-2025", 2024), ("2025-2029", None), (None, 2026)]
)
async def test_only_one_period_that_is_over_is_opened(term: str | None, year: int | None) -> None:
    async with refused(InvalidInput):
        await service.open_earlier_period(cast.admin_of_the_county, TODAY, term=term, year=year)


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("", "REQUIRED"),
        ("2021-2025", "NOTHING_TO_OPEN"),
        ("2022-2025 ", "TERM_NOT_EARLIER"),
        ("1997-2000", "TERM_NOT_EARLIER"),
    ],
)
async def test_a_term_with_nothing_for_the_organisation_is_not_opened(term: str, code: str) -> None:
    async with refused(InvalidInput) as told:
        await service.open_earlier_period(cast.admin_of_the_county, TODAY, term=term)
    assert isinstance(told.value, InvalidInput)
    assert [(each.path, each.code) for each in told.value.faults] == [(("term",), code)]


@pytest.mark.parametrize("by", cast.SIX)
async def test_who_is_no_administrator_opens_nothing(by: Actor) -> None:
    async with refused(NotAllowed):
        await service.open_earlier_period(by, TODAY, year=2024)


async def test_a_statement_about_the_record_can_be_taken_back() -> None:
    await cast.county_in_use()
    assert set((await cast.statuses()).values()) == {"NOT_STARTED"}
    statement = await RecordKeeping.get()
    by = cast.admin_of_the_county
    async with refused(NotAllowed):
        other = cast.actor("county:06", Role.ADMIN)
        await service.withdraw_record_statement(other, TODAY, statement.id, None)
    await service.withdraw_record_statement(by, TODAY, statement.id, statement.revision)
    assert set((await cast.statuses()).values()) == {"NO_RECORD"}
    assert ("RecordKeeping", statement.id) in await journalled("withdraw_record_statement")
    async with refused(NotFound):
        await service.withdraw_record_statement(by, TODAY, 999, None)


async def test_a_record_is_complete_from_no_day_before_the_reform() -> None:
    async with refused(InvalidInput):
        await service.state_record_complete(cast.admin_of_the_county, TODAY, date(2021, 6, 30))
    await service.state_record_complete(cast.admin_of_the_county, TODAY, date(2021, 7, 1))
