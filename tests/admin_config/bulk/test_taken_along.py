"""What a change of many tells of costs and of people: by today's rights, with proof, in the log."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from admin_config.models import BulkRun
from erp.catalog.models import Sku
from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.drafts.test_right_taken_away import give, take
from tests.factories import SkuFactory
from tests.language.second_factor import enrolled, let_the_proof_grow_old, signed_in_with
from tests.language.writing import newest_operation, nothing_changes

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
COSTS = {"way-reference_cost": "by", "by-reference_cost": "1"}
BOTH = {**COSTS, "way-minimum_stock": "set", "to-minimum_stock": "7"}


def checked(client: Client, records: list[Any], **typed: str) -> str:
    """Bring a change of these records as far as its check; return the address of its page."""
    keys = [str(record.pk) for record in records]
    name = type(records[0])._meta.label_lower.replace(".", "_")
    chosen = {"action": "bulk_edit", "_selected_action": keys, "index": "0"}
    client.post(reverse(f"console:{name}_changelist"), chosen)
    page = reverse(f"console:{name}_bulk_run", args=(BulkRun.objects.latest("pk").pk,))
    client.post(page, typed)
    return page


def told(client: Client, page: str) -> str:
    answer = client.get(f"{page}outcome.csv")
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


@pytest.fixture
def sku() -> Sku:
    made: Sku = SkuFactory(reference_cost=Decimal("44.5"), minimum_stock=1)
    return made


def test_the_file_of_costs_asks_for_a_proof_and_stands_in_the_log(manager: User, sku: Sku) -> None:
    client = signed_in_with(enrolled(manager), manager)
    page = checked(client, [sku], **BOTH)
    text = told(client, page)
    assert "44.5" in text
    assert "45.5" in text
    taken = newest_operation()
    assert (taken.kind, taken.actor) == (OperationKind.EXPORT, manager)
    assert taken.details == {
        "screen": "catalog.sku",
        "rows": 1,
        "columns": ["reference_cost", "minimum_stock"],
        "format": "csv",
        "what": "outcome",
        "bulk": BulkRun.objects.latest("pk").pk,
    }
    let_the_proof_grow_old(client)
    with nothing_changes():
        asked = client.get(f"{page}outcome.csv")
    assert asked["Location"].startswith("/second-factor/?next=")
    plain = checked(client, [sku], **{"way-minimum_stock": "set", "to-minimum_stock": "9"})
    assert "9" in told(client, plain)


def test_whoever_may_not_export_gets_outcomes_without_costs(
    purchasing: User, sku: Sku, sign_in: SignIn
) -> None:
    take(purchasing, "export_sku", "export_own_sku")
    give(purchasing, "change_sku", "see_reference_cost_sku")
    client = sign_in(purchasing)
    let_the_proof_grow_old(client)
    page = checked(client, [sku], **BOTH)
    assert "44.5" in client.get(page).text
    text = told(client, page)
    assert "44.5" not in text
    assert "Minimum stock: 1.0000 → 7," in text
    assert f"{sku.pk}," in text
    assert newest_operation().details["columns"] == ["minimum_stock"]


def test_costs_are_shown_nowhere_once_the_right_is_gone(
    manager: User, sku: Sku, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    page = checked(client, [sku], **BOTH)
    assert "44.5" in client.get(page).text
    take(manager, "see_reference_cost_sku")
    for text in (client.get(page).text, told(client, page)):
        assert "44.5" not in text
        assert "45.5" not in text


def test_the_page_files_whose_private_fields_it_told(
    system: User, sales: User, finance: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    page = checked(client, [sales], **{"way-note": "set", "to-note": "met"})
    before = Operation.objects.filter(kind=OperationKind.READ).count()
    assert client.get(page).status_code == 200
    reads = Operation.objects.filter(kind=OperationKind.READ)
    assert reads.count() == before + 1
    assert reads.latest("pk").entries.get().object_id == sales.pk
