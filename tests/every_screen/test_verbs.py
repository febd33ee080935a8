"""Copy, delete, restore, history on every screen: each by POST, each one operation, each undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from admin_config.engine.fields import fields_of
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.models.recorded import HOUSEKEEPING
from tests.every_screen.making import make
from tests.every_screen.test_form import a_field, another, as_shown
from tests.every_screen.visiting import Visit
from tests.language.page import Page
from tests.language.writing import newest_operation, nothing_changes


def values_of(record: Any, *without: str) -> dict[str, Any]:
    """Return a record's values but for its key, its keys and what the house keeps."""
    return {
        name: value
        for name, value in record.values().items()
        if name not in {*HOUSEKEEPING, *record.secret_fields, *without, "id"}
        and not name.endswith(("_key", "_ptr_id"))
    }


@pytest.mark.for_screens("copyable")
def test_copy_makes_one_record_like_it(visit: Visit) -> None:
    record = make(visit.model)
    before = visit.record_keys()
    with nothing_changes():
        assert visit.get("copy", record.pk).status_code == 405
    response = visit.post("copy", record.pk)
    assert response.status_code == 302
    made = visit.record_keys() - before
    assert len(made) == 1, [str(m) for m in response.wsgi_request._messages]  # type: ignore[attr-defined]
    copy = visit.model._base_manager.get(pk=made.pop())
    assert response.headers["Location"] == visit.address("change", copy.pk)
    assert newest_operation().kind == OperationKind.COPY
    assert visit.screen.copy is not None
    reset = set(visit.screen.copy.reset)
    own, made_of = values_of(record), values_of(copy)
    differing = {name for name in own if own[name] != made_of[name]} - reset
    fields = {field.attname: field for field in visit.model._meta.concrete_fields}
    for name in differing:
        field = fields[name]
        assert field.name in reset or _told_apart(visit, field), name


def _told_apart(visit: Visit, field: Any) -> bool:
    """Tell whether a copy must differ here: a name that only one record may have."""
    keys = [f for f in visit.model._meta.concrete_fields if getattr(f, "source", "") == field.name]
    unique = {field.name, *(key.name for key in keys)}
    return (
        field.unique
        or field.name in {along.relation for along in visit.screen.along}
        or any(key.unique for key in keys)
        or not field.editable
        or field.name not in fields_of(visit.model)
        or any(unique & set(c.fields) for c in visit.model._meta.total_unique_constraints)
    )


@pytest.mark.for_screens("writable")
def test_delete_asks_first_and_is_done_by_post_alone(visit: Visit) -> None:
    make(visit.model)
    record = make(visit.model)
    with nothing_changes():
        page = visit.page("delete", record.pk)
    assert str(record) in page.words
    form = next(form for form in page.forms if "post" in form.names)
    response = visit.post("delete", record.pk, **form.sent(reason="made by mistake"))
    assert response.status_code == 302, Page(response).words
    assert record.pk not in visit.record_keys()
    done = newest_operation()
    assert (done.kind, done.reason) == (OperationKind.DELETE, "made by mistake")
    assert LogEntry.objects.filter(operation=done, object_pk=str(record.pk)).exists()
    assert str(done.pk) in visit.client.get(reverse("console:trash")).content.decode()


@pytest.mark.for_screens("writable")
def test_delete_of_several_shows_first_and_deletes_each(visit: Visit) -> None:
    make(visit.model)
    records = [make(visit.model) for _number in range(2)]
    chosen = {"action": "delete_selected", "_selected_action": [r.pk for r in records]}
    with nothing_changes():
        response = visit.post("changelist", **chosen)
    form = next(form for form in Page(response).forms if "post" in form.names)
    assert visit.post("changelist", **form.sent()).status_code == 302
    assert not {record.pk for record in records} & visit.record_keys()
    assert Operation.objects.filter(kind=OperationKind.DELETE).count() == 1


@pytest.mark.for_screens("writable")
def test_restore_brings_the_same_record_back(visit: Visit) -> None:
    make(visit.model)
    record = make(visit.model)
    before = values_of(record)
    form = next(form for form in visit.page("delete", record.pk).forms if "post" in form.names)
    visit.post("delete", record.pk, **form.sent())
    undo = reverse("console:undo", args=(newest_operation().pk,))
    with nothing_changes():
        assert visit.client.get(undo).status_code == 200
    assert visit.client.post(undo, {"reason": "was right"}).status_code == 302
    again = visit.model._base_manager.get(pk=record.pk)
    assert values_of(again) == before
    assert newest_operation().kind == OperationKind.UNDO


@pytest.mark.for_screens("writable")
def test_history_tells_compares_and_restores(visit: Visit) -> None:
    record = make(visit.model)
    form = visit.form("change", record.pk)
    field = a_field(visit, form.values)
    value = another(record, field)
    visit.post("change", record.pk, **form.sent(**{field.name: value}))
    page = visit.page("history", record.pk)
    assert visit.who.name in page.words or visit.who.username in page.words
    versions = visit.model.history.filter(**{visit.model._meta.pk.attname: record.pk})
    newer, older = versions.order_by("-history_id")[:2]
    compared = visit.page("compare", record.pk, a=older.history_id, b=newer.history_id)
    assert as_shown(field, value) in compared.words
    with nothing_changes():
        visit.page("restore", record.pk, older.history_id)
    response = visit.post("restore", record.pk, older.history_id, reason="typo")
    assert response.status_code == 302, alerts(Page(response))
    again = visit.model._base_manager.get(pk=record.pk)
    assert getattr(again, field.name) == getattr(record, field.name)
    assert newest_operation().reason == "typo"


def alerts(page: Page) -> list[str]:
    """Return what a page warns of."""
    return re.findall(r'class="ch-note ch-bad"[^>]*>(.*?)</div>', page.html, re.DOTALL)


def test_history_of_nothing_is_not_found(visit: Visit) -> None:
    assert visit.get("history", 999_999_999).status_code == 404
