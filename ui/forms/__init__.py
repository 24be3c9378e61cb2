"""Every form of the pages: reading what was typed, one mutation each, and where to go next."""

from typing import Final

from ui.forms import duties, negotiations, obligations, rounds
from ui.forms.act import Act

ACTS: Final[tuple[Act, ...]] = (*rounds.ACTS, *negotiations.ACTS, *obligations.ACTS, *duties.ACTS)
