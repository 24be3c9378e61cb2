"""Pages over ASGI: every page in every language for every kind of reader."""

import gzip
import re
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Match, Mount
from starlette.testclient import TestClient

from server.app.headers import POLICY
from tests.pages.addresses import ACTORS, PUBLIC, SIGNED_IN
from tests.pages.fake_api import FakeApi
from tests.pages.site import fake_site
from ui.i18n import LANGUAGES
from ui.render import titled, unbroken
from ui.views.meetings import by_party


@cache
def made_up(*, empty: bool, demo: bool) -> Starlette:
    return fake_site(FakeApi(empty=empty), demo=demo)


def client(*, empty: bool = False, acting: str | None = None, demo: bool = True) -> TestClient:
    found = TestClient(made_up(empty=empty, demo=demo), follow_redirects=False)
    if acting:
        found.cookies.set("acting", acting)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("acting", ACTORS)
def test_every_page_renders(language: str, acting: str | None) -> None:
    reader = client(acting=acting)
    for address in PUBLIC:
        answer = reader.get(f"/{language}{address}")
        assert answer.status_code == 200, address
        assert f'<html lang="{language}">' in answer.text
    for address in SIGNED_IN:
        assert reader.get(f"/{language}{address}").status_code == (200 if acting else 303), address


def test_every_page_renders_before_anything_is_recorded() -> None:
    reader = client(empty=True, acting="county:08")
    for address in (*PUBLIC, *SIGNED_IN):
        assert reader.get(f"/sv{address}").status_code == 200, address


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_every_page_leads_somewhere(language: str) -> None:
    reader = client(acting="county:08")
    seen: set[str] = set()
    for address in (*PUBLIC, *SIGNED_IN):
        text = reader.get(f"/{language}{address}").text
        seen |= {
            link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"]*)"', text)
        }
    inside = {link for link in seen if not link.startswith(("/graphql", "/schema.graphql"))}
    dead = [link for link in sorted(inside) if not routed(reader.app, urlsplit(link).path)]
    assert dead == []
    for link in sorted({link.split("?")[0] for link in inside}):
        assert "{" not in link, link


def routed(app: Any, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": unquote(path), "headers": []}
    level = app.routes
    for route in level:
        match, child = route.matches(scope)
        if match is Match.NONE:
            continue
        if not isinstance(route, Mount):
            return True
        inner = {**scope, **child}
        return any(below.matches(inner)[0] is not Match.NONE for below in route.routes)
    return False


def test_language_switch_keeps_the_page_and_its_filters() -> None:
    text = client().get("/fi/obligations?county=08&text=a%20b").text
    assert 'href="/sv/obligations?county=08&amp;text=a%20b" hreflang="sv"' in text


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("sv-FI,sv;q=0.9,fi;q=0.5", "sv"),
        ("de,en;q=0.3", "en"),
        ("de", "fi"),
        ("", "fi"),
        ("fi;q=0,en", "en"),
    ],
)
def test_front_door_follows_accept_language(wish: str, language: str) -> None:
    answer = client().get("/", headers={"accept-language": wish})
    assert answer.headers["location"] == f"/{language}/"


@pytest.mark.parametrize(
    "address",
    ["/developers", "/counties/08", "/obligations?county=08&text=a%20b", "/rounds/R%3A1/summary"],
)
def test_a_page_asked_for_without_a_language_opens_in_the_readers(address: str) -> None:
    answer = client().get(address, headers={"accept-language": "sv"})
    assert answer.status_code == 302
    assert unquote(answer.headers["location"]) == unquote(f"/sv{address}")
    assert answer.headers["vary"] == "Accept-Language"


def test_counties_without_a_record_are_hatched_and_never_zero() -> None:
    text = client(empty=True).get("/en/").text
    assert "Nobody keeps their record here yet." in text
    assert text.count('class="off" href=') == 21
    assert "<b>0/" not in text


def test_a_county_that_has_negotiated_with_none_says_zero() -> None:
    assert "<b>0/11</b>" in client().get("/en/").text


