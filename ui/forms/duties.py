"""Local duties: add one for the county and some of its municipalities, and end one."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.reading import Reading
from ui.views.lists import by_code, by_id
from ui.words import TOPIC


def start_add(_: Data, reading: Reading) -> Values:
    """A duty that begins today."""
    return {"startsOn": [typed_day(reading.today)]}


def read_add(form: Submitted, reading: Reading) -> Data:
    """The input of ``addDuty``: own organisation, the county and the ticked are its parties."""
    say = form.texts.gettext
    name = form.localised("name")
    if not name:
        form.fault("name_fi", say("Give a name in at least one language."))
    ticked = [f"municipality:{code}" for code in form.many("municipalities")]
    parties = [form.text("own"), f"county:{reading.part('code')}", *ticked]
    return {
        "name": name,
        "description": form.localised("description"),
        "topic": form.choice("topic", TOPIC, "OTHER"),
        "theme": form.text("theme"),
        "parent": form.text("parent"),
        "parties": [code for code in dict.fromkeys(parties) if code],
        "startsOn": form.day("startsOn"),
        "legalBases": _legal_bases(form),
    }


def _legal_bases(form: Submitted) -> list[dict[str, str]]:
    """One section a line, after the statute's number: ``611/2021 14 §``."""
    lines = (form.text("legalBases") or "").splitlines()
    parted = [line.strip().partition(" ") for line in lines if line.strip()]
    if any(not section for _, _, section in parted):
        form.fault("legalBases", form.texts.gettext("Write each line as 611/2021 14 §."))
    return [{"statute": number, "section": section} for number, _, section in parted]


def read_end(form: Submitted, reading: Reading) -> Data:
    """The input of ``endDuty``."""
    required = form.texts.gettext("Write the last day of the duty.")
    return {"duty": reading.part("id"), "endsOn": form.day("endsOn", required)}


def to_new_duty(payload: Data, _: Reading) -> tuple[str, dict[str, str], str]:
    """The page of the duty just added."""
    return "duty", {"id": payload["duty"]["id"]}, "duty-added"


def to_duty(_: Data, reading: Reading) -> tuple[str, dict[str, str], str]:
    """Back to the duty."""
    return "duty", {"id": reading.part("id")}, "duty-ended"


ACTS: Final = (
    Act(
        name="duty-add",
        path="/counties/{code}/duties/new",
        template="duties/add.html",
        document="duty-form",
        mutation="duty-add",
        subject="county",
        section="duties",
        ask=by_code,
        start=start_add,
        read=read_add,
        onward=to_new_duty,
    ),
    Act(
        name="duty-end",
        path="/duties/{id}/end",
        template="duties/end.html",
        document="duty",
        mutation="duty-end",
        section="duties",
        ask=by_id,
        read=read_end,
        onward=to_duty,
    ),
)
