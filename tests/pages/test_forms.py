"""Forms: what was typed becomes one mutation; what is wrong is named with its remedy."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.pages.fake_api import FakeApi
from tests.pages.site import fake_site
from ui.forms.duties import amending
from ui.forms.starting import given_titles

HELD = "/en/negotiations/Negotiation:1/held"
TYPED: dict[str, Any] = {
    "_key": "once-0123456789",
    "_revision": "4",
    "heldOn": "18.11.2026",
    "present": ["250", "291"],
    "mode": "REMOTE",
    "place": "",
    "memoUrl": "",
}


def county() -> tuple[FakeApi, TestClient]:
    api = FakeApi()
    reader = TestClient(fake_site(api), follow_redirects=False)
    reader.cookies.set("acting", "county:08")
    return api, reader


def test_recording_a_meeting_runs_one_mutation_and_goes_to_its_page() -> None:
    api, reader = county()
    answer = reader.post(HELD, data=TYPED)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/en/negotiations/Negotiation%3A1?done=held&warned=WAS_NOT_CALLED"
    )
    name, given, key = api.acts[0]
    assert name == "recordNegotiationHeld"
    assert given == {
        "negotiation": "Negotiation:1",
        "heldOn": {"value": "2026-11-18", "precision": "DAY"},
        "mode": "REMOTE",
        "present": ["250", "291"],
        "countyPresent": True,
        "expectedRevision": 4,
    }
    assert key == "once-0123456789"
    page = reader.get(answer.headers["location"]).text
    assert "The negotiation was recorded as held." in page
    assert "it was added as a party" in page


def test_each_rendered_form_has_its_own_key() -> None:
    _, reader = county()
    keys = {re.findall(r'name="_key" value="([^"]+)"', reader.get(HELD).text)[0] for _ in range(3)}
    assert len(keys) == 3


def test_errors_keep_what_was_typed_and_link_to_the_fields() -> None:
    api, reader = county()
    answer = reader.post(HELD, data=TYPED | {"heldOn": "18.11.2027", "present": [], "memoUrl": "x"})
    assert answer.status_code == 422
    assert api.acts == []
    for field, message in (
        ("heldOn", "The day is in the future."),
        ("present", "Tick at least one municipality that was present."),
        ("memoUrl", "Write the whole address, beginning with https://."),
    ):
        assert f'<a href="#{field}">{message}' in answer.text
        assert f'id="{field}"' in answer.text
    assert 'value="18.11.2027"' in answer.text
    assert "<title>Error:" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.2.2026", "There is no day 31.2.2026. Check the day and the month."),
        ("29. 2. 2025", "There is no day 29.2.2025. Check the day and the month."),
        ("2026-13-01", "There is no day 1.13.2026. Check the day and the month."),
        ("0.1.2026", "There is no day 0.1.2026. Check the day and the month."),
        ("1.1.0000", "There is no day 1.1.0000. Check the day and the month."),
        ("18/11/2026", "Write the day as 21.11.2026."),
        ("yesterday", "Write the day as 21.11.2026."),
        ("18.11.26", "Write the day as 21.11.2026."),
        ("20261118", "Write the day as 21.11.2026."),
        ("2026-W47-3", "Write the day as 21.11.2026."),
    ],
)
def test_a_day_that_is_none_is_not_guessed(typed: str, said: str) -> None:
    api, reader = county()
    answer = reader.post(HELD, data=TYPED | {"heldOn": typed})
    assert answer.status_code == 422
    assert f'<a href="#heldOn">{said}</a>' in answer.text
    assert f'value="{typed}"' in answer.text
    assert api.acts == []


@pytest.mark.parametrize("typed", ["18.11.2026", "18. 11. 2026", " 18.11.2026 ", "2026-11-18"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    api, reader = county()
    assert reader.post(HELD, data=TYPED | {"heldOn": typed}).status_code == 303
    assert api.acts[0][1]["heldOn"] == {"value": "2026-11-18", "precision": "DAY"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Päivää 31.2.2026 ei ole. Tarkista päivä ja kuukausi."),
        ("sv", "Dagen 31.2.2026 finns inte. Kontrollera dag och månad."),
    ],
)
def test_a_day_of_the_address_that_does_not_exist_is_said_so_too(language: str, said: str) -> None:
    _, reader = county()
    assert said in reader.get(f"/{language}/obligations?asOf=31.2.2026").text


def test_a_link_that_cannot_be_read_is_a_problem_of_its_field() -> None:
    api, reader = county()
    answer = reader.post(HELD, data=TYPED | {"memoUrl": "//["})
    assert answer.status_code == 422
    assert "Write the whole address, beginning with https://." in answer.text
    assert api.acts == []


CANCEL = "/en/negotiations/Negotiation:2/cancel"
ITEM = "/en/negotiations/Negotiation:1/agenda/new"


@pytest.mark.parametrize(
    ("address", "typed", "field", "kept"),
    [
        (CANCEL, {"reason": "Es\x1bte"}, "reason", "te</textarea>"),
        (HELD, TYPED | {"place": "Valtuusto\x00sali"}, "place", 'value="Valtuusto'),
        (ITEM, {"title_fi": "Tilan\x07ne"}, "title_fi", 'value="Tilan'),
    ],
)
def test_a_control_character_is_a_problem_of_its_field_and_the_text_is_kept(
    address: str, typed: dict[str, Any], field: str, kept: str
) -> None:
    api, reader = county()
    answer = reader.post(address, data=typed)
    assert answer.status_code == 422
    assert f'<a href="#{field}">The text holds an invisible control character.' in answer.text
    assert kept in answer.text
    assert api.acts == []


def test_what_a_word_processor_ends_lines_and_pages_with_is_a_line_break_or_a_blank() -> None:
    api, reader = county()
    answer = reader.post(CANCEL, data={"reason": "Este\r\nSairaus\vLoma\fMuu"})
    assert answer.status_code == 303
    assert api.acts[0][1]["reason"].splitlines() == ["Este", "Sairaus", "Loma", "Muu"]
    reader.post(HELD, data=TYPED | {"place": "Tampere,\fvaltuustosali"})
    assert api.acts[1][1]["place"] == "Tampere, valtuustosali"


def test_a_stale_form_shows_who_changed_what_and_keeps_what_was_typed() -> None:
    api, reader = county()
    api.payload = {
        "__typename": "Conflict",
        "code": "CONFLICT",
        "message": "Someone else changed this.",
        "path": [],
    }
    answer = reader.post(HELD, data=TYPED | {"place": "Nokia"})
    assert answer.status_code == 409
    assert "What changed meanwhile" in answer.text
    assert "The record now says: Tampere" in answer.text
    assert 'value="Nokia"' in answer.text


def test_a_refusal_gives_its_reason_on_the_form() -> None:
    api, reader = county()
    api.payload = {
        "__typename": "NotAllowed",
        "code": "NOT_ALLOWED",
        "message": "Only a recorder may do this.",
        "path": [],
        "reason": "ROLE_MISSING",
    }
    answer = reader.post(HELD, data=TYPED)
    assert answer.status_code == 403
    assert "Only a recorder may do this." in answer.text


def test_a_problem_of_what_the_address_names_leads_to_no_field() -> None:
    api, reader = county()
    field = {"code": "CLOSED", "message": "It was closed.", "path": ["input", "negotiation"]}
    api.payload = {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "message": "Check the input.",
        "path": [],
        "fields": [field],
    }
    answer = reader.post(HELD, data=TYPED)
    assert answer.status_code == 422
    assert "It was closed." in answer.text
    assert 'href="#negotiation"' not in answer.text


def test_problems_of_the_schema_reach_their_fields() -> None:
    api, reader = county()
    field = {"code": "TOO_EARLY", "message": "Before the term began.", "path": ["input", "heldOn"]}
    api.payload = {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "message": "Check the input.",
        "path": [],
        "fields": [field],
    }
    answer = reader.post(HELD, data=TYPED)
    assert answer.status_code == 422
    assert '<a href="#heldOn">Before the term began.</a>' in answer.text


def test_a_form_sent_twice_with_other_content_says_so_without_jargon() -> None:
    api, reader = county()
    api.payload = {"__typename": "KeyReused", "code": "KEY_REUSED", "message": "Key", "path": []}
    answer = reader.post(HELD, data=TYPED)
    assert answer.status_code == 422
    assert "This form was already sent with other content." in answer.text


def test_what_does_not_exist_is_not_found() -> None:
    api, reader = county()
    api.payload = {"__typename": "NotFound", "code": "NOT_FOUND", "message": "", "path": []}
    assert reader.post(HELD, data=TYPED).status_code == 404


def test_the_day_a_round_ends_is_suggested_and_need_only_be_an_estimate() -> None:
    _, reader = county()
    page = reader.get("/en/counties/08/rounds/new").text
    assert 'value="31.5.2029"' in page
    assert "An estimate is enough; it can be changed while the round goes on." in page


def test_a_new_round_opens_with_every_municipality_ticked() -> None:
    api, reader = county()
    address = "/en/counties/08/rounds/new"
    page = reader.get(address).text
    assert len(re.findall(r'name="municipalities"[^>]* checked', page)) == 23
    assert 'value="31.5.2029"' in page
    typed = {
        "title_fi": "Kierros",
        "startsOn": "1.1.2027",
        "endsOn": "31.12.2027",
        "municipalities": ["020"],
        "rules": ["county-municipality-negotiation"],
    }
    assert reader.post(address, data=typed).status_code == 303
    assert api.acts[0][1]["title"] == {"fi": "Kierros"}


@pytest.mark.parametrize(
    ("address", "typed", "act"),
    [
        (
            "/counties/08/negotiations/new",
            {"municipalities": ["020"], "title_fi": "N"},
            "planNegotiation",
        ),
        (
            "/counties/08/negotiations/record",
            {"heldOn": "1.11.2026", "present": ["020"], "title_sv": "S"},
            "recordNegotiationHeld",
        ),
        ("/rounds/NegotiationRound:1/plan", {"title_en": "N"}, "planNegotiations"),
        (
            "/negotiations/Negotiation:2/invite",
            {"invitedOn": "1.11.2026"},
            "inviteToNegotiation",
        ),
        ("/negotiations/Negotiation:2/date", {"day": "1.2.2027"}, "scheduleNegotiation"),
        ("/negotiations/Negotiation:2/move", {"day": "1.2.2027"}, "moveNegotiation"),
        ("/negotiations/Negotiation:2/cancel", {"reason": "Este"}, "cancelNegotiation"),
        ("/negotiations/Negotiation:1/attendance/Attendance:250/confirm", {}, "confirmReport"),
        (
            "/negotiations/Negotiation:1/attendance/Attendance:250/dispute",
            {"reason": "Emme olleet"},
            "disputeReport",
        ),
        ("/negotiations/Negotiation:1/attendance/Attendance:291/withdraw", {}, "withdrawDispute"),
        (
            "/obligations/Obligation:x:291/evidence/new",
            {"title": "Pöytäkirja", "dated": "1.2.2026", "reason": "Kokous"},
            "linkEvidence",
        ),
        (
            "/obligations/Obligation:x:291/evidence/LinkedEvidence:1/withdraw",
            {},
            "withdrawEvidence",
        ),
        (
            "/obligations/Obligation:x:291/exempt",
            {
                "decidedBy": "Hallitus",
                "decidedOn": "1.2.2026",
                "fromOn": "1.3.2026",
                "reason": "Syy",
            },
            "exemptObligation",
        ),
        ("/my-work/record-complete", {"startsOn": "1.6.2025"}, "stateRecordComplete"),
        ("/my-work/record/RecordKeeping:1/withdraw", {}, "withdrawRecordStatement"),
        ("/my-work/earlier-period", {"year": "2024"}, "openEarlierPeriod"),
    ],
)
def test_every_act_has_its_form(address: str, typed: dict[str, Any], act: str) -> None:
    api, reader = county()
    answer = reader.post(f"/fi{address}", data=typed)
    assert answer.status_code == 303
    assert api.acts[0][0] == act
    assert reader.get(answer.headers["location"]).status_code == 200


def test_registering_a_body_sends_the_own_organisation_and_each_owner_once() -> None:
    api, reader = county()
    address = "/fi/organisations/county:08/bodies/new"
    given = {"_key": "k" * 16, "name_fi": "Ryhmä", "kind": "NETWORK", "startsOn": "1.1.2026"}
    others = {"owners-1": "hus", "owners-2": "", "owners-3": "municipality:837"}
    towns = ["municipality:837", "municipality:250"]
    answer = reader.post(address, data={**given, "owners": towns, **others})
    onward = answer.headers["location"]
    assert onward.startswith("/fi/bodies/Body%3A1?done=body-registered")
    name, sent, _ = api.acts[0]
    assert name == "registerBody"
    assert sent == {
        "kind": "NETWORK",
        "name": {"fi": "Ryhmä"},
        "owners": ["county:08", "municipality:837", "municipality:250", "hus"],
        "startsOn": "2026-01-01",
    }


def test_amending_a_body_opens_with_what_it_is_and_sends_what_was_seen() -> None:
    api, reader = county()
    address = "/en/organisations/county:08/bodies/Body:1/amend"
    page = reader.get(address).text
    for kept in ('value="Toimielin 1"', "611/2021 § 14", 'value="1.6.2025"', "Sovittaa yhteen"):
        assert kept in page
    ticked = re.findall(r'name="owners" value="([^"]+)"[^>]* checked>', page)
    assert ticked == ["municipality:837"]
    assert re.search(r'<option value="municipality:\d+" selected>', page) is None
    reader.post(address, data={"_revision": "4", "name_sv": "Organ"})
    sent = api.acts[0][1]
    assert (sent["body"], sent["expectedRevision"], sent["name"]) == ("Body:1", 4, {"sv": "Organ"})


def test_a_seat_without_an_organisation_keeps_the_rest() -> None:
    api, reader = county()
    form = {"role": "CHAIR", "isDeputy": "yes", "startsOn": "2.3.2026"}
    answer = reader.post("/en/bodies/Body:1/seats/new", data=form)
    assert answer.status_code == 422
    assert '<a href="#organisation">Choose whose seat it is.' in answer.text
    assert '<option value="CHAIR" selected>' in answer.text
    assert 'name="isDeputy" value="yes" checked' in answer.text
    assert api.acts == []


@pytest.mark.parametrize(
    ("address", "form", "act", "sent", "onward"),
    [
        (
            "/bodies/Body:1/seats/Seat:1/end",
            {"endsOn": "21.11.2026"},
            "endSeat",
            {"seat": "Seat:1", "endsOn": "2026-11-21"},
            "/bodies/Body%3A1?done=seat-ended",
        ),
        (
            "/contacts/county:08/Contact:1/end",
            {"endsOn": "21.11.2026"},
            "endContact",
            {"contact": "Contact:1", "endsOn": "2026-11-21"},
            "/contacts/county%3A08?done=contact-ended",
        ),
        (
            "/contacts/county:08/Contact:3/erase",
            {},
            "eraseContact",
            {"contact": "Contact:3"},
            "/contacts/county%3A08?done=contact-erased",
        ),
        (
            "/contacts/county:08/Contact:1/change",
            {"task_sv": "R", "phone": "010 1", "startsOn": "1.1.2026"},
            "setContact",
            {
                "contact": "Contact:1",
                "task": {"sv": "R"},
                "phone": "010 1",
                "startsOn": "2026-01-01",
            },
            "/contacts/county%3A08?done=contact-changed",
        ),
        (
            "/organisations/county:08/units/OrganisationUnit:1/change",
            {"name_en": "Unit", "endsOn": "31.12.2026"},
            "registerUnit",
            {
                "unit": "OrganisationUnit:1",
                "organisation": "county:08",
                "name": {"en": "Unit"},
                "endsOn": "2026-12-31",
            },
            "/organisations/county%3A08?done=unit-changed",
        ),
    ],
)
def test_each_form_of_the_register_runs_its_act(
    address: str, form: dict[str, str], act: str, sent: dict[str, Any], onward: str
) -> None:
    api, reader = county()
    answer = reader.post(f"/en{address}", data={"_revision": "3", **form})
    assert answer.headers["location"] == f"/en{onward}"
    assert api.acts[0][:2] == (act, {**sent, "expectedRevision": 3})


def test_only_its_administrator_sees_former_contacts_and_what_to_do_with_them() -> None:
    _, reader = county()
    own, other = "/en/contacts/county:08", "/en/contacts/county:19"
    assert "/erase" in reader.get(own).text
    assert "Former contacts" in reader.get(own).text
    for stranger in (reader.get(other).text, TestClient(fake_site(FakeApi())).get(own).text):
        assert "/erase" not in stranger
        assert "Former contacts" not in stranger


def test_an_erased_contact_shows_when_and_nothing_else() -> None:
    _, reader = county()
    page = reader.get("/en/contacts/county:08").text
    assert re.search(r"erased on 1\sFeb\s2026", page)
    assert "Contact:4/erase" not in page


DUTY: dict[str, Any] = {
    "_key": "once-0123456789",
    "own": "county:08",
    "name_fi": "Matkaketju",
    "name_sv": "",
    "description_fi": "Kyydit",
    "topic": "VITALITY",
    "theme": "",
    "parent": "Duty:1",
    "municipalities": ["250"],
    "startsOn": "1.1.2026",
    "legalBases": "611/2021 14 §\n\n320/2017 181 § 1 mom.",
}


def test_a_local_duty_is_added_for_the_county_and_whom_it_agreed_with() -> None:
    api, reader = county()
    answer = reader.post("/en/counties/08/duties/new", data=DUTY)
    assert answer.headers["location"].startswith("/en/duties/Duty%3A3?done=duty-added")
    name, given, key = api.acts[0]
    assert (name, key) == ("addDuty", "once-0123456789")
    assert given == {
        "name": {"fi": "Matkaketju"},
        "description": {"fi": "Kyydit"},
        "topic": "VITALITY",
        "parent": "Duty:1",
        "parties": ["county:08", "municipality:250"],
        "startsOn": "2026-01-01",
        "legalBases": [
            {"statute": "611/2021", "section": "14 §"},
            {"statute": "320/2017", "section": "181 § 1 mom."},
        ],
    }
    assert "The duty was added." in reader.get(answer.headers["location"]).text


def test_the_form_of_a_duty_says_who_takes_part_in_it_without_a_tick() -> None:
    _, reader = county()
    alone = "Tick none if the county carries the duty alone."
    own = "Your own organisation takes part even without a tick."
    page = reader.get("/en/counties/08/duties/new").text
    assert alone in page
    assert own not in page
    reader.cookies.set("acting", "municipality:837")
    page = reader.get("/en/counties/08/duties/new").text
    assert alone not in page
    assert own in page


@pytest.mark.parametrize(
    ("keeper", "parties", "alone"),
    [
        ("837", ["municipality:837"], True),
        ("837", ["municipality:837", "municipality:250"], True),
        ("837", ["county:08", "municipality:837"], False),
        ("county", ["county:08", "municipality:837"], True),
        ("county", ["county:08", "hus"], False),
    ],
)
def test_a_duty_can_be_left_to_its_keeper_alone_where_every_other_party_can_be_unticked(
    keeper: str, parties: list[str], alone: bool
) -> None:
    towns = [{"node": {"code": code, "name": code}} for code in ("250", "837")]
    home = {"organisationCode": "county:08", "municipalities": {"edges": towns}}
    town = {"organisationCode": "municipality:837", "county": home}
    duty = {
        "keeper": home if keeper == "county" else town,
        "parties": [{"organisationCode": code} for code in parties],
        "parent": None,
        "legalBases": [],
    }
    unread: Any = None
    assert amending({"node": duty, "duties": {"edges": []}}, unread)["alone"] is alone


def test_what_is_wrong_with_a_local_duty_is_named() -> None:
    api, reader = county()
    wrong = {"name_fi": "", "startsOn": "32.1.2026", "legalBases": "611/2021"}
    text = reader.post("/en/counties/08/duties/new", data=DUTY | wrong).text
    assert api.acts == []
    for field, message in (
        ("name_fi", "Give a name in at least one language."),
        ("startsOn", "There is no day 32.1.2026. Check the day and the month."),
        ("legalBases", "Write each line as 611/2021 14 §."),
    ):
        assert f'<a href="#{field}">{message}</a>' in text
    assert ">Kyydit</textarea>" in text


def test_a_duty_ends_on_the_day_typed() -> None:
    api, reader = county()
    typed = {"_key": "once-0123456789", "_revision": "2", "endsOn": "31.12.2026"}
    answer = reader.post("/fi/duties/Duty:3/end", data=typed)
    assert answer.headers["location"].startswith("/fi/duties/Duty%3A3?done=duty-ended")
    given = {"duty": "Duty:3", "endsOn": "2026-12-31", "expectedRevision": 2}
    assert api.acts[0][:2] == ("endDuty", given)


def test_only_its_keeper_is_offered_to_end_a_duty() -> None:
    _, reader = county()
    assert 'href="/fi/duties/Duty%3A3/end"' in reader.get("/fi/duties/Duty:3").text
    assert "/end" not in reader.get("/fi/duties/Duty:1").text
    reader.cookies.set("acting", "municipality:837")
    assert "/end" not in reader.get("/fi/duties/Duty:3").text
    assert "/counties/08/duties/new" in reader.get("/fi/duties?county=08").text
    assert "/duties/new" not in reader.get("/fi/duties").text


def test_a_seat_that_fell_vacant_by_a_merger_leads_its_keeper_to_the_successor() -> None:
    _, reader = county()
    page = reader.get("/en/bodies/Body:1").text
    assert "The seat of Lavia fell vacant when it became part of Pori." in page
    assert "/en/bodies/Body%3A1/seats/new?organisation=municipality%3A609" in page
    stranger = TestClient(fake_site(FakeApi())).get("/en/bodies/Body:1").text
    assert "decides whether its successor has it." in stranger
    assert "seats/new" not in stranger


def test_evidence_of_a_step_tells_which_and_whose() -> None:
    api, reader = county()
    address = "/en/obligations/Obligation:county/evidence/new"
    assert '<option value="HANDLED">' in reader.get(address).text
    typed = {"title": "Plan", "dated": "1.2.2026", "reason": "Minutes", "_revision": "3"}
    reader.post(address, data={**typed, "stage": "HANDLED", "shownOf": "county:08"})
    reader.post(address, data={**typed, "stage": "", "shownOf": ""})
    step, whole = (given for _, given, _ in api.acts)
    assert (step["stage"], step["shownOf"]) == ("HANDLED", "county:08")
    assert not {"stage", "shownOf"} & whole.keys()


def test_a_negotiation_has_no_steps_to_link_and_section_14_an_instrument_beside_it() -> None:
    api, reader = county()
    address = "/en/obligations/Obligation:x:291/evidence/new"
    text = reader.get(address).text
    assert "HANDLED" not in text
    assert 'name="shownOf"' not in text
    assert '<option value="IN_FORCE">' in text
    typed = {"title": "Sopimus", "dated": "1.2.2026", "reason": "Hyväksytty", "stage": "IN_FORCE"}
    reader.post(address, data=typed)
    assert api.acts[0][1]["stage"] == "IN_FORCE"


@pytest.mark.parametrize("typed", [{}, {"term": "2022-2025", "year": "2024"}])
def test_an_earlier_period_is_a_term_or_a_year(typed: dict[str, str]) -> None:
    api, reader = county()
    answer = reader.post("/en/my-work/earlier-period", data=typed)
    assert answer.status_code == 422
    assert '<a href="#term">Choose a council term or a year, one of the two.' in answer.text
    assert api.acts == []


def test_only_periods_that_are_over_are_offered_and_the_opened_is_shown() -> None:
    api, reader = county()
    page = reader.get("/en/my-work/earlier-period").text
    assert '<option value="2022-2025">' in page and '<option value="2025-2029">' not in page
    assert '<option value="2021-2025">' not in page
    assert '<option value="2025">' in page and '<option value="2026">' not in page
    answer = reader.post("/en/my-work/earlier-period", data={"term": "2022-2025", "year": ""})
    assert api.acts[0][1] == {"term": "2022-2025"}
    assert answer.headers["location"].startswith("/en/obligations?organisation=")


def test_only_a_standing_statement_of_the_own_record_can_be_taken_back() -> None:
    _, reader = county()
    page = reader.get("/en/my-work").text
    assert page.count('/withdraw"') == 1 and "RecordKeeping%3A1/withdraw" in page


def test_correcting_a_meeting_speaks_of_those_unticked_and_keeps_what_the_form_does_not_show() -> (
    None
):
    api, reader = county()
    opened = reader.get(HELD).text
    was = re.findall(r'name="was" value="([^"]+)"', opened)[0].split()
    assert "250" in was
    assert not {"635", "county:08"} & {*was}
    given = {"was": " ".join(was), "present": [code for code in was if code != "250"]}
    reader.post(HELD, data=TYPED | given | {"countyPresent": "no"})
    sent = api.acts[0][1]
    assert (sent["absent"], sent["countyPresent"]) == (["250"], False)
    assert not {"notes", "memoUrl", "place"} & sent.keys()


@pytest.mark.parametrize(
    ("typed", "held_on"),
    [
        ("3/2026", {"value": "2026-03-01", "precision": "MONTH"}),
        ("2026", {"value": "2026-01-01", "precision": "YEAR"}),
        ("12.3.2026", {"value": "2026-03-12", "precision": "DAY"}),
    ],
)
@pytest.mark.parametrize("address", [HELD, "/en/counties/08/negotiations/record"])
def test_a_meeting_was_held_on_a_day_in_a_month_or_in_a_year(
    address: str, typed: str, held_on: Any
) -> None:
    api, reader = county()
    reader.post(address, data=TYPED | {"title_fi": "Kokous", "heldOn": typed})
    assert api.acts[0][1]["heldOn"] == held_on


@pytest.mark.parametrize("form", ["new", "record"])
def test_the_usual_title_follows_the_kind_unless_another_is_typed(form: str) -> None:
    api, reader = county()
    address = f"/en/counties/08/negotiations/{form}"
    usual = given_titles("COUNTY_MUNICIPALITY")
    typed = TYPED | {"municipalities": "250", "kind": "PREMISES"}
    reader.post(address, data=typed | {f"title_{code}": text for code, text in usual.items()})
    reader.post(address, data=typed | {"title_fi": "Toimitilat"})
    plans = [given.get("plan", given) for _, given, _ in api.acts]
    assert [plan["kind"] for plan in plans] == ["PREMISES", "PREMISES"]
    assert [plan["title"] for plan in plans] == [given_titles("PREMISES"), {"fi": "Toimitilat"}]


@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/counties/08/negotiations/new", "parties", {"title_fi": "Kokous"}),
        ("/rounds/NegotiationRound:1/plan", "togetherWith", {"title_fi": "Kokous"}),
        ("/rounds/NegotiationRound:1/counterparties", "add", {"_revision": "2"}),
    ],
)
def test_other_parties_are_chosen_from_lists_each_once(
    address: str, field: str, more: dict[str, str]
) -> None:
    api, reader = county()
    page = reader.get(f"/en{address}").text
    assert f'<select id="{field}-3" name="{field}-3">' in page
    assert '<optgroup label="HUS Group">' in page
    assert '<option value="hus">' in page
    chosen = {field: "hus", f"{field}-2": "", f"{field}-3": "hus", f"{field}-4": "county:15"}
    assert reader.post(f"/en{address}", data=more | chosen).status_code == 303
    assert api.acts[0][1][field] == ["hus", "county:15"]


def test_a_refused_form_keeps_the_organisations_that_were_chosen() -> None:
    _, reader = county()
    typed = {"parties": "hus", "meetsOn": "32.1.2027", "title_fi": "Kokous"}
    page = reader.post("/en/counties/08/negotiations/new", data=typed).text
    assert '<option value="hus" selected>' in page
