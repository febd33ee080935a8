"""What the clock makes of plans: once each, for each reader with their own rights, or nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admin_config.engine.exports import due, making
from admin_config.engine.exports.due import MOST_ATTEMPTS, begin_due_exports, begin_plan
from admin_config.engine.transfer.kept_files import exports_folder
from admin_config.models import Every, ExportFile, ExportPlan, FileState
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.foundation.models.outbox_mail import OutboxMail
from erp.foundation.services.job import LEFT_BEHIND, run_job, send_due_jobs
from erp.operations.services.clock import all_rounds
from erp.staff.models import User
from tests.admin_config.exports.planning import let_it_be_due, made, planned
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.jobs import work_off
from tests.language.writing import as_the_house, nothing_changes


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> Any:
    """Keep files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def toys(manager: User, sales: User, other_sales: User) -> None:
    """One toy of each of two sellers."""
    make_toy(sales, "MINE", name="=1+1")
    make_toy(other_sales, "THEIRS")


def table(content: bytes) -> list[list[str]]:
    """Return a CSV file as rows."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def attached() -> dict[str, Any]:
    """Return what was mailed: reader to content, nothing where no file went along."""
    found = {}
    for sent in mail.outbox:
        contents = [each[1] for each in sent.attachments]
        found[sent.to[0].partition("@")[0]] = table(contents[0]) if contents else None
    return found


def test_the_clock_knows_them() -> None:
    assert [each.verb for each in all_rounds() if each.name == "exports"] == [begin_due_exports]


def test_each_reader_gets_what_their_own_rights_show(
    manager: User, sales: User, toys: None
) -> None:
    plan = planned(manager, manager, sales, columns=["code", "name", "price"], query="o=code")
    assert made(plan) == [JobState.DONE] * 4  # two files, two mails
    head = ["Code", "Name", "Price"]
    mine, theirs = ["MINE", "'=1+1", "2.50"], ["THEIRS", "Ball", "2.50"]
    assert attached() == {"manager": [head, mine, theirs], "sales": [head, mine]}
    assert plan.last_error == ""
    assert plan.next_at > timezone.now()
    done = Operation.objects.filter(kind=OperationKind.EXPORT).order_by("details__rows")
    assert [(o.details["rows"], o.details["filter"], o.details["plan"]) for o in done] == [
        (1, "o=code", "Toys"), (2, "o=code", "Toys"),
    ]  # fmt: skip
    assert {(o.actor_kind, o.on_behalf_of_id) for o in done} == {
        ("system", manager.pk), ("system", sales.pk),
    }  # fmt: skip
    names = [each[0] for sent in mail.outbox for each in sent.attachments]
    assert all(name.startswith("Toys 20") and name.endswith(f" {plan.pk}.csv") for name in names)
    assert "is attached" in mail.outbox[0].body


def test_hidden_columns_stay_away_and_costs_are_never_attached(
    manager: User, sales: User, toys: None
) -> None:
    plan = planned(manager, manager, sales, columns=["code", "cost"])
    made(plan)
    assert attached() == {"manager": None, "sales": [["Code"], ["MINE"]]}
    (told,) = [sent.body for sent in mail.outbox if not sent.attachments]
    assert "Sign in to fetch it" in told
    files = dict(ExportFile.objects.values_list("person__username", "guarded"))
    assert files == {"manager": True, "sales": False}


def test_an_early_plan_is_left_alone_and_a_missed_one_made_once(manager: User, toys: None) -> None:
    plan = planned(manager)
    assert begin_due_exports() == 0
    let_it_be_due(plan, days=9)
    assert begin_due_exports() == 1
    assert begin_due_exports() == 0
    plan.refresh_from_db()
    assert timezone.now() < plan.next_at <= timezone.now() + dt.timedelta(days=1)
    assert ExportFile.objects.count() == 1


def test_two_clocks_begin_it_once(manager: User, toys: None) -> None:
    plan = planned(manager)
    let_it_be_due(plan)
    seen_by_another = ExportPlan.objects.get(pk=plan.pk)
    now = timezone.now()
    assert (begin_plan(plan, now), begin_plan(seen_by_another, now)) == (1, 0)
    assert (ExportFile.objects.count(), Job.objects.count()) == (1, 1)


def test_a_paused_plan_rests(manager: User) -> None:
    plan = planned(manager)
    let_it_be_due(plan)
    ExportPlan.objects.update(is_paused=True)
    assert begin_due_exports() == 0
    assert begin_plan(plan, timezone.now()) == 0


@pytest.mark.parametrize("lost", ["account", "right"])
def test_nobody_gets_anything_from_a_plan_whose_owner_may_not(
    manager: User, sales: User, toys: None, lost: str
) -> None:
    plan = planned(manager, sales)
    with as_the_house():
        if lost == "account":
            manager.is_active = False
            manager.save()
        else:
            manager.groups.clear()
    assert made(plan) == []
    assert plan.is_paused
    assert plan.last_error == "Paused: its owner may not export here any more."
    assert not ExportFile.objects.exists()
    assert not OutboxMail.objects.exists()


def test_a_reader_without_the_right_gets_nothing_and_others_theirs(
    manager: User, sales: User, toys: None
) -> None:
    plan = planned(manager, manager, sales)
    with as_the_house():
        sales.groups.clear()
    ExportPlan.objects.update(last_error="of before")
    assert sorted(map(str, made(plan))) == ["done", "done", "failed"]
    assert plan.last_error == "Sales: You may not export here."
    assert set(attached()) == {"manager"}
    failed = ExportFile.objects.get(person=sales)
    assert (failed.state, failed.error, failed.file) == (
        FileState.FAILED, "You may not export here.", "",
    )  # fmt: skip
    assert begin_due_exports() == 0


def test_a_filter_that_a_reader_may_not_ask_by_gives_them_nothing(
    manager: User, sales: User, toys: None
) -> None:
    """Left out, it would send more than was meant; answered, it would tell costs."""
    plan = planned(manager, manager, sales, query="cost__from=5")
    made(plan)
    assert set(attached()) == {"manager"}
    assert ExportFile.objects.get(person=sales).state == FileState.FAILED
    assert plan.last_error.startswith("Sales: This list has no filter")


def test_a_worker_that_is_killed_before_the_end_is_followed_by_another(
    manager: User, toys: None, monkeypatch: pytest.MonkeyPatch, folder: Any
) -> None:
    plan = planned(manager, manager)
    _killed(plan, monkeypatch, after=False)
    assert not OutboxMail.objects.exists()
    assert not Operation.objects.filter(kind=OperationKind.EXPORT).exists()
    _taken_up()
    assert len(mail.outbox) == 1
    assert len(list((folder / "exports").iterdir())) == 1


def test_a_worker_that_is_killed_after_the_end_mails_nothing_twice(
    manager: User, toys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(manager, manager)
    _killed(plan, monkeypatch, after=True)
    assert OutboxMail.objects.count() == 1
    _taken_up()
    assert (OutboxMail.objects.count(), len(mail.outbox)) == (1, 1)
    assert Operation.objects.filter(kind=OperationKind.EXPORT).count() == 1


def _killed(plan: ExportPlan, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """Let a worker be gone around the transaction that records, without any clearing up."""
    let_it_be_due(plan)
    begin_due_exports()
    record = making.run

    def deadly(*given: Any, **facts: Any) -> Any:
        if after:
            record(*given, **facts)
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "run", deadly)
    with pytest.raises(KeyboardInterrupt):
        run_job(Job.objects.get(kind="console.planned_export").pk)
    monkeypatch.setattr(making, "run", record)


def _taken_up() -> None:
    """Let the clock find the job that nobody works on any more, and a worker take it."""
    left = timezone.now() - LEFT_BEHIND - dt.timedelta(seconds=1)
    Job.objects.filter(state=JobState.RUNNING).update(alive_at=left)
    send_due_jobs()
    assert set(work_off()) == {JobState.DONE}
    assert ExportFile.objects.get().state == FileState.DONE


def test_what_may_pass_is_tried_again_and_given_up_in_the_end(
    manager: User, toys: None, settings: Any, tmp_path: Any
) -> None:
    plan = planned(manager)
    settings.MEDIA_ROOT = tmp_path / "no folder"
    settings.MEDIA_ROOT.write_text("a full disk")
    assert made(plan) == [JobState.FAILED]
    file = ExportFile.objects.get()
    assert (file.state, plan.last_error) == (FileState.WAITING, "Not a directory")
    assert begin_due_exports() == 0  # not before some minutes
    for _attempt in range(1, MOST_ATTEMPTS):
        _long_ago()
        assert begin_due_exports() == 1
        assert work_off() == [JobState.FAILED]
    _long_ago()
    assert begin_due_exports() == 0
    file.refresh_from_db()
    assert (file.state, file.error) == (FileState.FAILED, "Not a directory")


def test_what_passed_is_made_after_all(
    manager: User, toys: None, settings: Any, tmp_path: Any
) -> None:
    plan = planned(manager)
    settings.MEDIA_ROOT = tmp_path / "no folder"
    settings.MEDIA_ROOT.write_text("a full disk")
    made(plan)
    settings.MEDIA_ROOT.unlink()
    _long_ago()
    assert begin_due_exports() == 1
    assert work_off() == [JobState.DONE]
    plan.refresh_from_db()
    assert (plan.last_error, ExportFile.objects.get().state) == ("", FileState.DONE)
    assert (exports_folder() / ExportFile.objects.get().file).is_file()


def _long_ago() -> None:
    past = timezone.now() - dt.timedelta(hours=2)
    Job.objects.filter(state=JobState.FAILED).update(finished_at=past)


def test_what_somebody_stopped_is_ended(manager: User, toys: None) -> None:
    plan = planned(manager)
    let_it_be_due(plan)
    begin_due_exports()
    Job.objects.update(state=JobState.CANCELLED)
    assert begin_due_exports() == 0
    assert ExportFile.objects.get().state == FileState.FAILED
    assert ExportFile.objects.get().error == "Stopped."


def test_old_ones_are_forgotten(manager: User, toys: None, settings: Any) -> None:
    made(planned(manager))
    assert due.forget_old_files() == 0
    past = timezone.now() - dt.timedelta(days=settings.FILES_KEPT_DAYS + 1)
    ExportFile.objects.update(created_at=past)
    with nothing_changes():
        assert due.forget_old_files() == 1
    assert ExportPlan.objects.count() == 1


def test_one_reader_or_three_ask_as_much_for_each(
    manager: User, sales: User, other_sales: User, toys: None
) -> None:
    """Beginning a plan of three readers costs three times what one costs, and a fixed amount."""
    counts = []
    for readers in ((manager,), (manager,), (manager, sales), (manager, sales, other_sales)):
        plan = planned(manager, *readers, every=Every.WEEK)
        let_it_be_due(plan)
        plan = ExportPlan.objects.select_related("person").get(pk=plan.pk)
        with CaptureQueriesContext(connection) as seen:
            assert begin_plan(plan, timezone.now()) == len(readers)
        counts.append(len(seen))
    assert counts[3] - counts[2] == counts[2] - counts[1]
