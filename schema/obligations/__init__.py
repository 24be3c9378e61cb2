"""Obligations in the API: the catalogue, standings, the matrix, and the acts on them."""

from schema.obligations.acts import ObligationMutation
from schema.obligations.matrix import MatrixQuery
from schema.obligations.types import Obligation, ObligationQuery, ObligationRule

__all__ = ["MatrixQuery", "Obligation", "ObligationMutation", "ObligationQuery", "ObligationRule"]
