"""What the acts on negotiations are given, checked for what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from server.kit.errors import FieldFault, refuse
from server.kit.partial_date import PartialDate
from server.kit.period import day_fault
from server.kit.texts import text_fault, url_fault
from server.negotiations.rules import MeetingMode, NegotiationKind

LONGEST_TITLE = 300
LONGEST_TEXT = 4000
MOST_PARTIES = 400  # every municipality with the counties and whoever else is called


@dataclass(frozen=True)
class Titles:
    """A title in the languages it was given in; at least one."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None

    def columns(self) -> dict[str, str | None]:
        """The values of the title columns."""
        return {f"title_{name}": (text or "").strip() or None for name, text in self.each()}

    def each(self) -> Sequence[tuple[str, str | None]]:
        """Language and text, in the order of fall-back."""
        return (("fi", self.fi), ("sv", self.sv), ("en", self.en))

    def faults(self) -> list[FieldFault]:
        """What is wrong with the titles."""
        if not any((text or "").strip() for _, text in self.each()):
            return [FieldFault(("title",), "REQUIRED")]
        checked = (
            text_fault(f"title.{name}", text, longest=LONGEST_TITLE, required=False)
            for name, text in self.each()
        )
        return [fault for fault in checked if fault]


@dataclass(frozen=True)
class RoundInput:
    """A round: when, about what, under which rules, with whom.

    ``municipalities`` are their codes, ``counterparties`` organisation codes of anyone. Neither
    given means every municipality of the county on the first day, or in a round of steering every
    service organiser.
    """

    title: Titles
    starts_on: date
    ends_on: date
    rules: tuple[str, ...]
    municipalities: tuple[str, ...] | None = None
    purpose: str | None = None
    kind: str = "COUNTY_MUNICIPALITY"
    counterparties: tuple[str, ...] | None = None

    def check(self) -> None:
        """Raise InvalidInput for what cannot be true."""
        faults = [*self.title.faults()]
        if self.ends_on < self.starts_on:
            faults.append(FieldFault(("endsOn",), "ENDS_BEFORE_START"))
        # A round of § 14 serves that obligation; of premises, say, it may serve none.
        if not self.rules and self.kind == NegotiationKind.COUNTY_MUNICIPALITY:
            faults.append(FieldFault(("rules",), "REQUIRED"))
        if self.municipalities == () and not self.counterparties:
            faults.append(FieldFault(("municipalities",), "REQUIRED"))
        if self.counterparties == () and not self.municipalities:
            faults.append(FieldFault(("counterparties",), "REQUIRED"))
        refuse(
            *faults,
            kind_fault(self.kind),
            day_fault("startsOn", self.starts_on),
            day_fault("endsOn", self.ends_on),
            text_fault("purpose", self.purpose, longest=LONGEST_TEXT, required=False),
        )


@dataclass(frozen=True)
class PlanInput:
    """A negotiation to come, with anyone: ``municipalities`` by their own codes, ``parties`` by
    organisation codes. ``county`` None means that of the actor, among them, or of a municipality.
    ``unless_twin`` saves nothing when a likely twin is on record.
    """

    title: Titles
    municipalities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    kind: str = "COUNTY_MUNICIPALITY"
    county: str | None = None
    round: int | None = None
    meets_on: date | None = None
    place: str | None = None
    mode: str = "PLACE"
    parties: tuple[str, ...] = ()
    unless_twin: bool = False

    def check(self) -> None:
        """Raise InvalidInput for what cannot be true."""
        faults = [*self.title.faults()]
        if not self.municipalities and not self.parties:
            faults.append(FieldFault(("municipalities",), "REQUIRED"))
        refuse(
            *faults,
            kind_fault(self.kind),
            mode_fault(self.mode),
            day_fault("meetsOn", self.meets_on),
            text_fault("place", self.place, longest=LONGEST_TITLE, required=False),
        )


@dataclass(frozen=True)
class DateInput:
    """A day set for a meeting; ``set_on`` is when it was set, by the day of recording."""

    day: date
    set_on: date
    place: str | None = None
    mode: str | None = None
    reason: str | None = None

    def check(self, today: date) -> None:
        """Raise InvalidInput for what cannot be true."""
        faults = [not_future("setOn", self.set_on, today), day_fault("setOn", self.set_on)]
        faults += [day_fault("day", self.day), mode_fault(self.mode)]
        faults.append(text_fault("place", self.place, longest=LONGEST_TITLE, required=False))
        faults.append(text_fault("reason", self.reason, longest=LONGEST_TEXT, required=False))
        refuse(*faults)


@dataclass(frozen=True)
class HeldInput:
    """A meeting that took place: when, who was there, and optionally what else is known of it.

    ``present`` and ``absent`` are codes of municipalities or organisation codes of anyone. The
    county is present unless ``absent`` names it or ``county_present`` says otherwise. ``notes``
    are by the same codes.
    """

    held: PartialDate
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()
    county_present: bool = True
    notes: dict[str, str] = field(default_factory=dict)
    place: str | None = None
    mode: str | None = None
    memo_url: str | None = None

    def check(self, today: date) -> None:
        """Raise InvalidInput for what cannot be true or cannot be read."""
        faults = []
        if not self.present:
            faults.append(FieldFault(("present",), "NOBODY_PRESENT"))
        twice = sorted(set(self.present) & set(self.absent))
        if twice:
            faults.append(FieldFault(("absent",), "PRESENT_AND_ABSENT", {"code": twice[0]}))
        for code, note in self.notes.items():
            fault = text_fault(f"notes.{code}", note, longest=LONGEST_TEXT, required=False)
            faults.extend([fault] if fault else [])
        refuse(
            *faults,
            not_future("heldOn", self.held.first_day(), today),
            day_fault("heldOn", self.held.first_day()),
            mode_fault(self.mode),
            text_fault("place", self.place, longest=LONGEST_TITLE, required=False),
            url_fault("memoUrl", self.memo_url),
        )


def not_future(name: str, day: date, today: date) -> FieldFault | None:
    """A fault unless the day has come."""
    if day <= today:
        return None
    return FieldFault((name,), "IN_THE_FUTURE", {"day": day.isoformat()})


def kind_fault(kind: str) -> FieldFault | None:
    """A fault for a kind of negotiation that there is not."""
    if kind in set(NegotiationKind):
        return None
    return FieldFault(("kind",), "UNKNOWN_NEGOTIATION_KIND", {"kind": kind})


def mode_fault(mode: str | None) -> FieldFault | None:
    """A fault for a way to meet that there is not; none when none is given."""
    if mode is None or mode in set(MeetingMode):
        return None
    return FieldFault(("mode",), "UNKNOWN_MODE", {"mode": mode})
