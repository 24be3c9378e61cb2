"""Agreed actions in the API: the type, the list, and the acts on them."""

from schema.actions.acts import ActionMutation
from schema.actions.types import Action, ActionQuery

__all__ = ["Action", "ActionMutation", "ActionQuery"]
