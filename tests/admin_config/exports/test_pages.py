"""One's own exports on one screen: planned, fetched, paused, deleted, and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admin_config.models import Every, ExportFile, ExportPlan, ExportWay, FileState
from erp.foundation.models import JobState, Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.exports.planning import COLUMNS, made, planned
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.jobs import work_off
from tests.language.second_factor import enrolled, let_the_proof_grow_old, signed_in_with
from tests.language.writing import as_the_house, newest_operation, nothing_changes

SignIn = Callable[[User], Client]
NEW = "/toy/toy/export/plan/"
EXPORTS = "/exports/"
ASKED: dict[str, Any] = {
    "plan_do": "save", "name": "  Toys   of mine ", "every": "week", "weekday": "4", "at": "06:30",
    "way": "mail", "columns": ["name", "price"], "format": "csv", "encoding": "gb18030",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    """Keep files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DEFAULT_ZONE = "Asia/Shanghai"


def said(page: Any) -> list[str]:
    """Return the messages of a page."""
    return [str(message) for message in page.context["messages"]]


def fetched(client: Client, file: ExportFile) -> str:
    """Return the content of a file that somebody fetches."""
    sent: Any = client.get(f"/exports/{file.pk}/file/")
    assert sent["Content-Disposition"].startswith("attachment")
    return b"".join(sent.streaming_content).decode("utf-8-sig")


