"""Rounds and negotiations in the API: types, lists, and the acts on them."""

from schema.negotiations.acts import NegotiationMutation
from schema.negotiations.lists import NegotiationQuery
from schema.negotiations.merging import RecordMutation
from schema.negotiations.proceedings import ProceedingsMutation
from schema.negotiations.round_acts import RoundMutation
from schema.negotiations.rounds import NegotiationRound
from schema.negotiations.types import Negotiation

__all__ = [
    "Negotiation",
    "NegotiationMutation",
    "NegotiationQuery",
    "NegotiationRound",
    "ProceedingsMutation",
    "RecordMutation",
    "RoundMutation",
]
