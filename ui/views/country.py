"""The country at a glance: tiles for the counties, national counts, what falls due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ui.api import Data
from ui.reading import Reading
from ui.words import OPEN_STATUS

SECTION_14: Final = "county-municipality-negotiation"
# Soft hyphens show where a name may break on a narrow tile. Order: as a reader meets the map.
_TILES: Final = (
    ("21", "Lappi", "Lapp|land", "Lapland"),
    ("19", "Pohjois-Pohjan|maa", "Norra Öster|botten", "North Ostro|bothnia"),
    ("20", "Kainuu", "Kajana|land", "Kainuu"),
    ("18", "Keski-Pohjan|maa", "Mellersta Öster|botten", "Central Ostro|bothnia"),
    ("13", "Pohjois-Savo", "Norra Savolax", "North Savo"),
    ("14", "Pohjois-Karjala", "Norra Karelen", "North Karelia"),
    ("17", "Pohjan|maa", "Öster|botten", "Ostro|bothnia"),
    ("16", "Etelä-Pohjan|maa", "Södra Öster|botten", "South Ostro|bothnia"),
    ("15", "Keski-Suomi", "Mellersta Finland", "Central Finland"),
    ("12", "Etelä-Savo", "Södra Savolax", "South Savo"),
    ("11", "Etelä-Karjala", "Södra Karelen", "South Karelia"),
    ("06", "Sata|kunta", "Sata|kunta", "Sata|kunta"),
    ("08", "Pirkan|maa", "Birka|land", "Pirkan|maa"),
    ("09", "Päijät-Häme", "Päijänne-Tavast|land", "Päijät-Häme"),
    ("10", "Kymen|laakso", "Kymmene|dalen", "Kymen|laakso"),
    ("05", "Varsi|nais-Suomi", "Egentliga Finland", "South|west Finland"),
    ("07", "Kanta-Häme", "Egentliga Tavast|land", "Kanta-Häme"),
    ("02", "Keski-Uusi|maa", "Mellersta Nyland", "Central Uusi|maa"),
    ("01", "Itä-Uusi|maa", "Östra Nyland", "East Uusi|maa"),
    ("03", "Länsi-Uusi|maa", "Västra Nyland", "West Uusi|maa"),
    ("04", "Vantaa-Kerava", "Vanda-Kervo", "Vantaa-Kerava"),
)
_COLUMN: Final = {"fi": 1, "sv": 2, "en": 3}
_OUTSIDE: Final = {"NOT_APPLICABLE"}
_SILENT: Final = {"NOT_APPLICABLE", "NO_RECORD"}
NEXT_DUE: Final = 6


def tally(cells: Iterable[Mapping[str, Any]]) -> Data:
    """Counts over cells: ``of`` all that apply, ``done`` fulfilled, ``silent`` without record.

    ``kept`` says whether anything at all is on record; ``due_on`` is the earliest due day.
    """
    counts: Counter[str] = Counter()
    days = []
    for cell in cells:
        counts[cell["status"]] += cell["count"]
        days += [cell["dueOn"]] if cell["dueOn"] else []
    of = sum(n for status, n in counts.items() if status not in _OUTSIDE)
    silent = counts["NO_RECORD"]
    return {
        "of": of,
        "done": counts["FULFILLED"],
        "silent": silent,
        "kept": of > silent,
        "open": of - silent - counts["FULFILLED"] - counts["MISSED"],
        "counts": counts,
        "due_on": min(days, default=None),
    }


def shade(done: int, of: int) -> str:
    """The step of the five shades: none, up to a third, two thirds, almost all, all."""
    if done == 0:
        return "q0"
    return "q4" if done == of else f"q{1 + (3 * done > of) + (3 * done > 2 * of)}"


def by_county(cells: Sequence[Mapping[str, Any]]) -> dict[str, Data]:
    """County code → tally of its § 14 obligations."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for cell in cells:
        if cell["rule"]["key"] == SECTION_14 and cell["county"]:
            groups.setdefault(cell["county"]["code"], []).append(cell)
    return {code: tally(group) for code, group in groups.items()}


def cells_of(data: Data) -> list[Data]:
    """The cells of the matrix, each with its rule, of which the answer tells the rest once."""
    rules = {rule["key"]: rule for rule in data["obligationRules"]}
    return [{**cell, "rule": rules[cell["rule"]["key"]]} for cell in data["obligationMatrix"]]


def home(data: Data, reading: Reading) -> Data:
    """Tiles and counts of § 14 over the counties in use; beside them every rule by due day."""
    cells = cells_of(data)
    counties = by_county(cells)
    used = {code: sums for code, sums in counties.items() if sums["kept"]}
    found = rules(cells)
    column = _COLUMN[reading.language.code]
    tiles = []
    for row in _TILES:
        sums = counties.get(row[0])
        kept = bool(sums and sums["kept"])
        tiles.append(
            {
                "code": row[0],
                "label": row[column].replace("|", "\u00ad"),
                "kept": kept,
                "look": shade(sums["done"], sums["of"]) if sums and kept else "off",
                "sums": sums,
            }
        )
    return {
        "tiles": tiles,
        "names": {c["code"]: c["name"] for c in data["counties"]},
        "used": len(used),
        "done": sum(sums["done"] for sums in used.values()),
        "of": sum(sums["of"] for sums in used.values()),
        "term": current(data["councilTerms"], reading),
        "rules": found,
        "next_due": [row for row in found if row["due_on"]][:NEXT_DUE],
        "all": tally(cells),
    }


def rules(cells: Sequence[Mapping[str, Any]]) -> list[Data]:
    """Each rule with the tally of what is on record under it, the next due first.

    ``due_on`` is the earliest due day of what is still to be done; ``span`` the days between which
    all of it falls due, None when some of it has no due day.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for cell in cells:
        if cell["status"] not in _SILENT:
            groups.setdefault(cell["rule"]["key"], []).append(cell)
    found = []
    for group in groups.values():
        waiting = [cell for cell in group if cell["status"] in OPEN_STATUS]
        due_on = tally(waiting)["due_on"]
        found.append(
            {"rule": group[0]["rule"], "sums": tally(group), "due_on": due_on, "span": span(group)}
        )
    return sorted(found, key=lambda row: row["due_on"] or "9999")


def span(cells: Sequence[Mapping[str, Any]]) -> Data:
    """The filters of the list for the due days of these cells; none when one has no due day."""
    days = [cell["dueOn"] for cell in cells]
    return {} if None in days else {"dueFrom": min(days), "dueTo": max(days)}


def current(terms: Sequence[Data], reading: Reading) -> Data | None:
    """The council term that includes the day of this request, or None."""
    today = reading.today.isoformat()
    return next((t for t in terms if t["startsOn"] <= today <= t["endsOn"]), None)


def counties(data: Data, reading: Reading) -> Data:
    """Each county with its tally, and the service organisers that are not counties."""
    sums = by_county(data["obligationMatrix"])
    others = [o for o in data["serviceOrganisers"] if o["__typename"] != "County"]
    return {"sums": sums, "others": others, "used": sum(s["kept"] for s in sums.values())}
