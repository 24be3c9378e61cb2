"""One reader's request: the language, the day, and what the address says, read with care."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from starlette.requests import Request

from ui.api import Data, Site
from ui.i18n import LANGUAGES, Language, chosen_language, parsed_day

PAGE_SIZE = 50


class Reading:
    """A request as the pages read it.

    ``problems`` holds, by parameter, what in the address could not be understood; the page is
    shown without that filter and says so.
    """

    def __init__(self, request: Request, site: Site) -> None:
        code = request.path_params.get("language") or request.url.path.split("/")[1]
        if code not in LANGUAGES:
            code = chosen_language(request.headers.get("accept-language", ""))
        request.state.language = code
        self.request = request
        self.site = site
        self.language = Language(code)
        self.today: date = site.today()
        self.problems: dict[str, str] = {}

    def text(self, name: str) -> str | None:
        """A parameter of the address without blanks around it; None when empty or absent."""
        return self.request.query_params.get(name, "").strip() or None

    def part(self, name: str) -> str:
        """A named part of the path."""
        return str(self.request.path_params[name])

    def day(self, name: str) -> str | None:
        """A day of the address as ISO text; None when absent or not a day."""
        text = self.text(name)
        found = parsed_day(text) if text else None
        if text and found is None:
            self.problems[name] = self.language.day_remedy(text)
        return found.isoformat() if found else None

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """One of the allowed values, or None."""
        text = self.text(name)
        return text if text in allowed else None

    def choices(self, name: str, allowed: Collection[str]) -> list[str] | None:
        """The allowed values given under a name, or None when there are none."""
        return [v for v in self.request.query_params.getlist(name) if v in allowed] or None

    def window(self) -> dict[str, object]:
        """Which stretch of a long list: ``first/after`` onwards, ``last/before`` backwards."""
        before = self.text("before")
        if before:
            return {"last": PAGE_SIZE, "before": before}
        return {"first": PAGE_SIZE, "after": self.text("after")}

    def address_here(self) -> str:
        """This same page and its filters."""
        return self.address(self.language.code)

    def address(self, language: str) -> str:
        """This same page and its filters in another language."""
        path = self.request.url.path.removeprefix(f"/{self.language.code}")
        query = self.request.url.query
        return f"/{language}{path}" + (f"?{query}" if query else "")


def compact(values: Mapping[str, object]) -> Data:
    """Without what was not given: an absent filter is left out, not null."""
    return {key: value for key, value in values.items() if value not in (None, [], {})}


def nodes(connection: Mapping[str, Any]) -> list[Data]:
    """The nodes of a connection, in order."""
    return [edge["node"] for edge in connection["edges"]]
