"""Recording a joint meeting with the keyboard alone, on the real application."""

import httpx2
import pytest
from playwright.async_api import Page, async_playwright

from tests.pages.browser import CHROMIUM, FLAGS

pytestmark = pytest.mark.browser
FOCUSED = "(selector) => document.activeElement.matches(selector)"
ABSENT = "[...document.querySelectorAll('[name=present]')].slice(4, 7).map((e) => e.value)"


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)
            self.pressed += 1

    async def go_to(self, selector: str) -> None:
        for _ in range(60):
            if await self.page.evaluate(FOCUSED, selector):
                return
            await self.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")


async def test_a_meeting_with_twenty_of_twenty_three_takes_two_pages_and_thirty_keys(
    demonstration: httpx2.AsyncClient,
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = await browser.new_page(base_url=str(demonstration.base_url))
            await page.goto("/en/sign-in?next=/en/rounds")
            await page.get_by_label("Organisation", exact=True).select_option("county:08")
            await page.get_by_role("button", name="Sign in").click()
            await page.locator("table a").first.click()
            keyboard, seen = Keyboard(page), set[str]()
            page.on("framenavigated", lambda frame: seen.add(frame.url.partition("#")[0]))
            await keyboard.press("Tab", "Enter")
            await keyboard.go_to("a.btn")
            await keyboard.press("Enter")
            await page.wait_for_url("**/negotiations/record?*")
            await keyboard.press("Tab", "Enter")
            await keyboard.go_to("[data-all]")
            await keyboard.press("Enter")
            for code in await page.evaluate(ABSENT):
                await keyboard.go_to(f"[name=present][value='{code}']")
                await keyboard.press("Space")
            await keyboard.press("Enter")
            await page.get_by_text("The negotiation was recorded as held.").wait_for()
            assert await page.get_by_text("21 parties were present").is_visible()
        finally:
            await browser.close()
    pages = {url for url in seen if "/rounds/" not in url}
    assert (len(pages), keyboard.pressed <= 30) == (2, True)
