"""Signing in through a provider of OpenID Connect: the whole way, and every way it may not go."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import structlog

from server.app import create_app
from server.app.logs import configure
from server.app.provider import Provider, ProviderDown
from server.identity.actor import SYSTEM, Role
from server.identity.models import Account, Invitation, Membership, Session, SignInAttempt
from server.identity.service import Attempt, address_digest, invite_member
from server.journal.models import JournalEntry, PersonalNote
from server.kit import clock
from server.kit.settings import Settings
from tests.conftest import SEEDED_ON, Template
from tests.identity.provider import (
    CLIENT,
    PERSON,
    SECRET,
    SmallProvider,
    by_a_stranger,
    by_the_secret,
    key,
    unsigned,
)
from tests.protocol.served import free_port, served

OURS = "s" * 40
COUNTY, TOWN = "county:08", "municipality:837"


@dataclass
class Place:
    """The service, a provider, and a browser that follows wherever it is sent."""

    settings: Settings
    provider: SmallProvider
    browser: httpx2.AsyncClient

    async def invite(self, organisation: str = COUNTY, role: Role = Role.RECORDER) -> None:
        await invite_member(
            address_digest(str(PERSON["email"]).lower(), OURS),
            organisation,
            role,
            days=30,
            by=SYSTEM,
            at=clock.now(),
            today=SEEDED_ON,
        )

    async def sign_in(self, onward: str = "/en/obligations") -> httpx2.Response:
        return await self.browser.get("/auth/login", params={"next": onward, "language": "en"})

    async def callback(self) -> str:
        """The address the provider sends the browser back to, not yet visited."""
        there = await self.browser.get("/auth/login", follow_redirects=False)
        back = await self.browser.get(there.headers["location"], follow_redirects=False)
        return str(back.headers["location"])

    async def acts_for(self) -> str | None:
        query = {"query": "{ viewer { organisation { organisationCode } } }"}
        told = (await self.browser.post("/graphql", json=query)).json()["data"]["viewer"]
        return told["organisation"] and str(told["organisation"]["organisationCode"])


def refused(answer: httpx2.Response) -> str:
    """The reason shown on the page where a sign-in ended."""
    assert answer.url.path.endswith("/sign-in")
    assert answer.status_code == 200
    return str(answer.url.params["refused"])


@asynccontextmanager
async def opened_place(
    settings: Settings, provider: SmallProvider, issuer: str = ""
) -> AsyncIterator[Place]:
    port = free_port()
    async with served(provider.app()) as there:
        provider.issuer = there.removesuffix("/graphql")
        settings = replace(
            settings,
            base_url=f"http://127.0.0.1:{port}",
            secret=OURS,
            oidc_issuer=issuer or provider.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            today=SEEDED_ON,
        )
        async with (
            served(create_app(settings), port=port),
            httpx2.AsyncClient(
                base_url=settings.base_url, follow_redirects=True, timeout=30
            ) as browser,
        ):
            yield Place(settings, provider, browser)


@pytest.fixture
async def place(sqlite_seeded: Template, tmp_path: Path) -> AsyncIterator[Place]:
    async with opened_place(await sqlite_seeded.copy(tmp_path), SmallProvider()) as found:
        yield found


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    configure("DEBUG", written)
    yield written
    structlog.reset_defaults()


async def test_an_invited_person_goes_to_the_provider_and_back_to_where_they_were(
    place: Place,
) -> None:
    await place.invite()
    answer = await place.sign_in("/en/obligations?county=08")
    assert (answer.status_code, answer.url.path) == (200, "/en/obligations")
    assert answer.url.params["county"] == "08"
    assert await place.acts_for() == COUNTY
    account = await Account.get()
    assert (account.issuer, account.subject) == (place.provider.issuer, PERSON["sub"])
    assert account.label == PERSON["name"]
    member = await Membership.get()
    assert (member.account_id, member.role) == (account.id, "recorder")
    assert await Invitation.all().count() == 0


async def test_after_the_first_time_the_subject_counts_and_no_longer_the_address(
    place: Place,
) -> None:
    await place.invite()
    await place.sign_in()
    place.browser.cookies.clear()
    place.provider.person |= {"email": "new.name@kunta.example", "email_verified": False}
    assert (await place.sign_in()).url.path == "/en/obligations"
    place.browser.cookies.clear()
    place.provider.person = {**PERSON, "sub": "somebody else with the address"}
    assert refused(await place.sign_in()) == "nobody"
    assert await Account.all().count() == 1


@pytest.mark.parametrize("verified", [False, None, "true", 1])
async def test_an_address_the_provider_has_not_verified_is_nobodys(
    place: Place, verified: object
) -> None:
    await place.invite()
    place.provider.person["email_verified"] = verified
    assert refused(await place.sign_in()) == "nobody"
    assert await place.acts_for() is None
    assert await Account.all().count() == 0


async def test_who_is_nobodys_member_is_told_whom_to_ask_and_nothing_is_kept(place: Place) -> None:
    for language, words in (
        ("fi", "yhdyspintakoordinaattoria"),
        ("sv", "samordnare för kontaktytor"),
        ("en", "interface coordinator"),
    ):
        answer = await place.browser.get("/auth/login", params={"language": language})
        assert refused(answer) == "nobody"
        assert words in answer.text
    assert await Account.all().count() == await Session.all().count() == 0


async def test_an_invitation_that_is_over_gives_nothing(place: Place) -> None:
    await place.invite()
    await Invitation.filter(id__gt=0).update(expires_at=clock.now() - timedelta(seconds=1))
    assert refused(await place.sign_in()) == "nobody"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another sign-in's"},
        {"nonce": None},
        {"aud": "another-service"},
        {"aud": [CLIENT, "another-service"], "azp": "another-service"},
        {"azp": "another-service"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"nbf": 4_000_000_000},
        {"at_hash": "of-another-token"},
    ],
    ids=str,
)
async def test_an_id_token_that_says_something_else_signs_nobody_in(
    place: Place, claims: dict[str, Any]
) -> None:
    await place.invite()
    place.provider.claims = claims
    assert refused(await place.sign_in()) == "untrusted"
    assert await Session.all().count() == await Account.all().count() == 0


@pytest.mark.parametrize("sign", [by_a_stranger, by_the_secret, unsigned, lambda _: "not.a.token"])
async def test_an_id_token_that_the_provider_did_not_sign_signs_nobody_in(
    place: Place, sign: Any
) -> None:
    await place.invite()
    place.provider.sign = sign
    assert refused(await place.sign_in()) == "untrusted"
    assert await Session.all().count() == 0


async def test_metadata_and_keys_are_asked_for_once_and_again_for_a_new_key(place: Place) -> None:
    await place.invite()
    await place.sign_in()
    await place.sign_in()
    assert place.provider.asked == ["discovery", "keys"]
    place.provider.key = key()
    assert (await place.sign_in()).url.path == "/en/obligations"
    assert place.provider.asked == ["discovery", "keys"] * 2


@pytest.mark.parametrize(
    ("announced", "said"),
    [(True, None), (True, "https://elsewhere.example"), (False, "https://elsewhere.example")],
)
async def test_an_answer_of_another_issuer_signs_nobody_in(
    place: Place, announced: bool, said: str | None
) -> None:
    await place.invite()
    place.provider.metadata["authorization_response_iss_parameter_supported"] = announced
    place.provider.answer = {"iss": said}
    assert refused(await place.sign_in()) == "untrusted"


async def test_a_state_is_good_once(place: Place) -> None:
    await place.invite()
    address = await place.callback()
    assert (await place.browser.get(address)).url.path.endswith("/my-work")
    assert refused(await place.browser.get(address)) == "expired"


async def test_a_state_is_good_in_its_own_browser_only(place: Place) -> None:
    await place.invite()
    address = await place.callback()
    async with httpx2.AsyncClient(follow_redirects=True) as other:
        assert refused(await other.get(address)) == "expired"
    assert await Session.all().count() == 0


async def test_two_tabs_may_sign_in_at_once(place: Place) -> None:
    await place.invite()
    first, second = await place.callback(), await place.callback()
    for address in (first, second):
        assert (await place.browser.get(address)).url.path.endswith("/my-work")
    assert await Session.all().count() == 1


async def test_a_sign_in_that_took_longer_than_ten_minutes_starts_again(place: Place) -> None:
    await place.invite()
    address = await place.callback()
    await SignInAttempt.filter(id__gt=0).update(expires_at=clock.now() - timedelta(seconds=1))
    assert refused(await place.browser.get(address)) == "expired"
    assert refused(await place.browser.get("/auth/callback?code=x&state=never")) == "expired"
    assert refused(await place.browser.get("/auth/callback")) == "expired"


async def test_a_sign_in_that_the_provider_refuses_says_so(place: Place) -> None:
    place.provider.answer = {"code": None, "error": "access_denied"}
    assert refused(await place.sign_in()) == "denied"


async def test_a_code_of_another_sign_in_signs_nobody_in(place: Place) -> None:
    await place.invite()
    place.provider.answer = {"code": "stolen"}
    assert refused(await place.sign_in()) == "untrusted"


async def test_a_provider_that_fails_is_unavailable(place: Place) -> None:
    await place.invite()
    place.provider.token_status = 503
    assert refused(await place.sign_in()) == "unavailable"


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": None},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "http://elsewhere.example/userinfo"},
    ],
    ids=str,
)
async def test_a_provider_that_is_not_the_one_named_is_not_used(
    place: Place, metadata: dict[str, Any]
) -> None:
    place.provider.metadata = metadata
    assert refused(await place.sign_in()) == "unavailable"


async def test_a_provider_that_cannot_be_reached_leaves_the_public_pages_as_they_are(
    sqlite_seeded: Template, tmp_path: Path
) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    settings = await sqlite_seeded.copy(tmp_path)
    async with opened_place(settings, SmallProvider(), issuer=gone) as place:
        assert refused(await place.sign_in()) == "unavailable"
        assert (await place.browser.get("/fi/")).status_code == 200


async def test_a_silent_provider_is_left_alone_for_five_seconds_and_then_asked_again() -> None:
    at = 100.0
    provider = SmallProvider()
    port = free_port()
    provider.issuer = f"http://127.0.0.1:{port}"
    settings = Settings(oidc_issuer=provider.issuer, oidc_client_id=CLIENT)
    client = Provider(settings, ticks=lambda: at)
    attempt = Attempt("browser", "state")
    with pytest.raises(ProviderDown):
        await client.address(attempt, "fi")
    async with served(provider.app(), port=port):
        at = 104.9
        with pytest.raises(ProviderDown, match="a moment ago"):
            await client.address(attempt, "fi")
        at = 105.0
        assert (await client.address(attempt, "fi")).startswith(f"{provider.issuer}/authorize?")
        at = 3704.9
        await client.address(attempt, "fi")
        assert provider.asked == ["discovery", "keys"]
        at = 3705.0
        await client.address(attempt, "fi")
        assert provider.asked == ["discovery", "keys"] * 2


async def test_an_address_told_beside_the_id_token_counts_when_it_is_of_the_same_person(
    place: Place,
) -> None:
    await place.invite()
    apart = {name: place.provider.person.pop(name) for name in ("email", "email_verified", "name")}
    place.provider.userinfo = {"sub": "another", **apart}
    assert refused(await place.sign_in()) == "untrusted"
    place.provider.userinfo["sub"] = PERSON["sub"]
    assert (await place.sign_in()).url.path == "/en/obligations"
    assert (await Account.get()).label == PERSON["name"]


@pytest.mark.parametrize(
    "onward",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "\n//elsewhere.example/",
        "javascript:alert(1)",
        "",
        f"/{'x' * 2000}",
    ],
)
async def test_nobody_is_led_to_another_site(place: Place, onward: str) -> None:
    await place.invite()
    answer = await place.sign_in(onward)
    assert str(answer.url).startswith(f"{place.settings.base_url}/en/my-work")


async def test_signing_in_makes_a_new_session_and_signing_out_ends_it_here_and_there(
    place: Place,
) -> None:
    await place.invite()
    await place.sign_in()
    first = place.browser.cookies["yhdyspinta"]
    await place.sign_in()
    second = place.browser.cookies["yhdyspinta"]
    assert first != second
    assert await Session.all().count() == 1
    answer = await place.browser.post("/en/sign-out", headers={"accept-language": "sv"})
    assert (answer.url.path, answer.url.params["done"]) == ("/en/", "signed-out")
    told = place.provider.ended[0]
    assert told["client_id"] == CLIENT
    assert told["id_token_hint"].count(".") == 2
    assert await Session.all().count() == 0
    place.browser.cookies.set("yhdyspinta", second)
    assert await place.acts_for() is None


async def test_signing_out_stays_here_when_the_provider_offers_no_more(place: Place) -> None:
    place.provider.metadata["end_session_endpoint"] = "https://elsewhere.example/end"
    await place.invite()
    await place.sign_in()
    answer = await place.browser.post("/auth/logout", headers={"accept-language": "sv"})
    assert (answer.url.path, answer.url.params["done"]) == ("/sv/", "signed-out")
    assert place.provider.ended == []
    assert await place.acts_for() is None


async def test_no_other_site_signs_anybody_out(place: Place) -> None:
    await place.invite()
    await place.sign_in()
    answer = await place.browser.post("/auth/logout", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert (await place.browser.get("/auth/logout")).status_code == 404
    assert await place.acts_for() == COUNTY


async def test_a_member_of_several_chooses_for_whom_to_act_and_changes_it(place: Place) -> None:
    await place.invite(COUNTY, Role.RECORDER)
    await place.invite(TOWN, Role.READER)
    answer = await place.sign_in("/en/rounds")
    assert answer.url.path == "/en/organisation"
    assert answer.text.count('type="radio"') == 2
    form = {"organisation": TOWN, "next": "/en/rounds"}
    answer = await place.browser.post("/en/organisation", data=form)
    assert answer.url.path == "/en/rounds"
    assert "Change organisation" in answer.text
    assert await place.acts_for() == TOWN
    answer = await place.browser.post("/en/organisation", data={"organisation": "county:09"})
    assert answer.status_code == 422
    assert await place.acts_for() == TOWN
    stranger = httpx2.AsyncClient(base_url=place.settings.base_url)
    async with stranger:
        sent = await stranger.post("/en/organisation", data=form)
        assert "/en/sign-in" in sent.headers["location"]


async def test_pages_let_a_form_lead_to_the_provider_and_nowhere_else(place: Place) -> None:
    policy = (await place.browser.get("/fi/")).headers["content-security-policy"]
    assert f"form-action 'self' {place.provider.issuer};" in policy


async def test_nothing_about_the_person_or_the_secrets_of_the_way_is_logged(
    place: Place, log: io.StringIO
) -> None:
    await place.invite()
    address = await place.callback()
    given = parse_qs(urlsplit(address).query)
    await place.browser.get(address)
    place.provider.claims = {"nonce": "wrong"}
    await place.sign_in()
    written = log.getvalue()
    assert '"reason": "untrusted"' in written
    session = await Session.get()
    assert session.id_token is not None
    for secret in (
        *PERSON.values(),
        given["code"][0],
        given["state"][0],
        place.browser.cookies["yhdyspinta"],
        session.id_token,
        SECRET,
    ):
        assert secret is True or str(secret).casefold() not in written.casefold()


async def test_the_journal_tells_of_the_role_and_keeps_the_address_apart(place: Place) -> None:
    await place.invite()
    await place.sign_in()
    told = await JournalEntry.filter(object_type__in=["Invitation", "Membership"]).order_by("seq")
    assert [(row.act, row.object_type) for row in told] == [
        ("invite_member", "Invitation"),
        ("accept_invitation", "Invitation"),
        ("accept_invitation", "Membership"),
    ]
    digest = address_digest(str(PERSON["email"]), OURS)
    assert all(digest not in f"{row.before}{row.after}" for row in told)
    notes = await PersonalNote.filter(seq__in=[row.seq for row in told])
    assert digest in str([note.data for note in notes])
