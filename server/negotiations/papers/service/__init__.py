"""The acts on agendas and minutes, and what follows when others touch what they rest on."""

from server.negotiations.papers.service.agenda import (
    begin_agenda,
    check_item,
    remove_agenda_item,
    state_position,
    write_agenda_item,
)
from server.negotiations.papers.service.minutes import (
    approve_minutes,
    check_minutes,
    draft_minutes,
    publish_minutes,
)
from server.negotiations.papers.service.settling import (
    refresh_actions,
    refresh_minutes,
    refresh_negotiations,
)

__all__ = [
    "approve_minutes",
    "begin_agenda",
    "check_item",
    "check_minutes",
    "draft_minutes",
    "publish_minutes",
    "refresh_actions",
    "refresh_minutes",
    "refresh_negotiations",
    "remove_agenda_item",
    "state_position",
    "write_agenda_item",
]
