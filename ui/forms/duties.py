"""Duties: add a local one for the county and some of its municipalities; change one, end one."""

import json
from functools import partial as bound
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.fields import given_texts
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, compact, nodes
from ui.views.lists import by_code, by_id
from ui.words import TOPIC


def start_add(_: Data, reading: Reading) -> Values:
    """A duty that begins today."""
    return {"startsOn": [typed_day(reading.today)]}


def above(data: Data, _: Reading) -> Data:
    """The duties that one can be part of: the national ones."""
    return {"above": [(each["id"], each["name"]) for each in nodes(data["duties"])]}


def read_add(form: Submitted, reading: Reading) -> Data:
    """The input of ``addDuty``: own organisation, the county and the ticked are its parties."""
    ticked = [f"municipality:{code}" for code in form.many("municipalities")]
    parties = [form.text("own"), f"county:{reading.part('code')}", *ticked]
    return {**_facts(form), "parties": [code for code in dict.fromkeys(parties) if code]}


def _facts(form: Submitted) -> Data:
    name = form.localised("name")
    if not name:
        form.fault("name_fi", form.texts.gettext("Give a name in at least one language."))
    return {
        "name": name,
        "description": form.localised("description"),
        "topic": form.choice("topic", TOPIC, "OTHER"),
        "theme": form.text("theme"),
        "parent": form.text("parent"),
        "startsOn": form.day("startsOn"),
        "legalBases": _legal_bases(form),
    }


def _legal_bases(form: Submitted) -> list[Data]:
    """One section a line, after the statute's number: ``611/2021 14 §``.

    A section that stays keeps the note and the rule that no field shows.
    """
    lines = [line.strip() for line in (form.text("legalBases") or "").splitlines() if line.strip()]
    parted = [line.partition(" ") for line in lines]
    if any(not section for _, _, section in parted):
        form.fault("legalBases", form.texts.gettext("Write each line as 611/2021 14 §."))
    known: dict[str, list[Data]] = {}
    for each in form.values.get("known", ()):
        basis = _unpacked(each)
        known.setdefault(f"{basis.get('statute')} {basis.get('section')}", []).append(basis)
    typed = zip(lines, parted, strict=True)
    return [
        known[line].pop(0) if known.get(line) else {"statute": number, "section": section}
        for line, (number, _, section) in typed
    ]


def _unpacked(text: str) -> Data:
    """A section as it is on record, sent along with the form; nothing when it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _packed(basis: Data) -> str:
    rule, note = basis["rule"], compact(basis["notes"])
    told = {"statute": basis["statute"], "section": basis["section"], "note": note or None}
    return json.dumps(compact({**told, "rule": rule["key"] if rule else None}), sort_keys=True)


def _line(basis: Data) -> str:
    return f"{basis['statute']} {basis['section']}"


def start_amend(data: Data, _: Reading) -> Values:
    """What the duty says now."""
    duty = data["node"]
    ticked = [party["code"] for party in duty["parties"] if party["__typename"] == "Municipality"]
    days = {name: [typed_day(duty[name]) if duty[name] else ""] for name in ("startsOn", "endsOn")}
    return {
        **given_texts("name", duty["names"]),
        **given_texts("description", duty["descriptions"]),
        **days,
        "topic": [duty["topic"]],
        "theme": [duty["theme"]["key"] if duty["theme"] else ""],
        "parent": [duty["parent"]["id"] if duty["parent"] else ""],
        "municipalities": ticked,
        "legalBases": ["\n".join(_line(each) for each in duty["legalBases"])],
    }


def amending(data: Data, reading: Reading) -> Data:
    """The municipalities to tick, and what no field shows: other parties, notes and rules."""
    duty = data["node"]
    towns = _towns(duty["keeper"])
    shown = {f"municipality:{town['code']}" for town in towns}
    codes = [party["organisationCode"] for party in duty["parties"]]
    options: list[tuple[str, str]] = above(data, reading)["above"]
    parent = duty["parent"]
    if parent and parent["id"] not in dict(options):
        options = [*options, (parent["id"], parent["name"])]
    others = [code for code in codes if code not in shown]
    return {
        "above": options,
        "towns": towns,
        # Nobody stays a party beside the keeper when no other box is ticked.
        "alone": {*others} <= {(duty["keeper"] or {}).get("organisationCode")},
        "carried": {
            "parties": others,
            "known": [_packed(each) for each in duty["legalBases"]],
        },
    }


def _towns(keeper: Data | None) -> list[Data]:
    """The municipalities of the keeper's county; none for a duty of the national catalogue."""
    county = keeper and (keeper if "municipalities" in keeper else keeper.get("county"))
    return nodes(county["municipalities"]) if county else []


def read_amend(form: Submitted, reading: Reading) -> Data:
    """The input of ``amendDuty``: what is left out of it is left out of the duty."""
    ticked = [f"municipality:{code}" for code in form.many("municipalities")]
    parties = list(dict.fromkeys([*form.many("parties"), *ticked]))
    return {
        **_facts(form),
        "duty": reading.part("id"),
        "endsOn": form.day("endsOn"),
        "parties": parties or None,
    }


def read_end(form: Submitted, reading: Reading) -> Data:
    """The input of ``endDuty``."""
    required = form.texts.gettext("Write the last day of the duty.")
    return {"duty": reading.part("id"), "endsOn": form.day("endsOn", required)}


def to_new_duty(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
    """The page of the duty just added."""
    return "duty", {"id": payload["duty"]["id"]}, "duty-added"


def to_duty(_: Data, reading: Reading, *, note: str) -> tuple[str, dict[str, str], str]:
    """Back to the duty."""
    return "duty", {"id": reading.part("id")}, note


ACTS: Final = (
    Act(
        name="duty-add",
        path="/counties/{code}/duties/new",
        template="duties/add.html",
        document="duty-form",
        mutation="duty-add",
        subject="county",
        section="duties",
        ask=by_code,
        start=start_add,
        shape=above,
        read=read_add,
        onward=to_new_duty,
    ),
    Act(
        name="duty-amend",
        path="/duties/{id}/amend",
        template="duties/amend.html",
        document="duty-amend-form",
        mutation="duty-amend",
        section="duties",
        ask=by_id,
        start=start_amend,
        shape=amending,
        read=read_amend,
        onward=bound(to_duty, note="duty-amended"),
    ),
    Act(
        name="duty-end",
        path="/duties/{id}/end",
        template="duties/end.html",
        document="duty",
        mutation="duty-end",
        section="duties",
        ask=by_id,
        read=read_end,
        onward=bound(to_duty, note="duty-ended"),
    ),
)
