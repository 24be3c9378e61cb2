"""Rounds: whom someone sets out to meet in a period, why, and to whom it reports."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.register.models import Body, Organisation


class NegotiationRound(Model):
    """A campaign of negotiations in a period: a county's, or the ministries' with all organisers.

    ``county`` is null when no county convenes. An objective goes from a baseline to a target, both
    decimals as they were written, in a unit.
    """

    id = fields.IntField(primary_key=True)
    keeper: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="kept_rounds", on_delete=fields.RESTRICT
    )
    county: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="rounds", null=True, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=24, default="COUNTY_MUNICIPALITY")
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    purpose = fields.CharField(max_length=4000, null=True)
    legal_basis = fields.CharField(max_length=300, null=True)
    steering_group: fields.ForeignKeyNullableRelation[Body] = fields.ForeignKeyField(
        "yhdyspinta.Body", related_name="steered_rounds", null=True, on_delete=fields.RESTRICT
    )
    objective_fi = fields.CharField(max_length=4000, null=True)
    objective_sv = fields.CharField(max_length=4000, null=True)
    objective_en = fields.CharField(max_length=4000, null=True)
    objective_baseline = fields.CharField(max_length=40, null=True)
    objective_target = fields.CharField(max_length=40, null=True)
    objective_unit = fields.CharField(max_length=40, null=True)
    kickoff_on = fields.DateField(null=True)
    kickoff_audience = fields.CharField(max_length=300, null=True)
    closed_on = fields.DateField(null=True)
    cancelled_on = fields.DateField(null=True)
    cancel_reason = fields.CharField(max_length=4000, null=True)
    demonstration = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    revision = fields.IntField(default=1)

    keeper_id: int
    county_id: int | None
    steering_group_id: int | None

    class Meta:
        table = "negotiation_round"
        indexes = (("county_id", "starts_on", "id"), ("starts_on", "id"))


class RoundRule(Model):
    """The obligation rules, by key, that the meetings of a round are recorded under."""

    id = fields.IntField(primary_key=True)
    round: fields.ForeignKeyRelation[NegotiationRound] = fields.ForeignKeyField(
        "yhdyspinta.NegotiationRound", related_name="rules", on_delete=fields.CASCADE
    )
    rule_key = fields.CharField(max_length=80)

    round_id: int

    class Meta:
        table = "round_rule"
        unique_together = (("round_id", "rule_key"),)


class RoundCounterparty(Model):
    """An organisation that a round sets out to negotiate with."""

    id = fields.IntField(primary_key=True)
    round: fields.ForeignKeyRelation[NegotiationRound] = fields.ForeignKeyField(
        "yhdyspinta.NegotiationRound", related_name="counterparties", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="round_places", on_delete=fields.RESTRICT
    )
    sort_fi = fields.CharField(max_length=200)

    round_id: int
    organisation_id: int

    class Meta:
        table = "round_counterparty"
        unique_together = (("round_id", "organisation_id"),)
        indexes = (("round_id", "sort_fi", "id"), ("organisation_id", "id"))


class RoundAgendaItem(Model):
    """A point of the agenda that the round's new negotiations open with, in the order of places."""

    id = fields.IntField(primary_key=True)
    round: fields.ForeignKeyRelation[NegotiationRound] = fields.ForeignKeyField(
        "yhdyspinta.NegotiationRound", related_name="agenda", on_delete=fields.CASCADE
    )
    place = fields.IntField()
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    topic = fields.CharField(max_length=40, null=True)
    legal_reference = fields.CharField(max_length=300, null=True)

    round_id: int

    class Meta:
        table = "round_agenda_item"
        indexes = (("round_id", "place", "id"),)


class RoundReport(Model):
    """A report on a round to a body: the day it was handled, the section and a link."""

    id = fields.IntField(primary_key=True)
    round: fields.ForeignKeyRelation[NegotiationRound] = fields.ForeignKeyField(
        "yhdyspinta.NegotiationRound", related_name="reports", on_delete=fields.CASCADE
    )
    body: fields.ForeignKeyRelation[Body] = fields.ForeignKeyField(
        "yhdyspinta.Body", related_name="round_reports", on_delete=fields.RESTRICT
    )
    on = fields.DateField()
    section = fields.CharField(max_length=40, null=True)
    url = fields.CharField(max_length=1000, null=True)

    round_id: int
    body_id: int

    class Meta:
        table = "round_report"
        indexes = (("round_id", "on", "id"),)
