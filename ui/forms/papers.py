"""Agenda and minutes of a negotiation: begin, write, remove, position; draft, endorse, publish."""

from typing import Final

from starlette.exceptions import HTTPException

from ui.api import Data
from ui.forms import links
from ui.forms.act import Values
from ui.forms.fields import Field, Sheet, given_texts, one_of, sheet
from ui.forms.homes import form_act
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading
from ui.words import MINUTES_RULE, N_, TOPIC


def item(data: Data, reading: Reading) -> Data:
    """The agenda item of the address."""
    return one_of(data["node"]["agenda"], reading.part("item"))


def minutes(data: Data, _: Reading) -> Data:
    """The minutes of the negotiation."""
    found: Data | None = data["node"]["minutes"]
    if found is None:
        raise HTTPException(404)
    return found


def minutes_or_none(data: Data, _: Reading) -> Data:
    """The minutes, or nothing when there are none yet."""
    return data["node"]["minutes"] or {}


def item_values(data: Data, reading: Reading) -> Values:
    """What the item says now."""
    row = item(data, reading)
    return {
        **given_texts("title", row["titles"]),
        **given_texts("result", row["results"]),
        "topic": [row["topic"]],
        "duties": [each["id"] for each in row["concerns"] if each["__typename"] == "Duty"],
        "legalBasis": [row["legalBasis"] or ""],
        "number": [str(row["number"])],
        "materials": ["\n".join(f"{m['url']} {m['title']}" for m in row["materials"])],
    }


def own_position(data: Data, reading: Reading) -> Data:
    """The position of the reader's organisation on the item; nothing when it has none."""
    own = data["viewer"]["organisation"]
    rows = item(data, reading)["positions"]
    return next((p for p in rows if own and p["organisation"]["id"] == own["id"]), {})


def position_values(data: Data, reading: Reading) -> Values:
    """What our organisation holds now."""
    return {"text": [own_position(data, reading).get("text", "")]}


def minutes_values(data: Data, reading: Reading) -> Values:
    """What the draft says now; a memo of the meeting otherwise."""
    row = data["node"]["minutes"]
    if row is None:
        return {"rule": ["MEMO"], "datedOn": [typed_day(reading.today)]}
    shown = {f"url_{code}": [d["url"]] for code, d in links.shown_in(row["documents"]).items()}
    roles: dict[str, list[str]] = {}
    for each in row["endorsements"]:
        if each["role"]:
            name = "roles_" + each["organisation"]["organisationCode"].replace(":", "-")
            roles.setdefault(name, []).append(each["role"])
    annexes = [d for d in row["documents"] if d["isAnnex"]]
    return {
        **shown,
        "rule": [row["rule"]],
        "datedOn": [typed_day(row["datedOn"])] if row["datedOn"] else [""],
        "caseNumber": [row["caseNumber"] or ""],
        "annexes": ["\n".join(f"{d['url']} {d['title'] or ''}".strip() for d in annexes)],
        **{name: ["\n".join(each)] for name, each in roles.items()},
    }


def today_value(_: Data, reading: Reading) -> Values:
    """Today."""
    return {"on": [typed_day(reading.today)]}


def read_begin(form: Submitted, reading: Reading) -> Data:
    """The input of ``beginAgenda``."""
    say = form.texts.gettext
    template = form.text("template", say("Choose a template."))
    return {"negotiation": reading.part("id"), "template": template}


def _item_facts(form: Submitted) -> Data:
    number = form.text("number")
    if number is not None and not (number.isascii() and number.isdecimal() and len(number) < 4):
        form.fault("number", form.texts.gettext("Write the number of the item, 1 or more."))
        number = None
    return {
        "title": form.title(),
        "topic": form.choice("topic", TOPIC, "OTHER"),
        "legalBasis": form.text("legalBasis"),
        "result": form.localised("result"),
        "materials": links.with_languages(links.links_of(form, "materials"), form),
        "concerns": [*form.many("concerns"), *form.many("duties")],
        "number": int(number) if number else None,
    }


def read_new_item(form: Submitted, reading: Reading) -> Data:
    """The input of ``writeAgendaItem`` for a new item."""
    return {"negotiation": reading.part("id"), **_item_facts(form)}


def read_item(form: Submitted, reading: Reading) -> Data:
    """The input of ``writeAgendaItem`` for an item on the agenda."""
    return {"item": reading.part("item"), **_item_facts(form)}


def read_removal(_: Submitted, reading: Reading) -> Data:
    """The input of ``removeAgendaItem``."""
    return {"item": reading.part("item")}


def read_position(form: Submitted, reading: Reading) -> Data:
    """The input of ``statePosition``."""
    return {"item": reading.part("item"), "text": form.text("text")}


def read_minutes(form: Submitted, reading: Reading) -> Data:
    """The input of ``draftMinutes``."""
    say = form.texts.gettext
    rule = form.choice("rule", MINUTES_RULE, "MEMO")
    roles = _roles(form) if rule == "CHECKED" else []
    if rule == "CHECKED" and not roles:
        form.fault("roles", say("Name at least one role that checks the minutes."))
    return {
        "negotiation": reading.part("id"),
        "rule": rule,
        "datedOn": form.day("datedOn"),
        "caseNumber": form.text("caseNumber"),
        "documents": links.documents_of(form),
        "roles": roles,
    }


def _roles(form: Submitted) -> list[Data]:
    """The roles of each party that check the minutes, in the order of the form."""
    prefix = "roles_"
    return [
        {"organisation": name.removeprefix(prefix).replace("-", ":", 1), "role": role.strip()}
        for name in form.values
        if name.startswith(prefix)
        for role in (form.text(name) or "").splitlines()
        if role.strip()
    ]


