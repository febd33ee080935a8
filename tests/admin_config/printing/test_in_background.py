"""Thousands of papers by a job: one file in order, nothing twice, nothing left of what stopped."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from admin_config.engine.printing import background, selection, send_part
from admin_config.engine.printing.background import ask_for_papers, discard_abandoned
from admin_config.engine.printing.filing import file_abandoned
from admin_config.engine.printing.issuing import Wish
from admin_config.engine.printing.keeping import digest_of_all, issued_bytes
from admin_config.engine.printing.proving import faults_against_the_log
from admin_config.models import IssuedPaper
from admin_config.screens.sales.quotation import SCREEN
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, JobState, OutboxMail
from erp.foundation.services.job import cancel_job, run_job
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.admin_config.printing.going_out import quotation_of
from tests.language.jobs import work_off
from tests.language.page import Page
from tests.language.writing import as_the_house

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TOKEN = "c" * 32


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(background, "CHUNK", 2)


@pytest.fixture
def papers(sales: User) -> list[Quotation]:
    return [quotation_of(sales, f"reader{n}@customer.example") for n in range(5)]


def ask(papers: list[Quotation], who: User, *, packed: bool = False, kind: str = "print") -> Job:
    more = {"packed": packed} if kind == "print" else {}
    return ask_for_papers(
        f"console.{kind}",
        SCREEN,
        [paper.pk for paper in papers],
        Wish(QUOTATION_LAYOUT),
        by=Actor.person(who),
        title="Papers",
        **more,
    )


def test_a_large_selection_becomes_a_job_whose_file_is_fetched(
    papers: list[Quotation],
    sales: User,
    other_sales: User,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection, "AT_ONCE", 3)
    client = sign_in(sales)
    chosen = {"action": "print_selected", "select_across": "1", "_selected_action": [papers[0].pk]}
    assert b"printed in the background" in client.post("/sales/quotation/", chosen).content
    pages = [
        client.post("/sales/quotation/", {**chosen, "as": "pdf", "_form_token": TOKEN})["Location"]
        for _click in range(2)
    ]
    assert pages[0] == pages[1]
    assert Job.objects.count() == 1
    assert work_off() == [JobState.DONE]
    assert "5 papers were printed" in Page(client.get(pages[0])).words
    data = client.get(f"{pages[0]}?file").getvalue()
    said = [page.extract_text() for page in PdfReader(io.BytesIO(data), strict=True).pages]
    in_list_order = Quotation.objects.order_by("-issued_on", "-pk")
    assert [number for text in said for number in _numbers(papers) if number in text] == [
        paper.number for paper in in_list_order
    ]
    assert IssuedPaper.objects.count() == 5
    assert sign_in(other_sales).get(f"{pages[0]}?file").status_code == 404
    assert (
        sign_in(sales)
        .get(f"/foundation/job/{Job.objects.get().pk}/change/")
        .content.count(f'href="{pages[0]}?file"'.encode())
    )


def _numbers(papers: list[Quotation]) -> list[str]:
    return [paper.number for paper in papers]


def test_a_zip_holds_the_very_bytes_that_are_kept(papers: list[Quotation], sales: User) -> None:
    job = ask(papers, sales, packed=True)
    work_off()
    job.refresh_from_db()
    with zipfile.ZipFile(background.exports_folder() / job.result["file"]) as archive:
        assert archive.namelist() == [f"{number}.pdf" for number in _numbers(papers)]
        for kept in IssuedPaper.objects.all():
            assert archive.read(f"{kept.name}.pdf") == issued_bytes(kept)


def test_what_cannot_be_printed_is_named_and_the_rest_is_printed(
    papers: list[Quotation], sales: User
) -> None:
    odd = quotation_of(sales, remarks="😀")
    gone = quotation_of(sales, approved=False)
    job = ask([*papers, odd, gone], sales)
    with as_the_house():
        gone.delete()
    work_off()
    job.refresh_from_db()
    assert (job.result["papers"], job.result["left"], job.done) == (5, 2, 7)
    told = " ".join(job.result["reasons"])
    assert odd.number in told
    assert "😀" in told


def test_a_stopped_job_leaves_nothing_in_the_archive(
    papers: list[Quotation], sales: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job = ask(papers, sales)
    real = background._draw_missing

    def stopped_meanwhile(*args: Any) -> None:
        real(*args)
        cancel_job(Job.objects.get(pk=job.pk), by=SYSTEM)

    monkeypatch.setattr(background, "_draw_missing", stopped_meanwhile)
    assert work_off() == [JobState.CANCELLED]
    assert IssuedPaper.all_rows.count() == 0
    assert list((tmp_path / "issued").rglob("*.pdf")) == []


def test_drawn_papers_are_unseen_until_the_file_is_whole_and_go_when_the_job_died(
    papers: list[Quotation], sales: User
) -> None:
    job = ask(papers, sales)
    work = background.Work.of(background.Progress(job))
    background._draw_missing(work, work.keys[:2], background.LeftOut())
    assert (IssuedPaper.objects.count(), IssuedPaper.all_rows.count()) == (0, 2)
    assert discard_abandoned() == 0
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert discard_abandoned() == 2
    assert IssuedPaper.all_rows.count() == 0


def test_a_large_selection_is_sent_by_a_job_once(
    papers: list[Quotation], sales: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_part, "AT_ONCE", 3)
    chosen = {"action": "send_selected", "_selected_action": [paper.pk for paper in papers]}
    client = sign_in(sales)
    page = client.post("/sales/quotation/", {**chosen, "send": "1", "_form_token": TOKEN})
    job = Job.objects.get(kind="console.send")
    background.send_in_background(background.Progress(job))
    OutboxMail.objects.filter(to="reader4@customer.example").update(subject="went before")
    work_off()
    assert OutboxMail.objects.count() == IssuedPaper.objects.count() == 5
    assert OutboxMail.objects.filter(subject="went before").count() == 1
    assert "5 papers are on their way" in Page(client.get(page["Location"])).words


def test_what_went_before_sending_was_stopped_is_in_the_log(
    papers: list[Quotation], sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(papers, sales, kind="send")
    real = background._send_missing

    def stopped_meanwhile(*args: Any) -> None:
        real(*args)
        cancel_job(Job.objects.get(pk=job.pk), by=SYSTEM)

    monkeypatch.setattr(background, "_send_missing", stopped_meanwhile)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert OutboxMail.objects.count() == IssuedPaper.objects.count() == 2
    filed = job.operation.parts.get()  # type: ignore[union-attr]
    assert filed.details["digest"] == digest_of_all(
        IssuedPaper.objects.values_list("digest", flat=True)
    )


def killed_while_sending(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a job of sending whose worker is stopped by force after its first chunk."""
    real, calls = background._send_missing, []

    def killed_meanwhile(*args: Any) -> None:
        calls.append(args)
        if len(calls) > 1:
            raise SystemExit(1)
        real(*args)

    with monkeypatch.context() as patched:
        patched.setattr(background, "_send_missing", killed_meanwhile)
        with pytest.raises(SystemExit):
            run_job(job.pk)


