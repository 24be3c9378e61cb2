"""Organisations, their contacts and units: add, change and end them, erase an ended contact."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.bodies import today_ends
from ui.forms.negotiations import Onward
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading
from ui.views.register import by_organisation, chosen_among
from ui.words import ADDED_KINDS


def new_organisation(_: Data, __: Reading) -> Values:
    """A kind of which there are many."""
    return {"kind": ["ASSOCIATION"]}


def to_contacts(note: str) -> Onward:
    """Back to the organisation's contacts, with a note of what was done."""

    def onward(_: Data, reading: Reading) -> tuple[str, dict[str, str], str]:
        return "contacts", {"code": reading.part("code")}, note

    return onward


def to_organisation(note: str) -> Onward:
    """Back to the organisation's page, with a note of what was done."""

    def onward(_: Data, reading: Reading) -> tuple[str, dict[str, str], str]:
        return "organisation", {"code": reading.part("code")}, note

    return onward


def one_contact(data: Data, reading: Reading) -> Data:
    """The contact the address names, in use or ended; None for no such."""
    return chosen_among([*data["contacts"], *data["ended"]], reading.part("contact"))


def one_unit(data: Data, reading: Reading) -> Data:
    """The unit the address names; None for no such."""
    return chosen_among(data["organisation"]["units"], reading.part("unit"))


def no_row(_: Data, __: Reading) -> Data:
    """Nothing there yet to change."""
    return {"row": None}


def new_contact(_: Data, reading: Reading) -> Values:
    """In use from today."""
    return {"startsOn": [typed_day(reading.today)]}


def contact_values(data: Data, reading: Reading) -> Values:
    """The contact as it is now."""
    row = one_contact(data, reading)["row"]
    if row is None:
        return {}
    return {
        **{f"task_{code}": [text or ""] for code, text in row["tasks"].items()},
        **{name: [row[name] or ""] for name in ("title", "email", "phone")},
        **{name: [typed_day(row[name])] for name in ("startsOn", "endsOn")},
    }


def read_contact(form: Submitted, _: Reading) -> Data:
    """The input of ``setContact``: what lacks is said by the schema, which knows the forms."""
    say = form.texts.gettext
    task = form.localised("task")
    if not task:
        form.fault("task_fi", say("Write the task in at least one language."))
    return {
        "task": task,
        "title": form.text("title"),
        "email": form.text("email"),
        "phone": form.text("phone"),
        "startsOn": form.day("startsOn", say("Write from which day the contact is in use.")),
        "endsOn": form.day("endsOn"),
    }


def read_changed(form: Submitted, reading: Reading) -> Data:
    """The input of ``setContact`` for a contact there is."""
    return {**read_contact(form, reading), "contact": reading.part("contact")}


def read_contact_end(form: Submitted, reading: Reading) -> Data:
    """The input of ``endContact``."""
    say = form.texts.gettext
    ends_on = form.day("endsOn", say("Write the last day the contact is in use."))
    return {"contact": reading.part("contact"), "endsOn": ends_on}


def read_erasure(_: Submitted, reading: Reading) -> Data:
    """The input of ``eraseContact``."""
    return {"contact": reading.part("contact")}


def read_organisation(form: Submitted, _: Reading) -> Data:
    """The input of ``registerOrganisation``."""
    say = form.texts.gettext
    if not form.text("name_fi"):
        form.fault("name_fi", say("Give the name in Finnish."))
    return {
        "kind": form.choice("kind", ADDED_KINDS, "OTHER"),
        "name": form.localised("name"),
        "businessId": form.text("businessId"),
        "website": form.link("website"),
        "source": form.text("source", say("Write where the facts come from.")),
    }


def to_new_organisation(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
    """The page of the organisation just added."""
    code = payload["organisation"]["organisationCode"]
    return "organisation", {"code": code}, "organisation-added"


def unit_values(data: Data, reading: Reading) -> Values:
    """The unit as it is now."""
    row = one_unit(data, reading)["row"]
    if row is None:
        return {}
    return {
        **{f"name_{code}": [text or ""] for code, text in row["names"].items()},
        **{name: [typed_day(row[name])] for name in ("startsOn", "endsOn")},
    }


def read_unit(form: Submitted, reading: Reading) -> Data:
    """The input of ``registerUnit``; its first day may be unknown."""
    name = form.localised("name")
    if not name:
        form.fault("name_fi", form.texts.gettext("Give a name in at least one language."))
    return {
        "name": name,
        "organisation": reading.part("code"),
        "startsOn": form.day("startsOn"),
        "endsOn": form.day("endsOn"),
    }


def read_changed_unit(form: Submitted, reading: Reading) -> Data:
    """The input of ``registerUnit`` for a unit there is."""
    return {**read_unit(form, reading), "unit": reading.part("unit")}


ACTS: Final = (
    Act(
        name="organisation-register",
        path="/register/organisations/new",
        template="organisations/register.html",
        document="frame",
        mutation="register-organisation",
        subject="",
        section="",
        start=new_organisation,
        read=read_organisation,
        onward=to_new_organisation,
    ),
    Act(
        name="contact-new",
        path="/contacts/{code}/new",
        template="organisations/contact.html",
        document="contacts",
        mutation="set-contact",
        subject="organisation",
        section="",
        ask=by_organisation,
        start=new_contact,
        shape=no_row,
        read=read_contact,
        onward=to_contacts("contact-added"),
    ),
    Act(
        name="contact-change",
        path="/contacts/{code}/{contact}/change",
        template="organisations/contact.html",
        document="contacts",
        mutation="set-contact",
        subject="organisation",
        section="",
        ask=by_organisation,
        start=contact_values,
        shape=one_contact,
        read=read_changed,
        onward=to_contacts("contact-changed"),
    ),
    Act(
        name="contact-end",
        path="/contacts/{code}/{contact}/end",
        template="organisations/contact_end.html",
        document="contacts",
        mutation="end-contact",
        subject="organisation",
        section="",
        ask=by_organisation,
        start=today_ends,
        shape=one_contact,
        read=read_contact_end,
        onward=to_contacts("contact-ended"),
    ),
    Act(
        name="contact-erase",
        path="/contacts/{code}/{contact}/erase",
        template="organisations/contact_erase.html",
        document="contacts",
        mutation="erase-contact",
        subject="organisation",
        section="",
        ask=by_organisation,
        shape=one_contact,
        read=read_erasure,
        onward=to_contacts("contact-erased"),
    ),
    Act(
        name="unit-new",
        path="/organisations/{code}/units/new",
        template="organisations/unit.html",
        document="unit-form",
        mutation="register-unit",
        subject="organisation",
        section="",
        ask=by_organisation,
        shape=no_row,
        read=read_unit,
        onward=to_organisation("unit-added"),
    ),
    Act(
        name="unit-change",
        path="/organisations/{code}/units/{unit}/change",
        template="organisations/unit.html",
        document="unit-form",
        mutation="register-unit",
        subject="organisation",
        section="",
        ask=by_organisation,
        start=unit_values,
        shape=one_unit,
        read=read_changed_unit,
        onward=to_organisation("unit-changed"),
    ),
)
