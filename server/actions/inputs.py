"""What the acts on agreed actions are given, checked for what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.actions import rules
from server.kit.errors import FieldFault, refuse
from server.kit.partial_date import PartialDate
from server.kit.period import day_fault
from server.kit.texts import Multilingual, text_fault, url_fault

LONGEST_TITLE = 300
LONGEST_TEXT = 4000
NO_DEADLINE = date(9999, 1, 1)
"""Where an action without a deadline stands in order.

Not the calendar's last day, which PostgreSQL's driver stores as an infinity that no cursor names.
"""


@dataclass(frozen=True)
class ActionInput:
    """What was agreed to be done, by which organisations, by their codes, and by when.

    ``agreed_on`` None means the day of recording. ``item`` is the agenda item it follows from.
    """

    title: Multilingual
    responsible: tuple[str, ...]
    due: PartialDate | None = None
    agreed_on: date | None = None
    topic: str = "OTHER"
    note: str | None = None
    item: int | None = None

    def check(self) -> None:
        """Raise InvalidInput for what cannot be read."""
        refuse(
            *self.title.faults("title", longest=LONGEST_TITLE),
            text_fault("note", self.note, longest=LONGEST_TEXT, required=False),
            day_fault("dueOn", self.due.last_day() if self.due else None),
            day_fault("agreedOn", self.agreed_on),
        )

    def columns(self, agreed_on: date) -> dict[str, Any]:
        """The values of its columns, those that follow from the deadline among them."""
        due = self.due
        return {
            **self.title.columns("title"),
            "topic": self.topic,
            "note": (self.note or "").strip() or None,
            "item_id": self.item,
            "agreed_on": agreed_on,
            "due_on": due and due.value,
            "due_precision": due and due.precision.value,
            "due_last_day": due and due.last_day(),
            "due_soon_from": due and rules.due_soon_from(due),
            "due_sort_on": due.last_day() if due else NO_DEADLINE,
        }


@dataclass(frozen=True)
class DoneInput:
    """That an action was done on a day, and the dated source that shows it, if there is one."""

    done_on: date
    title: str | None = None
    url: str | None = None
    dated: PartialDate | None = None

    def check(self) -> None:
        """Raise InvalidInput for what cannot be read, or a source without its name or its date."""
        refuse(*self._faults())

    def _faults(self) -> Iterator[FieldFault | None]:
        is_source = bool(self.title or self.url or self.dated)
        yield day_fault("doneOn", self.done_on)
        yield day_fault("evidence.dated", self.dated.last_day() if self.dated else None)
        yield text_fault("evidence.title", self.title, longest=LONGEST_TITLE, required=is_source)
        fault = url_fault("url", self.url)
        yield fault and FieldFault(("evidence", "url"), fault.code, fault.facts)
        if is_source and self.dated is None:
            yield FieldFault(("evidence", "dated"), "REQUIRED")

    def columns(self) -> dict[str, Any]:
        """The values of its columns."""
        return {
            "done_on": self.done_on,
            "evidence_title": (self.title or "").strip() or None,
            "evidence_url": self.url,
            "evidence_dated_on": self.dated and self.dated.value,
            "evidence_precision": self.dated and self.dated.precision.value,
        }


UNDONE: dict[str, Any] = dict.fromkeys(
    (
        "done_on",
        "evidence_title",
        "evidence_url",
        "evidence_dated_on",
        "evidence_precision",
        "dropped_on",
        "drop_reason",
    )
)
"""The columns of an action that is open again."""


def reason_given(reason: str) -> str:
    """A reason without white space around it. Raises InvalidInput when there is none."""
    refuse(text_fault("reason", reason, longest=LONGEST_TEXT))
    return reason.strip()