def test_finnish_counts_take_their_endings() -> None:
    assert "18 kunnan kanssa 23:sta on neuvoteltu" in client().get("/fi/counties/08").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_pages_answer_in_the_readers_language(language: str) -> None:
    for address in ("/nope", "/counties/77", "/negotiations/Other:1", "/municipalities/999"):
        answer = client().get(f"/{language}{address}")
        assert answer.status_code == 404
        assert f'<html lang="{language}">' in answer.text


def test_a_cursor_of_another_list_is_a_bad_request() -> None:
    assert client().get("/fi/obligations?after=other").status_code == 400


def test_an_unreadable_day_is_named_and_the_page_shown() -> None:
    answer = client().get("/fi/obligations?asOf=31/12/2026")
    assert answer.status_code == 200
    assert "Kirjoita päivä muodossa 21.11.2026." in answer.text


def test_pages_carry_the_strict_policy_and_no_inline_style_or_script() -> None:
    for address in (*PUBLIC, *SIGNED_IN):
        answer = client(acting="county:08").get(f"/fi{address}")
        assert answer.headers["content-security-policy"] == POLICY
        assert " style=" not in answer.text
        assert not re.search(r"<script(?! src=)|<style| on[a-z]+=", answer.text)


def test_demonstration_is_said_on_screen_and_paper_only_when_on() -> None:
    shown = client().get("/en/counties/08").text
    assert "Demonstration data:" in shown
    assert "DEMONSTRATION DATA" in shown
    assert "DEMONSTRATION DATA" not in client(demo=False).get("/en/counties/08").text.replace(
        "demonstration", ""
    )


def test_static_files_may_be_kept_for_ever() -> None:
    reader = client()
    address = re.search(r'href="(/static/app\.[0-9a-f]{12}\.css)"', reader.get("/fi/").text)
    assert address is not None
    answer = reader.get(address[1])
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) < 26_000
    assert reader.get("/static/app.000000000000.css").status_code == 404


def test_no_page_weighs_more_than_sixty_kilobytes_of_text() -> None:
    for address in PUBLIC:
        text = client().get(f"/fi{address}").content
        assert len(gzip.compress(text)) < 20_000, address


def test_sign_in_goes_only_to_this_site() -> None:
    reader = client()
    form = {"organisation": "county:08", "role": "recorder", "next": "//elsewhere.example/"}
    assert reader.post("/fi/sign-in", data=form).headers["location"].startswith("/fi/my-work")
    form["next"] = "/fi/counties/08"
    assert reader.post("/fi/sign-in", data=form).headers["location"] == "/fi/counties/08"
    assert reader.get("/fi/my-work").status_code == 200
    reader.post("/fi/sign-out")
    reader.cookies.clear()
    assert reader.get("/fi/my-work").status_code == 303


def test_sign_in_without_an_organisation_says_what_to_do() -> None:
    answer = client().post("/en/sign-in", data={"organisation": "", "role": "recorder"})
    assert answer.status_code == 422
    assert "Choose an organisation and a role from the lists." in answer.text


def test_a_title_in_another_language_says_which() -> None:
    thing = {"title": "Neuvottelu <1>", "titles": {"fi": "Neuvottelu <1>", "sv": None, "en": None}}
    assert titled("sv", thing) == '<span lang="fi">Neuvottelu &lt;1&gt;</span>'
    assert titled("fi", thing) == "Neuvottelu &lt;1&gt;"


def test_a_thing_missing_twice_from_one_party_is_said_once() -> None:
    row = {"organisation": {"name": "Pirkanmaa"}, "text": "Neuvottelu"}
    nobody = {"organisation": None, "text": "Päivä"}
    assert by_party([row, nobody, row]) == {"Pirkanmaa": ["Neuvottelu"], "": ["Päivä"]}


def test_a_local_duty_named_in_another_language_says_which() -> None:
    for address in ("/duties", "/duties/Duty:1", "/duties/Duty:3"):
        assert '<span lang="fi">Matkaketju</span>' in client().get(f"/sv{address}").text
        assert '<span lang="fi">Matkaketju</span>' not in client().get(f"/fi{address}").text


