from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

# The link to a memo becomes a document of minutes under the rule of a memo. The day they were ready
# is the last day on which the record of the meeting was written: the link was there by then.
WRITTEN_ON = (
    "coalesce((SELECT max(e.recorded_on) FROM negotiation_event e WHERE e.negotiation_id = n.id"
    " AND e.kind IN ('HELD', 'CORRECTED')), n.sort_on)"
)
HAS_MEMO = "n.memo_url IS NOT NULL AND n.held_on IS NOT NULL"
MEMOS_BECOME_MINUTES = [
    "INSERT INTO minutes (negotiation_id, rule, state, drafted_on, published_on, ready_on, is_public,"
    f" revision) SELECT n.id, 'MEMO', 'READY', {WRITTEN_ON}, {WRITTEN_ON}, {WRITTEN_ON}, TRUE, 1"
    f" FROM negotiation n WHERE {HAS_MEMO}",
    "INSERT INTO minutes_document (minutes_id, place, is_annex, url)"
    " SELECT m.id, 0, FALSE, n.memo_url FROM minutes m"
    f" JOIN negotiation n ON n.id = m.negotiation_id WHERE {HAS_MEMO}",
    "UPDATE negotiation SET minutes_on ="
    " (SELECT m.ready_on FROM minutes m WHERE m.negotiation_id = negotiation.id)",
]
MINUTES_BECOME_MEMOS = [
    "UPDATE negotiation SET memo_url = (SELECT d.url FROM minutes_document d"
    " JOIN minutes m ON m.id = d.minutes_id WHERE m.negotiation_id = negotiation.id"
    " AND m.is_public ORDER BY d.place, d.id LIMIT 1)",
]


