"""One matter, one record: merging two, handing one over, and answering what others propose."""

from typing import Final

from ui.api import Data
from ui.forms.act import Act
from ui.forms.negotiations import to_negotiation
from ui.forms.submitted import Submitted
from ui.reading import Reading, nodes
from ui.views.lists import by_id

GONE: Final = ("CANCELLED", "MERGED")


def mergeable(data: Data, _: Reading) -> Data:
    """The negotiations that share a party besides the county or the keeper, latest first."""
    node = data["node"]
    hosts = [node["keeper"]["id"], node["county"]["id"] if node["county"] else None]
    ours = {p["organisation"]["id"] for p in node["parties"]}.difference(hosts)
    found = [n for n in nodes(data["negotiations"]) if n["state"] not in GONE]
    return {
        "others": [
            n
            for n in found
            if n["id"] != node["id"] and ours & {p["organisation"]["id"] for p in n["parties"]}
        ]
    }


def read_merge(form: Submitted, reading: Reading) -> Data:
    """The input of ``mergeRecords``."""
    say = form.texts.gettext
    into = form.text("into", say("Choose the record that tells of the negotiation."))
    return {"record": reading.part("id"), "into": into}


def heirs(data: Data, _: Reading) -> Data:
    """The parties that could keep the record."""
    keeper = data["node"]["keeper"]["id"]
    rows = [party["organisation"] for party in data["node"]["parties"]]
    return {"heirs": [row for row in rows if row["id"] != keeper]}


def read_handover(form: Submitted, reading: Reading) -> Data:
    """The input of ``handOverRecord``."""
    say = form.texts.gettext
    return {"record": reading.part("id"), "to": form.text("to", say("Choose a party."))}


def one_proposal(data: Data, reading: Reading) -> Data:
    """The proposal the address names; None when the record has no such one."""
    rows = data["node"]["proposals"]
    return {"row": next((p for p in rows if p["id"] == reading.part("proposal")), None)}


def read_answer(_: Submitted, reading: Reading) -> Data:
    """The input of ``acceptProposal`` and ``declineProposal``."""
    return {"proposal": reading.part("proposal")}


ACTS: Final = (
    Act(
        name="negotiation-merge",
        path="/negotiations/{id}/merge",
        template="negotiations/merge.html",
        document="merge-form",
        mutation="merge",
        ask=by_id,
        shape=mergeable,
        read=read_merge,
        onward=to_negotiation("merge-asked"),
    ),
    Act(
        name="negotiation-hand-over",
        path="/negotiations/{id}/hand-over",
        template="negotiations/hand_over.html",
        document="negotiation-form",
        mutation="hand-over",
        ask=by_id,
        shape=heirs,
        read=read_handover,
        onward=to_negotiation("handover-asked"),
    ),
    Act(
        name="proposal-accept",
        path="/negotiations/{id}/proposals/{proposal}/accept",
        template="negotiations/proposal.html",
        document="negotiation-form",
        mutation="accept",
        ask=by_id,
        shape=one_proposal,
        read=read_answer,
        onward=to_negotiation("proposal-accepted"),
    ),
    Act(
        name="proposal-decline",
        path="/negotiations/{id}/proposals/{proposal}/decline",
        template="negotiations/proposal.html",
        document="negotiation-form",
        mutation="decline",
        ask=by_id,
        shape=one_proposal,
        read=read_answer,
        onward=to_negotiation("proposal-declined"),
    ),
)
