"""What is told beside a § 14 obligation's standing: whether there is an agreement, and topics."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine import computed, expr, many, on, sql
from schema.engine.fields import refer
from schema.engine.values import local_id
from schema.obligations.evidence import LinkedEvidence
from schema.obligations.standing import Reason, parsed
from schema.texts import text
from server.duties import models as duties
from server.kit.partial_date import PartialDate, Precision
from server.negotiations.papers import models as papers
from server.obligations import models as m
from server.obligations.meetings import names_meeting
from server.obligations.rules import ReasonCode, Stage
from server.obligations.rules.beside import (
    Agreed,
    BesideCode,
    Coverage,
    Dealt,
    Instrument,
    agreed_on,
    coverage,
)
from server.obligations.rules.evidence import INSTRUMENT

if TYPE_CHECKING:
    from schema.duties.types import Theme
    from schema.papers.types import AgendaItem

LazyItem = Annotated["AgendaItem", strawberry.lazy("schema.papers.types")]
LazyTheme = Annotated["Theme", strawberry.lazy("schema.duties.types")]

MOST_ITEMS = 500
"""So many published items are looked through; where there are more, that is said."""
INSTRUMENTS = "{ on instruments { id stage dated { value precision } recordedOn } }"
ITEMS = """{
  themes { id }
  agendaItems { id negotiation { id heldOn { value precision } } themes { id } }
}"""


@strawberry.type(description="Whether one theme of official guidance was dealt with, and where.")
class TopicCoverage:
    theme: LazyTheme = strawberry.field(description="The theme.")
    covered: bool = strawberry.field(
        description="Was it on a published agenda of a negotiation that meets the obligation?"
    )
    because: list[Reason] = strawberry.field(
        description="Each such negotiation with its day, earliest first; or why none is told."
    )
    agenda_items: list[LazyItem] = strawberry.field(
        description="The published items that dealt with it, earliest first, of the 500 that are"
        " looked through."
    )


@strawberry.type(
    description="What is told beside a standing under 611/2021 § 14 and is no condition of it: the"
    " Act asks for talks, and prescribes neither an agreement nor topics. The same for everyone."
)
class Beside:
    @sql
    def on(self: Any) -> date:
        """The day it holds for: the day asked, at most the last of the standing."""
        return expr(_day_of(self))

    @many(m.LinkedEvidence, order="-dated_on", limit=100, page=1)
    def instruments(self: Any, row: Any) -> list[LinkedEvidence]:
        """Sources linked of an instrument, dated on or before the day, latest first."""
        stages = ", ".join(f"'{stage}'" for stage in INSTRUMENT)
        return on(
            f"{row.obligation_id} = {self.obligation_id}",
            f"{row.stage} IN ({stages})",
            f"{row.withdrawn_on} IS NULL",
            f"{row.dated_on} <= {_day_of(self)}",
        )

    @many(duties.Theme, order="place", limit=20, page=4)
    def themes(self: Any, theme: Any) -> list[LazyTheme]:
        """The themes that official guidance names, in its order."""
        return on()

    @many(papers.AgendaItem, order="number", limit=MOST_ITEMS, page=6)
    def agenda_items(self: Any, item: Any) -> list[LazyItem]:
        """The published items of the negotiations that meet the obligation, by their number; at
        most 500."""
        return on(
            f"{item.is_public}",
            f"{item.negotiation_id} IN (SELECT np.negotiation_id FROM negotiation_party np"
            f" WHERE np.organisation_id = {self.obligation.municipality_id})",
            names_meeting(self.because, item.negotiation_id, ReasonCode.NEGOTIATED),
        )

    @computed(INSTRUMENTS, weight=5)
    def agreed(self: Any) -> bool | None:
        """Does an instrument in force that rests on § 14 bind both? Null while that is unknown.

        It is never false: that nothing is on record does not show that nothing was agreed.
        """
        return _agreed(self).agreed

    @computed(INSTRUMENTS, weight=5)
    def because(self: Any) -> list[Reason]:
        """Why that is so said, or is not known, with the linked source it rests on."""
        found, language = _agreed(self), self.viewer.language
        source = found.source
        return [
            _reason(
                found.code,
                language,
                source.dated if source else None,
                evidence=refer("LinkedEvidence", source.id if source else None),
            )
        ]

    @computed(ITEMS, columns=("because",), weight=10)
    def topics(self: Any) -> list[TopicCoverage]:
        """The four themes in their order, and whether each was dealt with by the day."""
        negotiations = {
            each["negotiation"]
            for each in parsed(self.because)
            if each["code"] == ReasonCode.NEGOTIATED
        }
        themes = [local_id(each["id"], ("Theme",)) for each in self.themes]
        items = [_dealt(each) for each in self.agendaItems]
        found = coverage(themes, negotiations, items, whole=len(items) < MOST_ITEMS)
        return [_told(each, self.viewer.language) for each in found]


def _day_of(row: Any) -> str:
    return f"CASE WHEN {row.day} < {row.to_on} THEN {row.day} ELSE {row.to_on} END"


def _agreed(row: Any) -> Agreed:
    told = [
        Instrument(
            local_id(each["id"], ("LinkedEvidence",)),
            Stage(each["stage"]),
            _known(each["dated"]),
            date.fromisoformat(each["recordedOn"]),
        )
        for each in row.instruments
    ]
    return agreed_on(date.fromisoformat(row.on), told)


def _dealt(item: Any) -> Dealt:
    met = item["negotiation"]
    return Dealt(
        local_id(item["id"], ("AgendaItem",)),
        local_id(met["id"], ("Negotiation",)),
        _known(met["heldOn"]),
        frozenset(local_id(each["id"], ("Theme",)) for each in item["themes"]),
    )


def _known(dated: Any) -> PartialDate:
    return PartialDate(date.fromisoformat(dated["value"]), Precision(dated["precision"]))


def _told(found: Coverage, language: str) -> TopicCoverage:
    met = {each.negotiation: each.held for each in found.items}
    because = [
        _reason(found.code, language, held, negotiation=refer("Negotiation", number))
        for number, held in met.items()
    ]
    return TopicCoverage(
        theme=refer("Theme", found.theme),
        covered=bool(found.items),
        because=because or [_reason(found.code, language)],
        agenda_items=[refer("AgendaItem", each.id) for each in found.items],
    )


def _reason(
    code: BesideCode,
    language: str,
    dated: PartialDate | None = None,
    *,
    negotiation: Any = None,
    evidence: Any = None,
) -> Reason:
    exact = dated is not None and dated.precision is Precision.DAY
    return Reason(
        code=code.value,
        text=text(language, f"reason.{code}", day=dated.iso if dated else ""),
        on=dated.value if dated and exact else None,
        negotiation=negotiation,
        evidence=evidence,
        organisation=None,
    )
