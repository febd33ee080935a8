"""Several choices in the form: ticked, kept as a draft, compared with what another saved, told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from admin_config.engine.forms.lines.column import Column, kind_of
from admin_config.engine.forms.several import SeveralTicks
from erp.foundation.models import LogEntry, SeveralChoicesField
from erp.staff.models import User
from tests.admin_config.drafts.test_drafts import keep
from tests.admin_config.forms.conftest import ADD, change_page
from tests.admin_config.forms.posting import opened, values_of
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def with_features(toy: Toy, *codes: str) -> Toy:
    """Return the toy after somebody else chose these."""
    with as_the_house():
        toy.features = codes
        toy.save()
    return Toy.objects.get()


def test_ticks_stand_in_a_named_group_each_with_its_label(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    with_features(toy, "light", "water")
    html = sign_in(manager).get(change_page(toy)).content.decode()
    group = re.search(r'<div class="sv-all" role="group"[^>]*>.*?</div>', html, re.DOTALL)
    assert group is not None
    assert 'aria-label="Features"' in group[0].split(">")[0]
    assert 'id="id_features"' in group[0].split(">")[0]
    rows = re.findall(r'for="([^"]+)"><input type="checkbox" name="features" value="(\w+)" '
                      r'id="([^"]+)"( checked)?> <span>([^<]+)</span>', group[0])  # fmt: skip
    assert [(value, bool(ticked), label) for _for, value, _id, ticked, label in rows] == [
        ("battery", False, "Runs on batteries"),
        ("light", True, "Lights up"),
        ("sound", False, "Makes noise"),
        ("water", True, "May get wet"),
    ]
    assert all(pointed == own for pointed, _v, own, _t, _l in rows)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (["water", "battery"], "battery,water"),
        ("sound", "sound"),
        ("water, Lights Up", "light,water"),
        ([], ""),
        (None, ""),
    ],
)
def test_what_is_ticked_is_stored_in_order(
    manager: User, toy: Toy, sign_in: SignIn, sent: Any, stored: str
) -> None:
    with_features(toy, "light", "sound")
    client = sign_in(manager)
    values = opened(client, change_page(toy))
    assert values["features"] == ["light", "sound"]
    del values["features"]
    typed = values if sent is None else values | {"features": sent}
    assert client.post(change_page(toy), typed).status_code == 302
    assert Toy.objects.get().features == stored
    entry = LogEntry.objects.filter(operation=newest_operation(), object_pk=str(toy.pk)).get()
    assert entry.changes["features"] == ["light,sound", stored]


def test_an_unknown_choice_is_refused_by_its_name(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, change_page(toy)) | {"features": ["light", "wings"]}
    with nothing_changes():
        page = client.post(change_page(toy), values).content.decode()
    assert "Select a valid choice. wings is not one of the available choices." in page
    assert 'id="id_features_error"' in page
    assert page.count('aria-invalid="true"') == 4
    assert values_of(page)["features"] == "light"


def test_a_required_field_wants_one_at_least() -> None:
    field = SeveralChoicesField("features", choices=[("a", "A"), ("b", "B")]).formfield()
    with pytest.raises(Exception, match="This field is required"):
        field.clean([])
    assert field.clean(["b"]) == "b"
    optional = SeveralChoicesField(choices=[("a", "A")], null=True, blank=True).formfield()
    assert optional.clean([]) is None
    optional.nothing = ""
    assert optional.clean([]) == ""
    assert not optional.has_changed(None, [])
    assert not optional.has_changed("a", ["a"])
    assert optional.has_changed("a", [])


def test_a_draft_brings_the_ticks_back(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    typed = opened(client, ADD) | {"code": "A-1", "features": ["sound", "water"]}
    assert keep(client, typed) == 204
    offered = client.get(ADD).content.decode()
    assert "Makes noise" in offered
    page = client.post(ADD, {"_draft_back": "1"}).content.decode()
    assert values_of(page)["features"] == ["sound", "water"]


def test_what_another_ticked_meanwhile_is_shown_in_words(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"features": ["battery", "water"]}
    with_features(toy, "light", "sound")
    with nothing_changes():
        response = client.post(change_page(toy), mine)
    (conflict,) = response.context["conflicts"]
    assert (conflict.input, conflict.before) == ("features", "")
    assert conflict.theirs == "lights up, makes noise"
    assert conflict.mine == "runs on batteries, may get wet"
    assert conflict.take == ["light", "sound"]
    assert values_of(response.content.decode())["features"] == ["battery", "water"]


def test_what_i_left_alone_takes_theirs_over(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"name": "Mine"}
    with_features(toy, "light", "sound")
    response = client.post(change_page(toy), mine)
    shown = values_of(response.content.decode())
    assert shown["features"] == ["light", "sound"]
    assert client.post(change_page(toy), shown).status_code == 302
    assert (Toy.objects.get().features, Toy.objects.get().name) == ("light,sound", "Mine")


def test_history_and_a_form_that_is_only_read_tell_labels(
    manager: User, toy: Toy, auditor: User, sign_in: SignIn
) -> None:
    with_features(toy, "light", "sound")
    page = sign_in(manager).get(f"/toy/toy/{toy.pk}/history/")
    told = {d.label: (d.old, d.new) for d in page.context["timeline"].events[0].own.differences}
    assert told == {"Features": ("", "lights up, makes noise")}
    copy = sign_in(manager).post(f"/toy/toy/{toy.pk}/copy/")
    assert copy.status_code in {200, 302}


def test_a_grid_reads_labels_and_codes() -> None:
    stored: Any = Toy._meta.get_field("features")
    typed = stored.formfield(widget=SeveralTicks)
    assert kind_of(stored, typed) == "several"
    column = Column("features", "features", "several", stored, typed)
    assert column.look == "text"
    assert column.to_typed(Toy(features="water,light")) == "lights up, may get wet"
    assert column.clean("may get wet; light") == "light,water"
    assert column.is_same("may get wet, LIGHT", "lights up、water")
    assert not column.is_same("light", "light, water")
    shown = Column("features", "features", "shown", stored)
    assert shown.to_shown(Toy(features="water")) == "may get wet"
    with override("zh-hans"):
        assert column.to_typed(Toy(features="water,light")) == "lights up、may get wet"


@pytest.fixture
def strange(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Toy]:
    """Return a toy with a code that the field does not know, as another program may write it."""
    off, on = (
        ("PRAGMA ignore_check_constraints=ON", "PRAGMA ignore_check_constraints=OFF")
        if connection.vendor == "sqlite"
        else ("SET check_constraint_checks=OFF", "SET check_constraint_checks=ON")
    )
    monkeypatch.setattr(Toy._meta, "constraints", [])
    with connection.cursor() as cursor:
        cursor.execute(off)
        cursor.execute("UPDATE toy_toy SET features='light,wings' WHERE id=%s", [toy.pk])
    yield toy
    with connection.cursor() as cursor:
        cursor.execute(on)


@pytest.mark.parametrize(
    ("ticked", "stored"),
    [
        (["light", "wings"], "light,wings"),
        (["water", "light", "wings"], "light,water,wings"),
        (["wings"], "wings"),
        ("wings, light", "light,wings"),
        (["light"], "light"),
    ],
)
def test_a_stored_code_that_the_field_does_not_know_stays_unless_unticked(
    manager: User, strange: Toy, sign_in: SignIn, ticked: Any, stored: str
) -> None:
    client = sign_in(manager)
    values = opened(client, change_page(strange))
    assert values["features"] == ["light", "wings"]
    sent = values | {"features": ticked, "name": "Another name"}
    assert client.post(change_page(strange), sent).status_code == 302
    assert (Toy.objects.get().features, Toy.objects.get().name) == (stored, "Another name")
    entry = LogEntry.objects.filter(operation=newest_operation(), object_pk=str(strange.pk)).get()
    assert ("features" in entry.changes) == (stored != "light,wings")


def test_a_strange_code_cannot_be_given_to_a_record_that_has_it_not(
    manager: User, strange: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    values = opened(client, change_page(strange)) | {"features": ["light", "wings", "horns"]}
    with nothing_changes():
        page = client.post(change_page(strange), values).content.decode()
    assert "Select a valid choice. horns is not one of the available choices." in page
