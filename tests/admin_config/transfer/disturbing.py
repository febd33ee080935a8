"""Real workers on a real queue that are killed, and a queue that forgets everything."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import redis
from django.db import connection
from django.db.models import F

from admin_config.engine.transfer.commit import resume_commit
from admin_config.engine.transfer.run import is_left, resume_check
from admin_config.models import ImportRun, RunState
from erp.foundation.models import Job, JobState
from erp.foundation.services.job import LEFT_BEHIND, SENT_AGAIN, send_due_jobs
from erp.operations.house.embedded_redis import redis_command

#: Seconds from the moment at which a job is taken, within which it is disturbed.
_SOON = 0.2
#: Seconds after which a stage must have ended, for each time that it is disturbed.
_PATIENCE = 30
#: Has loaded the product once and forks a worker whenever it is asked to, so that none is slow to
#: come; prints its number.
_NURSERY = """
import os
import signal
import sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connections
settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = {name!r}
from admin_config.engine.transfer import chunk, commit, run
commit.CHUNK = chunk.CHUNK = run.CHUNK = 5
for _asked in sys.stdin:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    worker = os.fork()
    if not worker:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        call_command("rqworker", "default")
        os._exit(0)
    print(worker, flush=True)
"""


@contextmanager
def queue_of_its_own(folder: Path) -> Iterator[redis.Redis]:
    """Run a Redis while the block runs."""
    url = f"unix://{folder}/redis.sock"
    server = subprocess.Popen(redis_command(url), stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        client = redis.Redis.from_url(url)
        while not (folder / "redis.sock").exists():
            time.sleep(0.02)
        yield client
    finally:
        server.kill()
        server.wait()


@contextmanager
def nursery(address: str) -> Iterator[subprocess.Popen[str]]:
    """Run what workers come from while the block runs."""
    mother = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _NURSERY.format(name=str(connection.settings_dict["NAME"]))],
        env={**os.environ, "REDIS_URL": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with mother:
        yield mother


class Trouble:
    """Works on the jobs of imports, in processes of its own that come to harm."""

    def __init__(
        self, queue: redis.Redis, mother: subprocess.Popen[str], edit: Callable[[], None]
    ) -> None:
        """Take the queue, what workers come from, and what a colleague does again and again."""
        self.queue, self.mother, self.edit = queue, mother, edit
        self.chance = random.Random(20_260_331)  # noqa: S311 - the same moments on every run
        self.worker: psutil.Process | None = None
        self.kills = self.flushes = 0

    def work_off(self, run: ImportRun, *, kills: int, flushes: int) -> None:
        """Let workers end a stage of an import, however often they are disturbed."""
        stage = run.state
        disturbances = [self.kill] * kills + [self.flush] * flushes
        self.chance.shuffle(disturbances)
        until = time.monotonic() + _PATIENCE * (len(disturbances) + 1)
        while run.state == stage:
            assert time.monotonic() < until, "the import does not come to its end"
            self._keep_going(run)
            if disturbances and self._is_taken(run):
                time.sleep(self.chance.uniform(0, _SOON))
                disturbances.pop()()
                self.edit()
            time.sleep(0.02)
            run = ImportRun.objects.select_related("job").get(pk=run.pk)
        assert not disturbances, "the import ended before it was disturbed as often as it should"

    def _keep_going(self, run: ImportRun) -> None:
        """Do what a house does: a person goes on, worker and clock are there, time passes."""
        if is_left(run):
            (resume_check if run.state == RunState.MAPPED else resume_commit)(run)
        if self.worker is None or not self.worker.is_running():
            self._time_passes(LEFT_BEHIND, state=JobState.RUNNING)
            self.worker = self._new_worker()
        if not self.queue.exists(f"rq:job:job-{run.job_id}"):
            self._time_passes(SENT_AGAIN, state=JobState.QUEUED)
        send_due_jobs()

    def _time_passes(self, how_long: dt.timedelta, **which: Any) -> None:
        later = how_long + dt.timedelta(seconds=1)
        Job.objects.filter(**which).update(
            alive_at=F("alive_at") - later, sent_at=F("sent_at") - later
        )

    def _is_taken(self, run: ImportRun) -> bool:
        return Job.objects.filter(pk=run.job_id, state=JobState.RUNNING).exists()

    def _new_worker(self) -> psutil.Process:
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write("\n")
        self.mother.stdin.flush()
        return psutil.Process(int(self.mother.stdout.readline()))

    def kill(self) -> None:
        """Kill the worker as an operator or the kernel does; its running job dies with it."""
        self.stop()
        self.kills += 1

    def stop(self) -> None:
        """Leave no process behind."""
        if self.worker is None:
            return
        family = [self.worker, *self.worker.children(recursive=True)]
        self.worker.kill()
        _gone, alive = psutil.wait_procs(family, timeout=20)
        assert not alive, "what the worker had begun outlives it"
        self.worker = None

    def flush(self) -> None:
        """Let the queue lose everything it knows."""
        self.queue.flushall()
        self.flushes += 1
