"""The register: organisations, where they belong, terms of councils, units, bodies, contacts."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


def type_of(kind: str) -> str:
    """The type under which references name an organisation of a kind."""
    return {"COUNTY": "County", "MUNICIPALITY": "Municipality"}.get(kind, "OtherOrganisation")


class Organisation(Model):
    """Anyone who can be a party: a county, a municipality, a ministry, HUS Group, a company.

    ``code`` is the official code in the namespace of its kind (municipality ``837``, county
    ``08``, ministry ``stm``); ``organisation_code`` is unique over all kinds
    (``municipality:837``, ``hus``). ``starts_on`` and ``ends_on`` are inclusive; ``successor`` is
    set by a merger.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=32)
    code = fields.CharField(max_length=40)
    organisation_code = fields.CharField(max_length=48, unique=True)
    business_id = fields.CharField(max_length=9, null=True)
    name_fi = fields.CharField(max_length=200)
    name_sv = fields.CharField(max_length=200, null=True)
    name_en = fields.CharField(max_length=200, null=True)
    sort_fi = fields.CharField(max_length=200)
    sort_sv = fields.CharField(max_length=200)
    mark = fields.CharField(max_length=3, null=True)
    scope = fields.CharField(max_length=16, null=True)
    service_organiser = fields.BooleanField(default=False)
    language_status = fields.CharField(max_length=24, null=True)
    region_code = fields.CharField(max_length=2, null=True)
    population = fields.IntField(null=True)
    population_on = fields.DateField(null=True)
    website = fields.CharField(max_length=300, null=True)
    registry_email = fields.CharField(max_length=254, null=True)
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    successor: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="predecessors",
        null=True,
        on_delete=fields.RESTRICT,
    )
    source = fields.TextField()
    to_be_checked = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    successor_id: int | None

    @property
    def type_name(self) -> str:
        """The type under which references name it: County, Municipality or OtherOrganisation."""
        return type_of(self.kind)

    class Meta:
        table = "organisation"
        indexes = (
            ("kind", "code"),
            ("kind", "sort_fi", "id"),
            ("kind", "sort_sv", "id"),
            ("successor_id", "id"),
        )


class FormerName(Model):
    """A name an organisation bore until a day, kept so that old papers still lead to it."""

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="former_names", on_delete=fields.CASCADE
    )
    name_fi = fields.CharField(max_length=200)
    name_sv = fields.CharField(max_length=200, null=True)
    ends_on = fields.DateField()

    organisation_id: int

    class Meta:
        table = "former_name"
        indexes = (("organisation_id", "ends_on", "id"),)


class CountyMembership(Model):
    """A municipality belongs to a county from a day to a day, both inclusive."""

    id = fields.IntField(primary_key=True)
    municipality: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="county_memberships", on_delete=fields.RESTRICT
    )
    county: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="municipality_memberships",
        on_delete=fields.RESTRICT,
    )
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)
    source = fields.TextField()

    municipality_id: int
    county_id: int

    class Meta:
        table = "county_membership"
        unique_together = (("municipality_id", "starts_on"),)
        indexes = (
            ("county_id", "starts_on", "id"),
            # Does this municipality belong to that county? Asked of every municipality for each
            # list of a county's: one entry is read instead of all of the county's.
            ("county_id", "municipality_id"),
        )


class CollaborativeArea(Model):
    """One of the five collaborative areas of healthcare and social welfare; not a legal person."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=2, unique=True)
    name_fi = fields.CharField(max_length=200)
    name_sv = fields.CharField(max_length=200)
    name_en = fields.CharField(max_length=200)
    coordinator: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="coordinated_areas",
        null=True,
        on_delete=fields.RESTRICT,
    )
    source = fields.TextField()
    revision = fields.IntField(default=1)

    coordinator_id: int | None

    class Meta:
        table = "collaborative_area"


class AreaMembership(Model):
    """A service organiser belongs to a collaborative area from a day to a day, both inclusive."""

    id = fields.IntField(primary_key=True)
    area: fields.ForeignKeyRelation[CollaborativeArea] = fields.ForeignKeyField(
        "yhdyspinta.CollaborativeArea", related_name="memberships", on_delete=fields.RESTRICT
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="area_memberships", on_delete=fields.RESTRICT
    )
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)

    area_id: int
    organisation_id: int

    class Meta:
        table = "area_membership"
        unique_together = (("organisation_id", "starts_on"),)
        indexes = (("area_id", "id"),)


class CouncilTerm(Model):
    """A term of the county councils or of the municipal councils; both days inclusive."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=16)
    key = fields.CharField(max_length=9)
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    source = fields.TextField()

    class Meta:
        table = "council_term"
        unique_together = (("kind", "key"),)


