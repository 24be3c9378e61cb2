from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=24)),
                ('ref_id', fields.IntField()),
                ('title_fi', fields.CharField(null=True, max_length=300)),
                ('title_sv', fields.CharField(null=True, max_length=300)),
                ('title_en', fields.CharField(null=True, max_length=300)),
                ('heads', fields.TextField(unique=False)),
                ('terms', fields.TextField(unique=False)),
                ('sort_on', fields.DateField()),
                ('is_public', fields.BooleanField()),
            ],
            options={'table': 'search_entry', 'app': 'yhdyspinta', 'unique_together': (('kind', 'ref_id'),), 'indexes': [Index(fields=['sort_on', 'id'])], 'pk_attr': 'id', 'table_description': 'One record as search sees it.'},
            bases=['Model'],
        ),
    ]
