"""Names and tasks as they were given, in at least one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.kit.codes import plain_line
from server.kit.errors import FieldFault
from server.kit.period import day_fault
from server.kit.sorting import sort_key
from server.kit.texts import text_fault

LONGEST_NAME = 200


@dataclass(frozen=True)
class Wording:
    """A short text in the languages it was given in; at least one."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None

    def faults(self, field: str) -> list[FieldFault]:
        """What is wrong with it; ``field`` is where the input has it."""
        given = {"fi": self.fi, "sv": self.sv, "en": self.en}
        if not any((text or "").strip() for text in given.values()):
            return [FieldFault((field,), "REQUIRED")]
        found = (
            text_fault(f"{field}.{language}", text, longest=LONGEST_NAME, required=False)
            for language, text in given.items()
        )
        return [fault for fault in found if fault]

    def columns(self, field: str) -> dict[str, str | None]:
        """The values of the columns of ``field``, and the key it is sorted by."""
        fi, sv, en = (plain_line(text or "") or None for text in (self.fi, self.sv, self.en))
        sorted_by = sort_key(fi or sv or en or "")
        return {f"{field}_fi": fi, f"{field}_sv": sv, f"{field}_en": en, "sort_fi": sorted_by}


def days_fault(starts_on: date | None, ends_on: date | None) -> list[FieldFault]:
    """What is wrong with two days, both included: not plausible, the last before the first."""
    given = (day_fault("startsOn", starts_on), day_fault("endsOn", ends_on))
    if found := [fault for fault in given if fault]:
        return found
    if starts_on is None or ends_on is None or ends_on >= starts_on:
        return []
    return [FieldFault(("endsOn",), "ENDS_BEFORE_START")]
