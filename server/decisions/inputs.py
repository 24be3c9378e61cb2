"""What the acts on decisions are given, checked for what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.decisions import rules
from server.kit.codes import plain_line
from server.kit.errors import FieldFault, refuse
from server.kit.partial_date import PartialDate
from server.kit.period import day_fault
from server.kit.texts import NO_TEXT, Multilingual, text_fault, url_fault

LONGEST_NAME = 300
LONGEST_NUMBER = 40
LONGEST_CASE = 120
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class DecisionInput:
    """A decision of an organisation, by its code; None means the actor's own.

    Exactly one of ``body`` (an id in the register), ``body_name`` and ``official`` decided.
    ``agenda_item`` is its number on the agenda, ``section`` its section in the minutes or an
    official's number of decision; both may be known, or neither.
    """

    decided: PartialDate
    organisation: str | None = None
    body: int | None = None
    body_name: str | None = None
    official: str | None = None
    outcome: str | None = None
    publication: str = rules.Publication.NOT_PUBLISHED.value
    agenda_item: str | None = None
    section: str | None = None
    case_number: str | None = None
    finality: str | None = None
    finality_on: date | None = None
    urls: Multilingual = NO_TEXT
    note: str | None = None

    def check(self) -> None:
        """Raise InvalidInput for what cannot be read or names no decider."""
        refuse(*self._faults())

    def _faults(self) -> Iterator[FieldFault | None]:
        named = [self.body is not None, bool(_line(self.body_name)), bool(_line(self.official))]
        if sum(named) != 1:
            yield FieldFault(("bodyName",), "ONE_DECIDER")
        yield day_fault("decidedOn", self.decided.first_day())
        yield day_fault("finalityOn", self.finality_on)
        for name, text, longest in (
            ("bodyName", self.body_name, LONGEST_NAME),
            ("official", self.official, LONGEST_NAME),
            ("agendaItem", self.agenda_item, LONGEST_NUMBER),
            ("section", self.section, LONGEST_NUMBER),
            ("caseNumber", self.case_number, LONGEST_CASE),
            ("note", self.note, LONGEST_TEXT),
        ):
            yield text_fault(name, text, longest=longest, required=False)
        for language, url in (("fi", self.urls.fi), ("sv", self.urls.sv), ("en", self.urls.en)):
            fault = url_fault("urls", url)
            yield fault and FieldFault(("urls", language), fault.code, fault.facts)

    def columns(self) -> dict[str, Any]:
        """The values of its columns, without who decided for whom."""
        case_number = _line(self.case_number)
        return {
            "body_id": self.body,
            "body_name": _line(self.body_name),
            "official": _line(self.official),
            "decided_on": self.decided.value,
            "decided_precision": self.decided.precision.value,
            "agenda_item": _line(self.agenda_item),
            "section": _line(self.section),
            "case_number": case_number,
            "case_key": rules.case_key(case_number),
            "outcome": self.outcome,
            "publication": self.publication,
            "finality": self.finality,
            "finality_on": self.finality_on,
            "note": (self.note or "").strip() or None,
            **self.urls.columns("url"),
        }

    def facts(self, begins_on: date | None) -> rules.DecisionFacts:
        """What the rules are asked of it."""
        return rules.DecisionFacts(
            decided=self.decided,
            outcome=self.outcome,
            publication=self.publication,
            finality=self.finality,
            finality_on=self.finality_on,
            begins_on=begins_on,
        )


def _line(text: str | None) -> str | None:
    return plain_line(text or "") or None
