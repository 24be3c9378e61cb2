"""The one form in which every domain tells the rules what it has on record.

A plan, an agreement, a body and a source linked by hand all become ``EvidenceOf``. A domain built
later adds its kind by making these values; no rule changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from server.kit.partial_date import PartialDate
from server.kit.period import Period


class EvidenceKind(StrEnum):
    """What a rule asks to be shown; the words of the catalogue's column ``evidence_kinds``."""

    NEGOTIATION = "NEGOTIATION"
    PLAN_APPROVED = "PLAN_APPROVED"
    REPORT_TAKEN = "REPORT_TAKEN"
    AGREEMENT_APPROVED = "AGREEMENT_APPROVED"
    AGREEMENT_IN_FORCE = "AGREEMENT_IN_FORCE"
    BODY_IN_OFFICE = "BODY_IN_OFFICE"
    DELIVERED = "DELIVERED"


class Stage(StrEnum):
    """How far one organisation's part has come.

    SET: a day is set for the act. HANDLED: dealt with, not decided. APPROVED: the act itself, be
    it an approval, a report taken to a council or a body set. DELIVERED: it has reached someone.
    IN_FORCE and ENDED are of an instrument between the parties: they are told beside the standing
    (``beside``) and are no step towards it.
    """

    SET = "SET"
    HANDLED = "HANDLED"
    APPROVED = "APPROVED"
    DELIVERED = "DELIVERED"
    IN_FORCE = "IN_FORCE"
    ENDED = "ENDED"


INSTRUMENT: Final = (Stage.IN_FORCE, Stage.ENDED)
"""What a linked source can show of an instrument that rests on the section and binds both."""


@dataclass(frozen=True)
class Step:
    """One dated step: of ``organisation``, or to it when delivered; ``None`` means of all.

    A day that is SET is ``day``, and ``on`` the day on which it was set.
    """

    stage: Stage
    on: PartialDate
    organisation: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class EvidenceOf:
    """One record that may meet an obligation, wholly or in part.

    ``kind`` is ``None`` for a source linked by hand: it meets every kind. ``dated`` is the day of
    the act when the record shows the whole of it; else ``steps`` tell how far it has come.
    ``valid`` are the days an agreement is in force or a body in office. A record that is withdrawn
    counts on no day; one that is ``withheld`` on a stated ground moves no public standing.
    ``link`` is its type and id.
    """

    link: tuple[str, int]
    kind: EvidenceKind | None = None
    dated: PartialDate | None = None
    recorded_on: date | None = None
    recorded_by: str | None = None
    steps: tuple[Step, ...] = ()
    valid: Period | None = None
    withdrawn_on: date | None = None
    withheld: bool = False

    @property
    def stands_beside(self) -> bool:
        """Does it tell of an instrument, beside the standing and never in it?"""
        return any(step.stage in INSTRUMENT for step in self.steps)

    def shows(self, kind: EvidenceKind) -> bool:
        """Can the record show this kind at all?"""
        return self.kind in (None, kind) or (
            # What has been made can be delivered, whatever it is.
            kind is EvidenceKind.DELIVERED and any(s.stage is Stage.DELIVERED for s in self.steps)
        )
