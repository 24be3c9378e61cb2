"""What the demonstration does not show, in a real browser: nothing recorded, a form in error."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from tests.pages.addresses import SIGNED_IN
from tests.pages.browser import CHROMIUM, FLAGS, Findings, Stop, audit, invalid_html, run
from tests.pages.fake_api import FakeApi
from tests.pages.site import fake_site

pytestmark = pytest.mark.browser
COUNTY = (("acting", "county:08"),)
TOWN = (("acting", "municipality:250"),)


BARE = (
    "/",
    "/counties/08",
    "/municipalities/837",
    "/obligations",
    "/rounds",
    "/negotiations",
    "/my-work",
)
"""Pages that look otherwise where nothing has been recorded."""
SENT_EMPTY = tuple(form for form in SIGNED_IN if form.endswith(("/new", "/cancel", "/exempt")))


@contextmanager
def serving(api: FakeApi) -> Iterator[str]:
    config = uvicorn.Config(fake_site(api), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serving(FakeApi()) as address:
        yield address


@pytest.fixture(scope="module")
def findings(base: str) -> Findings:
    """In one language: the real application is walked in all three."""
    found = run(audit(base, [Stop(f"/sv{form}", COUNTY, sent=True) for form in SENT_EMPTY]))
    with serving(FakeApi(empty=True)) as bare:
        more = run(audit(bare, [Stop(f"/sv{page}", TOWN) for page in BARE]))
    return Findings(found.problems + more.problems, found.html | more.html)


def test_every_page_is_accessible_narrow_focusable_and_silent(findings: Findings) -> None:
    assert "\n".join(findings.problems) == ""


def test_html_is_valid(findings: Findings) -> None:
    assert invalid_html(findings) == []


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
