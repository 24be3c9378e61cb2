"""One municipality: its obligations, its negotiations, and what the register has of it."""

from collections.abc import Sequence

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.register import holdings
from ui.words import OPEN_STATUS


def ask(reading: Reading) -> Data:
    """The municipality's code, also as an organisation's."""
    code = reading.part("code")
    return {"code": code, "organisation": f"municipality:{code}"}


def shape(data: Data, reading: Reading) -> Data:
    """Obligations of now, open or silent, and of other times; negotiations coming and past."""
    meetings = nodes(data["negotiations"])
    held = ("HELD", "MINUTES_READY", "CLOSED")
    today = reading.today.isoformat()
    current, others = of_now(nodes(data["obligations"]), today)
    ahead = [n for n in meetings if n["state"] in ("PLANNED", "INVITED", "SCHEDULED")]
    passed = [n for n in ahead if n["meetsOn"] and n["meetsOn"] < today]
    return {
        "obligations": current,
        "others": others,
        "open": [o for o in current if o["standing"]["status"] in OPEN_STATUS],
        "silent": [o for o in current if o["standing"]["status"] == "NO_RECORD"],
        "held": [n for n in meetings if n["state"] in held],
        "coming": [n for n in ahead if n not in passed],
        "passed": passed,
        **holdings(data, data["municipality"]),
    }


def of_now(obligations: Sequence[Data], today: str) -> tuple[list[Data], list[Data]]:
    """Those whose period holds the day or that are late, the soonest due first; and the rest."""
    current: list[Data] = []
    others: list[Data] = []
    for each in obligations:
        lasting = each["startsOn"] <= today <= (each["endsOn"] or today)
        late = each["standing"] and each["standing"]["status"] == "OVERDUE"
        now = each["standing"] and (lasting or late)
        (current if now else others).append(each)
    return sorted(current, key=lambda each: each["dueOn"] or "9999"), others
