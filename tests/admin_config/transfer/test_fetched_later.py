"""A sheet that a worker wrote is handed out by the rights of the day, and by what lies in it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.transfer import export_pages
from admin_config.models import ExportFile
from erp.foundation.models import Job, JobState
from erp.staff.models import User
from tests.admin_config.drafts.test_right_taken_away import give, take
from tests.factories import SkuFactory
from tests.language.jobs import work_off
from tests.language.second_factor import enrolled, let_the_proof_grow_old, signed_in_with

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def written(client: Client, monkeypatch: pytest.MonkeyPatch, *columns: str) -> str:
    """Let a worker write a sheet; return the address of its file."""
    SkuFactory(reference_cost=Decimal("44.5000"))
    monkeypatch.setattr(export_pages, "EXPORT_IN_REQUEST", 0)
    asked = {"format": "xlsx", "columns": list(columns), "what": "all"}
    page = client.post("/catalog/sku/export/", asked)["Location"]
    assert work_off() == [JobState.DONE]
    return f"{page}?file"


def sent(client: Client, file: str) -> bytes:
    answer: Any = client.get(file)
    return b"".join(answer.streaming_content)


def test_costs_that_may_not_be_seen_any_more_stay_in_the_house(
    manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an export of today would leave out does not make the file of then a plain one."""
    client = signed_in_with(enrolled(manager), manager)
    file = written(client, monkeypatch, "code", "reference_cost")
    assert Job.objects.latest("pk").arguments["columns"] == ["code", "reference_cost"]
    assert sent(client, file)[:2] == b"PK"
    take(manager, "see_reference_cost_sku")
    for proof_is_old in (False, True):
        if proof_is_old:
            let_the_proof_grow_old(client)
        refused = client.get(file)
        assert refused.status_code == 403
        assert "Your rights changed since this file was made: export anew." in refused.text
    give(manager, "see_reference_cost_sku")
    asked = client.get(file)
    assert asked["Location"].startswith("/second-factor/?next=")
    # a file without a note, as those of before were, is judged by its columns alone
    ExportFile.objects.all().delete()
    assert client.get(file)["Location"].startswith("/second-factor/?next=")


def test_a_sheet_of_more_records_than_may_be_exported_today_stays(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(manager)
    file = written(client, monkeypatch, "code")
    assert sent(client, file)[:2] == b"PK"
    noted = ExportFile.objects.get()
    assert (noted.guarded, noted.reach) == (False, 2)
    ExportFile.objects.update(reach=9)
    assert client.get(file).status_code == 403
