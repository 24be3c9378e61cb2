"""Migrations of the buildings: a beginning, one that moves everything, and several bad ones."""

from __future__ import annotations

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from server.kit.store.config import APP

KEY: Any = {"generated": True, "primary_key": True, "unique": True, "db_index": True}


def _meta(table: str, **more: Any) -> dict[str, Any]:
    return {
        "table": table,
        "app": APP,
        "pk_attr": "id",
        "table_description": "Rows; moved.",
        **more,
    }


def _to_building(name: str, on_delete: OnDelete, **more: Any) -> Any:
    return fields.ForeignKeyField(
        "yhdyspinta.Building", source_field=None, related_name=name, on_delete=on_delete, **more
    )


class First(migrations.Migration):
    initial = True
    operations = [
        ops.CreateModel(
            name="Building",
            fields=[
                ("id", fields.IntField(**KEY)),
                ("town", fields.CharField(max_length=20)),
                ("code", fields.CharField(max_length=8)),
                ("name", fields.CharField(max_length=40, null=True)),
                ("note", fields.CharField(max_length=40, null=True)),
                ("permit", fields.CharField(max_length=12, unique=True)),
                ("floors", fields.IntField(null=True, db_index=True)),
                ("heating", fields.CharField(max_length=12, null=True)),
                ("part_of", _to_building("parts", OnDelete.RESTRICT, null=True)),
            ],
            options=_meta(
                "building",
                unique_together=(("town", "code"),),
                indexes=[Index(fields=["town", "name", "id"])],
            ),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Room",
            fields=[
                ("id", fields.IntField(**KEY)),
                ("building", _to_building("rooms", OnDelete.CASCADE)),
                ("label", fields.CharField(max_length=20)),
            ],
            options=_meta("room", unique_together=(("building_id", "label"),)),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Lease",
            fields=[
                ("id", fields.IntField(**KEY)),
                ("building", _to_building("leases", OnDelete.CASCADE)),
            ],
            options=_meta("lease", indexes=[Index(fields=["building_id", "id"])]),
            bases=["Model"],
        ),
    ]


class Second(migrations.Migration):
    dependencies = [(APP, "0001_move")]


class Reshaped(Second):
    """Alters, removes and adds columns of the parent, moves indexes, and tightens a reference."""

    operations = [
        ops.AlterField("Building", "name", fields.CharField(max_length=200, default="unnamed")),
        ops.RemoveField("Building", "note"),
        ops.AlterField("Building", "floors", fields.IntField(null=True)),
        ops.AlterField(
            "Building", "heating", fields.CharField(max_length=12, null=True, db_index=True)
        ),
        ops.AddField("Building", "storeys_below", fields.IntField(db_default=0)),
        ops.AlterField("Lease", "building", _to_building("leases", OnDelete.RESTRICT)),
    ]


class Extended(Second):
    operations = [
        ops.AddField(
            "Building", "owner", fields.CharField(max_length=20, null=True, db_index=True)
        ),
        ops.AddField("Building", "storeys_below", fields.IntField(db_default=0)),
        ops.AddField("Room", "twin", _to_building("twins", OnDelete.RESTRICT, null=True)),
        ops.CreateModel(
            name="Yard",
            fields=[
                ("id", fields.IntField(**KEY)),
                ("building", _to_building("yards", OnDelete.CASCADE)),
            ],
            options=_meta("yard"),
            bases=["Model"],
        ),
    ]


class Released(Second):
    """Takes an index and two unique pairs out of the models, which says that they go."""

    operations = [
        ops.RemoveIndex("Building", fields=["town", "name", "id"]),
        ops.RemoveConstraint("Building", fields=["town", "code"]),
        ops.AlterField("Building", "permit", fields.CharField(max_length=12)),
    ]


class RemovesIndexedColumn(Second):
    operations = [ops.RemoveField("Building", "name")]


class DropsTable(Second):
    operations = [ops.DeleteModel("Lease")]


class DropsTableAsSaid(DropsTable):
    gives_up = ("lease",)


async def _forget_leases(apps: Any, editor: Any) -> None:
    await editor.client.execute_query("DELETE FROM lease WHERE id = 1")


async def _rename_leases(apps: Any, editor: Any) -> None:
    await editor.client.execute_query("ALTER TABLE lease RENAME TO tenancy")


async def _drop_an_index(apps: Any, editor: Any) -> None:
    name = editor._generate_index_name_for_table("idx", "lease", ["building_id", "id"])
    await editor.client.execute_query(f'DROP INDEX "{name}"')


async def _loose_the_rooms(apps: Any, editor: Any) -> None:
    """On PostgreSQL the reference goes first: the database would not let the row go."""
    if editor.DIALECT == "postgres":
        await editor.client.execute_query("ALTER TABLE room DROP CONSTRAINT room_building_id_fkey")
    await editor.client.execute_query("UPDATE room SET building_id = 99 WHERE id = 1")


class LosesRows(Second):
    operations = [
        ops.AlterField("Building", "name", fields.CharField(max_length=99, null=True)),
        ops.RunPython(_forget_leases),
    ]


class LosesRowsAsSaid(LosesRows):
    gives_up = ("lease",)


class LosesTable(Second):
    operations = [ops.RunSQL("DROP TABLE lease")]


class MovesTable(Second):
    operations = [ops.RunPython(_rename_leases, _rename_leases)]


class LosesIndex(Second):
    operations = [ops.RunPython(_drop_an_index)]


class BreaksReference(Second):
    operations = [ops.RunPython(_loose_the_rooms)]


class Commits(Second):
    """A migration that asks to run outside a transaction, and then fails."""

    atomic = False
    operations = [
        ops.AddField("Building", "owner", fields.CharField(max_length=20, null=True)),
        ops.RunSQL("INSERT INTO nowhere VALUES (1)"),
    ]


class Triggered(Second):
    """A trigger whose body has semicolons, then a rebuild of its table."""

    operations = [
        ops.RunSQL(
            "CREATE TRIGGER kept AFTER UPDATE ON building BEGIN"
            " UPDATE room SET label = label; UPDATE room SET label = label; END;"
        ),
        ops.AlterField("Building", "name", fields.CharField(max_length=99, null=True)),
    ]
