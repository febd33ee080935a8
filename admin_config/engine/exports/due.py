"""What the clock does for planned exports: begin those that are due, try again what failed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from admin_config.engine.exports.plans import may_export
from admin_config.engine.exports.schedule import next_after
from admin_config.engine.registry import registry
from admin_config.models import ExportFile, ExportPlan, ExportWay, FileState
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import JobState, OperationKind
from erp.foundation.operation import RunningOperation, run
from erp.foundation.refusal import Refusal
from erp.foundation.services.job import ask_for_job
from erp.foundation.telling import about_words

MOST_ATTEMPTS = 5
_WAIT = dt.timedelta(minutes=5)
_AT_ONCE = 50


def begin_due_exports() -> int:
    """Begin what is due, once however many clocks there are; return how many files are asked for.

    What was missed while no clock ran is made once, not once for each time.
    """
    now = timezone.now()
    due = ExportPlan.objects.filter(is_paused=False, next_at__lte=now).select_related("person")
    begun = sum(begin_plan(plan, now) for plan in due.order_by("next_at")[:_AT_ONCE])
    _end_cancelled(now)
    return begun + sum(_try_again(file, now) for file in _to_try_again(now))


def begin_plan(plan: ExportPlan, now: dt.datetime) -> int:
    """Claim a plan's due time and ask for a file for each person; 0 where somebody else did."""

    def work(running: RunningOperation) -> int:
        following = next_after(plan, now)
        mine = ExportPlan.objects.filter(pk=plan.pk, next_at=plan.next_at, is_paused=False)
        if not mine.update(next_at=following):
            return 0
        why_not = _why_not(plan)
        if why_not:
            ExportPlan.objects.filter(pk=plan.pk).update(is_paused=True, last_error=why_not)
            return 0
        running.row.be_about(about_words(gettext_noop("planned export"), name=plan.name))
        return len([_ask(plan, person, plan.next_at) for person in takers(plan)])

    return run(work, OperationKind.JOB, by=SYSTEM)


def _why_not(plan: ExportPlan) -> str:
    """Return why a plan cannot go on: nobody's plan sends anything to anybody."""
    screen = registry.find(plan.screen)
    with translation.override(plan.person.language):
        if screen is None:
            return _("This screen does not exist any more.")
        if not may_export(plan.person, screen):
            return _("Paused: its owner may not export here any more.")
    return ""


def takers(plan: ExportPlan) -> list[Any]:
    """Return whom files are made for: the readers of a mail, or else the owner alone."""
    return list(plan.readers.all()) if plan.way == ExportWay.MAIL else [plan.person]


def begin_now(plan: ExportPlan, *, by: Actor) -> int:
    """Ask for the files of a plan at once, beside its own times; return how many."""
    screen = registry.find(plan.screen)
    if plan.person_id != (by.user and by.user.pk) or screen is None:
        raise Refusal(_("This plan is gone, or it is not yours."), code="owner")
    if not may_export(plan.person, screen):
        raise Refusal(_("You may not export here."), code="right")
    now = timezone.now()

    def work(running: RunningOperation) -> int:
        running.row.be_about(about_words(gettext_noop("planned export"), name=plan.name))
        return len([_ask(plan, person, now) for person in takers(plan)])

    return run(work, OperationKind.JOB, by=by)


def _ask(plan: ExportPlan, person: Any, due_at: dt.datetime) -> ExportFile:
    file = ExportFile.objects.create(
        person=person,
        plan=plan,
        due_at=due_at,
        screen=plan.screen,
        title=plan.name,
        query=plan.query,
        columns=plan.columns,
        file_format=plan.file_format,
        encoding=plan.encoding,
        way=plan.way,
        state=FileState.WAITING,
    )
    _ask_for_job(file)
    return file


def _ask_for_job(file: ExportFile) -> None:
    with translation.override(file.person.language):
        title = _("Export: %(kind)s") % {"kind": file.title}
    job = ask_for_job(
        "console.planned_export", by=Actor.person(file.person), title=title, file=file.pk
    )
    ExportFile.objects.filter(pk=file.pk).update(job=job)


def _end_cancelled(now: dt.datetime) -> None:
    """File what somebody stopped in the job centre as ended."""
    for file in _open(JobState.CANCELLED):
        with translation.override(file.person.language):
            _end(file, _("Stopped."), now)


def _open(state: JobState) -> list[ExportFile]:
    """Return files that are not done though their job came to such an end."""
    states = (FileState.WAITING, FileState.WRITTEN)
    found = ExportFile.objects.filter(state__in=states, job__state=state)
    return list(found.select_related("person", "plan", "job").order_by("pk")[:_AT_ONCE])


def _end(file: ExportFile, why: str, now: dt.datetime) -> None:
    mine = ExportFile.objects.filter(pk=file.pk, attempts=file.attempts, job=file.job)
    if mine.update(state=FileState.FAILED, error=why[:500], finished_at=now):
        note_error(file, why)


def _to_try_again(now: dt.datetime) -> list[ExportFile]:
    """Return files whose job failed for what may pass, such as a full disk, a while ago."""
    return [file for file in _open(JobState.FAILED) if _is_time(file, now)]


def _is_time(file: ExportFile, now: dt.datetime) -> bool:
    failed_at = file.job.finished_at if file.job else None
    return (failed_at or now) + _WAIT * (file.attempts + 1) <= now


def _try_again(file: ExportFile, now: dt.datetime) -> int:
    """Ask for another job, or give a file up after so many; 0 where somebody else did."""
    if file.attempts + 1 >= MOST_ATTEMPTS:
        with translation.override(file.person.language):
            _end(file, file.error or _("It failed again and again."), now)
        return 0

    def work(running: RunningOperation) -> int:
        mine = ExportFile.objects.filter(pk=file.pk, attempts=file.attempts, job=file.job)
        if not mine.update(attempts=F("attempts") + 1):
            return 0
        running.row.be_about(about_words(gettext_noop("planned export"), name=file.title))
        _ask_for_job(file)
        return 1

    return run(work, OperationKind.JOB, by=SYSTEM)


def note_error(file: ExportFile, why: str) -> None:
    """Say on the plan why its last file failed; nothing where it is gone."""
    if file.plan is not None:
        own = file.plan.person_id == file.person_id
        told = why if own else _("%(name)s: %(outcome)s") % {"name": file.person, "outcome": why}
        ExportPlan.objects.filter(pk=file.plan.pk).update(last_error=told[:500])


def forget_error(file: ExportFile) -> None:
    """Say on the plan that all is well, unless another reader's file of the same time failed."""
    if file.plan is None:
        return
    beside = ExportFile.objects.filter(plan=file.plan, due_at=file.due_at).exclude(pk=file.pk)
    if not beside.exclude(error="").exists():
        ExportPlan.objects.filter(pk=file.plan.pk).update(last_error="")


def forget_old_files() -> int:
    """Forget exports that are as old as their files may be; the log keeps who took what."""
    before = timezone.now() - dt.timedelta(days=settings.FILES_KEPT_DAYS)
    ended = (FileState.DONE, FileState.FAILED)
    return ExportFile.objects.filter(state__in=ended, created_at__lt=before).delete()[0]
