"""The journal: every change in order, by whom, chained by hash; and the answers given."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class JournalHead(Model):
    """The single row whose lock makes ``seq`` gapless and in commit order."""

    id = fields.IntField(primary_key=True, generated=False)
    seq = fields.BigIntField()
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "journal_head"


class JournalEntry(Model):
    """One object changed by one act: before, after, by whom and seen by whom."""

    seq = fields.BigIntField(primary_key=True, generated=False)
    at = fields.DatetimeField()
    act = fields.CharField(max_length=48)
    actor = fields.CharField(max_length=80)
    organisation_code = fields.CharField(max_length=48, null=True)
    request_id = fields.CharField(max_length=64)
    object_type = fields.CharField(max_length=40)
    object_id = fields.IntField()
    revision = fields.IntField(null=True)
    before = fields.TextField(null=True)
    after = fields.TextField(null=True)
    audience_before = fields.TextField(null=True)
    audience_after = fields.TextField(null=True)
    personal_hash = fields.CharField(max_length=64, null=True)
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "journal_entry"
        indexes = (("object_type", "object_id", "seq"), ("organisation_code", "seq"))


class PersonalNote(Model):
    """Personal data of a journal row, kept apart with its salt so that it can be erased."""

    seq = fields.BigIntField(primary_key=True, generated=False)
    salt = fields.CharField(max_length=32)
    data = fields.TextField()

    class Meta:
        table = "personal_note"


class GivenAnswer(Model):
    """The outcome of an act sent with an idempotency key, kept to be given again."""

    id = fields.IntField(primary_key=True)
    actor = fields.CharField(max_length=80)
    key = fields.CharField(max_length=200)
    body_hash = fields.CharField(max_length=64)
    outcome = fields.TextField(null=True)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "given_answer"
        unique_together = (("actor", "key"),)
        indexes = (("expires_at", "id"),)
