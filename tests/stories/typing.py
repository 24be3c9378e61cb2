"""Typing into the pages as an official does: by labels, buttons and links, without a script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Locator, Page, async_playwright

from tests.pages.browser import CHROMIUM, FLAGS, PATIENCE

LANGUAGES = {"fi": "In Finnish", "sv": "In Swedish", "en": "In English"}


@dataclass(frozen=True)
class Official:
    """Somebody at a browser that runs no script, who reads the pages in English."""

    page: Page

    async def sign_in(self, organisation: str, role: str) -> None:
        """Sign in for an organisation in a role; whoever was signed in leaves first."""
        leave = self.page.get_by_role("button", name="Sign out")
        if await leave.count():
            await leave.click()
        await self.page.goto("/en/sign-in")
        await self.choose("Organisation", organisation)
        await self.page.get_by_role("radio", name=role).check()
        await self.press("Sign in")

    async def follow(self, *names: str) -> None:
        """Go on by links, one after another."""
        for name in names:
            await self.page.get_by_role("link", name=name, exact=True).first.click()

    async def press(self, button: str, said: str = "") -> None:
        """Press a button; the page that follows says what was done."""
        await self.page.get_by_role("button", name=button, exact=True).click()
        if said:
            problems = await self.page.get_by_role("alert").all_inner_texts()
            assert problems == []
            await self.page.get_by_text(said).first.wait_for()

    async def fill(self, typed: Mapping[str, str], group: str = "") -> None:
        """Type texts into the fields of these labels."""
        for label, text in typed.items():
            await self._in(group).get_by_label(label, exact=True).fill(text)

    async def fill_in(self, group: str, texts: Mapping[str, str]) -> None:
        """Type a text in each of its languages into the fields of a group."""
        await self.fill({LANGUAGES[code]: text for code, text in texts.items()}, group)

    async def choose(self, label: str, option: str, group: str = "") -> None:
        """Choose from a list what it calls so."""
        await self._in(group).get_by_label(label, exact=True).select_option(label=option)

    async def tick(self, *labels: str, group: str = "") -> None:
        """Tick boxes by their labels."""
        for label in labels:
            await self._in(group).get_by_role("checkbox", name=label, exact=True).check()

    async def untick(self, group: str) -> None:
        """Take every tick away from a group."""
        for box in await self._in(group).get_by_role("checkbox", checked=True).all():
            await box.uncheck()

    def _in(self, group: str) -> Page | Locator:
        return self.page.get_by_role("group", name=group, exact=True) if group else self.page


@asynccontextmanager
async def at_a_browser(address: str) -> AsyncIterator[Official]:
    """Somebody at a real Chromium in which scripts are off."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            context = await browser.new_context(
                base_url=address,
                java_script_enabled=False,
                reduced_motion="reduce",
                viewport={"width": 1280, "height": 900},
            )
            context.set_default_timeout(PATIENCE)
            yield Official(await context.new_page())
        finally:
            await browser.close()
