"""One meeting under 611/2021 § 14 and under the yearly wellbeing rule, 612/2021 § 7(4).

It serves both for those present. A thematic one serves the yearly rule alone, and those present
alone. When the year is over, silence is neglect only for who keeps its record here.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.graphql.asking import Api
from tests.stories.telling import facts_of, rows_of, statuses

STORY = facts_of("wellbeing_2026")
OF_14, OF_THE_YEAR = STORY["rules"]["section_14"], STORY["rules"]["wellbeing"]
NEW_YEAR = "2027-01-01"
BY = "county_recorder"


def in_county(rule: str, county: str = STORY["county"]) -> dict[str, Any]:
    """The county's rows of a rule: of the term for § 14, of the year for the other."""
    period = {"term": STORY["term"]} if rule == OF_14 else {"year": STORY["year"]}
    return {"county": county.removeprefix("county:"), "rule": rule, **period}


async def meeting(api: Api, which: str, *rules: str) -> str:
    """A meeting of the story recorded as held under the rules; its id."""
    told = STORY[which]
    absent = told.get("absent", [])
    plan = {
        "title": told["title"],
        "kind": "WELLBEING",
        "parties": [*told["present"], *absent],
        "rules": list(rules),
    }
    given = {
        "plan": plan,
        "heldOn": {"value": told["held_on"]},
        "present": told["present"],
        "absent": absent,
    }
    return str((await api.done("recordNegotiationHeld", given, by=BY))["id"])


async def fulfilled(api: Api, rule: str, as_of: str | None = None) -> set[str]:
    """The municipalities of the county whose row of a rule is fulfilled."""
    found = await statuses(api, in_county(rule), as_of)
    assert len(found) == 23
    return {code for code, status in found.items() if status == "FULFILLED"}


async def test_one_meeting_recorded_under_both_rules_fulfils_both_for_those_present(
    api: Api,
) -> None:
    held = await meeting(api, "joint", OF_14, OF_THE_YEAR)
    there = set(STORY["joint"]["present"])
    for rule in (OF_14, OF_THE_YEAR):
        assert await fulfilled(api, rule) == there
        rows = await rows_of(api, in_county(rule))
        for code in there:
            (because,) = rows[code]["standing"]["because"]
            assert because == {"negotiation": {"id": held}}
        assert await fulfilled(api, rule, "2026-04-21") == set()


async def test_a_thematic_meeting_serves_the_year_and_those_present_alone(api: Api) -> None:
    await meeting(api, "thematic", OF_THE_YEAR)
    assert await fulfilled(api, OF_THE_YEAR) == set(STORY["thematic"]["present"])
    assert await fulfilled(api, OF_14) == set()


async def test_a_meeting_of_one_year_serves_no_other(api: Api) -> None:
    await meeting(api, "joint", OF_14, OF_THE_YEAR)
    next_year = {**in_county(OF_THE_YEAR), "year": STORY["year"] + 1}
    assert "FULFILLED" not in (await statuses(api, next_year, NEW_YEAR)).values()
    assert await fulfilled(api, OF_14, NEW_YEAR) == set(STORY["joint"]["present"])


@pytest.mark.parametrize("who", ["county_recorder", "nobody"])
async def test_when_the_year_is_over_silence_is_neglect_for_who_keeps_its_record_here(
    api: Api, who: str
) -> None:
    kept = {"startsOn": STORY["record_complete_from"]}
    stated = await api.act("stateRecordComplete", kept, by="county_admin")
    assert stated["__typename"] == "RecordKeepingStated", stated
    await meeting(api, "joint", OF_14, OF_THE_YEAR)
    there = len(STORY["joint"]["present"])

    last_day = await statuses(api, in_county(OF_THE_YEAR), "2026-12-31", by=who)
    assert Counter(last_day.values()) == {"FULFILLED": there, "NOT_STARTED": 23 - there}
    ours = await statuses(api, in_county(OF_THE_YEAR), NEW_YEAR, by=who)
    assert Counter(ours.values()) == {"FULFILLED": there, "MISSED": 23 - there}
    assert ours["municipality:020"] == "MISSED"
    away = in_county(OF_THE_YEAR, STORY["county_that_never_came"])
    theirs = await statuses(api, away, NEW_YEAR, by=who)
    assert len(theirs) == 16
    assert set(theirs.values()) == {"NO_RECORD"}


async def test_the_matrix_tells_the_same_of_the_year_that_is_over(api: Api) -> None:
    kept = {"startsOn": STORY["record_complete_from"]}
    await api.act("stateRecordComplete", kept, by="county_admin")
    await meeting(api, "joint", OF_THE_YEAR)
    found = await api.ask(
        """query ($rules: [String!], $year: Int, $day: Date) {
          obligationMatrix(rules: $rules, year: $year, asOf: $day) {
            county { organisationCode } status count } }""",
        {"rules": [OF_THE_YEAR], "year": STORY["year"], "day": NEW_YEAR},
    )
    cells = {
        (c["county"]["organisationCode"], c["status"]): c["count"]
        for c in found["obligationMatrix"]
    }
    ours = {status: count for (county, status), count in cells.items() if county == STORY["county"]}
    assert ours == {"FULFILLED": 2, "MISSED": 21}
    assert {status for (county, status) in cells if county != STORY["county"]} == {"NO_RECORD"}
    assert sum(cells.values()) == 291
