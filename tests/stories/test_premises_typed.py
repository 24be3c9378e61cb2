"""The premises round of 2023–24 typed by hand through every form, and read back as by the API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from server.identity.actor import SYSTEM, Role
from server.identity.service import issue_token
from server.kit import clock
from server.kit.store.database import opened
from server.wiring import MODEL_MODULES, wire_up
from tests.conftest import SEEDED_ON, Template
from tests.graphql.asking import COUNTY, Api
from tests.pages.conftest import visiting
from tests.stories import premises
from tests.stories.premises import BY, STORY
from tests.stories.typing import Official, at_a_browser

pytestmark = pytest.mark.browser
PIRKANMAA = "Pirkanmaa wellbeing services county"
TITLE = STORY["round"]["title"]["en"]
GROUP, SECTION = STORY["steering_group"], STORY["section_of_the_executive"]


@pytest.fixture
async def visitor(sqlite_seeded: Template, tmp_path: Path) -> AsyncIterator[tuple[Api, str]]:
    """The register alone, where anyone may sign in: the API over it, and where its pages are."""
    settings = replace(await sqlite_seeded.copy(tmp_path), demo=True, today=SEEDED_ON)
    async with opened(settings, MODEL_MODULES):
        wire_up()
        issued = await issue_token(
            COUNTY, Role.RECORDER, days=1, label=BY, by=SYSTEM, at=clock.now(), today=SEEDED_ON
        )
    async with visiting(settings) as caller:
        yield Api(caller, {BY: issued.secret}), str(caller.base_url)


def typed(day: str) -> str:
    """A day as it is typed: 24.11.2023."""
    year, month, number = day.split("-")
    return f"{int(number)}.{int(month)}.{year}"


async def test_a_round_of_an_earlier_period_typed_by_hand_is_read_back(
    visitor: tuple[Api, str],
) -> None:
    api, address = visitor
    async with at_a_browser(address) as official:
        await open_the_period(official)
        round_id = await start_the_round(official)
        await register_the_bodies(official)
        await edit_the_round(official)
        await record_the_decisions(official)
        await report_to_the_section(official)
        await premises.everything_told(api, round_id)
        await premises.bodies_told(api, round_id)
        await premises.decisions_told(api, round_id)

        await plan_the_negotiations(official)
        await premises.agendas_told(api, round_id)
        await premises.no_row_is_fulfilled(api)

        await record_a_visit(official, "Akaa")
        await premises.no_row_is_fulfilled(api)
        await premises.only_the_first_was_met(api, round_id)
        await serve_section_14(official, "Tampere")
        await record_a_visit(official, "Tampere")
        await premises.one_row_is_fulfilled(api, round_id)


async def open_the_period(official: Official) -> None:
    await official.sign_in(PIRKANMAA, "administrator")
    await official.follow("Open an earlier term or year")
    shown = STORY["term"].replace("-", "–")
    await official.choose("Council term", f"{shown} (county councils)")
    await official.press("Open the period", "The earlier period was opened.")


async def start_the_round(official: Official) -> str:
    await official.sign_in(PIRKANMAA, "recorder")
    await official.follow(PIRKANMAA, "Start a round")
    await official.fill_in("What is the round called?", STORY["round"]["title"])
    await official.fill(
        {
            "When does it start?": typed(STORY["round"]["startsOn"]),
            "When does it end?": typed(STORY["round"]["endsOn"]),
        }
    )
    await official.choose("Kind", "Negotiation on premises")
    await official.untick("Which obligations does the negotiation serve?")
    await official.press("Start the round", "The round was started.")
    found = re.search(r"/rounds/([^/?]+)", official.page.url)
    assert found
    return httpx2.URL(found[1]).path


async def register_the_bodies(official: Official) -> None:
    await official.follow(PIRKANMAA, "Register a body")
    await official.fill_in("What is the body called?", GROUP["name"])
    await official.choose("Kind", "Steering group")
    boxes = official.page.get_by_role("group", name="Whose body is it?", exact=True)
    for box in await boxes.get_by_role("checkbox", disabled=False).all():
        await box.check()
    await official.fill(
        {
            "Statute or agreement": GROUP["legalBasis"],
            "First day of its term": typed(GROUP["startsOn"]),
        }
    )
    await official.press("Save the body", "The body was registered.")

    await official.page.goto("/en/counties/08")
    await official.follow("Register a body")
    await official.fill_in("What is the body called?", SECTION["name"])
    await official.choose("Kind", "Division")
    await official.choose("Works under", f"County executive of {PIRKANMAA}")
    await official.press("Save the body", "The body was registered.")


async def to_the_round(official: Official) -> None:
    await official.follow("Rounds", TITLE)


async def edit_the_round(official: Official) -> None:
    await to_the_round(official)
    await official.follow("Edit the round")
    await official.fill({"Purpose": STORY["purpose"], "Legal basis": STORY["legal_basis"]})
    await official.choose("Steering group", GROUP["name"]["fi"])
    aim = STORY["objective"]
    await official.fill_in("Objective", {code: aim[code] for code in ("fi", "sv", "en")})
    numbers = {"From": aim["baseline"], "To": aim["target"], "Unit": aim["unit"]}
    await official.fill(numbers, "Objective")
    kickoff = STORY["kickoff"]
    told = {"When?": typed(kickoff["on"]), "For whom?": kickoff["audience"]}
    await official.fill(told, "Opening event")
    for number, item in enumerate(STORY["agenda"], 1):
        point = f"Point {number}"
        await official.fill_in(point, item["title"])
        if "topic" in item:
            await official.choose("Topic", "Premises", point)
        await official.fill({"Act and section": item.get("legalReference", "")}, point)
    await official.press("Save", "The round was changed.")


async def record_the_decisions(official: Official) -> None:
    for known in STORY["decisions"].values():
        await official.follow("Record a decision")
        await official.choose("Who decided?", PIRKANMAA)
        if "official" in known:
            await official.fill({"Or which official?": known["official"]})
            number = {"Section, or number of an official's decision": known["section"]}
            await official.fill(number)
        else:
            await official.choose("Which body decided?", f"County executive of {PIRKANMAA}")
        await official.fill(
            {
                "When was it decided?": typed(known["decidedOn"]["value"]),
                "Case number": STORY["case_number"],
                "Note": known["note"],
            }
        )
        await official.choose("What was decided?", "Approved")
        await official.choose("Where can it be read?", "In checked minutes")
        await official.press("Record the decision", "The decision was recorded.")


async def report_to_the_section(official: Official) -> None:
    await official.follow("Record a report on the round")
    await official.choose("Which body handled it?", SECTION["name"]["fi"])
    report = STORY["report"]
    await official.fill({"When?": typed(report["on"]), "Section": report["section"]})
    await official.press("Save", "The report was recorded.")


async def plan_the_negotiations(official: Official) -> None:
    await official.follow("Plan the 23 negotiations still missing")
    await official.press("Plan the negotiations", "The negotiations were recorded as planned.")


async def serve_section_14(official: Official, town: str) -> None:
    await to_the_round(official)
    await official.follow(town, "Change the obligations served")
    await official.page.get_by_role("checkbox", name="Negotiation between the").check()
    await official.press("Save", "The obligations that the negotiation serves were changed.")


async def record_a_visit(official: Official, town: str) -> None:
    await to_the_round(official)
    await official.follow(town, "Record as held")
    await official.fill({"When was the negotiation held?": "2024"})
    await official.tick(town, group="Who was present?")
    await official.press("Record as held", "The negotiation was recorded as held.")
    assert await official.page.get_by_text("Held in the year 2024.").is_visible()
