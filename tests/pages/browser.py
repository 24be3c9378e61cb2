"""Looking at pages with a real browser: accessibility, width, focus and console.

``audit`` walks any list of addresses, so the same checks run over made-up and real pages."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

import ui

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = Path(ui.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 390, 1280)
AT_ONCE = 4
OVER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
WIDE = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.vh'))
  .slice(0, 3).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)"""
RUN_AXE = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(
  (v) => `${v.id} ${v.nodes.length}× ${v.nodes[0].target} ${v.nodes[0].failureSummary}`)"""
FOCUS = """() => {
  const stops = document.querySelectorAll('a[href], button, input, select, textarea, summary');
  const bad = [];
  for (const e of stops) {
    if (e.type === 'hidden' || e.disabled || !e.checkVisibility()) continue;
    e.focus();
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (document.activeElement !== e || !seen || box.width === 0 || box.right <= 0) {
      bad.push(`${e.tagName} ${e.textContent.trim().slice(0, 30)}`);
    }
  }
  return bad;
}"""


@dataclass(frozen=True)
class Stop:
    """One page to look at, and as whom: cookies by name."""

    address: str
    cookies: tuple[tuple[str, str], ...] = ()
    axe: bool = True
    dark: bool = False


@dataclass
class Findings:
    """Everything that is not as it should be, and the HTML of every page seen."""

    problems: list[str] = field(default_factory=list)
    html: dict[str, str] = field(default_factory=dict)


async def audit(base: str, stops: Sequence[Stop]) -> Findings:
    """Visit every stop, a few at once in one browser, and say what is wrong."""
    findings = Findings()
    places = asyncio.Semaphore(AT_ONCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:

            async def one(stop: Stop) -> None:
                async with places:
                    await _visit(browser, base, stop, findings)

            await asyncio.gather(*(one(stop) for stop in stops))
        finally:
            await browser.close()
    return findings


async def _visit(browser: Browser, base: str, stop: Stop, findings: Findings) -> None:
    context = await browser.new_context(
        viewport={"width": WIDTHS[-1], "height": 900},
        color_scheme="dark" if stop.dark else "light",
        reduced_motion="reduce",
        bypass_csp=False,
    )
    try:
        await context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in stop.cookies]
        )
        page = await context.new_page()
        name = f"{stop.address}{' dark' if stop.dark else ''}"
        page.on("console", lambda m: _note(findings, name, m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: _note(findings, name, str(e)))
        page.on("requestfailed", lambda r: _note(findings, name, f"failed: {r.url}"))
        answer = await page.goto(base + stop.address)
        if answer is None or not answer.ok:
            _note(findings, name, f"status {answer.status if answer else None}")
            return
        findings.html[stop.address] = await answer.text()
        await _look(page, stop, lambda what: _note(findings, name, what))
    finally:
        await context.close()


async def _look(page: Page, stop: Stop, note: Callable[[str], None]) -> None:
    if stop.axe:
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        for violation in await page.evaluate(RUN_AXE):
            note(f"axe: {violation}")
    if not stop.dark:
        await page.keyboard.press("Tab")
        for element in (await page.evaluate(FOCUS))[:5]:
            note(f"no visible focus: {element}")
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        if await page.evaluate(OVER) > 0:
            note(f"sideways scroll at {width}: {await page.evaluate(WIDE)}")


def _note(findings: Findings, name: str, what: str) -> None:
    findings.problems.append(f"{name}: {what}")


def run(job: Coroutine[Any, Any, Findings]) -> Findings:
    """Run an audit to its end in a loop of its own."""
    return asyncio.run(job)
