"""What waits for a person: the declared cards of every screen, and their own jobs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from admin_config.engine.build.rights import actor_of
from admin_config.engine.finding.places import Hit
from admin_config.engine.listing.query import WAITS
from admin_config.engine.navigation import list_address, record_address, visible_screens
from admin_config.engine.spec import HomeCard, Screen
from erp.foundation.models import Job, JobState
from erp.foundation.rights import scoped
from erp.foundation.time_limit import TookTooLong, time_limit

#: Beyond this a card says "99+".
MOST_COUNTED = 99
#: Records that a card names.
_NAMED = 3
#: Seconds that all cards together may take; what is not reached is left out.
_LIMIT = 1.0
_JOBS = 5
_JOBS_SINCE = dt.timedelta(days=3)


@dataclass(frozen=True)
class Card:
    """One card of the home page as one person sees it."""

    title: str
    icon: str
    count: int
    more: bool
    link: str
    urgent: bool
    first: list[Hit]


def cards(request: HttpRequest) -> list[Card]:
    """Return the cards on which something waits, urgent ones first."""
    found = []
    for screen in visible_screens(request):
        for place, declared in enumerate(screen.home):
            try:
                with time_limit(_LIMIT):
                    card = _card(request, screen, declared, f"{WAITS}={place}")
            except TookTooLong:
                continue
            if card is not None:
                found.append(card)
    return sorted(found, key=lambda card: not card.urgent)


def _card(request: HttpRequest, screen: Screen, declared: HomeCard, own: str) -> Card | None:
    actor = actor_of(request)
    rows: QuerySet[Any] = scoped(actor, "view", declared.rows(actor))
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    if not count:
        return None
    first = [
        Hit(str(row), "", screen.icon, record_address(screen, row.pk)) for row in rows[:_NAMED]
    ]
    asked = "&".join(part for part in (declared.query, own) if part)
    more = count > MOST_COUNTED
    return Card(
        str(declared.title),
        screen.icon,
        min(count, MOST_COUNTED),
        more,
        f"{list_address(screen)}?{asked}",
        declared.urgent,
        first,
    )


@dataclass(frozen=True)
class JobLine:
    """One of the person's jobs, running or lately failed."""

    job: Job
    link: str
    running: bool


def job_lines(request: HttpRequest) -> list[JobLine]:
    """Return the person's jobs that run or wait, and those that failed in the last days."""
    since = timezone.now() - _JOBS_SINCE
    mine = Job.objects.filter(asked_by=request.user.pk).order_by("-id")[:200]
    alive = {JobState.QUEUED, JobState.RUNNING}
    chosen = [
        job
        for job in mine
        if job.state in alive or (job.state == JobState.FAILED and job.created_at > since)
    ]
    return [
        JobLine(job, reverse("console:foundation_job_change", args=(job.pk,)), job.state in alive)
        for job in chosen[:_JOBS]
    ]
