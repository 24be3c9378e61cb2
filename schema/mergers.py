"""Mergers of municipalities and their moves to other counties, as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.carrying import carried, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.problems import ActWarning, Refusal, warnings_of
from schema.register import Municipality
from server.identity.actor import Actor
from server.kit.errors import InvalidInput as Refused
from server.kit.store.act import Outcome
from server.register import service


@strawberry.input(description="A municipality that begins with a merger.")
class NewMunicipalityInput:
    code: str = strawberry.field(description="Its code by Statistics Finland, three digits.")
    name_fi: str = strawberry.field(description="Its name in Finnish.")
    name_sv: str = strawberry.field(description="Its name in Swedish.")
    name_en: str = strawberry.field(description="Its name in English.")
    county: str = strawberry.field(description="The code of its county.")
    language_status: str = strawberry.field(
        default="UNILINGUAL_FI", description="Its languages, as municipalities tell them."
    )

    def given(self) -> service.NewMunicipality:
        return service.NewMunicipality(
            code=self.code,
            name_fi=self.name_fi,
            name_sv=self.name_sv,
            name_en=self.name_en,
            county=self.county,
            language_status=self.language_status,
        )


@strawberry.input(
    description="Municipalities that end, and what they become: either a municipality that goes on"
    " or a new one."
)
class RecordMergerInput:
    merged: list[str] = strawberry.field(
        description="Codes of those that end the day before. Their history stays."
    )
    into: str | None = strawberry.field(
        default=None, description="The code of the municipality that goes on."
    )
    new: NewMunicipalityInput | None = strawberry.field(
        default=None, description="The municipality that begins."
    )
    on: date = strawberry.field(description="The first day it is so; it may lie ahead.")
    source: str = strawberry.field(description="Where it is decided.")

    def given(self) -> service.MergerInput:
        """As the service takes it. Raises InvalidInput unless it says one heir."""
        if self.new is not None and self.into is not None:
            raise Refused.of("new", "ONE_HEIR")
        if self.new is None and self.into is None:
            raise Refused.of("into", "REQUIRED")
        heir = self.new.given() if self.new is not None else self.into or ""
        return service.MergerInput(tuple(self.merged), heir, self.on, self.source)


@strawberry.input(description="A municipality that belongs to another county from a day.")
class RecordMoveInput:
    municipality: str = strawberry.field(description="Its code.")
    county: str = strawberry.field(description="The code of the county it belongs to then.")
    on: date = strawberry.field(description="The first day it is so; it may lie ahead.")
    source: str = strawberry.field(description="Where it is decided.")


@strawberry.type(description="The register was changed.")
class MunicipalityChanged:
    municipality: Municipality = strawberry.field(
        description="The one that moved, or that goes on or begins after a merger."
    )
    warnings: list[ActWarning] = strawberry.field(description="What is worth looking at.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> MunicipalityChanged:
        return cls(
            municipality=refer("Municipality", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


MunicipalityResult = Annotated[
    MunicipalityChanged | Refusal,
    strawberry.union("MunicipalityResult", description="The municipality, or why it was refused."),
]


@strawberry.type
class RegisterMutation:
    @act
    async def record_merger(self: Any, input_: RecordMergerInput) -> MunicipalityResult:
        """Record that municipalities merge on a day. Their obligations are judged anew, their
        units and contacts go on with the heir. By whoever keeps the national register."""

        async def record(by: Actor, today: date) -> Outcome:
            return await service.record_merger(by, today, input_.given())

        return await carried(self, record, MunicipalityChanged.of)

    @act
    async def record_move(self: Any, input_: RecordMoveInput) -> MunicipalityResult:
        """Record that a municipality belongs to another county from a day; what was done with the
        old one stays with it. By whoever keeps the national register."""

        async def record(by: Actor, today: date) -> Outcome:
            given = service.MoveInput(input_.municipality, input_.county, input_.on, input_.source)
            return await service.record_move(by, today, given)

        return await carried(self, record, MunicipalityChanged.of)
