"""What the acts on agendas and minutes are given."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID

from schema.engine.values import split_id
from schema.localised import Language
from schema.papers.types import CONCERNS, MinutesRule
from schema.vocabulary import Topic
from server.kit.errors import NotFound
from server.kit.texts import Multilingual
from server.negotiations.papers import inputs, rules


@strawberry.input(description="Begin the agenda of a negotiation from a template.")
class BeginAgendaInput:
    negotiation: ID = strawberry.field(description="Global id of the negotiation.")
    template: str = strawberry.field(description="Key of the template.")


@strawberry.input(description="A longer text in the languages it is given in.")
class AgendaTextInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")

    def given(self) -> Multilingual:
        return Multilingual(self.fi, self.sv, self.en)


@strawberry.input(description="A document to read for an item.")
class AgendaMaterialInput:
    title: str = strawberry.field(description="What it is called.")
    url: str = strawberry.field(description="Where it can be read.")
    language: Language | None = strawberry.field(default=None, description="Its language.")


@strawberry.input(description="An item of an agenda: a new one, or one written anew.")
class WriteAgendaItemInput:
    negotiation: ID | None = strawberry.field(
        default=None, description="Global id of the negotiation, for a new item."
    )
    item: ID | None = strawberry.field(
        default=None, description="Global id of an item whose facts these replace."
    )
    title: AgendaTextInput = strawberry.field(description="What it is called.")
    number: int | None = strawberry.field(
        default=None, description="Its place from 1 on; as it is, or the last, if absent."
    )
    topic: Topic = strawberry.field(default=Topic.OTHER, description="What it is about.")
    legal_basis: str | None = strawberry.field(
        default=None, description="The section of law it rests on."
    )
    result: AgendaTextInput | None = strawberry.field(
        default=None, description="What the parties came to."
    )
    materials: list[AgendaMaterialInput] = strawberry.field(
        default_factory=list, description="What to read for it, in order."
    )
    concerns: list[ID] = strawberry.field(
        default_factory=list,
        description="Global ids of the obligations, rules, decisions and duties it concerns.",
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed with item."
    )

    def given(self) -> inputs.AgendaItemInput:
        return inputs.AgendaItemInput(
            title=self.title.given(),
            number=self.number,
            topic=self.topic.name,
            legal_basis=self.legal_basis,
            result=self.result.given() if self.result else Multilingual(),
            materials=tuple(
                inputs.Material(each.title, each.url, _language(each.language))
                for each in self.materials
            ),
            concerns=tuple(_concern(str(each)) for each in self.concerns),
        )


def _concern(global_id: str) -> tuple[str, int]:
    """Type and id of a record. Raises NotFound for one that no item can concern."""
    kind, number = split_id(global_id)
    if kind not in CONCERNS or number < 0:
        raise NotFound(type="AgendaSubject")
    return kind, number


def _language(given: Language | None) -> str | None:
    return given.name.lower() if given else None


@strawberry.input(description="An item to take off an agenda.")
class RemoveAgendaItemInput:
    item: ID = strawberry.field(description="Global id.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="What your organisation holds of an item.")
class StatePositionInput:
    item: ID = strawberry.field(description="Global id of the item.")
    text: str | None = strawberry.field(
        default=None, description="The position; left out or empty, it is taken back."
    )
    expected_revision: int | None = strawberry.field(
        default=None,
        description="The revision of your position that you saw; needed when there is one already.",
    )


@strawberry.input(description="A language version of minutes, or an annex.")
class MinutesDocumentInput:
    url: str = strawberry.field(description="Where it can be read.")
    title: str | None = strawberry.field(default=None, description="What it is called.")
    language: Language | None = strawberry.field(default=None, description="Its language.")
    sha256: str | None = strawberry.field(
        default=None, description="SHA-256 of its bytes in hexadecimal."
    )
    is_annex: bool = strawberry.field(default=False, description="Is it an annex?")


@strawberry.input(description="A role that checks minutes.")
class MinutesRoleInput:
    organisation: str = strawberry.field(description="Code of the party it belongs to.")
    role: str = strawberry.field(description="The role, such as the chair; never a name.")


@strawberry.input(description="The minutes of a negotiation that was held.")
class DraftMinutesInput:
    negotiation: ID = strawberry.field(description="Global id of the negotiation.")
    rule: MinutesRule = strawberry.field(
        default=MinutesRule.MEMO, description="What they need besides publication."
    )
    dated_on: date | None = strawberry.field(default=None, description="The day they bear.")
    case_number: str | None = strawberry.field(default=None, description="Your case number.")
    documents: list[MinutesDocumentInput] = strawberry.field(
        default_factory=list, description="Where they can be read, with annexes, in order."
    )
    roles: list[MinutesRoleInput] = strawberry.field(
        default_factory=list, description="Who checks them, when they are to be checked."
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed when there are minutes already."
    )

    def given(self) -> inputs.MinutesInput:
        return inputs.MinutesInput(
            rule=rules.MinutesRule(self.rule.name),
            dated_on=self.dated_on,
            case_number=self.case_number,
            documents=tuple(
                inputs.Document(
                    each.url, each.title, _language(each.language), each.sha256, each.is_annex
                )
                for each in self.documents
            ),
            roles=tuple((each.organisation, each.role) for each in self.roles),
        )


@strawberry.input(description="That a role of your organisation has checked minutes.")
class CheckMinutesInput:
    minutes: ID = strawberry.field(description="Global id.")
    role: str = strawberry.field(description="The role, as the minutes name it.")
    on: date | None = strawberry.field(
        default=None, description="The day of the check; today if absent."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="That your organisation approves minutes.")
class ApproveMinutesInput:
    minutes: ID = strawberry.field(description="Global id.")
    on: date | None = strawberry.field(
        default=None, description="The day of the approval; today if absent."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Minutes to let anyone read, with agenda and actions.")
class PublishMinutesInput:
    minutes: ID = strawberry.field(description="Global id.")
    published_on: date | None = strawberry.field(
        default=None, description="The day they were published; today if absent."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")