def read_check(form: Submitted, reading: Reading) -> Data:
    """The input of ``checkMinutes``."""
    role = form.text("role", form.texts.gettext("Choose the role that has checked."))
    return {"minutes": form.text("minutes"), "role": role, "on": _day(form)}


def read_approval(form: Submitted, _: Reading) -> Data:
    """The input of ``approveMinutes``."""
    return {"minutes": form.text("minutes"), "on": _day(form)}


def read_publishing(form: Submitted, _: Reading) -> Data:
    """The input of ``publishMinutes``."""
    return {"minutes": form.text("minutes"), "publishedOn": _day(form)}


def _day(form: Submitted) -> str | None:
    return form.day("on", form.texts.gettext("Write the day."))


ITEM: Final = (
    Field("titles", "title", N_("What is the item called?")),
    Field("text", "number", N_("Number in the list of items"), N_("Left empty, it is the last.")),
    Field("select", "topic", N_("Theme"), options=TOPIC),
    Field(
        "folded",
        "duties",
        N_("Which shared duties does it concern?"),
        N_("They tell which of the themes of official guidance was dealt with."),
        choices="duties",
    ),
    Field("text", "legalBasis", N_("Legal basis"), N_("For example 611/2021 14 §")),
    Field("area", "materials", N_("Material"), N_("One on each line: the address, then its name.")),
    Field("texts", "result", N_("What did the parties come to?")),
)
DAY: Final = Field("day", "on", N_("On which day?"), required=True)
MINUTES_ID: Final = Field("row", "minutes", "")
ACTS: Final = (
    form_act(
        "agenda-begin",
        "agenda/begin",
        "begin-agenda",
        "agenda-begun",
        read=read_begin,
        shape=sheet(
            Sheet(
                N_("Begin the agenda"),
                N_("The items of the template can be changed, added to and removed."),
                N_("Begin from the template"),
                (Field("radios", "template", N_("From which template?"), choices="templates"),),
            )
        ),
    ),
    form_act(
        "agenda-new",
        "agenda/new",
        "write-agenda-item",
        "item-written",
        read=read_new_item,
        shape=sheet(
            Sheet(
                N_("Add an agenda item"),
                N_("Only the parties see the agenda until the minutes are published."),
                N_("Save the item"),
                ITEM,
            )
        ),
    ),
    form_act(
        "agenda-item",
        "agenda/{item}",
        "write-agenda-item",
        "item-written",
        read=read_item,
        start=item_values,
        shape=sheet(
            Sheet(
                N_("Edit the agenda item"),
                N_("Write the result here after the meeting; both parties see the same text."),
                N_("Save the item"),
                ITEM,
            ),
            item,
            links.carried_of_item,
        ),
    ),
    form_act(
        "agenda-remove",
        "agenda/{item}/remove",
        "remove-agenda-item",
        "item-removed",
        read=read_removal,
        shape=sheet(
            Sheet(
                N_("Remove the agenda item"),
                N_("The items after it move up."),
                N_("Remove the item"),
            ),
            item,
        ),
    ),
    form_act(
        "agenda-position",
        "agenda/{item}/position",
        "state-position",
        "position-stated",
        read=read_position,
        start=position_values,
        shape=sheet(
            Sheet(
                N_("State our position"),
                N_("Each party writes its own. Left empty, the position is taken back."),
                N_("Save our position"),
                (Field("area", "text", N_("What does our organisation hold of the item?")),),
            ),
            own_position,
        ),
    ),
    form_act(
        "minutes-draft",
        "minutes",
        "draft-minutes",
        "minutes-drafted",
        read=read_minutes,
        start=minutes_values,
        shape=sheet(
            Sheet(
                N_("Draft the minutes"),
                N_("The print view of the negotiation can serve as the memo; links are optional."),
                N_("Save the draft"),
                (
                    Field("radios", "rule", N_("What do the minutes need?"), options=MINUTES_RULE),
                    Field("day", "datedOn", N_("Day of the minutes")),
                    Field("text", "caseNumber", N_("Case number")),
                    Field("links", "url", N_("Where can they be read?")),
                    Field(
                        "area",
                        "annexes",
                        N_("Annexes"),
                        N_("One on each line: the address, then its name."),
                    ),
                    Field(
                        "each",
                        "roles",
                        N_("Which roles check them?"),
                        N_("Only for minutes that are checked. Each role on its own line."),
                        choices="parties",
                    ),
                ),
            ),
            minutes_or_none,
            links.carried_documents,
        ),
    ),
    form_act(
        "minutes-check",
        "minutes/check",
        "check-minutes",
        "minutes-checked",
        read=read_check,
        start=today_value,
        shape=sheet(
            Sheet(
                N_("Record the check of the minutes"),
                N_("The check is recorded for your organisation's role, never for a person."),
                N_("Record the check"),
                (
                    MINUTES_ID,
                    Field("radios", "role", N_("Which role has checked?"), choices="roles"),
                    DAY,
                ),
            ),
            minutes,
        ),
    ),
    form_act(
        "minutes-approve",
        "minutes/approve",
        "approve-minutes",
        "minutes-approved",
        read=read_approval,
        start=today_value,
        shape=sheet(
            Sheet(
                N_("Approve the minutes"),
                N_("The approval is your organisation's. It is asked again if a document changes."),
                N_("Record the approval"),
                (MINUTES_ID, DAY),
            ),
            minutes,
        ),
    ),
    form_act(
        "minutes-publish",
        "minutes/publish",
        "publish-minutes",
        "minutes-published",
        read=read_publishing,
        start=today_value,
        shape=sheet(
            Sheet(
                N_("Publish the minutes"),
                N_("Everyone then sees the minutes, the agenda with its positions, and actions."),
                N_("Publish"),
                (MINUTES_ID, DAY),
            ),
            minutes,
        ),
    ),
)
