"""What others changed while a form was open: from the object's own history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.act_words import EVENT, JOURNAL_ACT
from ui.api import Data
from ui.i18n import Language
from ui.reading import nodes


@dataclass(frozen=True)
class Change:
    """One thing that was recorded: when, what, by whom, and the day it speaks of, if any."""

    on: str
    what: str
    who: str
    day: str | None = None


def recorded(node: Mapping[str, object], language: Language) -> list[Change]:
    """Everything on record about a negotiation or an obligation, recorded earliest first."""
    if "events" in node:
        events = sorted(_nodes(node["events"]), key=lambda each: str(each["recordedAt"]))
        return [_event(each, language) for each in events]
    if "history" in node:
        return [_entry(each, language) for each in reversed(_nodes(node["history"]))]
    return []


def since(found: Sequence[Change], seen: str) -> Sequence[Change]:
    """What came after the first so many; the last one when the form does not say how many."""
    counted = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else len(found)
    return found[counted:] or found[-1:]


def _nodes(connection: object) -> list[Data]:
    return nodes(connection) if isinstance(connection, Mapping) else []


def _event(event: Data, language: Language) -> Change:
    what = language.texts.gettext(_word(EVENT, event["kind"]))
    return Change(event["recordedAt"], what, event["recordedBy"]["name"], event["day"])


def _entry(entry: Data, language: Language) -> Change:
    what = language.texts.gettext(_word(JOURNAL_ACT, entry["act"]))
    organisation = entry["organisation"]
    return Change(entry["at"], what, organisation["name"] if organisation else "")


def _word(words: Mapping[str, str], code: str) -> str:
    """The source text for a code; the code itself when a newer schema sends one we lack."""
    return words.get(code, code)
