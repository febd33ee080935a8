"""Two records of every screen that offers it become one, and two again, with all that follows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models

from erp.foundation.actor import Actor
from erp.foundation.models.merged_record import successor_of
from erp.foundation.search import search
from erp.foundation.services.moving import pointing_to
from erp.foundation.services.undo import undo_operation
from tests.every_screen.making import NoFactory, make, make_many
from tests.every_screen.test_verbs import values_of
from tests.every_screen.visiting import Visit
from tests.language.writing import everything_recorded, newest_operation, nothing_changes

pytestmark = pytest.mark.for_screens("merging")


def made_for(model: Any, record: Any) -> list[tuple[Any, str]]:
    """Make one record of each kind that points to this one; return them with the column."""
    found = []
    for kind, relations in pointing_to(model._meta.concrete_model):
        stored = next(r for r in relations if r.name not in getattr(kind, "derived_fields", ()))
        if isinstance(stored, models.OneToOneField) or not stored.editable:
            continue
        try:
            made = make(kind, **{stored.name: record})
        except NoFactory:
            continue
        found.append((made, stored.attname))
    return found


def _stored(rows: dict[str, list[Any]]) -> dict[str, int]:
    return {label: len(found) for label, found in rows.items() if label != "entries"}


def test_two_become_one_and_two_again(visit: Visit) -> None:
    stays, goes = make_many(visit.model, 2)
    pointing = made_for(visit.model, visit.model._base_manager.get(pk=goes.pk))
    before = _stored(everything_recorded())
    was = [values_of(visit.model._base_manager.get(pk=one.pk)) for one in (stays, goes)]
    chosen = {"action": "merge_selected", ACTION_CHECKBOX_NAME: [stays.pk, goes.pk], "index": "0"}
    with nothing_changes():
        asked = visit.post("changelist", **chosen)
        page: Any = visit.client.get(asked.headers["Location"])
    assert page.status_code == 200
    assert (page.context["mistake"], page.context["refused"]) == ("", [])
    sent = {f"seen-{r.pk}": r.version for r, _address, _choose in page.context["records"]}
    sent |= {"merge": "1", "_form_token": page.context["form_token"]}
    done = visit.client.post(asked.headers["Location"], sent)
    assert done.status_code == 302, done.context and done.context["mistake"]
    assert goes.pk not in visit.record_keys()
    for record, column in pointing:
        kept = type(record)._base_manager.filter(pk=record.pk).values_list(column, flat=True)
        assert list(kept) in ([stays.pk], []), record
    assert successor_of(visit.model, goes.pk) == stays.pk
    old = visit.get("change", goes.pk)
    assert old.headers["Location"] == visit.address("change", stays.pk)
    if visit.model.search_fields:
        rows = visit.model._base_manager.all()
        words = str(getattr(goes, visit.model.search_fields[0]))
        assert stays.pk in search(rows, words, limit=20)
    undone = undo_operation(newest_operation(), by=Actor.person(visit.who))
    assert undone.kept == []
    again = [values_of(visit.model._base_manager.get(pk=one.pk)) for one in (stays, goes)]
    assert again == was
    for record, column in pointing:
        kept = type(record)._base_manager.filter(pk=record.pk).values_list(column, flat=True)
        assert list(kept) == [goes.pk], record
    assert _stored(everything_recorded()) == before


def test_who_may_not_delete_may_not_merge(visit: Visit, auditor: Any) -> None:
    stays, goes = make_many(visit.model, 2)
    address = f"{visit.address('merge')}?key={stays.pk}&key={goes.pk}"
    other = Visit(visit.screen, auditor)
    with nothing_changes():
        assert other.client.get(address).status_code == 403
        assert other.client.post(address, {"merge": "1"}).status_code == 403