class Migration(migrations.Migration):
    dependencies = [('yhdyspinta', '0005_negotiations')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Action',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('origin_type', fields.CharField(max_length=32)),
                ('origin_id', fields.IntField()),
                ('item_id', fields.IntField(null=True)),
                ('title_fi', fields.CharField(null=True, max_length=300)),
                ('title_sv', fields.CharField(null=True, max_length=300)),
                ('title_en', fields.CharField(null=True, max_length=300)),
                ('topic', fields.CharField(max_length=40)),
                ('note', fields.CharField(null=True, max_length=4000)),
                ('agreed_on', fields.DateField()),
                ('due_on', fields.DateField(null=True)),
                ('due_precision', fields.CharField(null=True, max_length=5)),
                ('due_last_day', fields.DateField(null=True)),
                ('due_soon_from', fields.DateField(null=True)),
                ('due_sort_on', fields.DateField()),
                ('done_on', fields.DateField(null=True)),
                ('dropped_on', fields.DateField(null=True)),
                ('drop_reason', fields.CharField(null=True, max_length=4000)),
                ('evidence_title', fields.CharField(null=True, max_length=300)),
                ('evidence_url', fields.CharField(null=True, max_length=1000)),
                ('evidence_dated_on', fields.DateField(null=True)),
                ('evidence_precision', fields.CharField(null=True, max_length=5)),
                ('is_public', fields.BooleanField(default=False)),
                ('recorded_by', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='recorded_by_id', db_constraint=True, to_field='id', related_name='recorded_actions', on_delete=OnDelete.RESTRICT)),
                ('demonstration', fields.BooleanField(default=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'action', 'app': 'yhdyspinta', 'indexes': [Index(fields=['origin_type', 'origin_id', 'due_sort_on', 'id']), Index(fields=['due_sort_on', 'id'])], 'pk_attr': 'id', 'table_description': 'Something agreed to be done. ``origin_type`` and ``origin_id`` name where it was agreed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ActionEvent',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('action', fields.ForeignKeyField('yhdyspinta.Action', source_field='action_id', db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=12)),
                ('on', fields.DateField()),
                ('recorded_by', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='recorded_by_id', db_constraint=True, to_field='id', related_name='recorded_action_events', on_delete=OnDelete.RESTRICT)),
                ('recorded_on', fields.DateField()),
                ('recorded_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('note', fields.CharField(null=True, max_length=4000)),
            ],
            options={'table': 'action_event', 'app': 'yhdyspinta', 'indexes': [Index(fields=['action_id', 'on', 'id'])], 'pk_attr': 'id', 'table_description': 'A dated fact in the life of an agreed action; ``note`` is the reason given.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ActionResponsible',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('action', fields.ForeignKeyField('yhdyspinta.Action', source_field='action_id', db_constraint=True, to_field='id', related_name='responsible', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='agreed_actions', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'action_responsible', 'app': 'yhdyspinta', 'unique_together': (('action_id', 'organisation_id'),), 'indexes': [Index(fields=['organisation_id', 'action_id'])], 'pk_attr': 'id', 'table_description': 'An organisation that is responsible for an agreed action.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('negotiation', fields.ForeignKeyField('yhdyspinta.Negotiation', source_field='negotiation_id', db_constraint=True, to_field='id', related_name='agenda', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('title_fi', fields.CharField(null=True, max_length=300)),
                ('title_sv', fields.CharField(null=True, max_length=300)),
                ('title_en', fields.CharField(null=True, max_length=300)),
                ('topic', fields.CharField(max_length=40)),
                ('legal_basis', fields.CharField(null=True, max_length=300)),
                ('result_fi', fields.CharField(null=True, max_length=4000)),
                ('result_sv', fields.CharField(null=True, max_length=4000)),
                ('result_en', fields.CharField(null=True, max_length=4000)),
                ('is_public', fields.BooleanField(default=False)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'agenda_item', 'app': 'yhdyspinta', 'indexes': [Index(fields=['negotiation_id', 'number', 'id'])], 'pk_attr': 'id', 'table_description': "One item of a negotiation's agenda; ``result`` is what the parties came to."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaConcern',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('item', fields.ForeignKeyField('yhdyspinta.AgendaItem', source_field='item_id', db_constraint=True, to_field='id', related_name='concerns', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=32)),
                ('ref_id', fields.IntField()),
            ],
            options={'table': 'agenda_concern', 'app': 'yhdyspinta', 'unique_together': (('item_id', 'kind', 'ref_id'),), 'indexes': [Index(fields=['item_id', 'id']), Index(fields=['kind', 'ref_id', 'id'])], 'pk_attr': 'id', 'table_description': 'A record of another domain that an item concerns, by its type and id.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaMaterial',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('item', fields.ForeignKeyField('yhdyspinta.AgendaItem', source_field='item_id', db_constraint=True, to_field='id', related_name='materials', on_delete=OnDelete.CASCADE)),
                ('place', fields.IntField()),
                ('title', fields.CharField(max_length=300)),
                ('url', fields.CharField(max_length=1000)),
                ('language', fields.CharField(null=True, max_length=2)),
            ],
            options={'table': 'agenda_material', 'app': 'yhdyspinta', 'indexes': [Index(fields=['item_id', 'place', 'id'])], 'pk_attr': 'id', 'table_description': 'A document to read for an item.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaPosition',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('item', fields.ForeignKeyField('yhdyspinta.AgendaItem', source_field='item_id', db_constraint=True, to_field='id', related_name='positions', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='agenda_positions', on_delete=OnDelete.RESTRICT)),
                ('text', fields.CharField(max_length=4000)),
                ('stated_on', fields.DateField()),
                ('sort_fi', fields.CharField(max_length=200)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'agenda_position', 'app': 'yhdyspinta', 'unique_together': (('item_id', 'organisation_id'),), 'indexes': [Index(fields=['item_id', 'sort_fi', 'id']), Index(fields=['organisation_id', 'item_id'])], 'pk_attr': 'id', 'table_description': 'What a party holds of an item; each party writes its own.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaTemplate',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(unique=True, max_length=40)),
                ('title_fi', fields.CharField(null=True, max_length=300)),
                ('title_sv', fields.CharField(null=True, max_length=300)),
                ('title_en', fields.CharField(null=True, max_length=300)),
                ('place', fields.IntField()),
            ],
            options={'table': 'agenda_template', 'app': 'yhdyspinta', 'indexes': [Index(fields=['place', 'id'])], 'pk_attr': 'id', 'table_description': 'A list of items that agendas can be begun from; it comes with the product.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaTemplateItem',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('template', fields.ForeignKeyField('yhdyspinta.AgendaTemplate', source_field='template_id', db_constraint=True, to_field='id', related_name='items', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('title_fi', fields.CharField(null=True, max_length=300)),
                ('title_sv', fields.CharField(null=True, max_length=300)),
                ('title_en', fields.CharField(null=True, max_length=300)),
                ('topic', fields.CharField(max_length=40)),
                ('legal_basis', fields.CharField(null=True, max_length=300)),
            ],
            options={'table': 'agenda_template_item', 'app': 'yhdyspinta', 'unique_together': (('template_id', 'number'),), 'indexes': [Index(fields=['template_id', 'number', 'id'])], 'pk_attr': 'id', 'table_description': 'One item of a template, in its order.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Decision',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('subject_type', fields.CharField(max_length=32)),
                ('subject_id', fields.IntField()),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='decisions', on_delete=OnDelete.RESTRICT)),
                ('body', fields.ForeignKeyField('yhdyspinta.Body', source_field='body_id', null=True, db_constraint=True, to_field='id', related_name='decisions', on_delete=OnDelete.RESTRICT)),
                ('body_name', fields.CharField(null=True, max_length=300)),
                ('official', fields.CharField(null=True, max_length=300)),
                ('decided_on', fields.DateField()),
                ('decided_precision', fields.CharField(max_length=5)),
                ('agenda_item', fields.CharField(null=True, max_length=40)),
                ('section', fields.CharField(null=True, max_length=40)),
                ('case_number', fields.CharField(null=True, max_length=120)),
                ('case_key', fields.CharField(null=True, max_length=120)),
                ('outcome', fields.CharField(null=True, max_length=32)),
                ('publication', fields.CharField(max_length=16)),
                ('finality', fields.CharField(null=True, max_length=16)),
                ('finality_on', fields.DateField(null=True)),
                ('url_fi', fields.CharField(null=True, max_length=1000)),
                ('url_sv', fields.CharField(null=True, max_length=1000)),
                ('url_en', fields.CharField(null=True, max_length=1000)),
                ('note', fields.CharField(null=True, max_length=4000)),
                ('recorded_by', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='recorded_by_id', db_constraint=True, to_field='id', related_name='recorded_decisions', on_delete=OnDelete.RESTRICT)),
                ('recorded_on', fields.DateField()),
                ('provenance', fields.CharField(max_length=12)),
                ('confirmed_on', fields.DateField(null=True)),
                ('disputed_on', fields.DateField(null=True)),
                ('dispute_reason', fields.CharField(null=True, max_length=4000)),
                ('dispute_withdrawn_on', fields.DateField(null=True)),
                ('withdrawn_on', fields.DateField(null=True)),
                ('withdraw_reason', fields.CharField(null=True, max_length=4000)),
                ('is_public', fields.BooleanField(default=False)),
                ('demonstration', fields.BooleanField(default=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'decision', 'app': 'yhdyspinta', 'indexes': [Index(fields=['subject_type', 'subject_id', 'decided_on', 'id']), Index(fields=['organisation_id', 'decided_on', 'id']), Index(fields=['body_id', 'decided_on', 'id']), Index(fields=['case_key', 'decided_on', 'id']), Index(fields=['decided_on', 'id'])], 'pk_attr': 'id', 'table_description': 'What a body or an official of an organisation decided on a record of some domain.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Minutes',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('negotiation', fields.OneToOneField('yhdyspinta.Negotiation', source_field='negotiation_id', db_constraint=True, to_field='id', related_name='minutes', on_delete=OnDelete.RESTRICT)),
                ('rule', fields.CharField(max_length=8)),
                ('state', fields.CharField(max_length=20)),
                ('dated_on', fields.DateField(null=True)),
                ('case_number', fields.CharField(null=True, max_length=120)),
                ('drafted_on', fields.DateField()),
                ('published_on', fields.DateField(null=True)),
                ('ready_on', fields.DateField(null=True)),
                ('is_public', fields.BooleanField(default=False)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'minutes', 'app': 'yhdyspinta', 'pk_attr': 'id', 'table_description': 'The minutes of a negotiation under their own rule. ``state`` is computed and stored.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MinutesDocument',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('minutes', fields.ForeignKeyField('yhdyspinta.Minutes', source_field='minutes_id', db_constraint=True, to_field='id', related_name='documents', on_delete=OnDelete.CASCADE)),
                ('place', fields.IntField()),
                ('is_annex', fields.BooleanField(default=False)),
                ('title', fields.CharField(null=True, max_length=300)),
                ('url', fields.CharField(max_length=1000)),
                ('language', fields.CharField(null=True, max_length=2)),
                ('sha256', fields.CharField(null=True, max_length=64)),
            ],
            options={'table': 'minutes_document', 'app': 'yhdyspinta', 'indexes': [Index(fields=['minutes_id', 'place', 'id'])], 'pk_attr': 'id', 'table_description': 'A language version of the minutes, or an annex to them, where it can be read.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MinutesEndorsement',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('minutes', fields.ForeignKeyField('yhdyspinta.Minutes', source_field='minutes_id', db_constraint=True, to_field='id', related_name='endorsements', on_delete=OnDelete.CASCADE)),
                ('organisation', fields.ForeignKeyField('yhdyspinta.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='minutes_endorsements', on_delete=OnDelete.RESTRICT)),
                ('role', fields.CharField(null=True, max_length=200)),
                ('place', fields.IntField()),
                ('endorsed_on', fields.DateField(null=True)),
            ],
            options={'table': 'minutes_endorsement', 'app': 'yhdyspinta', 'indexes': [Index(fields=['minutes_id', 'place', 'id']), Index(fields=['organisation_id', 'minutes_id'])], 'pk_attr': 'id', 'table_description': "A check by a named role, or the approval of a party, that the minutes' rule asks for."},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Negotiation',
            name='followed_up_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Negotiation',
            name='minutes_on',
            field=fields.DateField(null=True),
        ),
        ops.RunSQL(MEMOS_BECOME_MINUTES, reverse_sql=MINUTES_BECOME_MEMOS),
        ops.RemoveField(model_name='Negotiation', name='memo_url'),
    ]
