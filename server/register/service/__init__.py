"""The acts on the register. Every change of it is dated, and everything that follows follows."""

from server.register.municipality_file import FileFault
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

__all__ = [
    "FileFault",
    "ImportPlan",
    "MergerInput",
    "MoveInput",
    "Names",
    "NewMunicipality",
    "OrganisationInput",
    "RenameInput",
    "add_council_term",
    "apply_import",
    "plan_import",
    "record_merger",
    "record_move",
    "register_organisation",
    "rename_organisation",
    "twins",
]
