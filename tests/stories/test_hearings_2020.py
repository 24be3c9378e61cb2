"""The ministry's two practice negotiations of 2020, under one case number of the State.

Who was there is told by role and time; one was at the table before the chair opened the meeting,
which is untidy and no more. Minutes are dated weeks after the meeting.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graphql.asking import Answer, Api
from tests.stories.telling import count_of_obligations, facts_of

STORY = facts_of("hearings_2020")
FIRST, SECOND = STORY["meetings"]
BY = "health_recorder"
MEETING = """query ($id: ID!) { node(id: $id) { ... on Negotiation {
  revision state kind openedTime endedTime chairRole secretaryRole
  county { code }
  keeper { organisationCode } chair { organisationCode } secretary { organisationCode }
  heldOn { value precision }
  attendance { present organisation { organisationCode } }
  participants { role fromTime untilTime organisation { organisationCode } }
  agenda { number titles { fi } }
  minutes { state datedOn caseNumber publishedOn }
} } }"""


async def meeting_of(api: Api, negotiation: str, by: str = "nobody") -> Answer:
    """The meeting as it is read."""
    found: Answer = (await api.ask(MEETING, {"id": negotiation}, by=by))["node"]
    return found


async def recorded(api: Api, told: Any) -> tuple[str, str]:
    """A meeting of the story with everyone called there; its id and the rescue department's."""
    department = {"kind": "OTHER", "name": told["rescue_department"], "source": "S19"}
    registered = await api.done("registerOrganisation", department, by=BY)
    rescue = registered["organisationCode"]
    everyone = [*STORY["state"], *told["municipalities"], rescue]
    plan = {
        "title": told["title"],
        "kind": STORY["kind"],
        "parties": everyone,
        "mode": told["mode"],
    }
    given = {"plan": plan, "heldOn": {"value": told["held_on"]}, "present": everyone}
    held = await api.done("recordNegotiationHeld", given, by=BY)
    for number, title in enumerate(STORY["agenda"], 1):
        item = {"negotiation": held["id"], "title": title, "number": number}
        await api.done("writeAgendaItem", item, by=BY)
    return held["id"], rescue


async def went(api: Api, negotiation: str, told: Any) -> Answer:
    """The meeting was opened and ended, led and minuted by the ministry."""
    given = {
        "negotiation": negotiation,
        "openedTime": told["opened"],
        "endedTime": told["ended"],
        "chair": STORY["keeper"],
        "chairRole": "Puheenjohtaja",
        "secretary": STORY["keeper"],
        "secretaryRole": "Sihteeri",
        "expectedRevision": (await meeting_of(api, negotiation))["revision"],
    }
    return await api.done("recordProceedings", given, by=BY)


async def took_part(api: Api, negotiation: str, organisation: str, *who: Any) -> Answer:
    """Who took part for an organisation, by role and time."""
    given = {
        "negotiation": negotiation,
        "organisation": organisation,
        "participants": list(who),
        "expectedRevision": (await meeting_of(api, negotiation))["revision"],
    }
    return await api.done("recordParticipants", given, by=BY)


async def minuted(api: Api, negotiation: str, told: Any) -> Answer:
    """The minutes, dated and published on the day they bear."""
    given = {"datedOn": told["minutes_dated_on"], "caseNumber": STORY["case_number"]}
    drafted = await api.done("draftMinutes", {"negotiation": negotiation, **given}, by=BY)
    publish = {
        "minutes": drafted["id"],
        "publishedOn": told["minutes_dated_on"],
        "expectedRevision": drafted["revision"],
    }
    return await api.done("publishMinutes", publish, by=BY)


async def test_presence_before_the_opening_is_only_a_warning(api: Api) -> None:
    negotiation, rescue = await recorded(api, FIRST)
    assert (await went(api, negotiation, FIRST))["warned"] == []
    partly = FIRST["partly_present"]
    told = await took_part(api, negotiation, rescue, partly)
    assert told["warned"] == ["PRESENT_BEFORE_OPENING"]
    told = await took_part(api, negotiation, "municipality:092", {"role": "Kaupunginjohtaja"})
    assert told["warned"] == ["PRESENT_BEFORE_OPENING"]
    rows = (await meeting_of(api, negotiation))["participants"]
    by_party = {row["organisation"]["organisationCode"]: row for row in rows}
    assert {name: by_party[rescue][name] for name in ("role", "fromTime", "untilTime")} == {
        "role": partly["role"],
        "fromTime": "09:00",
        "untilTime": "10:49",
    }
    whole = by_party["municipality:092"]
    assert (whole["role"], whole["fromTime"], whole["untilTime"]) == (
        "Kaupunginjohtaja",
        None,
        None,
    )


async def test_presence_from_the_opening_on_warns_of_nothing(api: Api) -> None:
    negotiation, rescue = await recorded(api, SECOND)
    await went(api, negotiation, SECOND)
    assert (await took_part(api, negotiation, rescue, SECOND["partly_present"]))["warned"] == []


@pytest.mark.parametrize("told", [FIRST, SECOND], ids=lambda told: told["held_on"])
async def test_minutes_are_dated_after_the_meeting_and_make_it_ready(api: Api, told: Any) -> None:
    negotiation, _ = await recorded(api, told)
    await went(api, negotiation, told)
    await minuted(api, negotiation, told)
    read = await meeting_of(api, negotiation)
    assert read["minutes"] == {
        "state": "READY",
        "datedOn": told["minutes_dated_on"],
        "caseNumber": STORY["case_number"],
        "publishedOn": told["minutes_dated_on"],
    }
    days = date.fromisoformat(read["minutes"]["datedOn"]) - date.fromisoformat(
        read["heldOn"]["value"]
    )
    assert days.days == told["days_to_minutes"]
    assert (read["state"], read["kind"], read["county"]) == ("MINUTES_READY", "STEERING", None)
    opened = f"{told['opened']:0>5}".replace(".", ":")
    assert (read["openedTime"], read["endedTime"]) == (opened, "12:00")
    ministry = {"organisationCode": STORY["keeper"]}
    assert read["keeper"] == read["chair"] == read["secretary"] == ministry
    assert (read["chairRole"], read["secretaryRole"]) == ("Puheenjohtaja", "Sihteeri")
    there = {row["organisation"]["organisationCode"] for row in read["attendance"]}
    assert there >= {*STORY["state"], *told["municipalities"]}
    assert all(row["present"] for row in read["attendance"])
    assert [item["titles"]["fi"] for item in read["agenda"]] == [
        item["fi"] for item in STORY["agenda"]
    ]


async def test_one_case_number_of_the_state_covers_both_meetings(api: Api) -> None:
    before = await count_of_obligations(api)
    for told in STORY["meetings"]:
        negotiation, _ = await recorded(api, told)
        await minuted(api, negotiation, told)
    found = await api.ask(
        """{ negotiations(filter: { kind: [STEERING] }) {
          nodes { heldOn { value } minutes { caseNumber } } } }"""
    )
    assert [row["heldOn"]["value"] for row in found["negotiations"]["nodes"]] == [
        SECOND["held_on"],
        FIRST["held_on"],
    ]
    numbers = {row["minutes"]["caseNumber"] for row in found["negotiations"]["nodes"]}
    assert numbers == {STORY["case_number"]}
    assert await count_of_obligations(api) == before
