"""Days as people type them, the same in every language: ``21.11.2026``."""

from ui.i18n import Language


def typed_day(day: object) -> str:
    """A date or ISO text as it is typed into a form; empty for none."""
    return Language("fi").day(str(day) if day else None)
