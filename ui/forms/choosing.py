"""Choosing organisations and bodies from lists, as many as one likes, without a script."""

from collections.abc import Iterable, Sequence
from typing import Final

from ui.api import Data
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes

GROUPS: Final = (
    "allCounties",
    "allMunicipalities",
    "hus",
    "ministries",
    "agencies",
    "regionalCouncils",
    "employmentAreas",
    "companies",
    "associations",
    "parishes",
    "educationProviders",
    "others",
)


def grouped(data: Data, _: Reading) -> Data:
    """Every organisation there is to choose from, kind by kind."""
    return {"groups": {name: nodes(data[name]) for name in GROUPS}}


def chosen(form: Submitted, name: str) -> list[str]:
    """The organisation codes chosen in the fields ``name``, ``name-2`` …, each once."""
    fields = [f for f in form.values if f == name or f.startswith(f"{name}-")]
    codes = [code for field in fields for code in form.many(field)]
    return list(dict.fromkeys(codes))


def by_owner(bodies: Iterable[Data], first: Sequence[Data]) -> list[tuple[str, list[Data]]]:
    """Bodies under the name of whose they are; those of the ``first`` organisations come first.

    A body of several stands under the one of them that comes first.
    """
    places = {each["id"]: place for place, each in enumerate(first)}
    found: dict[str, tuple[int, str, list[Data]]] = {}
    for body in bodies:
        owner = min(body["owners"], key=lambda each: places.get(each["id"], len(places)))
        place = places.get(owner["id"], len(places))
        found.setdefault(owner["id"], (place, owner["name"], []))[2].append(body)
    # Sorting keeps those of one place as they came, which is as Finns sort.
    return [(name, rows) for _, name, rows in sorted(found.values(), key=lambda group: group[0])]
