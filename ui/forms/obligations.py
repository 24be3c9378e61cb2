"""Obligations: evidence, exemptions, statements of one's record, and periods that are over."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act
from ui.forms.negotiations import Onward
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes
from ui.views.country import SECTION_14
from ui.views.lists import FIRST_YEAR, by_id
from ui.words import INSTRUMENT, STAGE


def to_obligation(note: str) -> Onward:
    """Back to the obligation, with a note of what was done."""

    def onward(_: Data, reading: Reading) -> tuple[str, dict[str, str], str]:
        return "obligation", {"id": reading.part("id")}, note

    return onward


def to_my_work(note: str) -> Onward:
    """The organisation's own page, with a note of what was done."""

    def onward(_: Data, __: Reading) -> tuple[str, dict[str, str], str]:
        return "my-work", {}, note

    return onward


def to_opened(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
    """The obligations of the organisation for which a period was opened."""
    code = payload["organisation"]["organisationCode"]
    return "obligations", {"organisation": code}, "period-opened"


def read_evidence(form: Submitted, reading: Reading) -> Data:
    """The input of ``linkEvidence``."""
    say = form.texts.gettext
    return {
        "obligation": reading.part("id"),
        "title": form.text("title", say("Write what the document or event is.")),
        "dated": {"value": form.day("dated", say("Write the day of the document or event."))},
        "url": form.link("url"),
        "reason": form.text("reason", say("Say how it shows that the obligation was met.")),
        "stage": form.choice("stage", {**STAGE, **INSTRUMENT}, "") or None,
        "shownOf": form.text("shownOf"),
    }


def steps(data: Data, _: Reading) -> Data:
    """Whether steps can be told, which no negotiation has, and whose act one may show; of § 14
    what can be told of an instrument."""
    node = data["node"]
    found = {
        part["organisation"]["organisationCode"]: part["organisation"]["name"]
        for part in node["bearers"]
    }
    several = "NEGOTIATION" not in node["rule"]["evidenceKinds"]
    section_14 = node["rule"]["key"] == SECTION_14
    stages = STAGE if several else INSTRUMENT if section_14 else {}
    return {"steps": several, "stages": stages, "bearers": list(found.items())}


def read_withdrawal(_: Submitted, reading: Reading) -> Data:
    """The input of ``withdrawEvidence``."""
    return {"evidence": reading.part("evidence")}


def one_evidence(data: Data, reading: Reading) -> Data:
    """The linked evidence the address names; None when the obligation has no such row."""
    rows = nodes(data["node"]["evidence"])
    return {"row": next((e for e in rows if e["id"] == reading.part("evidence")), None)}


def read_exemption(form: Submitted, reading: Reading) -> Data:
    """The input of ``exemptObligation``."""
    say = form.texts.gettext
    return {
        "obligation": reading.part("id"),
        "decidedBy": form.text("decidedBy", say("Write which body decided it.")),
        "decidedOn": form.day("decidedOn", say("Write the day of the decision.")),
        "fromOn": form.day("fromOn", say("Write from which day the exemption holds.")),
        "reason": form.text("reason", say("Say why the obligation does not bind.")),
    }


def read_complete(form: Submitted, _: Reading) -> Data:
    """The input of ``stateRecordComplete``."""
    say = form.texts.gettext
    return {"startsOn": form.day("startsOn", say("Write from which day your record is complete."))}


def by_statement(reading: Reading) -> Data:
    """The id of the statement in the path."""
    return {"id": reading.part("statement")}


def read_statement(_: Submitted, reading: Reading) -> Data:
    """The input of ``withdrawRecordStatement``."""
    return {"statement": reading.part("statement")}


def read_earlier(form: Submitted, _: Reading) -> Data:
    """The input of ``openEarlierPeriod``: a term or a year, not both."""
    term, year = form.text("term"), form.text("year")
    if bool(term) == bool(year):
        form.fault("term", form.texts.gettext("Choose a council term or a year, one of the two."))
    known = year and year.isascii() and year.isdecimal() and len(year) == 4
    return {"term": term, "year": int(year) if year and known else None}


def earlier_periods(data: Data, reading: Reading) -> Data:
    """The terms and years that are over, the latest first; of a county the terms of its council."""
    today, own = reading.today, data["viewer"]["organisation"]
    kinds = ("COUNTY",) if own and own["__typename"] == "County" else ("COUNTY", "MUNICIPAL")
    ended = [
        each["key"]
        for each in data["councilTerms"]
        if each["endsOn"] < today.isoformat() and each["kind"] in kinds
    ]
    years = range(today.year - 1, FIRST_YEAR - 1, -1)
    return {
        "terms": list(reversed(dict.fromkeys(ended))),
        "years": [(str(year), str(year)) for year in years],
    }


ACTS: Final = (
    Act(
        name="evidence-link",
        path="/obligations/{id}/evidence/new",
        template="obligations/evidence.html",
        document="obligation",
        mutation="link-evidence",
        section="obligations",
        ask=by_id,
        shape=steps,
        read=read_evidence,
        onward=to_obligation("evidence-linked"),
    ),
    Act(
        name="evidence-withdraw",
        path="/obligations/{id}/evidence/{evidence}/withdraw",
        template="obligations/withdraw.html",
        document="obligation",
        mutation="withdraw-evidence",
        section="obligations",
        ask=by_id,
        shape=one_evidence,
        read=read_withdrawal,
        onward=to_obligation("evidence-withdrawn"),
    ),
    Act(
        name="obligation-exempt",
        path="/obligations/{id}/exempt",
        template="obligations/exempt.html",
        document="obligation",
        mutation="exempt",
        section="obligations",
        ask=by_id,
        read=read_exemption,
        onward=to_obligation("exempted"),
    ),
    Act(
        name="record-complete",
        path="/my-work/record-complete",
        template="account/complete.html",
        document="frame",
        mutation="record-complete",
        subject="",
        section="my-work",
        read=read_complete,
        onward=to_my_work("record-complete"),
    ),
    Act(
        name="record-withdraw",
        path="/my-work/record/{statement}/withdraw",
        template="account/record_withdraw.html",
        document="record-statement",
        mutation="withdraw-record-statement",
        section="my-work",
        ask=by_statement,
        read=read_statement,
        onward=to_my_work("record-withdrawn"),
    ),
    Act(
        name="earlier-period",
        path="/my-work/earlier-period",
        template="account/earlier.html",
        document="earlier-period",
        mutation="open-earlier-period",
        subject="",
        section="my-work",
        shape=earlier_periods,
        read=read_earlier,
        onward=to_opened,
    ),
)
