"""What is told beside a § 14 obligation: agreement and topics, the same for everyone, any day."""

from __future__ import annotations

from typing import Any

import pytest

from schema.obligations.beside import MOST_ITEMS
from server.negotiations.papers.models import AgendaItem
from server.obligations.models import Obligation
from tests.graphql.asking import NOBODY, SIX, Api

BESIDE = """query ($id: ID!, $day: Date) { node(id: $id) { ... on Obligation {
  standing(asOf: $day) {
  status because { code }
  beside {
    on agreed because { code text on evidence { title } }
    topics { covered theme { key } because { code text on negotiation { id } }
      agendaItems { number } }
  }
} } } }"""
AGREEMENT = {"title": "Yhteistyösopimus", "reason": "Valtuustot ovat hyväksyneet sen"}
THEMES = ["resident-services", "wellbeing-promotion", "interoperability", "cooperation-structures"]


async def beside(api: Api, obligation: str, day: str | None = None, by: str = NOBODY) -> Any:
    found = await api.ask(BESIDE, {"id": obligation, "day": day}, by=by)
    return found["node"]["standing"]


async def linked(api: Api, obligation: str, stage: str, day: str) -> dict[str, Any]:
    asked = await api.ask(
        "query ($id: ID!) { node(id: $id) { ... on Obligation { revision } } }", {"id": obligation}
    )
    given = {**AGREEMENT, "obligation": obligation, "stage": stage, "dated": {"value": day}}
    given["expectedRevision"] = asked["node"]["revision"]
    return await api.done("linkEvidence", given)


async def published(api: Api, template: str = "county-municipality") -> str:
    """A held negotiation whose agenda, begun from the template, is public."""
    held = await api.held()
    await api.done("beginAgenda", {"negotiation": held["id"], "template": template})
    minutes = await api.drafted(held["id"], datedOn="2026-11-03")
    await api.done(
        "publishMinutes", {"minutes": minutes["id"], "expectedRevision": minutes["revision"]}
    )
    return str(held["id"])


def covered(found: Any) -> dict[str, bool]:
    return {each["theme"]["key"]: each["covered"] for each in found["beside"]["topics"]}


async def test_nothing_is_known_until_something_is_on_record(api: Api, obligation: str) -> None:
    found = (await beside(api, obligation))["beside"]
    assert (found["on"], found["agreed"]) == ("2026-11-21", None)
    assert found["because"] == [
        {
            "code": "NO_INSTRUMENT",
            "text": "Sopimusta ei ole kirjattu. Laki ei edellytä sitä.",
            "on": None,
            "evidence": None,
        }
    ]
    assert [each["theme"]["key"] for each in found["topics"]] == THEMES
    assert {each["because"][0]["code"] for each in found["topics"]} == {"NO_NEGOTIATION"}


async def test_a_linked_instrument_is_told_from_its_day_and_moves_no_status(
    api: Api, obligation: str
) -> None:
    before = await beside(api, obligation)
    assert (await linked(api, obligation, "IN_FORCE", "2023-02-01"))["warned"] == []
    found = await beside(api, obligation)
    assert (found["status"], found["because"]) == (before["status"], before["because"])
    assert found["beside"]["agreed"] is True
    (reason,) = found["beside"]["because"]
    assert (reason["code"], reason["on"]) == ("INSTRUMENT_IN_FORCE", "2023-02-01")
    assert reason["evidence"] == {"title": "Yhteistyösopimus"}
    await linked(api, obligation, "ENDED", "2026-06-01")
    assert (await beside(api, obligation))["beside"]["agreed"] is None
    assert (await beside(api, obligation, "2026-05-31"))["beside"]["agreed"] is True


async def test_an_instrument_taken_back_counts_on_no_day(api: Api, obligation: str) -> None:
    await linked(api, obligation, "IN_FORCE", "2026-02-01")
    asked = "query ($id: ID!) { node(id: $id) { ... on Obligation { evidence { nodes { id } } } } }"
    (row,) = (await api.ask(asked, {"id": obligation}))["node"]["evidence"]["nodes"]
    await api.done("withdrawEvidence", {"evidence": row["id"], "expectedRevision": 1})
    found = await beside(api, obligation)
    assert (found["beside"]["agreed"], found["because"]) == (None, [{"code": "NOT_KEPT"}])


