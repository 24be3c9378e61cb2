"""Lists: the filters of the address, read into variables and given back to the form."""

import re
from typing import Final

from ui.api import Data
from ui.reading import Reading, compact, nodes
from ui.words import (
    CADENCE,
    NEGOTIATION_KIND,
    NEGOTIATION_STATE,
    OPEN_STATUS,
    SEARCH_TYPE,
    STATUS,
    TOPIC,
)

_WORD: Final = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"[0-9]{4}")
FIRST_YEAR: Final = 2021  # the statutes on counties came into force in it
LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 12


def municipalities(reading: Reading) -> Data:
    """Municipalities by text and county."""
    filters = {"text": reading.text("text"), "county": reading.text("county")}
    return {**filters, **reading.window()}


def asked_of(reading: Reading) -> str | None:
    """The code of the organisation that the list is narrowed to; the municipality's before others.

    Its name tells the reader whose list it is.
    """
    municipality = reading.text("municipality")
    return f"municipality:{municipality}" if municipality else reading.text("organisation")


def obligations(reading: Reading) -> Data:
    """Obligations by place, bearer, rule, period, status, due days, text and day.

    The status ``OPEN`` stands for all that are still to be done.
    """
    year = reading.text("year")
    whole = reading.text("status") == "OPEN"
    due = {"after": reading.day("dueFrom"), "before": reading.day("dueTo")}
    return {
        "county": reading.text("county"),
        "municipality": reading.text("municipality"),
        "organisation": reading.text("organisation"),
        "asked": asked_of(reading),
        "status": list(OPEN_STATUS) if whole else reading.choices("status", STATUS),
        "topic": reading.choices("topic", TOPIC),
        "cadence": reading.choices("cadence", CADENCE),
        "term": reading.text("term"),
        "year": int(year) if year and _YEAR.fullmatch(year) else None,
        "rule": reading.text("rule"),
        "dueOn": compact(due),
        "text": reading.text("text"),
        "asOf": reading.day("asOf"),
        **reading.window(),
    }


def obligation_list(data: Data, reading: Reading) -> Data:
    """The filters, and the organisations, terms and years to choose from."""
    found = [*data["serviceOrganisers"], *nodes(data["ministries"])]
    bearers = [(each["organisationCode"], each["name"]) for each in found]
    chosen = reading.text("organisation")
    if chosen and chosen not in dict(bearers):
        asked = data["asked"]
        named = asked and asked["organisationCode"] == chosen
        bearers.append((chosen, asked["name"] if named else chosen))
    years = range(reading.today.year + 1, FIRST_YEAR - 1, -1)
    rarer = ("topic", "cadence", "term", "year", "organisation", "dueFrom", "dueTo", "asOf")
    return {
        **filters(data, reading),
        "bearers": bearers,
        "terms": list(dict.fromkeys(term["key"] for term in data["councilTerms"])),
        "years": [str(year) for year in years],
        "narrower": any(reading.text(name) for name in rarer),
    }


def rounds(reading: Reading) -> Data:
    """Rounds by county."""
    return {"county": reading.text("county"), **reading.window()}


def negotiations(reading: Reading) -> Data:
    """Negotiations by place, state, kind and text."""
    municipality = reading.text("municipality")
    return {
        "county": reading.text("county"),
        "municipality": municipality,
        "asked": municipality and f"municipality:{municipality}",
        "state": reading.choices("state", NEGOTIATION_STATE),
        "kind": reading.choices("kind", NEGOTIATION_KIND),
        "text": reading.text("text"),
        **reading.window(),
    }


def search(reading: Reading) -> Data:
    """What is searched for, among which kinds; only so many words as one search may have."""
    words = _WORD.findall(reading.text("q") or "")[:MOST_WORDS]
    return {
        "text": " ".join(words)[:LONGEST_QUERY],
        "types": reading.choices("types", SEARCH_TYPE),
        **reading.window(),
    }


def found(data: Data, reading: Reading) -> Data:
    """What was typed and the kinds that were ticked, beside the hits."""
    typed = reading.text("q") or ""
    chosen = reading.choices("types", SEARCH_TYPE) or []
    return {**filters(data, reading), "typed": typed, "chosen": chosen}


def filters(_: Data, reading: Reading) -> Data:
    """The filters as typed, without the place in the list, for the form and the pager."""
    given = reading.request.query_params
    names = [name for name in dict.fromkeys(given) if name not in ("after", "before", "done")]
    values = {name: [v for v in given.getlist(name) if v] for name in names}
    return {"filters": compact(values)}


def round_list(data: Data, reading: Reading) -> Data:
    """The filters, and whether the reader may start a round with the service organisers."""
    own = data["viewer"]["organisation"]
    ministry = bool(own) and own["organisationCode"].startswith("ministry:")
    return {**filters(data, reading), "steers": ministry}


def by_id(reading: Reading) -> Data:
    """The id in the path."""
    return {"id": reading.part("id")}


def by_code(reading: Reading) -> Data:
    """The official code in the path."""
    return {"code": reading.part("code")}
