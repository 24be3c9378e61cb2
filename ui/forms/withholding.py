"""Withholding a record on a statutory ground and releasing it; under which rules it is recorded."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.negotiations import to_negotiation
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading
from ui.views.lists import by_id


def ground_values(data: Data, reading: Reading) -> Values:
    """The ground stated so far; today when there is none."""
    ground = data["node"]["withholding"]
    if ground is None:
        return {"since": [typed_day(reading.today)]}
    return {
        "statute": [ground["statute"]],
        "section": [ground["section"]],
        "since": [typed_day(ground["sinceOn"])],
        "reason": [ground["reason"] or ""],
    }


def read_ground(form: Submitted, reading: Reading) -> Data:
    """The input of ``withholdRecord``."""
    say = form.texts.gettext
    return {
        "record": reading.part("id"),
        "statute": form.text("statute", say("Write the number and year of the statute.")),
        "section": form.text("section", say("Write the section that the ground is in.")),
        "since": form.day("since", say("Write the day since which the record is withheld.")),
        "reason": form.text("reason"),
    }


def read_release(_: Submitted, reading: Reading) -> Data:
    """The input of ``releaseRecord``."""
    return {"record": reading.part("id")}


def rule_choices(data: Data, _: Reading) -> Data:
    """The rules in force on the day of the meeting, and those it is recorded under already."""
    node = data["node"]
    day = node["heldOn"]["value"] if node["heldOn"] else node["meetsOn"]
    have = [rule["key"] for rule in node["rules"]]
    found = [
        rule
        for rule in data["obligationRules"]
        if rule["key"] in have or day is None or _in_force(rule, day)
    ]
    listed = {rule["key"] for rule in found}
    return {"choices": [*found, *(rule for rule in node["rules"] if rule["key"] not in listed)]}


def _in_force(rule: Data, day: str) -> bool:
    return bool(rule["validFrom"] <= day and (rule["validTo"] is None or day <= rule["validTo"]))


def rule_values(data: Data, _: Reading) -> Values:
    """The rules it is recorded under now."""
    return {"rules": [rule["key"] for rule in data["node"]["rules"]]}


def read_rules(form: Submitted, reading: Reading) -> Data:
    """The input of ``changeNegotiationRules``; no rule at all is an answer too."""
    return {"negotiation": reading.part("id"), "rules": tuple(form.many("rules"))}


ACTS: Final = (
    Act(
        name="negotiation-withhold",
        path="/negotiations/{id}/withhold",
        template="negotiations/withhold.html",
        document="negotiation-form",
        mutation="withhold",
        ask=by_id,
        start=ground_values,
        read=read_ground,
        onward=to_negotiation("withheld"),
    ),
    Act(
        name="negotiation-release",
        path="/negotiations/{id}/release",
        template="negotiations/release.html",
        document="negotiation-form",
        mutation="release",
        ask=by_id,
        read=read_release,
        onward=to_negotiation("released"),
    ),
    Act(
        name="negotiation-rules",
        path="/negotiations/{id}/rules",
        template="negotiations/rules.html",
        document="rules-form",
        mutation="change-rules",
        ask=by_id,
        shape=rule_choices,
        start=rule_values,
        read=read_rules,
        onward=to_negotiation("rules-changed"),
    ),
)
