from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.models import Model

from server.kit.store.config import APP
from server.kit.store.shape import declared
from server.wiring import MODEL_MODULES
from tests.contracts import tree

REFERENCE = ("ForeignKeyField", "OneToOneField")
# Rows that have no life without the row they belong to; every other reference holds its row fast.
SHARED_FATE = frozenset(
    {
        "action_event.action_id",
        "action_responsible.action_id",
        "agenda_concern.item_id",
        "agenda_item.negotiation_id",
        "agenda_material.item_id",
        "agenda_position.item_id",
        "agenda_template_item.template_id",
        "attendance.negotiation_id",
        "body_owner.body_id",
        "duty_legal_basis.duty_id",
        "duty_party.duty_id",
        "exemption.obligation_id",
        "former_name.organisation_id",
        "linked_evidence.obligation_id",
        "membership.account_id",
        "minutes_document.minutes_id",
        "minutes_endorsement.minutes_id",
        "negotiation_event.negotiation_id",
        "negotiation_party.negotiation_id",
        "negotiation_rule.negotiation_id",
        "obligation_bearer.obligation_id",
        "participant.negotiation_id",
        "round_agenda_item.round_id",
        "round_counterparty.round_id",
        "round_report.round_id",
        "round_rule.round_id",
        "seat.body_id",
        "session.account_id",
        "standing_span.obligation_id",
        "withheld_fulfilment.obligation_id",
    }
)

# Who wrote or keeps a row. Organisations end and are never deleted, and nobody asks for the rows
# by these columns.
UNASKED = frozenset(
    {
        "action.recorded_by_id",
        "action_event.recorded_by_id",
        "attendance.recorded_by_id",
        "body.keeper_id",
        "collaborative_area.coordinator_id",
        "duty.keeper_id",
        "decision.recorded_by_id",
        "exemption.recorded_by_id",
        "linked_evidence.recorded_by_id",
        "linked_evidence.shown_of_id",
        "negotiation.chair_id",
        "negotiation.keeper_id",
        "negotiation.secretary_id",
        "negotiation_event.organisation_id",
        "negotiation_event.recorded_by_id",
        "negotiation_round.keeper_id",
        "negotiation_round.steering_group_id",
        "participant.recorded_by_id",
        "record_proposal.asked_id",
        "record_proposal.proposed_by_id",
        "register_change.other_id",
        "round_report.body_id",
        "withholding.recorded_by_id",
    }
)


@pytest.fixture(scope="module")
def models() -> list[type[Model]]:
    Tortoise.init_models(list(MODEL_MODULES), APP)
    return [model for app in (Tortoise.apps or {}).values() for model in app.values()]


def silent_references(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """References that do not say what happens to them when their row goes."""
    for module, body in modules.items():
        for node in ast.walk(body):
            if not isinstance(node, ast.Call):
                continue
            said = {keyword.arg for keyword in node.keywords}
            if tree.spelled(node.func).endswith(REFERENCE) and "on_delete" not in said:
                yield f"{module}:{node.lineno}"


def test_every_reference_says_what_happens_when_its_row_goes() -> None:
    assert list(silent_references(tree.product())) == []


def test_a_reference_that_does_not_say_is_found() -> None:
    planted = ast.parse("x = fields.ForeignKeyField('yhdyspinta.Organisation')")
    assert list(silent_references({"planted": planted})) == ["planted:1"]


def test_only_rows_of_one_fate_go_together(models: list[type[Model]]) -> None:
    shape = declared(models)
    going = {
        f"{table}.{column}"
        for table, references in shape.references.items()
        for column, _, on_delete in references
        if on_delete != "RESTRICT"
    }
    assert going == SHARED_FATE


def test_every_reference_leads_an_index(models: list[type[Model]]) -> None:
    shape = declared(models)
    bare = [
        f"{table}.{column}"
        for table, references in shape.references.items()
        for column, _, _ in references
        if column not in {columns[0] for _, columns in shape.indexes[table]}
    ]
    assert set(bare) == UNASKED


def test_tables_are_named_after_their_models(models: list[type[Model]]) -> None:
    named = {model._meta.db_table: _snake(model.__name__) for model in models}
    assert [table for table, expected in named.items() if table != expected] == []


def test_days_end_in_on_and_instants_in_at(models: list[type[Model]]) -> None:
    endings = {"DateField": ("on", "from", "to", "day"), "DatetimeField": ("at",)}
    wrong = [
        f"{model._meta.db_table}.{name}"
        for model in models
        for name, field in model._meta.fields_map.items()
        if (allowed := endings.get(type(field).__name__)) and not name.endswith(allowed)
    ]
    assert wrong == []


def test_no_column_asks_the_machine_for_the_time(models: list[type[Model]]) -> None:
    asking = [
        f"{model._meta.db_table}.{name}"
        for model in models
        for name, field in model._meta.fields_map.items()
        if _asks(field)
    ]
    assert asking == []


def _asks(field: Any) -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removeprefix("_")
