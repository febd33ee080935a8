"""Plans of exports for tests, and the clock that makes them due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from admin_config.engine.exports.due import begin_due_exports
from admin_config.engine.exports.plans import keep_plan
from admin_config.models import Every, ExportPlan, ExportWay
from erp.foundation.actor import Actor
from erp.foundation.models import JobState
from erp.staff.models import User
from tests.language.jobs import work_off

COLUMNS = ["code", "name", "price"]


def planned(owner: User, *readers: User, **facts: Any) -> ExportPlan:
    """Return a kept plan for toys, by mail where there are readers."""
    told: dict[str, Any] = {
        "screen": "toy.toy",
        "name": "Toys",
        "columns": COLUMNS,
        "file_format": "csv",
        "every": Every.DAY,
        "at": dt.time(7),
        "way": ExportWay.MAIL if readers else ExportWay.KEEP,
        **facts,
    }
    return keep_plan(ExportPlan(person=owner, **told), readers, by=Actor.person(owner))


def let_it_be_due(plan: ExportPlan, *, days: int = 0) -> None:
    """Let the plan's time have come, some days ago."""
    due = timezone.now() - dt.timedelta(days=days, minutes=1)
    ExportPlan.objects.filter(pk=plan.pk).update(next_at=due)
    plan.refresh_from_db()


def made(plan: ExportPlan) -> Sequence[JobState | None]:
    """Let the clock begin a plan that is due, and workers make it; return how their jobs ended."""
    let_it_be_due(plan)
    begin_due_exports()
    ended = work_off()
    plan.refresh_from_db()
    return ended
