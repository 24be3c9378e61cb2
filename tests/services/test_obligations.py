from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.identity.actor import SYSTEM, Actor, Role
from server.identity.service import admit_member, known_account
from server.kit.clock import now
from server.kit.errors import Conflict, InvalidInput, NotAllowed
from server.kit.partial_date import PartialDate, Precision
from server.kit.store.selects import select
from server.obligations import service
from server.obligations.meetings import names_meeting
from server.obligations.models import LinkedEvidence, RecordKeeping
from server.obligations.service import EvidenceInput, ExemptionInput
from server.obligations.standings import differing
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

EVENT = PartialDate(date(2026, 3, 1), Precision.MONTH)
SOURCE = EvidenceInput("Muistio", EVENT, "Kokouksessa käytiin läpi tavoitteet ja työnjako.")
DECISION = ExemptionInput(
    date(2026, 1, 1), "Aluehallitus", date(2025, 12, 15), "Kunta liittyy toiseen alueeseen."
)


async def test_linked_evidence_fulfils_from_its_last_possible_day() -> None:
    obligation = await cast.obligation_of()
    await service.link_evidence(cast.editor_of_the_municipality, TODAY, obligation.id, 1, SOURCE)
    assert await cast.status_of(on=date(2026, 3, 30)) == "NO_RECORD"
    assert await cast.status_of(on=date(2026, 3, 31)) == "FULFILLED"
    evidence = await LinkedEvidence.get()
    assert await journalled("link_evidence") == [
        ("LinkedEvidence", evidence.id),
        ("Obligation", obligation.id),
    ]


async def test_withdrawn_evidence_fulfils_on_no_day_and_stays_on_record() -> None:
    obligation = await cast.obligation_of()
    by = cast.editor_of_the_municipality
    await service.link_evidence(by, TODAY, obligation.id, None, SOURCE)
    evidence = await LinkedEvidence.get()
    async with refused(NotAllowed):
        await service.withdraw_evidence(cast.recorder_of_the_county, TODAY, evidence.id, 1)
    async with refused(Conflict):
        await service.withdraw_evidence(by, TODAY, evidence.id, 7)
    await service.withdraw_evidence(by, TODAY, evidence.id, 1)
    assert await cast.status_of() == "NO_RECORD"
    assert "EVIDENCE_WITHDRAWN" in (await cast.standing_of()).because
    assert await LinkedEvidence.all().count() == 1


async def test_evidence_from_another_term_is_kept_with_a_warning() -> None:
    obligation = await cast.obligation_of()
    given = EvidenceInput("Muistio", PartialDate(date(2025, 5, 31)), "Neuvottelu ennen kautta.")
    outcome = await service.link_evidence(
        cast.editor_of_the_municipality, TODAY, obligation.id, None, given
    )
    assert [warning["code"] for warning in outcome.warnings] == ["EVIDENCE_OUTSIDE"]
    assert await cast.status_of() == "NO_RECORD"


@pytest.mark.parametrize(
    "by",
    [
        cast.nobody,
        cast.recorder_of_another_county,
        cast.steering_viewer,
        cast.program_of_the_municipality,
    ],
)
async def test_who_is_no_party_or_editor_links_nothing(by: Actor) -> None:
    obligation = await cast.obligation_of()
    async with refused(NotAllowed):
        await service.link_evidence(by, TODAY, obligation.id, None, SOURCE)


async def test_a_stale_or_impossible_link_changes_nothing() -> None:
    obligation = await cast.obligation_of()
    by = cast.editor_of_the_municipality
    async with refused(Conflict):
        await service.link_evidence(by, TODAY, obligation.id, 9, SOURCE)
    tomorrow = PartialDate(TODAY + timedelta(days=1))
    async with refused(InvalidInput):
        await service.link_evidence(
            by, TODAY, obligation.id, None, EvidenceInput(" ", tomorrow, "x", "javascript:alert(1)")
        )


async def test_no_source_or_exemption_bears_a_day_that_cannot_be_right() -> None:
    obligation, by = await cast.obligation_of(), cast.editor_of_the_municipality
    ancient = replace(SOURCE, dated=PartialDate(date(1, 1, 1)))
    async with refused(InvalidInput) as told:
        await service.link_evidence(by, TODAY, obligation.id, None, ancient)
    assert isinstance(told.value, InvalidInput)
    assert [each.code for each in told.value.faults] == ["DAY_NOT_PLAUSIBLE"]
    given = replace(DECISION, decided_on=date(1, 1, 1))
    admin = cast.admin_of_the_county
    async with refused(InvalidInput) as told:
        await service.exempt_obligation(admin, TODAY, obligation.id, None, given)
    assert isinstance(told.value, InvalidInput)
    assert [each.code for each in told.value.faults] == ["DAY_NOT_PLAUSIBLE"]


