"""What was typed into a form, read field by field; what is wrong is collected, not thrown."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from starlette.datastructures import FormData

from ui.i18n import Language, parsed_day

LONGEST_REVISION = 9  # digits; longer ones do not fit the column

# What PDF and word processors put where a line or a page ends, and controls that no text has.
_ENDS = "\v\f\x85"
_LINES, _BLANKS = str.maketrans(_ENDS, "\n\n\n"), str.maketrans(_ENDS, "   ")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class FormProblem:
    """One thing to mend: the field it concerns (empty for the whole form) and the remedy."""

    field: str
    message: str


class Submitted:
    """The fields of one submitted form.

    ``problems`` are in the order the fields were read, which is the order on the page; characters
    that no text has come first, and are kept for whoever typed them to see.
    """

    def __init__(self, form: FormData, language: Language) -> None:
        self.values: dict[str, list[str]] = {
            name: [_typed(str(value)) for value in form.getlist(name)] for name in form
        }
        self.texts = language.texts
        self._language = language
        self.problems: list[FormProblem] = [
            FormProblem(name, self._control_remedy())
            for name, values in self.values.items()
            if not name.startswith("_") and any(map(_CONTROL.search, values))
        ]

    def fault(self, field: str, message: str) -> None:
        """Note what is wrong with a field and how to mend it."""
        self.problems.append(FormProblem(field, message))

    def text(self, name: str, required: str = "") -> str | None:
        """The text of a field; when empty, None, with ``required`` as the problem if given."""
        found = self.values.get(name, [""])[0]
        if not found and required:
            self.fault(name, required)
        return found or None

    def day(self, name: str, required: str = "") -> str | None:
        """A day typed as ``d.m.yyyy``, as ISO text."""
        typed = self.text(name, required)
        if typed is None:
            return None
        found = parsed_day(typed)
        if found is None:
            self.fault(name, self.day_remedy(typed))
        return found.isoformat() if found else None

    def day_remedy(self, typed: str) -> str:
        """What to do about a typed day that is none."""
        return self._language.day_remedy(typed)

    def _control_remedy(self) -> str:
        return self.texts.gettext(
            "The text holds an invisible control character. Remove it or type the text again."
        )

    def many(self, name: str, required: str = "") -> list[str]:
        """The ticked values of a group."""
        found = [value for value in self.values.get(name, []) if value]
        if not found and required:
            self.fault(name, required)
        return found

    def choice(self, name: str, allowed: Collection[str], otherwise: str) -> str:
        """One of the allowed values, or the default."""
        found = self.values.get(name, [otherwise])[0]
        return found if found in allowed else otherwise

    def link(self, name: str) -> str | None:
        """A web address; anything that is not one is a problem."""
        found = self.text(name)
        if found and not found.lower().startswith(("http://", "https://")):
            self.fault(
                name, self.texts.gettext("Write the whole address, beginning with https://.")
            )
        return found

    def title(self) -> dict[str, str]:
        """A title in the languages it was written in; none at all is a problem."""
        found = self.localised("title")
        if not found:
            self.fault("title_fi", self.texts.gettext("Give a title in at least one language."))
        return found

    def localised(self, name: str) -> dict[str, str]:
        """A text in the languages it was written in: ``{"fi": …, "sv": …}``."""
        found = {code: self.text(f"{name}_{code}") for code in ("fi", "sv", "en")}
        return {code: text for code, text in found.items() if text}

    def revision(self) -> int | None:
        """The revision the form was opened on; None for what no revision can be."""
        typed = self.values.get("_revision", [""])[0]
        plain = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_REVISION
        return int(typed) if plain else None


def _typed(value: str) -> str:
    # Of a field of one line or of several? Only the latter sends ends of lines.
    return value.translate(_LINES if "\n" in value else _BLANKS).strip()


def refusals(payload: Mapping[str, Any], known: Collection[str]) -> list[FormProblem]:
    """The problems of a mutation's answer, tied to the form's fields where they name one."""
    fields = payload.get("fields")
    items = fields if isinstance(fields, list) and fields else [payload]
    found = []
    for item in items:
        path = [str(part) for part in item.get("path") or []]
        joined = [f"{one}_{two}" for one, two in pairwise(path)]
        field = next((part for part in [*reversed(joined), *reversed(path)] if part in known), "")
        found.append(FormProblem(field, str(item["message"])))
    return found
