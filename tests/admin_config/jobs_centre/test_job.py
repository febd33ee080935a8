"""Jobs: everybody sees their own, progress can be watched, stopping is asked for by POST."""

from collections.abc import Callable

import pytest
from django.test import Client

from erp.foundation.models import Job, JobState
from erp.staff.models import User

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def _job(asked_by: User | None, state: str = JobState.RUNNING, **facts: object) -> Job:
    return Job.objects.create(
        kind="toy.count", title="Count", asked_by=asked_by, state=state, **facts
    )


def _page(job: Job, page: str = "change") -> str:
    return f"/foundation/job/{job.pk}/{page}/"


def test_people_see_their_own_and_system_sees_all(
    sales: User, stranger: User, system: User, sign_in: SignIn
) -> None:
    mine, theirs, nobody_s = _job(sales), _job(stranger), _job(None)
    listed = {row.pk for row in sign_in(sales).get("/foundation/job/").context["cl"].result_list}
    assert listed == {mine.pk}
    assert sign_in(stranger).get(_page(theirs)).status_code == 200
    for job in (theirs, nobody_s):
        assert sign_in(sales).get(_page(job)).status_code == 404
        assert sign_in(sales).get(_page(job, "state")).status_code == 404
        assert sign_in(system).get(_page(job)).status_code == 200


def test_progress(sales: User, sign_in: SignIn) -> None:
    job = _job(sales, done=30, total=120, message="Checking")
    answer = sign_in(sales).get(_page(job, "state")).json()
    assert answer == {
        "state": "running",
        "label": "running",
        "percent": 25,
        "done": 30,
        "total": 120,
        "message": "Checking",
        "alive": True,
    }


def test_stopping_is_asked_for_by_post(sales: User, other_sales: User, sign_in: SignIn) -> None:
    job = _job(sales)
    client = sign_in(sales)
    assert client.get(_page(job, "cancel")).status_code == 405
    assert sign_in(other_sales).post(_page(job, "cancel")).status_code == 404
    job.refresh_from_db()
    assert job.cancel_asked is False
    assert client.post(_page(job, "cancel"))["Location"] == _page(job)
    job.refresh_from_db()
    assert job.cancel_asked is True
    assert "Asked to stop" in client.get(_page(job)).content.decode()


def test_a_waiting_job_stops_at_once_and_an_ended_one_not_at_all(
    sales: User, sign_in: SignIn
) -> None:
    waiting, done = _job(sales, JobState.QUEUED), _job(sales, JobState.DONE)
    client = sign_in(sales)
    client.post(_page(waiting, "cancel"))
    page = client.post(_page(done, "cancel"), follow=True)
    waiting.refresh_from_db()
    done.refresh_from_db()
    assert (waiting.state, done.state) == (JobState.CANCELLED, JobState.DONE)
    assert "already ended" in page.content.decode()


def test_who_may_look_after_all_jobs_may_stop_them(
    system: User, auditor: User, sales: User, sign_in: SignIn
) -> None:
    job = _job(sales, JobState.QUEUED)
    assert sign_in(auditor).post(_page(job, "cancel")).status_code in {403, 404}
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    sign_in(system).post(_page(job, "cancel"))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_traceback_is_for_those_who_look_after_the_system(
    sales: User, system: User, sign_in: SignIn
) -> None:
    job = _job(sales, JobState.FAILED, error="Traceback: secret path", result={"new": 3, "x": {}})
    page = sign_in(sales).get(_page(job)).content.decode()
    assert "secret path" not in page
    assert "a fault of ours" in page
    assert "<dt>New</dt><dd>3</dd>" in page
    assert "secret path" in sign_in(system).get(_page(job)).content.decode()


@pytest.mark.parametrize("key", ["0", "abc", "99999999999999999999"])
def test_no_such_job(sales: User, sign_in: SignIn, key: str) -> None:
    assert sign_in(sales).get(f"/foundation/job/{key}/change/").status_code == 404
