"""Every act tried by the six kinds of actor: who may, and why the others may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.graphql.asking import NOBODY, RULE, SIX, Api, attendance_of, journal

Given = dict[str, Any]
YES = "yes"
MISSING, OWN, PARTY = "ROLE_MISSING", "NOT_OWN_ORGANISATION", "NOT_A_PARTY"
KEEPER, COUNTY = "NOT_THE_KEEPER", "NOT_A_COUNTY"


@dataclass(frozen=True)
class Try:
    """An act with the input of one world, and the answer to each of the six in their order."""

    name: str
    given: Callable[[Api, str], Awaitable[Given]]
    answers: tuple[str, ...]


async def a_round(api: Api, obligation: str) -> Given:
    return {
        "title": {"fi": "K"},
        "startsOn": "2026-09-01",
        "endsOn": "2026-12-31",
        "rules": [RULE],
    }


async def a_plan(api: Api, obligation: str) -> Given:
    return {"title": {"fi": "N"}, "municipalities": ["837"], "county": "08"}


async def plans(api: Api, obligation: str) -> Given:
    return {"round": await api.round(), "title": {"fi": "N"}}


async def public(api: Api, **more: Any) -> Given:
    found = await api.scheduled()
    return {"negotiation": found["id"], "expectedRevision": found["revision"], **more}


async def an_invitation(api: Api, obligation: str) -> Given:
    return await public(api)


async def a_day(api: Api, obligation: str) -> Given:
    return await public(api, day="2026-12-08")


async def a_first_day(api: Api, obligation: str) -> Given:
    found = await api.draft()
    given = {"negotiation": found["id"], "expectedRevision": found["revision"]}
    invited = await api.done("inviteToNegotiation", given)
    return {**given, "expectedRevision": invited["revision"], "day": "2026-12-08"}


async def a_cancelling(api: Api, obligation: str) -> Given:
    return await public(api, reason="Este")


async def a_meeting(api: Api, obligation: str) -> Given:
    return await public(api, heldOn={"value": "2026-11-20"}, present=["837"])


async def other_rules(api: Api, obligation: str) -> Given:
    return await public(api, rules=[RULE])


async def a_ground(api: Api, obligation: str) -> Given:
    found = await api.scheduled()
    ground = {"statute": "621/1999", "section": "24 §"}
    return {"record": found["id"], "expectedRevision": found["revision"], **ground}


async def a_release(api: Api, obligation: str) -> Given:
    found = await api.withheld(await api.scheduled())
    return {"record": found["id"], "expectedRevision": found["revision"]}


async def a_report(api: Api, obligation: str) -> Given:
    return {"attendance": attendance_of(await api.held(), "837")["id"]}


async def a_dispute(api: Api, obligation: str) -> Given:
    return {**await a_report(api, obligation), "reason": "Ei ollut"}


async def a_disputed(api: Api, obligation: str) -> Given:
    row = await a_report(api, obligation)
    await api.act("disputeReport", {**row, "reason": "Ei ollut"}, by="municipality_recorder")
    return row


async def evidence(api: Api, obligation: str) -> Given:
    return {
        "obligation": obligation,
        "title": "P",
        "dated": {"value": "2026-05-04"},
        "reason": "R",
        "expectedRevision": (await api.standing(obligation))["revision"],
    }


async def linked(api: Api, obligation: str) -> Given:
    given = await evidence(api, obligation)
    await api.act("linkEvidence", given, by="municipality_editor")
    because = (await api.standing(obligation))["standing"]["because"]
    return {"evidence": because[0]["evidence"]["id"], "expectedRevision": 1}


async def an_exemption(api: Api, obligation: str) -> Given:
    return {
        "obligation": obligation,
        "fromOn": "2026-01-01",
        "decidedBy": "H",
        "decidedOn": "2025-12-15",
        "reason": "R",
        "expectedRevision": (await api.standing(obligation))["revision"],
    }


async def a_day_of_keeping(api: Api, obligation: str) -> Given:
    return {"startsOn": "2026-01-01"}


async def a_statement(api: Api, obligation: str) -> Given:
    given = await a_day_of_keeping(api, obligation)
    stated = await api.act("stateRecordComplete", given, by="county_admin")
    statement = stated["statement"]
    return {"statement": statement["id"], "expectedRevision": statement["revision"]}


async def an_earlier_year(api: Api, obligation: str) -> Given:
    return {"year": 2024}


async def a_unit(api: Api, obligation: str) -> Given:
    return {"name": {"fi": "Y"}}


async def a_body(api: Api, obligation: str) -> Given:
    return {"kind": "NETWORK", "name": {"fi": "V"}}


async def a_seat(api: Api, obligation: str) -> Given:
    given = await a_body(api, obligation)
    body = (await api.act("registerBody", given, by="county_recorder"))["body"]
    return {"body": body["id"], "organisation": "hus", "expectedRevision": body["revision"]}


async def a_seat_held(api: Api, obligation: str) -> Given:
    given = await a_seat(api, obligation)
    body = (await api.act("seatOrganisation", given, by="county_recorder"))["body"]
    seat = body["seats"][0]["id"]
    return {"seat": seat, "endsOn": "2026-12-31", "expectedRevision": body["revision"]}


async def an_organisation(api: Api, obligation: str) -> Given:
    return {"kind": "ASSOCIATION", "name": {"fi": "Yhdistys"}, "source": "Koe"}


async def a_contact(api: Api, obligation: str) -> Given:
    return {"task": {"fi": "T"}, "phone": "010 123 456"}


async def a_contact_set(api: Api, obligation: str) -> Given:
    given = await a_contact(api, obligation)
    contact = (await api.act("setContact", given, by="county_admin"))["contact"]
    return {"contact": contact["id"], "endsOn": "2026-12-31", "expectedRevision": 1}


async def a_contact_ended(api: Api, obligation: str) -> Given:
    given = {**await a_contact(api, obligation), "startsOn": "2026-01-01", "endsOn": "2026-11-20"}
    contact = (await api.act("setContact", given, by="county_admin"))["contact"]
    return {"contact": contact["id"], "expectedRevision": 1}


async def a_duty(api: Api, obligation: str) -> Given:
    return {"name": {"fi": "T"}, "topic": "OTHER"}


async def a_duty_added(api: Api, obligation: str) -> Given:
    given = await a_duty(api, obligation)
    duty = (await api.act("addDuty", given, by="county_recorder"))["duty"]
    return {**given, "duty": duty["id"], "expectedRevision": duty["revision"]}


async def a_duty_to_end(api: Api, obligation: str) -> Given:
    given = await a_duty_added(api, obligation)
    kept = {name: given[name] for name in ("duty", "expectedRevision")}
    return {**kept, "endsOn": "2026-12-31"}


def seen(name: str, found: Given, **more: Any) -> Given:
    return {name: found["id"], "expectedRevision": found["revision"], **more}


FACTS = {"bodyName": "H", "decidedOn": {"value": "2026-11-02"}, "outcome": "NOTED"}


async def an_own_decision(api: Api, obligation: str) -> Given:
    return {"subject": obligation, "decision": FACTS}


async def a_decision_of_a_party(api: Api, obligation: str) -> Given:
    found = await api.decided(obligation)
    return seen("decision", found, facts=FACTS)


async def a_decision_withdrawn(api: Api, obligation: str) -> Given:
    return seen("decision", await api.decided(obligation), reason="Virhe")


async def a_decision_reported(api: Api, obligation: str) -> Given:
    return seen("decision", await api.decided(obligation))


async def a_decision_to_dispute(api: Api, obligation: str) -> Given:
    return seen("decision", await api.decided(obligation), reason="Väärin")


async def a_decision_disputed(api: Api, obligation: str) -> Given:
    given = await a_decision_to_dispute(api, obligation)
    return seen("decision", await api.done("disputeDecision", given, by="municipality_recorder"))


async def an_action(api: Api, obligation: str) -> Given:
    action = {"title": {"fi": "T"}, "responsible": ["municipality:837"]}
    return {"negotiation": (await api.held())["id"], "action": action}


async def an_action_public(api: Api, **more: Any) -> Given:
    found = await api.agreed((await api.held())["id"])
    published = await api.done("publishAction", seen("action", found))
    return seen("action", published, **more)


async def an_action_amended(api: Api, obligation: str) -> Given:
    facts = {"title": {"fi": "T"}, "responsible": ["municipality:837"]}
    return await an_action_public(api, facts=facts, reason="Uusi")


async def an_action_done(api: Api, obligation: str) -> Given:
    return await an_action_public(api)


async def an_action_dropped(api: Api, obligation: str) -> Given:
    return await an_action_public(api, reason="Raukesi")


async def an_action_reopened(api: Api, obligation: str) -> Given:
    done = await api.done("completeAction", await an_action_public(api))
    return seen("action", done, reason="Kesken")


async def an_action_published(api: Api, obligation: str) -> Given:
    return seen("action", await api.agreed((await api.held())["id"]))


async def an_agenda(api: Api, obligation: str) -> Given:
    return {"negotiation": (await api.held())["id"], "template": "premises"}


async def an_item(api: Api, obligation: str) -> Given:
    return {"negotiation": (await api.held())["id"], "title": {"fi": "A"}}


async def an_item_written(api: Api) -> Given:
    return await api.done("writeAgendaItem", await an_item(api, ""))


async def an_item_removed(api: Api, obligation: str) -> Given:
    return seen("item", await an_item_written(api))


async def a_position(api: Api, obligation: str) -> Given:
    return {"item": (await an_item_written(api))["id"], "text": "Kannatamme"}


async def minutes(api: Api, obligation: str) -> Given:
    return {"negotiation": (await api.held())["id"]}


async def minutes_to_check(api: Api, obligation: str) -> Given:
    roles = [{"organisation": "county:08", "role": "pj"}]
    held = (await api.held())["id"]
    return seen("minutes", await api.drafted(held, rule="CHECKED", roles=roles), role="pj")


async def minutes_to_approve(api: Api, obligation: str) -> Given:
    return seen("minutes", await api.drafted((await api.held())["id"], rule="APPROVED"))


async def minutes_to_publish(api: Api, obligation: str) -> Given:
    return seen("minutes", await api.drafted((await api.held())["id"]))


OUT = "NOT_SIGNED_IN"
KEEPERS = (OUT, KEEPER, YES, KEEPER, MISSING, MISSING)
CONFIRMS = (OUT, MISSING, OWN, OWN, MISSING, MISSING)
PARTIES = (OUT, YES, YES, PARTY, MISSING, MISSING)
LOST = "NOT_FOUND"
ADMINS = (OUT, MISSING, MISSING, MISSING, MISSING, MISSING)
TRIES = (
    Try("startNegotiationRound", a_round, (OUT, COUNTY, YES, YES, MISSING, MISSING)),
    Try("planNegotiation", a_plan, (OUT, YES, YES, "INVALID", MISSING, MISSING)),
    Try("planNegotiations", plans, KEEPERS),
    Try("inviteToNegotiation", an_invitation, KEEPERS),
    Try("moveNegotiation", a_day, KEEPERS),
    Try("scheduleNegotiation", a_first_day, KEEPERS),
    Try("recordNegotiationHeld", a_meeting, (OUT, YES, YES, PARTY, MISSING, MISSING)),
    Try("cancelNegotiation", a_cancelling, KEEPERS),
    Try("changeNegotiationRules", other_rules, KEEPERS),
    Try("withholdRecord", a_ground, (OUT, MISSING, YES, KEEPER, MISSING, MISSING)),
    Try("releaseRecord", a_release, (LOST, MISSING, YES, LOST, LOST, MISSING)),
    Try("confirmReport", a_report, CONFIRMS),
    Try("disputeReport", a_dispute, CONFIRMS),
    Try("withdrawDispute", a_disputed, CONFIRMS),
    Try("linkEvidence", evidence, (OUT, YES, YES, PARTY, MISSING, MISSING)),
    Try("withdrawEvidence", linked, (OUT, YES, OWN, OWN, MISSING, MISSING)),
    Try("exemptObligation", an_exemption, ADMINS),
    Try("stateRecordComplete", a_day_of_keeping, ADMINS),
    Try("registerOrganisation", an_organisation, (OUT, YES, YES, YES, MISSING, MISSING)),
    Try("withdrawRecordStatement", a_statement, ADMINS),
    Try("openEarlierPeriod", an_earlier_year, ADMINS),
    Try("registerUnit", a_unit, ADMINS),
    Try("registerBody", a_body, (OUT, YES, YES, YES, MISSING, MISSING)),
    Try("seatOrganisation", a_seat, KEEPERS),
    Try("endSeat", a_seat_held, KEEPERS),
    Try("setContact", a_contact, ADMINS),
    Try("endContact", a_contact_set, ADMINS),
    Try("eraseContact", a_contact_ended, ADMINS),
    Try("addDuty", a_duty, (OUT, YES, YES, YES, MISSING, MISSING)),
    Try("amendDuty", a_duty_added, KEEPERS),
    Try("endDuty", a_duty_to_end, KEEPERS),
    Try("recordDecision", an_own_decision, (OUT, MISSING, YES, "INVALID", MISSING, MISSING)),
    Try("amendDecision", a_decision_of_a_party, (OUT, MISSING, YES, OWN, MISSING, MISSING)),
    Try("withdrawDecision", a_decision_withdrawn, (OUT, MISSING, YES, OWN, MISSING, MISSING)),
    Try("confirmDecision", a_decision_reported, CONFIRMS),
    Try("disputeDecision", a_decision_to_dispute, CONFIRMS),
    Try("withdrawDecisionDispute", a_decision_disputed, CONFIRMS),
    Try("agreeAction", an_action, PARTIES),
    Try("amendAction", an_action_amended, PARTIES),
    Try("completeAction", an_action_done, PARTIES),
    Try("dropAction", an_action_dropped, PARTIES),
    Try("reopenAction", an_action_reopened, PARTIES),
    Try("publishAction", an_action_published, (LOST, MISSING, YES, LOST, LOST, MISSING)),
    Try("beginAgenda", an_agenda, KEEPERS),
    Try("writeAgendaItem", an_item, KEEPERS),
    Try("removeAgendaItem", an_item_removed, (LOST, KEEPER, YES, LOST, LOST, MISSING)),
    Try("statePosition", a_position, (LOST, YES, YES, LOST, LOST, MISSING)),
    Try("draftMinutes", minutes, KEEPERS),
    Try("checkMinutes", minutes_to_check, (LOST, MISSING, YES, LOST, LOST, MISSING)),
    Try("approveMinutes", minutes_to_approve, (LOST, MISSING, YES, LOST, LOST, MISSING)),
    Try("publishMinutes", minutes_to_publish, (LOST, MISSING, YES, LOST, LOST, MISSING)),
)


@pytest.mark.parametrize("tried", TRIES, ids=lambda tried: tried.name)
async def test_act_is_open_to_whom_the_table_names(api: Api, obligation: str, tried: Try) -> None:
    given = await tried.given(api, obligation)
    refused = [(who, says) for who, says in zip(SIX, tried.answers, strict=True) if says != YES]
    before = await journal()
    for who, says in refused:
        payload = await api.act(tried.name, given, by=who, language="en")
        lost = payload["__typename"] == "NotFound"
        shown = LOST if lost else payload.get("reason", "INVALID")
        assert shown == says, (who, payload)
        assert payload["message"].endswith(".") and payload["code"] != payload["message"]
    assert await journal() == before
    for who, says in zip(SIX, tried.answers, strict=True):
        if says == YES:
            again = await tried.given(api, obligation)
            payload = await api.act(tried.name, again, by=who)
            assert "message" not in payload, (who, payload)


@pytest.mark.parametrize(
    ("language", "signed_out", "role", "keeper"),
    [
        (
            "fi",
            "Tähän pitää kirjautua. Kirjaudu sisään tai lähetä käyttötunniste.",
            "Tähän tarvitaan vähintään rooli muokkaaja. Roolin antaa organisaatiosi pääkäyttäjä.",
            "Asian kirjausta pitää toinen organisaatio. Pyydä sitä tekemään muutos.",
        ),
        (
            "sv",
            "Detta kräver inloggning. Logga in eller skicka en åtkomstnyckel.",
            "Detta kräver minst rollen redigerare. Rollen ges av organisationens huvudanvändare.",
            "Uppgifterna om ärendet förs av en annan organisation. Be den göra ändringen.",
        ),
        (
            "en",
            "This needs signing in. Sign in or send a token.",
            "This needs at least the role of editor."
            " An administrator of your organisation grants it.",
            "Another organisation keeps the record of this matter. Ask it to make the change.",
        ),
    ],
)
async def test_refusal_says_why_in_the_callers_language(
    api: Api, language: str, signed_out: str, role: str, keeper: str
) -> None:
    given = await public(api, reason="Este")
    said = {
        NOBODY: ("NOT_SIGNED_IN", signed_out),
        "municipality_reader_token": ("ROLE_MISSING", role),
        "other_county_recorder": ("NOT_THE_KEEPER", keeper),
    }
    for who, (reason, message) in said.items():
        payload = await api.act("cancelNegotiation", given, by=who, language=language)
        assert payload == {
            "__typename": "NotAllowed",
            "code": "NOT_ALLOWED",
            "message": message,
            "path": [],
            "reason": reason,
        }
