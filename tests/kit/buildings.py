"""Tables small enough to be moved about: a building, its rooms and the leases that hold it."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Building(Model):
    """As it is after ``Reshaped``; ``moves.First`` says what it was."""

    id = fields.IntField(primary_key=True)
    town = fields.CharField(max_length=20)
    code = fields.CharField(max_length=8)
    name = fields.CharField(max_length=200)
    permit = fields.CharField(max_length=12, unique=True)
    floors = fields.IntField(null=True)
    heating = fields.CharField(max_length=12, null=True, db_index=True)
    storeys_below = fields.IntField(db_default=0)
    part_of: fields.ForeignKeyNullableRelation[Building] = fields.ForeignKeyField(
        "yhdyspinta.Building", related_name="parts", null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "building"
        unique_together = (("town", "code"),)
        indexes = (("town", "name", "id"),)


class Room(Model):
    id = fields.IntField(primary_key=True)
    building: fields.ForeignKeyRelation[Building] = fields.ForeignKeyField(
        "yhdyspinta.Building", related_name="rooms", on_delete=fields.CASCADE
    )
    label = fields.CharField(max_length=20)

    class Meta:
        table = "room"
        unique_together = (("building_id", "label"),)


class Lease(Model):
    id = fields.IntField(primary_key=True)
    building: fields.ForeignKeyRelation[Building] = fields.ForeignKeyField(
        "yhdyspinta.Building", related_name="leases", on_delete=fields.RESTRICT
    )

    class Meta:
        table = "lease"
        indexes = (("building_id", "id"),)
