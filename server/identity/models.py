"""Who acts: accounts, their roles in organisations, sessions and tokens. No citizens' data."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    """A person who signs in, known by issuer and subject; ``label`` comes from the issuer."""

    id = fields.IntField(primary_key=True)
    issuer = fields.CharField(max_length=300)
    subject = fields.CharField(max_length=300)
    label = fields.CharField(max_length=200)
    language = fields.CharField(max_length=2, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "account"
        unique_together = (("issuer", "subject"),)


class Membership(Model):
    """An account's role in an organisation, from a day to a day, both inclusive."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "yhdyspinta.Account", related_name="memberships", on_delete=fields.CASCADE
    )
    organisation_code = fields.CharField(max_length=48)
    role = fields.CharField(max_length=12)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)

    account_id: int

    class Meta:
        table = "membership"
        unique_together = (("account_id", "organisation_code"),)
        indexes = (("organisation_code", "starts_on", "id"),)


class Session(Model):
    """A signed-in browser. The cookie's value is stored as a hash only and can be revoked."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "yhdyspinta.Account", related_name="sessions", on_delete=fields.CASCADE
    )
    organisation_code = fields.CharField(max_length=48)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    # What the provider wants back when this session is signed out; gone with the session.
    id_token = fields.TextField(null=True)

    account_id: int

    class Meta:
        table = "session"
        indexes = (("expires_at", "id"), ("account_id", "id"))


class SignInAttempt(Model):
    """A browser sent to the provider and not yet back. Used once; holds no word of who it is."""

    id = fields.IntField(primary_key=True)
    state_hash = fields.CharField(max_length=64, unique=True)
    next_path = fields.CharField(max_length=1000)
    language = fields.CharField(max_length=2)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "sign_in_attempt"
        indexes = (("expires_at", "id"),)


class Invitation(Model):
    """A role waiting for whoever first signs in with an e-mail address that the provider verified.

    The address itself is kept nowhere: only its digest under the service's secret.
    """

    id = fields.IntField(primary_key=True)
    email_digest = fields.CharField(max_length=64)
    organisation_code = fields.CharField(max_length=48)
    role = fields.CharField(max_length=12)
    made_by = fields.CharField(max_length=80)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "invitation"
        unique_together = (("email_digest", "organisation_code"),)
        indexes = (("organisation_code", "id"), ("expires_at", "id"))


class AccessToken(Model):
    """A program's bearer token: a role in one organisation until a day. Stored as a hash only."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    organisation_code = fields.CharField(max_length=48)
    role = fields.CharField(max_length=12)
    label = fields.CharField(max_length=200)
    made_by = fields.CharField(max_length=80)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "access_token"
        indexes = (("organisation_code", "id"),)
