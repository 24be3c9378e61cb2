"""Units, bodies with their seats, and contacts in the API: types, lists, and the acts on them."""

from schema.bodies.acts import BodyMutation
from schema.bodies.types import Body, BodyQuery, Contact, OrganisationUnit, Seat

__all__ = ["Body", "BodyMutation", "BodyQuery", "Contact", "OrganisationUnit", "Seat"]
