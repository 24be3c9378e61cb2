"""Shared duties, the themes they belong to, their legal bases, and whose a local duty is."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.register.models import Organisation


class Theme(Model):
    """One of the four themes that official guidance names for 611/2021 § 14."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=40, unique=True)
    name_fi = fields.CharField(max_length=200)
    name_sv = fields.CharField(max_length=200)
    name_en = fields.CharField(max_length=200)
    description_fi = fields.TextField()
    description_sv = fields.TextField()
    description_en = fields.TextField()
    place = fields.IntField()

    class Meta:
        table = "theme"
        indexes = (("place", "id"),)


class Duty(Model):
    """A shared duty: of the national catalogue, or local to the parties that agreed on it.

    A duty of the national catalogue has a ``key`` and no keeper; a local one has a keeper, which
    is one of its parties, and no key. ``starts_on`` and ``ends_on`` are inclusive, null when open
    or not known. ``place`` is its place in the catalogue; local duties come after the national.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=80, unique=True, null=True)
    name_fi = fields.CharField(max_length=200, null=True)
    name_sv = fields.CharField(max_length=200, null=True)
    name_en = fields.CharField(max_length=200, null=True)
    sort_fi = fields.CharField(max_length=200)
    sort_sv = fields.CharField(max_length=200)
    description_fi = fields.TextField(null=True)
    description_sv = fields.TextField(null=True)
    description_en = fields.TextField(null=True)
    topic = fields.CharField(max_length=40)
    theme: fields.ForeignKeyNullableRelation[Theme] = fields.ForeignKeyField(
        "yhdyspinta.Theme", related_name="duties", null=True, on_delete=fields.RESTRICT
    )
    parent: fields.ForeignKeyNullableRelation[Duty] = fields.ForeignKeyField(
        "yhdyspinta.Duty", related_name="children", null=True, on_delete=fields.RESTRICT
    )
    keeper: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="kept_duties", null=True, on_delete=fields.RESTRICT
    )
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    place = fields.IntField()
    revision = fields.IntField(default=1)

    theme_id: int | None
    parent_id: int | None
    keeper_id: int | None

    class Meta:
        table = "duty"
        indexes = (
            ("place", "id"),
            ("parent_id", "place", "id"),
            ("theme_id", "place", "id"),
        )


class DutyParty(Model):
    """An organisation that has agreed on a local duty."""

    id = fields.IntField(primary_key=True)
    duty: fields.ForeignKeyRelation[Duty] = fields.ForeignKeyField(
        "yhdyspinta.Duty", related_name="parties", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="local_duties", on_delete=fields.RESTRICT
    )

    duty_id: int
    organisation_id: int

    class Meta:
        table = "duty_party"
        unique_together = (("duty_id", "organisation_id"),)
        indexes = (("organisation_id", "duty_id"),)


class DutyLegalBasis(Model):
    """A section of a statute that a duty rests on.

    ``rule_key`` is the key of the rule in the catalogue of obligations that the section yields,
    null where it yields none. ``source_url`` is where the statute can be read.
    """

    id = fields.IntField(primary_key=True)
    duty: fields.ForeignKeyRelation[Duty] = fields.ForeignKeyField(
        "yhdyspinta.Duty", related_name="legal_bases", on_delete=fields.CASCADE
    )
    statute = fields.CharField(max_length=16)
    section = fields.CharField(max_length=60)
    note_fi = fields.CharField(max_length=300, null=True)
    note_sv = fields.CharField(max_length=300, null=True)
    note_en = fields.CharField(max_length=300, null=True)
    rule_key = fields.CharField(max_length=80, null=True)
    source_url = fields.CharField(max_length=200)
    place = fields.IntField()

    duty_id: int

    class Meta:
        table = "duty_legal_basis"
        indexes = (("duty_id", "place", "id"), ("rule_key", "duty_id"))
