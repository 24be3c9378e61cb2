"""Rounds: start one, and plan its negotiations for many municipalities at once."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.choosing import chosen, grouped
from ui.forms.starting import given_titles, typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes
from ui.views.country import SECTION_14, current
from ui.views.lists import by_code, by_id
from ui.words import NEGOTIATION_KIND

STEERING_RULE: Final = "annual-steering-negotiation"


def start_values(data: Data, reading: Reading) -> Values:
    """A new round: the rest of the council term, every municipality ticked, under § 14."""
    term = current(data["councilTerms"], reading)
    return {
        "startsOn": [typed_day(reading.today)],
        "endsOn": [typed_day(term["endsOn"])] if term else [],
        "municipalities": [m["code"] for m in nodes(data["county"]["municipalities"])],
        "rules": [SECTION_14],
        "kind": ["COUNTY_MUNICIPALITY"],
    }


def read_start(form: Submitted, _: Reading) -> Data:
    """The input of ``startNegotiationRound``."""
    say = form.texts.gettext
    return {
        "kind": form.choice("kind", NEGOTIATION_KIND, "COUNTY_MUNICIPALITY"),
        "title": form.title(),
        "startsOn": form.day("startsOn", say("Write the day the round starts.")),
        "endsOn": form.day("endsOn", say("Write the day the round ends.")),
        "rules": form.many("rules"),
        "municipalities": form.many("municipalities", say("Tick at least one municipality.")),
        "purpose": form.text("purpose"),
    }


def steering_values(data: Data, reading: Reading) -> Values:
    """A year's round of steering, every organiser ticked."""
    year = reading.today.year
    return {
        "startsOn": [f"1.1.{year}"],
        "endsOn": [f"31.12.{year}"],
        "rules": [r["key"] for r in data["obligationRules"] if r["key"] == STEERING_RULE],
        "counterparties": [row["code"] for row in organisers(data, reading)["organisers"]],
        **{f"title_{code}": [text] for code, text in given_titles("STEERING").items()},
    }


def organisers(data: Data, _: Reading) -> Data:
    """The service organisers for the form's checkboxes, by organisation code."""
    rows = data["serviceOrganisers"]
    return {"organisers": [{"code": r["organisationCode"], "name": r["name"]} for r in rows]}


def read_steering(form: Submitted, _: Reading) -> Data:
    """The input of ``startNegotiationRound`` for a ministry."""
    say = form.texts.gettext
    return {
        "kind": "STEERING",
        "title": form.title(),
        "startsOn": form.day("startsOn", say("Write the day the round starts.")),
        "endsOn": form.day("endsOn", say("Write the day the round ends.")),
        "rules": form.many("rules"),
        "counterparties": form.many("counterparties", say("Tick at least one organiser.")),
        "purpose": form.text("purpose"),
    }


def plan_values(data: Data, _: Reading) -> Values:
    """The title of the round."""
    titles = data["node"]["titles"]
    return {f"title_{code}": [text or ""] for code, text in titles.items()}


def read_plan(form: Submitted, reading: Reading) -> Data:
    """The input of ``planNegotiations``."""
    others = chosen(form, "togetherWith")
    return {"round": reading.part("id"), "title": form.title(), "togetherWith": others}


def to_new_round(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
    """The page of the round just started."""
    return "round", {"id": payload["round"]["id"]}, "round-started"


def to_round(_: Data, reading: Reading) -> tuple[str, dict[str, str], str]:
    """Back to the round's table."""
    return "round", {"id": reading.part("id")}, "many-planned"


ACTS: Final = (
    Act(
        name="round-start",
        path="/counties/{code}/rounds/new",
        template="rounds/start.html",
        document="county-form",
        mutation="round-start",
        subject="county",
        section="rounds",
        ask=by_code,
        start=start_values,
        read=read_start,
        onward=to_new_round,
    ),
    Act(
        name="round-steering",
        path="/steering/rounds/new",
        template="rounds/start.html",
        document="steering-form",
        mutation="round-start",
        subject="",
        section="rounds",
        shape=organisers,
        start=steering_values,
        read=read_steering,
        onward=to_new_round,
    ),
    Act(
        name="round-plan",
        path="/rounds/{id}/plan",
        template="rounds/plan.html",
        document="round-form",
        mutation="plan-many",
        section="rounds",
        ask=by_id,
        shape=grouped,
        start=plan_values,
        read=read_plan,
        onward=to_round,
    ),
)
