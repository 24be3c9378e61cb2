from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0007_obligations')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Theme',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(unique=True, max_length=40)),
                ('name_fi', fields.CharField(max_length=200)),
                ('name_sv', fields.CharField(max_length=200)),
                ('name_en', fields.CharField(max_length=200)),
                ('description_fi', fields.TextField(unique=False)),
                ('description_sv', fields.TextField(unique=False)),
                ('description_en', fields.TextField(unique=False)),
                ('place', fields.IntField()),
            ],
            options={'table': 'theme', 'app': 'yhdyspinta', 'indexes': [Index(fields=['place', 'id'])], 'pk_attr': 'id', 'table_description': 'One of the four themes that official guidance names for 611/2021 § 14.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Duty',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(null=True, unique=True, max_length=80)),
                ('name_fi', fields.CharField(null=True, max_length=200)),
                ('name_sv', fields.CharField(null=True, max_length=200)),
                ('name_en', fields.CharField(null=True, max_length=200)),
                ('sort_fi', fields.CharField(max_length=200)),
                ('sort_sv', fields.CharField(max_length=200)),
                ('description_fi', fields.TextField(null=True, unique=False)),
                ('description_sv', fields.TextField(null=True, unique=False)),
                ('description_en', fields.TextField(null=True, unique=False)),
                ('topic', fields.CharField(max_length=40)),
                ('theme', fields.ForeignKeyField('yhdyspinta.Theme', source_field='theme_id', null=True, db_constraint=True, to_field='id', related_name='duties', on_delete=OnDelete.RESTRICT)),
                ('parent', fields.ForeignKeyField('yhdyspinta.Duty', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.RESTRICT)),
                ('keeper', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='keeper_id', null=True, db_constraint=True, to_field='id', related_name='kept_duties', on_delete=OnDelete.RESTRICT)),
                ('starts_on', fields.DateField(null=True)),
                ('ends_on', fields.DateField(null=True)),
                ('place', fields.IntField()),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'duty', 'app': 'yhdyspinta', 'indexes': [Index(fields=['place', 'id']), Index(fields=['parent_id', 'place', 'id']), Index(fields=['theme_id', 'place', 'id'])], 'pk_attr': 'id', 'table_description': 'A shared duty: of the national catalogue, or local to the parties that agreed on it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DutyLegalBasis',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('duty', fields.ForeignKeyField('yhdyspinta.Duty', source_field='duty_id', db_constraint=True, to_field='id', related_name='legal_bases', on_delete=OnDelete.CASCADE)),
                ('statute', fields.CharField(max_length=16)),
                ('section', fields.CharField(max_length=60)),
                ('note_fi', fields.CharField(null=True, max_length=300)),
                ('note_sv', fields.CharField(null=True, max_length=300)),
                ('note_en', fields.CharField(null=True, max_length=300)),
                ('rule_key', fields.CharField(null=True, max_length=80)),
                ('source_url', fields.CharField(max_length=200)),
                ('place', fields.IntField()),
            ],
            options={'table': 'duty_legal_basis', 'app': 'yhdyspinta', 'indexes': [Index(fields=['duty_id', 'place', 'id']), Index(fields=['rule_key', 'duty_id'])], 'pk_attr': 'id', 'table_description': 'A section of a statute that a duty rests on.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DutyParty',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('duty', fields.ForeignKeyField('yhdyspinta.Duty', source_field='duty_id', db_constraint=True, to_field='id', related_name='parties', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='local_duties', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'duty_party', 'app': 'yhdyspinta', 'unique_together': (('duty_id', 'organisation_id'),), 'indexes': [Index(fields=['organisation_id', 'duty_id'])], 'pk_attr': 'id', 'table_description': 'An organisation that has agreed on a local duty.'},
            bases=['Model'],
        ),
    ]
