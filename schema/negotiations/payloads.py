"""What the acts on negotiations answer."""

from __future__ import annotations

import strawberry

from schema.carrying import subject
from schema.engine.fields import refer
from schema.negotiations.rounds import NegotiationRound
from schema.negotiations.types import Negotiation
from schema.problems import ActWarning, Problem, warnings_of
from schema.texts import text
from server.kit.store.act import Outcome


@strawberry.type(description="A round was started.")
class RoundStarted:
    round: NegotiationRound = strawberry.field(description="The round.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> RoundStarted:
        return cls(
            round=refer("NegotiationRound", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


@strawberry.type(description="A negotiation was recorded or changed.")
class NegotiationRecorded:
    negotiation: Negotiation = strawberry.field(description="The negotiation as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")
    twins: list[Negotiation] = strawberry.field(
        description="Records that seem to tell of the same matter, when a new one was made."
    )

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> NegotiationRecorded:
        return cls(
            negotiation=refer("Negotiation", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
            twins=_twins(outcome),
        )


@strawberry.type(
    description="Nothing was saved, as asked, for these records seem to tell of the same matter."
)
class LikelyTwins(Problem):
    twins: list[Negotiation] = strawberry.field(description="The records, latest first.")


def recorded(outcome: Outcome, language: str) -> NegotiationRecorded | LikelyTwins:
    """What a new record answers: itself, or the likely twins because of which it was not made."""
    if outcome.subject is not None:
        return NegotiationRecorded.of(outcome, language)
    message = text(language, "warning.LIKELY_TWINS")
    return LikelyTwins(code="LIKELY_TWINS", message=message, path=[], twins=_twins(outcome))


def _twins(outcome: Outcome) -> list[Negotiation]:
    return [refer("Negotiation", each) for each in outcome.facts.get("twins", ())]


@strawberry.type(description="Negotiations were planned for the counterparties that had none.")
class NegotiationsPlanned:
    round: NegotiationRound = strawberry.field(description="The round.")
    items: list[NegotiationRecorded] = strawberry.field(
        description="One outcome per counterparty planned for; empty when all had one."
    )

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> NegotiationsPlanned:
        return cls(
            round=refer("NegotiationRound", subject(outcome)),
            items=[NegotiationRecorded.of(item, language) for item in outcome.items],
        )
