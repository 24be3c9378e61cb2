"""Agenda, minutes, agreed actions and decisions: from the first item to a closed negotiation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.graphql.asking import NOBODY, Api

OUTSIDERS = (NOBODY, "other_county_recorder", "steering_viewer", "neighbour_recorder")
PAPERS = """query ($id: ID!) { node(id: $id) { ... on Negotiation {
  state memoUrl
  agenda { number title(language: SV) topic legalBasis result positions { text }
    materials { title } concerns { __typename } actions { title } }
  minutes { rule state datedOn documents { url language sha256 isAnnex } missing { role } }
  actions { totalCount nodes { title state responsible { code } } }
  open: actions(filter: { state: [OPEN, DUE_SOON, OVERDUE] }) { totalCount }
  decisions { totalCount nodes { section } }
} }
  actions { totalCount } late: actions(filter: { state: [OVERDUE], municipality: "837" }) {
    totalCount }
  decisions { totalCount }
}"""


async def papers(api: Api, negotiation: str, by: str) -> dict[str, Any]:
    return await api.ask(PAPERS, {"id": negotiation}, by=by)


def seen(name: str, found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {name: found["id"], "expectedRevision": found["revision"], **more}


async def documents_of(api: Api, negotiation: str) -> Any:
    asked = """query ($id: ID!) { node(id: $id) { ... on Negotiation { minutes {
        documents { url title language sha256 } } } } }"""
    found = await api.ask(asked, {"id": negotiation}, by="county_recorder")
    return found["node"]["minutes"]["documents"]


async def approvals_of(api: Api, negotiation: str) -> dict[str, str | None]:
    asked = """query ($id: ID!) { node(id: $id) { ... on Negotiation { minutes {
        endorsements { endorsedOn organisation { organisationCode } } } } } }"""
    found = await api.ask(asked, {"id": negotiation}, by="county_recorder")
    rows = found["node"]["minutes"]["endorsements"]
    return {each["organisation"]["organisationCode"]: each["endorsedOn"] for each in rows}


async def prepared(api: Api) -> tuple[str, str]:
    """A held negotiation with an agenda from a template, a position and an overdue action."""
    held = await api.held()
    begun = {"negotiation": held["id"], "template": "county-municipality"}
    await api.done("beginAgenda", begun)
    items = await api.ask("{ negotiations { nodes { agenda { id } } } }", by="county_recorder")
    item = items["negotiations"]["nodes"][0]["agenda"][1]["id"]
    said = {"item": item, "text": "Lähipalvelut säilyvät"}
    await api.done("statePosition", said, by="municipality_editor")
    due = {"value": "2026-11-20"}
    await api.agreed(held["id"], dueOn=due, item=item, agreedOn="2026-10-14")
    return held["id"], item


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_papers_are_nowhere_for_others_until_the_minutes_are_published(
    api: Api, who: str
) -> None:
    held = await api.held()
    before = await papers(api, held["id"], who)
    await api.done("beginAgenda", {"negotiation": held["id"], "template": "wellbeing"})
    action = await api.agreed(held["id"], dueOn={"value": "2026-11-01"})
    minutes = await api.drafted(held["id"], documents=[{"url": "https://memo.example/1"}])
    hidden = await api.decided(held["id"], publication="NOT_PUBLISHED")
    assert await papers(api, held["id"], who) == before
    ids = [action["id"], minutes["id"], hidden["id"], "AgendaItem:1"]
    found = await api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids}, by=who)
    assert found == {"nodes": [None] * 4}
    await api.done("publishMinutes", seen("minutes", minutes))
    told = await papers(api, held["id"], who)
    assert len(told["node"]["agenda"]) == 5
    assert (told["actions"], told["late"]) == ({"totalCount": 1}, {"totalCount": 1})
    assert told["node"]["memoUrl"] == "https://memo.example/1"
    assert told["decisions"] == {"totalCount": 0}


async def test_both_parties_read_the_same_papers(api: Api) -> None:
    held, _ = await prepared(api)
    county = await papers(api, held, "county_recorder")
    assert await papers(api, held, "municipality_reader_token") == county
    assert [item["number"] for item in county["node"]["agenda"]] == [1, 2, 3, 4, 5, 6]
    spoken = county["node"]["agenda"][1]
    assert spoken["title"] == "Tjänster som motsvarar invånarnas behov"
    assert spoken["positions"] == [{"text": "Lähipalvelut säilyvät"}]
    assert spoken["actions"] == [{"title": "Tehdään"}]


async def test_a_negotiation_closes_when_the_minutes_are_ready_and_the_actions_done(
    api: Api,
) -> None:
    held, _ = await prepared(api)
    minutes = await api.drafted(held, datedOn="2026-11-03", caseNumber="1/2026")
    assert minutes["state"] == "AWAITING_PUBLICATION"
    published = await api.done("publishMinutes", seen("minutes", minutes))
    assert (published["state"], published["negotiation"]["state"]) == ("READY", "MINUTES_READY")
    (action,) = (await api.ask("{ actions { nodes { id revision state } } }"))["actions"]["nodes"]
    assert action["state"] == "OVERDUE"
    shown = {"title": "Raportti", "dated": {"value": "2026-11-19", "precision": "MONTH"}}
    given = seen("action", action, doneOn="2026-11-19", evidence=shown)
    done = await api.done("completeAction", given, by="municipality_editor")
    assert done["state"] == "DONE"
    assert (await papers(api, held, NOBODY))["node"]["state"] == "CLOSED"
    await api.done("reopenAction", seen("action", done, reason="Kesken"))
    assert (await papers(api, held, NOBODY))["node"]["state"] == "MINUTES_READY"
    past = await api.ask(
        '{ actions(asOf: "2026-10-20") { nodes { state } } before: actions(asOf: "2026-10-13")'
        " { totalCount } }"
    )
    assert past == {"actions": {"nodes": [{"state": "OPEN"}]}, "before": {"totalCount": 0}}


async def test_approved_minutes_wait_for_every_party(api: Api) -> None:
    held = (await api.held())["id"]
    minutes = await api.drafted(held, rule="APPROVED")
    assert [each["organisation"]["organisationCode"] for each in minutes["missing"]] == [
        "county:08",
        "municipality:837",
    ]
    early = await api.done("publishMinutes", seen("minutes", minutes))
    assert (early["state"], early["warned"]) == ("AWAITING_APPROVAL", ["PUBLISHED_UNAPPROVED"])
    assert early["negotiation"]["state"] == "HELD"
    one = await api.done("approveMinutes", seen("minutes", early))
    given = seen("minutes", one, on="2026-11-10")
    both = await api.done("approveMinutes", given, by="municipality_recorder")
    assert (both["state"], both["missing"], both["readyOn"]) == ("READY", [], "2026-11-21")
    assert both["negotiation"]["state"] == "MINUTES_READY"
    again = await api.act("approveMinutes", seen("minutes", both), by="county_recorder")
    assert again["fields"][0]["code"] == "ENDORSED_ALREADY"


async def test_changed_documents_are_checked_anew(api: Api) -> None:
    held = (await api.held())["id"]
    roles = [{"organisation": "municipality:837", "role": "sihteeri"}]
    first = [{"url": "https://memo.example/1"}]
    minutes = await api.drafted(held, rule="CHECKED", roles=roles, documents=first)
    given = seen("minutes", minutes, role="sihteeri", on="2026-11-01")
    checked = await api.done("checkMinutes", given, by="municipality_recorder")
    assert checked["state"] == "AWAITING_PUBLICATION"
    same = {"expectedRevision": checked["revision"], "rule": "CHECKED", "roles": roles}
    kept = await api.drafted(held, **same, documents=first, caseNumber="2/2026")
    assert (kept["state"], kept["warned"]) == ("AWAITING_PUBLICATION", [])
    other = [{"url": "https://memo.example/2", "sha256": "A" * 64}]
    changed = await api.drafted(
        held, **{**same, "expectedRevision": kept["revision"]}, documents=other
    )
    assert (changed["state"], changed["warned"]) == ("AWAITING_CHECKS", ["ENDORSED_ANEW"])


async def test_another_title_and_language_of_a_document_are_written_and_approvals_stay(
    api: Api,
) -> None:
    held = (await api.held())["id"]
    document = {"url": "https://memo.example/1", "title": "Muistio", "language": "FI"}
    minutes = await api.drafted(held, rule="APPROVED", documents=[document])
    given = seen("minutes", minutes, on="2026-11-01")
    approved = await api.done("approveMinutes", given, by="municipality_recorder")
    mended = {"url": "https://memo.example/1", "title": "Protokoll", "language": "SV"}
    revision = approved["revision"]
    redrafted = await api.drafted(
        held, rule="APPROVED", documents=[mended], expectedRevision=revision
    )
    assert redrafted["warned"] == []
    assert await documents_of(api, held) == [{**mended, "language": "sv", "sha256": None}]
    assert await approvals_of(api, held) == {"county:08": None, "municipality:837": "2026-11-01"}


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"datedOn": "2026-10-13"}, ["datedOn"], "BEFORE_MEETING"),
        ({"rule": "CHECKED"}, ["roles"], "NOBODY_CHECKS"),
        ({"documents": [{"url": "ftp://x"}]}, ["documents", "0", "url"], "NOT_A_LINK"),
        (
            {"documents": [{"url": "https://a.example", "sha256": "x"}]},
            ["documents", "0", "sha256"],
            "NOT_A_HASH",
        ),
        (
            {"rule": "CHECKED", "roles": [{"organisation": "county:06", "role": "pj"}]},
            ["roles", "0", "organisation"],
            "NOT_A_PARTY",
        ),
    ],
)
async def test_what_minutes_cannot_say(
    api: Api, given: dict[str, Any], path: list[str], code: str
) -> None:
    held = (await api.held())["id"]
    answer = await api.act("draftMinutes", {"negotiation": held, **given}, by="county_recorder")
    assert [(each["path"], each["code"]) for each in answer["fields"]] == [(["input", *path], code)]


async def test_an_item_moves_and_the_others_make_room(api: Api) -> None:
    held, item = await prepared(api)
    revision = (
        await api.ask(
            "query ($id: ID!) { node(id: $id) { ... on AgendaItem { revision } } }",
            {"id": item},
            by="county_recorder",
        )
    )["node"]["revision"]
    given = {"item": item, "title": {"fi": "Siirretty"}, "number": 6}
    moved = await api.done("writeAgendaItem", {**given, "expectedRevision": revision})
    assert moved["number"] == 6
    stale = {**given, "expectedRevision": revision}
    assert (await api.act("writeAgendaItem", stale, by="county_recorder"))["code"] == "CONFLICT"
    told = await papers(api, held, "county_recorder")
    assert [each["number"] for each in told["node"]["agenda"]] == [1, 2, 3, 4, 5, 6]
    removal = {"item": item, "expectedRevision": moved["revision"]}
    answer = await api.act("removeAgendaItem", removal, by="county_recorder")
    assert answer["fields"][0]["code"] == "ITEM_SPOKEN_TO"


async def test_a_position_is_written_over_only_by_who_has_seen_it(api: Api) -> None:
    _, item = await prepared(api)
    other = {"item": item, "text": "Lähipalvelut keskitetään"}
    by = "municipality_editor"
    for blind in (other, {"item": item}):
        answer = await api.act("statePosition", blind, by=by)
        (fault,) = answer["fields"]
        assert (fault["path"], fault["code"]) == (["input", "expectedRevision"], "REQUIRED")
    told = await api.done("statePosition", {**other, "expectedRevision": 1}, by=by)
    assert [each["text"] for each in told["positions"]] == [other["text"]]
    stale = {**other, "expectedRevision": 1}
    conflict = await api.act("statePosition", stale, by=by)
    assert (conflict["code"], conflict["current"]["id"]) == ("CONFLICT", item)
    assert (await api.done("statePosition", {"item": item, "expectedRevision": 2}, by=by))[
        "positions"
    ] == []


async def test_an_item_concerns_obligations_and_decisions(api: Api, obligation: str) -> None:
    held = (await api.held())["id"]
    decision = await api.decided(obligation)
    concerns = [obligation, decision["id"], "ObligationRule:1"]
    given = {"negotiation": held, "title": {"sv": "Ärende"}, "concerns": concerns}
    await api.done("writeAgendaItem", given)
    told = await papers(api, held, "county_recorder")
    kinds = [each["__typename"] for each in told["node"]["agenda"][0]["concerns"]]
    assert kinds == ["Obligation", "Decision", "ObligationRule"]
    wrong = {**given, "concerns": ["County:1"]}
    assert (await api.act("writeAgendaItem", wrong, by="county_recorder"))["code"] == "NOT_FOUND"


async def test_a_reported_decision_is_confirmed_or_disputed_by_its_maker(
    api: Api, obligation: str
) -> None:
    reported = await api.decided(obligation, section="239", caseNumber="HEL 2021–009837")
    assert (reported["provenance"], reported["isPublic"]) == ("REPORTED", True)
    given = seen("decision", reported, reason="Pykälä on 240")
    disputed = await api.done("disputeDecision", given, by="municipality_recorder")
    assert disputed["provenance"] == "DISPUTED"
    back = await api.done(
        "withdrawDecisionDispute", seen("decision", disputed), by="municipality_recorder"
    )
    assert back["provenance"] == "REPORTED"
    confirmed = await api.done(
        "confirmDecision", seen("decision", back), by="municipality_recorder"
    )
    assert confirmed["provenance"] == "CONFIRMED"
    facts = {"official": "Hallintojohtaja", "decidedOn": {"value": "2026-11-02"}}
    facts |= {"outcome": "HANDLED_OUTCOME_UNKNOWN"}
    late = seen("decision", confirmed, facts=facts)
    assert (await api.act("amendDecision", late, by="county_recorder"))["code"] == "NOT_ALLOWED"
    own = await api.done("amendDecision", late, by="municipality_recorder")
    assert (own["provenance"], own["outcome"]) == ("OWN", "HANDLED_OUTCOME_UNKNOWN")
    count = """query ($filter: DecisionFilter) { decisions(filter: $filter) { totalCount } }"""
    for chosen, number in (
        ({"organisation": "municipality:837", "subject": obligation}, 1),
        ({"caseNumber": "HEL 2021-009837"}, 0),
        ({"text": "Hallinto", "outcome": ["HANDLED_OUTCOME_UNKNOWN"]}, 1),
        ({"decidedOn": {"before": "2026-11-01"}}, 0),
    ):
        found = await api.ask(count, {"filter": chosen})
        assert found == {"decisions": {"totalCount": number}}, chosen


async def test_a_decision_after_the_start_of_a_round_is_recorded_with_a_warning(api: Api) -> None:
    round_id = await api.round()
    decided = await api.decided(round_id)
    assert decided["warned"] == ["DECIDED_AFTER_START"]
    assert (await api.decided(round_id))["warned"] == ["DECIDED_AFTER_START", "DECIDED_TWICE"]


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("fi", "Neuvottelukierroksen ensimmäinen päivä on 1.9.2026"),
        ("sv", "Samrådsrundans första dag är 1.9.2026"),
        ("en", "The first day of the negotiation round is 1 Sept 2026"),
    ],
)
async def test_the_warning_names_what_began_before_the_decision(
    api: Api, language: str, named: str
) -> None:
    facts = {"bodyName": "Kaupunginhallitus", "decidedOn": {"value": "2026-11-02"}}
    facts |= {"outcome": "APPROVED", "publication": "CHECKED"}
    given = {"subject": await api.round(), "organisation": "municipality:837", "decision": facts}
    answer = await api.ask(
        "mutation ($input: RecordDecisionInput!) { recordDecision(input: $input) {"
        " ... on DecisionRecorded { warnings { message } } } }",
        {"input": given},
        by="county_recorder",
        language=language,
    )
    (warning,) = answer["recordDecision"]["warnings"]
    assert warning["message"].startswith(named)


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({"official": "Johtaja"}, ["bodyName"], "ONE_DECIDER"),
        ({"decidedOn": {"value": "2026-11-22"}}, ["decidedOn"], "IN_THE_FUTURE"),
        ({"outcome": None}, ["outcome"], "OUTCOME_LEFT_OUT"),
        ({"urls": {"sv": "javascript:x"}}, ["urls", "sv"], "NOT_A_LINK"),
        ({"finalityOn": "2026-12-01"}, ["finality"], "NO_FINALITY"),
    ],
)
async def test_what_a_decision_cannot_say(
    api: Api, obligation: str, facts: dict[str, Any], path: list[str], code: str
) -> None:
    whole = {"bodyName": "Hallitus", "decidedOn": {"value": "2026-11-02"}, "outcome": "NOTED"}
    given = {"subject": obligation, "decision": {**whole, "publication": "CHECKED", **facts}}
    answer = await api.act("recordDecision", given, by="county_recorder")
    assert [(each["path"], each["code"]) for each in answer["fields"]] == [
        (["input", "decision", *path], code)
    ]


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({"responsible": ["municipality:999"]}, ["responsible", "0"], "UNKNOWN_ORGANISATION"),
        ({"note": "x" * 4001}, ["note"], "TOO_LONG"),
        ({"dueOn": {"value": "2999-12-31"}}, ["dueOn"], "DAY_NOT_PLAUSIBLE"),
        ({"agreedOn": "2026-12-24"}, ["agreedOn"], "IN_THE_FUTURE"),
    ],
)
async def test_what_an_action_cannot_say(
    api: Api, facts: dict[str, Any], path: list[str], code: str
) -> None:
    held = (await api.held())["id"]
    told = {"title": {"fi": "T"}, "responsible": ["municipality:837"], **facts}
    answer = await api.act(
        "agreeAction", {"negotiation": held, "action": told}, by="county_recorder"
    )
    assert [(each["path"], each["code"]) for each in answer["fields"]] == [
        (["input", "action", *path], code)
    ]
    given = seen("action", await api.agreed(held), facts=told, reason="Uusi")
    answer = await api.act("amendAction", given, by="county_recorder")
    assert [(each["path"], each["code"]) for each in answer["fields"]] == [
        (["input", "facts", *path], code)
    ]


async def test_another_link_given_with_the_meeting_is_approved_anew(api: Api) -> None:
    held = (await api.held())["id"]
    first = {"url": "https://memo.example/1", "title": "Muistio", "language": "FI"}
    minutes = await api.drafted(held, rule="APPROVED", documents=[first])
    one = await api.done("approveMinutes", seen("minutes", minutes))
    given = seen("minutes", one, on="2026-11-10")
    both = await api.done("approveMinutes", given, by="municipality_recorder")
    meeting = {"negotiation": held, "heldOn": {"value": "2026-10-14"}, "present": ["837"]}
    meeting["expectedRevision"] = both["negotiation"]["revision"]
    same = await api.done("recordNegotiationHeld", {**meeting, "memoUrl": first["url"]})
    meeting["expectedRevision"] = same["revision"]
    assert same["warned"] == []
    assert set((await approvals_of(api, held)).values()) == {"2026-11-10", "2026-11-21"}
    other = {"url": "https://memo.example/2", "title": None, "language": None, "sha256": None}
    told = await api.done("recordNegotiationHeld", {**meeting, "memoUrl": other["url"]})
    assert told["warned"] == ["ENDORSED_ANEW"]
    assert await approvals_of(api, held) == {"county:08": None, "municipality:837": None}
    assert await documents_of(api, held) == [other]


async def test_the_link_given_with_a_meeting_makes_a_published_memo(api: Api) -> None:
    held = await api.held(memoUrl="https://memo.example/9")
    told = await papers(api, held["id"], NOBODY)
    assert told["node"]["minutes"] == {
        "rule": "MEMO",
        "state": "READY",
        "datedOn": None,
        "documents": [
            {"url": "https://memo.example/9", "language": None, "sha256": None, "isAnnex": False}
        ],
        "missing": [],
    }
    assert (told["node"]["state"], held["state"]) == ("MINUTES_READY", "MINUTES_READY")
    assert "https://memo.example/9" in json.dumps(told)


@pytest.mark.parametrize("text", ["neuvottelu äänekoskella", "ÄÄNEKOSKELLA", "Aanekoskella"])
async def test_lists_find_a_text_whatever_the_size_of_its_letters(
    api: Api, obligation: str, text: str
) -> None:
    said = "Neuvottelu Äänekoskella"
    plan = {"title": {"fi": said}, "municipalities": ["837"], "meetsOn": "2026-12-01"}
    await api.done("planNegotiation", plan)
    held = (await api.held())["id"]
    await api.agreed(held, note=said)
    await api.decided(obligation, note=said)
    document = """query ($text: String) {
      negotiations(filter: { text: $text }) { totalCount }
      actions(filter: { text: $text }) { totalCount }
      decisions(filter: { text: $text }) { totalCount }
    }"""
    found = await api.ask(document, {"text": text}, by="county_recorder")
    count = 0 if text == "Aanekoskella" else 1  # Ä is a letter of its own in Finnish.
    assert {each["totalCount"] for each in found.values()} == {count}