async def test_an_instrument_is_of_both_and_of_section_14_alone(api: Api, obligation: str) -> None:
    given = {**AGREEMENT, "obligation": obligation, "dated": {"value": "2026-02-01"}}
    whose = {**given, "stage": "IN_FORCE", "shownOf": "county:08", "expectedRevision": 1}
    refused = await api.act("linkEvidence", whose, by="county_recorder")
    assert [each["code"] for each in refused["fields"]] == ["INSTRUMENT_BINDS_BOTH"]
    other = await Obligation.filter(
        rule__key="hyte-annual-negotiation", municipality__code="837", year=2026
    ).first()
    assert other is not None
    yearly = f"Obligation:{other.id}"
    elsewhere = {**given, "obligation": yearly, "stage": "IN_FORCE", "expectedRevision": 1}
    refused = await api.act("linkEvidence", elsewhere, by="county_recorder")
    assert [each["code"] for each in refused["fields"]] == ["NO_INSTRUMENT_BESIDE"]
    assert (await beside(api, yearly))["beside"] is None


async def test_themes_are_told_once_the_agenda_is_published(api: Api, obligation: str) -> None:
    held = await api.held()
    await api.done("beginAgenda", {"negotiation": held["id"], "template": "county-municipality"})
    for who in ("county_recorder", NOBODY):
        hidden = await beside(api, obligation, by=who)
        assert hidden["status"] == "FULFILLED"
        assert {t["because"][0]["code"] for t in hidden["beside"]["topics"]} == {"NO_AGENDA"}
    minutes = await api.drafted(held["id"], datedOn="2026-11-03")
    await api.done(
        "publishMinutes", {"minutes": minutes["id"], "expectedRevision": minutes["revision"]}
    )
    found = await beside(api, obligation)
    assert covered(found) == {
        "resident-services": True,
        "wellbeing-promotion": True,
        "interoperability": True,
        "cooperation-structures": True,
    }
    told = found["beside"]["topics"][1]
    (reason,) = told["because"]
    assert (reason["code"], reason["on"]) == ("ON_THE_AGENDA", "2026-10-14")
    assert reason["negotiation"] == {"id": held["id"]}
    assert told["agendaItems"] == [{"number": 3}]
    # An item that bears a theme's name belongs to that theme, whatever its topic.
    assert found["beside"]["topics"][0]["agendaItems"] == [{"number": 2}]
    assert [i["number"] for i in found["beside"]["topics"][3]["agendaItems"]] == [1, 5, 6]
    assert not any(covered(await beside(api, obligation, "2026-10-13")).values())


async def test_more_items_than_are_looked_through_leave_the_rest_unknown(
    api: Api, obligation: str
) -> None:
    held = int((await published(api, "premises")).split(":")[1])
    other = {"negotiation_id": held, "title_fi": "Muuta", "topic": "OTHER", "is_public": True}
    more = [AgendaItem(**other, number=100 + each) for each in range(MOST_ITEMS)]
    await AgendaItem.bulk_create(more, batch_size=100)
    topics = (await beside(api, obligation))["beside"]["topics"]
    assert {t["because"][0]["code"] for t in topics} == {"ITEMS_LEFT_OUT"}


