"""Every act: what it answers when done, and each refusal with its sentence in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import MUNICIPALITY, RULE, Api, attendance_of, journal

TITLE = {"fi": "Neuvottelu"}


def field_of(payload: dict[str, Any]) -> tuple[str, str, list[str]]:
    """The only fault of a refused input: code, sentence, path."""
    assert payload["__typename"] == "InvalidInput", payload
    assert payload["code"] == "INVALID_INPUT"
    (fault,) = payload["fields"]
    return fault["code"], fault["message"], fault["path"]


async def test_negotiation_goes_from_plan_to_record(api: Api, obligation: str) -> None:
    draft = await api.draft()
    assert (draft["state"], draft["isPublic"], draft["revision"]) == ("PLANNED", False, 1)
    same = {"negotiation": draft["id"]}
    by = "county_recorder"

    async def step(name: str, revision: int, **given: Any) -> dict[str, Any]:
        payload = await api.act(name, {**same, "expectedRevision": revision, **given}, by=by)
        assert payload["__typename"] == "NegotiationRecorded", payload
        found: dict[str, Any] = payload["negotiation"]
        return found

    invited = await step("inviteToNegotiation", 1, invitedOn="2026-11-02")
    assert (invited["state"], invited["isPublic"], invited["revision"]) == ("INVITED", True, 2)
    assert (await api.standing(obligation))["standing"]["status"] == "IN_PROGRESS"
    scheduled = await step("scheduleNegotiation", 2, day="2026-11-20", setOn="2026-11-03")
    assert scheduled["state"] == "SCHEDULED"
    moved = await step("moveNegotiation", 3, day="2026-11-21", setOn="2026-11-10")
    assert moved["state"] == "SCHEDULED"
    assert (await api.standing(obligation))["standing"]["status"] == "SCHEDULED"
    held = await step("recordNegotiationHeld", 4, heldOn={"value": "2026-11-21"}, present=["837"])
    assert held["state"] == "HELD"
    assert attendance_of(held, "837")["provenance"] == "REPORTED"
    assert (await api.standing(obligation))["standing"]["status"] == "FULFILLED"
    events = await api.ask(
        "query ($id: ID!) { node(id: $id)"
        " { ... on Negotiation { events { nodes { kind on day } } } } }",
        {"id": draft["id"]},
    )
    assert [(e["kind"], e["on"]) for e in events["node"]["events"]["nodes"]] == [
        ("INVITED", "2026-11-02"),
        ("DATE_SET", "2026-11-03"),
        ("MOVED", "2026-11-10"),
        ("PLANNED", "2026-11-21"),
        ("HELD", "2026-11-21"),
    ]


async def test_report_is_confirmed_disputed_and_the_dispute_withdrawn(
    api: Api, obligation: str
) -> None:
    row = {"attendance": attendance_of(await api.held(), "837")["id"]}
    by = "municipality_recorder"
    steps: tuple[tuple[str, dict[str, Any], str, str], ...] = (
        ("confirmReport", {}, "CONFIRMED", "FULFILLED"),
        ("disputeReport", {"reason": "Ei ollut."}, "DISPUTED", "IN_PROGRESS"),
        ("withdrawDispute", {}, "REPORTED", "FULFILLED"),
    )
    for name, more, provenance, status in steps:
        payload = await api.act(name, {**row, **more}, by=by)
        assert attendance_of(payload["negotiation"], "837")["provenance"] == provenance, name
        assert (await api.standing(obligation))["standing"]["status"] == status, name


async def test_cancelled_negotiation_stays_on_record(api: Api) -> None:
    found = await api.scheduled()
    given = {"negotiation": found["id"], "reason": "Este", "expectedRevision": found["revision"]}
    payload = await api.act("cancelNegotiation", given, by="county_recorder")
    assert payload["negotiation"]["state"] == "CANCELLED"
    again = {**given, "expectedRevision": payload["negotiation"]["revision"]}
    fault = field_of(await api.act("cancelNegotiation", again, by="county_recorder"))
    assert fault[:2] == ("ALREADY_CANCELLED", "Neuvottelu on peruttu. Suunnittele uusi neuvottelu.")


async def test_round_plans_for_each_of_its_municipalities_once(api: Api) -> None:
    given = {"round": await api.round(), "title": TITLE}
    first = await api.act("planNegotiations", given, by="county_recorder")
    assert len(first["items"]) == 2
    second = await api.act("planNegotiations", given, by="county_recorder")
    assert second["items"] == []


async def test_evidence_is_linked_and_withdrawn(api: Api, obligation: str) -> None:
    given = {
        "obligation": obligation,
        "title": "Pöytäkirja",
        "dated": {"value": "2026-05-04"},
        "reason": "Molemmat paikalla",
        "url": "https://kunta.example/poytakirja",
        "expectedRevision": (await api.standing(obligation))["revision"],
    }
    await api.act("linkEvidence", given, by="municipality_editor")
    standing = (await api.standing(obligation))["standing"]
    assert standing["status"] == "FULFILLED"
    back = {"evidence": standing["because"][0]["evidence"]["id"], "expectedRevision": 1}
    payload = await api.act("withdrawEvidence", back, by="municipality_editor")
    assert payload["__typename"] == "ObligationRecorded"
    standing = (await api.standing(obligation, language="en"))["standing"]
    assert standing["status"] == "NO_RECORD"
    assert [each["text"] for each in standing["because"][1:]] == [
        "The evidence dated 4 May 2026 was withdrawn on 21 Nov 2026."
    ]
    assert standing["because"][1]["on"] == "2026-11-21"


async def test_exemption_and_record_keeping_change_the_status(api: Api, obligation: str) -> None:
    stated = await api.act(
        "stateRecordComplete", {"startsOn": "2025-06-01"}, by="municipality_admin"
    )
    assert (stated["organisation"], stated["startsOn"]) == (MUNICIPALITY, "2025-06-01")
    found = await api.standing(obligation)
    assert found["standing"]["status"] == "NOT_STARTED"
    assert found["standing"]["because"][0]["text"] == (
        "Tampere pitää täällä täydellistä kirjaa 1.6.2025 alkaen."
    )
    given = {
        "obligation": obligation,
        "fromOn": "2026-01-01",
        "decidedBy": "Kaupunginhallitus",
        "decidedOn": "2025-12-15",
        "reason": "Peruste",
        "expectedRevision": found["revision"],
    }
    await api.act("exemptObligation", given, by="municipality_admin")
    standing = (await api.standing(obligation, language="sv"))["standing"]
    assert standing["status"] == "NOT_APPLICABLE"
    assert standing["because"][0]["text"] == (
        "Undantag från och med 1.1.2026. Beslutat av: Kaupunginhallitus."
    )


async def test_warnings_name_what_is_untidy_and_the_act_is_done(api: Api) -> None:
    given = {"title": TITLE, "municipalities": ["837", "609"], "meetsOn": "2026-11-01"}
    payload = await api.act("planNegotiation", given, by="county_recorder")
    assert [(w["code"], w["message"]) for w in payload["warnings"]] == [
        (
            "NOT_IN_COUNTY",
            "Pori ei kuulu tähän hyvinvointialueeseen."
            " Neuvottelu ei täytä näiden kahden velvoitetta.",
        ),
        (
            "DAY_PASSED",
            "Päivä 1.11.2026 on jo mennyt. Jos neuvottelu pidettiin, kirjaa se pidetyksi.",
        ),
    ]
    found = payload["negotiation"]
    held = {
        "negotiation": found["id"],
        "heldOn": {"value": "2026-11-05"},
        "present": ["837", "291"],
        "countyPresent": False,
        "expectedRevision": found["revision"],
    }
    payload = await api.act("recordNegotiationHeld", held, by="county_recorder", language="sv")
    messages = {each["code"]: each["message"] for each in payload["warnings"]}
    assert (
        messages["WAS_NOT_CALLED"] == "Kuhmois lades till som part. Ingen inbjudan var registrerad."
    )
    assert messages["OTHER_DAY_THAN_SET"].startswith("Samrådet var utsatt till 1.11.2026.")
    assert "COUNTY_ABSENT" in messages


LONG = "x" * 301


@pytest.mark.parametrize(
    ("given", "path", "code", "says"),
    [
        ({"title": {}}, ["title"], "REQUIRED", "Fill it in."),
        ({"title": {"fi": LONG}}, ["title", "fi"], "TOO_LONG", "301 characters"),
        ({"title": {"fi": "a\u202eb"}}, ["title", "fi"], "CONTROL_CHARACTER", "Remove it"),
        ({"municipalities": []}, ["municipalities"], "REQUIRED", "Fill it in."),
        ({"municipalities": ["999"]}, ["municipalities", "0"], "UNKNOWN_MUNICIPALITY", "999"),
        ({"municipalities": ["837", "x"]}, ["municipalities", "1"], "UNKNOWN_MUNICIPALITY", "x"),
        ({"county": "99"}, ["county"], "UNKNOWN_COUNTY", "01–21"),
        ({"county": "06"}, ["municipalities"], "NOT_A_PARTY", "Pirkanmaa wellbeing services"),
        ({"rules": [RULE, "no-such"]}, ["rules", "1"], "UNKNOWN_RULE", "no-such"),
    ],
)
async def test_plan_that_cannot_be_true_names_the_field_and_the_remedy(
    api: Api, given: dict[str, Any], path: list[str], code: str, says: str
) -> None:
    before = await journal()
    plan = {"title": TITLE, "municipalities": ["837"], "rules": [RULE], **given}
    payload = await api.act("planNegotiation", plan, by="county_recorder", language="en")
    found = field_of(payload)
    assert (found[0], found[2]) == (code, ["input", *path])
    assert says in found[1]
    assert payload["message"] == "Something in the input needs correcting. Nothing was saved."
    assert await journal() == before


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"heldOn": {"value": "2026-11-22"}}, ["heldOn"], "IN_THE_FUTURE"),
        ({"present": []}, ["present"], "NOBODY_PRESENT"),
        ({"present": ["county:08"]}, ["present"], "NOBODY_PRESENT"),
        ({"absent": ["837"]}, ["absent"], "PRESENT_AND_ABSENT"),
        ({"memoUrl": "javascript:alert(1)"}, ["memoUrl"], "NOT_A_LINK"),
        ({"present": ["888"]}, ["present", "0"], "UNKNOWN_MUNICIPALITY"),
        ({"plan": None}, ["negotiation"], "REQUIRED"),
        ({"negotiation": "Negotiation:1", "expectedRevision": 1}, ["plan"], "PLANNED_ALREADY"),
        (
            {"negotiation": "Negotiation:1", "plan": None},
            ["expectedRevision"],
            "REQUIRED",
        ),
        (
            {"notes": [{"municipality": "291", "note": "A"}]},
            ["notes", "0"],
            "NOTE_ON_NOBODY",
        ),
        ({"present": ["837"], "absent": ["KU837"]}, ["absent"], "PRESENT_AND_ABSENT"),
        (
            {"notes": [{"municipality": m, "note": m} for m in ("837", "KU837")]},
            ["notes", "1"],
            "NOTED_TWICE",
        ),
        (
            {"notes": [{"municipality": "837", "note": "x" * 4001}]},
            ["notes", "837"],
            "TOO_LONG",
        ),
    ],
)
async def test_meeting_that_cannot_be_true_is_refused(
    api: Api, given: dict[str, Any], path: list[str], code: str
) -> None:
    before = await journal()
    plan = {"title": TITLE, "municipalities": ["837"]}
    meeting = {"plan": plan, "heldOn": {"value": "2026-10-14"}, "present": ["837"], **given}
    found = field_of(await api.act("recordNegotiationHeld", meeting, by="county_recorder"))
    assert (found[0], found[2]) == (code, ["input", *path])
    assert await journal() == before


async def test_fault_names_organisations_in_the_callers_language(api: Api) -> None:
    meeting = {
        "plan": {"title": TITLE, "municipalities": ["837"]},
        "heldOn": {"value": "2026-10-14"},
        "present": ["837"],
        "absent": ["837"],
    }
    said = {
        "fi": "Tampere on merkitty sekä läsnä että poissa olevaksi. Valitse toinen.",
        "sv": "Tammerfors är antecknad både som närvarande och som frånvarande. Välj det ena.",
        "en": "Tampere is marked both present and absent. Choose one.",
    }
    for language, message in said.items():
        payload = await api.act(
            "recordNegotiationHeld", meeting, by="county_recorder", language=language
        )
        assert field_of(payload)[1] == message


async def test_stale_revision_is_told_with_the_object_as_it_is(api: Api, obligation: str) -> None:
    found = await api.scheduled()
    given = {"negotiation": found["id"], "reason": "Este", "expectedRevision": 1}
    said = {
        "fi": "Tietoja on muutettu sen jälkeen, kun luit ne. Lue ne uudelleen ja päätä sitten.",
        "sv": "Uppgifterna har ändrats efter att du läste dem. Läs dem på nytt och bestäm sedan.",
        "en": "This has changed since you read it. Read it again and decide anew.",
    }
    before = await journal()
    for language, message in said.items():
        payload = await api.act("cancelNegotiation", given, by="county_recorder", language=language)
        assert payload == {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": message,
            "path": [],
            "current": {
                "__typename": "Negotiation",
                "id": found["id"],
                "revision": found["revision"],
                "state": "SCHEDULED",
            },
        }
    assert await journal() == before
    evidence = {
        "obligation": obligation,
        "title": "A",
        "dated": {"value": "2026-05-04"},
        "reason": "B",
        "expectedRevision": 99,
    }
    payload = await api.act("linkEvidence", evidence, by="municipality_editor")
    assert payload["current"]["__typename"] == "Obligation"


@pytest.mark.parametrize(
    "name",
    ["Negotiation:999999", "Negotiation:-1", "County:1", "x", "", "Negotiation:9" + "9" * 30],
)
async def test_unknown_id_is_not_found(api: Api, name: str) -> None:
    given = {"negotiation": name, "reason": "Este", "expectedRevision": 1}
    said = {
        "fi": "Kohdetta ei ole, tai sinulla ei ole oikeutta nähdä sitä. Tarkista tunnus.",
        "en": "There is no such object, or you may not see it. Check the id.",
    }
    for language, message in said.items():
        payload = await api.act("cancelNegotiation", given, by="county_recorder", language=language)
        assert payload == {
            "__typename": "NotFound",
            "code": "NOT_FOUND",
            "message": message,
            "path": [],
        }
