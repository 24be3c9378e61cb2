from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.identity.actor import Actor
from server.kit.errors import DomainError, InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate
from server.negotiations import service as negotiations
from server.negotiations.inputs import DateInput, HeldInput, PlanInput, RoundInput, Titles
from server.negotiations.models import Attendance
from server.negotiations.service import GroundInput
from server.obligations import service as obligations
from server.obligations.service import EvidenceInput, ExemptionInput
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH = date(2026, 3, 10)
Act = Callable[[Actor], Awaitable[object]]
HIDDEN, NO, BAD, YES = NotFound, NotAllowed, InvalidInput, None


async def start_round() -> Act:
    given = RoundInput(Titles(fi="Kierros"), TODAY, date(2027, 5, 31), (RULE,))
    return lambda by: negotiations.start_negotiation_round(by, TODAY, given)


async def plan_for_the_round() -> Act:
    round_id = await cast.round_started()
    return lambda by: negotiations.plan_negotiations(by, TODAY, round_id, Titles(fi="Neuvottelu"))


async def plan() -> Act:
    given = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,), county="08")
    return lambda by: negotiations.plan_negotiation(by, TODAY, given)


async def invite_to_a_draft() -> Act:
    draft = await cast.planned()
    return lambda by: negotiations.invite_to_negotiation(by, TODAY, draft, None, TODAY)


async def schedule() -> Act:
    invited = await cast.planned()
    await cast.invited(invited, TODAY)
    return lambda by: negotiations.schedule_negotiation(
        by, TODAY, invited, None, DateInput(TODAY, TODAY)
    )


async def move() -> Act:
    dated = await cast.planned(meets_on=date(2026, 12, 1))
    return lambda by: negotiations.move_negotiation(by, TODAY, dated, None, DateInput(TODAY, TODAY))


async def record_held() -> Act:
    dated = await cast.planned(meets_on=MARCH, today=date(2026, 2, 2))
    given = HeldInput(PartialDate(MARCH), ("020",))
    return lambda by: negotiations.record_negotiation_held(by, TODAY, given, negotiation=dated)


async def record_held_without_a_plan() -> Act:
    given = HeldInput(PartialDate(MARCH), ("020",))
    unplanned = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,), county="08")
    return lambda by: negotiations.record_negotiation_held(by, TODAY, given, plan=unplanned)


async def cancel() -> Act:
    dated = await cast.planned(meets_on=date(2026, 12, 1))
    return lambda by: negotiations.cancel_negotiation(by, TODAY, dated, None, "Este.")


async def withhold() -> Act:
    dated = await cast.planned(meets_on=date(2026, 12, 1))
    given = GroundInput("621/1999", "24 § 1 mom. 17 k.", TODAY)
    return lambda by: negotiations.withhold_record(by, TODAY, dated, None, given)


async def release() -> Act:
    dated = await cast.planned(meets_on=date(2026, 12, 1))
    given = GroundInput("621/1999", "24 § 1 mom. 17 k.", TODAY)
    await negotiations.withhold_record(cast.recorder_of_the_county, TODAY, dated, None, given)
    return lambda by: negotiations.release_record(by, TODAY, dated, None)


async def record_under_another_rule() -> Act:
    dated = await cast.planned(meets_on=date(2026, 12, 1))
    return lambda by: negotiations.change_negotiation_rules(by, TODAY, dated, None, (RULE,))


async def confirm_the_county() -> Act:
    held = await cast.held(MARCH, ["020"], by=cast.editor_of_the_municipality)
    row = await Attendance.get(negotiation_id=held, organisation__organisation_code="county:08")
    return lambda by: negotiations.confirm_report(by, TODAY, row.id, None)


async def link() -> Act:
    obligation = await cast.obligation_of()
    given = EvidenceInput("Muistio", PartialDate(MARCH), "Neuvoteltiin.")
    return lambda by: obligations.link_evidence(by, TODAY, obligation.id, None, given)


async def exempt() -> Act:
    obligation = await cast.obligation_of()
    given = ExemptionInput(TODAY, "Aluehallitus", TODAY, "Syy.")
    return lambda by: obligations.exempt_obligation(by, TODAY, obligation.id, None, given)


async def state_complete() -> Act:
    return lambda by: obligations.state_record_complete(by, TODAY, MARCH)


Answer = type[DomainError] | None


@pytest.mark.parametrize(
    ("prepare", "answers"),  # nobody, editor of the municipality, recorders, steering, program
    [
        (start_round, (NO, NO, YES, YES, NO, NO)),
        (plan_for_the_round, (NO, NO, YES, NO, NO, NO)),
        (plan, (NO, YES, YES, BAD, NO, NO)),
        (invite_to_a_draft, (HIDDEN, NO, YES, HIDDEN, HIDDEN, NO)),
        (schedule, (NO, NO, YES, NO, NO, NO)),
        (move, (NO, NO, YES, NO, NO, NO)),
        (record_held, (NO, YES, YES, NO, NO, NO)),
        (record_held_without_a_plan, (NO, YES, YES, BAD, NO, NO)),
        (cancel, (NO, NO, YES, NO, NO, NO)),
        (withhold, (NO, NO, YES, NO, NO, NO)),
        (release, (HIDDEN, NO, YES, HIDDEN, HIDDEN, NO)),
        (record_under_another_rule, (NO, NO, YES, NO, NO, NO)),
        (confirm_the_county, (NO, NO, YES, NO, NO, NO)),
        (link, (NO, YES, YES, NO, NO, NO)),
        (exempt, (NO, NO, NO, NO, NO, NO)),
        (state_complete, (NO, NO, NO, NO, NO, NO)),
    ],
)
async def test_every_act_is_tried_by_all_six(
    prepare: Callable[[], Awaitable[Act]], answers: tuple[Answer, ...]
) -> None:
    run = await prepare()
    for by, answer in sorted(zip(cast.SIX, answers, strict=True), key=lambda each: not each[1]):
        if answer is None:
            await run(by)
        else:
            async with refused(answer):
                await run(by)
