"""Rounds and negotiations: who was called, for which day, who took part, and who says so."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.register.models import Organisation


class NegotiationRound(Model):
    """A county's campaign of negotiations with its municipalities in a period."""

    id = fields.IntField(primary_key=True)
    keeper: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="kept_rounds", on_delete=fields.RESTRICT
    )
    county: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="rounds", on_delete=fields.RESTRICT
    )
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    purpose = fields.CharField(max_length=4000, null=True)
    demonstration = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    revision = fields.IntField(default=1)

    keeper_id: int
    county_id: int

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
    """A municipality that a round sets out to negotiate with."""

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


class Negotiation(Model):
    """One meeting of a county with one or more municipalities, from plan to record.

    ``state`` and ``is_public`` are computed by the rules from the dated events and stored with
    them. ``meets_on`` is the day now set, ``held_on`` the day it took place. ``minutes_on`` is the
    day its minutes were ready, ``followed_up_on`` the day every action agreed in it was finished.
    """

    id = fields.IntField(primary_key=True)
    keeper: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="kept_negotiations", on_delete=fields.RESTRICT
    )
    county: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="negotiations", on_delete=fields.RESTRICT
    )
    round: fields.ForeignKeyNullableRelation[NegotiationRound] = fields.ForeignKeyField(
        "yhdyspinta.NegotiationRound",
        related_name="negotiations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    kind = fields.CharField(max_length=24)
    state = fields.CharField(max_length=16)
    is_public = fields.BooleanField(default=False)
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    place = fields.CharField(max_length=300, null=True)
    mode = fields.CharField(max_length=8, default="PLACE")
    meets_on = fields.DateField(null=True)
    held_on = fields.DateField(null=True)
    held_precision = fields.CharField(max_length=5, null=True)
    cancelled_on = fields.DateField(null=True)
    cancel_reason = fields.CharField(max_length=4000, null=True)
    minutes_on = fields.DateField(null=True)
    followed_up_on = fields.DateField(null=True)
    sort_on = fields.DateField()
    demonstration = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    revision = fields.IntField(default=1)

    keeper_id: int
    county_id: int
    round_id: int | None

    class Meta:
        table = "negotiation"
        indexes = (
            ("county_id", "sort_on", "id"),
            ("round_id", "sort_on", "id"),
            ("sort_on", "id"),
        )


class NegotiationRule(Model):
    """The obligation rules, by key, that a negotiation is recorded under."""

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="rules", on_delete=fields.CASCADE
    )
    rule_key = fields.CharField(max_length=80)

    negotiation_id: int

    class Meta:
        table = "negotiation_rule"
        unique_together = (("negotiation_id", "rule_key"),)


class NegotiationParty(Model):
    """An organisation called to a negotiation; ``invited_on`` is null until it has been invited."""

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="parties", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="negotiation_places", on_delete=fields.RESTRICT
    )
    invited_on = fields.DateField(null=True)
    sort_fi = fields.CharField(max_length=200)

    negotiation_id: int
    organisation_id: int

    class Meta:
        table = "negotiation_party"
        unique_together = (("negotiation_id", "organisation_id"),)
        indexes = (("organisation_id", "negotiation_id"), ("negotiation_id", "sort_fi", "id"))


class Attendance(Model):
    """Whether a party took part in a held negotiation, who recorded it, and what the party says.

    ``recorded_by`` equal to ``organisation`` is the party's own word; otherwise it is reported
    and can be confirmed or disputed. A dispute counts until withdrawn.
    """

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="attendances", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="attendances", on_delete=fields.RESTRICT
    )
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="recorded_attendances", on_delete=fields.RESTRICT
    )
    present = fields.BooleanField()
    note = fields.CharField(max_length=4000, null=True)
    provenance = fields.CharField(max_length=12)
    recorded_on = fields.DateField()
    confirmed_on = fields.DateField(null=True)
    disputed_on = fields.DateField(null=True)
    dispute_reason = fields.CharField(max_length=4000, null=True)
    withdrawn_on = fields.DateField(null=True)
    sort_fi = fields.CharField(max_length=200)

    negotiation_id: int
    organisation_id: int
    recorded_by_id: int

    class Meta:
        table = "attendance"
        unique_together = (("negotiation_id", "organisation_id"),)
        indexes = (("organisation_id", "negotiation_id"), ("negotiation_id", "sort_fi", "id"))


class NegotiationEvent(Model):
    """A dated fact in the life of a negotiation: it happened ``on``, ``day`` is the day it set.

    ``recorded_on`` is the Helsinki day it was entered, ``recorded_at`` the instant.
    """

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="events", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=24)
    on = fields.DateField()
    day = fields.DateField(null=True)
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="negotiation_events",
        null=True,
        on_delete=fields.RESTRICT,
    )
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="recorded_negotiation_events",
        on_delete=fields.RESTRICT,
    )
    recorded_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    note = fields.CharField(max_length=4000, null=True)

    negotiation_id: int
    organisation_id: int | None
    recorded_by_id: int

    class Meta:
        table = "negotiation_event"
        indexes = (("negotiation_id", "on", "id"),)
