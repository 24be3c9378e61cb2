"""A negotiation as a calendar file: one all-day event after RFC 5545."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ui.api import Data
from ui.documents import document
from ui.page import Desk
from ui.reading import Reading, nodes
from ui.words import MODE, NEGOTIATION_KIND

LONGEST_LINE: Final = 75  # octets without the line break, RFC 5545 section 3.1
OFF: Final = {"CANCELLED", "MERGED"}
MEDIA: Final = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Event:
    """What a calendar is told of a negotiation.

    ``uid`` stays the same whatever changes; ``stamp`` is the instant of the last change, with its
    time zone, and ``sequence`` grows with every change. ``language`` is that of the texts.
    """

    uid: str
    stamp: datetime
    day: date
    summary: str
    location: str
    url: str
    cancelled: bool
    sequence: int
    language: str


def calendar(event: Event) -> bytes:
    """The file: lines ended by CRLF, none longer than 75 octets, in UTF-8."""
    return b"".join(folded(line) for line in _lines(event))


def _lines(event: Event) -> Iterator[str]:
    spoken = f";LANGUAGE={event.language}"
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Yhdyspinta//Yhdyspinta//{event.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    if event.day < date.max:  # without an end, an event on a day lasts that day
        yield f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}"
    yield f"SUMMARY{spoken}:{escaped(event.summary)}"
    yield f"LOCATION{spoken}:{escaped(event.location)}"
    yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield f"SEQUENCE:{event.sequence}"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and line breaks escaped, controls left out."""
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    broken = "\\n".join(marked.splitlines())
    return "".join(sign for sign in broken if sign >= " " and sign != "\x7f")


def folded(line: str) -> bytes:
    """A line in parts of at most 75 octets, each but the first begun by a blank.

    No part ends inside a character.
    """
    parts, part = [], b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"


async def answer(desk: Desk, request: Request) -> Response:
    """The event of a negotiation; 404 when the reader may not see it or no day is set."""
    reading = desk.reading(request)
    variables = {"id": reading.part("id")}
    data = await desk.site.api.run(document("invitation"), variables, request=request)
    if not data["node"] or not data["node"]["meetsOn"]:
        raise HTTPException(404)
    found = data["node"]
    link = desk.renderer.link(reading.language.code, "negotiation", id=found["id"])
    home = str(request.base_url).rstrip("/")
    headers = {
        "Content-Language": reading.language.code,
        "Content-Disposition": 'attachment; filename="invitation.ics"',
    }
    told = event_of(found, reading, home, home + link)
    return Response(calendar(told), media_type=MEDIA, headers=headers)


def event_of(found: Mapping[str, Any], reading: Reading, home: str, url: str) -> Event:
    """The event that a negotiation with a day set is, in the reader's language."""
    translated = reading.language.texts.gettext
    recorded = [str(each["recordedAt"]) for each in nodes(found["events"])]
    moments = [datetime.fromisoformat(each) for each in recorded]
    of = ", ".join(party["organisation"]["name"] for party in found["parties"])
    title = found["title"] or translated(NEGOTIATION_KIND[found["kind"]])
    mode = translated(MODE[found["mode"]])
    return Event(
        uid=str(uuid5(NAMESPACE_URL, f"{home}/{found['id']}")),
        stamp=max(moments, default=datetime.combine(reading.today, datetime.min.time(), UTC)),
        day=date.fromisoformat(found["meetsOn"]),
        summary=f"{title}: {of}",
        location=f"{mode}: {found['place']}" if found["place"] else mode,
        url=url,
        cancelled=found["state"] in OFF,
        sequence=found["revision"],
        language=reading.language.code,
    )


def letters(data: Data, reading: Reading) -> Data:
    """Whom a letter is written to: each party called, or the one named in the address.

    Raises HTTPException 404 for a party that is not called.
    """
    found, asked = data["node"], reading.text("party")
    keeper = found["keeper"]["id"]
    called = [each["organisation"] for each in found["parties"]]
    chosen = [
        each
        for each in called
        if each["id"] != keeper and asked in (None, each["organisationCode"])
    ]
    if asked and not chosen:
        raise HTTPException(404)
    return {"letters": chosen, "off": found["state"] in OFF}
