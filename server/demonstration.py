"""A county's half term to look at: negotiations in every state, made by the real acts and marked.

Nobody in it is a person. The telling is dated; loaded on a later day, it moves by whole weeks, so
that what lay ahead still does and meetings stay on weekdays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tortoise.models import Model
from tortoise.transactions import in_transaction

from fixtures.loading import tree_of
from server.actions import service as actions
from server.actions.inputs import ActionInput, DoneInput
from server.actions.models import Action
from server.decisions import service as decisions
from server.decisions.inputs import DecisionInput
from server.decisions.models import Decision
from server.identity.actor import SYSTEM, Actor, ActorKind, Label, Role
from server.identity.service import admit_member, known_account
from server.identity.service.sessions import DEMO_ISSUER
from server.identity.subjects import subject_of
from server.kit.clock import now
from server.kit.partial_date import PartialDate
from server.kit.store.act import PUBLIC, Outcome, act
from server.kit.store.columns import ids
from server.kit.texts import Multilingual
from server.negotiations import service as negotiations
from server.negotiations.inputs import DateInput, HeldInput, PlanInput, RoundInput, Titles
from server.negotiations.models import Attendance, Negotiation, NegotiationRound
from server.negotiations.papers import service as papers
from server.negotiations.service import GroundInput
from server.obligations import service as obligations
from server.obligations.models import LinkedEvidence, Obligation, RecordKeeping

RULE = "county-municipality-negotiation"
MARKED: tuple[Any, ...] = (
    NegotiationRound,
    Negotiation,
    RecordKeeping,
    LinkedEvidence,
    Action,
    Decision,
)

Told = Mapping[str, Any]


async def load_demo(today: date) -> bool:
    """Load the demonstration over a seeded register, once; whether there was anything to do.

    One transaction: a reader sees all of it or nothing. Every round, negotiation, statement and
    source in it is marked as demonstration. ``today`` before the day of the telling leaves its
    days as told.
    """
    if await NegotiationRound.filter(demonstration=True).exists():
        return False
    told = tree_of("demo/pirkanmaa")
    weeks = max(0, (today - date.fromisoformat(told["told_on"])).days // 7)
    async with in_transaction("default"):
        before = {model: await ids(model.all()) for model in MARKED}
        await _Telling(told, timedelta(weeks=weeks)).tell()
        async with act("mark_demonstration", SYSTEM, at=now(), today=today) as opened:
            for model in MARKED:
                for row in await model.all().order_by("id"):
                    if row.id not in before[model]:
                        seen = await _audience(row)
                        await opened.change(row, audience=(seen, seen), demonstration=True)
    return True


class _Telling:
    def __init__(self, told: Told, later: timedelta) -> None:
        self.told, self.later = told, later

    async def tell(self) -> None:
        county = f"county:{self.told['county']}"
        # What begins with the term does not move.
        since = date.fromisoformat(self.told["keeps_since"])
        await obligations.state_record_complete(_acting(county, Role.ADMIN), since, since)
        for each in self.told["in_use"]:
            await _take_into_use(each["organisation"], date.fromisoformat(each["on"]))
        round_id = await self.start_round(self.told["round"], _acting(county))
        for each in self.told["negotiations"]:
            await self.negotiate(each, round_id)
        for each in self.told["evidence"]:
            await self.link(each)

    def day(self, written: str) -> date:
        return date.fromisoformat(written) + self.later

    async def start_round(self, told: Told, by: Actor) -> int:
        given = RoundInput(
            title=Titles(**told["title"]),
            starts_on=self.day(told["starts_on"]),
            ends_on=self.day(told["ends_on"]),
            rules=(RULE,),
            purpose=told["purpose"],
        )
        return _id(await negotiations.start_negotiation_round(by, self.day(told["on"]), given))

    async def negotiate(self, told: Told, round_id: int) -> None:
        by = _acting(told["by"])
        plan = PlanInput(
            title=Titles(**told["title"]),
            municipalities=tuple(told["municipalities"]),
            rules=(RULE,),
            place=told.get("place"),
            mode=told["mode"],
        )
        planned_on = self.day(told["planned"])
        negotiation = _id(await negotiations.plan_negotiation(by, planned_on, plan))
        convener = _acting(f"county:{self.told['county']}")
        await negotiations.take_into_round(convener, planned_on, negotiation, None, round_id)
        if "withheld" in told:
            await self.withhold(told["withheld"], by, negotiation)
        await self.arrange(told, by, negotiation)
        if "held" in told:
            await self.hold(told["held"], by, negotiation)
        if "cancelled" in told:
            on, reason = self.day(told["cancelled"]["on"]), told["cancelled"]["reason"]
            await negotiations.cancel_negotiation(by, on, negotiation, None, reason)
        for each in told.get("said", ()):
            await self.say(each, negotiation)
        if "agenda" in told:
            on = self.day(told["held"]["recorded"])
            await papers.begin_agenda(by, on, negotiation, told["agenda"])
        for each in told.get("agreed", ()):
            await self.agree(each, by, negotiation)
        for each in told.get("decided", ()):
            await self.decide(each, by, negotiation)

    async def withhold(self, told: Told, by: Actor, negotiation: int) -> None:
        on = self.day(told["on"])
        ground = GroundInput(told["statute"], told["section"], on, told["reason"])
        await negotiations.withhold_record(by, on, negotiation, None, ground)

    async def arrange(self, told: Told, by: Actor, negotiation: int) -> None:
        if "invited" in told:
            on = self.day(told["invited"])
            await negotiations.invite_to_negotiation(by, on, negotiation, None, on)
        steps = {
            "set": negotiations.schedule_negotiation,
            "moved": negotiations.move_negotiation,
        }
        for name, step in steps.items():
            if name in told:
                on, day = self.day(told[name]["on"]), self.day(told[name]["day"])
                given = DateInput(day, on, reason=told[name].get("reason"))
                await step(by, on, negotiation, None, given)

    async def hold(self, told: Told, by: Actor, negotiation: int) -> None:
        given = HeldInput(
            held=PartialDate(self.day(told["on"])),
            present=tuple(told["present"]),
            absent=tuple(told.get("absent", ())),
            notes=told.get("notes", {}),
            memo_url=told.get("memo_url"),
        )
        await negotiations.record_negotiation_held(
            by, self.day(told["recorded"]), given, negotiation=negotiation
        )

    async def say(self, told: Told, negotiation: int) -> None:
        row = await Attendance.get(
            negotiation_id=negotiation, organisation__organisation_code=told["by"]
        )
        by, on = _acting(told["by"]), self.day(told["on"])
        if told["act"] == "dispute":
            await negotiations.dispute_report(by, on, row.id, None, told["reason"])
        else:
            await negotiations.confirm_report(by, on, row.id, None)

    async def agree(self, told: Told, by: Actor, negotiation: int) -> None:
        on = self.day(told["on"])
        given = ActionInput(
            title=Multilingual(**told["title"]),
            responsible=tuple(told["responsible"]),
            due=PartialDate(self.day(told["due"])),
            topic=told["topic"],
        )
        action = _id(await actions.agree_action(by, on, ("Negotiation", negotiation), given))
        await actions.publish_action(by, on, action, None)
        if "done" in told:
            done_on = self.day(told["done"])
            await actions.complete_action(by, done_on, action, None, DoneInput(done_on))

    async def decide(self, told: Told, by: Actor, negotiation: int) -> None:
        on = self.day(told["on"])
        given = DecisionInput(
            decided=PartialDate(on),
            organisation=told["organisation"],
            body_name=told["body"],
            section=told["section"],
            outcome=told["outcome"],
            publication="CHECKED",
        )
        await decisions.record_decision(by, on, ("Negotiation", negotiation), given)

    async def link(self, told: Told) -> None:
        pair = await Obligation.filter(
            county__organisation_code=f"county:{self.told['county']}",
            municipality__organisation_code=f"municipality:{told['municipality']}",
            rule__key=RULE,
        ).order_by("-starts_on")
        dated = PartialDate(self.day(told["dated"]))
        given = obligations.EvidenceInput(told["title"], dated, told["reason"], told["url"])
        on = self.day(told["on"])
        await obligations.link_evidence(_acting(told["by"]), on, pair[0].id, None, given)


async def _audience(row: Model) -> str:
    """Who may know of it, as the journal notes it: a draft and what is withheld stay so."""
    if getattr(row, "is_public", True):
        return PUBLIC
    return (await subject_of(type(row).__name__, row.pk)).audience


async def _take_into_use(organisation: str, on: date) -> None:
    subject = f"{Role.ADMIN.value}@{organisation}"
    account = await known_account(DEMO_ISSUER, subject, subject, at=now())
    await admit_member(account.id, organisation, Role.ADMIN, by=SYSTEM, at=now(), today=on)


def _acting(organisation: str, role: Role = Role.RECORDER) -> Actor:
    """A role of an organisation, as the demonstration's sign-in would have it."""
    facts = {"role": role.value, "organisation_code": organisation}
    key = f"demo:{role.value}@{organisation}"
    label = Label("ROLE_OF_ORGANISATION", facts)
    return Actor(ActorKind.PERSON, key, organisation, frozenset({role}), label, "demonstration")


def _id(outcome: Outcome) -> int:
    if outcome.subject is None:
        raise ValueError("the act is about nothing")
    return outcome.subject[1]
