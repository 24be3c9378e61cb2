"""What the filters of obligations and rules ask, as conditions on their rows."""

from __future__ import annotations

from typing import Any

from schema.register import FOREVER, id_named, id_of
from server.kit.sorting import sort_key
from server.obligations import models as m


def rules_chosen(x: Any, given: Any) -> list[str]:
    if not given:
        return []
    return [
        given.topic.among(x.topic) if given.topic else "",
        given.tracking.among(x.tracking) if given.tracking else "",
        given.cadence.among(x.cadence) if given.cadence else "",
        given.unit.among(x.unit) if given.unit else "",
        given.evidence.within(x.evidence_kinds) if given.evidence else "",
        f"{x.statute} = {given.statute}" if given.statute else "",
        valid_rule(x, given.valid_on) if given.valid_on else "",
    ]


def terms_of(key: object) -> str:
    """The ids of the council terms of a key; councils of both kinds have one."""
    return f"(SELECT id FROM council_term WHERE key = {key})"


def _rule_of(key: object) -> str:
    return f"(SELECT id FROM obligation_rule WHERE key = {key})"


def valid_rule(x: Any, day: Any) -> str:
    """The condition that a rule is in force on a day."""
    return f"{x.valid_from} <= {day} AND coalesce({x.valid_to}, {FOREVER}) >= {day}"


def chosen(x: Any, given: Any) -> list[str]:
    """The conditions of an obligation filter on the row ``x``."""
    if not given:
        return []
    return [condition for condition in (*_whose(x, given), *_what(x, given)) if condition]


def _whose(x: Any, given: Any) -> list[str]:
    area = (
        f"({x.area.code} = {given.collaborative_area} OR EXISTS (SELECT 1 FROM area_membership am"
        " JOIN collaborative_area ca ON ca.id = am.area_id WHERE am.organisation_id IN"
        f" ({x.county_id}, {x.municipality_id}, {x.organisation_id})"
        f" AND ca.code = {given.collaborative_area}"
        f" AND am.starts_on <= {x.day} AND coalesce(am.ends_on, {FOREVER}) >= {x.day}))"
    )
    borne = x.exists(
        m.ObligationBearer,
        lambda b: (
            f"{b.obligation_id} = {x.id}",
            f"{b.role} = 'BEARER'",
            f"{b.organisation_id} = {id_named(given.organisation)}",
        ),
    )
    return [
        f"{x.county_id} = {id_of('COUNTY', given.county)}" if given.county else "",
        f"{x.municipality_id} = {id_of('MUNICIPALITY', given.municipality)}"
        if given.municipality
        else "",
        borne if given.organisation else "",
        area if given.collaborative_area else "",
        _named(x, given) if given.text else "",
    ]


def _named(x: Any, given: Any) -> str:
    """Whether the text is part of the name under which the unit goes."""
    municipality = (x.municipality.sort_fi, x.municipality.sort_sv)
    others = (x.county.sort_fi, x.county.sort_sv, x.organisation.sort_fi, x.organisation.sort_sv)
    whole = " OR ".join(given.text.within(name, sort_key) for name in municipality)
    else_ = " OR ".join(given.text.within(name, sort_key) for name in others)
    return f"({whole} OR ({x.municipality_id} IS NULL AND ({else_})))"


def _what(x: Any, given: Any) -> list[str]:
    out = [
        f"{x.rule_id} = {_rule_of(given.rule)}" if given.rule else "",
        f"{x.rule.statute} = {given.statute}" if given.statute else "",
        given.topic.among(x.rule.topic) if given.topic else "",
        given.cadence.among(x.rule.cadence) if given.cadence else "",
        given.status.among(x.standing.status) if given.status else "",
        f"{x.term_id} IN {terms_of(given.term)}" if given.term else "",
        f"{x.year} = {given.year}" if given.year else "",
    ]
    if given.due_on:
        out.append(f"{x.due_on} >= {given.due_on.after}" if given.due_on.after else "")
        out.append(f"{x.due_on} <= {given.due_on.before}" if given.due_on.before else "")
    return out
