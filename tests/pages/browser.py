"""Looking at pages with a real browser: accessibility, width, focus and console.

``audit`` walks any list of addresses, so the same checks run over made-up and real pages."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

import ui

# The shell has no windows to draw, which took a third of the browser's time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = Path(ui.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
NODE = Path(sys.executable).parent / "node"
WIDTHS = (1280, 390, 320)
HEIGHT = 500
AT_ONCE = 4
REFUSED = 422
PATIENCE = 120_000  # milliseconds; a shared machine may be slow
OVER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
WIDE = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.vh'))
  .slice(0, 3).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)"""
RUN_AXE = """async (options) => (await axe.run(document, options)).violations.map(
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
    """One page to look at, and as whom: cookies by name; ``status`` is what it should answer.

    A ``sent`` look presses the form's button as the form opens and looks at what comes back.

    A ``first`` look asks everything, in light and dark. Another language of the same page has the
    same colours and stops for the keyboard, so it asks less.
    """

    address: str
    cookies: tuple[tuple[str, str], ...] = ()
    first: bool = True
    status: int = 200
    sent: bool = False


def axe_options(*, colours: bool, only: bool = False) -> dict[str, Any]:
    """What axe-core is to look for: everything, all but colours, or colours only."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = ["color-contrast"]
    elif not colours:
        options["rules"] = {"color-contrast": {"enabled": False}}
    return options


@dataclass
class Findings:
    """Everything that is not as it should be, and the HTML of every page seen."""

    problems: list[str] = field(default_factory=list)
    html: dict[Stop, str] = field(default_factory=dict)


async def audit(base: str, stops: Sequence[Stop]) -> Findings:
    """Visit every stop, a few at once in one browser, and say what is wrong.

    Whoever has the same cookies shares one context, and so what the browser has fetched before.
    """
    findings = Findings()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for who in dict.fromkeys(stop.cookies for stop in stops):
                context = await _reader(browser, base, who)
                theirs = iter([stop for stop in stops if stop.cookies == who])
                walks = (_walk(context, base, theirs, findings) for _ in range(AT_ONCE))
                await asyncio.gather(*walks)
                await context.close()
        finally:
            await browser.close()
    return findings


async def _reader(
    browser: Browser, base: str, cookies: tuple[tuple[str, str], ...]
) -> BrowserContext:
    context = await browser.new_context(
        viewport={"width": WIDTHS[0], "height": HEIGHT},
        color_scheme="light",
        reduced_motion="reduce",
    )
    await context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in cookies]
    )
    context.set_default_timeout(PATIENCE)
    return context


async def _walk(
    context: BrowserContext, base: str, stops: Iterator[Stop], findings: Findings
) -> None:
    """Visit in one page, which is quicker than in a new one each, whatever stops are left."""
    page = await context.new_page()
    here = Stop("nowhere yet")

    def note(what: str) -> None:
        findings.problems.append(f"{here.address}: {what}")

    def said(message: ConsoleMessage) -> None:
        # Chromium writes every answer that is an error to the console.
        if message.type == "error" and here.status < 400 and not here.sent:
            note(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: note(str(error)))
    page.on("requestfailed", lambda request: note(f"failed: {request.url}"))
    for here in stops:
        html = await _visit(page, base, here, note)
        if html is not None:
            findings.html[here] = html
            await _look(page, here, note)


async def _visit(page: Page, base: str, stop: Stop, note: Callable[[str], None]) -> str | None:
    """Go to a stop; its HTML, or None when it does not answer as it should."""
    await page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    await page.emulate_media(color_scheme="light")
    answer = await page.goto(base + stop.address)
    if answer is None or answer.status != stop.status:
        note(f"status {answer.status if answer else None}")
        return None
    if stop.sent:
        async with page.expect_navigation() as onward:
            await page.locator("main button[type=submit]").last.click()
        answer = await onward.value
        if answer.status != REFUSED:
            note(f"sent empty: status {answer.status}")
    return await answer.text()


async def _look(page: Page, stop: Stop, note: Callable[[str], None]) -> None:
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    for violation in await page.evaluate(RUN_AXE, axe_options(colours=stop.first)):
        note(f"axe: {violation}")
    if stop.first:
        await page.keyboard.press("Tab")
        for element in (await page.evaluate(FOCUS))[:5]:
            note(f"no visible focus: {element}")
        await page.emulate_media(color_scheme="dark")
        for violation in await page.evaluate(RUN_AXE, axe_options(colours=True, only=True)):
            note(f"axe in the dark: {violation}")
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        if await page.evaluate(OVER) > 0:
            note(f"sideways scroll at {width}: {await page.evaluate(WIDE)}")


def run(job: Coroutine[Any, Any, Findings]) -> Findings:
    """Run an audit to its end in a loop of its own."""
    return asyncio.run(job)


def invalid_html(findings: Findings) -> list[str]:
    """What html-validate says of the pages seen, by address, line and rule."""
    folder = Path(ui.__file__).parent
    tool = folder / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    with TemporaryDirectory() as pages:
        for number, html in enumerate(findings.html.values()):
            (Path(pages) / f"{number:03}.html").write_text(html, encoding="utf-8")
        told = Path(pages) / "told.json"
        # Into a file: of a pipe the checker may leave what does not fit when it exits.
        with told.open("w", encoding="utf-8") as out:
            done = subprocess.run(  # noqa: S603 - our own checker over our own pages
                [NODE, tool, "--config", folder / ".htmlvalidate.json", "-f", "json", pages],
                stdout=out,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        said_of_all = told.read_text(encoding="utf-8")
    if done.stderr:
        raise RuntimeError(done.stderr)
    stops = list(findings.html)
    return [
        f"{stops[int(Path(file['filePath']).stem)].address}:{said['line']} "
        f"{said['ruleId']} {said['message']}"
        for file in json.loads(said_of_all or "[]")
        for said in file["messages"]
    ]
