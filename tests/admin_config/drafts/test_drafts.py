"""What somebody typed and did not save is offered again to him, and to nobody else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from admin_config.engine.drafts.keeping import forget_old_drafts
from admin_config.models import FormDraft
from erp.foundation.services.clearing import clear_old_files
from erp.staff.models import User
from tests.admin_config.forms.posting import opened, values_of
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import ToyFactory
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADD = "/toy/toy/add/"


def keep(client: Client, values: dict[str, Any], key: str = "", form: str = "toy.toy") -> int:
    """Send what a page holds as its script does; return the status of the answer."""
    fields = []
    for name, value in values.items():
        many = value if isinstance(value, list) else [value]
        fields += [[name, text] for text in many]
    sent = json.dumps({"form": form, "key": key, "fields": fields})
    return client.post("/draft/", sent, content_type="application/json").status_code


def test_what_was_typed_into_a_new_form_comes_back(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, ADD) | {
        "code": "A-1",
        "name": "Bear",
        "price": "five",
        "pieces-TOTAL_FORMS": "1",
        "pieces-0-name": "Hat",
        "pieces-0-quantity": "2",
        "pieces-0-cost": "0",
    }
    assert keep(client, values) == 204
    assert "Unsaved entries of" in client.get(ADD).content.decode()

    with nothing_changes():
        back = client.post(ADD, {"_draft_back": "1"})

    page = back.content.decode()
    assert "Your entries are back and not saved yet" in page
    shown = values_of(page)
    assert (shown["code"], shown["price"], shown["pieces-0-name"]) == ("A-1", "five", "Hat")
    assert client.post(ADD, shown | {"price": "5"}).status_code == 302
    assert Toy.objects.get().pieces.get().name == "Hat"
    assert not FormDraft.objects.exists()
    assert "Unsaved entries of" not in client.get(ADD).content.decode()


def test_a_draft_of_a_record_shows_what_somebody_saved_meanwhile(
    manager: User, sign_in: SignIn
) -> None:
    with as_the_house():
        toy = ToyFactory()
    page = f"/toy/toy/{toy.pk}/change/"
    client = sign_in(manager)
    assert keep(client, opened(client, page) | {"name": "Mine"}, str(toy.pk)) == 204
    with as_the_house():
        theirs = Toy.objects.get()
        theirs.name = "Theirs"
        theirs.save()
    back = client.post(page, {"_draft_back": "1"})
    assert [(c.theirs, c.mine) for c in back.context["conflicts"]] == [("Theirs", "Mine")]
    assert Toy.objects.get().name == "Theirs"


def test_a_draft_is_thrown_away_when_asked(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    keep(client, {"name": "Bear"})
    assert client.post(ADD, {"_draft_discard": "1"}).status_code == 302
    assert not FormDraft.objects.exists()


def test_nobody_sees_the_draft_of_somebody_else(
    manager: User, sales: User, sign_in: SignIn
) -> None:
    keep(sign_in(manager), {"name": "Bear"})
    client = sign_in(sales)
    assert "Unsaved entries of" not in client.get(ADD).content.decode()
    page = client.post(ADD, {"_draft_back": "1"}).content.decode()
    assert "There are no entries to take back any more" in page
    assert "Bear" not in page


def test_passwords_and_tokens_are_not_kept(manager: User, sign_in: SignIn) -> None:
    keep(
        sign_in(manager),
        {"name": "Bear", "password1": "x", "csrfmiddlewaretoken": "y", "_form_token": "z"},
    )
    assert FormDraft.objects.get().fields == [["name", "Bear"]]


def test_a_field_that_is_hidden_now_stays_away(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    keep(client, opened(client, ADD) | {"name": "Bear", "cost": "77"})
    with as_the_house():
        manager.groups.first().permissions.remove(
            *manager.groups.first().permissions.filter(codename="see_cost_toy")
        )
    page = sign_in(manager).post(ADD, {"_draft_back": "1"}).content.decode()
    assert "Bear" in page
    assert 'value="77"' not in page


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"form": "toy.toy", "key": ""}', 400),
        ('{"form": "toy.toy", "key": "", "fields": [["a", 1]]}', 400),
        ('{"form": "toy.none", "key": "", "fields": []}', 404),
        ('{"form": "toy.toy", "key": "x", "fields": []}', 404),
        ('{"form": "toy.toy", "key": "99", "fields": []}', 403),
        ('{"form": "toy.sale", "key": "", "fields": []}', 403),
        ('{"form": "' + "x" * 1_100_000 + '"}', 413),
    ],
)
def test_what_no_page_sends_is_not_kept(
    manager: User, sign_in: SignIn, sent: str, status: int
) -> None:
    response = sign_in(manager).post("/draft/", sent, content_type="application/json")
    assert response.status_code == status
    assert not FormDraft.objects.exists()


def test_who_may_not_save_keeps_no_draft(purchasing: User, sign_in: SignIn) -> None:
    assert keep(sign_in(purchasing), {"name": "Bear"}) == 403
    assert not FormDraft.objects.exists()


def test_old_drafts_are_forgotten_by_the_clock(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    keep(client, {"name": "Bear"})
    FormDraft.objects.update(saved_at=timezone.now() - dt.timedelta(days=15))
    assert "Unsaved entries of" not in client.get(ADD).content.decode()
    clear_old_files()
    assert not FormDraft.objects.exists()
    assert forget_old_drafts() == 0
