"""The health address tells the state of each part, and 503 only when no page can be served."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erp import queue
from erp.operations.models import Heartbeat
from erp.operations.queries.state import clock_state
from erp.operations.services.clock import Clock, Round, show_life
from tests.erp.operations.house import ROOT, environment

ASK = """
import django; django.setup()
from django.test import Client
client = Client()
client.cookies["sessionid"] = "a" * 32
answer = client.get("/healthz")
print(answer.status_code, answer.content.decode())
"""


def ask_in_a_process(data_dir: Path, **variables: str) -> tuple[int, dict[str, str]]:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", ASK],
        check=True,
        cwd=ROOT,
        env=environment(data_dir, DJANGO_SETTINGS_MODULE="erp.settings", **variables),
        capture_output=True,
        text=True,
    )
    code, _, body = done.stdout.partition(" ")
    return int(code), json.loads(body)


@pytest.fixture
def no_redis(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"


@pytest.mark.django_db
@pytest.mark.usefixtures("no_redis")
def test_pages_are_served_without_a_queue() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "degraded",
        "database": "ok",
        "migrations": "ok",
        "queue": "unreachable",
        "worker": "unknown",
        "clock": "absent",
    }
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.usefixtures("no_redis")
def test_the_health_address_is_only_read() -> None:
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == 405


@pytest.mark.slow
def test_no_database_and_missing_migrations_are_503_also_with_a_session(tmp_path: Path) -> None:
    gone = f"sqlite:///{tmp_path}/no/such/folder/file"
    code, state = ask_in_a_process(tmp_path, DATABASE_URL=gone)
    assert (code, state["state"], state["database"]) == (503, "failing", "unreachable")
    code, state = ask_in_a_process(tmp_path)
    assert (code, state["state"], state["database"]) == (503, "failing", "ok")
    assert (state["migrations"], state["clock"]) == ("pending", "unknown")


@pytest.mark.usefixtures("no_redis")
def test_an_unreachable_queue_is_said_at_once() -> None:
    with pytest.raises(queue.QueueUnreachable):
        queue.count_workers()


@pytest.mark.django_db
def test_the_clock_is_late_when_it_stopped_showing_life() -> None:
    assert clock_state() == "absent"
    show_life()
    assert clock_state() == "ok"
    Heartbeat.objects.update(beat_at=timezone.now() - dt.timedelta(seconds=31))
    assert clock_state() == "late"
    show_life()
    assert clock_state() == "ok"


@pytest.mark.django_db
def test_the_clock_does_each_round_when_due_and_survives_one_that_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("failing")
        raise OSError("no")

    clock = Clock(
        (
            Round("failing", fail, dt.timedelta(seconds=5)),
            Round("often", lambda: done.append("often"), dt.timedelta(seconds=5)),
            Round("seldom", lambda: done.append("seldom"), dt.timedelta(minutes=5)),
        )
    )
    assert clock.tick(100.0) == ["often", "seldom"]
    assert clock.tick(104.9) == []
    assert clock.tick(105.0) == ["often"]
    assert done == ["failing", "often", "seldom", "failing", "often"]
    assert [record.message for record in caplog.records] == ["round_failed", "round_failed"]
