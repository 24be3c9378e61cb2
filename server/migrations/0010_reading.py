from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0009_sign_in')]

    initial = False

    operations = [
        ops.AddIndex(model_name='CountyMembership', index=Index(fields=['county_id', 'municipality_id'])),
        ops.AddIndex(model_name='Obligation', index=Index(fields=['ends_on', 'starts_on'])),
    ]
