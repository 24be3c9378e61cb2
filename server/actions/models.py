"""Agreed actions with the organisations responsible for them and what has happened to them."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.register.models import Organisation


class Action(Model):
    """Something agreed to be done. ``origin_type`` and ``origin_id`` name where it was agreed.

    ``item_id`` is the agenda item of the origin that it follows from. ``due_last_day`` is the
    latest day the deadline can be, ``due_soon_from`` the first day on which it falls due soon and
    ``due_sort_on`` the deadline for ordering, far off when there is none: all three follow from
    ``due_on`` and its precision. The state is no column: it follows from these days.
    """

    id = fields.IntField(primary_key=True)
    origin_type = fields.CharField(max_length=32)
    origin_id = fields.IntField()
    item_id = fields.IntField(null=True)
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    topic = fields.CharField(max_length=40)
    note = fields.CharField(max_length=4000, null=True)
    agreed_on = fields.DateField()
    due_on = fields.DateField(null=True)
    due_precision = fields.CharField(max_length=5, null=True)
    due_last_day = fields.DateField(null=True)
    due_soon_from = fields.DateField(null=True)
    due_sort_on = fields.DateField()
    done_on = fields.DateField(null=True)
    dropped_on = fields.DateField(null=True)
    drop_reason = fields.CharField(max_length=4000, null=True)
    evidence_title = fields.CharField(max_length=300, null=True)
    evidence_url = fields.CharField(max_length=1000, null=True)
    evidence_dated_on = fields.DateField(null=True)
    evidence_precision = fields.CharField(max_length=5, null=True)
    is_public = fields.BooleanField(default=False)
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="recorded_actions", on_delete=fields.RESTRICT
    )
    demonstration = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    revision = fields.IntField(default=1)

    recorded_by_id: int

    class Meta:
        table = "action"
        indexes = (("origin_type", "origin_id", "due_sort_on", "id"), ("due_sort_on", "id"))


class ActionResponsible(Model):
    """An organisation that is responsible for an agreed action."""

    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "yhdyspinta.Action", related_name="responsible", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="agreed_actions", on_delete=fields.RESTRICT
    )

    action_id: int
    organisation_id: int

    class Meta:
        table = "action_responsible"
        unique_together = (("action_id", "organisation_id"),)
        indexes = (("organisation_id", "action_id"),)


class ActionEvent(Model):
    """A dated fact in the life of an agreed action; ``note`` is the reason given."""

    id = fields.IntField(primary_key=True)
    action: fields.ForeignKeyRelation[Action] = fields.ForeignKeyField(
        "yhdyspinta.Action", related_name="events", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=12)
    on = fields.DateField()
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="recorded_action_events",
        on_delete=fields.RESTRICT,
    )
    recorded_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    note = fields.CharField(max_length=4000, null=True)

    action_id: int
    recorded_by_id: int

    class Meta:
        table = "action_event"
        indexes = (("action_id", "on", "id"),)
