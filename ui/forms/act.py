"""One way for all forms: show it, read it, run one mutation, then go on or show what is wrong."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.api import Data
from ui.documents import document
from ui.forms.changes import recorded, since
from ui.forms.submitted import FormProblem, Submitted, refusals
from ui.page import Desk, nothing
from ui.reading import Reading, compact
from ui.words import N_

Values = dict[str, list[str]]
SENT_BEFORE: Final = N_("This form was already sent with other content. Check it and send again.")


@dataclass(frozen=True)
class Act:
    """A form and the mutation it runs.

    ``start`` gives the values a fresh form opens with; ``read`` turns what was typed into the
    mutation's input; ``onward`` names the page to go to, its path values and the note there.
    """

    name: str
    path: str
    template: str
    document: str
    mutation: str
    read: Callable[[Submitted, Reading], Mapping[str, object]]
    onward: Callable[[Data, Reading], tuple[str, dict[str, str], str]]
    start: Callable[[Data, Reading], Values] = nothing
    ask: Callable[[Reading], Mapping[str, object]] = nothing
    shape: Callable[[Data, Reading], Mapping[str, object]] = nothing
    subject: str = "node"
    section: str = "negotiations"


@dataclass(frozen=True)
class Form:
    """What a form's template draws: values as typed, problems, and the key that makes a second
    press of the button harmless. ``changed`` holds current values others saved meanwhile, and
    ``twins`` the records that seem to tell of the same matter."""

    values: Values
    problems: list[FormProblem]
    key: str
    changed: Mapping[str, list[str]]
    twins: Sequence[Data] = ()

    def value(self, name: str) -> str:
        """The value of a field that holds one."""
        return next(iter(self.values.get(name, [])), "")

    def ticked(self, name: str, value: str) -> bool:
        """Is this value of a group ticked?"""
        return value in self.values.get(name, [])

    def error(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return next((p.message for p in self.problems if p.field == name), "")


async def open_form(desk: Desk, act: Act, request: Request) -> Response:
    """Show the form with its starting values; whoever is not signed in signs in first."""
    reading = desk.reading(request)
    data = await _data(desk, act, reading)
    if data["viewer"]["organisation"] is None:
        return RedirectResponse(desk.sign_in_address(reading), status_code=303)
    form = Form(act.start(data, reading), [], _key(), {})
    return _answer(desk, act, reading, data, form=form)


async def submit_form(desk: Desk, act: Act, request: Request) -> Response:
    """Run the act and go on; on problems show the form again with everything typed kept."""
    reading = desk.reading(request)
    submitted = Submitted(await request.form(), reading.language)
    given = compact({**act.read(submitted, reading), "expectedRevision": submitted.revision()})
    if submitted.problems:
        return await _again(desk, act, reading, submitted, 422)
    key = submitted.text("_key")
    answer = await desk.site.api.run(
        document(f"acts/{act.mutation}"), {"input": given}, request=request, idempotency_key=key
    )
    payload: Data = next(iter(answer.values()))
    if "code" in payload:
        if payload["__typename"] == "KeyReused":
            submitted.fault("", reading.language.texts.gettext(SENT_BEFORE))
        else:
            own = _fields(given, request.path_params.values())
            submitted.problems += refusals(payload, submitted.values.keys() | own)
        twins = payload.get("twins", ())
        return await _again(desk, act, reading, submitted, _status(payload), twins=twins)
    name, parts, note = act.onward(payload, reading)
    warned = sorted({warning["code"] for warning in payload.get("warnings", ())})
    onward = desk.renderer.link(reading.language.code, name, **parts, done=note, warned=warned)
    return RedirectResponse(onward, status_code=303)


def _fields(given: Mapping[str, object], named: Collection[object]) -> set[str]:
    """What of the input has a field in the form.

    A part of it, such as the plan of a meeting, has none, nor has what the address ``named``.
    """
    return {
        name
        for name, value in given.items()
        if not isinstance(value, Mapping) and value not in named
    }


def _status(payload: Mapping[str, Any]) -> int:
    if payload["__typename"] == "NotFound":
        raise HTTPException(404)
    by_type = {"NotAllowed": 403, "Conflict": 409}
    return by_type.get(str(payload["__typename"]), 422)


async def _data(desk: Desk, act: Act, reading: Reading) -> Data:
    variables = compact(act.ask(reading))
    data = await desk.site.api.run(document(act.document), variables, request=reading.request)
    if act.subject and not data[act.subject]:
        # Null for what is not there, empty for an object of another type.
        raise HTTPException(404)
    return data


async def _again(
    desk: Desk,
    act: Act,
    reading: Reading,
    submitted: Submitted,
    status: int,
    *,
    twins: Sequence[Data] = (),
) -> Response:
    data = await _data(desk, act, reading)
    changed: Values = {}
    if status == 409:
        current = act.start(data, reading)
        changed = {n: v for n, v in current.items() if v != submitted.values.get(n, [""])}
    form = Form(submitted.values, submitted.problems, _key(), changed, twins)
    return _answer(desk, act, reading, data, form=form, status=status)


def _answer(
    desk: Desk, act: Act, reading: Reading, data: Data, *, form: Form, status: int = 200
) -> Response:
    found = recorded(data.get(act.subject) or {}, reading.language)
    context = {**data, **act.shape(data, reading), "form": form, "stale": status == 409}
    context |= {"seen": len(found), "changes": since(found, form.value("_seen"))}
    return desk.answer(act.template, reading, context, section=act.section, status=status)


def _key() -> str:
    return secrets.token_urlsafe(16)
