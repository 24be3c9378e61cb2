"""Signing in and out through a provider, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from server.identity.actor import Role
from tests.conftest import Template
from tests.identity.provider import SmallProvider
from tests.identity.test_signing_in import COUNTY, TOWN, opened_place
from tests.pages.browser import CHROMIUM, FLAGS, Stop, audit, invalid_html
from ui.i18n import LANGUAGES

pytestmark = pytest.mark.browser


async def test_a_person_signs_in_chooses_an_organisation_and_signs_out(
    sqlite_seeded: Template, tmp_path: Path
) -> None:
    settings = await sqlite_seeded.copy(tmp_path)
    async with (
        opened_place(settings, SmallProvider(asks=True)) as place,
        async_playwright() as playwright,
    ):
        await place.invite(COUNTY, Role.RECORDER)
        await place.invite(TOWN, Role.READER)
        base = place.settings.base_url
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = await browser.new_page(base_url=base)
            await page.goto("/en/rounds")
            await page.get_by_role("link", name="Sign in").click()
            await page.get_by_role("link", name="Sign in through your organisation").click()
            assert page.url.startswith(place.provider.issuer)
            await page.get_by_role("button", name="Continue").click()
            await page.get_by_role("radio", name="Tampere").check()
            await page.get_by_role("button", name="Act for this organisation").click()
            await page.wait_for_url(f"{base}/en/rounds")
            assert await page.get_by_role("link", name="Tampere, reader").is_visible()
            cookies = await page.context.cookies()
            held = next(c for c in cookies if c["name"] == "yhdyspinta")
            assert (held["httpOnly"], held["sameSite"]) == (True, "Lax")
            looked = await audit(
                base,
                [
                    Stop(f"/{language}{address}", who, first=language == "fi")
                    for language in LANGUAGES
                    for address, who in (
                        ("/sign-in?refused=nobody", ()),
                        ("/organisation", (("yhdyspinta", held["value"]),)),
                    )
                ],
            )
            assert (looked.problems, invalid_html(looked)) == ([], [])
            await page.get_by_role("button", name="Sign out").click()
            await page.get_by_text("You are signed out.").wait_for()
            assert len(place.provider.ended) == 1
        finally:
            await browser.close()
