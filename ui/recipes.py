"""The developers' cookbook: queries that run as they stand, each with a title and a text."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ui.documents import query_address
from ui.words import N_

FOLDER: Final = Path(__file__).parent / "recipes"
TEXTS: Final = {
    "national-count": (
        N_("How many municipalities has each county negotiated with?"),
        N_("Counts by county and status for the current term. NO_RECORD is silence, not neglect."),
    ),
    "missing-in-a-county": (
        N_("What is still missing in one county, and from whom?"),
        N_("Open obligations of a county with what is missing, by party."),
    ),
    "as-of-a-day": (
        N_("How did things stand on a day?"),
        N_("The same answer for any day: what is recorded now about events up to that day."),
    ),
    "round-table": (
        N_("Where is the round?"),
        N_("Every municipality of the county's rounds: invited, dated, negotiated with."),
    ),
    "municipality-history": (
        N_("What has one municipality negotiated?"),
        N_("A municipality's negotiations with who was present and who says so."),
    ),
    "duties": (
        N_("What must a county and its municipalities do together, and by what law?"),
        N_("The catalogue of shared duties with themes, sections and the obligations they yield."),
    ),
    "register": (
        N_("Municipalities of a county, with codes"),
        N_("The register by official codes, page by page."),
    ),
    "record-held": (
        N_("Record a negotiation as held"),
        N_("A mutation. It needs a signed-in recorder or a token; try it in the demonstration."),
    ),
}


@dataclass(frozen=True)
class Recipe:
    """One recipe: its key, title and text in English, and its query."""

    key: str
    title: str
    text: str
    query: str

    @property
    def address(self) -> str:
        """Where the query opens in the query editor."""
        return query_address(self.query, {})


@cache
def recipes() -> tuple[Recipe, ...]:
    """All recipes in the order of the page."""
    return tuple(
        Recipe(key, title, text, (FOLDER / f"{key}.graphql").read_text(encoding="utf-8").strip())
        for key, (title, text) in TEXTS.items()
    )
