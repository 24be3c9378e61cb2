"""How an obligation stands: the status, why, and what is missing from whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine import computed, entity, on, one, sql
from schema.engine.fields import expr, refer
from schema.obligations.enums import ObligationStatus
from schema.register import Organisation
from schema.texts import text
from server.kit.partial_date import PartialDate, Precision
from server.obligations import models as m
from server.obligations.rules.beside import SECTION, STATUTE

if TYPE_CHECKING:
    from schema.negotiations.types import Negotiation
    from schema.obligations.beside import Beside
    from schema.obligations.evidence import LinkedEvidence

LazyNegotiation = Annotated["Negotiation", strawberry.lazy("schema.negotiations.types")]
LazyBeside = Annotated["Beside", strawberry.lazy("schema.obligations.beside")]
LazyEvidence = Annotated["LinkedEvidence", strawberry.lazy("schema.obligations.evidence")]


DECISIVE = (
    "withdrawn_on",
    "disputed_on",
    "recorded_on",
    "cancelled_on",
    "invited_on",
    "meets_on",
    "held_on",
    "dated_on",
    "from_on",
    "on",
)
"""Facts of a reason that are days, the one it rests on before those that only describe it."""


@strawberry.type(description="One reason for a standing.")
class Reason:
    code: str = strawberry.field(description="A stable code; the set of them may grow.")
    text: str = strawberry.field(description="The reason in words, in the request's language.")
    on: date | None = strawberry.field(
        description="The day of the fact it rests on; null when it rests on none, or when the fact"
        " is known only to the month or the year. The text then tells what is known."
    )
    negotiation: LazyNegotiation | None = strawberry.field(
        description="The negotiation it rests on; null when there is none or it is not shown."
    )
    evidence: LazyEvidence | None = strawberry.field(
        description="The linked evidence it rests on; null when there is none."
    )
    organisation: Organisation | None = strawberry.field(
        description="Whom it speaks of; null when it speaks of both or of nobody."
    )


@strawberry.type(description="One thing that is missing, and from whom.")
class Missing:
    code: str = strawberry.field(description="A stable code; the set of them may grow.")
    text: str = strawberry.field(description="What is missing, in the request's language.")
    organisation: Organisation | None = strawberry.field(
        description="From whom. The text does not repeat its name."
    )
    counterparty: Organisation | None = strawberry.field(
        description="With whom, when it takes two; null when it does not."
    )
    negotiation: LazyNegotiation | None = strawberry.field(
        description="Of which negotiation; null when of none on record or when it is not shown."
    )
    evidence: LazyEvidence | None = strawberry.field(
        description="Of which linked evidence; null when of none."
    )


@entity(m.StandingSpan)
class Standing:
    """How an obligation stands from a day to a day, with the reasons. Computed by the rule."""

    status: ObligationStatus = strawberry.field(description="The status.")
    kept: bool = strawberry.field(
        description="Does a party keep its whole record here? Only then is silence neglect."
    )
    from_on: date = strawberry.field(description="The first day of this standing.")
    to_on: date = strawberry.field(
        description="Its last day with what is known now, inclusive; at most the horizon."
    )

    @sql
    def due_on(self: Any) -> date | None:
        """The obligation's last day, inclusive; null for what has none."""
        return expr(self.obligation.due_on)

    @computed("{ status }", columns=("because",), weight=5)
    def because(self: Any) -> list[Reason]:
        """Why, the decisive reason first."""
        return [_reason(each, self.viewer.language) for each in parsed(self.because)]

    @computed("{ status }", columns=("missing",), weight=5)
    def missing(self: Any) -> list[Missing]:
        """What would bring it forward, and from whom; empty when nothing is."""
        return [_missing(each, self.viewer.language) for each in parsed(self.missing)]

    @one(m.StandingSpan)
    def beside(self: Any, span: Any) -> LazyBeside | None:
        """What is told beside it and never moves it; null for other rules than 611/2021 § 14."""
        return on(
            f"{span.id} = {self.id}",
            f"{self.obligation.rule.statute} = '{STATUTE}'",
            f"{self.obligation.rule.section} = '{SECTION}'",
        )


def parsed(value: Any) -> list[dict[str, Any]]:
    """Reasons, or what is missing, as a span stores them."""
    found: list[dict[str, Any]] = json.loads(value) if isinstance(value, str) else value
    return found


def _reason(said: Mapping[str, Any], language: str) -> Reason:
    facts = said.get("facts", {})
    return Reason(
        code=said["code"],
        text=text(language, f"reason.{said['code']}", **_named(said, language)),
        on=_exact(_decisive(facts)),
        negotiation=refer("Negotiation", said.get("negotiation")),
        evidence=refer("LinkedEvidence", said.get("evidence")),
        organisation=_organisation(said.get("organisation")),
    )


def _missing(said: Mapping[str, Any], language: str) -> Missing:
    return Missing(
        code=said["code"],
        text=text(language, f"missing.{said['code']}", **_named(said, language)),
        organisation=_organisation(said.get("organisation")),
        counterparty=_organisation(said.get("counterparty")),
        negotiation=refer("Negotiation", said.get("negotiation")),
        evidence=refer("LinkedEvidence", said.get("evidence")),
    )


def _organisation(said: Mapping[str, Any] | None) -> Any:
    return refer(said["type"], said["id"]) if said else None


def _decisive(facts: Mapping[str, str]) -> str:
    """The day, month or year of the fact a reason rests on, as written; empty when it has none."""
    return next((facts[name] for name in DECISIVE if name in facts), "")


def _exact(written: str) -> date | None:
    known = PartialDate.parse(written) if written else None
    return known.value if known and known.precision is Precision.DAY else None


def _named(said: Mapping[str, Any], language: str) -> dict[str, str]:
    """The facts of a sentence: those on record, organisations by name, and the decisive ``day``.

    An open period has an empty ``to_on``. ``to`` and ``whose`` are the counterparty and the
    organisation in brackets, empty when there is none.
    """
    facts = said.get("facts", {})
    named = {"to_on": "", "day": _decisive(facts), **{k: str(v) for k, v in facts.items()}}
    for role in ("organisation", "counterparty"):
        if role in said:
            named[role] = said[role].get(language) or said[role]["fi"]
    named["to"] = f" ({named['counterparty']})" if "counterparty" in named else ""
    named["whose"] = f" ({named['organisation']})" if "organisation" in named else ""
    return named
