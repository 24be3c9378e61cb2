"""Pages take from the same bucket as programs, and an ordinary visit does not feel it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from schema.protocol.admission import Quota
from schema.protocol.endpoint import Limits
from server.identity.actor import Role
from tests.conftest import SEEDED_ON, Template
from tests.pages.conftest import visiting
from tests.pages.test_real import addresses, ask, sign_in
from ui.i18n import LANGUAGES

SMALL = Quota(1_000, 3_600)
WORDS = {
    "fi": "Liian monta sivua lyhyessä ajassa",
    "sv": "För många sidor på kort tid",
    "en": "Too many pages in a short time",
}


@pytest.fixture
async def narrow(told: tuple[Template, str], tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    """The demonstration on a service that gives little."""
    settings = await told[0].copy(tmp_path)
    given = replace(settings, demo=True, today=SEEDED_ON)
    async with visiting(given, Limits(anonymous=SMALL, signed_in=SMALL)) as visitor:
        yield visitor


async def spend(visitor: httpx2.AsyncClient, page: str = "/fi/access") -> list[int]:
    """Ask for a page until it is refused, at most as often as the quota has least charges."""
    return [(await visitor.get(page)).status_code for _ in range(5)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_asks_for_too_many_pages_is_told_when_to_come_back(
    narrow: httpx2.AsyncClient, language: str
) -> None:
    assert await spend(narrow) == [200, 200, 200, 200, 429]
    answer = await narrow.get(f"/{language}/counties")
    assert answer.status_code == 429
    assert WORDS[language] in answer.text
    wait = answer.headers["retry-after"]
    assert 0 < int(wait) <= SMALL.seconds
    assert wait in answer.text


async def test_pages_and_programs_of_one_address_have_one_bucket(
    narrow: httpx2.AsyncClient,
) -> None:
    await spend(narrow)
    assert (await ask(narrow, "{ __typename }")).status_code == 429


async def test_programs_that_asked_for_too_much_leave_no_pages(narrow: httpx2.AsyncClient) -> None:
    dear = "{ municipalities(first: 400) { edges { node { name code } } } }"
    while (await ask(narrow, dear)).status_code == 200:
        pass
    assert (await narrow.get("/fi/")).status_code == 429


async def test_what_strangers_spend_is_not_taken_from_who_is_signed_in(
    narrow: httpx2.AsyncClient,
) -> None:
    await sign_in(narrow, "county:08", Role.RECORDER)
    acting = dict(narrow.cookies)
    narrow.cookies.clear()
    assert (await spend(narrow))[-1] == 429
    narrow.cookies.update(acting)
    assert (await narrow.get("/fi/my-work")).status_code == 200


async def test_styles_and_health_are_given_to_everybody(narrow: httpx2.AsyncClient) -> None:
    page = (await narrow.get("/fi/access")).text
    await spend(narrow)
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert (await narrow.get(style)).status_code == 200
    assert (await narrow.get("/healthz")).status_code == 200


async def test_a_page_asked_with_a_token_nobody_has_is_refused_and_counted(
    narrow: httpx2.AsyncClient,
) -> None:
    wrong = {"authorization": "Bearer yp_nobodys"}
    assert (await narrow.get("/fi/", headers=wrong)).status_code == 400
    for _ in range(3):
        assert (await narrow.get("/fi/access")).status_code == 200
    found = [(await narrow.get("/fi/", headers=wrong)).status_code for _ in range(40)]
    assert found[-1] == 429


async def test_reading_every_page_in_every_language_in_a_minute_is_an_ordinary_visit(
    told: tuple[Template, str], tmp_path: Path
) -> None:
    settings = replace(
        await told[0].copy(tmp_path),
        today=SEEDED_ON,
        base_url="https://yhdyspinta.example",
        secret="s" * 32,
    )
    async with visiting(settings) as visitor:
        places = await addresses(visitor)
        answers = {
            (await visitor.get(f"/{language}{place}")).status_code
            for language in LANGUAGES
            for place in places
        }
    assert answers == {200}