async def test_a_duty_tells_the_theme_of_an_item(api: Api, obligation: str) -> None:
    held = await published(api, "premises")
    before = await beside(api, obligation)
    assert {t["because"][0]["code"] for t in before["beside"]["topics"]} == {"NOT_ON_THE_AGENDA"}
    asked = await api.ask(
        '{ duties(filter: { text: "Palvelujen yhteensovittaminen" }) { nodes { id } } }'
    )
    (duty,) = asked["duties"]["nodes"]
    given = {"title": {"fi": "Palveluketjut"}, "topic": "GENERAL_COOPERATION"}
    item = await api.done(
        "writeAgendaItem", {**given, "negotiation": held, "concerns": [duty["id"]]}
    )
    found = await beside(api, obligation)
    assert [key for key, is_covered in covered(found).items() if is_covered] == [
        "resident-services"
    ]
    (topic,) = (t for t in found["beside"]["topics"] if t["theme"]["key"] == "resident-services")
    assert topic["agendaItems"] == [{"number": 6}]
    shown = "query ($id: ID!) { node(id: $id) { ... on AgendaItem { themes { key } concerns {"
    shown += " __typename ... on Duty { name } } } } }"
    node = (await api.ask(shown, {"id": item["id"]}))["node"]
    assert node["themes"] == [{"key": "resident-services"}]
    assert node["concerns"][0]["__typename"] == "Duty"


@pytest.mark.parametrize("who", SIX)
async def test_everyone_reads_the_same(api: Api, obligation: str, who: str) -> None:
    await published(api)
    await linked(api, obligation, "IN_FORCE", "2026-02-01")
    assert await beside(api, obligation, by=who) == await beside(api, obligation)


async def test_an_absent_municipality_was_not_spoken_with(api: Api) -> None:
    plan = {"title": {"fi": "Yhteinen"}, "municipalities": ["837", "291"]}
    plan["rules"] = ["county-municipality-negotiation"]
    held = await api.held(plan=plan, present=["837"])
    await api.done("beginAgenda", {"negotiation": held["id"], "template": "wellbeing"})
    minutes = await api.drafted(held["id"])
    await api.done(
        "publishMinutes", {"minutes": minutes["id"], "expectedRevision": minutes["revision"]}
    )
    found = await api.ask(
        '{ obligations(filter: { county: "08", rule: "county-municipality-negotiation" },'
        " first: 50) { nodes { municipality { code } standing { beside {"
        " topics { covered theme { key } } } } } } }"
    )
    spoken = [
        each["municipality"]["code"]
        for each in found["obligations"]["nodes"]
        if any(covered(each["standing"]).values())
    ]
    assert spoken == ["837"]


async def test_negotiations_are_found_by_any_party(api: Api) -> None:
    held = await api.held()
    document = "query ($o: String!) { negotiations(filter: { organisation: $o }) { nodes { id } } }"
    for code, found in (("county:08", [held["id"]]), ("municipality:837", [held["id"]])):
        assert [
            each["id"] for each in (await api.ask(document, {"o": code}))["negotiations"]["nodes"]
        ] == found
    for code in ("county:06", "municipality:291", "nobody:1"):
        assert (await api.ask(document, {"o": code}))["negotiations"]["nodes"] == []


async def test_decisions_and_actions_are_found_by_those_who_see_them(api: Api) -> None:
    held = await api.held()
    await api.agreed(held["id"], title={"fi": "Laaditaan kuntoutuspolku"})
    await api.decided(held["id"], publication="NOT_PUBLISHED", caseNumber="TRE:1/2026")
    asked = (
        '{ a: search(query: "kuntoutuspolkua", types: [ACTION])'
        " { nodes { ... on Action { title } } }"
        ' d: search(query: "kaupunginhallitus tampere", types: [DECISION]) { totalCount }'
        ' c: search(query: "TRE:1/2026") { totalCount } }'
    )
    own = await api.ask(asked, by="municipality_editor")
    assert own["a"]["nodes"] == [{"title": "Laaditaan kuntoutuspolku"}]
    assert own["d"] == own["c"] == {"totalCount": 1}
    for who in (NOBODY, "other_county_recorder"):
        found = await api.ask(asked, by=who)
        assert found["a"] == {"nodes": []}
        assert found["d"] == found["c"] == {"totalCount": 0}
    action = await api.ask("{ actions { nodes { id revision } } }", by="county_recorder")
    (row,) = action["actions"]["nodes"]
    await api.done("publishAction", {"action": row["id"], "expectedRevision": row["revision"]})
    assert (await api.ask(asked))["a"]["nodes"] == [{"title": "Laaditaan kuntoutuspolku"}]
