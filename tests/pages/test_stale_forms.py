"""A form that was open while others changed its object: what changed, by whom, nothing lost."""

import html
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from server.identity.actor import Role
from tests.pages.test_real import ask, sign_in

KNOWN = """{
  negotiations(filter: {county: "08"}, first: 50) { edges { node {
    id state keeper { organisationCode } attendance { id organisation { organisationCode } } } } }
  obligations(filter: {county: "08", rule: "county-municipality-negotiation"}, first: 100) {
    edges { node { id municipality { organisationCode }
    evidence(first: 1) { edges { node { id recordedBy {
    organisationCode } } } } } } }
}"""


@pytest.fixture
async def other(demonstration: httpx2.AsyncClient) -> AsyncIterator[httpx2.AsyncClient]:
    """Another browser at the same service."""
    async with httpx2.AsyncClient(base_url=demonstration.base_url, timeout=60) as browser:
        yield browser


async def known(visitor: httpx2.AsyncClient) -> tuple[list[Any], list[Any]]:
    """The negotiations and obligations of the county."""
    data = (await ask(visitor, KNOWN)).json()["data"]
    negotiations, obligations = (
        [edge["node"] for edge in data[name]["edges"]] for name in ("negotiations", "obligations")
    )
    return negotiations, obligations


async def opened(visitor: httpx2.AsyncClient, form: str) -> dict[str, str]:
    """The hidden fields of a form as it opens."""
    answer = await visitor.get(form)
    assert answer.status_code == 200
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    return dict(hidden)


def meanwhile(page: str) -> list[str]:
    """The changes a form names."""
    note = page.partition("What changed meanwhile")[2].partition("</div>")[0]
    said = re.findall(r"<li>(.*?)</li>", note)
    return [html.unescape(each).replace("\u00a0", " ") for each in said]


