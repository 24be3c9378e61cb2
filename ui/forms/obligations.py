"""Obligations: link and withdraw evidence, record an exemption, state one's record complete."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act
from ui.forms.negotiations import Onward
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes
from ui.views.lists import by_id


def to_obligation(note: str) -> Onward:
    """Back to the obligation, with a note of what was done."""

    def onward(_: Data, reading: Reading) -> tuple[str, dict[str, str], str]:
        return "obligation", {"id": reading.part("id")}, note

    return onward


def to_my_work(_: Data, __: Reading) -> tuple[str, dict[str, str], str]:
    """The organisation's own page."""
    return "my-work", {}, "record-complete"


def read_evidence(form: Submitted, reading: Reading) -> Data:
    """The input of ``linkEvidence``."""
    say = form.texts.gettext
    return {
        "obligation": reading.part("id"),
        "title": form.text("title", say("Write what the document or event is.")),
        "dated": {"value": form.day("dated", say("Write the day of the document or event."))},
        "url": form.link("url"),
        "reason": form.text("reason", say("Say how it shows that the obligation was met.")),
    }


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


ACTS: Final = (
    Act(
        name="evidence-link",
        path="/obligations/{id}/evidence/new",
        template="obligations/evidence.html",
        document="obligation",
        mutation="link-evidence",
        section="obligations",
        ask=by_id,
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
        onward=to_my_work,
    ),
)