def test_a_plan_is_made_from_the_page_of_an_export(
    manager: User, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    chosen = {"columns": ["name", "price"], "format": "csv", "encoding": "gbk", "what": "list"}
    page = client.post(f"{NEW}?o=-code&safe=0&_at=x", chosen)
    assert page.status_code == 200
    plan = page.context["plan"]
    assert (plan.query, plan.columns, plan.encoding) == (
        "o=-code&safe=0", ["code", "name", "price"], "gb18030",
    )  # fmt: skip
    assert not ExportPlan.objects.exists()
    answer = client.post(
        NEW, {**ASKED, "query": plan.query, "readers": [manager.pk, sales.pk]}, follow=True
    )
    assert said(answer) == ["“Toys of mine” is planned."]
    kept = ExportPlan.objects.get()
    assert (kept.name, kept.every, kept.weekday, kept.at, kept.way, kept.query) == (
        "Toys of mine", Every.WEEK, 4, dt.time(6, 30), ExportWay.MAIL, "o=-code&safe=0",
    )  # fmt: skip
    assert set(kept.readers.all()) == {manager, sales}
    assert kept.next_at.astimezone(dt.UTC).time() == dt.time(22, 30)
    told = Operation.objects.get(verb="keep_plan")
    assert (told.actor_id, told.details["readers"], told.told()) == (
        manager.pk, ["Manager", "Sales"], "Toys of mine: planned export",
    )  # fmt: skip
    content = answer.content.decode()
    assert "every week on Friday at 06:30 (Asia/Shanghai)" in content
    assert "by mail to colleagues: Manager, Sales" in content


@pytest.mark.parametrize(
    ("posted", "answer"),
    [
        ({"name": " "}, "Give the plan a name."),
        ({"at": "25:99"}, "Say at what time, as 07:00."),
        ({"at": "soon"}, "Say at what time, as 07:00."),
        ({"readers": []}, "Choose who gets the mail."),
        ({"readers": ["stranger"]}, "They may not export here: Stranger."),
        ({"query": "nonsense=1"}, "This list has no filter “nonsense”; it was left out."),
        ({"way": "folder"}, "You may not drop files into the folder."),
    ],
)
def test_what_cannot_be_planned_is_said(
    manager: User, stranger: User, sign_in: SignIn, posted: dict[str, Any], answer: str
) -> None:
    asked = {**ASKED, "readers": [manager.pk], **posted}
    if asked["readers"] == ["stranger"]:
        asked["readers"] = [stranger.pk]
    with nothing_changes():
        page = sign_in(manager).post(NEW, asked)
    assert page.status_code == 200
    assert page.context["refused"] == answer
    assert not ExportPlan.objects.exists()
    assert not Operation.objects.filter(verb="keep_plan").exists()


def test_a_reader_without_an_address_is_named(manager: User, sales: User, sign_in: SignIn) -> None:
    with as_the_house():
        sales.email = ""
        sales.save()
    page = sign_in(manager).post(NEW, {**ASKED, "readers": [sales.pk]})
    assert page.context["refused"] == "They have no email address: Sales."


def test_nobody_plans_without_the_right(stranger: User, sign_in: SignIn) -> None:
    assert sign_in(stranger).post(NEW, ASKED).status_code == 403
    assert not ExportPlan.objects.exists()


def test_changed_paused_resumed_made_now_and_deleted(manager: User, sign_in: SignIn) -> None:
    make_toy(manager, "T1")
    plan = planned(manager)
    client = sign_in(manager)
    page = f"/exports/plan/{plan.pk}/"
    assert client.get(page).context["plan"] == plan
    asked = {"plan_do": "save", "name": "Anew", "every": "month", "month_day": "31", "at": "05:00"}
    assert said(client.post(page, {**asked, "way": "keep"}, follow=True)) == ["“Anew” is planned."]
    plan.refresh_from_db()
    assert (plan.name, plan.every, plan.month_day, plan.columns) == ("Anew", "month", 31, COLUMNS)
    assert said(client.post(page, {"plan_do": "pause"}, follow=True)) == ["Paused."]
    ExportPlan.objects.update(next_at=timezone.now() - dt.timedelta(days=3))
    assert said(client.post(page, {"plan_do": "resume"}, follow=True)) == ["It goes on."]
    plan.refresh_from_db()
    assert plan.next_at > timezone.now()
    assert said(client.post(page, {"plan_do": "now"}, follow=True)) == ["1 file is being made."]
    assert work_off() == [JobState.DONE]
    assert said(client.post(page, {"plan_do": "delete"}, follow=True)) == ["Deleted."]
    assert not ExportPlan.objects.exists()
    assert ExportFile.objects.get().plan is None
    verbs = Operation.objects.exclude(verb="").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["keep_plan", "keep_plan", "pause_plan", "resume_plan", "delete_plan"]
    assert len(fetched(client, ExportFile.objects.get()).splitlines()) == 2


@pytest.mark.parametrize("verb", ["save", "pause", "resume", "now", "delete"])
def test_a_plan_of_somebody_else_is_none(
    manager: User, system: User, sign_in: SignIn, verb: str
) -> None:
    plan = planned(manager)
    client = sign_in(system)
    before = ExportPlan.objects.values().get()
    assert client.get(f"/exports/plan/{plan.pk}/").status_code == 404
    assert client.post(f"/exports/plan/{plan.pk}/", {"plan_do": verb}).status_code == 404
    assert ExportPlan.objects.values().get() == before
    assert "Toys" not in str(client.get(EXPORTS).context["plans"])


def test_a_file_is_fetched_by_whom_it_is_for(
    manager: User, sales: User, system: User, sign_in: SignIn
) -> None:
    make_toy(sales, "MINE")
    make_toy(manager, "THEIRS")
    made(planned(manager, sales))
    file = ExportFile.objects.get()
    page = f"/exports/{file.pk}/file/"
    assert fetched(sign_in(sales), file).splitlines() == ["Code,Name,Price", "MINE,Ball,2.50"]
    for other in (manager, system):
        assert sign_in(other).get(page).status_code == 404
    assert page in sign_in(sales).get(EXPORTS).content.decode()


@pytest.mark.parametrize("lost", ["role", "column", "reach", "file", "state"])
def test_a_file_is_not_fetched_with_rights_that_are_gone(
    manager: User, sign_in: SignIn, lost: str
) -> None:
    make_toy(manager, "T1")
    made(planned(manager, columns=["code", "name"]))
    file, answer = ExportFile.objects.get(), 403
    if lost == "role":
        with as_the_house():
            manager.groups.clear()
    elif lost == "column":
        ExportFile.objects.update(columns=["code", "secret"])
    elif lost == "reach":
        ExportFile.objects.update(reach=9)
    else:
        answer = 404
        ExportFile.objects.update(**{lost: "failed" if lost == "state" else "../../secret"})
    assert sign_in(manager).get(f"/exports/{file.pk}/file/").status_code == answer


def test_costs_ask_for_a_fresh_proof_when_planned_and_when_fetched(system: User) -> None:
    make_toy(system, "T1")
    stale = signed_in_with(enrolled(system), system)
    asked = {**ASKED, "way": "keep", "columns": ["name", "cost"]}
    let_the_proof_grow_old(stale)
    assert stale.post(NEW, asked).status_code == 403
    assert not ExportPlan.objects.exists()
    plan = planned(system, columns=["code", "cost"])
    made(plan)
    page = f"/exports/{ExportFile.objects.get().pk}/file/"
    refused = stale.get(page)
    assert refused.status_code == 302
    assert refused["Location"].startswith("/second-factor/?next=")
    assert stale.post(f"/exports/plan/{plan.pk}/", {"plan_do": "resume"}).status_code == 403
    plain = planned(system, columns=["code", "name"])
    made(plain)
    assert fetched(stale, ExportFile.objects.get(plan=plain)).startswith("Code,Name")


def test_what_was_taken_along_is_noted_and_taken_again(
    manager: User, system: User, sign_in: SignIn
) -> None:
    toy = make_toy(manager, "T1")
    client = sign_in(manager)
    posted = {"format": "csv", "encoding": "gbk", "columns": ["price", "name"]}
    list(client.post("/toy/toy/export/?safe=1&o=-code", posted).streaming_content)  # type: ignore[attr-defined]
    assert newest_operation().kind == OperationKind.EXPORT
    row = client.get(EXPORTS).context["files"][0]
    assert (row.state, row.file.rows, row.fetch) == ("taken along", 1, "")
    assert row.again == f"/toy/toy/export/?safe=1&o=-code&_again={row.file.pk}"
    page = client.get(row.again)
    assert [n for n, _label, on, key in page.context["columns"] if on] == ["code", "price", "name"]
    assert page.context["query"] == "safe=1&o=-code"
    assert [n for n, _label, chosen in page.context["encodings"] if chosen] == ["gb18030"]
    list(client.post("/toy/toy/export/", {**posted, "selected": str(toy.pk)}).streaming_content)  # type: ignore[attr-defined]
    assert client.get(EXPORTS).context["files"][0].again == ""
    other = sign_in(system)
    assert f"_again={row.file.pk}" not in other.get(EXPORTS).content.decode()


def test_the_screen_tells_errors_and_costs_as_much_for_ten_as_for_two(
    manager: User, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    counts = []
    for amount in (2, 10):
        for number in range(amount):
            plan = planned(manager, manager, sales, name=f"Plan {amount} {number}")
            ExportFile.objects.create(
                person=manager, plan=plan, screen="toy.toy", title=plan.name, columns=COLUMNS,
                file_format="csv", state=FileState.FAILED, error="The disk is full.",
                due_at=timezone.now(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            page = client.get(EXPORTS)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "The disk is full." in page.content.decode()
    assert len(page.context["files"]) == 12
    assert page.context["next_before"] is None
