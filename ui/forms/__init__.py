"""Every form of the pages: reading what was typed, one mutation each, and where to go next."""

from typing import Final

from ui.forms import (
    actions,
    bodies,
    decisions,
    duties,
    negotiations,
    obligations,
    opening,
    organisations,
    papers,
    proceedings,
    records,
    round_facts,
    rounds,
    withholding,
)
from ui.forms.act import Act

ACTS: Final[tuple[Act, ...]] = (
    *rounds.ACTS,
    *opening.ACTS,
    *negotiations.ACTS,
    *round_facts.ACTS,
    *proceedings.ACTS,
    *records.ACTS,
    *withholding.ACTS,
    *obligations.ACTS,
    *bodies.ACTS,
    *organisations.ACTS,
    *duties.ACTS,
    *papers.ACTS,
    *actions.ACTS,
    *decisions.ACTS,
)
