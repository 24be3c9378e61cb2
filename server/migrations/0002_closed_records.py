from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='WithheldFulfilment',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('obligation', fields.ForeignKeyField('yhdyspinta.Obligation', source_field='obligation_id', db_constraint=True, to_field='id', related_name='withheld_fulfilments', on_delete=OnDelete.CASCADE)),
                ('negotiation', fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='negotiation_id', db_constraint=True, to_field='id', related_name='withheld_fulfilments', on_delete=OnDelete.RESTRICT)),
                ('from_on', fields.DateField()),
                ('to_on', fields.DateField()),
            ],
            options={'table': 'withheld_fulfilment', 'app': 'yhdyspinta', 'unique_together': (('obligation_id', 'from_on'),), 'indexes': [Index(fields=['negotiation_id', 'obligation_id'])], 'pk_attr': 'id', 'table_description': 'The days on which a withheld negotiation would fulfil an obligation, were it public.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Withholding',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('negotiation', fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='negotiation_id', db_constraint=True, to_field='id', related_name='withholdings', on_delete=OnDelete.RESTRICT)),
                ('statute', fields.CharField(max_length=16)),
                ('section', fields.CharField(max_length=60)),
                ('reason', fields.CharField(null=True, max_length=4000)),
                ('since_on', fields.DateField()),
                ('recorded_by', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='recorded_by_id', db_constraint=True, to_field='id', related_name='withholdings', on_delete=OnDelete.RESTRICT)),
                ('recorded_on', fields.DateField()),
                ('released_on', fields.DateField(null=True)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'withholding', 'app': 'yhdyspinta', 'indexes': [Index(fields=['negotiation_id', 'released_on']), Index(fields=['released_on', 'negotiation_id'])], 'pk_attr': 'id', 'table_description': 'That a negotiation is closed on a statutory ground, since a day, until it is released.'},
            bases=['Model'],
        ),
    ]
