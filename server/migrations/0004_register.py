from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0003_bodies')]

    initial = False

    operations = [
        ops.RemoveIndex(
            model_name='Body',
            fields=['parent_id', 'id'],
        ),
        ops.AddIndex(
            model_name='Body',
            index=Index(fields=['parent_id', 'sort_fi', 'id']),
        ),
        ops.AddField(
            model_name='Body',
            name='code',
            field=fields.CharField(null=True, unique=True, max_length=60),
        ),
        ops.AddField(
            model_name='BodyOwner',
            name='starts_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='BodyOwner',
            name='ends_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Contact',
            name='erased_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Contact',
            name='predecessor',
            field=fields.ForeignKeyField('yhdyspinta.Contact', source_field='predecessor_id', null=True, db_constraint=True, to_field='id', related_name='going_on', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddIndex(
            model_name='Contact',
            index=Index(fields=['predecessor_id', 'id']),
        ),
        ops.AddField(
            model_name='OrganisationUnit',
            name='predecessor',
            field=fields.ForeignKeyField('yhdyspinta.OrganisationUnit', source_field='predecessor_id', null=True, db_constraint=True, to_field='id', related_name='going_on', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddIndex(
            model_name='OrganisationUnit',
            index=Index(fields=['predecessor_id', 'id']),
        ),
    ]
