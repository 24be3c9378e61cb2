"""The tables of rounds and negotiations."""

from server.negotiations.models.meetings import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRule,
    Participant,
    RecordProposal,
    Withholding,
)
from server.negotiations.models.rounds import (
    NegotiationRound,
    RoundAgendaItem,
    RoundCounterparty,
    RoundReport,
    RoundRule,
)

__all__ = [
    "Attendance",
    "Negotiation",
    "NegotiationEvent",
    "NegotiationParty",
    "NegotiationRound",
    "NegotiationRule",
    "Participant",
    "RecordProposal",
    "RoundAgendaItem",
    "RoundCounterparty",
    "RoundReport",
    "RoundRule",
    "Withholding",
]
