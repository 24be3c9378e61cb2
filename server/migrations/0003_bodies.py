from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0002_search')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Body',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=16)),
                ('name_fi', fields.CharField(null=True, max_length=200)),
                ('name_sv', fields.CharField(null=True, max_length=200)),
                ('name_en', fields.CharField(null=True, max_length=200)),
                ('sort_fi', fields.CharField(max_length=200)),
                ('sort_sv', fields.CharField(max_length=200)),
                ('mandate', fields.TextField(null=True, unique=False)),
                ('legal_basis', fields.CharField(null=True, max_length=300)),
                ('parent', fields.ForeignKeyField('yhdyspinta.Body', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='below', on_delete=OnDelete.RESTRICT)),
                ('keeper', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='keeper_id', db_constraint=True, to_field='id', related_name='kept_bodies', on_delete=OnDelete.RESTRICT)),
                ('starts_on', fields.DateField(null=True)),
                ('ends_on', fields.DateField(null=True)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'body', 'app': 'yhdyspinta', 'indexes': [Index(fields=['sort_fi', 'id']), Index(fields=['parent_id', 'id'])], 'pk_attr': 'id', 'table_description': 'A council, board, committee or group of one organisation or of several together.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BodyOwner',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('body', fields.ForeignKeyField('yhdyspinta.Body', source_field='body_id', db_constraint=True, to_field='id', related_name='owners', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='owned_bodies', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'body_owner', 'app': 'yhdyspinta', 'unique_together': (('body_id', 'organisation_id'),), 'indexes': [Index(fields=['organisation_id', 'body_id'])], 'pk_attr': 'id', 'table_description': 'An organisation whose body it is; a joint body has several.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Contact',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='contacts', on_delete=OnDelete.RESTRICT)),
                ('task_fi', fields.CharField(null=True, max_length=200)),
                ('task_sv', fields.CharField(null=True, max_length=200)),
                ('task_en', fields.CharField(null=True, max_length=200)),
                ('sort_fi', fields.CharField(max_length=200)),
                ('title', fields.CharField(null=True, max_length=200)),
                ('email', fields.CharField(null=True, max_length=254)),
                ('phone', fields.CharField(null=True, max_length=40)),
                ('starts_on', fields.DateField()),
                ('ends_on', fields.DateField(null=True)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'contact', 'app': 'yhdyspinta', 'indexes': [Index(fields=['organisation_id', 'sort_fi', 'id'])], 'pk_attr': 'id', 'table_description': "Where a task of an organisation is reached in work time; a role, never a person's name."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OrganisationUnit',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='units', on_delete=OnDelete.RESTRICT)),
                ('name_fi', fields.CharField(null=True, max_length=200)),
                ('name_sv', fields.CharField(null=True, max_length=200)),
                ('name_en', fields.CharField(null=True, max_length=200)),
                ('sort_fi', fields.CharField(max_length=200)),
                ('starts_on', fields.DateField(null=True)),
                ('ends_on', fields.DateField(null=True)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'organisation_unit', 'app': 'yhdyspinta', 'indexes': [Index(fields=['organisation_id', 'sort_fi', 'id'])], 'pk_attr': 'id', 'table_description': 'A part of an organisation that acts by its own name, such as a division; both days inclusive.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Seat',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('body', fields.ForeignKeyField('yhdyspinta.Body', source_field='body_id', db_constraint=True, to_field='id', related_name='seats', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='seats', on_delete=OnDelete.RESTRICT)),
                ('role', fields.CharField(max_length=12)),
                ('is_deputy', fields.BooleanField(default=False)),
                ('starts_on', fields.DateField()),
                ('ends_on', fields.DateField(null=True)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'seat', 'app': 'yhdyspinta', 'indexes': [Index(fields=['body_id', 'starts_on', 'id']), Index(fields=['organisation_id', 'body_id'])], 'pk_attr': 'id', 'table_description': "An organisation's place in a body from a day to a day, both inclusive; never a person."},
            bases=['Model'],
        ),
    ]
