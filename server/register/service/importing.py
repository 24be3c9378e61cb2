"""A new list of municipalities: planned first, and carried out whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import Conflict, FieldFault, InvalidInput
from server.kit.findings import Finding, Findings
from server.kit.period import EARLIEST, LATEST, day_fault
from server.kit.store.act import Outcome, act
from server.register import known
from server.register.carrying import carry_out
from server.register.municipality_file import FileFault, read_file
from server.register.rules import Change, ChangeKind, plan_changes


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do on ``on``, and why it would not be done.

    ``faults`` are rows that cannot be read, ``findings`` what the register says of the rest;
    ``seen`` is the print of the register it was compared with.
    """

    file: str
    on: date
    changes: tuple[Change, ...]
    findings: Findings
    faults: tuple[FileFault, ...]
    languages: Mapping[str, str]
    seen: str

    @property
    def may_be_applied(self) -> bool:
        """Is there nothing that stands in its way?"""
        return not self.faults and not self.findings.refusals

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of a kind: mergers, moves, renames, foundings, endings."""
        return tuple(change for change in self.changes if change.kind is kind)


async def plan_import(path: Path, on: date) -> ImportPlan:
    """The dry run: what would change for the register to read as the file from ``on``.

    Writes nothing. With a row that cannot be read nothing is compared, for the municipality of
    that row would seem to have ended. Raises OSError when the file cannot be opened.
    """
    told = await asyncio.to_thread(read_file, path)
    seen = await known.fingerprint()
    if fault := day_fault("on", on):
        days = {"earliest_on": EARLIEST.isoformat(), "latest_on": LATEST.isoformat()}
        refusal = Finding.of(fault.code, **days)
        return ImportPlan(path.name, on, (), Findings((refusal,)), told.faults, {}, seen)
    if told.faults:
        return ImportPlan(path.name, on, (), Findings(), told.faults, {}, seen)
    plan = plan_changes(
        await known.municipalities(on),
        told.rows,
        on,
        counties=await known.county_codes(),
        last_change_on=await known.last_change_on(),
    )
    languages = {row.code: row.language_status for row in told.rows}
    return ImportPlan(path.name, on, plan.changes, plan.findings, (), languages, seen)


async def apply_import(by: Actor, today: date, plan: ImportPlan) -> Outcome:
    """Carry out a plan whole, in one act. An empty plan changes nothing.

    Raises NotAllowed, InvalidInput when the plan has faults or refusals, and Conflict when the
    register is no longer the one the plan was made for: it must be planned again.
    """
    async with act("import_register", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_REGISTER)
        if not plan.may_be_applied:
            raise InvalidInput(*_faults(plan))
        if await known.fingerprint() != plan.seen:
            raise Conflict(type="Register")
        source = f"{plan.file}, {plan.on.isoformat()}"
        left = await carry_out(opened, plan.changes, source=source, languages=plan.languages)
        warnings = tuple(
            {"code": each.code, "facts": dict(each.facts)}
            for each in (*plan.findings.warnings, *left)
        )
        return opened.done(Outcome(warnings=warnings, facts={"changes": len(plan.changes)}))


def _faults(plan: ImportPlan) -> list[FieldFault]:
    unread = [
        FieldFault(("file", str(each.line), each.column), each.code, {"value": each.value})
        for each in plan.faults
    ]
    refused = [FieldFault(("file",), e.code, dict(e.facts)) for e in plan.findings.refusals]
    return unread + refused
