from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0008_duties')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Invitation',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('email_digest', fields.CharField(max_length=64)),
                ('organisation_code', fields.CharField(max_length=48)),
                ('role', fields.CharField(max_length=12)),
                ('made_by', fields.CharField(max_length=80)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'invitation', 'app': 'yhdyspinta', 'unique_together': (('email_digest', 'organisation_code'),), 'indexes': [Index(fields=['organisation_code', 'id']), Index(fields=['expires_at', 'id'])], 'pk_attr': 'id', 'table_description': 'A role waiting for whoever first signs in with an e-mail address that the provider verified.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('state_hash', fields.CharField(unique=True, max_length=64)),
                ('next_path', fields.CharField(max_length=1000)),
                ('language', fields.CharField(max_length=2)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'sign_in_attempt', 'app': 'yhdyspinta', 'indexes': [Index(fields=['expires_at', 'id'])], 'pk_attr': 'id', 'table_description': 'A browser sent to the provider and not yet back. Used once; holds no word of who it is.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Session',
            name='id_token',
            field=fields.TextField(null=True, unique=False),
        ),
    ]
