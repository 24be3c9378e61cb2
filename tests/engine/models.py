"""A small house: organisations of one table, their duties, meetings, leases and a search index."""

from tortoise import fields as f
from tortoise.models import Model

APP = "engine_test"


class Organisation(Model):
    id = f.IntField(primary_key=True)
    kind = f.CharField(40)
    code = f.TextField()
    name_fi = f.TextField()
    name_sv = f.TextField(null=True)
    name_en = f.TextField(null=True)
    sort_key = f.TextField()
    successor: f.ForeignKeyNullableRelation["Organisation"] = f.ForeignKeyField(
        f"{APP}.Organisation", null=True, related_name="predecessors", on_delete=f.RESTRICT
    )

    class Meta:
        table = "organisation"


class ObligationRule(Model):
    id = f.IntField(primary_key=True)
    key = f.TextField()
    topics: f.Field[list[str]] = f.JSONField()

    class Meta:
        table = "obligation_rule"


class Negotiation(Model):
    id = f.IntField(primary_key=True)
    county: f.ForeignKeyRelation[Organisation] = f.ForeignKeyField(
        f"{APP}.Organisation", related_name="county_negotiations", on_delete=f.RESTRICT
    )
    held_on = f.DateField()
    noted_at = f.DatetimeField()
    closed_at = f.DatetimeField(null=True)
    summary = f.TextField()
    public = f.BooleanField()
    urgent = f.BooleanField(null=True)
    revision = f.IntField()

    class Meta:
        table = "negotiation"


class NegotiationParty(Model):
    id = f.IntField(primary_key=True)
    negotiation: f.ForeignKeyRelation[Negotiation] = f.ForeignKeyField(
        f"{APP}.Negotiation", related_name="parties", on_delete=f.CASCADE
    )
    organisation: f.ForeignKeyRelation[Organisation] = f.ForeignKeyField(
        f"{APP}.Organisation", related_name="attended", on_delete=f.RESTRICT
    )

    class Meta:
        table = "negotiation_party"


class Obligation(Model):
    id = f.IntField(primary_key=True)
    rule: f.ForeignKeyRelation[ObligationRule] = f.ForeignKeyField(
        f"{APP}.ObligationRule", related_name="obligations", on_delete=f.RESTRICT
    )
    county: f.ForeignKeyRelation[Organisation] = f.ForeignKeyField(
        f"{APP}.Organisation", related_name="county_obligations", on_delete=f.RESTRICT
    )
    municipality: f.ForeignKeyNullableRelation[Organisation] = f.ForeignKeyField(
        f"{APP}.Organisation", null=True, related_name="obligations", on_delete=f.RESTRICT
    )
    evidence: f.ForeignKeyNullableRelation[Negotiation] = f.ForeignKeyField(
        f"{APP}.Negotiation", null=True, related_name="proves", on_delete=f.RESTRICT
    )
    due_on = f.DateField()
    text = f.TextField()

    class Meta:
        table = "obligation"


class StandingSpan(Model):
    id = f.IntField(primary_key=True)
    obligation: f.ForeignKeyRelation[Obligation] = f.ForeignKeyField(
        f"{APP}.Obligation", related_name="spans", on_delete=f.CASCADE
    )
    for_parties = f.BooleanField()
    from_on = f.DateField()
    to_on = f.DateField()
    status = f.TextField()
    because: f.Field[list[dict[str, int]]] = f.JSONField()

    class Meta:
        table = "standing_span"


class Lease(Model):
    id = f.IntField(primary_key=True)
    county: f.ForeignKeyRelation[Organisation] = f.ForeignKeyField(
        f"{APP}.Organisation", related_name="leases", on_delete=f.RESTRICT
    )
    title = f.TextField(null=True)

    class Meta:
        table = "lease"


class RentLine(Model):
    id = f.IntField(primary_key=True)
    lease: f.ForeignKeyRelation[Lease] = f.ForeignKeyField(
        f"{APP}.Lease", related_name="lines", on_delete=f.CASCADE
    )
    label = f.TextField()
    cents = f.IntField()
    from_on = f.DateField()

    class Meta:
        table = "rent_line"


class SearchDoc(Model):
    id = f.IntField(primary_key=True)
    kind = f.TextField()
    ref_id = f.IntField()
    terms = f.TextField()

    class Meta:
        table = "search_doc"


INDEXES = """
CREATE INDEX i1 ON obligation (municipality_id, due_on, id);
CREATE INDEX i2 ON obligation (county_id, due_on, id);
CREATE INDEX i3 ON negotiation (county_id, held_on, id);
CREATE INDEX i4 ON standing_span (obligation_id, for_parties, from_on);
"""
