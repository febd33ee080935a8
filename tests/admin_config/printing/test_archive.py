"""The archive: what left the house stays as it was, is found, proven, and let go in time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from admin_config.engine.printing import archive
from admin_config.engine.printing.issuing import Wish, issue_paper
from admin_config.engine.printing.keeping import (
    clear_old_issued,
    digest_of_all,
    issued_bytes,
)
from admin_config.models import IssuedPaper
from admin_config.screens.sales.quotation import SCREEN
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.foundation.actor import Actor
from erp.foundation.models import Operation
from erp.foundation.refusal import Refusal
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.admin_config.printing.going_out import quotation_of
from tests.cast import make_person
from tests.language.page import Page
from tests.language.writing import as_the_house

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ARCHIVE = "/console/issuedpaper/"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def issue(quotation: Quotation, who: User) -> IssuedPaper:
    issue_paper(SCREEN, quotation, Wish(QUOTATION_LAYOUT), by=Actor.person(who))
    return IssuedPaper.objects.latest("pk")


def test_a_later_edit_or_deletion_changes_nothing_of_what_left(
    sales: User, manager: User, sign_in: SignIn
) -> None:
    quotation = quotation_of(sales, approved=False)
    kept = issue(quotation, sales)
    then = issued_bytes(kept)
    with as_the_house():
        quotation.remarks = "changed since"
        quotation.save()
    for who in (sales, manager):
        again = sign_in(who).get(f"{ARCHIVE}{kept.pk}/file/")
        assert again.getvalue() == then
    assert hashlib.sha256(then).hexdigest() == kept.digest
    with as_the_house():
        quotation.delete()
    assert sign_in(manager).get(f"{ARCHIVE}{kept.pk}/file/").getvalue() == then
    assert sign_in(sales).get(f"{ARCHIVE}{kept.pk}/file/").status_code == 403


def test_an_altered_file_is_not_handed_out_and_said_to_be_altered(
    sales: User, sign_in: SignIn, tmp_path: Path
) -> None:
    kept = issue(quotation_of(sales), sales)
    (tmp_path / kept.file.name).write_bytes(b"%PDF-altered")
    answer = sign_in(sales).get(f"{ARCHIVE}{kept.pk}/file/", follow=True)
    assert "is gone or was altered" in Page(answer).words


def test_everybody_sees_what_they_issued_and_the_managers_and_auditors_see_all(
    sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    own, others = quotation_of(sales), quotation_of(other_sales)
    mine, theirs = issue(own, sales), issue(others, other_sales)
    seen = Page(sign_in(sales).get(ARCHIVE)).words
    assert own.number in seen
    assert others.number not in seen
    assert sign_in(sales).get(f"{ARCHIVE}{theirs.pk}/file/").status_code in {403, 404}
    for who in (manager, make_person("auditor")):
        seen = Page(sign_in(who).get(ARCHIVE)).words
        assert own.number in seen
        assert others.number in seen
        assert sign_in(who).get(f"{ARCHIVE}{mine.pk}/file/").status_code == 200


def test_archive_is_filtered_by_layout_person_time_and_reader(
    sales: User, manager: User, sign_in: SignIn
) -> None:
    first, second = quotation_of(sales), quotation_of(sales)
    kept = issue(first, sales)
    IssuedPaper.objects.filter(pk=kept.pk).update(
        recipient="ye@customer.example", issued_at=timezone.now() - dt.timedelta(days=9)
    )
    issue(second, manager)
    client = sign_in(manager)
    day = (timezone.now() - dt.timedelta(days=5)).date().isoformat()
    for query, found in (
        ("recipient=ye@cust", [first]),
        (f"issued_by={manager.pk}", [second]),
        (f"issued_at__to={day}", [first]),
        ("layout=quotation", [first, second]),
        ("way=mail", []),
    ):
        said = Page(client.get(f"{ARCHIVE}?{query}")).words
        for paper in (first, second):
            assert (paper.number in said) == (paper in found), (query, paper)


def test_log_and_archive_lead_to_each_other_and_the_log_proves_what_went(
    sales: User, system: User, sign_in: SignIn
) -> None:
    quotation = quotation_of(sales)
    kept = issue(quotation, sales)
    client = sign_in(system)
    log = f"/foundation/operation/{kept.operation_id}/change/"
    page = client.get(log).content.decode()
    assert f'href="{ARCHIVE}{kept.pk}/change/"' in page
    assert client.get(f"{ARCHIVE}{kept.pk}/operation/")["Location"] == log
    record = client.get(f"{ARCHIVE}{kept.pk}/record/")["Location"]
    assert record == f"/sales/quotation/{quotation.pk}/change/"
    done = Operation.objects.get(pk=kept.operation_id)
    assert done.details["digest"] == digest_of_all([kept.digest])
    history = client.get(f"/sales/quotation/{quotation.pk}/history/").content.decode()
    assert "Downloaded" in history


def test_the_log_names_no_paper_to_readers_who_may_not_look_up_its_record(
    sales: User, stranger: User, sign_in: SignIn
) -> None:
    kept = issue(quotation_of(sales), sales)
    IssuedPaper.objects.update(name="Offer to Hengda.pdf")
    log = f"/foundation/operation/{kept.operation_id}/change/"
    give_own(stranger, "view_operation")
    told = {"name": "A paper out of your reach", "address": "", "outcome": "", "digest": ""}
    page = sign_in(stranger).get(log)
    assert page.context["issued"] == [told]
    assert "Hengda" not in page.text
    give_own(stranger, "view_quotation")
    page = sign_in(stranger).get(log)
    assert page.context["issued"] == [
        told | {"name": "Offer to Hengda.pdf", "outcome": "downloaded", "digest": kept.digest}
    ]


def give_own(who: User, right: str) -> None:
    """Give somebody a right beside their roles."""
    with as_the_house():
        who.user_permissions.add(Permission.objects.get(codename=right))


def test_nothing_in_the_archive_can_be_changed_or_deleted(system: User, sign_in: SignIn) -> None:
    kept = issue(quotation_of(system), system)
    client = sign_in(system)
    for page in ("change", "delete"):
        client.post(f"{ARCHIVE}{kept.pk}/{page}/", {"name": "other", "post": "yes"})
    client.post(
        ARCHIVE, {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
    )
    kept.refresh_from_db()
    assert kept.name.startswith("QT")


def test_files_go_when_they_are_older_than_the_house_keeps_them_and_the_rows_stay(
    sales: User, sign_in: SignIn, settings: Any, tmp_path: Path
) -> None:
    quotation = quotation_of(sales)
    old, young = issue(quotation, sales), issue(quotation, sales)
    IssuedPaper.objects.filter(pk=old.pk).update(issued_at=timezone.now() - dt.timedelta(days=40))
    assert clear_old_issued() == 0
    settings.ISSUED_KEPT_DAYS = 30
    assert (clear_old_issued(), clear_old_issued()) == (1, 0)
    old.refresh_from_db()
    assert old.cleared_at is not None
    assert not (tmp_path / old.file.name).exists()
    assert issued_bytes(young)
    with pytest.raises(Refusal, match="older than the house keeps"):
        issued_bytes(old)
    assert (
        "File cleared" in Page(sign_in(sales).get(f"/sales/quotation/{quotation.pk}/print/")).words
    )
    done = Operation.objects.get(verb="clear_issued_papers")
    assert done.details == {"papers": 1, "kept_days": 30}


def test_a_command_proves_the_archive_and_names_what_was_altered(
    sales: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (issue(quotation_of(sales), sales) for _number in range(2))
    call_command("verify_issued")
    assert "2 issued papers are as they left" in capsys.readouterr().out
    (tmp_path / first.file.name).write_bytes(b"%PDF-altered")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_issued")
    assert first.name in capsys.readouterr().err
    other = b"%PDF-put in its place"
    (tmp_path / second.file.name).write_bytes(other)
    IssuedPaper.objects.filter(pk=second.pk).update(digest=hashlib.sha256(other).hexdigest())
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_issued")
    assert f"#{second.operation_id} are not those that the log knows" in capsys.readouterr().err


def test_beside_a_record_stands_how_many_more_are_in_the_archive(
    sales: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SHOWN", 1)
    quotation = quotation_of(sales)
    pages = [f"/sales/quotation/{quotation.pk}/print/{page}" for page in ("", "issued/")]
    client = sign_in(sales)
    for older in (0, 1, 2):
        issue(quotation, sales)
        for page in pages:
            words = Page(client.get(page)).words
            assert ("in the archive." in words) == (older > 0)
            assert (f"… and {older} older" in words) == (older > 0)
