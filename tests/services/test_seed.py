from __future__ import annotations

from collections import Counter
from datetime import date

from fixtures.cast import RULE
from server.identity.actor import SYSTEM
from server.journal.service import verify
from server.kit.store.columns import ids, texts
from server.kit.store.database import Database
from server.obligations.models import Obligation, ObligationRule, StandingSpan
from server.obligations.service import turn_day
from server.obligations.standings import differing
from server.register.models import CouncilTerm, Organisation
from server.seeding import seed
from tests.conftest import SEEDED_ON


async def test_the_register_holds_the_country_as_it_is(registered: Database) -> None:
    assert await Organisation.filter(kind="COUNTY").count() == 21
    assert await Organisation.filter(kind="MUNICIPALITY", ends_on=None).count() == 308
    assert await Organisation.filter(service_organiser=True).count() == 23
    pertunmaa = await Organisation.get(organisation_code="municipality:588")
    assert (await Organisation.get(id=pertunmaa.successor_id)).name_fi == "Mäntyharju"


async def test_every_municipality_of_a_county_has_its_obligation(registered: Database) -> None:
    term = await CouncilTerm.get(kind="COUNTY", key="2025-2029")
    rule = await ObligationRule.get(statute="611/2021", section="14 §")
    assert await Obligation.filter(rule_id=rule.id).count() == 291
    assert await Obligation.filter(term_id=term.id, rule_id=rule.id).count() == 291
    for outside in ("HELSINKI", "ALAND"):
        own = Obligation.filter(municipality__scope=outside, rule_id=rule.id)
        assert await own.count() == 0


async def test_without_users_every_obligation_has_no_record(registered: Database) -> None:
    valid = StandingSpan.filter(from_on__lte=SEEDED_ON, to_on__gte=SEEDED_ON)
    # Pertunmaa has merged away from what began before.
    assert set(await texts(valid, "status")) == {"NO_RECORD", "NOT_APPLICABLE"}
    assert Counter(await texts(valid.filter(obligation__rule__key=RULE), "status")) == {
        "NO_RECORD": 291
    }
    assert not [each async for each in differing(SEEDED_ON)]


async def test_seeding_again_changes_nothing(registered: Database) -> None:
    before = await verify()
    assert (await seed(SYSTEM, SEEDED_ON)).facts == {"added": 0, "changed": 0}
    assert await turn_day(SYSTEM, SEEDED_ON) == 0
    assert await verify() == before
    assert before.first_fault is None


async def test_a_term_that_begins_brings_its_obligations(registered: Database) -> None:
    await turn_day(SYSTEM, date(2029, 6, 1))
    of_14 = Obligation.filter(rule__key=RULE)
    assert await of_14.filter(term__key="2029-2033").count() == 291
    assert await of_14.count() == 582
    years = await ids(Obligation.filter(rule__cadence="CALENDAR_YEAR"), "year")
    assert years == {2026, 2027, 2029, 2030}
