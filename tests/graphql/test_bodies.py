"""Units, bodies and contacts as the API tells them, and the acts on them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import Api, journal

BODY = {
    "kind": "COMMITTEE",
    "name": {"fi": "Yhteistyötoimikunta", "sv": "Samarbetskommittén"},
    "owners": ["county:08", "municipality:837"],
    "startsOn": "2025-06-01",
}
CONTACT = {"task": {"fi": "Neuvonta", "sv": "Rådgivning"}, "email": "neuvonta@alue.example"}


async def registered(api: Api, **more: Any) -> dict[str, Any]:
    payload = await api.act("registerBody", {**BODY, **more}, by="county_recorder")
    assert payload["__typename"] == "BodyRecorded", payload
    body: dict[str, Any] = payload["body"]
    return body


async def test_body_shows_its_owners_and_the_seats_of_the_day(api: Api) -> None:
    body = await registered(api)
    seat = {"body": body["id"], "organisation": "municipality:837", "role": "CHAIR"}
    given = {**seat, "startsOn": "2026-01-01", "expectedRevision": 1}
    seated = (await api.act("seatOrganisation", given, by="county_recorder"))["body"]
    assert seated["seats"][0]["organisation"] == {"code": "837"}
    end = {"seat": seated["seats"][0]["id"], "endsOn": "2026-11-20", "expectedRevision": 2}
    ended = await api.act("endSeat", end, by="county_recorder")
    assert ended["body"]["seats"] == []
    found = await api.ask(
        """{ bodies(filter: { organisation: "municipality:837", kind: [COMMITTEE] }) { nodes {
            name names { en } owners { organisationCode } keeper { organisationCode } revision
            seats(validOn: "2026-11-20") { role isDeputy startsOn endsOn body { id } } } } }""",
        language="sv",
    )
    assert found["bodies"]["nodes"] == [
        {
            "name": "Samarbetskommittén",
            "names": {"en": None},
            "owners": [
                {"organisationCode": "county:08"},
                {"organisationCode": "municipality:837"},
            ],
            "keeper": {"organisationCode": "county:08"},
            "revision": 3,
            "seats": [
                {
                    "role": "CHAIR",
                    "isDeputy": False,
                    "startsOn": "2026-01-01",
                    "endsOn": "2026-11-20",
                    "body": {"id": body["id"]},
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ('organisation: "municipality:291", validOn: "2026-11-20"', 1),
        ('organisation: "municipality:291", validOn: "2026-11-21"', 0),
        ('organisation: "municipality:291"', 0),
        ("kind: [NETWORK, BOARD]", 0),
        ('text: "toimikunta"', 1),
        ('text: "SAMARBETS"', 1),
        ('text: "lautakunta"', 0),
        ('validOn: "2025-05-31"', 0),
    ],
)
async def test_bodies_are_found_by_what_holds_on_the_day(api: Api, chosen: str, count: int) -> None:
    body = await registered(api)
    seat = {"body": body["id"], "organisation": "municipality:291", "startsOn": "2026-01-01"}
    given = {**seat, "endsOn": "2026-11-20", "expectedRevision": 1}
    await api.act("seatOrganisation", given, by="county_recorder")
    found = await api.ask(
        f"{{ bodies(filter: {{ {chosen} }}, first: 100) {{ nodes {{ code }} }} }}"
    )
    recorded = [each for each in found["bodies"]["nodes"] if each["code"] is None]
    assert len(recorded) == count


async def test_contacts_and_units_are_those_of_the_day(api: Api) -> None:
    by = "county_admin"
    given = {**CONTACT, "startsOn": "2026-01-01", "endsOn": "2026-11-20"}
    await api.act("setContact", given, by=by)
    set_today = await api.act("setContact", CONTACT, by=by)
    unit = {"name": {"fi": "Palveluyksikkö"}, "startsOn": "2026-11-21"}
    await api.act("registerUnit", unit, by=by)
    document = """{ contacts(organisation: "county:08") { id task startsOn endsOn }
        county(code: "08") { contacts { id } units { name }
            before: contacts(validOn: "2026-11-20") { endsOn tasks { sv } }
            none: units(validOn: "2026-11-20") { id } } }"""
    found = await api.ask(document, language="sv")
    now = set_today["contact"]["id"]
    assert found == {
        "contacts": [{"id": now, "task": "Rådgivning", "startsOn": "2026-11-21", "endsOn": None}],
        "county": {
            "contacts": [{"id": now}],
            "units": [{"name": "Palveluyksikkö"}],
            "before": [{"endsOn": "2026-11-20", "tasks": {"sv": "Rådgivning"}}],
            "none": [],
        },
    }


async def test_an_ended_contact_is_erased_for_every_reader(api: Api) -> None:
    by = "county_admin"
    given = {**CONTACT, "startsOn": "2026-01-01", "endsOn": "2026-11-20"}
    contact = (await api.act("setContact", given, by=by))["contact"]
    erase = {"contact": contact["id"], "expectedRevision": contact["revision"]}
    done = (await api.act("eraseContact", erase, by=by))["contact"]
    assert (done["email"], done["erasedOn"], done["endsOn"]) == (None, "2026-11-21", "2026-11-20")
    document = """{ contacts(organisation: "county:08", ended: true) { task email erasedOn }
        now: contacts(organisation: "county:08") { task } }"""
    assert await api.ask(document) == {
        "contacts": [{"task": "Neuvonta", "email": None, "erasedOn": "2026-11-21"}],
        "now": [],
    }
    again = await api.act("eraseContact", {**erase, "expectedRevision": 2}, by=by, language="en")
    said = "The details of the contact were erased on 21 Nov 2026. Add a new contact instead."
    assert again["fields"][0]["message"] == said


async def test_the_register_comes_with_the_bodies_that_statute_sets(api: Api) -> None:
    found = await api.ask(
        """{ bodies(filter: { organisation: "municipality:091", kind: [ADVISORY_BOARD] }) {
            nodes { code legalBasis keeper { organisationCode } seats { isDeputy } } }
            counties: bodies(filter: { kind: [COUNCIL] }, first: 50) { totalCount } }"""
    )
    (board,) = found["bodies"]["nodes"]
    assert (board["code"], board["legalBasis"]) == (
        "ministry:vm/advisory-board",
        "611/2021 13 §; 25/2025",
    )
    assert board["keeper"] == {"organisationCode": "ministry:vm"}
    # 25/2025 § 1: a chair, two vice-chairs, thirty others with a personal deputy each.
    assert [seat["isDeputy"] for seat in board["seats"]].count(True) == 30
    assert len(board["seats"]) == 63
    assert found["counties"]["totalCount"] == 21


async def test_what_is_likely_there_already_is_told(api: Api) -> None:
    await registered(api)
    again = await api.act("registerBody", BODY, by="county_recorder", language="en")
    said = "There is already a body called Yhteistyötoimikunta. Check whether it is the same."
    assert again["warnings"] == [{"code": "LIKELY_TWIN_BODY", "message": said}]
    given = {"kind": "COMPANY", "name": {"fi": "HUS-yhtymä"}, "source": "Koe"}
    twin = await api.act("registerOrganisation", given, by="county_recorder")
    assert twin["organisation"] == {"organisationCode": "company:hus-yhtyma"}
    assert [each["code"] for each in twin["warnings"]] == ["LIKELY_TWIN"]
    alone = await api.act(
        "registerOrganisation", {**given, "kind": "MUNICIPALITY"}, by="county_recorder"
    )
    assert alone["__typename"] in ("InvalidInput", "NotAllowed")


async def test_bodies_units_and_contacts_are_found_by_word_forms(api: Api) -> None:
    await api.act("setContact", CONTACT, by="county_admin")
    document = """query($q: String!) { search(query: $q, first: 50) { nodes { __typename
        ... on Body { name } ... on OrganisationUnit { name } ... on Contact { task } } } }"""
    for query, kind in (
        ("Pirkanmaan aluevaltuustossa", "Body"),
        ("välfärdsområdesdelegationens", "Body"),
        ("kaupunkiympäristön toimialan", "OrganisationUnit"),
        ("rådgivningen", "Contact"),
    ):
        found = await api.ask(document, {"q": query})
        assert kind in {each["__typename"] for each in found["search"]["nodes"]}, query
    hidden = await api.ask(document, {"q": "alue.example"})
    assert hidden["search"]["nodes"] == []


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fi", "Tämä ei ole sähköpostiosoite. Anna osoite muodossa tehtava@esimerkki.fi."),
        ("sv", "Detta är inte en e-postadress. Ange adressen i formen uppgift@exempel.fi."),
        ("en", "This is not an e-mail address. Give it in the form task@example.fi."),
    ],
)
async def test_address_that_is_none_is_refused_in_the_callers_language(
    api: Api, language: str, message: str
) -> None:
    before = await journal()
    given = {**CONTACT, "email": "neuvonta"}
    payload = await api.act("setContact", given, by="county_admin", language=language)
    assert payload["fields"] == [
        {"code": "NOT_AN_EMAIL_ADDRESS", "message": message, "path": ["input", "email"]}
    ]
    assert await journal() == before


async def test_record_is_written_anew_only_by_one_who_has_seen_it(api: Api) -> None:
    body = await registered(api)
    given = {**BODY, "kind": "NETWORK", "body": body["id"]}
    unseen = await api.act("registerBody", given, by="county_recorder")
    assert unseen["fields"][0]["path"] == ["input", "expectedRevision"]
    done = await api.act("registerBody", {**given, "expectedRevision": 1}, by="county_recorder")
    assert (done["body"]["kind"], done["body"]["revision"]) == ("NETWORK", 2)
    late = await api.act("registerBody", {**given, "expectedRevision": 1}, by="county_recorder")
    assert (late["__typename"], late["current"]["id"]) == ("Conflict", body["id"])
    strange = {**given, "body": "County:1", "expectedRevision": 1}
    missing = await api.act("registerBody", strange, by="county_recorder")
    assert missing["__typename"] == "NotFound"


async def test_owner_left_out_is_named(api: Api) -> None:
    given = {**BODY, "owners": ["municipality:837"]}
    payload = await api.act("registerBody", given, by="county_recorder", language="en")
    (fault,) = payload["fields"]
    assert fault["code"] == "KEEPER_NOT_AN_OWNER"
    assert "Pirkanmaa wellbeing services county" in fault["message"]
