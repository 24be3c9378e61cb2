"""Themes, duties and their legal bases as types, and the lists of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.engine import Connection, Node, entity, expr, many, on, one, sql
from schema.localised import InLanguage, Named, Texts, each_language, localised
from schema.obligations.types import ObligationRule
from schema.register import Organisation, valid
from schema.vocabulary import Topic
from server.duties import models as m
from server.kit.sorting import sort_key as finnish_key
from server.obligations import models as obligations
from server.register import models as register


@entity(m.Theme)
class Theme(Node, Named):
    """One of the four themes that official guidance names for 611/2021 § 14.

    The Act itself prescribes no themes; they are never a condition of having negotiated.
    """

    key: str = strawberry.field(description="The theme's key, as filters and acts name it.")

    @sql
    def description(self: Any, language: InLanguage = None) -> str:
        """What belongs to it, in this record's own words."""
        return localised(self, "description", language)

    @many(m.Duty, order="place", limit=500, page=20, day="valid_on")
    def duties(self: Any, duty: Any) -> list[Duty]:
        """The duties under it on the day, national and local, in the catalogue's order."""
        return on(f"{duty.theme_id} = {self.id}", valid(duty, duty.day))


@entity(m.Duty)
class Duty(Node, Named):
    """A duty that a county and a municipality can only do well together."""

    key: str | None = strawberry.field(
        description="Its key in the national catalogue; null for a local duty."
    )
    topic: Topic = strawberry.field(description="What it is about.")
    starts_on: date | None = strawberry.field(description="First day; null when not known.")
    ends_on: date | None = strawberry.field(
        description="Last day, inclusive; null while it goes on."
    )
    revision: int = strawberry.field(
        description="Rises with every change of the duty, its parties and its legal bases."
    )

    @sql
    def description(self: Any, language: InLanguage = None) -> str | None:
        """What it is and who answers for what, in this record's own or its keeper's words."""
        return localised(self, "description", language)

    @sql
    def descriptions(self: Any) -> Texts:
        """The description as given in each language."""
        shown: Texts = each_language(self, "description")
        return shown

    @sql
    def is_national(self: Any) -> bool:
        """Does it belong to the national catalogue? A local duty binds its parties only."""
        return expr(f"{self.keeper_id} IS NULL")

    @one(m.Theme)
    def theme(self: Any, theme: Any) -> Theme | None:
        """The theme of official guidance it belongs to; null when to none of them."""
        return on(f"{theme.id} = {self.theme_id}")

    @one(m.Duty)
    def parent(self: Any, above: Any) -> Duty | None:
        """The duty it is part of; null at the top."""
        return on(f"{above.id} = {self.parent_id}")

    @one(register.Organisation)
    def keeper(self: Any, organisation: Any) -> Organisation | None:
        """The party that keeps the record of a local duty; null for a national one."""
        return on(f"{organisation.id} = {self.keeper_id}")

    @many(m.Duty, order="place", limit=500, page=5, day="valid_on")
    def children(self: Any, duty: Any) -> list[Duty]:
        """Its parts on the day, national before local; at most 500."""
        return on(f"{duty.parent_id} = {self.id}", valid(duty, duty.day))

    @many(m.DutyLegalBasis, order="place", limit=50, page=3)
    def legal_bases(self: Any, basis: Any) -> list[DutyLegalBasis]:
        """The sections it rests on; none when it rests on the parties' agreement alone."""
        return on(f"{basis.duty_id} = {self.id}")

    @many(register.Organisation, order="sort_fi", limit=500, page=10)
    def parties(self: Any, x: Any) -> list[Organisation]:
        """Who agreed on a local duty, sorted as Finns sort; empty for a national one."""
        return on(
            x.exists(
                m.DutyParty,
                lambda p: (f"{p.organisation_id} = {x.id}", f"{p.duty_id} = {self.id}"),
            )
        )


