"""Choosing organisations from lists, kind by kind, as many as one likes, without a script."""

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
