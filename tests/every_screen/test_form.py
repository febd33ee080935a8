"""The form of every screen: adds, changes, refuses at the field, overwrites nobody, saves once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import models

from admin_config.engine.fields import fields_of
from admin_config.engine.forms.layout import names_in
from erp.foundation.models import LogEntry, Operation, OperationKind
from tests.every_screen.making import make
from tests.every_screen.visiting import Visit
from tests.language.page import Page
from tests.language.writing import newest_operation, nothing_changes

pytestmark = pytest.mark.for_screens("writable")


_NUMBERS = (models.DecimalField, models.IntegerField)
#: What is filed as more than the making of a record.
_FILED_AS = {"staff.invitation": OperationKind.INVITATION}


def a_field(visit: Visit, typed: dict[str, Any]) -> Any:
    """Return a field that can be changed freely: a text by preference, else a number, a day.

    A record that holds nothing else has a link or relations.
    """
    known = fields_of(visit.model)
    named = [name for name in names_in(visit.screen) if name in typed and name in known]
    texts = [
        known[name].field
        for name in named
        if type(known[name].field) in {models.CharField, models.TextField}
        and not known[name].field.flatchoices
    ]
    loose = [field for field in texts if not field.validators[1:]]
    plain = [field for field in loose if field.name in {"note", "remarks", "name"}]
    numbers = [known[n].field for n in named if isinstance(known[n].field, _NUMBERS)]
    days = [known[n].field for n in named if type(known[n].field) is models.DateField]
    links = [known[n].field for n in named if type(known[n].field) is models.URLField]
    relations = [known[n].field for n in named if known[n].field.many_to_one]
    fits = [*plain, *loose, *texts, *numbers, *days, *links, *relations]
    assert fits, "nothing on this form can be changed freely"
    return fits[0]


def another(record: Any, field: Any, number: int = 1) -> Any:
    """Return another value of a field, as long as the present one; a different one a number.

    Numbers rise by it, days go so many days on; a relation leads to a record made for it.
    """
    present = getattr(record, field.attname)
    if isinstance(field, _NUMBERS):
        return (present or 0) + number
    if isinstance(field, models.DateField):
        return (present or dt.date(2026, 2, 27)) + dt.timedelta(days=number)
    if field.many_to_one:
        return make(field.related_model).pk
    text = str(present or "Abc")
    longer = text if len(text) < (field.max_length or 99) else text[:-1]
    return f"{longer}{'XYZ'[number]}"


def as_shown(field: Any, value: Any) -> str:
    """Return a value as pages show it: numbers without the zeros that say nothing, names."""
    if field.many_to_one:
        return str(field.related_model._base_manager.get(pk=value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def errors_in(page: Page) -> str:
    """Return what the page says is wrong, for the message of a failing test."""
    return page.words[:3000]


def test_form_adds_what_was_typed(visit: Visit) -> None:
    typed = visit.typed_for_new()
    before = visit.record_keys()
    response = visit.post("add", **typed)
    assert response.status_code == 302, errors_in(Page(response))
    made = visit.record_keys() - before
    assert len(made) == 1
    done = newest_operation()
    assert done.kind == _FILED_AS.get(visit.screen.label, OperationKind.CREATE)
    assert done.actor_id == visit.who.pk
    entry = LogEntry.objects.filter(operation=done, object_pk=str(made.pop()))
    assert entry.filter(
        content_type__model=visit.model._meta.concrete_model._meta.model_name
    ).exists()


def test_form_posted_twice_adds_one_record(visit: Visit) -> None:
    typed = visit.typed_for_new()
    before = visit.record_keys()
    assert visit.post("add", **typed).status_code == 302
    again = visit.post("add", **typed)
    assert again.status_code == 302
    assert len(visit.record_keys() - before) == 1


def test_form_insists_on_required_fields_and_changes_nothing(visit: Visit) -> None:
    empty = visit.form("add")
    known = fields_of(visit.model)
    needed = [
        name
        for name in names_in(visit.screen)
        if name in empty.names and name in empty.required and known[name].editable
    ]
    assert needed, "nothing on this form is required"
    with nothing_changes():
        response = visit.post("add", **empty.sent(**dict.fromkeys(needed, "")))
    assert response.status_code == 200
    page = Page(response)
    for name in needed:
        assert page.html.count(f'id="id_{name}"') >= 1
        assert _is_marked_wrong(page, name), f"{name}: {errors_in(page)}"


def _is_marked_wrong(page: Page, name: str) -> bool:
    return f'id="id_{name}_error"' in page.html


def test_form_changes_what_was_typed(visit: Visit) -> None:
    record = make(visit.model)
    form = visit.form("change", record.pk)
    field = a_field(visit, form.values)
    value = another(record, field)
    response = visit.post("change", record.pk, **form.sent(**{field.name: value}))
    assert response.status_code == 302, errors_in(Page(response))
    again = visit.model._base_manager.get(pk=record.pk)
    assert getattr(again, field.attname) == value
    assert again.version == record.version + 1
    done = newest_operation()
    assert done.kind == OperationKind.CHANGE
    entry = LogEntry.objects.get(operation=done, object_pk=str(record.pk))
    assert entry.changes[field.name][1] == str(getattr(again, field.attname))


def test_form_saved_as_it_is_changes_nothing(visit: Visit) -> None:
    record = make(visit.model)
    form = visit.form("change", record.pk)
    with nothing_changes():
        response = visit.post("change", record.pk, **form.sent())
    assert response.status_code == 302, errors_in(Page(response))


def test_form_overwrites_nobody(visit: Visit) -> None:
    record = make(visit.model)
    mine, theirs = visit.form("change", record.pk), visit.form("change", record.pk)
    field = a_field(visit, mine.values)
    saved, refused = another(record, field, 1), another(record, field, 2)
    typed = theirs.sent(**{field.name: saved})
    assert visit.post("change", record.pk, **typed).status_code == 302
    with nothing_changes():
        response = visit.post("change", record.pk, **mine.sent(**{field.name: refused}))
    assert response.status_code == 200
    page = Page(response)
    assert "Somebody else saved this meanwhile" in page.words
    assert as_shown(field, saved) in page.words, "the page does not show what the other one saved"
    shown = page.form(f"{visit.model._meta.model_name}_form").values[field.name]
    assert [field.to_python(text) for text in shown] == [refused]


def test_form_of_what_is_not_there_leads_away(visit: Visit) -> None:
    operations = Operation.objects.count()
    response = visit.get("change", 999_999_999)
    assert response.status_code in {302, 404}
    assert Operation.objects.count() == operations
