"""A change of many that needs a fresh proof asks before it begins, and none begins without."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from admin_config.engine.bulk import pages
from admin_config.models import BulkRun, BulkState
from erp.catalog.models import Brand
from erp.foundation import gate
from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import Operation
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.verifying import verify_audit
from erp.staff.models import User
from tests.admin_config.bulk.test_taken_along import checked
from tests.admin_config.bulk.test_together import check, choose, make, page_of
from tests.factories import BrandFactory, RoleFactory
from tests.language.second_factor import enrolled, let_the_proof_grow_old, signed_in_with
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(system: User) -> Client:
    """A browser of somebody with the System role, whose proof is fresh."""
    return signed_in_with(enrolled(system), system)


def declined(client: Client, page: str, **typed: str) -> None:
    """Begin with an old proof, and turn away when it is asked for."""
    let_the_proof_grow_old(client)
    with nothing_changes():
        asked = client.post(f"{page}begin/", typed)
    assert (asked.status_code, asked.templates[0].name) == (403, "console/factor_prove.html")
    run = BulkRun.objects.latest("pk")
    assert (run.state, run.operation, run.done_to) == (BulkState.CHECKED, None, 0)
    assert not Operation.objects.filter(details__bulk=run.pk).exists()
    assert "begin/" in client.get(page).text


@pytest.mark.parametrize("field", ["groups", "is_active"])
def test_rights_and_who_may_come_in_ask_first(
    client: Client, sales: User, finance: User, field: str
) -> None:
    role = RoleFactory(name="Helpers")
    with as_the_house():
        sales.is_active = False
        sales.save()
    typed: dict[str, Any] = {"groups": {"way-groups": "add", "to-groups": [str(role.pk)]}}
    typed["is_active"] = {"way-is_active": "set", "to-is_active": "on"}
    declined(client, checked(client, [sales, finance], **typed[field]))


def stopped(monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
    """Let every write of a kind need a fresh proof, as changes of rights do."""
    weighs_much = [lambda _attempt: check_fresh_proof()]
    monkeypatch.setitem(gate._checks, model, [*gate.checks_of(model), *weighs_much])


def test_a_step_is_tried_and_asks_first(
    client: Client, system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(system, "T1")
    run = choose(client, query="?kind=game", action="recall_toy")
    check(client, run, reason="sharp edge")
    stopped(monkeypatch, Toy)
    begun: list[object] = []
    monkeypatch.setattr(pages, "start", begun.append)
    declined(client, page_of(run), reason="sharp edge")
    assert begun == []


def test_what_a_guard_stops_at_the_write_stands_checked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no door knew of: the operation that was begun is withdrawn, and the chain says so."""
    brand = BrandFactory()
    page = checked(client, [brand], **{"way-note": "set", "to-note": "x"})
    stopped(monkeypatch, Brand)
    let_the_proof_grow_old(client)
    assert client.post(f"{page}begin/").status_code == 403
    run = BulkRun.objects.latest("pk")
    assert (run.state, run.operation) == (BulkState.CHECKED, None)
    assert not Operation.objects.filter(details__bulk=run.pk).exists()
    lengthen_chain()
    assert verify_audit().findings == []
    monkeypatch.undo()
    client.post(f"{page}begin/")
    brand.refresh_from_db()
    assert brand.note == "x"
