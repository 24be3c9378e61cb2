"""What the acts on negotiations answer."""

from __future__ import annotations

import strawberry

from schema.carrying import subject
from schema.engine.fields import refer
from schema.negotiations.rounds import NegotiationRound
from schema.negotiations.types import Negotiation
from schema.problems import ActWarning, warnings_of
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

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> NegotiationRecorded:
        return cls(
            negotiation=refer("Negotiation", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


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
