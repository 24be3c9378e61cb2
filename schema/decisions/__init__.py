"""Decisions in the API: the type, the list, and the acts on them."""

from schema.decisions.acts import DecisionMutation
from schema.decisions.types import Decision, DecisionQuery

__all__ = ["Decision", "DecisionMutation", "DecisionQuery"]
