"""Documents of agendas and minutes as lines of a form, with what those lines do not show."""

import json
from collections.abc import Sequence
from typing import Final

from ui.api import Data
from ui.forms.submitted import Submitted
from ui.reading import compact

LANGUAGES: Final = ("fi", "sv", "en")


def links_of(form: Submitted, name: str) -> list[Data]:
    """Lines of an address and a title; a line without an address is a problem."""
    found = []
    for line in (form.text(name) or "").splitlines():
        url, _, title = line.strip().partition(" ")
        if not url:
            continue
        if not url.startswith(("http://", "https://")):
            say = form.texts.gettext
            form.fault(name, say("Begin each line with an address, https:// and so on."))
        found.append({"url": url, "title": title.strip() or url})
    return found


def carried_of_item(row: Data) -> dict[str, list[str]]:
    """What of an agenda item no field shows: what it concerns, the languages of its material."""
    return {
        "concerns": [each["id"] for each in row["concerns"] if each["__typename"] != "Duty"],
        "known": [_packed(each) for each in row["materials"]],
    }


def carried_documents(row: Data) -> dict[str, list[str]]:
    """The documents of minutes as they are on record; nothing when there are no minutes yet."""
    return {"known": [_packed(each) for each in row.get("documents", ())]}


def shown_in(documents: Sequence[Data]) -> dict[str, Data]:
    """The document shown in the field of each language, by its code.

    One without a language stands in the first field that is free; those of a language that has
    one already are not shown.
    """
    pages = [each for each in documents if not each["isAnnex"]]
    found: dict[str, Data] = {}
    for each in pages:
        if each["language"]:
            found.setdefault(each["language"], each)
    free = [code for code in LANGUAGES if code not in found]
    found.update(zip(free, (each for each in pages if not each["language"]), strict=False))
    return found


def with_languages(links: list[Data], form: Submitted) -> list[Data]:
    """The material of an item; what has stayed at its address stays in its language."""
    known = {each["url"]: each for each in _known(form)}
    return [compact({**each, "language": _code(known.get(each["url"], {}))}) for each in links]


def documents_of(form: Submitted) -> list[Data]:
    """The documents of minutes as they were typed, with what the form does not show of each.

    A document that stays at its address keeps its title and hash, and its language unless it is
    moved to the field of another; at another address the hash no longer holds. Documents that no
    field shows stay as they are.
    """
    known = _known(form)
    shown = shown_in(known)
    pages = [_page(form.link(f"url_{code}"), code, shown) for code in LANGUAGES]
    beside = [each for each in known if not each["isAnnex"] and each not in shown.values()]
    annexes = {each["url"]: each for each in known if each["isAnnex"]}
    return [
        *(page for page in pages if page),
        *(_given(each) for each in beside),
        *(_annex(each, annexes.get(each["url"])) for each in links_of(form, "annexes")),
    ]


def _page(url: str | None, code: str, shown: dict[str, Data]) -> Data | None:
    if url is None:
        return None
    was = shown.get(code)
    if was is not None and was["url"] == url:
        return _given(was)
    moved = next((each for each in shown.values() if each["url"] == url), None)
    if moved is not None:
        return _given({**moved, "language": code})
    if was is None:
        return {"url": url, "language": code.upper()}
    return _given({**was, "url": url, "sha256": None})


def _annex(typed: Data, was: Data | None) -> Data:
    title = typed["title"] if typed["title"] != typed["url"] else None
    return _given({"language": None, "sha256": None, **(was or typed), "title": title}, annex=True)


def _given(document: Data, *, annex: bool = False) -> Data:
    """A document as the schema takes it."""
    found = {name: document.get(name) for name in ("url", "title", "sha256")}
    return compact({**found, "language": _code(document), "isAnnex": annex or None})


def _code(document: Data) -> str | None:
    language = document.get("language")
    return str(language).upper() if language else None


def _packed(document: Data) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def _known(form: Submitted) -> list[Data]:
    """The documents sent along with the form; what cannot be read is left out."""
    found = []
    for each in form.values.get("known", ()):
        try:
            read = json.loads(each)
        except ValueError:
            continue
        if isinstance(read, dict) and isinstance(read.get("url"), str):
            blank = {"title": None, "language": None, "sha256": None, "isAnnex": False}
            found.append({**blank, **read})
    return found
