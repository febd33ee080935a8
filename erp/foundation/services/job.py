"""Ask for background work, send it, run it, cancel it; the job's row is the truth throughout."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.fresh_proof import FreshProofNeeded, proof_stands, proofs_judged_by
from erp.foundation.job_kinds import work_of
from erp.foundation.models.job import Job, JobState
from erp.foundation.operation import running_operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights import may
from erp.foundation.tracing import Origin, current_origin, set_origin

if TYPE_CHECKING:
    pass

log = logging.getLogger(__name__)

#: A running job that gave no sign for so long was left behind by a killed worker.
LEFT_BEHIND = dt.timedelta(seconds=90)
#: A queued job that no worker took for so long is sent again.
SENT_AGAIN = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 5


class Cancelled(Exception):
    """Raised inside a job's work when its owner asked to stop."""


class Progress:
    """What a running job tells about itself; every call is also its sign of life.

    Attempts are counted from where it got further the last time: only those in vain are too many.
    """

    def __init__(self, job: Job) -> None:
        """Stand for one run of a job."""
        self.job = job
        self._reached = job.done

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what the work was asked to do."""
        return dict(self.job.arguments)

    @property
    def actor(self) -> Actor:
        """Return in whose name the work runs."""
        return Actor.person(self.job.asked_by) if self.job.asked_by else SYSTEM

    def tell(self, done: int, total: int | None = None, message: str = "") -> None:
        """Store how far it is; raise ``Cancelled`` when its owner asked to stop."""
        values: dict[str, Any] = {"done": done, "alive_at": timezone.now()}
        if done > self._reached:
            values["attempts"] = 1
        if total is not None:
            values["total"] = total
        if message:
            values["message"] = message[:500]
        Job.objects.filter(pk=self.job.pk).update(**values)
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def ask_for_job(kind: str, *, by: Actor, title: str = "", **arguments: Any) -> Job:
    """Store a job within the running operation and send it to the queue after commit."""
    work_of(kind)
    running = running_operation()
    job = Job.objects.create(
        kind=kind,
        title=title,
        arguments=arguments,
        asked_by=by.user,
        operation=running.stored() if running else None,
        proven=proof_stands(),
        request_id=current_origin().request_id,
    )
    transaction.on_commit(lambda: send_job(job.pk))
    return job


def send_job(job_id: int) -> None:
    """Hand the job to the dispatcher; when the queue is down the clock tries again."""
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    try:
        import_string(settings.JOB_DISPATCHER)(job_id)
    except Exception:
        log.warning("queue_unreachable", extra={"job": job_id}, exc_info=True)


def send_due_jobs() -> int:
    """Send again what is due and not taken, and what a killed worker left; return how many."""
    now = timezone.now()
    Job.objects.filter(
        state=JobState.RUNNING, alive_at__lt=now - LEFT_BEHIND, attempts__lt=MOST_ATTEMPTS
    ).update(state=JobState.QUEUED, sent_at=None)
    Job.objects.filter(state=JobState.RUNNING, alive_at__lt=now - LEFT_BEHIND).update(
        state=JobState.FAILED, finished_at=now, error="left behind by its worker too often"
    )
    due = Job.objects.filter(state=JobState.QUEUED, due_at__lte=now).filter(
        Q(sent_at=None) | Q(sent_at__lt=now - SENT_AGAIN)
    )
    keys = list(due.values_list("pk", flat=True)[:500])
    for key in keys:
        send_job(key)
    return len(keys)


def _take(job_id: int) -> Job | None:
    """Turn a waiting job into a running one; exactly one of several workers gets it."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=now, alive_at=now, attempts=F("attempts") + 1
    )
    return Job.objects.select_related("asked_by").get(pk=job_id) if taken else None


def run_job(job_id: int) -> JobState | None:
    """Run a waiting job to its end and store how it ended; None when another worker has it."""
    job = _take(job_id)
    if job is None:
        return None
    set_origin(Origin(request_id=job.request_id))
    try:
        with proofs_judged_by(lambda: job.proven):
            result = work_of(job.kind)(Progress(job)) or {}
    except FreshProofNeeded:
        why = _("This weighs much, and was begun without a fresh proof of who asks: begin it anew.")
        return _end(job, JobState.FAILED, message=why, result={"unproven": True})
    except Cancelled:
        return _end(job, JobState.CANCELLED)
    except Refusal as refusal:
        return _end(job, JobState.FAILED, message=" ".join(refusal.messages))
    except Exception:
        log.exception("job_failed", extra={"job": job.pk, "kind": job.kind})
        return _end(job, JobState.FAILED, error=traceback.format_exc())
    finally:
        set_origin(Origin())
    return _end(job, JobState.DONE, result=result)


def _end(job: Job, state: JobState, **facts: Any) -> JobState:
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=timezone.now(), **facts)
    return state


def cancel_job(job: Job, *, by: Actor) -> None:
    """Stop a waiting job at once and a running one at its next sign of life."""
    own = by.user is not None and job.asked_by_id == by.user.pk
    if not own and not may(by, "change", job):
        raise Refusal(_("Only who asked for a job may cancel it."), code="not_yours")
    stopped = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now(), cancel_asked=True
    )
    if not stopped:
        asked = Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True)
        if not asked:
            raise Refusal(_("This job has already ended."), code="ended")
