"""What the acts on duties are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from server.duties.rules import missing_languages, statute_address
from server.kit.codes import plain_line, plain_text
from server.kit.errors import FieldFault
from server.kit.sorting import sort_key
from server.kit.texts import text_fault
from server.register.service import Wording
from server.register.service.wording import days_fault

LONGEST_DESCRIPTION = 2000
LONGEST_SECTION = 60
LONGEST_NOTE = 300
MOST_BASES = 50


@dataclass(frozen=True)
class Passage:
    """A longer text in the languages it was given in, none at all allowed."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None

    def faults(self, place: str, longest: int) -> Iterator[FieldFault | None]:
        """What is wrong with it; ``place`` is where the input has it."""
        for language, text in asdict(self).items():
            yield text_fault(f"{place}.{language}", text, longest=longest, required=False)

    def columns(self, name: str) -> dict[str, str | None]:
        """The values of the columns of ``name``."""
        return {
            f"{name}_{language}": plain_text(text or "") or None
            for language, text in asdict(self).items()
        }


@dataclass(frozen=True)
class BasisInput:
    """A section of a statute; ``rule`` is a key of the catalogue of obligations."""

    statute: str
    section: str
    note: Passage = Passage()
    rule: str | None = None

    def faults(self, place: str) -> Iterator[FieldFault | None]:
        """What is wrong with it; ``place`` is where the input has it."""
        if statute_address(self.statute) is None:
            yield FieldFault((*place.split("."), "statute"), "NOT_A_STATUTE")
        yield text_fault(f"{place}.section", self.section, longest=LONGEST_SECTION)
        yield from self.note.faults(f"{place}.note", LONGEST_NOTE)

    def columns(self) -> dict[str, Any]:
        """The values of its columns."""
        return {
            "statute": self.statute,
            "section": plain_line(self.section),
            "rule_key": self.rule,
            "source_url": statute_address(self.statute),
            **self.note.columns("note"),
        }


@dataclass(frozen=True)
class DutyInput:
    """A duty. ``theme`` is a theme's key, ``parent`` the id of the duty it is part of.

    ``parties`` are organisation codes, None the actor's own organisation alone; a duty of the
    national catalogue has none. ``starts_on`` and ``ends_on`` are inclusive, None when open.
    """

    name: Wording
    topic: str
    description: Passage = Passage()
    theme: str | None = None
    parent: int | None = None
    parties: tuple[str, ...] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    legal_bases: tuple[BasisInput, ...] = field(default=())

    def faults(self, *, national: bool) -> Iterator[FieldFault | None]:
        """What is wrong with it; None for what is right."""
        if national:
            yield from missing_languages("name", asdict(self.name))
            yield from missing_languages("description", asdict(self.description))
            if self.parties is not None:
                yield FieldFault(("parties",), "NATIONAL_DUTY_HAS_NO_PARTIES")
        # That no language at all is given has been said of each language of a national duty.
        yield from (f for f in self.name.faults("name") if not national or f.path != ("name",))
        yield from self.description.faults("description", LONGEST_DESCRIPTION)
        yield from days_fault(self.starts_on, self.ends_on)
        if len(self.legal_bases) > MOST_BASES:
            yield FieldFault(("legalBases",), "TOO_MANY_BASES", {"most": MOST_BASES})
        for place, basis in enumerate(self.legal_bases):
            yield from basis.faults(f"legalBases.{place}")

    def columns(self) -> dict[str, Any]:
        """The values of the duty's own columns."""
        name = self.name.columns("name")
        return {
            **name,
            "sort_sv": sort_key(name["name_sv"]) if name["name_sv"] else name["sort_fi"],
            **self.description.columns("description"),
            "topic": self.topic,
            "parent_id": self.parent,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }
