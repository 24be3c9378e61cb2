"""The catalogue of obligations, the obligations of each period, and how they stand by day."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from server.negotiations.models import Negotiation
from server.register.models import CollaborativeArea, CouncilTerm, Organisation


class ObligationRule(Model):
    """One rule of the catalogue: what a statute asks, of whom, by when, and what shows it.

    ``entry`` is the catalogue's entry it comes from; one entry may yield two rules. ``version``
    rises when our reading changes; a rule that replaced another names it as ``predecessor``.
    ``tracking``, ``unit``, ``period``, ``cadence`` and ``evidence_kinds`` (words with spaces
    between) are data that decide what is generated and how it is judged; ``reason`` says why.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=80, unique=True)
    entry = fields.CharField(max_length=80, default="")
    version = fields.IntField(default=1)
    name_fi = fields.CharField(max_length=300)
    name_sv = fields.CharField(max_length=300)
    name_en = fields.CharField(max_length=300)
    statute = fields.CharField(max_length=16)
    statute_name_fi = fields.CharField(max_length=300)
    statute_name_sv = fields.CharField(max_length=300)
    statute_name_en = fields.CharField(max_length=300)
    section = fields.CharField(max_length=24)
    bearer = fields.CharField(max_length=16, default="")
    product = fields.CharField(max_length=16, default="")
    topic = fields.CharField(max_length=40)
    tracking = fields.CharField(max_length=12)
    cadence = fields.CharField(max_length=16, null=True)
    unit = fields.CharField(max_length=32, null=True)
    period = fields.CharField(max_length=100, default="")
    evidence_kinds = fields.CharField(max_length=120, default="")
    helsinki = fields.CharField(max_length=8, default="")
    predecessor: fields.ForeignKeyNullableRelation[ObligationRule] = fields.ForeignKeyField(
        "yhdyspinta.ObligationRule",
        related_name="successors",
        null=True,
        on_delete=fields.RESTRICT,
    )
    reason_fi = fields.TextField(null=True)
    reason_sv = fields.TextField(null=True)
    reason_en = fields.TextField(null=True)
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

    predecessor_id: int | None

    class Meta:
        table = "obligation_rule"
        indexes = (("predecessor_id", "place", "id"),)


class RecordKeeping(Model):
    """From which day an organisation's record here is complete, and on what ground.

    ``basis`` is ``MEMBER`` (the first member was admitted) or ``STATED`` (the organisation said
    so). Both days inclusive; an open end means it still keeps its record here. A statement that
    was withdrawn counts on no day.
    """

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="record_keepings", on_delete=fields.RESTRICT
    )
    basis = fields.CharField(max_length=8)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)
    stated_on = fields.DateField()
    withdrawn_on = fields.DateField(null=True)
    demonstration = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    organisation_id: int

    class Meta:
        table = "record_keeping"
        indexes = (("organisation_id", "starts_on", "id"),)


class Obligation(Model):
    """What the bearers of one unit must do under one rule in one period. Generated, never typed.

    ``unit_key`` names the unit within its rule. ``county`` is the county that bears it, or in
    whose area the municipality that bears it lies; ``organisation`` a bearer that is neither
    county nor municipality. ``term`` or ``year`` is the period's; an interval, an event and what
    must stand have neither, and no last day until they are met. ``sort_on`` is ``due_on``, or
    the last day there is. ``applies_from`` and ``applies_to`` are the days on which it binds.
    All days inclusive.
    """

    id = fields.IntField(primary_key=True)
    rule: fields.ForeignKeyRelation[ObligationRule] = fields.ForeignKeyField(
        "yhdyspinta.ObligationRule", related_name="obligations", on_delete=fields.RESTRICT
    )
    unit_key = fields.CharField(max_length=100)
    county: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="county_obligations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    municipality: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="municipality_obligations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="own_obligations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    area: fields.ForeignKeyNullableRelation[CollaborativeArea] = fields.ForeignKeyField(
        "yhdyspinta.CollaborativeArea",
        related_name="obligations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    term: fields.ForeignKeyNullableRelation[CouncilTerm] = fields.ForeignKeyField(
        "yhdyspinta.CouncilTerm",
        related_name="obligations",
        null=True,
        on_delete=fields.RESTRICT,
    )
    year = fields.IntField(null=True)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)
    due_on = fields.DateField(null=True)
    sort_on = fields.DateField()
    applies_from = fields.DateField()
    applies_to = fields.DateField(null=True)
    sort_fi = fields.CharField(max_length=200)
    revision = fields.IntField(default=1)

    rule_id: int
    county_id: int | None
    municipality_id: int | None
    organisation_id: int | None
    area_id: int | None
    term_id: int | None

    class Meta:
        table = "obligation"
        unique_together = (("rule_id", "unit_key", "starts_on"),)
        # Each list of the API is read along its own index, so that a page takes as long over ten
        # times the rows: (whose, order, id).
        indexes = (
            ("sort_on", "id"),
            ("county_id", "sort_on", "id"),
            ("municipality_id", "sort_on", "id"),
            ("organisation_id", "sort_on", "id"),
            ("area_id", "sort_on", "id"),
            ("term_id", "sort_on", "id"),
            ("rule_id", "sort_on", "id"),
            ("sort_fi", "id"),
            # The matrix of a day counts the periods that hold it: those that have ended, which
            # become ever more, are not read.
            ("ends_on", "starts_on"),
        )


