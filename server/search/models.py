"""What search looks through: one row per record, kept up with it."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class SearchEntry(Model):
    """One record as search sees it.

    ``kind`` is the record's type and ``ref_id`` its id. ``terms`` are its folded words with their
    stems. ``sort_on`` is the day it is about, a day far ahead for what is in force. An entry that
    is not public may be found by the parties of the record only, which whoever searches joins.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=24)
    ref_id = fields.IntField()
    title_fi = fields.CharField(max_length=300, null=True)
    title_sv = fields.CharField(max_length=300, null=True)
    title_en = fields.CharField(max_length=300, null=True)
    terms = fields.TextField()
    sort_on = fields.DateField()
    is_public = fields.BooleanField()

    class Meta:
        table = "search_entry"
        unique_together = (("kind", "ref_id"),)
        indexes = (("sort_on", "id"),)
