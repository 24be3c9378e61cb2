"""Three languages: texts from gettext catalogues, and dates, numbers, money and counts in the
reader's form. Source texts are English; ``locale/<language>/LC_MESSAGES/ui.po`` holds the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES: Final = ("fi", "sv", "en")
LOCALES: Final = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
LOCALE_FOLDER: Final = Path(__file__).parent / "locale"
HELSINKI: Final = ZoneInfo("Europe/Helsinki")
NBSP: Final = "\u00a0"
_FINNISH_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_STATUTE = re.compile(r"(\d{1,4}/\d{4}) (\d.* §.*)")
_FINLEX = re.compile(r"^(https://(?:www\.)?finlex\.fi)/fi/laki/")
# The sections before a mark, each with its letter, and the subsections after it.
_SECTION = re.compile(r"(\d+(?: [a-z])?(?:(?:–|-|, )\d+(?: [a-z])?)*) §(?: ([\d–, ]*\d) mom\.)?")


class Catalogue:
    """One language's texts, read from its .po file."""

    def __init__(self, language: str) -> None:
        self._texts: dict[str, tuple[str, ...]] = {}
        path = LOCALE_FOLDER / language / "LC_MESSAGES" / "ui.po"
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id or message.fuzzy:
                    continue
                key = message.id if isinstance(message.id, str) else message.id[0]
                texts = message.string
                self._texts[key] = (texts,) if isinstance(texts, str) else tuple(texts or ())

    def gettext(self, message: str) -> str:
        """The text in this language; the English source when the catalogue lacks it."""
        return self._texts.get(message, ("",))[0] or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The text for a count: Finnish, Swedish and English all tell one from the rest."""
        found = self._texts.get(one, ())
        chosen = found[0 if count == 1 else -1] if found else ""
        return chosen or (one if count == 1 else many)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of ``fi``, ``sv`` or ``en``, read once."""
    return Catalogue(language)


def chosen_language(accept_language: str) -> str:
    """The best of our languages by an Accept-Language header; Finnish when none fits."""
    wishes = []
    for position, part in enumerate(accept_language.lower().split(",")):
        tag, _, parameters = part.strip().partition(";")
        found = re.search(r"q=([\d.]+)", parameters)
        weight = float(found[1]) if found else 1.0
        wishes.append((-weight, position, tag.split("-")[0]))
    return next((tag for weight, _, tag in sorted(wishes) if tag in LANGUAGES and weight), "fi")


def finnish_elative(number: int) -> str:
    """A number with the ending *out of*: 23 → ``23:sta``, 24 → ``24:stä``.

    The ending follows the vowels of the last word when the number is read aloud.
    """
    back = (
        number % 10 in (2, 3, 6, 8)
        or number == 0
        or (number % 100 == 0 and number != 0)  # sadasta, tuhannesta, miljoonasta
    )
    return f"{number}:{'sta' if back else 'stä'}"


