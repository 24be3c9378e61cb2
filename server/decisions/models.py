"""Decisions: who decided what, when, on which record, and who says so."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.register.models import Body, Organisation


class Decision(Model):
    """What a body or an official of an organisation decided on a record of some domain.

    ``subject_type`` and ``subject_id`` name the record. The decider is one of ``body``,
    ``body_name`` and ``official``. ``outcome`` is null while the matter is only on an agenda.
    ``provenance`` and ``is_public`` are computed by the rules and stored with the facts.
    """

    id = fields.IntField(primary_key=True)
    subject_type = fields.CharField(max_length=32)
    subject_id = fields.IntField()
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="decisions", on_delete=fields.RESTRICT
    )
    body: fields.ForeignKeyNullableRelation[Body] = fields.ForeignKeyField(
        "yhdyspinta.Body", related_name="decisions", null=True, on_delete=fields.RESTRICT
    )
    body_name = fields.CharField(max_length=300, null=True)
    official = fields.CharField(max_length=300, null=True)
    decided_on = fields.DateField()
    decided_precision = fields.CharField(max_length=5)
    agenda_item = fields.CharField(max_length=40, null=True)
    section = fields.CharField(max_length=40, null=True)
    case_number = fields.CharField(max_length=120, null=True)
    case_key = fields.CharField(max_length=120, null=True)
    outcome = fields.CharField(max_length=32, null=True)
    publication = fields.CharField(max_length=16)
    finality = fields.CharField(max_length=16, null=True)
    finality_on = fields.DateField(null=True)
    url_fi = fields.CharField(max_length=1000, null=True)
    url_sv = fields.CharField(max_length=1000, null=True)
    url_en = fields.CharField(max_length=1000, null=True)
    note = fields.CharField(max_length=4000, null=True)
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="recorded_decisions", on_delete=fields.RESTRICT
    )
    recorded_on = fields.DateField()
    provenance = fields.CharField(max_length=12)
    confirmed_on = fields.DateField(null=True)
    disputed_on = fields.DateField(null=True)
    dispute_reason = fields.CharField(max_length=4000, null=True)
    dispute_withdrawn_on = fields.DateField(null=True)
    withdrawn_on = fields.DateField(null=True)
    withdraw_reason = fields.CharField(max_length=4000, null=True)
    is_public = fields.BooleanField(default=False)
    demonstration = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    revision = fields.IntField(default=1)

    organisation_id: int
    body_id: int | None
    recorded_by_id: int

    class Meta:
        table = "decision"
        indexes = (
            ("subject_type", "subject_id", "decided_on", "id"),
            ("organisation_id", "decided_on", "id"),
            ("body_id", "decided_on", "id"),
            ("case_key", "decided_on", "id"),
            ("decided_on", "id"),
        )
