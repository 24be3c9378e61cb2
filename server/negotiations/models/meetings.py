"""Negotiations: who was called, for which day, who took part, and who says so."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.negotiations.models.rounds import NegotiationRound
from server.register.models import Organisation


class Negotiation(Model):
    """One meeting of two or more organisations, from plan to record.

    ``county`` is the county among the parties; null when none or several are and none of them
    keeps the record. Times of day are those of Helsinki, ``HH:MM``.

    ``state`` and ``is_public`` are computed by the rules from the dated events and stored with
    them; what is withheld is not public. ``meets_on`` is the day now set, ``held_on`` the day it
    took place. ``minutes_on`` is the day its minutes were ready, ``followed_up_on`` the day every
    action agreed in it was finished.
    """

    id = fields.IntField(primary_key=True)
    keeper: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="kept_negotiations", on_delete=fields.RESTRICT
    )
    county: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="negotiations", null=True, on_delete=fields.RESTRICT
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
    opened_time = fields.CharField(max_length=5, null=True)
    ended_time = fields.CharField(max_length=5, null=True)
    chair: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="chaired_negotiations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    chair_role = fields.CharField(max_length=200, null=True)
    secretary: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="minuted_negotiations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    secretary_role = fields.CharField(max_length=200, null=True)
    merged_into: fields.ForeignKeyNullableRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="twins", null=True, on_delete=fields.RESTRICT
    )
    sort_on = fields.DateField()
    demonstration = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    revision = fields.IntField(default=1)

    keeper_id: int
    county_id: int | None
    round_id: int | None
    chair_id: int | None
    secretary_id: int | None
    merged_into_id: int | None

    class Meta:
        table = "negotiation"
        indexes = (
            ("county_id", "sort_on", "id"),
            ("merged_into_id", "id"),
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


class Participant(Model):
    """Someone who took part for a party, by role and never by name, from a time to a time.

    Times are those of Helsinki, ``HH:MM``; null from the opening, or to the end.
    """

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="participants", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="participants", on_delete=fields.RESTRICT
    )
    role = fields.CharField(max_length=200)
    from_time = fields.CharField(max_length=5, null=True)
    until_time = fields.CharField(max_length=5, null=True)
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="recorded_participants", on_delete=fields.RESTRICT
    )
    sort_fi = fields.CharField(max_length=200)

    negotiation_id: int
    organisation_id: int
    recorded_by_id: int

    class Meta:
        table = "participant"
        indexes = (("negotiation_id", "sort_fi", "id"), ("organisation_id", "negotiation_id"))


class RecordProposal(Model):
    """A merge of two records or a handover of one, put to another organisation for acceptance.

    ``negotiation`` is the record that would be merged into ``into`` or handed over; ``asked`` is
    who must accept. Settled on a day, as accepted or not.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=8)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="proposals", on_delete=fields.RESTRICT
    )
    into: fields.ForeignKeyNullableRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation",
        related_name="proposals_into",
        null=True,
        on_delete=fields.RESTRICT,
    )
    asked: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="proposals_asked", on_delete=fields.RESTRICT
    )
    proposed_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="proposals_made", on_delete=fields.RESTRICT
    )
    proposed_on = fields.DateField()
    settled_on = fields.DateField(null=True)
    accepted = fields.BooleanField(null=True)

    negotiation_id: int
    into_id: int | None
    asked_id: int
    proposed_by_id: int

    class Meta:
        table = "record_proposal"
        indexes = (("negotiation_id", "proposed_on", "id"), ("into_id", "proposed_on", "id"))


class Withholding(Model):
    """That a negotiation is closed on a statutory ground, since a day, until it is released.

    ``statute`` is number and year, ``section`` the section as it is cited. While one has no
    ``released_on``, nobody but the parties sees the negotiation or what hangs on it.
    """

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="withholdings", on_delete=fields.RESTRICT
    )
    statute = fields.CharField(max_length=16)
    section = fields.CharField(max_length=60)
    reason = fields.CharField(max_length=4000, null=True)
    since_on = fields.DateField()
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="withholdings", on_delete=fields.RESTRICT
    )
    recorded_on = fields.DateField()
    released_on = fields.DateField(null=True)
    revision = fields.IntField(default=1)

    negotiation_id: int
    recorded_by_id: int

    class Meta:
        table = "withholding"
        indexes = (("negotiation_id", "released_on"), ("released_on", "negotiation_id"))


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
