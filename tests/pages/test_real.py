"""Pages and recipes on the real application: with the demonstration, or the register alone."""

import html
import re

import httpx2
import pytest

from server.identity.actor import Role
from tests.conftest import Template
from ui.i18n import LANGUAGES
from ui.recipes import Recipe, recipes
from ui.routes import PAGES

READERS = {
    "nobody": None,
    "recorder of a county": ("county:08", Role.RECORDER),
    "editor of a municipality": ("municipality:020", Role.EDITOR),
    "steering": ("ministry:stm", Role.STEERING),
}
SECTION_14 = "county-municipality-negotiation"


async def sign_in(visitor: httpx2.AsyncClient, organisation: str, role: Role) -> None:
    form = {"organisation": organisation, "role": role.value, "next": "/fi/"}
    answer = await visitor.post("/fi/sign-in", data=form)
    assert answer.status_code == 303


async def ask(visitor: httpx2.AsyncClient, query: str, token: str = "") -> httpx2.Response:
    headers = {"accept": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    return await visitor.post("/graphql", json={"query": query}, headers=headers)


async def addresses(visitor: httpx2.AsyncClient) -> list[str]:
    """Every page that anyone may open, with something that exists where it names a thing."""
    query = """{
      negotiationRounds(first: 1) { edges { node { id } } }
      duties(first: 1) { edges { node { id } } }
      negotiations(first: 1) { edges { node { id } } }
      bodies(first: 1) { edges { node { id } } }
      obligations(filter: {county: "08", status: [IN_PROGRESS]}, first: 1) { edges { node { id } } }
    }"""
    data = (await ask(visitor, query)).json()["data"]
    known = {
        "round": data["negotiationRounds"]["edges"][0]["node"]["id"],
        "round-summary": data["negotiationRounds"]["edges"][0]["node"]["id"],
        "negotiation": data["negotiations"]["edges"][0]["node"]["id"],
        "memo": data["negotiations"]["edges"][0]["node"]["id"],
        "invitation": data["negotiations"]["edges"][0]["node"]["id"],
        "duty": data["duties"]["edges"][0]["node"]["id"],
        "obligation": data["obligations"]["edges"][0]["node"]["id"],
        "body": data["bodies"]["edges"][0]["node"]["id"],
        "organisation": "ministry:vm",
        "contacts": "county:08",
        "rule": SECTION_14,
        "county": "08",
        "municipality": "020",
    }
    public = [page for page in PAGES if not page.signed_in]
    found = [re.sub(r"\{\w+\}", known.get(page.name, ""), page.path) for page in public]
    return [*found, "/search?q=pirkanmaa", "/search?q=tampere&types=NEGOTIATION"]


@pytest.mark.parametrize("reader", READERS)
async def test_every_page_answers_every_reader_in_every_language(
    demonstration: httpx2.AsyncClient, reader: str
) -> None:
    places = await addresses(demonstration)
    if acting := READERS[reader]:
        await sign_in(demonstration, *acting)
        places += ["/my-work", *(page.path for page in PAGES if page.signed_in)]
    answers = {
        f"/{language}{place}": (await demonstration.get(f"/{language}{place}")).status_code
        for language in LANGUAGES
        for place in places
    }
    assert {place: status for place, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize(
    "place",
    [
        "/fi/negotiations/Obligation:73",
        "/sv/obligations/Negotiation:1",
        "/en/rounds/County:1",
        "/fi/duties/County:1",
    ],
)
async def test_an_object_of_another_kind_is_no_page(
    demonstration: httpx2.AsyncClient, place: str
) -> None:
    assert (await demonstration.get(place)).status_code == 404


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.key)
async def test_recipe_is_answered_without_errors(
    demonstration: httpx2.AsyncClient, told: tuple[Template, str], recipe: Recipe
) -> None:
    answer = await ask(demonstration, recipe.query, told[1])
    body = answer.json()
    assert (answer.status_code, body.get("errors")) == (200, None)
    assert body["data"]
    for payload in body["data"].values():
        assert payload
        assert "code" not in payload


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Kukaan ei kirjaa vielä täällä."),
        ("sv", "Ännu registrerar ingen här."),
        ("en", "Nobody keeps their record here yet."),
    ],
)
async def test_the_register_alone_says_that_nobody_keeps_a_record_here_yet(
    register_alone: httpx2.AsyncClient, language: str, words: str
) -> None:
    assert words in (await register_alone.get(f"/{language}/")).text


async def test_with_the_register_alone_every_pair_is_without_record(
    register_alone: httpx2.AsyncClient,
) -> None:
    query = f'{{ obligationMatrix(rules: ["{SECTION_14}"]) {{ status count }} }}'
    cells = (await ask(register_alone, query)).json()["data"]["obligationMatrix"]
    assert {cell["status"] for cell in cells} == {"NO_RECORD"}
    assert sum(cell["count"] for cell in cells) == 291