async def test_a_correction_is_named_by_the_day_it_was_made(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await sign_in(demonstration, "county:08", Role.RECORDER)
    await sign_in(other, "county:08", Role.EDITOR)
    negotiations, _ = await known(demonstration)
    met = next(
        n
        for n in negotiations
        if n["state"] == "HELD" and n["keeper"]["organisationCode"] == "county:08"
    )
    form = f"/en/negotiations/{met['id']}/held"
    mine, theirs = await opened(demonstration, form), await opened(other, form)
    page = (await demonstration.get(form)).text
    there = {"present": re.findall(r'name="present" value="([^"]+)"[^>]*? checked', page)}
    sent = await other.post(form, data=theirs | there | {"heldOn": "16.4.2026"})
    assert sent.status_code == 303
    answer = await demonstration.post(form, data=mine | there | {"heldOn": "17.4.2026"})
    assert answer.status_code == 409
    (change,) = meanwhile(answer.text)
    assert "Corrected (16 Apr 2026)" in change


async def test_who_set_a_day_too_late_is_led_to_moving_it(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await sign_in(demonstration, "county:08", Role.RECORDER)
    await sign_in(other, "county:08", Role.EDITOR)
    negotiations, _ = await known(demonstration)
    form = next(f"/en/negotiations/{n['id']}/date" for n in negotiations if n["state"] == "INVITED")
    mine, theirs = await opened(demonstration, form), await opened(other, form)
    assert (await other.post(form, data=theirs | {"day": "1.2.2027"})).status_code == 303
    answer = await demonstration.post(form, data=mine | {"day": "5.2.2027"})
    assert answer.status_code == 409
    found = re.search(r'<form action="([^"]+/move)" method="post"', answer.text)
    assert found
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    moved = await demonstration.post(html.unescape(found[1]), data=again | {"day": "5.2.2027"})
    assert moved.status_code == 303


async def test_a_moved_date_is_named_and_the_typed_one_kept(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await sign_in(demonstration, "county:08", Role.RECORDER)
    await sign_in(other, "county:08", Role.EDITOR)
    negotiations, _ = await known(demonstration)
    form = next(
        f"/en/negotiations/{n['id']}/move" for n in negotiations if n["state"] == "SCHEDULED"
    )
    mine = await opened(demonstration, form)
    for day in ("1.2.2027", "3.2.2027"):
        theirs = await opened(other, form)
        moved = {"day": day, "mode": "REMOTE", "place": "Etänä"}
        assert (await other.post(form, data=theirs | moved)).status_code == 303
    typed = mine | {"day": "5.2.2027", "mode": "PLACE", "place": "Kirjasto"}
    answer = await demonstration.post(form, data=typed)
    assert answer.status_code == 409
    first, second = meanwhile(answer.text)
    assert "(1 Feb 2027)" in first
    assert "(3 Feb 2027)" in second
    assert "Pirkanma" in second
    assert "The record now says: 3.2.2027" in answer.text
    assert "The record now says: Remotely" in answer.text
    assert "The record now says: Etänä" in answer.text
    assert 'value="5.2.2027"' in answer.text
    assert 'value="Kirjasto"' in answer.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert (await demonstration.post(form, data=typed | again)).status_code == 303


async def test_corrected_attendance_is_named_by_municipality(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await sign_in(demonstration, "county:08", Role.RECORDER)
    await sign_in(other, "county:08", Role.EDITOR)
    negotiations, _ = await known(demonstration)
    joint = max(negotiations, key=lambda n: len(n["attendance"]))
    form = f"/en/negotiations/{joint['id']}/held"
    mine = await opened(demonstration, form)
    there = {"heldOn": "12.11.2025", "mode": "PLACE", "place": "Valkeakoski", "memoUrl": ""}
    there |= {"was": ""}  # of those not named here the forms say nothing
    theirs = await opened(other, form) | there
    sent = await other.post(form, data={**theirs, "present": ["020", "418"]})
    assert sent.status_code == 303
    answer = await demonstration.post(form, data={**mine, **there, "present": ["604"]})
    assert answer.status_code == 409
    assert "The record now says: Akaa, Lempäälä" in answer.text
    assert meanwhile(answer.text)


async def test_linked_evidence_is_named_in_a_form_of_the_obligation(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await sign_in(demonstration, "county:08", Role.ADMIN)
    await sign_in(other, "municipality:020", Role.EDITOR)
    _, obligations = await known(demonstration)
    akaa = next(
        o["id"] for o in obligations if o["municipality"]["organisationCode"] == "municipality:020"
    )
    page = f"/en/obligations/{akaa}"
    mine = await opened(demonstration, f"{page}/exempt")
    theirs = await opened(other, f"{page}/evidence/new")
    evidence = {"title": "Kokous", "dated": "1.2.2026", "reason": "Neuvottelu", "url": ""}
    sent = await other.post(f"{page}/evidence/new", data=theirs | evidence)
    assert sent.status_code == 303
    typed = {
        "decidedBy": "Aluehallitus",
        "decidedOn": "1.3.2026",
        "fromOn": "1.4.2026",
        "reason": "Syy",
    }
    answer = await demonstration.post(f"{page}/exempt", data=mine | typed)
    assert answer.status_code == 409
    [change] = meanwhile(answer.text)
    assert "Evidence linked, Akaa" in change
    assert 'value="Aluehallitus"' in answer.text


async def test_a_dispute_that_others_answered_is_named(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    await sign_in(demonstration, "municipality:020", Role.RECORDER)
    await sign_in(other, "municipality:020", Role.RECORDER)
    negotiations, _ = await known(demonstration)
    meeting, row = next(
        (n["id"], a["id"])
        for n in negotiations
        for a in n["attendance"]
        if a["organisation"]["organisationCode"] == "municipality:020"
    )
    form = f"/en/negotiations/{meeting}/attendance/{row}"
    mine = await opened(demonstration, f"{form}/dispute")
    theirs = await opened(other, f"{form}/confirm")
    assert (await other.post(f"{form}/confirm", data=theirs)).status_code == 303
    answer = await demonstration.post(f"{form}/dispute", data=mine | {"reason": "Emme olleet"})
    assert answer.status_code == 409
    [change] = meanwhile(answer.text)
    assert "Attendance confirmed, Akaa" in change
    assert "Emme olleet" in answer.text


async def test_withdrawing_what_was_withdrawn_meanwhile_is_done_already(
    demonstration: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    _, obligations = await known(demonstration)
    obligation = next(o for o in obligations if o["evidence"]["edges"])
    linked = obligation["evidence"]["edges"][0]["node"]
    for browser in (demonstration, other):
        await sign_in(browser, linked["recordedBy"]["organisationCode"], Role.EDITOR)
    form = f"/en/obligations/{obligation['id']}/evidence/{linked['id']}/withdraw"
    mine = await opened(demonstration, form)
    theirs = await opened(other, form)
    assert (await other.post(form, data=theirs)).status_code == 303
    answer = await demonstration.post(form, data=mine)
    assert (answer.status_code, answer.headers["location"].split("?")[1]) == (
        303,
        "done=evidence-withdrawn",
    )
