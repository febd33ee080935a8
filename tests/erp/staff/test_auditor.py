"""The auditor reads everything, changes nothing, and is out the day after the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from admin_config.engine.registry import registry
from erp.foundation.actor import Actor
from erp.foundation.house_day import house_day
from erp.foundation.models.recorded import ACTIONS
from erp.foundation.rights import Reach, hidden_fields, may, reach
from erp.foundation.services import names_told
from erp.foundation.services.versions import recorded_models
from erp.staff.models import User
from tests.factories import CustomerFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
#: Mails carry links that let people in, so System alone reads them.
UNREAD = ["foundation.outboxmail"]
#: What concerns the person more than the work is seen by System alone.
PERSONAL = {"staff.user": {"born_on", "address", "note"}}


def test_everything_is_read_and_nothing_else_may_be_done(
    auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = [model for model in recorded_models() if model._meta.app_label != "toy"]
    monkeypatch.setattr(names_told, "recorded_models", lambda: kinds)
    actor = Actor.person(auditor)
    others = [action for action in ACTIONS if action != "view"]
    unread = [s.label for s in registry if reach(actor, "view", s.model) != Reach.ALL]
    assert [label for label in unread if not label.startswith("toy.")] == UNREAD
    written = [
        (screen.label, action)
        for screen in registry
        for action in others
        if may(actor, action, screen.model) and not screen.label.startswith("toy.")
    ]
    assert written == []
    hidden = {s.label: set(hidden_fields(actor, s.model)) for s in registry}
    shown = {label: names for label, names in hidden.items() if names}
    assert {k: v for k, v in shown.items() if not k.startswith("toy.")} == PERSONAL


def test_own_settings_are_the_auditors_own(auditor: User, sign_in: SignIn) -> None:
    client = sign_in(auditor)
    assert client.post(reverse("console:language"), {"language": "zh-hans"}).status_code == 302
    assert User.objects.get(pk=auditor.pk).language == "zh-hans"


def test_the_running_session_is_over_the_day_after_the_end(auditor: User, sign_in: SignIn) -> None:
    customer = CustomerFactory()
    address = f"/parties/customer/{customer.pk}/change/"
    client = sign_in(auditor)
    assert client.get(address).status_code == 200
    assert may(Actor.person(User.objects.get(pk=auditor.pk)), "view", customer)
    with as_the_house():
        ending = User.objects.get(pk=auditor.pk)
        ending.ends_on = house_day() - dt.timedelta(days=2)
        ending.save()
    with nothing_changes():
        assert client.get(address).status_code == 302
        assert client.post(reverse("console:language"), {"language": "en"}).status_code == 302
    assert User.objects.get(pk=auditor.pk).language == "en"
    assert not may(Actor.person(User.objects.get(pk=auditor.pk)), "view", customer)


def test_an_auditor_cannot_stay_longer_nor_become_somebody_else(
    auditor: User, sign_in: SignIn
) -> None:
    client = sign_in(auditor)
    page = f"/staff/user/{auditor.pk}/change/"
    with nothing_changes():
        answers = [
            client.post(page, {"ends_on": "2099-01-01", "groups": ["1"]}).status_code,
            client.post(f"/staff/user/{auditor.pk}/do/reactivate_user/").status_code,
            client.post("/staff/deputyship/add/", {"person": auditor.pk}).status_code,
            client.post(f"/staff/user/{auditor.pk}/hand-over/", {}).status_code,
        ]
    assert set(answers) <= {403, 404}
