"""What the acts on duties are given."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID

from schema.bodies.given import TextsInput
from schema.carrying import row_id
from schema.vocabulary import Topic
from server.duties.inputs import BasisInput, DutyInput, Passage


def _passage(given: TextsInput | None) -> Passage:
    return Passage(given.fi, given.sv, given.en) if given else Passage()


@strawberry.input(description="A section of a statute that the duty rests on.")
class LegalBasisInput:
    statute: str = strawberry.field(description='Number and year of the statute, "611/2021".')
    section: str = strawberry.field(description='The section, "14 §" or "7 § 4 mom.".')
    note: TextsInput | None = strawberry.field(
        default=None, description="What of the duty the section settles."
    )
    rule: str | None = strawberry.field(
        default=None, description="Key of the rule in the catalogue of obligations, if any."
    )

    def given(self) -> BasisInput:
        return BasisInput(self.statute, self.section, _passage(self.note), self.rule)


@strawberry.input(description="A duty that your organisation has agreed on, alone or with others.")
class AddDutyInput:
    name: TextsInput = strawberry.field(description="What it is called.")
    topic: Topic = strawberry.field(description="What it is about.")
    description: TextsInput | None = strawberry.field(
        default=None, description="What it is and who answers for what."
    )
    theme: str | None = strawberry.field(default=None, description="Key of a theme, if any.")
    parent: ID | None = strawberry.field(
        default=None, description="Global id of the duty it is part of."
    )
    parties: list[str] | None = strawberry.field(
        default=None,
        description="Codes of the organisations that agreed on it, your own among them;"
        " your own alone if absent.",
    )
    starts_on: date | None = strawberry.field(default=None, description="First day, if known.")
    ends_on: date | None = strawberry.field(default=None, description="Last day, inclusive.")
    legal_bases: list[LegalBasisInput] = strawberry.field(
        default_factory=list, description="The sections it rests on."
    )
    national_key: str | None = strawberry.field(
        default=None,
        description="A key of its own in the national catalogue, which administrators of the"
        " platform write; absent for a local duty.",
    )

    def given(self) -> DutyInput:
        return _given(self)


@strawberry.input(description="A duty written anew: what is left out here is left out of it.")
class AmendDutyInput:
    duty: ID = strawberry.field(description="Global id of the duty.")
    name: TextsInput = strawberry.field(description="What it is called.")
    topic: Topic = strawberry.field(description="What it is about.")
    description: TextsInput | None = strawberry.field(
        default=None, description="What it is and who answers for what."
    )
    theme: str | None = strawberry.field(default=None, description="Key of a theme, if any.")
    parent: ID | None = strawberry.field(
        default=None, description="Global id of the duty it is part of."
    )
    parties: list[str] | None = strawberry.field(
        default=None,
        description="Codes of the organisations that agreed on it, the keeper among them;"
        " the keeper alone if absent.",
    )
    starts_on: date | None = strawberry.field(default=None, description="First day, if known.")
    ends_on: date | None = strawberry.field(default=None, description="Last day, inclusive.")
    legal_bases: list[LegalBasisInput] = strawberry.field(
        default_factory=list, description="The sections it rests on."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self) -> DutyInput:
        return _given(self)


@strawberry.input(description="The end of a duty.")
class EndDutyInput:
    duty: ID = strawberry.field(description="Global id of the duty.")
    ends_on: date = strawberry.field(description="Its last day.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


def _given(input_: AddDutyInput | AmendDutyInput) -> DutyInput:
    return DutyInput(
        name=input_.name.given(),
        topic=input_.topic.name,
        description=_passage(input_.description),
        theme=input_.theme,
        parent=row_id(str(input_.parent), "Duty") if input_.parent else None,
        parties=None if input_.parties is None else tuple(input_.parties),
        starts_on=input_.starts_on,
        ends_on=input_.ends_on,
        legal_bases=tuple(each.given() for each in input_.legal_bases),
    )
