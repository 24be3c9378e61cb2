"""What the acts on agendas and minutes are given, checked for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sized
from dataclasses import dataclass
from datetime import date

from server.kit.errors import FieldFault, refuse
from server.kit.period import day_fault
from server.kit.texts import NO_TEXT, Multilingual, text_fault, url_fault
from server.negotiations.inputs import MOST_PARTIES
from server.negotiations.papers.rules import MinutesRule

LONGEST_TITLE = 300
LONGEST_ROLE = 200
LONGEST_CASE = 120
LONGEST_TEXT = 4000
MOST_ITEMS = 200
MOST_OF_ITEM = 100
MOST_DOCUMENTS = 100
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Material:
    """A document to read for an item; ``language`` is fi, sv, en or None when it has none."""

    title: str
    url: str
    language: str | None = None


@dataclass(frozen=True)
class AgendaItemInput:
    """One item of an agenda. ``number`` is its place from 1 on, None the last.

    ``concerns`` are the records it is about, by type and id.
    """

    title: Multilingual
    number: int | None = None
    topic: str = "OTHER"
    legal_basis: str | None = None
    result: Multilingual = NO_TEXT
    materials: tuple[Material, ...] = ()
    concerns: tuple[tuple[str, int], ...] = ()

    def check(self) -> None:
        """Raise InvalidInput for what cannot be read."""
        refuse(*self._faults())

    def _faults(self) -> Iterator[FieldFault | None]:
        yield from self.title.faults("title", longest=LONGEST_TITLE)
        yield from self.result.faults("result", longest=LONGEST_TEXT, required=False)
        yield text_fault("legalBasis", self.legal_basis, longest=LONGEST_TITLE, required=False)
        if self.number is not None and self.number < 1:
            yield FieldFault(("number",), "OUT_OF_RANGE", {"least": 1, "most": 999})
        yield _many("materials", self.materials, MOST_OF_ITEM)
        yield _many("concerns", self.concerns, MOST_OF_ITEM)
        for place, each in enumerate(self.materials):
            at = f"materials.{place}"
            yield text_fault(f"{at}.title", each.title, longest=LONGEST_TITLE)
            yield _link(at, each.url)


@dataclass(frozen=True)
class Document:
    """A language version of minutes, or an annex; ``sha256`` is of the document's bytes."""

    url: str
    title: str | None = None
    language: str | None = None
    sha256: str | None = None
    is_annex: bool = False


@dataclass(frozen=True)
class MinutesInput:
    """Minutes under a rule. ``roles`` are who checks them: organisation code and role.

    ``dated_on`` is the day they bear.
    """

    rule: MinutesRule = MinutesRule.MEMO
    dated_on: date | None = None
    case_number: str | None = None
    documents: tuple[Document, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()

    def check(self) -> None:
        """Raise InvalidInput for what cannot be read."""
        refuse(*self._faults())

    def _faults(self) -> Iterator[FieldFault | None]:
        yield day_fault("datedOn", self.dated_on)
        yield text_fault("caseNumber", self.case_number, longest=LONGEST_CASE, required=False)
        yield _many("documents", self.documents, MOST_DOCUMENTS)
        yield _many("roles", self.roles, MOST_PARTIES)
        for place, each in enumerate(self.documents):
            at = f"documents.{place}"
            yield text_fault(f"{at}.title", each.title, longest=LONGEST_TITLE, required=False)
            yield _link(at, each.url)
            if each.sha256 is not None and not _SHA256.fullmatch(each.sha256.lower()):
                yield FieldFault(("documents", str(place), "sha256"), "NOT_A_HASH")
        for place, (_, role) in enumerate(self.roles):
            yield text_fault(f"roles.{place}.role", role, longest=LONGEST_ROLE)


def _many(field: str, given: Sized, most: int) -> FieldFault | None:
    return FieldFault((field,), "TOO_MANY", {"most": most}) if len(given) > most else None


def _link(at: str, url: str) -> FieldFault | None:
    fault = url_fault("url", url)
    return fault and FieldFault((*at.split("."), "url"), fault.code, fault.facts)
