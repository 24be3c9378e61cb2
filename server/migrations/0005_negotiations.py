from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0004_register')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Participant',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('negotiation', fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='negotiation_id', db_constraint=True, to_field='id', related_name='participants', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='participants', on_delete=OnDelete.RESTRICT)),
                ('role', fields.CharField(max_length=200)),
                ('from_time', fields.CharField(null=True, max_length=5)),
                ('until_time', fields.CharField(null=True, max_length=5)),
                ('recorded_by', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='recorded_by_id', db_constraint=True, to_field='id', related_name='recorded_participants', on_delete=OnDelete.RESTRICT)),
                ('sort_fi', fields.CharField(max_length=200)),
            ],
            options={'table': 'participant', 'app': 'yhdyspinta', 'indexes': [Index(fields=['negotiation_id', 'sort_fi', 'id']), Index(fields=['organisation_id', 'negotiation_id'])], 'pk_attr': 'id', 'table_description': 'Someone who took part for a party, by role and never by name, from a time to a time.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RecordProposal',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=8)),
                ('negotiation', fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='negotiation_id', db_constraint=True, to_field='id', related_name='proposals', on_delete=OnDelete.RESTRICT)),
                ('into', fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='into_id', null=True, db_constraint=True, to_field='id', related_name='proposals_into', on_delete=OnDelete.RESTRICT)),
                ('asked', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='asked_id', db_constraint=True, to_field='id', related_name='proposals_asked', on_delete=OnDelete.RESTRICT)),
                ('proposed_by', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='proposed_by_id', db_constraint=True, to_field='id', related_name='proposals_made', on_delete=OnDelete.RESTRICT)),
                ('proposed_on', fields.DateField()),
                ('settled_on', fields.DateField(null=True)),
                ('accepted', fields.BooleanField(null=True)),
            ],
            options={'table': 'record_proposal', 'app': 'yhdyspinta', 'indexes': [Index(fields=['negotiation_id', 'proposed_on', 'id']), Index(fields=['into_id', 'proposed_on', 'id'])], 'pk_attr': 'id', 'table_description': 'A merge of two records or a handover of one, put to another organisation for acceptance.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RoundAgendaItem',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('round', fields.ForeignKeyField('yhdyspinta.NegotiationRound', source_field='round_id', db_constraint=True, to_field='id', related_name='agenda', on_delete=OnDelete.CASCADE)),
                ('place', fields.IntField()),
                ('title_fi', fields.CharField(null=True, max_length=300)),
                ('title_sv', fields.CharField(null=True, max_length=300)),
                ('title_en', fields.CharField(null=True, max_length=300)),
                ('topic', fields.CharField(null=True, max_length=40)),
                ('legal_reference', fields.CharField(null=True, max_length=300)),
            ],
            options={'table': 'round_agenda_item', 'app': 'yhdyspinta', 'indexes': [Index(fields=['round_id', 'place', 'id'])], 'pk_attr': 'id', 'table_description': "A point of the agenda that the round's new negotiations open with, in the order of places."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RoundReport',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('round', fields.ForeignKeyField('yhdyspinta.NegotiationRound', source_field='round_id', db_constraint=True, to_field='id', related_name='reports', on_delete=OnDelete.CASCADE)),
                ('body', fields.ForeignKeyField('yhdyspinta.Body', source_field='body_id', db_constraint=True, to_field='id', related_name='round_reports', on_delete=OnDelete.RESTRICT)),
                ('on', fields.DateField()),
                ('section', fields.CharField(null=True, max_length=40)),
                ('url', fields.CharField(null=True, max_length=1000)),
            ],
            options={'table': 'round_report', 'app': 'yhdyspinta', 'indexes': [Index(fields=['round_id', 'on', 'id'])], 'pk_attr': 'id', 'table_description': 'A report on a round to a body: the day it was handled, the section and a link.'},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Negotiation',
            options={'table': 'negotiation', 'app': 'yhdyspinta', 'indexes': [Index(fields=['county_id', 'sort_on', 'id']), Index(fields=['merged_into_id', 'id']), Index(fields=['round_id', 'sort_on', 'id']), Index(fields=['sort_on', 'id'])], 'pk_attr': 'id', 'table_description': 'One meeting of two or more organisations, from plan to record.'},
        ),
        ops.AlterField(
            model_name='Negotiation',
            name='county',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='county_id', null=True, db_constraint=True, to_field='id', related_name='negotiations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='chair',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='chair_id', null=True, db_constraint=True, to_field='id', related_name='chaired_negotiations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='chair_role',
            field=fields.CharField(null=True, max_length=200),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='ended_time',
            field=fields.CharField(null=True, max_length=5),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='merged_into',
            field=fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='merged_into_id', null=True, db_constraint=True, to_field='id', related_name='twins', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='opened_time',
            field=fields.CharField(null=True, max_length=5),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='secretary',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='secretary_id', null=True, db_constraint=True, to_field='id', related_name='minuted_negotiations', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='secretary_role',
            field=fields.CharField(null=True, max_length=200),
        ),
        ops.AddIndex(
            model_name='Negotiation',
            index=Index(fields=['merged_into_id', 'id']),
        ),
        ops.AlterModelOptions(
            name='NegotiationRound',
            options={'table': 'negotiation_round', 'app': 'yhdyspinta', 'indexes': [Index(fields=['county_id', 'starts_on', 'id']), Index(fields=['starts_on', 'id'])], 'pk_attr': 'id', 'table_description': "A campaign of negotiations in a period: a county's, or the ministries' with all organisers."},
        ),
        ops.AlterField(
            model_name='NegotiationRound',
            name='county',
            field=fields.ForeignKeyField('yhdyspinta.Organisation', source_field='county_id', null=True, db_constraint=True, to_field='id', related_name='rounds', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='cancel_reason',
            field=fields.CharField(null=True, max_length=4000),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='cancelled_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='closed_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='kickoff_audience',
            field=fields.CharField(null=True, max_length=300),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='kickoff_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='kind',
            field=fields.CharField(default='COUNTY_MUNICIPALITY', max_length=24),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='legal_basis',
            field=fields.CharField(null=True, max_length=300),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='objective_baseline',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='objective_en',
            field=fields.CharField(null=True, max_length=4000),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='objective_fi',
            field=fields.CharField(null=True, max_length=4000),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='objective_sv',
            field=fields.CharField(null=True, max_length=4000),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='objective_target',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='objective_unit',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='NegotiationRound',
            name='steering_group',
            field=fields.ForeignKeyField('yhdyspinta.Body', source_field='steering_group_id', null=True, db_constraint=True, to_field='id', related_name='steered_rounds', on_delete=OnDelete.RESTRICT),
        ),
        ops.AlterModelOptions(
            name='RoundCounterparty',
            options={'table': 'round_counterparty', 'app': 'yhdyspinta', 'unique_together': (('round_id', 'organisation_id'),), 'indexes': [Index(fields=['round_id', 'sort_fi', 'id']), Index(fields=['organisation_id', 'id'])], 'pk_attr': 'id', 'table_description': 'An organisation that a round sets out to negotiate with.'},
        ),
    ]
