"""What a killed worker left in Redis stops neither its successors nor its job's next run."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django_rq
import pytest
import redis
import rq
from rq.executions import Execution
from rq.job import JobStatus

from erp import queue
from erp.operations.house.embedded_redis import redis_command
from tests.erp.operations.house import wait_for


class Here(rq.SimpleWorker, queue.Worker):
    """Our worker, running its jobs in this process."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[redis.Redis]:
    """Return a Redis of this test alone."""
    socket, log = tmp_path / "redis.sock", tmp_path / "redis.log"
    with log.open("ab") as output:
        running = subprocess.Popen(redis_command(f"unix://{socket}"), cwd=tmp_path, stdout=output)  # noqa: S603
    wait_for(socket.exists, log)
    yield redis.Redis(unix_socket_path=str(socket))
    running.terminate()
    running.wait()


@pytest.fixture
def lane(server: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> rq.Queue:
    """Return a queue with a job as a killed worker leaves it: begun, its signs of life run out."""
    lane = rq.Queue("default", connection=server)
    monkeypatch.setattr(django_rq, "get_queue", lambda *_names, **_options: lane)
    queue.dispatch(77)
    job = lane.fetch_job("job-77")
    assert job is not None
    with server.pipeline() as pipe:
        execution = Execution.create(job, 5, pipe)
        job.set_status(JobStatus.STARTED, pipeline=pipe)
        pipe.zadd(job.started_job_registry.key, {execution.composite_key: 1})
        pipe.delete(execution.key)
        pipe.execute()
    lane.remove(job)
    return lane


@pytest.mark.parametrize("sent_again", [False, True])
def test_a_worker_goes_on_after_one_that_was_killed(lane: rq.Queue, *, sent_again: bool) -> None:
    if sent_again:
        queue.dispatch(77)
    worker = queue.Worker([lane], connection=lane.connection)
    worker.clean_registries()
    assert lane.connection.zrange("rq:wip:default", 0, -1) == []
    assert lane.connection.exists("rq:executions:job-77") == 0
    assert lane.job_ids == (["job-77"] if sent_again else [])
    assert lane.fetch_job("job-77") is not None


def test_a_job_that_is_sent_again_runs_to_its_end(lane: rq.Queue) -> None:
    begun: Any = lane.connection.zrange("rq:wip:default", 0, -1)
    lane.connection.zadd("rq:wip:default", {begun[0]: time.time() + 60})  # not looked after yet
    queue.dispatch(77)
    worker = Here([lane], connection=lane.connection)
    job = lane.fetch_job("job-77")
    assert job is not None
    job.func_name, job.args = "builtins.print", ("done",)
    job.save()
    assert worker.work(burst=True)
    assert lane.fetch_job("job-77") is None
