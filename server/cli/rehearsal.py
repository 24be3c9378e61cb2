"""What a change of the register would do, told before it is made, and what it did.

What a single change would do is found by making it in a transaction that is then undone, so that
it is refused for what would refuse it in earnest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from tortoise.transactions import in_transaction

from server.cli import telling
from server.identity.actor import system
from server.journal.models import JournalEntry, JournalHead
from server.kit.period import day_before
from server.kit.store.act import Outcome
from server.obligations.effects import effects
from server.register import lookup, service
from server.register.models import Organisation, RegisterChange
from server.register.rules import Change, ChangeKind
from server.register.service import ImportPlan

BY = system("register")
SEEN = 12
"""How many digits of a register's print name it."""

Work = Callable[[], Awaitable[Outcome]]
Trio = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The lines to print, and whether the change may be made or was made."""

    lines: Sequence[str]
    may: bool = True


class _Undone(Exception):
    """Ends the transaction of a rehearsal."""


async def import_told(file: Path, on: date, today: date, *, apply: bool, seen: str | None) -> Told:
    """What a list would change; with ``apply`` it is changed. ``seen`` names the register meant."""
    plan = await service.plan_import(file, on)
    if seen is not None and not (seen and plan.seen.startswith(seen)):
        raise click.ClickException("The register has changed since the dry run. Run it again.")
    lines = await _plan(plan)
    if not plan.may_be_applied:
        return Told([*lines, "The list may not be applied. Nothing was changed."], may=False)
    if not plan.changes:
        return Told(lines)
    if not apply:
        return Told(
            [*lines, f"Nothing was changed. To make it so: --seen {plan.seen[:SEEN]} --apply"]
        )
    return Told([*lines, *await _made(lambda: service.apply_import(BY, today, plan))])


async def single_told(work: Work, *, apply: bool) -> Told:
    """What a single act would change; with ``apply`` it is changed."""
    outcome, changes = await _rehearsed(work)
    lines = await telling.told(await effects(changes))
    names = await telling.organisation_names()
    for each in outcome.warnings:
        said = telling.sentence("warning", each["code"], each["facts"], names)
        lines.append(f"Warning: {said}")
    if not apply:
        return Told([*lines, "Nothing was changed. To make it so: --apply"])
    return Told([*lines, *await _made(work)])


async def _plan(plan: ImportPlan) -> list[str]:
    names = await telling.organisation_names()
    lines = [telling.file_fault(each) for each in plan.faults]
    if not plan.faults:
        lines += await telling.told(await effects(plan.changes))
    refusals, warnings = plan.findings.refusals, plan.findings.warnings
    lines += [f"Refused: {telling.finding('fault', each, names)}" for each in refusals]
    return lines + [f"Warning: {telling.finding('warning', each, names)}" for each in warnings]


async def _rehearsed(work: Work) -> tuple[Outcome, list[Change]]:
    """What an act answers and which changes it notes, made and undone."""
    before = {row.id: _names(row) for row in await Organisation.all()}
    last = await RegisterChange.all().order_by("-id").first()
    try:
        async with in_transaction("default"):
            outcome = await work()
            noted = RegisterChange.filter(id__gt=last.id if last else 0).order_by("id")
            rows = await noted.select_related("organisation", "other")
            raise _Undone
    except _Undone:
        return outcome, [await _change(row, before) for row in rows]


async def _change(row: RegisterChange, names: dict[int, Trio]) -> Change:
    kind = ChangeKind(row.kind)
    before: Trio = ()
    after: Trio = ()
    if kind is ChangeKind.MOVED:
        county = await lookup.county_of(row.organisation_id, day_before(row.on))
        before = (county.code,) if county else ()
    elif kind in (ChangeKind.RENAMED, ChangeKind.NEW):
        before, after = names.get(row.organisation_id, ()), _names(row.organisation)
    other = row.other.code if row.other else None
    return Change(kind, row.organisation.code, row.on, other, before, after)


def _names(row: Organisation) -> Trio:
    return (row.name_fi, row.name_sv or "", row.name_en or "")


async def _made(work: Work) -> list[str]:
    """Do it, and tell what the journal says was done."""
    before = await _head()
    await work()
    entries = JournalEntry.filter(seq__gt=before, request_id=BY.request_id)
    counts = Counter(entry.object_type for entry in await entries.order_by("seq"))
    return [
        "Done, in one act:",
        *(f"  {kind}: {number} written" for kind, number in counts.items()),
        f"journal: {before} → {await _head()}",
    ]


async def _head() -> int:
    head = await JournalHead.first()
    return head.seq if head else 0
