"""Decisions on a record: record, amend, withdraw, and what the one that decided says."""

from dataclasses import replace
from functools import partial as bound
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.fields import PARTIAL_HINT, Field, Sheet, one_of, partial, sheet, typed_partial
from ui.forms.homes import form_act
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, compact, nodes
from ui.words import FINALITY, N_, OUTCOME, PUBLICATION


def decision(data: Data, reading: Reading) -> Data:
    """The decision of the address."""
    found = data["node"].get("decisions") or data["decisions"]
    return one_of(nodes(found), reading.part("decision"))


def new_values(data: Data, _: Reading) -> Values:
    """A decision of the reader's own organisation in checked minutes."""
    own = data["viewer"]["organisation"]
    code = own["organisationCode"] if own else ""
    return {"organisation": [code], "publication": ["CHECKED"]}


def decision_values(data: Data, reading: Reading) -> Values:
    """What the decision says now."""
    row = decision(data, reading)
    return {
        "body": [row["body"]["id"] if row["body"] else ""],
        "bodyName": [row["bodyName"] or ""],
        "official": [row["official"] or ""],
        "decidedOn": [typed_partial(row["decidedOn"])],
        "outcome": [row["outcome"] or ""],
        "publication": [row["publication"]],
        "agendaItem": [row["agendaItem"] or ""],
        "section": [row["section"] or ""],
        "caseNumber": [row["caseNumber"] or ""],
        "finality": [row["finality"] or ""],
        "finalityOn": [typed_day(row["finalityOn"])] if row["finalityOn"] else [""],
        **{f"urls_{code}": [row["urls"][code] or ""] for code in ("fi", "sv", "en")},
        "note": [row["note"] or ""],
    }


def _facts(form: Submitted) -> Data:
    say = form.texts.gettext
    deciders = {name: form.text(name) for name in ("body", "bodyName", "official")}
    links = {code: form.link(f"urls_{code}") for code in ("fi", "sv", "en")}
    facts = {
        **deciders,
        "decidedOn": partial(form, "decidedOn", say("Write when it was decided.")),
        "outcome": form.choice("outcome", OUTCOME, "") or None,
        "publication": form.choice("publication", PUBLICATION, "NOT_PUBLISHED"),
        "agendaItem": form.text("agendaItem"),
        "section": form.text("section"),
        "caseNumber": form.text("caseNumber"),
        "finality": form.choice("finality", FINALITY, "") or None,
        "finalityOn": form.day("finalityOn"),
        "urls": compact(links),
        "note": form.text("note"),
    }
    if not any(deciders.values()):
        form.fault("body", say("Name the body or the official that decided."))
    return compact(facts)


def read_recorded(form: Submitted, reading: Reading) -> Data:
    """The input of ``recordDecision``."""
    organisation = form.text("organisation", form.texts.gettext("Choose who decided."))
    return {
        "subject": reading.part("id"),
        "organisation": organisation,
        "decision": _facts(form),
    }


def read_amended(form: Submitted, reading: Reading) -> Data:
    """The input of ``amendDecision``."""
    return {"decision": reading.part("decision"), "facts": _facts(form)}


def read_reason(form: Submitted, reading: Reading) -> Data:
    """The input of ``withdrawDecision`` and ``disputeDecision``."""
    reason = form.text("reason", form.texts.gettext("Say why."))
    return {"decision": reading.part("decision"), "reason": reason}


def read_seen(_: Submitted, reading: Reading) -> Data:
    """The input of ``confirmDecision`` and ``withdrawDecisionDispute``."""
    return {"decision": reading.part("decision")}


FACTS: Final = (
    Field("bodies", "body", N_("Which body decided?")),
    Field("text", "bodyName", N_("Or a body that is not in the list?")),
    Field("text", "official", N_("Or which official?"), N_("The title, never a name.")),
    Field("partial", "decidedOn", N_("When was it decided?"), PARTIAL_HINT, required=True),
    Field("select", "outcome", N_("What was decided?"), options=OUTCOME),
    Field("select", "publication", N_("Where can it be read?"), options=PUBLICATION),
    Field("text", "agendaItem", N_("Number on the agenda")),
    Field("text", "section", N_("Section, or number of an official's decision")),
    Field("text", "caseNumber", N_("Case number")),
    Field("select", "finality", N_("Is it final?"), options=FINALITY),
    Field("day", "finalityOn", N_("From which day?")),
    Field("links", "urls", N_("Links")),
    Field("area", "note", N_("Note"), N_("For example the conditions of an approval.")),
)
REPORTED: Final = N_("Another party's decision shows as reported until it confirms or disputes it.")
WHY: Final = Field("area", "reason", N_("Why?"))


def acts_on(home: str) -> tuple[Act, ...]:
    """The forms of decisions on the records of one page: negotiations, rounds or obligations."""
    form, laid = bound(form_act, home=home), bound(sheet, home=home)
    return (
        form(
            "decision-record",
            "decisions/new",
            "record-decision",
            "decision-recorded",
            read=read_recorded,
            start=new_values,
            shape=laid(
                Sheet(
                    N_("Record a decision"),
                    REPORTED,
                    N_("Record the decision"),
                    (Field("pick", "organisation", N_("Who decided?"), choices="parties"), *FACTS),
                )
            ),
        ),
        form(
            "decision-amend",
            "decisions/{decision}/amend",
            "amend-decision",
            "decision-amended",
            read=read_amended,
            start=decision_values,
            shape=laid(
                Sheet(
                    N_("Change the decision"),
                    N_("What was recorded before stays in the change log."),
                    N_("Save the change"),
                    FACTS,
                ),
                decision,
            ),
        ),
        form(
            "decision-withdraw",
            "decisions/{decision}/withdraw",
            "withdraw-decision",
            "decision-withdrawn",
            read=read_reason,
            shape=laid(
                Sheet(
                    N_("Withdraw the decision"),
                    N_("For what was recorded by mistake. It stays on record and counts no more."),
                    N_("Withdraw the decision"),
                    (WHY,),
                ),
                decision,
            ),
        ),
        form(
            "decision-confirm",
            "decisions/{decision}/confirm",
            "confirm-decision",
            "decision-confirmed",
            read=read_seen,
            shape=laid(
                Sheet(
                    N_("Confirm the decision"),
                    N_("Another party recorded it for your organisation."),
                    N_("Confirm"),
                ),
                decision,
            ),
        ),
        form(
            "decision-dispute",
            "decisions/{decision}/dispute",
            "dispute-decision",
            "decision-disputed",
            read=read_reason,
            shape=laid(
                Sheet(
                    N_("Dispute the decision"),
                    N_("Both statements are shown until the dispute is withdrawn."),
                    N_("Dispute"),
                    (WHY,),
                ),
                decision,
            ),
        ),
        form(
            "decision-undispute",
            "decisions/{decision}/undispute",
            "withdraw-decision-dispute",
            "dispute-withdrawn",
            read=read_seen,
            shape=laid(
                Sheet(
                    N_("Withdraw the dispute"),
                    N_("What was recorded then stands again."),
                    N_("Withdraw the dispute"),
                ),
                decision,
            ),
        ),
    )


DOCUMENTS: Final = {
    "negotiation": "negotiation-decision-form",
    "round": "round-decision-form",
    "obligation": "obligation-decision-form",
}
ACTS: Final[tuple[Act, ...]] = tuple(
    replace(act, document=document) for home, document in DOCUMENTS.items() for act in acts_on(home)
)
