from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0006_minutes')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ObligationBearer',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('obligation', fields.ForeignKeyField('yhdyspinta.Obligation', source_field='obligation_id', db_constraint=True, to_field='id', related_name='bearers', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='borne', on_delete=OnDelete.RESTRICT)),
                ('role', fields.CharField(max_length=12)),
                ('place', fields.IntField()),
            ],
            options={'table': 'obligation_bearer', 'app': 'yhdyspinta', 'unique_together': (('obligation_id', 'organisation_id', 'role'),), 'indexes': [Index(fields=['obligation_id', 'place', 'id']), Index(fields=['organisation_id', 'obligation_id'])], 'pk_attr': 'id', 'table_description': "An organisation's part in an obligation."},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Exemption',
            options={'table': 'exemption', 'app': 'yhdyspinta', 'indexes': [Index(fields=['obligation_id', 'from_on', 'id'])], 'pk_attr': 'id', 'table_description': "A body's decision that an obligation does not bind from a day on."},
        ),
        ops.AddField(
            model_name='LinkedEvidence',
            name='shown_of',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='shown_of_id', null=True, db_constraint=True, to_field='id', related_name='shown_evidence', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='LinkedEvidence',
            name='stage',
            field=fields.CharField(null=True, max_length=12),
        ),
        ops.RemoveIndex(
            model_name='Obligation',
            name=None,
            fields=['due_on', 'id'],
        ),
        ops.RemoveIndex(
            model_name='Obligation',
            name=None,
            fields=['county_id', 'due_on', 'id'],
        ),
        ops.RemoveIndex(
            model_name='Obligation',
            name=None,
            fields=['municipality_id', 'due_on', 'id'],
        ),
        ops.RemoveIndex(
            model_name='Obligation',
            name=None,
            fields=['term_id', 'due_on', 'id'],
        ),
        ops.RemoveConstraint(
            model_name='Obligation',
            name=None,
            fields=['rule_id', 'county_id', 'municipality_id', 'starts_on'],
        ),
        ops.AlterModelOptions(
            name='Obligation',
            options={'table': 'obligation', 'app': 'yhdyspinta', 'unique_together': (('rule_id', 'unit_key', 'starts_on'),), 'indexes': [Index(fields=['sort_on', 'id']), Index(fields=['county_id', 'sort_on', 'id']), Index(fields=['municipality_id', 'sort_on', 'id']), Index(fields=['organisation_id', 'sort_on', 'id']), Index(fields=['area_id', 'sort_on', 'id']), Index(fields=['term_id', 'sort_on', 'id']), Index(fields=['rule_id', 'sort_on', 'id']), Index(fields=['sort_fi', 'id'])], 'pk_attr': 'id', 'table_description': 'What the bearers of one unit must do under one rule in one period. Generated, never typed.'},
        ),
        ops.AlterField(
            model_name='Obligation',
            name='applies_to',
            field=fields.DateField(null=True),
        ),
        ops.AlterField(
            model_name='Obligation',
            name='county',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='county_id', null=True, db_constraint=True, to_field='id', related_name='county_obligations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AlterField(
            model_name='Obligation',
            name='due_on',
            field=fields.DateField(null=True),
        ),
        ops.AlterField(
            model_name='Obligation',
            name='ends_on',
            field=fields.DateField(null=True),
        ),
        ops.AlterField(
            model_name='Obligation',
            name='municipality',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='municipality_id', null=True, db_constraint=True, to_field='id', related_name='municipality_obligations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AlterField(
            model_name='Obligation',
            name='term',
            field=fields.ForeignKeyField('yhdyspinta.CouncilTerm', source_field='term_id', null=True, db_constraint=True, to_field='id', related_name='obligations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Obligation',
            name='area',
            field=fields.ForeignKeyField('yhdyspinta.CollaborativeArea', source_field='area_id', null=True, db_constraint=True, to_field='id', related_name='obligations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Obligation',
            name='sort_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Obligation',
            name='organisation',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', null=True, db_constraint=True, to_field='id', related_name='own_obligations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Obligation',
            name='unit_key',
            field=fields.CharField(null=True, max_length=100),
        ),
        ops.RunSQL(
            'UPDATE obligation SET sort_on = due_on, unit_key ='
            ' (SELECT organisation_code FROM organisation WHERE id = county_id) || \' + \' ||'
            ' (SELECT organisation_code FROM organisation WHERE id = municipality_id)',
            'UPDATE obligation SET sort_on = NULL, unit_key = NULL',
        ),
        ops.AlterField(
            model_name='Obligation',
            name='sort_on',
            field=fields.DateField(),
        ),
        ops.AlterField(
            model_name='Obligation',
            name='unit_key',
            field=fields.CharField(max_length=100),
        ),
        ops.RunSQL(
            "INSERT INTO obligation_bearer (obligation_id, organisation_id, role, place)"
            " SELECT id, county_id, 'BEARER', 0 FROM obligation UNION ALL"
            " SELECT id, municipality_id, 'BEARER', 1 FROM obligation",
            'DELETE FROM obligation_bearer',
        ),
        ops.AddField(
            model_name='Obligation',
            name='year',
            field=fields.IntField(null=True),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['sort_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['county_id', 'sort_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['municipality_id', 'sort_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['organisation_id', 'sort_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['area_id', 'sort_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['term_id', 'sort_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Obligation',
            index=Index(fields=['rule_id', 'sort_on', 'id']),
        ),
        ops.AddConstraint(
            model_name='Obligation',
            constraint=UniqueConstraint(fields=('rule_id', 'unit_key', 'starts_on'), name=None),
        ),
        ops.AlterModelOptions(
            name='ObligationRule',
            options={'table': 'obligation_rule', 'app': 'yhdyspinta', 'indexes': [Index(fields=['predecessor_id', 'place', 'id'])], 'pk_attr': 'id', 'table_description': 'One rule of the catalogue: what a statute asks, of whom, by when, and what shows it.'},
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='cadence',
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='unit',
            field=fields.CharField(null=True, max_length=32),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='bearer',
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='entry',
            field=fields.CharField(null=True, max_length=80),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='evidence_kinds',
            field=fields.CharField(null=True, max_length=120),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='helsinki',
            field=fields.CharField(null=True, max_length=8),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='period',
            field=fields.CharField(null=True, max_length=100),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='predecessor',
            field=fields.ForeignKeyField('yhdyspinta.ObligationRule', source_field='predecessor_id', null=True, db_constraint=True, to_field='id', related_name='successors', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='product',
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='reason_en',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='reason_fi',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='reason_sv',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='ObligationRule',
            name='version',
            field=fields.IntField(null=True),
        ),
        ops.RunSQL(
            "UPDATE obligation_rule SET entry = key, bearer = 'PARTIES', product = 'NEGOTIATION',"
            " period = 'COUNTY_COUNCIL_TERM', evidence_kinds = 'NEGOTIATION', helsinki = 'EXEMPT'",
            "UPDATE obligation_rule SET entry = '', bearer = '', product = '', period = '',"
            " evidence_kinds = '', helsinki = ''",
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='bearer',
            field=fields.CharField(default='', max_length=16),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='entry',
            field=fields.CharField(default='', max_length=80),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='evidence_kinds',
            field=fields.CharField(default='', max_length=120),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='helsinki',
            field=fields.CharField(default='', max_length=8),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='period',
            field=fields.CharField(default='', max_length=100),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='product',
            field=fields.CharField(default='', max_length=16),
        ),
        ops.AlterField(
            model_name='ObligationRule',
            name='version',
            field=fields.IntField(default=1),
        ),
        ops.AddIndex(
            model_name='ObligationRule',
            index=Index(fields=['predecessor_id', 'place', 'id']),
        ),
        ops.AddField(
            model_name='RecordKeeping',
            name='withdrawn_on',
            field=fields.DateField(null=True),
        ),
    ]
