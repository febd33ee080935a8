"""Background work in tests: rows wait until the test runs them, by the product's own runner."""

from erp.foundation.models import Job, JobState
from erp.foundation.services.job import run_job


def leave_waiting(_job_id: int) -> None:
    """Send nothing anywhere: the row is the truth and the test decides when it is worked on."""


def work_off() -> list[JobState | None]:
    """Run every waiting job, also those that jobs ask for; return how each ended."""
    ended: list[JobState | None] = []
    while True:
        waiting = Job.objects.filter(state=JobState.QUEUED).order_by("pk").first()
        if waiting is None:
            return ended
        ended.append(run_job(waiting.pk))