@dataclass(frozen=True)
class Language:
    """How one language writes what the pages show."""

    code: str

    @property
    def texts(self) -> Catalogue:
        """The catalogue of this language."""
        return catalogue(self.code)

    def day(self, value: str | date | datetime | None) -> str:
        """A day as ``21.11.2026`` (English ``21 Nov 2026``); an instant as its Helsinki day."""
        if value is None or value == "":
            return ""
        moment = _moment(value)
        if self.code == "en":
            return format_date(moment, "d MMM y", locale=LOCALES["en"]).replace(" ", NBSP)
        return f"{moment.day}.{moment.month}.{moment.year}"

    def month(self, value: str) -> str:
        """The month of an ISO day as ``10/2026`` (English ``Oct 2026``)."""
        moment = date.fromisoformat(value)
        if self.code == "en":
            return format_date(moment, "MMM y", locale=LOCALES["en"]).replace(" ", NBSP)
        return f"{moment.month}/{moment.year}"

    def in_month(self, value: str) -> str:
        """The month of an ISO day as it follows *held in*: ``lokakuussa 2026``, ``oktober 2026``.

        All months end in *kuu* in Finnish, so all take the same ending.
        """
        moment = date.fromisoformat(value)
        ending = "ssa" if self.code == "fi" else ""
        name = format_date(moment, "LLLL", locale=LOCALES[self.code])
        return f"{name}{ending}{NBSP}{moment.year}"

    def day_remedy(self, typed: str) -> str:
        """What to do about a typed day that is none: it does not exist, or is written otherwise."""
        found = _typed(typed)
        if found is None:
            return self.texts.gettext("Write the day as 21.11.2026.")
        year, month, day = found
        text = self.texts.gettext("There is no day %(day)s. Check the day and the month.")
        return text % {"day": f"{day}.{month}.{year:04}"}

    def number(self, value: int | Decimal | str) -> str:
        """A number with the language's decimal mark and thousands."""
        return format_decimal(Decimal(value), locale=LOCALES[self.code])

    def money(self, value: Mapping[str, str]) -> str:
        """``Money`` as ``1 234,50 €`` (English ``€1,234.50``)."""
        number = format_decimal(Decimal(value["amount"]), "#,##0.00", locale=LOCALES[self.code])
        return f"€{number}" if self.code == "en" else f"{number}{NBSP}€"

    def quoted(self, text: str) -> str:
        """What somebody wrote, in the language's quotation marks."""
        return f"“{text}”" if self.code == "en" else f"”{text}”"

    def out_of(self, number: int) -> str:
        """The whole in *18 out of 23*, with the ending Finnish needs."""
        return finnish_elative(number) if self.code == "fi" else str(number)

    def citation(self, rule: Mapping[str, str | None]) -> str:
        """A rule's statute and section: ``611/2021 14 §``, in English ``Act 611/2021 § 14``."""
        statute, section = rule["statute"] or "", rule["section"] or ""
        if self.code == "en":
            statute = f"Act {statute}"
            return f"{statute} {_SECTION.sub(_english_section, section)}"
        return f"{statute} {section.replace(' §', f'{NBSP}§')}"

    def cited(self, text: str) -> str:
        """A typed legal basis; its parts that are a statute and a section as a rule is cited."""
        parts = [(part, _STATUTE.fullmatch(part)) for part in text.split("; ")]
        return "; ".join(
            self.citation({"statute": found[1], "section": found[2]}) if found else part
            for part, found in parts
        )

    def statute_page(self, address: str) -> str:
        """Where a statute is read: Finlex has its Finnish address told to us in Swedish too."""
        if self.code != "sv":
            return address
        return _FINLEX.sub(r"\1/sv/laki/", address, count=1)


def _english_section(found: re.Match[str]) -> str:
    """``7 § 4 mom.`` as ``§ 7(4)``, ``36–38 §`` as ``§§ 36–38``."""
    several = "§§" if re.search("[–,-]", found[1]) else "§"
    subsections = f"({found[2]})" if found[2] else ""
    return f"{several}{NBSP}{found[1]}{subsections}"


def _moment(value: str | date | datetime) -> date:
    if isinstance(value, str):
        if "T" not in value:
            return date.fromisoformat(value)
        value = datetime.fromisoformat(value)
    return value.astimezone(HELSINKI).date() if isinstance(value, datetime) else value


def parsed_day(text: str) -> date | None:
    """A day typed as ``d.m.yyyy`` (or ISO ``yyyy-mm-dd``); None when it is not one."""
    typed = _typed(text)
    try:
        return date(*typed) if typed else None
    except ValueError:
        return None


def _typed(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as typed, in either form, whether or not there is such a day."""
    if found := _FINNISH_DAY.fullmatch(text.strip()):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _ISO_DAY.fullmatch(text.strip()):
        return int(found[1]), int(found[2]), int(found[3])
    return None
