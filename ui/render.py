"""Templates: one Jinja environment a language, with links that can only lead to pages that
exist and texts from the catalogue."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ui import act_words, words
from ui.assets import Assets
from ui.i18n import LANGUAGES, Language, parsed_day
from ui.reading import nodes
from ui.views.meetings import by_party

TEMPLATES = Path(__file__).parent / "templates"
_HANGING = re.compile(r"(?<!\S)-(?=[^\W\d])")


def path_with(pattern: str, values: Mapping[str, object]) -> str:
    """Fill a route's path; what the path does not name becomes the query. Raises KeyError."""
    rest = {key: value for key, value in values.items() if value is not None}
    named = {name: quote(str(rest.pop(name)), safe="") for name in _names_in(pattern)}
    path = pattern.format_map(named)
    query = urlencode(rest, doseq=True) if rest else ""
    return f"{path}?{query}" if query else path


@cache
def _names_in(pattern: str) -> tuple[str, ...]:
    return tuple(part[1:-1] for part in pattern.split("/") if part.startswith("{"))


def titled(language: str, thing: Mapping[str, Any]) -> Markup:
    """The title of a negotiation or round, marked with its language when it is not the page's."""
    return spoken(language, thing["title"], thing["titles"])


def spoken(language: str, text: str, texts: Mapping[str, str | None]) -> Markup:
    """A text of which ``texts`` are all languages, marked when it is not in the page's."""
    told = next((code for code in LANGUAGES if texts[code] == text), language)
    if texts[language] or told == language:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(told, text)


def unbroken(text: str) -> str:
    """A text whose hanging hyphens, as in *kertomus ja -suunnitelma*, stay with their words."""
    return _HANGING.sub("-\u2060", text)


def days_until(value: str, today: date) -> int:
    """Days from today to an ISO day; negative when it has passed."""
    found = parsed_day(value)
    if found is None:
        raise ValueError(value)
    return (found - today).days


def highest_role(roles: Sequence[str]) -> str:
    """The role that says most of what someone may do, in the case of ``words.ROLE``."""
    held = [role.upper() for role in roles]
    return next(role for role in reversed(words.ROLE) if role in held)


class _Templates(Environment):
    """Jinja that looks into the answer's objects, which are dictionaries, before anything else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` means in a template."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class Renderer:
    """Turns a template's name and its data into a page in one language."""

    def __init__(self, paths: Mapping[str, str], assets: Assets) -> None:
        self._paths = paths
        self._assets = assets
        self._environments = {code: self._environment(Language(code)) for code in LANGUAGES}

    def link(self, language: str, name: str, **values: object) -> str:
        """The address of a page by its name in the route table. Raises KeyError if none."""
        return f"/{language}{path_with(self._paths[name], values)}"

    def page(self, template: str, language: str, context: Mapping[str, object]) -> str:
        """The finished HTML."""
        return self._environments[language].get_template(template).render(context)

    def _environment(self, language: Language) -> Environment:
        env = _Templates(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        env.install_gettext_translations(language.texts, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
        filters: dict[str, Callable[..., object]] = {
            "day": language.day,
            "month": language.month,
            "in_month": language.in_month,
            "number": language.number,
            "money": language.money,
            "out_of": language.out_of,
            "quoted": language.quoted,
            "highest": highest_role,
            "citation": language.citation,
            "cited": language.cited,
            "statute_page": language.statute_page,
            "unbroken": unbroken,
            "nodes": nodes,
            "spoken": partial(spoken, language.code),
            "titled": partial(titled, language.code),
            "days_until": days_until,
            "by_party": by_party,
        }
        env.filters.update(filters)
        env.globals.update(
            language=language.code,
            asset=self._assets.address,
            has_asset=self._assets.has,
            link=partial(self.link, language.code),
            has_page=self._paths.__contains__,
            new_key=partial(secrets.token_urlsafe, 16),
            word=partial(_word, language),
            act_words=act_words,
            words=words,
        )
        return env


def _word(language: Language, table: Mapping[str, str], code: str) -> str:
    """The reader's word for a code; the code itself when a newer schema sends one we lack."""
    return language.texts.gettext(table[code]) if code in table else code
