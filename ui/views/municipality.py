"""One municipality: its obligations, its negotiations, and what the register has of it."""

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.register import holdings


def ask(reading: Reading) -> Data:
    """The municipality's code, also as an organisation's."""
    code = reading.part("code")
    return {"code": code, "organisation": f"municipality:{code}"}


def shape(data: Data, _: Reading) -> Data:
    """Obligations by status, negotiations coming and past, bodies, units and contacts."""
    obligations = nodes(data["obligations"])
    meetings = nodes(data["negotiations"])
    held = ("HELD", "MINUTES_READY", "CLOSED")
    return {
        "obligations": obligations,
        "open": [o for o in obligations if o["standing"] and o["standing"]["missing"]],
        "held": [n for n in meetings if n["state"] in held],
        "coming": [n for n in meetings if n["state"] in ("PLANNED", "INVITED", "SCHEDULED")],
        **holdings(data, data["municipality"]),
    }
