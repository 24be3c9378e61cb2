"""Agenda templates, the agenda of a negotiation, and its minutes."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.negotiations.models import Negotiation
from server.register.models import Organisation


class AgendaTemplate(Model):
    """A list of items that agendas can be begun from; it comes with the product."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=40, unique=True)
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    place = fields.IntField()

    class Meta:
        table = "agenda_template"
        indexes = (("place", "id"),)


class AgendaTemplateItem(Model):
    """One item of a template, in its order."""

    id = fields.IntField(primary_key=True)
    template: fields.ForeignKeyRelation[AgendaTemplate] = fields.ForeignKeyField(
        "yhdyspinta.AgendaTemplate", related_name="items", on_delete=fields.CASCADE
    )
    number = fields.IntField()
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    topic = fields.CharField(max_length=40)
    legal_basis = fields.CharField(max_length=300, null=True)

    template_id: int

    class Meta:
        table = "agenda_template_item"
        unique_together = (("template_id", "number"),)
        indexes = (("template_id", "number", "id"),)


class AgendaItem(Model):
    """One item of a negotiation's agenda; ``result`` is what the parties came to."""

    id = fields.IntField(primary_key=True)
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="agenda", on_delete=fields.CASCADE
    )
    number = fields.IntField()
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    topic = fields.CharField(max_length=40)
    legal_basis = fields.CharField(max_length=300, null=True)
    result_fi = fields.CharField(max_length=4000, null=True)
    result_sv = fields.CharField(max_length=4000, null=True)
    result_en = fields.CharField(max_length=4000, null=True)
    is_public = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    negotiation_id: int

    class Meta:
        table = "agenda_item"
        indexes = (("negotiation_id", "number", "id"),)


class AgendaMaterial(Model):
    """A document to read for an item."""

    id = fields.IntField(primary_key=True)
    item: fields.ForeignKeyRelation[AgendaItem] = fields.ForeignKeyField(
        "yhdyspinta.AgendaItem", related_name="materials", on_delete=fields.CASCADE
    )
    place = fields.IntField()
    title = fields.CharField(max_length=300)
    url = fields.CharField(max_length=1000)
    language = fields.CharField(max_length=2, null=True)

    item_id: int

    class Meta:
        table = "agenda_material"
        indexes = (("item_id", "place", "id"),)


class AgendaPosition(Model):
    """What a party holds of an item; each party writes its own."""

    id = fields.IntField(primary_key=True)
    item: fields.ForeignKeyRelation[AgendaItem] = fields.ForeignKeyField(
        "yhdyspinta.AgendaItem", related_name="positions", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="agenda_positions", on_delete=fields.RESTRICT
    )
    text = fields.CharField(max_length=4000)
    stated_on = fields.DateField()
    sort_fi = fields.CharField(max_length=200)
    revision = fields.IntField(default=1)

    item_id: int
    organisation_id: int

    class Meta:
        table = "agenda_position"
        unique_together = (("item_id", "organisation_id"),)
        indexes = (("item_id", "sort_fi", "id"), ("organisation_id", "item_id"))


class AgendaConcern(Model):
    """A record of another domain that an item concerns, by its type and id."""

    id = fields.IntField(primary_key=True)
    item: fields.ForeignKeyRelation[AgendaItem] = fields.ForeignKeyField(
        "yhdyspinta.AgendaItem", related_name="concerns", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=32)
    ref_id = fields.IntField()

    item_id: int

    class Meta:
        table = "agenda_concern"
        unique_together = (("item_id", "kind", "ref_id"),)
        indexes = (("item_id", "id"), ("kind", "ref_id", "id"))


class Minutes(Model):
    """The minutes of a negotiation under their own rule. ``state`` is computed and stored.

    ``dated_on`` is the day they bear, often later than the meeting. ``ready_on`` is the day on
    which nothing more was missing.
    """

    id = fields.IntField(primary_key=True)
    negotiation: fields.OneToOneRelation[Negotiation] = fields.OneToOneField(
        "yhdyspinta.Negotiation", related_name="minutes", on_delete=fields.RESTRICT
    )
    rule = fields.CharField(max_length=8)
    state = fields.CharField(max_length=20)
    dated_on = fields.DateField(null=True)
    case_number = fields.CharField(max_length=120, null=True)
    drafted_on = fields.DateField()
    published_on = fields.DateField(null=True)
    ready_on = fields.DateField(null=True)
    is_public = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    negotiation_id: int

    class Meta:
        table = "minutes"


class MinutesDocument(Model):
    """A language version of the minutes, or an annex to them, where it can be read."""

    id = fields.IntField(primary_key=True)
    minutes: fields.ForeignKeyRelation[Minutes] = fields.ForeignKeyField(
        "yhdyspinta.Minutes", related_name="documents", on_delete=fields.CASCADE
    )
    place = fields.IntField()
    is_annex = fields.BooleanField(default=False)
    title = fields.CharField(max_length=300, null=True)
    url = fields.CharField(max_length=1000)
    language = fields.CharField(max_length=2, null=True)
    sha256 = fields.CharField(max_length=64, null=True)

    minutes_id: int

    class Meta:
        table = "minutes_document"
        indexes = (("minutes_id", "place", "id"),)


class MinutesEndorsement(Model):
    """A check by a named role, or the approval of a party, that the minutes' rule asks for.

    ``endorsed_on`` is null until it has been given. ``role`` is null for a party's approval.
    """

    id = fields.IntField(primary_key=True)
    minutes: fields.ForeignKeyRelation[Minutes] = fields.ForeignKeyField(
        "yhdyspinta.Minutes", related_name="endorsements", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="minutes_endorsements", on_delete=fields.RESTRICT
    )
    role = fields.CharField(max_length=200, null=True)
    place = fields.IntField()
    endorsed_on = fields.DateField(null=True)

    minutes_id: int
    organisation_id: int

    class Meta:
        table = "minutes_endorsement"
        indexes = (("minutes_id", "place", "id"), ("organisation_id", "minutes_id"))
