"""Records of every screen changed together: checked without a trace, done as one, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models

from admin_config.engine.bulk.offered import bulk_names
from admin_config.engine.fields import fields_of
from admin_config.models import BulkOutcome, BulkRun, BulkState
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind, SeveralChoicesField
from erp.foundation.services.undo import undo_operation
from tests.every_screen.making import make, make_many
from tests.every_screen.test_verbs import values_of
from tests.every_screen.visiting import Visit
from tests.language.writing import newest_operation, nothing_changes

pytestmark = pytest.mark.for_screens("together")


def chosen(visit: Visit, records: list[Any]) -> BulkRun:
    """Choose records in the list."""
    keys = [str(record.pk) for record in records]
    response = visit.post(
        "changelist", **{"action": "bulk_edit", ACTION_CHECKBOX_NAME: keys, "index": "0"}
    )
    run = BulkRun.objects.latest("pk")
    assert response.headers["Location"] == visit.address("bulk_run", run.pk)
    return run


def proposals(visit: Visit) -> Iterator[tuple[str, Any]]:
    """Yield fields with a value that records made by a factory do not have."""
    known = fields_of(visit.model)
    fields = [known[name].field for name in bulk_names(visit.screen)]
    for field in fields:
        if isinstance(field, models.CharField | models.TextField) and not field.flatchoices:
            yield field.name, "Z" if (field.max_length or 99) < 9 else "Together"
    for field in fields:
        if isinstance(field, models.IntegerField | models.DecimalField):
            yield field.name, "7"
        elif isinstance(field, models.DateField):
            yield field.name, "2031-02-03"
        elif isinstance(field, models.BooleanField):
            yield field.name, ""
        elif isinstance(field, SeveralChoicesField):
            yield field.name, field.codes[-1]
        elif getattr(field, "flatchoices", None):
            yield from ((field.name, str(value)) for value, _label in field.flatchoices if value)
        elif isinstance(field, models.ForeignKey):
            yield field.name, str(make(field.related_model).pk)


def ready(visit: Visit, run: BulkRun) -> str:
    """Ask for one field after the other until both records would change; return its name."""
    for name, value in proposals(visit):
        with nothing_changes():
            visit.post("bulk_run", run.pk, **{f"way-{name}": "set", f"to-{name}": value})
        run.refresh_from_db()
        if run.count(BulkOutcome.READY) == 2:
            return name
    raise AssertionError("no field of the form can be changed for two records")


def test_records_are_changed_together_and_taken_back(visit: Visit) -> None:
    records = make_many(visit.model, 2)
    run = chosen(visit, records)
    name = ready(visit, run)
    before = [values_of(visit.model._base_manager.get(pk=record.pk)) for record in records]
    assert visit.post("bulk_begin", run.pk).status_code == 302
    run.refresh_from_db()
    assert (run.state, run.counts) == (BulkState.DONE, {BulkOutcome.DONE: 2})
    after = [visit.model._base_manager.get(pk=record.pk) for record in records]
    column = visit.model._meta.get_field(name).attname
    assert len({getattr(record, column) for record in after}) == 1
    assert all(b[column] != getattr(a, column) for b, a in zip(before, after, strict=True))
    done = newest_operation()
    assert done.kind == OperationKind.CHANGE
    assert (done.part_of_id, done.records >= 2) == (run.operation_id, True)
    assert visit.get("bulk_outcome", run.pk, "csv").status_code == 200
    undo_operation(done.part_of, by=Actor.person(visit.who))  # type: ignore[arg-type]
    again = [values_of(visit.model._base_manager.get(pk=record.pk)) for record in records]
    assert again == before


def test_a_set_of_somebody_else_does_not_exist(visit: Visit, stranger: Any) -> None:
    run = chosen(visit, make_many(visit.model, 1))
    other = Visit(visit.screen, stranger)
    with nothing_changes():
        for page in ("bulk_run", "bulk_begin", "bulk_go_on", "bulk_end"):
            assert other.post(page, run.pk).status_code in {302, 403, 404}
    run.refresh_from_db()
    assert run.state == BulkState.CHOSEN
