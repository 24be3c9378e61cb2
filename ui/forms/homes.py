"""Forms on the common template, under the address of the record they are about."""

from collections.abc import Callable
from functools import partial as bound
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.fields import Shape
from ui.forms.submitted import Submitted
from ui.page import nothing
from ui.reading import Reading
from ui.views.lists import by_id

Onward = tuple[str, dict[str, str], str]


HOMES: Final = {"negotiation": "negotiations", "round": "rounds", "obligation": "obligations"}
"""By the page of a record: the first word of its address."""


def back(_: Data, reading: Reading, *, note: str, home: str = "negotiation") -> Onward:
    """The record's page, with a note of what was done."""
    return home, {"id": reading.part("id")}, note


def form_act(
    name: str,
    path: str,
    mutation: str,
    note: str,
    *,
    read: Callable[[Submitted, Reading], Data],
    shape: Shape,
    start: Callable[[Data, Reading], Values] = nothing,
    home: str = "negotiation",
) -> Act:
    """A form under a record's address, on the common template; a negotiation's unless told."""
    section = HOMES[home]
    return Act(
        name=name if home == "negotiation" else f"{home}-{name}",
        path=f"/{section}/{{id}}/{path}",
        template="papers/form.html",
        document="papers-form",
        section=section,
        mutation=mutation,
        ask=by_id,
        read=read,
        shape=shape,
        start=start,
        onward=bound(back, note=note, home=home),
    )
