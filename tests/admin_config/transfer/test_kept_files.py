"""Sheets and uploaded tables are kept for some days; after that the pages say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from admin_config.engine.transfer import export_pages, run
from admin_config.models import ImportRun
from erp.catalog.models import Brand
from erp.foundation.models import Job, JobState
from erp.staff.models import User
from tests.admin_config.transfer.files import csv_file
from tests.language.jobs import work_off
from tests.language.writing import nothing_changes

SignIn = Callable[[User], Client]
CLEARED = "The file has been cleared: files are kept for 30 days."
pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(
    system: User, sign_in: SignIn, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Job:
    """A job that is to write a sheet."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(export_pages, "EXPORT_IN_REQUEST", -1)
    sign_in(system).post("/toy/toy/export/", {"format": "xlsx", "columns": ["name"]})
    return Job.objects.get()


def test_a_job_shows_the_name_of_its_file_and_nobody_where_it_lies(
    exported: Job, system: User, sign_in: SignIn, tmp_path: Path
) -> None:
    assert work_off() == [JobState.DONE]
    exported.refresh_from_db()
    name = exported.result["file"]
    assert "/" not in name
    page = f"/foundation/job/{exported.pk}/change/"
    shown = sign_in(system).get(page).content.decode()
    assert f"<dd>{name}</dd>" in shown
    assert f"/toy/toy/export/file/{exported.pk}/?file" in shown
    assert str(tmp_path) not in shown
    Job.objects.update(result={"file": f"{tmp_path}/exports/{name}"})
    assert str(tmp_path) not in sign_in(system).get(page).content.decode()
    file = sign_in(system).get(f"/toy/toy/export/file/{exported.pk}/?file")
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_a_name_never_leads_out_of_the_folder(
    exported: Job, system: User, sign_in: SignIn, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("secret")
    Job.objects.update(state=JobState.DONE, result={"file": "../secret"})
    page = sign_in(system).get(f"/toy/toy/export/file/{exported.pk}/?file")
    assert CLEARED in page.content.decode()


def test_a_sheet_that_was_cleared_is_said_to_be(
    exported: Job, system: User, sign_in: SignIn, tmp_path: Path
) -> None:
    work_off()
    for file in (tmp_path / "exports").iterdir():
        file.unlink()
    client = sign_in(system)
    for page in (f"/foundation/job/{exported.pk}/change/", f"/toy/toy/export/file/{exported.pk}/"):
        for query in ("", "?file"):
            answer = client.get(page + query)
            assert answer.status_code == 200
            assert CLEARED in answer.content.decode()
            assert "Download" not in answer.content.decode()


def test_a_job_whose_list_of_rows_was_cleared_fails_with_words(
    exported: Job, tmp_path: Path
) -> None:
    for file in (tmp_path / "exports").iterdir():
        file.unlink()
    assert work_off() == [JobState.FAILED]
    exported.refresh_from_db()
    assert (exported.message, exported.error) == (CLEARED, "")


def test_a_table_that_was_cleared_is_asked_for_again(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    table = csv_file([["Name"], ["SKF"]])
    client.post("/catalog/brand/import/", {"file": SimpleUploadedFile("b.csv", table)})
    sent = ImportRun.objects.get()
    page = f"/catalog/brand/import/{sent.pk}/columns/"
    assert CLEARED not in client.get(page).content.decode()
    Path(sent.file.path).unlink()
    assert CLEARED in client.get(page).content.decode()
    with nothing_changes():
        for posted in ({"column-0": "name", "mode": "both"}, {"reread": "1"}):
            answer = client.post(page, posted)
            assert answer.status_code == 400
            assert CLEARED in answer.content.decode()
    sent.refresh_from_db()
    assert sent.state == "uploaded"


def test_what_was_checked_is_written_without_the_file(
    system: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(system)
    table = csv_file([["Name"], ["SKF"]])
    client.post("/catalog/brand/import/", {"file": SimpleUploadedFile("b.csv", table)})
    sent = ImportRun.objects.get()
    page = f"/catalog/brand/import/{sent.pk}/"
    client.post(f"{page}columns/", {"column-0": "name", "mode": "both"})
    Path(sent.file.path).unlink()
    client.post(f"{page}commit/")
    assert Brand.objects.filter(name="SKF").count() == 1
    monkeypatch.setattr(run, "IN_REQUEST", 0)
    ImportRun.objects.update(state="mapped", job=None, total=5)
    assert client.post(f"{page}continue/").status_code == 302
    assert work_off() == [JobState.FAILED]
    assert Job.objects.get().message == CLEARED
