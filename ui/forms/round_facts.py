"""What is on record of a round: its facts, whom it is to meet, whom it was reported to, its end."""

from collections.abc import Callable
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.choosing import by_owner, chosen, grouped
from ui.forms.fields import parties_of
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.i18n import LANGUAGES
from ui.reading import Reading, compact, nodes
from ui.views.lists import by_id

EMPTY_ROWS: Final = 3
FEWEST_ROWS: Final = 8
PLAIN: Final = ("purpose", "legalBasis", "kickoffAudience")


def to_round(note: str) -> Callable[[Data, Reading], tuple[str, dict[str, str], str]]:
    """The round's page, with a note of what was done."""

    def onward(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
        return "round", {"id": payload["round"]["id"]}, note

    return onward


def facts_values(data: Data, _: Reading) -> Values:
    """The facts on record, the agenda row by row."""
    node = data["node"]
    aim, group = node["objective"], node["steeringGroup"]
    found = {f"title_{code}": node["titles"][code] for code in LANGUAGES}
    found |= {f"objective_{code}": aim[code] for code in LANGUAGES}
    found |= {name: aim[name] for name in ("baseline", "target", "unit")}
    found |= {name: node[name] for name in PLAIN}
    found |= {name: typed_day(node[name]) for name in ("startsOn", "endsOn", "kickoffOn")}
    found |= {"steeringGroup": group["id"] if group else None}
    for item in node["agenda"]:
        row = f"agenda-{item['place']}"
        found |= {f"{row}-{code}": item["titles"][code] for code in LANGUAGES}
        found |= {f"{row}-topic": item["topic"], f"{row}-legal": item["legalReference"]}
    return {name: [value or ""] for name, value in found.items()}


def rows_and_bodies(data: Data, _: Reading) -> Data:
    """How many rows of the agenda to offer, and the bodies to choose from, the keeper's first."""
    node, found = data["node"], nodes(data["bodies"])
    group = node["steeringGroup"]
    if group and group["id"] not in [each["id"] for each in found]:
        found.append({**group, "owners": [node["keeper"]]})
    groups = by_owner(found, parties_of(node))
    return {"rows": max(len(node["agenda"]) + EMPTY_ROWS, FEWEST_ROWS), "groups": groups}


def read_facts(form: Submitted, reading: Reading) -> Data:
    """The input of ``amendRound``."""
    say = form.texts.gettext
    aim = {name: form.text(name) for name in ("baseline", "target", "unit")}
    return {
        "round": reading.part("id"),
        "title": form.title(),
        "startsOn": form.day("startsOn", say("Write the day the round starts.")),
        "endsOn": form.day("endsOn", say("Write the day the round ends.")),
        **{name: form.text(name) for name in PLAIN},
        "steeringGroup": form.text("steeringGroup"),
        "objective": compact({**form.localised("objective"), **aim}),
        "kickoffOn": form.day("kickoffOn"),
        "agenda": _agenda(form),
    }


def _agenda(form: Submitted) -> list[Data]:
    """The rows of the agenda that have a title, in their order."""
    found = []
    numbers = {name.split("-")[1] for name in form.values if name.startswith("agenda-")}
    for number in sorted(filter(str.isdecimal, numbers), key=int):
        row = f"agenda-{number}"
        title = {code: form.text(f"{row}-{code}") for code in LANGUAGES}
        if any(title.values()):
            topic, legal = form.text(f"{row}-topic"), form.text(f"{row}-legal")
            found.append(
                compact({"title": compact(title), "topic": topic, "legalReference": legal})
            )
    return found


def leavers(data: Data, reading: Reading) -> Data:
    """Everyone who can be added, and the counterparties without a negotiation to leave out."""
    rows = [row for row in nodes(data["node"]["counterparties"]) if row["negotiation"] is None]
    parties = [row["organisation"] for row in rows]
    rows = [{"code": p["organisationCode"], "name": p["name"]} for p in parties]
    return {"leavers": rows, **grouped(data, reading)}


def read_counterparties(form: Submitted, reading: Reading) -> Data:
    """The input of ``changeCounterparties``."""
    return {"round": reading.part("id"), "add": chosen(form, "add"), "remove": form.many("remove")}


def read_report(form: Submitted, reading: Reading) -> Data:
    """The input of ``addRoundReport``."""
    say = form.texts.gettext
    return {
        "round": reading.part("id"),
        "body": form.text("body", say("Choose a body.")),
        "on": form.day("on", say("Write the day the report was handled.")),
        "section": form.text("section"),
        "url": form.link("url"),
    }


def read_close(_: Submitted, reading: Reading) -> Data:
    """The input of ``closeRound``."""
    return {"round": reading.part("id")}


def read_cancel(form: Submitted, reading: Reading) -> Data:
    """The input of ``cancelRound``."""
    say = form.texts.gettext
    return {"round": reading.part("id"), "reason": form.text("reason", say("Say why."))}


ACTS: Final = (
    Act(
        name="round-edit",
        path="/rounds/{id}/edit",
        template="rounds/edit.html",
        document="round-edit",
        mutation="round-amend",
        section="rounds",
        ask=by_id,
        shape=rows_and_bodies,
        start=facts_values,
        read=read_facts,
        onward=to_round("round-amended"),
    ),
    Act(
        name="round-counterparties",
        path="/rounds/{id}/counterparties",
        template="rounds/counterparties.html",
        document="round-form",
        mutation="round-counterparties",
        section="rounds",
        ask=by_id,
        shape=leavers,
        read=read_counterparties,
        onward=to_round("counterparties-changed"),
    ),
    Act(
        name="round-report",
        path="/rounds/{id}/report",
        template="rounds/report.html",
        document="round-edit",
        mutation="round-report",
        section="rounds",
        ask=by_id,
        shape=rows_and_bodies,
        read=read_report,
        onward=to_round("round-reported"),
    ),
    Act(
        name="round-close",
        path="/rounds/{id}/close",
        template="rounds/close.html",
        document="round-edit",
        mutation="round-close",
        section="rounds",
        ask=by_id,
        read=read_close,
        onward=to_round("round-closed"),
    ),
    Act(
        name="round-cancel",
        path="/rounds/{id}/cancel",
        template="rounds/cancel.html",
        document="round-edit",
        mutation="round-cancel",
        section="rounds",
        ask=by_id,
        read=read_cancel,
        onward=to_round("round-cancelled"),
    ),
)
