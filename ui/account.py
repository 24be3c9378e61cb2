"""Signing in and out, choosing for whom to act, and the reader's own work."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.api import SignInRefused
from ui.documents import document, query_address
from ui.page import Desk, Page
from ui.views.lists import filters
from ui.views.work import own_matters, work
from ui.words import ROLE

SIGN_IN = Page("sign-in", "/sign-in", "account/sign-in.html", shape=filters)
CHOOSE = Page(
    "choose-organisation",
    "/organisation",
    "account/organisation.html",
    document="frame",
    signed_in=True,
)
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
    await desk.site.sessions.sign_out(request, answer, language=reading.language.code)
    return answer


async def my_work(desk: Desk, request: Request) -> Response:
    """What the signed-in organisation has to do, in order of date, and the lists behind it."""
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
