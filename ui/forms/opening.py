"""A county's negotiations that are not on record yet: plan one, or record it as held at once."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.choosing import chosen, grouped
from ui.forms.negotiations import MODES, to_negotiation, told_of_held
from ui.forms.starting import given_titles, typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, compact, nodes
from ui.views.country import SECTION_14
from ui.views.lists import by_code
from ui.words import NEGOTIATION_KIND


def of_county(reading: Reading) -> Data:
    """The county of the path, and the round of the address: none has an empty id."""
    return {**by_code(reading), "id": reading.text("round") or ""}


def usual(data: Data) -> Values:
    """What a negotiation is as a rule: of the kind, title and rules of its round, or under § 14."""
    found = data["inRound"] or {}
    kind = found.get("kind", "COUNTY_MUNICIPALITY")
    titles = found.get("titles") or given_titles(kind)
    return {
        "kind": [kind],
        "rules": [rule["key"] for rule in found["rules"]] if found else [SECTION_14],
        "round": [found.get("id", "")],
        **{f"title_{code}": [text or ""] for code, text in titles.items()},
    }


def plan_values(data: Data, reading: Reading) -> Values:
    """A new negotiation of the round, if any; a municipality given in the address is ticked."""
    given = reading.request.query_params.getlist("municipality")
    towns = nodes(data["county"]["municipalities"])
    return {
        "mode": ["PLACE"],
        "municipalities": [m["code"] for m in towns if m["code"] in given],
        **usual(data),
    }


def kind_and_title(form: Submitted) -> Data:
    """The kind, and the title as typed; the usual title of § 14 becomes that of another kind."""
    kind = form.choice("kind", NEGOTIATION_KIND, "COUNTY_MUNICIPALITY")
    title = form.title()
    left = title == given_titles("COUNTY_MUNICIPALITY")
    return {"kind": kind, "title": given_titles(kind) if left else title}


def read_plan(form: Submitted, reading: Reading) -> Data:
    """The input of ``planNegotiation``; the date may still be open."""
    return {
        "county": reading.part("code"),
        **kind_and_title(form),
        "unlessTwin": not form.many("separate"),
        "round": form.text("round"),
        "rules": form.many("rules"),
        "municipalities": form.many("municipalities"),
        "parties": others(form),
        "meetsOn": form.day("meetsOn"),
        "mode": form.choice("mode", MODES, "PLACE"),
        "place": form.text("place"),
    }


def others(form: Submitted) -> list[str]:
    """Further parties chosen by organisation; nobody at all is a problem of the checkboxes."""
    found = chosen(form, "parties")
    if not found:
        form.many("municipalities", form.texts.gettext("Tick at least one municipality."))
    return found


def fresh_held_values(data: Data, reading: Reading) -> Values:
    """A meeting recorded without a plan: today, unless its round is over."""
    over = data["inRound"] and data["inRound"]["endsOn"] < reading.today.isoformat()
    return {
        "heldOn": [] if over else [typed_day(reading.today)],
        "mode": ["PLACE"],
        "present": reading.request.query_params.getlist("municipality"),
        **usual(data),
    }


def read_fresh_held(form: Submitted, reading: Reading) -> Data:
    """The input of ``recordNegotiationHeld`` for a meeting that was not planned here."""
    beside = chosen(form, "others")
    held = told_of_held(form, reading, beside)
    plan = {
        "county": reading.part("code"),
        "unlessTwin": not form.many("separate"),
        **kind_and_title(form),
        "round": form.text("round"),
        "rules": form.many("rules"),
        "municipalities": form.many("present"),
        "parties": beside,
    }
    return {"plan": compact(plan), **held}


def everyone_to_call(data: Data, reading: Reading) -> Data:
    """The county's municipalities for the checkboxes, and every organisation for the lists."""
    return {"municipalities": nodes(data["county"]["municipalities"]), **grouped(data, reading)}


ACTS: Final = (
    Act(
        name="negotiation-plan",
        path="/counties/{code}/negotiations/new",
        template="negotiations/plan.html",
        document="plan-form",
        mutation="plan",
        subject="county",
        ask=of_county,
        shape=everyone_to_call,
        start=plan_values,
        read=read_plan,
        onward=to_negotiation("planned"),
    ),
    Act(
        name="negotiation-record",
        path="/counties/{code}/negotiations/record",
        template="negotiations/held.html",
        document="plan-form",
        mutation="held",
        subject="county",
        ask=of_county,
        shape=everyone_to_call,
        start=fresh_held_values,
        read=read_fresh_held,
        onward=to_negotiation("held"),
    ),
)
