"""Lists: the filters of the address, read into variables and given back to the form."""

from ui.api import Data
from ui.reading import Reading, compact, nodes
from ui.words import NEGOTIATION_KIND, NEGOTIATION_STATE, STATUS


def municipalities(reading: Reading) -> Data:
    """Municipalities by text and county."""
    filters = {"text": reading.text("text"), "county": reading.text("county")}
    return {**filters, **reading.window()}


def obligations(reading: Reading) -> Data:
    """Obligations by place, status, term, rule, text and day."""
    return {
        "county": reading.text("county"),
        "municipality": reading.text("municipality"),
        "status": reading.choices("status", STATUS),
        "term": reading.text("term"),
        "rule": reading.text("rule"),
        "text": reading.text("text"),
        "asOf": reading.day("asOf"),
        **reading.window(),
    }


def rounds(reading: Reading) -> Data:
    """Rounds by county."""
    return {"county": reading.text("county"), **reading.window()}


def negotiations(reading: Reading) -> Data:
    """Negotiations by place, state, kind and text."""
    return {
        "county": reading.text("county"),
        "municipality": reading.text("municipality"),
        "state": reading.choices("state", NEGOTIATION_STATE),
        "kind": reading.choices("kind", NEGOTIATION_KIND),
        "text": reading.text("text"),
        **reading.window(),
    }


def search(reading: Reading) -> Data:
    """What is searched for."""
    return {"text": reading.text("q") or ""}


def found(data: Data, reading: Reading) -> Data:
    """Hits by kind; an empty search finds nothing. Merged municipalities lead to their heirs."""
    text = (reading.text("q") or "").casefold()
    towns = [data["municipality"], *nodes(data["municipalities"]), *nodes(data["earlier"])]
    hits: Data = {
        "found_counties": [
            c for c in data["counties"] if text in f"{c['code']} {c['name']}".casefold()
        ],
        "found_municipalities": list({town["code"]: town for town in towns if town}.values()),
        "found_rules": [r for r in data["obligationRules"] if text in _said(r)],
        "found_negotiations": nodes(data["negotiations"]),
    }
    if not text:
        hits = {kind: [] for kind in hits}
    return {**hits, "hits": sum(map(len, hits.values())), "typed": reading.text("q") or ""}


def _said(rule: Data) -> str:
    return f"{rule['name']} {rule['statute']} {rule['section']}".casefold()


def filters(_: Data, reading: Reading) -> Data:
    """The filters as typed, without the place in the list, for the form and the pager."""
    given = reading.request.query_params
    names = [name for name in dict.fromkeys(given) if name not in ("after", "before", "done")]
    values = {name: [v for v in given.getlist(name) if v] for name in names}
    return {"filters": compact(values)}


def by_id(reading: Reading) -> Data:
    """The id in the path."""
    return {"id": reading.part("id")}


def by_code(reading: Reading) -> Data:
    """The official code in the path."""
    return {"code": reading.part("code")}
