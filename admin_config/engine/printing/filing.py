"""Say in the log by what all is known that a job sent, once the job is over."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from admin_config.engine.printing.keeping import digest_of_all
from admin_config.engine.printing.sending import SENT
from admin_config.engine.registry import registry
from admin_config.models import IssuedPaper
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.telling import about_many


def file_as_sent(lead: Operation, *, by: Actor) -> int:
    """File all that was sent under an act so far; return how many papers it was.

    What is filed already is not filed again; a later filing takes the place of an earlier one.
    """
    sent = IssuedPaper.objects.filter(operation=lead)
    digests = set(sent.values_list("digest", flat=True))
    digest = digest_of_all(digests)
    filed = lead.parts.order_by("pk").last()
    if digests and (filed is None or filed.details.get("digest") != digest):
        details = {"papers": len(digests), "digest": digest}
        screen = registry.find(lead.details["screen"])
        facts = {"verb": SENT, "part_of": lead, "details": details}
        with operation(OperationKind.MAIL, by=by, **facts) as running:
            running.stored()
            if screen is not None:
                running.row.be_about(about_many(screen.model, len(digests)))
    return sent.values("record").distinct().count()


def file_abandoned() -> int:
    """File what jobs sent that ended without saying so, killed too often; return how many."""
    papers = IssuedPaper.objects.filter(operation=OuterRef("operation"))
    over = Job.objects.filter(
        Exists(papers),
        kind="console.send",
        state__in=(JobState.FAILED, JobState.CANCELLED),
        operation__parts=None,
    )
    jobs = list(over.select_related("operation"))
    for job in jobs:
        if job.operation is not None:
            file_as_sent(job.operation, by=SYSTEM)
    return len(jobs)
