"""A check that showed costs shows them no more once the right to see them is taken away."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from admin_config.models import ImportRow, ImportRun
from erp.staff.models import User
from tests.admin_config.drafts.test_right_taken_away import take
from tests.factories import SkuFactory
from tests.language.jobs import work_off

pytestmark = pytest.mark.django_db


def test_former_costs_leave_the_check_with_the_right(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    sku = SkuFactory(reference_cost=Decimal("44.5"), minimum_stock=1)
    client = sign_in(manager)
    text = f"Code,Cost,Least\n{sku.code},99.99,7\n"
    file = SimpleUploadedFile("file.csv", text.encode(), "text/csv")
    client.post("/catalog/sku/import/", {"file": file})
    page = f"/catalog/sku/import/{ImportRun.objects.get().pk}/"
    columns = {"column-0": "code", "column-1": "reference_cost", "column-2": "minimum_stock"}
    client.post(f"{page}columns/", {**columns, "mode": "update"})
    work_off()
    assert "44.5" in client.get(page).text
    take(manager, "see_reference_cost_sku")
    (row,) = client.get(page).context["rows"]
    assert [each["field"] for each in row["differences"]] == ["minimum_stock"]
    assert "44.5" not in client.get(page).text
    # one of before that names no field is told to nobody
    stored = ImportRow.objects.get()
    stored.differences = [{"label": "Cost", "old": "44.5", "new": "99.99"}]
    stored.save()
    assert "44.5" not in client.get(page).text
