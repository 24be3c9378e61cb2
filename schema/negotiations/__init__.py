"""Rounds and negotiations in the API: types, lists, and the acts on them."""

from schema.negotiations.acts import NegotiationMutation
from schema.negotiations.types import Negotiation, NegotiationQuery, NegotiationRound

__all__ = ["Negotiation", "NegotiationMutation", "NegotiationQuery", "NegotiationRound"]