async def test_a_search_for_a_merged_municipality_leads_to_its_heir(
    demonstration: httpx2.AsyncClient,
) -> None:
    ended = (await ask(demonstration, ENDED)).json()["data"]["municipalities"]["edges"]
    town = next(e["node"] for e in ended if e["node"]["successor"])
    found = (await demonstration.get(f"/fi/search?q={town['name']}")).text
    assert f"/fi/municipalities/{town['successor']['code']}" in found


@pytest.mark.parametrize("party", ["county:08", "municipality:291"])
async def test_the_withheld_record_of_the_demonstration_is_shown_to_its_parties_alone(
    demonstration: httpx2.AsyncClient, party: str
) -> None:
    among, link = "/fi/negotiations?text=Kuhmoisten", r'href="(/fi/negotiations/[^"]+)"'
    assert not re.search(link, (await demonstration.get(among)).text)
    await sign_in(demonstration, party, Role.READER)
    found = (await demonstration.get(among)).text
    record = re.search(link, found)
    assert record
    assert "salassa pidettävä" in found
    page = (await demonstration.get(record[1])).text
    for shown in (
        ">esittely<",
        "621/1999",
        "24 § 1 mom. 17 k.",
        "Tilojen vuokrasta",
        "Förhandlingarna",
    ):
        assert shown in page
    await sign_in(demonstration, "municipality:020", Role.RECORDER)
    assert not re.search(link, (await demonstration.get(among)).text)
    assert (await demonstration.get(record[1])).status_code == 404


async def test_a_search_among_one_kind_finds_no_other(demonstration: httpx2.AsyncClient) -> None:
    found = (await demonstration.get("/fi/search?q=pirkanmaa&types=NEGOTIATION_ROUND")).text
    assert "/fi/rounds/NegotiationRound" in found
    assert "/fi/negotiations/Negotiation" not in found


async def test_a_search_with_many_hits_goes_on_over_the_page(
    demonstration: httpx2.AsyncClient,
) -> None:
    first = (await demonstration.get("/fi/search?q=s&types=")).text
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = (await demonstration.get(html.unescape(onward[1]))).text
    hit = re.compile(r'<div><a href="([^"]+)"')
    assert hit.findall(second)
    assert set(hit.findall(first)).isdisjoint(hit.findall(second))


async def test_a_search_longer_than_the_limit_is_still_answered(
    demonstration: httpx2.AsyncClient,
) -> None:
    typed = "a-b " * 60
    assert (await demonstration.get(f"/fi/search?q={typed}")).status_code == 200


ENDED = """{ municipalities(filter: {validOn: "2015-12-31"}, first: 400) {
  edges { node { name endsOn successor { ... on Municipality { code } } } } } }"""


async def test_a_letter_and_a_calendar_event_are_shown_like_the_negotiation_itself(
    demonstration: httpx2.AsyncClient,
) -> None:
    query = "{ negotiations(first: 50) { edges { node { id meetsOn agenda { id } } } } }"
    await sign_in(demonstration, "county:08", Role.RECORDER)
    plan = await demonstration.get("/fi/counties/08/negotiations/new")
    key = re.findall(r'name="_key" value="([^"]+)"', plan.text)[0]
    typed = {"_key": key, "title_fi": "Luonnos", "municipalities": ["020"]}
    made = await demonstration.post("/fi/counties/08/negotiations/new", data=typed)
    draft = made.headers["location"].split("?")[0]
    assert (await demonstration.get(f"{draft}/invitation")).status_code == 200
    assert (await demonstration.get(f"{draft}/invitation.ics")).status_code == 404  # no day is set
    found = (await ask(demonstration, query)).json()["data"]["negotiations"]["edges"]
    with_agenda = next(each["node"] for each in found if each["node"]["agenda"])
    item = with_agenda["agenda"][0]["id"]
    form = f"/sv/negotiations/{with_agenda['id']}/agenda/{item}"
    assert (await demonstration.get(form)).status_code == 200
    await demonstration.post("/fi/sign-out")
    assert (await demonstration.get(f"{draft}/invitation")).status_code == 404
    dated = next(each["node"]["id"] for each in found if each["node"]["meetsOn"])
    event = await demonstration.get(f"/sv/negotiations/{dated}/invitation.ics")
    assert event.headers["content-type"] == "text/calendar; charset=utf-8"
    assert event.content.startswith(b"BEGIN:VCALENDAR\r\n")
    letter = await demonstration.get(f"/sv/negotiations/{dated}/invitation")
    assert 'class="letter"' in letter.text