async def test_an_exempted_pair_is_not_applicable_from_the_day_decided() -> None:
    await cast.county_in_use()
    obligation = await cast.obligation_of()
    async with refused(NotAllowed):
        await service.exempt_obligation(
            cast.recorder_of_the_county, TODAY, obligation.id, None, DECISION
        )
    revision = (await cast.obligation_of()).revision
    await service.exempt_obligation(
        cast.admin_of_the_county, TODAY, obligation.id, revision, DECISION
    )
    assert await cast.status_of(on=date(2025, 12, 31)) == "NOT_STARTED"
    assert await cast.status_of(on=date(2026, 1, 1)) == "NOT_APPLICABLE"
    (reason,) = json.loads((await cast.standing_of()).because)
    assert reason["facts"]["decided_by"] == "Aluehallitus"


async def test_an_obligation_is_exempted_from_once() -> None:
    obligation, by = await cast.obligation_of(), cast.admin_of_the_county
    await service.exempt_obligation(by, TODAY, obligation.id, obligation.revision, DECISION)
    revision = (await cast.obligation_of()).revision
    async with refused(InvalidInput) as told:
        await service.exempt_obligation(by, TODAY, obligation.id, revision, DECISION)
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    assert (fault.path, fault.code) == (("obligation",), "ALREADY_EXEMPT")
    assert fault.facts == {"decided_by": "Aluehallitus", "day": DECISION.decided_on.isoformat()}


async def test_an_exemption_outside_the_term_is_refused() -> None:
    obligation = await cast.obligation_of()
    late = ExemptionInput(date(2030, 1, 1), "Aluehallitus", TODAY, "Syy.")
    async with refused(InvalidInput):
        await service.exempt_obligation(cast.admin_of_the_county, TODAY, obligation.id, None, late)


async def test_silence_is_neglect_only_of_those_who_keep_their_record_here() -> None:
    assert set((await cast.statuses()).values()) == {"NO_RECORD"}
    async with refused(NotAllowed):
        await service.state_record_complete(cast.recorder_of_the_county, TODAY, TODAY)
    async with refused(InvalidInput):
        await service.state_record_complete(
            cast.admin_of_the_county, TODAY, TODAY + timedelta(days=1)
        )
    await service.state_record_complete(cast.admin_of_the_county, TODAY, cast.TERM_BEGAN_ON)
    assert set((await cast.statuses()).values()) == {"NOT_STARTED"}
    assert set((await cast.statuses(on=date(2029, 6, 1))).values()) == {"MISSED"}
    assert set((await cast.statuses("06")).values()) == {"NO_RECORD"}


async def test_the_first_member_takes_the_organisation_into_use() -> None:
    account = await known_account("test", "admin@county:06", "admin@county:06", at=now())
    for role in (Role.ADMIN, Role.EDITOR):
        await admit_member(
            account.id, "county:06", role, by=SYSTEM, at=now(), today=cast.TERM_BEGAN_ON
        )
    (kept,) = await RecordKeeping.all()
    assert (kept.basis, kept.starts_on) == ("MEMBER", cast.TERM_BEGAN_ON)
    assert set((await cast.statuses("06")).values()) == {"NOT_STARTED"}


async def test_a_standing_is_found_by_the_negotiation_that_its_reasons_name() -> None:
    held = await cast.held(date(2026, 3, 10), ["020"], ["837"])

    async def named(number: str, code: str = "") -> set[int]:
        said = names_meeting("because", "?", code)
        rows = await select(f"SELECT obligation_id FROM standing_span WHERE {said}", number)
        return {row[0] for row in rows}

    met, absent = [(await cast.obligation_of(code)).id for code in ("020", "837")]
    assert {met, absent} <= await named(str(held))
    assert absent not in await named(str(held), "NEGOTIATED")
    assert met in await named(str(held), "NEGOTIATED")
    assert await named(f"1{held}") == await named(f"{held}1") == set()


async def test_what_is_stored_is_what_the_rules_say_after_every_act() -> None:
    await cast.county_in_use()
    negotiation = await cast.held(date(2026, 3, 10), ["020", "837"], ["108"])
    obligation = await cast.obligation_of("108")
    await service.link_evidence(cast.recorder_of_the_county, TODAY, obligation.id, None, SOURCE)
    await cast.held(
        date(2026, 3, 10), ["020"], ["837"], negotiation=negotiation, today=date(2026, 4, 1)
    )
    assert not [each async for each in differing(TODAY)]
    assert await service.turn_day(SYSTEM, TODAY) == 0
