"""The acts on the register. Every change of it is dated, and everything that follows follows."""

from server.register.municipality_file import FileFault
from server.register.service.bodies import (
    BodyInput,
    SeatInput,
    end_seat,
    register_body,
    seat_organisation,
)
from server.register.service.contacts import ContactInput, end_contact, erase_contact, set_contact
from server.register.service.importing import ImportPlan, apply_import, plan_import
from server.register.service.mergers import (
    MergerInput,
    MoveInput,
    NewMunicipality,
    record_merger,
    record_move,
)
from server.register.service.organisations import (
    Names,
    OrganisationInput,
    RenameInput,
    register_organisation,
    rename_organisation,
    twins,
)
from server.register.service.terms import add_council_term
from server.register.service.units import UnitInput, register_unit
from server.register.service.wording import Wording

__all__ = [
    "BodyInput",
    "ContactInput",
    "FileFault",
    "ImportPlan",
    "MergerInput",
    "MoveInput",
    "Names",
    "NewMunicipality",
    "OrganisationInput",
    "RenameInput",
    "SeatInput",
    "UnitInput",
    "Wording",
    "add_council_term",
    "apply_import",
    "end_contact",
    "end_seat",
    "erase_contact",
    "plan_import",
    "record_merger",
    "record_move",
    "register_body",
    "register_organisation",
    "register_unit",
    "rename_organisation",
    "seat_organisation",
    "set_contact",
    "twins",
]
