"""The bridge between job rows and Redis: the only place of the business that knows rq."""

import datetime as dt
import os
from typing import Any

import django_rq
import redis
import rq
from django.conf import settings
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq.executions import Execution, ExecutionRegistry
from rq.utils import current_timestamp

from erp.foundation.services.job import run_job
from erp.operations.lifeline import end_with_parent

QUEUE = "default"
#: Seconds a web request or a probe waits for Redis; a job that was not sent is sent by the clock.
PATIENCE = 2
#: Seconds between two signs of life of a worker that has nothing to do.
WORKER_SIGN = 30
#: A worker that gave no sign for so long is not counted.
WORKER_LOST = dt.timedelta(seconds=100)


class QueueUnreachable(Exception):
    """Redis does not answer."""


def dispatch(job_id: int) -> None:
    """Put the job's number on the queue; losing it is harmless, the clock sends it again."""
    queue = django_rq.get_queue(QUEUE, connection=_impatient_connection())
    _forget_dead(f"job-{job_id}", queue.connection)
    queue.enqueue(work, job_id, job_id=f"job-{job_id}", result_ttl=0, failure_ttl=0)


def work(job_id: int) -> None:
    """Run one job in the worker."""
    run_job(job_id)


def _forget_dead(job: str, connection: redis.Redis) -> None:
    """Strike out a job's executions that ended with a killed worker and expired since.

    rq 2.12 keeps their numbers, and every worker that asks for one of them ends.
    """
    known = ExecutionRegistry(job, connection)
    for number in known.get_execution_ids():
        if not connection.exists(Execution(number, job, connection).key):
            connection.zrem(known.key, number)


def count_workers() -> int:
    """Return how many workers take jobs; ``QueueUnreachable`` when Redis does not answer."""
    try:
        workers = rq.Worker.all(connection=_impatient_connection())
    except redis.RedisError as error:
        raise QueueUnreachable from error
    since = timezone.now() - WORKER_LOST
    return sum(
        QUEUE in worker.queue_names() and (worker.last_heartbeat or since) > since
        for worker in workers
    )


def _impatient_connection() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


class Worker(rq.Worker):
    """A worker that shows often that it lives, and whose running job ends with it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take rq's arguments; how often it shows that it lives is not one of them."""
        # rq waits for work 15 seconds less than this, then shows that it lives.
        options["worker_ttl"] = WORKER_SIGN + 15
        super().__init__(*arguments, **options)

    def clean_registries(self) -> None:
        """Forget what killed workers had begun: the rows of jobs are the truth, and are sent again.

        rq would mark such a job as failed and delete it, although it may be queued anew.
        """
        for queue in self.queues:
            begun = queue.started_job_registry
            entries: Any = self.connection.zrangebyscore(begun.key, 0, current_timestamp())
            for entry in entries:
                _forget_dead(begun.parse_job_id(entry), self.connection)
                self.connection.zrem(begun.key, entry)
        super().clean_registries()  # type: ignore[no-untyped-call]

    def fork_work_horse(self, job: Any, queue: Any) -> None:
        """Remember who is about to start the process of a job."""
        self._worker_process = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Any, queue: Any) -> None:
        """Run a job in a process of its own that does not outlive the worker."""
        end_with_parent(self._worker_process)
        super().main_work_horse(job, queue)