def test_a_job_of_mails_that_was_killed_and_went_on_is_proven_whole(
    papers: list[Quotation], sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(papers, sales, kind="send")
    killed_while_sending(job, monkeypatch)
    assert IssuedPaper.objects.count() == 2
    assert list(faults_against_the_log()) == []
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    run_job(job.pk)
    assert IssuedPaper.objects.count() == 5
    assert list(faults_against_the_log()) == []
    IssuedPaper.objects.latest("pk").delete()
    assert len(list(faults_against_the_log())) == 1


def test_what_a_job_sent_that_was_given_up_is_filed_by_the_clock(
    papers: list[Quotation], sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(papers, sales, kind="send")
    killed_while_sending(job, monkeypatch)
    assert file_abandoned() == 0
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert (file_abandoned(), file_abandoned()) == (1, 0)
    filed = job.operation.parts.get()  # type: ignore[union-attr]
    assert filed.details["papers"] == 2
    assert list(faults_against_the_log()) == []
    IssuedPaper.objects.latest("pk").delete()
    assert len(list(faults_against_the_log())) == 1


def test_memory_does_not_grow_with_the_number_of_papers(
    papers: list[Quotation], sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many papers, at most one chunk of them is drawn or held at once."""
    held: list[int] = []
    real = background._draw_missing

    def counted(work: Any, keys: Any, left: Any) -> None:
        held.append(len(keys))
        real(work, keys, left)

    monkeypatch.setattr(background, "_draw_missing", counted)
    ask(papers, sales)
    work_off()
    assert held == [2, 2, 1]


_WORKER = """
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = {media!r}
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from admin_config.engine.printing import background
background.CHUNK = 2
from erp.foundation.services.job import run_job
run_job({job})
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_out_and_nothing_twice(tmp_path: Path) -> None:
    from tests.cast import make_person

    sales = make_person("sales")
    papers = [quotation_of(sales) for _number in range(40)]
    job = ask(papers, sales)
    code = _WORKER.format(
        name=str(connection.settings_dict["NAME"]), job=job.pk, media=str(tmp_path)
    )
    worker = subprocess.Popen([sys.executable, "-c", code], env={**os.environ})  # noqa: S603
    try:
        deadline = time.monotonic() + 60
        while IssuedPaper.all_rows.count() < 4 and time.monotonic() < deadline:
            assert worker.poll() is None
            time.sleep(0.02)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    drawn = set(IssuedPaper.all_rows.values_list("file", flat=True))
    assert 0 < len(drawn) < 40
    assert IssuedPaper.objects.count() == 0
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    assert work_off() == [JobState.DONE]
    assert IssuedPaper.objects.count() == IssuedPaper.all_rows.count() == 40
    assert drawn <= set(IssuedPaper.objects.values_list("file", flat=True))
    job.refresh_from_db()
    file = background.exports_folder() / job.result["file"]
    assert len(PdfReader(file).pages) == 40
