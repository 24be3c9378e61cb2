"""Bodies: register and amend one, give an organisation a seat, end a seat."""

from collections.abc import Sequence
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.choosing import chosen, grouped
from ui.forms.negotiations import Onward
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes
from ui.views.lists import by_id
from ui.views.register import by_organisation, chosen_among
from ui.words import BODY_KIND, SEAT_ROLE


def to_body(note: str) -> Onward:
    """The body's page, with a note of what was done."""

    def onward(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
        return "body", {"id": payload["body"]["id"]}, note

    return onward


def groups(data: Data, reading: Reading) -> Data:
    """Every organisation there is to choose from, kind by kind, and the bodies to work under.

    A county's own municipalities are ``towns``, to be ticked: a body of theirs is often of all.
    """
    own = data["node"]["id"] if data.get("node") else None
    parents = [each for each in nodes(data["bodies"]) if each["id"] != own]
    return {**grouped(data, reading), "towns": towns(data), "parents": parents}


def of_the_path(reading: Reading) -> Data:
    """The organisation and the body in the path."""
    return {**by_organisation(reading), **by_id(reading)}


def new_values(_: Data, __: Reading) -> Values:
    """A working group of the own organisation, from no set day."""
    return {"kind": ["WORKING_GROUP"]}


def towns(data: Data) -> list[Data]:
    """The municipalities of a county, by the code that owners go by; nobody else has any."""
    found = data["organisation"].get("municipalities")
    rows = nodes(found) if found else []
    return [{"code": row["organisationCode"], "name": row["name"]} for row in rows]


def owner_values(data: Data, others: Sequence[str]) -> Values:
    """Owners as the form has them: the county's municipalities ticked, each other in a list."""
    ticked = [row["code"] for row in towns(data) if row["code"] in others]
    rest = [code for code in others if code not in ticked]
    return {
        "owners": ticked,
        **{f"owners-{place}": [code] for place, code in enumerate(rest, 1)},
    }


def amend_values(data: Data, reading: Reading) -> Values:
    """The body as it is now."""
    node = data["node"]
    codes = [owner["organisationCode"] for owner in node["owners"]]
    others = [code for code in codes if code != reading.part("code")]
    return {
        **owner_values(data, others),
        **{f"name_{code}": [text or ""] for code, text in node["names"].items()},
        "kind": [node["kind"]],
        "mandate": [node["mandate"] or ""],
        "legalBasis": [node["legalBasis"] or ""],
        "parent": [node["parent"]["id"] if node["parent"] else ""],
        "startsOn": [typed_day(node["startsOn"])],
        "endsOn": [typed_day(node["endsOn"])],
    }


def read_body(form: Submitted, reading: Reading) -> Data:
    """The input of ``registerBody``; the own organisation is always one of the owners."""
    say = form.texts.gettext
    name = form.localised("name")
    if not name:
        form.fault("name_fi", say("Give a name in at least one language."))
    others = chosen(form, "owners")
    return {
        "kind": form.choice("kind", BODY_KIND, "WORKING_GROUP"),
        "name": name,
        "owners": list(dict.fromkeys([reading.part("code"), *others])),
        "mandate": form.text("mandate"),
        "legalBasis": form.text("legalBasis"),
        "parent": form.text("parent"),
        "startsOn": form.day("startsOn"),
        "endsOn": form.day("endsOn"),
    }


def read_amended(form: Submitted, reading: Reading) -> Data:
    """The input of ``registerBody`` for a body there is."""
    return {**read_body(form, reading), "body": reading.part("id")}


def seat_values(_: Data, reading: Reading) -> Values:
    """A member's seat from today; an organisation given in the address is chosen."""
    return {
        "organisation": [reading.text("organisation") or ""],
        "role": ["MEMBER"],
        "startsOn": [typed_day(reading.today)],
    }


def read_seat(form: Submitted, reading: Reading) -> Data:
    """The input of ``seatOrganisation``."""
    say = form.texts.gettext
    return {
        "body": reading.part("id"),
        "organisation": form.text("organisation", say("Choose whose seat it is.")),
        "role": form.choice("role", SEAT_ROLE, "MEMBER"),
        "isDeputy": form.text("isDeputy") == "yes",
        "startsOn": form.day("startsOn", say("Write from which day the seat is held.")),
        "endsOn": form.day("endsOn"),
    }


def today_ends(_: Data, reading: Reading) -> Values:
    """Today."""
    return {"endsOn": [typed_day(reading.today)]}


def one_seat(data: Data, reading: Reading) -> Data:
    """The seat the address names; None when nobody holds it in this body."""
    return chosen_among(data["node"]["seats"], reading.part("seat"))


def read_seat_end(form: Submitted, reading: Reading) -> Data:
    """The input of ``endSeat``."""
    say = form.texts.gettext
    return {
        "seat": reading.part("seat"),
        "endsOn": form.day("endsOn", say("Write the last day of the seat.")),
    }


ACTS: Final = (
    Act(
        name="body-register",
        path="/organisations/{code}/bodies/new",
        template="bodies/form.html",
        document="body-new",
        mutation="register-body",
        subject="organisation",
        section="",
        ask=by_organisation,
        start=new_values,
        shape=groups,
        read=read_body,
        onward=to_body("body-registered"),
    ),
    Act(
        name="body-amend",
        path="/organisations/{code}/bodies/{id}/amend",
        template="bodies/form.html",
        document="body-form",
        mutation="register-body",
        section="",
        ask=of_the_path,
        start=amend_values,
        shape=groups,
        read=read_amended,
        onward=to_body("body-amended"),
    ),
    Act(
        name="seat-new",
        path="/bodies/{id}/seats/new",
        template="bodies/seat.html",
        document="seat-form",
        mutation="seat-organisation",
        section="",
        ask=by_id,
        start=seat_values,
        shape=grouped,
        read=read_seat,
        onward=to_body("seated"),
    ),
    Act(
        name="seat-end",
        path="/bodies/{id}/seats/{seat}/end",
        template="bodies/seat_end.html",
        document="body",
        mutation="end-seat",
        section="",
        ask=by_id,
        start=today_ends,
        shape=one_seat,
        read=read_seat_end,
        onward=to_body("seat-ended"),
    ),
)