class ObligationBearer(Model):
    """An organisation's part in an obligation.

    ``BEARER``: its duty, and its record tells silence from neglect. ``PARTNER``: without its part
    the duty is not met. ``RECIPIENT``: what was made is delivered to it.
    """

    id = fields.IntField(primary_key=True)
    obligation: fields.ForeignKeyRelation[Obligation] = fields.ForeignKeyField(
        "yhdyspinta.Obligation", related_name="bearers", on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation", related_name="borne", on_delete=fields.RESTRICT
    )
    role = fields.CharField(max_length=12)
    place = fields.IntField()

    obligation_id: int
    organisation_id: int

    class Meta:
        table = "obligation_bearer"
        unique_together = (("obligation_id", "organisation_id", "role"),)
        indexes = (("obligation_id", "place", "id"), ("organisation_id", "obligation_id"))


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


class WithheldFulfilment(Model):
    """The days on which a withheld negotiation would fulfil an obligation, were it public.

    Told beside the standing, which counts public facts only, to those who are both bearers of
    the obligation and parties of the negotiation. At most one holds a day.
    """

    id = fields.IntField(primary_key=True)
    obligation: fields.ForeignKeyRelation[Obligation] = fields.ForeignKeyField(
        "yhdyspinta.Obligation", related_name="withheld_fulfilments", on_delete=fields.CASCADE
    )
    negotiation: fields.ForeignKeyRelation[Negotiation] = fields.ForeignKeyField(
        "yhdyspinta.Negotiation", related_name="withheld_fulfilments", on_delete=fields.RESTRICT
    )
    from_on = fields.DateField()
    to_on = fields.DateField()

    obligation_id: int
    negotiation_id: int

    class Meta:
        table = "withheld_fulfilment"
        unique_together = (("obligation_id", "from_on"),)
        indexes = (("negotiation_id", "obligation_id"),)


class LinkedEvidence(Model):
    """A dated source linked by hand to an obligation, with a reason and who says so.

    Without a ``stage`` it shows the whole of what the rule asks. With one it shows a step: a day
    SET for the act, that it was HANDLED, APPROVED or DELIVERED; ``shown_of`` is whose act it was,
    or to whom it was delivered, null for everyone's. IN_FORCE and ENDED tell of an instrument from
    that day on, beside a § 14 obligation.
    """

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
    stage = fields.CharField(max_length=12, null=True)
    shown_of: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "yhdyspinta.Organisation",
        related_name="shown_evidence",
        null=True,
        on_delete=fields.RESTRICT,
    )
    reason = fields.TextField()
    recorded_on = fields.DateField()
    withdrawn_on = fields.DateField(null=True)
    demonstration = fields.BooleanField(default=False)
    revision = fields.IntField(default=1)

    obligation_id: int
    recorded_by_id: int
    shown_of_id: int | None

    class Meta:
        table = "linked_evidence"
        indexes = (("obligation_id", "dated_on", "id"),)


class Exemption(Model):
    """A body's decision that an obligation does not bind from a day on."""

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
