"""Every form of the pages: reading what was typed, one mutation each, and where to go next."""

from typing import Final

from ui.forms import negotiations, obligations, proceedings, records, round_facts, rounds
from ui.forms.act import Act

ACTS: Final[tuple[Act, ...]] = (
    *rounds.ACTS,
    *negotiations.ACTS,
    *round_facts.ACTS,
    *proceedings.ACTS,
    *records.ACTS,
    *obligations.ACTS,
)
