"""Shared duties as the API tells them, and the acts on them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import RULE, Api, journal

DUTY = {
    "name": {"fi": "Yhteinen matkaketju", "sv": "Gemensam resekedja"},
    "topic": "VITALITY",
    "description": {"sv": "Transporter"},
    "theme": "resident-services",
    "parties": ["county:08", "municipality:837"],
    "startsOn": "2026-01-01",
    "legalBases": [
        {"statute": "611/2021", "section": "14 §", "rule": RULE},
        {"statute": "320/2017", "section": "181 §", "note": {"fi": "Suunnittelu"}},
    ],
}


async def added(api: Api, **more: Any) -> dict[str, Any]:
    payload = await api.act("addDuty", {**DUTY, **more}, by="county_recorder")
    assert payload["__typename"] == "DutyRecorded", payload
    duty: dict[str, Any] = payload["duty"]
    return duty


async def test_a_local_duty_shows_whose_it_is_and_what_it_rests_on(api: Api) -> None:
    duty = await added(api)
    found = await api.ask(
        """query ($id: ID!) { node(id: $id) { ... on Duty {
            key isNational name names { en } description descriptions { fi sv } topic
            theme { key name } parent { id } keeper { organisationCode } startsOn endsOn revision
            parties { organisationCode } children { id }
            legalBases { statute section note notes { sv } sourceUrl rule { key statute } } } } }
        """,
        {"id": duty["id"]},
        language="sv",
    )
    assert found["node"] == {
        "key": None,
        "isNational": False,
        "name": "Gemensam resekedja",
        "names": {"en": None},
        "description": "Transporter",
        "descriptions": {"fi": None, "sv": "Transporter"},
        "topic": "VITALITY",
        "theme": {"key": "resident-services", "name": "Tjänster som motsvarar invånarnas behov"},
        "parent": None,
        "keeper": {"organisationCode": "county:08"},
        "startsOn": "2026-01-01",
        "endsOn": None,
        "revision": 1,
        "parties": [
            {"organisationCode": "county:08"},
            {"organisationCode": "municipality:837"},
        ],
        "children": [],
        "legalBases": [
            {
                "statute": "611/2021",
                "section": "14 §",
                "note": None,
                "notes": {"sv": None},
                "sourceUrl": "https://www.finlex.fi/fi/laki/ajantasa/2021/20210611",
                "rule": {"key": RULE, "statute": "611/2021"},
            },
            {
                "statute": "320/2017",
                "section": "181 §",
                "note": "Suunnittelu",
                "notes": {"sv": None},
                "sourceUrl": "https://www.finlex.fi/fi/laki/ajantasa/2017/20170320",
                "rule": None,
            },
        ],
    }


async def test_the_four_themes_hold_their_duties(api: Api) -> None:
    await added(api)
    found = await api.ask("{ themes { key name description duties { name isNational } } }")
    assert [theme["key"] for theme in found["themes"]] == [
        "resident-services",
        "wellbeing-promotion",
        "interoperability",
        "cooperation-structures",
    ]
    assert all(theme["duties"] and theme["description"] for theme in found["themes"])
    last = found["themes"][0]["duties"][-1]
    assert last == {"name": "Yhteinen matkaketju", "isNational": False}


async def test_duties_stand_under_the_duty_they_are_part_of(api: Api) -> None:
    found = await api.ask(
        """{ duties(filter: { theme: "resident-services", national: true }) { nodes {
            key parent { key } children { key parent { key } } } } }"""
    )
    of = {node["key"]: node for node in found["duties"]["nodes"]}
    assert "student-welfare" in [c["key"] for c in of["children-and-families"]["children"]]
    assert of["student-welfare"]["parent"] == {"key": "children-and-families"}


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ('organisation: "municipality:837"', ["Matkaketju"]),
        ('organisation: "municipality:291"', []),
        ("national: false", ["Matkaketju"]),
        ('rule: "youth-cooperation-network"', ["Nuorten ohjaus- ja palveluverkosto"]),
        ('statute: "166/2019"', ["Kulttuuri"]),
        ('statute: "320/2017"', ["Matkaketju"]),
        ("topic: [RESCUE]", ["Pelastustoimi ja onnettomuuksien ehkäisy"]),
        ('text: "RESEKEDJA"', ["Matkaketju"]),
        ('text: "perhekesk"', ["Perhekeskukset"]),
        ('theme: "none-such"', []),
        ('national: false, validOn: "2025-12-31"', []),
    ],
)
async def test_duties_are_found_by_what_holds_on_the_day(
    api: Api, chosen: str, names: list[str]
) -> None:
    await added(api, name={"fi": "Matkaketju", "sv": "Resekedja"})
    found = await api.ask(f"{{ duties(filter: {{ {chosen} }}) {{ nodes {{ name }} }} }}")
    assert [node["name"] for node in found["duties"]["nodes"]] == names


async def test_a_duty_is_searched_for_by_name_and_by_statute(api: Api) -> None:
    for query, name in (("perhekeskuksissa", "Perhekeskukset"), ("kulturverksamhet", "Kulttuuri")):
        found = await api.ask(
            "query ($q: String!) { search(query: $q, types: [DUTY]) { nodes {"
            " __typename ... on Duty { name } } } }",
            {"q": query},
        )
        assert {"__typename": "Duty", "name": name} in found["search"]["nodes"]


async def test_a_duty_is_written_anew_and_ended_by_its_keeper(api: Api) -> None:
    duty = await added(api)
    part = await added(api, parent=duty["id"])
    given = {**DUTY, "duty": duty["id"], "topic": "PREMISES", "expectedRevision": 1}
    done = await api.act("amendDuty", given, by="county_recorder")
    assert (done["duty"]["topic"], done["duty"]["revision"]) == ("PREMISES", 2)
    late = await api.act("amendDuty", given, by="county_recorder")
    assert (late["__typename"], late["current"]["id"]) == ("Conflict", duty["id"])
    end = {"duty": duty["id"], "endsOn": "2026-11-20", "expectedRevision": 2}
    ended = await api.act("endDuty", end, by="county_recorder", language="en")
    assert [w["message"] for w in ended["warnings"]] == ["1 of its parts go on after its end."]
    found = await api.ask(
        """query ($id: ID!) { node(id: $id) { ... on Duty { endsOn
            children { id } before: children(validOn: "2025-12-31") { id } } } }""",
        {"id": duty["id"]},
    )
    assert found["node"] == {
        "endsOn": "2026-11-20",
        "children": [{"id": part["id"]}],
        "before": [],
    }


@pytest.mark.parametrize(
    ("given", "path", "message"),
    [
        (
            {"legalBases": [{"statute": "611/21", "section": "14 §"}]},
            ["legalBases", "0", "statute"],
            "This is not the number of a statute. Give number and year as in 611/2021.",
        ),
        (
            {"legalBases": [{"statute": "611/2021", "section": "14 §", "rule": "none"}]},
            ["legalBases", "0", "rule"],
            "The catalogue of obligations has no key none. Give a key that is in it.",
        ),
        (
            {"theme": "none"},
            ["theme"],
            "There is no theme none. Give the key of a theme.",
        ),
        (
            {"parties": ["municipality:837"]},
            ["parties"],
            "Your own organisation is missing from the parties:"
            " Pirkanmaa wellbeing services county. Add it.",
        ),
    ],
)
async def test_what_cannot_be_is_refused_with_the_remedy(
    api: Api, given: dict[str, Any], path: list[str], message: str
) -> None:
    before = await journal()
    payload = await api.act("addDuty", {**DUTY, **given}, by="county_recorder", language="en")
    (fault,) = payload["fields"]
    assert (fault["path"], fault["message"]) == (["input", *path], message)
    assert await journal() == before


async def test_the_national_catalogue_is_not_a_countys_to_write(api: Api) -> None:
    given = {**DUTY, "nationalKey": "rides", "parties": None}
    payload = await api.act("addDuty", given, by="county_recorder")
    assert payload["reason"] == "NATIONAL_ROLE_MISSING"
    found = await api.ask("{ duties(first: 1) { nodes { id } } }")
    strange = {**DUTY, "duty": "County:1", "expectedRevision": 1}
    missing = await api.act("amendDuty", strange, by="county_recorder")
    assert missing["__typename"] == "NotFound"
    national = {**DUTY, "duty": found["duties"]["nodes"][0]["id"], "expectedRevision": 1}
    refused = await api.act("amendDuty", national, by="county_admin")
    assert refused["reason"] == "NATIONAL_ROLE_MISSING"
