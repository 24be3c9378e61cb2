"""Every page in a real browser: accessible, narrow enough, with visible focus and valid HTML."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

import ui
from tests.pages.addresses import PUBLIC, SIGNED_IN
from tests.pages.browser import CHROMIUM, FLAGS, Findings, Stop, audit, run
from tests.pages.site import ReaderApi, fake_site

pytestmark = pytest.mark.browser
COUNTY = (("acting", "county:08"),)
TOWN = (("acting", "municipality:250"),)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    config = uvicorn.Config(fake_site(ReaderApi()), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def stops() -> list[Stop]:
    """Everything in three languages; colours do not depend on the language, so they in one."""
    found = []
    for language in ("fi", "sv", "en"):
        first = language == "fi"
        found += [Stop(f"/{language}{address}", first=first) for address in PUBLIC]
        found += [Stop(f"/{language}{address}", COUNTY, first=first) for address in SIGNED_IN]
    found += [Stop(f"/fi{address}?done=held", TOWN) for address in ("/negotiations/Negotiation:1",)]
    return found


@pytest.fixture(scope="module")
def findings(base: str) -> Findings:
    return run(audit(base, stops()))


def test_every_page_is_accessible_narrow_focusable_and_silent(findings: Findings) -> None:
    assert "\n".join(findings.problems) == ""


def test_html_is_valid(findings: Findings, tmp_path: Path) -> None:
    folder = Path(ui.__file__).parent
    for number, html in enumerate(findings.html.values()):
        (tmp_path / f"{number:03}.html").write_text(html, encoding="utf-8")
    node = Path(sys.executable).parent / "node"
    tool = folder / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    done = subprocess.run(  # noqa: S603 - our own checker over our own pages
        [node, tool, "--config", folder / ".htmlvalidate.json", "-f", "json", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    names = dict(enumerate(findings.html))
    said = [
        f"{names[int(Path(file['filePath']).stem)]}:{m['line']} {m['ruleId']} {m['message']}"
        for file in json.loads(done.stdout or "[]")
        for m in file["messages"]
    ]
    assert (said, done.stderr) == ([], "")


def test_a_form_works_without_javascript(base: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(java_script_enabled=False, base_url=base)
        page = context.new_page()
        page.goto("/en/sign-in?next=/en/negotiations/Negotiation:2/cancel")
        page.get_by_label("Organisation", exact=True).select_option("county:08")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Cancel the negotiation").click()
        assert page.get_by_role("link", name="Say why.").is_visible()
        page.get_by_label("Why is it cancelled?").fill("Este")
        page.get_by_role("button", name="Cancel the negotiation").click()
        assert page.get_by_text("The negotiation was cancelled.").is_visible()
        browser.close()
