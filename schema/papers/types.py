"""Agenda templates, agenda items with positions and results, minutes; and where they hang."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.actions.types import Action, ActionFilter, matching
from schema.audience import of_negotiation
from schema.decisions.types import Decision
from schema.duties.types import Duty, Theme
from schema.engine import Connection, Node, entity, many, on, one, sql
from schema.localised import InLanguage, Texts, Titled, each_language, localised
from schema.obligations.types import Obligation, ObligationRule
from schema.register import Organisation
from schema.vocabulary import Topic
from server.actions import models as actions
from server.decisions import models as decisions
from server.duties import models as duties
from server.negotiations.inputs import MOST_PARTIES
from server.negotiations.papers import models as m
from server.negotiations.papers.inputs import MOST_DOCUMENTS, MOST_ITEMS, MOST_OF_ITEM

if TYPE_CHECKING:
    from schema.negotiations.types import Negotiation

LazyNegotiation = Annotated["Negotiation", strawberry.lazy("schema.negotiations.types")]

AgendaSubject = Annotated[
    Obligation | ObligationRule | Decision | Duty,
    strawberry.union("AgendaSubject", description="What an agenda item can concern."),
]
CONCERNS = ("Obligation", "ObligationRule", "Decision", "Duty")


@strawberry.enum(description="What minutes need besides being published.")
class MinutesRule(enum.Enum):
    MEMO = strawberry.enum_value("MEMO", description="Nothing: a memo is ready when published.")
    CHECKED = strawberry.enum_value("CHECKED", description="A check by each named role.")
    APPROVED = strawberry.enum_value("APPROVED", description="The approval of each party.")


@strawberry.enum(description="What minutes wait for. Computed.")
class MinutesState(enum.Enum):
    AWAITING_CHECKS = strawberry.enum_value(
        "AWAITING_CHECKS", description="A named role has not checked them."
    )
    AWAITING_APPROVAL = strawberry.enum_value(
        "AWAITING_APPROVAL", description="A party has not approved them."
    )
    AWAITING_PUBLICATION = strawberry.enum_value(
        "AWAITING_PUBLICATION", description="They have not been published."
    )
    READY = strawberry.enum_value("READY", description="Nothing is missing.")


def sees(row: Any) -> str:
    """Anyone sees the papers of a negotiation once published; its parties see drafts."""
    return f"({row.is_public} OR {of_negotiation(row, row.negotiation_id)})"


@entity(m.AgendaTemplateItem)
class AgendaTemplateItem(Titled):
    """One item of a template, in its order."""

    number: int = strawberry.field(description="Its place, from 1 on.")
    topic: Topic = strawberry.field(description="What it is about.")
    legal_basis: str | None = strawberry.field(description="The section of law it rests on.")


@entity(m.AgendaTemplate)
class AgendaTemplate(Titled):
    """A list of items that an agenda can be begun from."""

    key: str = strawberry.field(description="Name it to begin an agenda from it.")

    @many(m.AgendaTemplateItem, order="number", limit=100, page=6)
    def items(self: Any, item: Any) -> list[AgendaTemplateItem]:
        """Its items in order."""
        return on(f"{item.template_id} = {self.id}")


@entity(m.AgendaMaterial)
class AgendaMaterial:
    """A document to read for an item."""

    title: str = strawberry.field(description="What it is called.")
    url: str = strawberry.field(description="Where it can be read.")
    language: str | None = strawberry.field(description="fi, sv or en; null when not told.")


@entity(m.AgendaPosition)
class AgendaPosition:
    """What a party holds of an item, in its own words."""

    organisation: Organisation = strawberry.field(description="Whose position it is.")
    text: str = strawberry.field(description="The position.")
    stated_on: date = strawberry.field(description="The day it was last written.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")


@entity(m.AgendaItem, sees=sees)
class AgendaItem(Node, Titled):
    """One item of a negotiation's agenda, with what the parties hold and what they came to."""

    negotiation: LazyNegotiation | None = strawberry.field(description="The negotiation.")
    number: int = strawberry.field(description="Its place, from 1 on.")
    topic: Topic = strawberry.field(description="What it is about.")
    legal_basis: str | None = strawberry.field(description="The section of law it rests on.")
    is_public: bool = strawberry.field(description="False while only the parties see it.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @sql
    def result(self: Any, language: InLanguage = None) -> str | None:
        """What the parties came to; null until it has been written."""
        return localised(self, "result", language)

    @sql
    def results(self: Any) -> Texts:
        """The result as given in each language."""
        shown: Texts = each_language(self, "result")
        return shown

    @many(m.AgendaMaterial, order="place", limit=MOST_OF_ITEM, page=2)
    def materials(self: Any, x: Any) -> list[AgendaMaterial]:
        """What to read for it, in order."""
        return on(f"{x.item_id} = {self.id}")

    @many(m.AgendaPosition, order="sort_fi", limit=MOST_PARTIES, page=4)
    def positions(self: Any, x: Any) -> list[AgendaPosition]:
        """What the parties hold of it, sorted as Finns sort; those that have stated nothing are
        left out."""
        return on(f"{x.item_id} = {self.id}")

    @many(m.AgendaConcern, order="id", limit=MOST_OF_ITEM, page=2)
    def concerns(self: Any, x: Any) -> list[AgendaSubject]:
        """The obligations, rules, decisions and shared duties it concerns."""
        return on(f"{x.item_id} = {self.id}")

    @many(duties.Theme, order="place", limit=20, page=1)
    def themes(self: Any, theme: Any) -> list[Theme]:
        """The themes of official guidance it belongs to: those of the duties it concerns.

        When none of them has one, the theme whose name is its title; else that of the duty at the
        top of the national catalogue on its topic.
        """
        return on(f"{theme.id} IN ({_themes_of(self)})")

    @many(actions.Action, order="due_sort_on", limit=100, page=2)
    def actions(self: Any, x: Any) -> list[Action]:
        """The actions that follow from it, what is due first first."""
        return on(f"{x.item_id} = {self.id}", f"{x.agreed_on} <= {x.day}")


def _themes_of(item: Any) -> str:
    """The ids of an item's themes, null when it has none."""
    concerned = (
        "SELECT d.theme_id FROM agenda_concern c JOIN duty d ON d.id = c.ref_id"
        f" WHERE c.item_id = {item.id} AND c.kind = 'Duty' AND d.theme_id IS NOT NULL"
    )
    called = (
        f"SELECT t.id FROM theme t WHERE (t.name_fi = {item.title_fi}"
        f" OR t.name_sv = {item.title_sv} OR t.name_en = {item.title_en})"
        f" AND NOT EXISTS ({concerned})"
    )
    by_topic = (
        "SELECT d.theme_id FROM duty d WHERE d.parent_id IS NULL AND d.keeper_id IS NULL"
        f" AND d.topic = {item.topic} AND d.theme_id IS NOT NULL"
        f" AND NOT EXISTS ({concerned}) AND NOT EXISTS ({called})"
    )
    return f"{concerned} UNION ALL {called} UNION ALL {by_topic}"


@entity(m.MinutesDocument)
class MinutesDocument:
    """A language version of minutes, or an annex to them, where it can be read."""

    title: str | None = strawberry.field(description="What it is called.")
    url: str = strawberry.field(description="Where it can be read.")
    language: str | None = strawberry.field(description="fi, sv or en; null when not told.")
    sha256: str | None = strawberry.field(
        description="SHA-256 of its bytes in hexadecimal, when it was given."
    )
    is_annex: bool = strawberry.field(description="Is it an annex?")


@entity(m.MinutesEndorsement)
class MinutesEndorsement:
    """A check by a named role of an organisation, or a party's approval, that is asked for."""

    organisation: Organisation = strawberry.field(description="Of whom it is asked.")
    role: str | None = strawberry.field(
        description="The role that checks; null for a party's approval."
    )
    endorsed_on: date | None = strawberry.field(description="The day it was given; null until.")


@entity(m.Minutes, sees=sees)
class Minutes(Node):
    """The minutes of a negotiation, under the rule that the parties chose for them."""

    negotiation: LazyNegotiation | None = strawberry.field(description="The negotiation.")
    rule: MinutesRule = strawberry.field(description="What they need besides publication.")
    state: MinutesState = strawberry.field(description="What they wait for.")
    dated_on: date | None = strawberry.field(
        description="The day they bear, often later than the meeting; null when not told."
    )
    case_number: str | None = strawberry.field(description="The keeper's case number.")
    drafted_on: date = strawberry.field(description="The day the draft was put here.")
    published_on: date | None = strawberry.field(description="The day they were published.")
    ready_on: date | None = strawberry.field(
        description="The day on which nothing more was missing; null while something is."
    )
    is_public: bool = strawberry.field(description="False while only the parties see them.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @many(m.MinutesDocument, order="place", limit=MOST_DOCUMENTS, page=2)
    def documents(self: Any, x: Any) -> list[MinutesDocument]:
        """Their language versions and annexes, in order."""
        return on(f"{x.minutes_id} = {self.id}")

    @many(m.MinutesEndorsement, order="place", limit=MOST_PARTIES, page=4)
    def endorsements(self: Any, x: Any) -> list[MinutesEndorsement]:
        """The checks or approvals that their rule asks for, given or not."""
        return on(f"{x.minutes_id} = {self.id}", _is_asked(self, x))

    @many(m.MinutesEndorsement, order="place", limit=MOST_PARTIES, page=2)
    def missing(self: Any, x: Any) -> list[MinutesEndorsement]:
        """The checks or approvals that are missing, and from whom; publication is told by
        publishedOn."""
        return on(f"{x.minutes_id} = {self.id}", _is_asked(self, x), f"{x.endorsed_on} IS NULL")


def _is_asked(minutes: Any, x: Any) -> str:
    """Does the minutes' rule ask for the endorsement?"""
    return (
        f"(({minutes.rule} = 'CHECKED' AND {x.role} IS NOT NULL)"
        f" OR ({minutes.rule} = 'APPROVED' AND {x.role} IS NULL))"
    )


@strawberry.type
class Papers:
    """What hangs on a negotiation besides its own facts."""

    @many(m.AgendaItem, order="number", limit=MOST_ITEMS, page=8)
    def agenda(self: Any, x: Any) -> list[AgendaItem]:
        """Its agenda in order; seen by its parties only until the minutes are published."""
        return on(f"{x.negotiation_id} = {self.id}")

    @one(m.Minutes)
    def minutes(self: Any, x: Any) -> Minutes | None:
        """Its minutes; null when none are on record or they are not shown to you."""
        return on(f"{x.negotiation_id} = {self.id}")

    @many(actions.Action, order="due_sort_on", page=20)
    def actions(
        self: Any,
        x: Any,
        filter_: Annotated[
            ActionFilter | None,
            strawberry.argument(description="Which actions; every one when left out."),
        ] = None,
    ) -> Connection[Action]:
        """What was agreed in it to be done, what is due first first."""
        return on(
            f"{x.origin_type} = 'Negotiation'",
            f"{x.origin_id} = {self.id}",
            *matching(x, filter_),
        )

    @many(decisions.Decision, order="decided_on", page=20)
    def decisions(self: Any, x: Any) -> Connection[Decision]:
        """The decisions made on it, earliest first; withdrawn ones among them."""
        return on(f"{x.subject_type} = 'Negotiation'", f"{x.subject_id} = {self.id}")

    @sql
    def memo_url(self: Any) -> str | None:
        """Link to the first document of its published minutes."""
        return (
            "(SELECT d.url FROM minutes_document d JOIN minutes m ON m.id = d.minutes_id"
            f" WHERE m.negotiation_id = {self.id} AND m.is_public AND NOT d.is_annex"
            " ORDER BY d.place, d.id LIMIT 1)"
        )


@strawberry.type
class PaperQuery:
    @many(m.AgendaTemplate, order="place", limit=50, page=4)
    def agenda_templates(self: Any, x: Any) -> list[AgendaTemplate]:
        """The lists of items that an agenda can be begun from."""
        return on()
