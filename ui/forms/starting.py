"""What forms open with: days as people type them, and the usual title of a negotiation."""

from ui.i18n import LANGUAGES, Language
from ui.words import NEGOTIATION_KIND


def typed_day(day: object) -> str:
    """A date or ISO text as it is typed in every language: ``21.11.2026``; empty for none."""
    return Language("fi").day(str(day) if day else None)


def given_titles(kind: str) -> dict[str, str]:
    """The kind of a negotiation as its title, by language."""
    return {code: Language(code).texts.gettext(NEGOTIATION_KIND[kind]) for code in LANGUAGES}
