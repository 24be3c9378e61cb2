"""Shared duties in the API: the catalogue with its themes and legal bases, and the acts on it."""

from schema.duties.acts import DutyMutation
from schema.duties.types import Duty, DutyLegalBasis, DutyQuery, Theme

__all__ = ["Duty", "DutyLegalBasis", "DutyMutation", "DutyQuery", "Theme"]
