"""Negotiations: plan, invite, set and move the date, record as held, cancel, and what a party
says of its own attendance."""

from collections.abc import Callable, Sequence
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.fields import partial, typed_partial
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes
from ui.views.lists import by_id

MODES: Final = ("PLACE", "REMOTE", "BOTH")
Onward = Callable[[Data, Reading], tuple[str, dict[str, str], str]]


def to_negotiation(note: str) -> Onward:
    """The negotiation's page, with a note of what was done."""

    def onward(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
        return "negotiation", {"id": payload["negotiation"]["id"]}, note

    return onward


def called(data: Data) -> list[Data]:
    """Everyone called to the negotiation of the page but its county, by code and name."""
    node = data["node"]
    county = node["county"]["id"] if node["county"] else None
    everyone = [party["organisation"] for party in node["parties"]]
    return [{"code": code_of(p), "name": p["name"]} for p in everyone if p["id"] != county]


def code_of(party: Data) -> str:
    """The code a party goes by in forms: a municipality's own, else the organisation code."""
    return str(
        party["code"] if party["__typename"] == "Municipality" else party["organisationCode"]
    )


def read_round(form: Submitted, reading: Reading) -> Data:
    """The input of ``takeIntoRound``."""
    say = form.texts.gettext
    return {
        "negotiation": reading.part("id"),
        "round": form.text("round", say("Choose one of your rounds.")),
    }


def our_rounds(data: Data, _: Reading) -> Data:
    """The rounds that the reader's own organisation keeps."""
    own = data["viewer"]["organisation"]
    rows = nodes(data["negotiationRounds"])
    return {"ours": [row for row in rows if own and row["keeper"]["id"] == own["id"]]}


def invite_values(_: Data, reading: Reading) -> Values:
    """Today."""
    return {"invitedOn": [typed_day(reading.today)]}


def waiting(data: Data, _: Reading) -> Data:
    """The parties not yet invited, without the one that convenes."""
    keeper = data["node"]["keeper"]["id"]
    rows = [p for p in data["node"]["parties"] if p["organisation"]["id"] != keeper]
    return {"waiting": [p for p in rows if not p["invitedOn"]]}


def read_invite(form: Submitted, reading: Reading) -> Data:
    """The input of ``inviteToNegotiation``."""
    say = form.texts.gettext
    return {
        "negotiation": reading.part("id"),
        "invitedOn": form.day("invitedOn", say("Write the day the invitation was sent.")),
    }


def date_values(data: Data, _: Reading) -> Values:
    """The day and place now set."""
    node = data["node"]
    return {
        "day": [typed_day(node["meetsOn"])],
        "mode": [node["mode"]],
        "place": [node["place"] or ""],
    }


def read_date(form: Submitted, reading: Reading) -> Data:
    """The input of ``scheduleNegotiation``."""
    say = form.texts.gettext
    return {
        "negotiation": reading.part("id"),
        "day": form.day("day", say("Write the day of the negotiation.")),
        "mode": form.choice("mode", MODES, "PLACE"),
        "place": form.text("place"),
    }


def read_move(form: Submitted, reading: Reading) -> Data:
    """The input of ``moveNegotiation``: a new day, and why if one wants to say."""
    return {**read_date(form, reading), "reason": form.text("reason")}


def held_values(data: Data, reading: Reading) -> Values:
    """The set day if it has come, the parties' place and rules; attendance is never guessed."""
    node = data["node"]
    held, day = typed_partial(node["heldOn"]), node["meetsOn"]
    come = bool(day) and day <= reading.today.isoformat()
    present = [code_of(a["organisation"]) for a in node["attendance"] if a["present"]]
    county = node["county"]["id"] if node["county"] else None
    towns = [a["organisation"] for a in node["attendance"] if a["organisation"]["id"] != county]
    there = [code_of(party) for party in towns if code_of(party) in present]
    gone = [a["organisation"]["id"] for a in node["attendance"] if not a["present"]]
    own = data["viewer"]["organisation"]
    if not node["attendance"] and own and own["__typename"] == "OtherOrganisation":
        present = [code_of(own)]
    return {
        "heldOn": [held if held else typed_day(day) if come else ""],
        "mode": [node["mode"]],
        "place": [node["place"] or ""],
        "present": present,
        "memoUrl": [node["memoUrl"] or ""],
        "countyPresent": ["no"] if county in gone else [""],
        "was": [" ".join(there)],
    }


def read_held(form: Submitted, reading: Reading) -> Data:
    """The input of ``recordNegotiationHeld`` for a planned negotiation."""
    return {"negotiation": reading.part("id"), **told_of_held(form, reading)}


def told_of_held(form: Submitted, reading: Reading, beside: Sequence[str] = ()) -> Data:
    """What the form tells of a meeting that was held; ``beside`` are others who were present."""
    say = form.texts.gettext
    held_on = partial(form, "heldOn", say("Write when the negotiation was held."))
    if held_on and held_on["value"] > reading.today.isoformat():
        form.fault(
            "heldOn",
            say("The day is in the future. Set it as the date instead, or correct the day."),
        )
    anyone = "" if beside else say("Tick at least one municipality that was present.")
    present = [*form.many("present", anyone), *beside]
    return {
        "heldOn": held_on,
        "mode": form.choice("mode", MODES, "PLACE"),
        "place": form.text("place"),
        "present": present,
        "absent": [code for code in (form.text("was") or "").split() if code not in present],
        "countyPresent": "no" not in form.many("countyPresent"),
        "memoUrl": form.link("memoUrl"),
    }


def read_cancel(form: Submitted, reading: Reading) -> Data:
    """The input of ``cancelNegotiation``."""
    say = form.texts.gettext
    return {"negotiation": reading.part("id"), "reason": form.text("reason", say("Say why."))}


def read_presence(_: Submitted, reading: Reading) -> Data:
    """The input of ``confirmReport`` and ``withdrawDispute``."""
    return {"attendance": reading.part("attendance")}


def read_dispute(form: Submitted, reading: Reading) -> Data:
    """The input of ``disputeReport``."""
    say = form.texts.gettext
    reason = form.text("reason", say("Say what is not right, so that the other party can mend it."))
    return {**read_presence(form, reading), "reason": reason}


def one_attendance(data: Data, reading: Reading) -> Data:
    """The attendance the address names; None when the negotiation has no such row."""
    rows = data["node"]["attendance"]
    row = next((a for a in rows if a["id"] == reading.part("attendance")), None)
    return {"row": row}


def parties(data: Data, _: Reading) -> Data:
    """Those called, for the form's checkboxes."""
    return {"municipalities": called(data)}


ACTS: Final = (
    Act(
        name="negotiation-round",
        path="/negotiations/{id}/round",
        template="negotiations/round.html",
        document="round-choice",
        mutation="take-into-round",
        ask=by_id,
        shape=our_rounds,
        read=read_round,
        onward=to_negotiation("in-round"),
    ),
    Act(
        name="negotiation-invite",
        path="/negotiations/{id}/invite",
        template="negotiations/invite.html",
        document="negotiation-form",
        mutation="invite",
        ask=by_id,
        shape=waiting,
        start=invite_values,
        read=read_invite,
        onward=to_negotiation("invited"),
    ),
    Act(
        name="negotiation-date",
        path="/negotiations/{id}/date",
        template="negotiations/date.html",
        document="negotiation-form",
        mutation="schedule",
        ask=by_id,
        start=date_values,
        read=read_date,
        onward=to_negotiation("scheduled"),
    ),
    Act(
        name="negotiation-move",
        path="/negotiations/{id}/move",
        template="negotiations/date.html",
        document="negotiation-form",
        mutation="move",
        ask=by_id,
        start=date_values,
        read=read_move,
        onward=to_negotiation("moved"),
    ),
    Act(
        name="negotiation-held",
        path="/negotiations/{id}/held",
        template="negotiations/held.html",
        document="negotiation-form",
        mutation="held",
        ask=by_id,
        shape=parties,
        start=held_values,
        read=read_held,
        onward=to_negotiation("held"),
    ),
    Act(
        name="negotiation-cancel",
        path="/negotiations/{id}/cancel",
        template="negotiations/cancel.html",
        document="negotiation-form",
        mutation="cancel",
        ask=by_id,
        read=read_cancel,
        onward=to_negotiation("cancelled"),
    ),
    Act(
        name="negotiation-confirm",
        path="/negotiations/{id}/attendance/{attendance}/confirm",
        template="negotiations/presence.html",
        document="negotiation-form",
        mutation="confirm",
        ask=by_id,
        shape=one_attendance,
        read=read_presence,
        onward=to_negotiation("confirmed"),
    ),
    Act(
        name="negotiation-dispute",
        path="/negotiations/{id}/attendance/{attendance}/dispute",
        template="negotiations/presence.html",
        document="negotiation-form",
        mutation="dispute",
        ask=by_id,
        shape=one_attendance,
        read=read_dispute,
        onward=to_negotiation("disputed"),
    ),
    Act(
        name="negotiation-withdraw",
        path="/negotiations/{id}/attendance/{attendance}/withdraw",
        template="negotiations/presence.html",
        document="negotiation-form",
        mutation="withdraw-dispute",
        ask=by_id,
        shape=one_attendance,
        read=read_presence,
        onward=to_negotiation("dispute-withdrawn"),
    ),
)
