"""Agreed actions of a negotiation: agree, amend, complete, drop, reopen and publish."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.fields import (
    PARTIAL_HINT,
    Field,
    Sheet,
    given_texts,
    one_of,
    partial,
    sheet,
    typed_partial,
)
from ui.forms.homes import form_act
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading, compact, nodes
from ui.words import N_, TOPIC


def action(data: Data, reading: Reading) -> Data:
    """The action of the address."""
    return one_of(nodes(data["node"]["actions"]), reading.part("action"))


def new_values(data: Data, reading: Reading) -> Values:
    """Agreed on the day of the meeting; an item named in the address is chosen."""
    held = data["node"]["heldOn"]
    item = reading.text("item")
    rows = {row["id"]: row for row in data["node"]["agenda"]}
    return {
        "agreedOn": [typed_day(held["value"] if held else reading.today)],
        "item": [item or ""],
        "topic": [rows[item]["topic"] if item in rows else "OTHER"],
    }


def action_values(data: Data, reading: Reading) -> Values:
    """What is agreed now."""
    row = action(data, reading)
    return {
        **given_texts("title", row["titles"]),
        "responsible": [each["organisationCode"] for each in row["responsible"]],
        "dueOn": [typed_partial(row["dueOn"])],
        "agreedOn": [typed_day(row["agreedOn"])],
        "topic": [row["topic"]],
        "note": [row["note"] or ""],
        "item": [row["item"]["id"] if row["item"] else ""],
    }


def done_values(_: Data, reading: Reading) -> Values:
    """Today."""
    return {"on": [typed_day(reading.today)]}


def _facts(form: Submitted) -> Data:
    say = form.texts.gettext
    return compact(
        {
            "title": form.title(),
            "responsible": form.many("responsible", say("Tick who is responsible.")),
            "dueOn": partial(form, "dueOn"),
            "agreedOn": form.day("agreedOn"),
            "topic": form.choice("topic", TOPIC, "OTHER"),
            "note": form.text("note"),
            "item": form.text("item"),
        }
    )


def read_agreed(form: Submitted, reading: Reading) -> Data:
    """The input of ``agreeAction``."""
    return {"negotiation": reading.part("id"), "action": _facts(form)}


def read_amended(form: Submitted, reading: Reading) -> Data:
    """The input of ``amendAction``."""
    reason = form.text("reason", form.texts.gettext("Say why."))
    return {"action": reading.part("action"), "facts": _facts(form), "reason": reason}


def read_done(form: Submitted, reading: Reading) -> Data:
    """The input of ``completeAction``; a source needs its name and its date."""
    say = form.texts.gettext
    done_on = form.day("on", say("Write the day."))
    shown = {
        "title": form.text("sourceTitle"),
        "url": form.link("sourceUrl"),
        "dated": partial(form, "sourceDated"),
    }
    if any(shown.values()) and not shown["title"]:
        form.fault("sourceTitle", say("Name the source."))
    if any(shown.values()) and not shown["dated"]:
        form.fault("sourceDated", say("Write the date of the source."))
    return {"action": reading.part("action"), "doneOn": done_on, "evidence": compact(shown)}


def read_dropped(form: Submitted, reading: Reading) -> Data:
    """The input of ``dropAction``."""
    say = form.texts.gettext
    on = form.day("on", say("Write the day."))
    reason = form.text("reason", say("Say why."))
    return {"action": reading.part("action"), "droppedOn": on, "reason": reason}


def read_reopened(form: Submitted, reading: Reading) -> Data:
    """The input of ``reopenAction``."""
    reason = form.text("reason", form.texts.gettext("Say why."))
    return {"action": reading.part("action"), "reason": reason}


def read_published(_: Submitted, reading: Reading) -> Data:
    """The input of ``publishAction``."""
    return {"action": reading.part("action")}


FACTS: Final = (
    Field("titles", "title", N_("What is to be done?")),
    Field("checks", "responsible", N_("Who is responsible?"), choices="parties"),
    Field("partial", "dueOn", N_("Deadline"), PARTIAL_HINT),
    Field("day", "agreedOn", N_("When was it agreed?")),
    Field("select", "topic", N_("Theme"), options=TOPIC),
    Field("pick", "item", N_("Agenda item"), choices="items"),
    Field("area", "note", N_("What else was agreed about it?")),
)
WHY: Final = Field("area", "reason", N_("Why?"))
ON: Final = Field("day", "on", N_("On which day?"), required=True)
ACTS: Final[tuple[Act, ...]] = (
    form_act(
        "action-agree",
        "actions/new",
        "agree-action",
        "action-agreed",
        read=read_agreed,
        start=new_values,
        shape=sheet(
            Sheet(
                N_("Record an agreed action"),
                N_("The parties see it at once, others when it or the minutes are published."),
                N_("Save the action"),
                FACTS,
            )
        ),
    ),
    form_act(
        "action-amend",
        "actions/{action}/amend",
        "amend-action",
        "action-amended",
        read=read_amended,
        start=action_values,
        shape=sheet(
            Sheet(
                N_("Change the action"),
                N_("The change and its reason stay in the history."),
                N_("Save the change"),
                (*FACTS, WHY),
            ),
            action,
        ),
    ),
    form_act(
        "action-complete",
        "actions/{action}/complete",
        "complete-action",
        "action-done",
        read=read_done,
        start=done_values,
        shape=sheet(
            Sheet(
                N_("Record the action as done"),
                N_("A source is optional; one that is named needs its date."),
                N_("Record as done"),
                (
                    ON,
                    Field("text", "sourceTitle", N_("What shows it?")),
                    Field("url", "sourceUrl", N_("Where can it be read?")),
                    Field("partial", "sourceDated", N_("Date of the source"), PARTIAL_HINT),
                ),
            ),
            action,
        ),
    ),
    form_act(
        "action-drop",
        "actions/{action}/drop",
        "drop-action",
        "action-dropped",
        read=read_dropped,
        start=done_values,
        shape=sheet(
            Sheet(
                N_("Drop the action"),
                N_("It stays on record with the reason."),
                N_("Drop the action"),
                (ON, WHY),
            ),
            action,
        ),
    ),
    form_act(
        "action-reopen",
        "actions/{action}/reopen",
        "reopen-action",
        "action-reopened",
        read=read_reopened,
        shape=sheet(
            Sheet(
                N_("Open the action again"),
                N_("It then counts as not done, with its deadline."),
                N_("Open again"),
                (WHY,),
            ),
            action,
        ),
    ),
    form_act(
        "action-publish",
        "actions/{action}/publish",
        "publish-action",
        "action-published",
        read=read_published,
        shape=sheet(
            Sheet(
                N_("Publish the action"),
                N_("Everyone then sees it; the other papers stay with the parties."),
                N_("Publish"),
            ),
            action,
        ),
    ),
)
