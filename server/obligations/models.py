"""The catalogue of obligations, each term's obligations, and how they stand day by day."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.register.models import CouncilTerm, Organisation


class ObligationRule(Model):
    """One entry of the catalogue: what a statute asks, of whom, and by when."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=80, unique=True)
    name_fi = fields.CharField(max_length=300)
    name_sv = fields.CharField(max_length=300)
    name_en = fields.CharField(max_length=300)
    statute = fields.CharField(max_length=16)
    statute_name_fi = fields.CharField(max_length=300)
    statute_name_sv = fields.CharField(max_length=300)
    statute_name_en = fields.CharField(max_length=300)
    section = fields.CharField(max_length=24)
    topic = fields.CharField(max_length=40)
    tracking = fields.CharField(max_length=12)
    cadence = fields.CharField(max_length=16)
    unit = fields.CharField(max_length=24)
    summary_fi = fields.TextField()
    summary_sv = fields.TextField()
    summary_en = fields.TextField()
    evidence_fi = fields.TextField()
    evidence_sv = fields.TextField()
    evidence_en = fields.TextField()
    source_url = fields.CharField(max_length=500)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    place = fields.IntField(default=0)
    revision = fields.IntField(default=1)

    class Meta:
        table = "obligation_rule"


class RecordKeeping(Model):
    """From which day an organisation's record here is complete, and on what ground.

    ``basis`` is ``MEMBER`` (the first member was admitted) or ``STATED`` (the organisation said
    so). Both days inclusive; an open end means it still keeps its record here.
    """

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="record_keepings", on_delete=fields.RESTRICT
    )
    basis = fields.CharField(max_length=8)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)
    stated_on = fields.DateField()
    demonstration = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    organisation_id: int

    class Meta:
        table = "record_keeping"
        indexes = (("organisation_id", "starts_on", "id"),)


class Obligation(Model):
    """What one county and one municipality must do together in one period. Generated, never typed.

    ``applies_from`` and ``applies_to`` are the days within the period on which the municipality
    belongs to the county; both inclusive.
    """

    id = fields.IntField(primary_key=True)
    rule: fields.ForeignKeyRelation[ObligationRule] = fields.ForeignKeyField(
        "yhdyspinta.ObligationRule", related_name="obligations", on_delete=fields.RESTRICT
    )
    county: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="county_obligations", on_delete=fields.RESTRICT
    )
    municipality: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="municipality_obligations",
        on_delete=fields.RESTRICT,
    )
    term: fields.ForeignKeyRelation[CouncilTerm] = fields.ForeignKeyField(
        "yhdyspinta.CouncilTerm", related_name="obligations", on_delete=fields.RESTRICT
    )
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    due_on = fields.DateField()
    applies_from = fields.DateField()
    applies_to = fields.DateField()
    sort_fi = fields.CharField(max_length=200)
    revision = fields.IntField(default=1)

    rule_id: int
    county_id: int
    municipality_id: int
    term_id: int

    class Meta:
        table = "obligation"
        unique_together = (("rule_id", "county_id", "municipality_id", "starts_on"),)
        # Each list of the API is read along its own index, so that a page takes as long over ten
        # times the rows: (whose, order, id).
        indexes = (
            ("due_on", "id"),
            ("county_id", "due_on", "id"),
            ("municipality_id", "due_on", "id"),
            ("rule_id", "due_on", "id"),
            ("term_id", "due_on", "id"),
            ("sort_fi", "id"),
            # The matrix of a day counts the periods that hold it: those that have ended, which
            # become ever more, are not read.
            ("ends_on", "starts_on"),
        )


class StandingSpan(Model):
    """How an obligation stands from a day to a day, both inclusive, with the reasons.

    ``because`` and ``missing`` are JSON lists of codes, facts and references, never texts.
    """

    id = fields.IntField(primary_key=True)
    obligation: fields.ForeignKeyRelation[Obligation] = fields.ForeignKeyField(
        "yhdyspinta.Obligation", related_name="standings", on_delete=fields.CASCADE
    )
    from_on = fields.DateField()
    to_on = fields.DateField()
    status = fields.CharField(max_length=16)
    kept = fields.BooleanField()
    because = fields.TextField()
    missing = fields.TextField()
    rule_version = fields.IntField()

    obligation_id: int

    class Meta:
        table = "standing_span"
        # The span of a day is found by the unique pair among the few of its obligation. A further
        # index that also holds to_on and status would be read alone, yet counting the whole
        # country by it took 0.9 of the time at most, and every act would have to write it.
        unique_together = (("obligation_id", "from_on"),)
        indexes = (("status", "from_on", "to_on"),)


class LinkedEvidence(Model):
    """A dated source linked by hand to an obligation, with a reason and who says so."""

    id = fields.IntField(primary_key=True)
    obligation: fields.ForeignKeyRelation[Obligation] = fields.ForeignKeyField(
        "yhdyspinta.Obligation", related_name="evidence", on_delete=fields.CASCADE
    )
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="linked_evidence", on_delete=fields.RESTRICT
    )
    title = fields.CharField(max_length=300)
    url = fields.CharField(max_length=1000, null=True)
    dated_on = fields.DateField()
    dated_precision = fields.CharField(max_length=5)
    reason = fields.TextField()
    recorded_on = fields.DateField()
    withdrawn_on = fields.DateField(null=True)
    demonstration = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    obligation_id: int
    recorded_by_id: int

    class Meta:
        table = "linked_evidence"
        indexes = (("obligation_id", "dated_on", "id"),)


class Exemption(Model):
    """A body's decision that an obligation does not bind a pair from a day on."""

    id = fields.IntField(primary_key=True)
    obligation: fields.ForeignKeyRelation[Obligation] = fields.ForeignKeyField(
        "yhdyspinta.Obligation", related_name="exemptions", on_delete=fields.CASCADE
    )
    recorded_by: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="exemptions", on_delete=fields.RESTRICT
    )
    from_on = fields.DateField()
    decided_by = fields.CharField(max_length=300)
    decided_on = fields.DateField()
    reason = fields.TextField()
    recorded_on = fields.DateField()
    withdrawn_on = fields.DateField(null=True)
    revision = fields.IntField(default=1)

    obligation_id: int
    recorded_by_id: int

    class Meta:
        table = "exemption"
        indexes = (("obligation_id", "from_on", "id"),)
