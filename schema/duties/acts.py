"""The acts on duties as mutations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry

from schema.carrying import carried, row_id, subject
from schema.duties.given import AddDutyInput, AmendDutyInput, EndDutyInput, LegalBasisInput
from schema.duties.types import Duty
from schema.engine import act
from schema.engine.fields import refer
from schema.problems import ActWarning, Refusal, warnings_of
from server.duties import service
from server.identity.actor import Actor
from server.kit.errors import FieldFault
from server.kit.errors import InvalidInput as Refused
from server.kit.store.act import Outcome
from server.kit.store.columns import texts
from server.obligations.models import ObligationRule


@strawberry.type(description="A duty was added, written anew or ended.")
class DutyRecorded:
    duty: Duty = strawberry.field(description="The duty as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="Worth knowing all the same.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> DutyRecorded:
        return cls(
            duty=refer("Duty", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


DutyResult = Annotated[
    DutyRecorded | Refusal,
    strawberry.union("DutyResult", description="The duty, or why it was refused."),
]


async def _check_rules(bases: Sequence[LegalBasisInput]) -> None:
    """Raise InvalidInput for keys that the catalogue does not have; duties only note keys."""
    keys = [basis.rule for basis in bases if basis.rule is not None]
    known = set(await texts(ObligationRule.filter(key__in=keys), "key")) if keys else set()
    faults = [
        FieldFault(("legalBases", str(place), "rule"), "UNKNOWN_RULE", {"key": basis.rule})
        for place, basis in enumerate(bases)
        if basis.rule is not None and basis.rule not in known
    ]
    if faults:
        raise Refused(*faults)


@strawberry.type
class DutyMutation:
    @act
    async def add_duty(self: Any, input_: AddDutyInput) -> DutyResult:
        """Add a local duty kept by your organisation. By its editor.

        With a key of the national catalogue: by an administrator of the platform.
        """

        async def add(by: Actor, today: date) -> Outcome:
            await _check_rules(input_.legal_bases)
            return await service.add_duty(
                by, today, input_.given(), national_key=input_.national_key
            )

        return await carried(self, add, DutyRecorded.of)

    @act
    async def amend_duty(self: Any, input_: AmendDutyInput) -> DutyResult:
        """Write a duty anew with its parties and legal bases.

        A local one by an editor of its keeper, a national one by an administrator of the platform.
        """

        async def amend(by: Actor, today: date) -> Outcome:
            duty = row_id(str(input_.duty), "Duty")
            await _check_rules(input_.legal_bases)
            return await service.amend_duty(
                by, today, duty, input_.expected_revision, input_.given()
            )

        return await carried(self, amend, DutyRecorded.of)

    @act
    async def end_duty(self: Any, input_: EndDutyInput) -> DutyResult:
        """End a duty; it stays on record. By whom it is amended."""
        return await carried(
            self,
            lambda by, today: service.end_duty(
                by,
                today,
                row_id(str(input_.duty), "Duty"),
                input_.expected_revision,
                input_.ends_on,
            ),
            DutyRecorded.of,
        )