@entity(m.DutyLegalBasis)
class DutyLegalBasis:
    """A section of a statute that a duty rests on."""

    statute: str = strawberry.field(description='Number and year of the statute, "611/2021".')
    section: str = strawberry.field(description='The section, "14 §".')
    source_url: str = strawberry.field(description="Where the statute can be read.")

    @sql
    def note(self: Any, language: InLanguage = None) -> str | None:
        """What of the duty the section settles, where that needs saying."""
        return localised(self, "note", language)

    @sql
    def notes(self: Any) -> Texts:
        """The note as given in each language."""
        shown: Texts = each_language(self, "note")
        return shown

    @one(obligations.ObligationRule)
    def rule(self: Any, rule: Any) -> ObligationRule | None:
        """The rule of the catalogue of obligations that the section yields; null when none."""
        return on(f"{rule.key} = {self.rule_key}")


@strawberry.input(description="Which duties.")
class DutyFilter:
    organisation: str | None = strawberry.field(
        default=None, description="Code of a party: its local duties."
    )
    national: bool | None = strawberry.field(
        default=None, description="True: only the national catalogue; false: only local duties."
    )
    theme: str | None = strawberry.field(default=None, description="Key of a theme.")
    topic: list[Topic] | None = strawberry.field(default=None, description="Any of these.")
    statute: str | None = strawberry.field(
        default=None, description='Resting on this statute, "611/2021".'
    )
    rule: str | None = strawberry.field(
        default=None, description="Resting on this rule of the catalogue of obligations, by key."
    )
    valid_on: date | None = strawberry.field(
        default=None,
        description="In force on this day; the request's day when left out. What is asked below"
        " holds for the request's day all the same, unless given there.",
    )
    text: str | None = strawberry.field(
        default=None, description="Part of its name in Finnish or Swedish."
    )


@strawberry.type
class DutyQuery:
    @many(m.Theme, order="place", limit=20)
    def themes(self: Any, x: Any) -> list[Theme]:
        """The four themes that official guidance names for 611/2021 § 14."""
        return on()

    @many(m.Duty, order="place", page=100)
    def duties(
        self: Any,
        x: Any,
        filter_: Annotated[
            DutyFilter | None,
            strawberry.argument(description="Which duties; all of the day when left out."),
        ] = None,
    ) -> Connection[Duty]:
        """Duties in force on a day: the national catalogue in its order, then local ones."""
        return on(*_chosen(self, x, filter_))


def _chosen(root: Any, x: Any, given: Any) -> list[str]:
    day = str(given.valid_on) if given and given.valid_on else root.day
    out = [valid(x, day)]
    if not given:
        return out
    return [*out, *_whose(x, given), *_what(x, given)]


def _whose(x: Any, given: Any) -> list[str]:
    out = []
    if given.organisation:
        out.append(
            x.exists(
                m.DutyParty,
                lambda p: (
                    f"{p.duty_id} = {x.id}",
                    f"{p.organisation.organisation_code} = {given.organisation}",
                ),
            )
        )
    if given.national.value is not None:
        out.append(f"{x.keeper_id} IS {'' if given.national.value else 'NOT '}NULL")
    return out


def _what(x: Any, given: Any) -> list[str]:
    out = [
        f"{x.theme.key} = {given.theme}" if given.theme else "",
        given.topic.among(x.topic) if given.topic else "",
    ]
    if given.statute:
        out.append(_resting(x, lambda b: f"{b.statute} = {given.statute}"))
    if given.rule:
        out.append(_resting(x, lambda b: f"{b.rule_key} = {given.rule}"))
    if given.text:
        out.append(
            f"({given.text.within(x.sort_fi, finnish_key)}"
            f" OR {given.text.within(x.sort_sv, finnish_key)})"
        )
    return out


def _resting(x: Any, condition: Any) -> str:
    resting: str = x.exists(m.DutyLegalBasis, lambda b: (f"{b.duty_id} = {x.id}", condition(b)))
    return resting