class RegisterChange(Model):
    """A dated act on the register: a merger, a move to another county, a rename, a founding."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=16)
    on = fields.DateField()
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="register_changes", on_delete=fields.RESTRICT
    )
    other: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="register_changes_as_other",
        null=True,
        on_delete=fields.RESTRICT,
    )
    source = fields.TextField()
    recorded_at = fields.DatetimeField()

    organisation_id: int
    other_id: int | None

    class Meta:
        table = "register_change"
        indexes = (("organisation_id", "on", "id"),)


class OrganisationUnit(Model):
    """A part of an organisation that acts by its own name, such as a division; both days inclusive.

    A null ``starts_on`` means that its first day is not known. ``predecessor`` is the unit it goes
    on from: the same one, of an organisation that has merged into this one.
    """

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="units", on_delete=fields.RESTRICT
    )
    name_fi = fields.CharField(max_length=200, null=True)
    name_sv = fields.CharField(max_length=200, null=True)
    name_en = fields.CharField(max_length=200, null=True)
    sort_fi = fields.CharField(max_length=200)
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    predecessor: fields.ForeignKeyNullableRelation[OrganisationUnit] = fields.ForeignKeyField(
        "yhdyspinta.OrganisationUnit", related_name="going_on", null=True, on_delete=fields.RESTRICT
    )
    revision = fields.IntField(default=1)

    organisation_id: int
    predecessor_id: int | None

    class Meta:
        table = "organisation_unit"
        indexes = (("organisation_id", "sort_fi", "id"), ("predecessor_id", "id"))


class Body(Model):
    """A council, board, committee or group of one organisation or of several together.

    ``starts_on`` and ``ends_on`` are its term, both inclusive; null when open or not known.
    ``code`` is of those that statute sets and that come with the register: ``county:08/council``.
    """

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=60, null=True, unique=True)
    kind = fields.CharField(max_length=16)
    name_fi = fields.CharField(max_length=200, null=True)
    name_sv = fields.CharField(max_length=200, null=True)
    name_en = fields.CharField(max_length=200, null=True)
    sort_fi = fields.CharField(max_length=200)
    sort_sv = fields.CharField(max_length=200)
    mandate = fields.TextField(null=True)
    legal_basis = fields.CharField(max_length=300, null=True)
    parent: fields.ForeignKeyNullableRelation[Body] = fields.ForeignKeyField(
        "yhdyspinta.Body", related_name="below", null=True, on_delete=fields.RESTRICT
    )
    keeper: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="kept_bodies", on_delete=fields.RESTRICT
    )
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    revision = fields.IntField(default=1)

    parent_id: int | None
    keeper_id: int

    class Meta:
        table = "body"
        indexes = (("sort_fi", "id"), ("parent_id", "sort_fi", "id"))


class BodyOwner(Model):
    """An organisation whose body it is; a joint body has several.

    Both days are inclusive and null unless a merger gave the body to another from a day on.
    """

    id = fields.IntField(primary_key=True)
    body: fields.ForeignKeyRelation[Body] = fields.ForeignKeyField(
        "yhdyspinta.Body", related_name="owners", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="owned_bodies", on_delete=fields.RESTRICT
    )
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)

    body_id: int
    organisation_id: int

    class Meta:
        table = "body_owner"
        unique_together = (("body_id", "organisation_id"),)
        indexes = (("organisation_id", "body_id"),)


class Seat(Model):
    """An organisation's place in a body from a day to a day, both inclusive; never a person."""

    id = fields.IntField(primary_key=True)
    body: fields.ForeignKeyRelation[Body] = fields.ForeignKeyField(
        "yhdyspinta.Body", related_name="seats", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="seats", on_delete=fields.RESTRICT
    )
    role = fields.CharField(max_length=12)
    is_deputy = fields.BooleanField(default=False)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)
    revision = fields.IntField(default=1)

    body_id: int
    organisation_id: int

    class Meta:
        table = "seat"
        indexes = (("body_id", "starts_on", "id"), ("organisation_id", "body_id"))


class Contact(Model):
    """Where a task of an organisation is reached in work time; a role, never a person's name.

    ``title``, ``email`` and ``phone`` may lead to a person: the journal keeps them apart, and an
    ended contact may lose them, on ``erased_on``. ``predecessor`` is the contact it goes on from
    after a merger.
    """

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="contacts", on_delete=fields.RESTRICT
    )
    task_fi = fields.CharField(max_length=200, null=True)
    task_sv = fields.CharField(max_length=200, null=True)
    task_en = fields.CharField(max_length=200, null=True)
    sort_fi = fields.CharField(max_length=200)
    title = fields.CharField(max_length=200, null=True)
    email = fields.CharField(max_length=254, null=True)
    phone = fields.CharField(max_length=40, null=True)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)
    erased_on = fields.DateField(null=True)
    predecessor: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "yhdyspinta.Contact", related_name="going_on", null=True, on_delete=fields.RESTRICT
    )
    revision = fields.IntField(default=1)

    organisation_id: int
    predecessor_id: int | None

    class Meta:
        table = "contact"
        indexes = (("organisation_id", "sort_fi", "id"), ("predecessor_id", "id"))
