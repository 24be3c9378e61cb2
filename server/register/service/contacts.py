"""Where the tasks of an organisation are reached in work time. A role, never a person.

What may lead to a person all the same, the title, the address and the number, can be erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.journal.service import forget
from server.kit.clock import now
from server.kit.codes import plain_line
from server.kit.errors import FieldFault, InvalidInput, refuse
from server.kit.store.act import Outcome, act, lock
from server.kit.texts import text_fault
from server.register import lookup
from server.register.models import Contact
from server.register.service.wording import LONGEST_NAME, Wording, days_fault

LONGEST_ADDRESS = 254  # RFC 5321 § 4.5.3.1.3, without the brackets
LONGEST_NUMBER = 40
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[\w-]+(\.[\w-]+)+")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()-]*[0-9]", re.ASCII)


@dataclass(frozen=True)
class ContactInput:
    """A task and where it is reached: an e-mail address, a telephone number or both."""

    task: Wording
    starts_on: date
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    ends_on: date | None = None

    def faults(self) -> Iterator[FieldFault | None]:
        """What is wrong with it; None for what is right."""
        yield from self.task.faults("task")
        yield text_fault("title", self.title, longest=LONGEST_NAME, required=False)
        yield from days_fault(self.starts_on, self.ends_on)
        if not (self.email or "").strip() and not (self.phone or "").strip():
            yield FieldFault(("email",), "REQUIRED")
        yield text_fault("email", self.email, longest=LONGEST_ADDRESS, required=False)
        if (self.email or "").strip() and not _ADDRESS.fullmatch((self.email or "").strip()):
            yield FieldFault(("email",), "NOT_AN_EMAIL_ADDRESS")
        yield text_fault("phone", self.phone, longest=LONGEST_NUMBER, required=False)
        if (self.phone or "").strip() and not _NUMBER.fullmatch((self.phone or "").strip()):
            yield FieldFault(("phone",), "NOT_A_PHONE_NUMBER")


async def set_contact(
    by: Actor,
    today: date,
    given: ContactInput,
    *,
    contact: int | None = None,
    expected: int | None = None,
) -> Outcome:
    """Set where a task of the actor's organisation is reached, or write a ``contact`` anew.

    By an administrator of the organisation. Raises NotFound, NotAllowed, Conflict and
    InvalidInput: neither an address nor a number, one in a wrong form, an end before the start.
    """
    async with act("set_contact", by, at=now(), today=today) as opened:
        row = await _locked(by, contact, today) if contact is not None else None
        policy.require(by, policy.MANAGE_CONTACTS, owner=by.organisation)
        refuse(*given.faults())
        values: dict[str, Any] = {
            **given.task.columns("task"),
            "title": plain_line(given.title or "") or None,
            "email": (given.email or "").strip() or None,
            "phone": (given.phone or "").strip() or None,
            "starts_on": given.starts_on,
            "ends_on": given.ends_on,
        }
        if row is not None:
            _refuse_erased(row)
            await opened.change(row, expected, **values)
        else:
            own = await lookup.own(by.organisation)
            row = await opened.create(Contact, organisation_id=own.id, **values)
        return opened.done(Outcome(("Contact", row.id)))


async def end_contact(
    by: Actor, today: date, contact: int, expected: int | None, ends_on: date
) -> Outcome:
    """End a contact; ``ends_on`` is its last day. By an administrator of its organisation.

    Raises NotFound, NotAllowed, Conflict and InvalidInput when it would end before it starts.
    """
    async with act("end_contact", by, at=now(), today=today) as opened:
        row = await _locked(by, contact, today)
        _refuse_erased(row)
        refuse(*days_fault(row.starts_on, ends_on))
        await opened.change(row, expected, ends_on=ends_on)
        return opened.done(Outcome(("Contact", row.id)))


async def erase_contact(by: Actor, today: date, contact: int, expected: int | None) -> Outcome:
    """Erase title, address and number of an ended contact, from the register and the journal.

    That it was, for which task and until when stays on record. By an administrator of its
    organisation or of what that has merged into. Raises NotFound, NotAllowed, Conflict and
    InvalidInput: a contact still in use, one that was erased before.
    """
    async with act("erase_contact", by, at=now(), today=today) as opened:
        row = await _locked(by, contact, today)
        _refuse_erased(row)
        if row.ends_on is None or row.ends_on >= today:
            raise InvalidInput.of("contact", "STILL_IN_USE")
        await opened.change(row, expected, title=None, email=None, phone=None, erased_on=today)
        await forget(opened, row)
        return opened.done(Outcome(("Contact", row.id)))


def _refuse_erased(row: Contact) -> None:
    """An erased contact is history: a new one says where the task is reached now."""
    if row.erased_on is not None:
        raise InvalidInput.of("contact", "ALREADY_ERASED", day=row.erased_on.isoformat())


async def _locked(by: Actor, contact: int, today: date) -> Contact:
    row = (await lock(Contact, contact))[0]
    owner = await lookup.answering(row.organisation_id, today)
    policy.require(by, policy.MANAGE_CONTACTS, owner=owner.organisation_code)
    return row
