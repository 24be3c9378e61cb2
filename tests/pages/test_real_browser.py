"""The real application with its demonstration in a real browser: every page and every form."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from server.identity.actor import Role
from tests.conftest import SEEDED_ON, Template
from tests.pages.browser import Findings, Stop, audit, invalid_html
from tests.pages.conftest import visiting
from tests.pages.test_real import SECTION_14, ask, sign_in
from ui.forms import ACTS
from ui.i18n import LANGUAGES
from ui.routes import OTHERS, PAGES

pytestmark = pytest.mark.browser

TOWN = "020"
"""Akaa was at the joint meeting of the demonstration, so it has attendance of its own."""

ONLY_ONCE = ("/nowhere", "/obligations?asOf=31.2.2026&county=08", "/search?q=tampere&types=")
"""Looks of a page that another language does not change."""

KNOWN = """{
  negotiationRounds(first: 1) { edges { node { id } } }
  negotiations(filter: {county: "08"}, first: 50) { edges { node {
    id state attendance { id organisation { organisationCode } } } } }
  obligations(filter: {county: "08", rule: "county-municipality-negotiation"}, first: 100) {
    edges { node {
    id evidence(first: 1) { edges { node { id } } } standing { status } } } }
}"""


MADE = """mutation {
  registerUnit(input: {name: {fi: "Yhdyspintayksikkö"}}) { ... on UnitRecorded { unit { id } } }
  setContact(input: {task: {fi: "Yhdyspinta"}, email: "yhdyspinta@example.org"}) {
    ... on ContactRecorded { contact { id } } }
  registerBody(input: {kind: NETWORK, name: {fi: "Yhdyspintaverkosto"}}) {
    ... on BodyRecorded { body { id } } }
  addDuty(input: {name: {fi: "Matkaketjut"}, topic: VITALITY}) {
    ... on DutyRecorded { duty { id } } }
  writeAgendaItem(input: {negotiation: "%(held)s", title: {fi: "Asia"}}) {
    ... on AgendaItemRecorded { item { id } } }
  agreeAction(input: {negotiation: "%(held)s", action: {
    title: {fi: "Toimi"}, responsible: ["county:08"]}}) {
    ... on ActionRecorded { action { id } } }
  stateRecordComplete(input: {startsOn: "2026-01-01"}) {
    ... on RecordKeepingStated { statement { id } } }
  recordDecision(input: {subject: "%(held)s", decision: {
    bodyName: "Aluehallitus", decidedOn: {value: "2026-10-05"}, outcome: NOTED}}) {
    ... on DecisionRecorded { decision { id } } }
  onRound: recordDecision(input: {subject: "%(round)s", decision: {
    bodyName: "Aluehallitus", decidedOn: {value: "2026-10-06"}, outcome: NOTED}}) {
    ... on DecisionRecorded { decision { id } } }
  onObligation: recordDecision(input: {subject: "%(obligation)s", decision: {
    bodyName: "Aluehallitus", decidedOn: {value: "2026-10-07"}, outcome: NOTED}}) {
    ... on DecisionRecorded { decision { id } } }
}"""
SEATED = """mutation { seatOrganisation(input: {body: "%s", organisation: "municipality:837",
  expectedRevision: 1}) { ... on BodyRecorded { body { seats { id } } } } }"""
REVISION = """{ node(id: "%s") { ... on Negotiation { revision } } }"""
HANDED = """mutation { handOverRecord(input: {record: "%s", to: "municipality:%s",
  expectedRevision: %s}) { ... on NegotiationRecorded { negotiation { proposals { id } } } } }"""


async def made(visitor: httpx2.AsyncClient, held: Mapping[str, Any], **on: str) -> dict[str, str]:
    """One of each kind that the demonstration has none of, kept by the county."""
    await sign_in(visitor, "county:08", Role.ADMIN)
    data = (await ask(visitor, MADE % {"held": held["id"], **on})).json()["data"]
    ids = {name: next(iter(each.values()))["id"] for name, each in data.items()}
    seats = (await ask(visitor, SEATED % ids["registerBody"])).json()["data"]
    seen = (await ask(visitor, REVISION % held["id"])).json()["data"]["node"]["revision"]
    asked = (await ask(visitor, HANDED % (held["id"], TOWN, seen))).json()["data"]
    return {
        "proposals": asked["handOverRecord"]["negotiation"]["proposals"][0]["id"],
        "units": ids["registerUnit"],
        "contact": ids["setContact"],
        "bodies": ids["registerBody"],
        "seats": seats["seatOrganisation"]["body"]["seats"][0]["id"],
        "duties": ids["addDuty"],
        "record": ids["stateRecordComplete"],
        "agenda": ids["writeAgendaItem"],
        "actions": ids["agreeAction"],
        "decisions": ids["recordDecision"],
        "rounds decisions": ids["onRound"],
        "obligations decisions": ids["onObligation"],
    }


async def things(visitor: httpx2.AsyncClient) -> tuple[dict[str, str], list[str]]:
    """What each part of a path names, with much to show, and the other kinds of such things."""
    answer = (await ask(visitor, KNOWN)).json()["data"]
    rounds, meetings, obligations = (
        [edge["node"] for edge in answer[name]["edges"]]
        for name in ("negotiationRounds", "negotiations", "obligations")
    )
    own = f"municipality:{TOWN}"
    held, attended = next(
        (n, a)
        for n in meetings
        for a in n["attendance"]
        if a["organisation"]["organisationCode"] == own
    )
    linked = next(o for o in obligations if o["evidence"]["edges"])
    known = {
        "counties": "08",
        "municipalities": TOWN,
        "rounds": rounds[0]["id"],
        "negotiations": held["id"],
        "attendance": attended["id"],
        "obligations": linked["id"],
        "evidence": linked["evidence"]["edges"][0]["node"]["id"],
        "rules": SECTION_14,
        "organisations": "county:08",
        "contacts": "county:08",
        **await made(visitor, held, round=rounds[0]["id"], obligation=linked["id"]),
    }
    states = {n["state"]: f"/negotiations/{n['id']}" for n in meetings}
    standings = {o["standing"]["status"]: f"/obligations/{o['id']}" for o in obligations}
    return known, [*states.values(), *standings.values()]


def filled(path: str, known: dict[str, str]) -> str:
    """A path of the route table with something that exists where it names a thing."""
    home = path.split("/")[1]
    path = path.replace("{contact}", known["contact"])
    path = path.replace("{decision}", known.get(f"{home} decisions", known["decisions"]))
    return re.sub(r"(\w+)/\{\w+\}", lambda found: f"{found[1]}/{known[found[1]]}", path)


def in_languages(places: Sequence[str], who: tuple[tuple[str, str], ...] = ()) -> list[Stop]:
    """The places in every language; colours do not depend on the language, so they in one."""
    return [
        Stop(f"/{language}{place}", who, first=language == LANGUAGES[0])
        for language in LANGUAGES
        for place in places
    ]


async def stops(visitor: httpx2.AsyncClient) -> list[Stop]:
    """Every page to a county in each language, with what it may do, and to a stranger in one; every
    form to the one it is for."""
    known, others = await things(visitor)
    pages = [filled(page.path, known) for page in PAGES]
    mine = [filled(path, known) for _, path, method, _ in OTHERS if method == "GET"]
    forms = [filled(act.path, known) for act in ACTS]
    towns = [form for form in forms if "/attendance/" in form or "/proposals/" in form]
    county = await cookies(visitor, "county:08", Role.ADMIN)
    town = await cookies(visitor, f"municipality:{TOWN}", Role.RECORDER)
    return [
        *(Stop(f"/{LANGUAGES[0]}{page}") for page in pages),
        *in_languages([*pages, *mine, *(form for form in forms if form not in towns)], county),
        *in_languages([*mine, *towns], town),
        *(Stop(f"/fi{place}", county) for place in others),
        *(Stop(f"/sv{place}", status=404 if place == "/nowhere" else 200) for place in ONLY_ONCE),
    ]


async def cookies(
    visitor: httpx2.AsyncClient, organisation: str, role: Role
) -> tuple[tuple[str, str], ...]:
    """What a browser holds that is signed in; each call is another browser."""
    visitor.cookies.clear()
    await sign_in(visitor, organisation, role)
    return tuple(visitor.cookies.items())


@pytest.fixture(scope="module")
def findings(told: tuple[Template, str], tmp_path_factory: pytest.TempPathFactory) -> Findings:
    async def walk(folder: Path) -> Findings:
        settings = await told[0].copy(folder)
        async with visiting(replace(settings, demo=True, today=SEEDED_ON)) as visitor:
            return await audit(str(visitor.base_url).rstrip("/"), await stops(visitor))

    return asyncio.run(walk(tmp_path_factory.mktemp("looked-at")))


def test_every_page_is_accessible_narrow_focusable_and_silent(findings: Findings) -> None:
    assert "\n".join(findings.problems) == ""


def test_html_is_valid(findings: Findings) -> None:
    assert invalid_html(findings) == []