def test_a_rule_that_yields_nothing_says_why_and_offers_no_list() -> None:
    text = client().get("/en/rules/child-protection-cooperation").text
    assert "Why no obligation follows from it here" in text
    assert "Not followed, since the work goes on all the time." in text
    assert "Show the obligations it yields" not in text
    assert "our own words, not reviewed by a lawyer" in text


def test_a_rule_names_the_rule_it_replaced_and_what_it_waits_for() -> None:
    text = client().get("/en/rules/municipal-wellbeing-plan-delivery").text
    assert 'href="/en/rules/former-negotiation"' in text
    assert 'href="/en/rules/county-municipality-negotiation"' in text
    assert client().get("/en/rules/no-such-rule").status_code == 404


def test_every_figure_of_a_county_opens_the_list_behind_it() -> None:
    text = client().get("/en/counties/08").text
    lines = text.partition('id="h-ob"')[2].partition("<details>")[0]
    assert lines.count("<tr>") == 1 + 15
    first = lines.partition("<tbody>")[2]
    assert first.index("county-municipality-negotiation") < first.index("hyte-annual-negotiation")
    for code, figure in (("FULFILLED", "fulfilled: 18"), ("NOT_STARTED", "not started: 2")):
        link = f"status={code}&amp;county=08&amp;rule=county-municipality-negotiation"
        assert re.search(f'{link}[^>]*dueTo=2029-05-31">.*?</svg>{figure}<', first), code


def test_the_map_counts_section_14_alone_and_other_rules_stand_beside_it() -> None:
    text = client().get("/en/").text
    assert "count section 14 of the Act on Wellbeing Services Counties alone." in text
    assert 'href="/en/obligations?status=OPEN"' in text
    assert "obligations still to be done, all rules" in text


def test_what_has_no_due_day_no_county_and_no_end_is_said_in_words() -> None:
    text = client().get("/en/obligations/Obligation:counties").text
    assert "no due day" in text
    assert "the bilingual counties together" in text
    assert "–</span><wbr>" not in text.partition("Period</dt>")[2].partition("</dd>")[0]
    assert "None" not in text


def test_an_obligation_names_every_part_and_the_step_a_source_shows() -> None:
    text = client().get("/en/obligations/Obligation:county").text
    assert "Whose duty</dt>" in text and "Delivered to</dt>" in text
    assert "dealt with, not decided</b> (Wellbeing Services County of Pirkanmaa)" in text
    assert 'href="/en/rules/former-negotiation"' in text


def test_a_municipality_tells_apart_what_is_missing_and_what_nobody_records() -> None:
    text = client().get("/en/municipalities/837").text
    assert "nobody keeps a record here" in text.partition('class="lead"')[2].partition("</p>")[0]
    assert "of another period" in text


def test_a_hanging_hyphen_stays_with_its_word() -> None:
    assert unbroken("kertomus ja -suunnitelma") == "kertomus ja -\u2060suunnitelma"
    for kept in ("HUS-yhtymä", "2025 - 2026", "lämpö -5", ""):
        assert unbroken(kept) == kept


def test_swedish_pages_lead_to_statutes_in_swedish() -> None:
    for address in ("/rules", "/rules/county-municipality-negotiation"):
        text = client().get(f"/sv{address}").text
        assert "finlex.fi/sv/laki/" in text and "finlex.fi/fi/laki/" not in text


def test_a_list_of_one_organisation_is_headed_by_its_name() -> None:
    lists = (
        "/obligations?municipality=837",
        "/negotiations?municipality=837",
        "/actions?organisation=municipality:837",
    )
    for address in lists:
        assert ": Tampere</h1>" in client().get(f"/fi{address}").text, address
    assert ": " not in client().get("/fi/obligations").text.partition("<h1>")[2].partition("<")[0]


def test_a_body_without_a_name_in_the_language_of_the_page_is_marked() -> None:
    assert '<span lang="fi">Toimielin 1</span>' in client().get("/sv/bodies").text
    assert '<span lang="fi">Toimielin 1</span>' not in client().get("/fi/bodies").text
