"""Signing in and out, choosing for whom to act, and the reader's own work."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.api import Data, SignInRefused
from ui.documents import document, query_address
from ui.page import Desk, Page
from ui.reading import Reading, compact, nodes
from ui.views.lists import filters
from ui.views.meetings import by_day
from ui.words import ROLE

SIGN_IN = Page("sign-in", "/sign-in", "account/sign-in.html", shape=filters)
CHOOSE = Page(
    "choose-organisation",
    "/organisation",
    "account/organisation.html",
    document="frame",
    signed_in=True,
)
FEW: Final = 5
_LOCAL: Final = re.compile(r"/(?!/)[^\x00-\x20\x7f\\]*")
MY_WORK = Page("my-work", "/my-work", "account/my-work.html", section="my-work")


def local_address(text: str, otherwise: str) -> str:
    """An address within this site; anything else gives the other one.

    Browsers take a backslash for a slash and leave out tabs and line breaks, so none may be in it.
    """
    return text if _LOCAL.fullmatch(text) else otherwise


async def sign_in(desk: Desk, request: Request) -> Response:
    """Let the reader act for the chosen organisation and role, then go where they were going."""
    reading = desk.reading(request)
    form = await request.form()
    organisation, role = str(form.get("organisation", "")), str(form.get("role", ""))
    mine = desk.renderer.link(reading.language.code, "my-work", done="signed-in")
    answer = RedirectResponse(local_address(str(form.get("next", "")), mine), status_code=303)
    try:
        if not organisation or role.upper() not in ROLE:
            raise SignInRefused
        await desk.site.sessions.sign_in(request, answer, organisation=organisation, role=role)
    except SignInRefused:
        reading.problems["organisation"] = reading.language.texts.gettext(
            "Choose an organisation and a role from the lists."
        )
        data = await desk.site.api.run(document("sign-in"), {}, request=request)
        context = {**data, **filters(data, reading)}
        return desk.answer(SIGN_IN.template, reading, context, status=422)
    return answer


async def choose(desk: Desk, request: Request) -> Response:
    """Let the reader act for another of their organisations, then go where they were going."""
    reading = desk.reading(request)
    form = await request.form()
    mine = desk.renderer.link(reading.language.code, "my-work", done="switched")
    try:
        await desk.site.sessions.switch(request, organisation=str(form.get("organisation", "")))
    except SignInRefused:
        reading.problems["organisation"] = reading.language.texts.gettext(
            "Choose one of your organisations."
        )
        data = await desk.site.api.run(document("frame"), {}, request=request)
        if data["viewer"]["organisation"] is None:
            return RedirectResponse(desk.sign_in_address(reading), status_code=303)
        return desk.answer(CHOOSE.template, reading, data, status=422)
    return RedirectResponse(local_address(str(form.get("next", "")), mine), status_code=303)


async def sign_out(desk: Desk, request: Request) -> Response:
    """End the session and go to the front page."""
    reading = desk.reading(request)
    home = desk.renderer.link(reading.language.code, "home", done="signed-out")
    answer = RedirectResponse(home, status_code=303)
    await desk.site.sessions.sign_out(request, answer)
    return answer


async def my_work(desk: Desk, request: Request) -> Response:
    """The signed-in organisation's obligations, negotiations and what waits for its answer."""
    reading = desk.reading(request)
    frame = await desk.site.api.run(document("frame"), {}, request=request)
    own = frame["viewer"]["organisation"]
    if own is None:
        return RedirectResponse(desk.sign_in_address(reading), status_code=303)
    variables = own_matters(own)
    query = document("my-work")
    data = await desk.site.api.run(query, variables, request=request)
    context = {**data, **work(data, reading), "query_address": query_address(query, variables)}
    return desk.answer(MY_WORK.template, reading, context, section=MY_WORK.section)


def own_matters(organisation: Data) -> Data:
    """The variables that find an organisation's matters: by county or by municipality."""
    kind, code = organisation["__typename"], organisation.get("code")
    return compact(
        {
            "organisation": organisation["organisationCode"],
            "county": code if kind == "County" else None,
            "municipality": code if kind == "Municipality" else None,
        }
    )


def bundles(obligations: list[Data]) -> list[list[Data]]:
    """Obligations under one rule with one due day together, when they are too many to list."""
    together: dict[tuple[str, str | None], list[Data]] = {}
    for obligation in obligations:
        together.setdefault((obligation["rule"]["key"], obligation["dueOn"]), []).append(obligation)
    found = []
    for rows in together.values():
        found += [rows] if len(rows) > FEW else [[row] for row in rows]
    return found


def concerns(organisation: Data, negotiation: Data) -> bool:
    """Is this a negotiation of the organisation's county or municipality, or is it a party?"""
    if organisation["__typename"] in ("County", "Municipality"):
        return True
    return organisation["id"] in [p["organisation"]["id"] for p in negotiation["parties"]]


def urgency(obligation: Data, today: str) -> str:
    """The group of my work an obligation belongs to; what has no due day comes later."""
    due, standing = obligation["dueOn"], obligation["standing"]
    if standing and standing["status"] == "OVERDUE":
        return "overdue"
    if due is None or due[:4] > today[:4]:
        return "later"
    return "overdue" if due < today else "year"


def work(data: Data, reading: Reading) -> Data:
    """Attendance others recorded of us, attendance disputed with us, obligations by urgency."""
    organisation = data["viewer"]["organisation"]
    own = organisation["id"]
    held = [n for n in nodes(data["held"]) if concerns(organisation, n)]
    ahead = [n for n in nodes(data["coming"]) if concerns(organisation, n)]
    rows = [(n, a) for n in held for a in n["attendance"]]
    obligations = nodes(data["obligations"])
    today = reading.today
    groups: dict[str, list[Data]] = {"overdue": [], "year": [], "later": []}
    for obligation in obligations:
        groups[urgency(obligation, today.isoformat())].append(obligation)
    return {
        "groups": {name: bundles(rows) for name, rows in groups.items()},
        "overdue": len(groups["overdue"]),
        "ahead": by_day(ahead),
        "to_confirm": [
            (n, a)
            for n, a in rows
            if a["organisation"]["id"] == own and a["provenance"] == "REPORTED"
        ],
        "disputed": [(n, a) for n, a in rows if a["provenance"] == "DISPUTED"],
    }
