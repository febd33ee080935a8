"""The screen of background jobs."""

from admin_config.engine.jobs_centre.job_admin import JobAdmin
from admin_config.engine.spec import Screen
from erp.foundation.models import Job

SCREEN = Screen(
    Job,
    icon="bolt",
    columns=("title", "state", "asked_by", "done", "total", "created_at", "finished_at"),
    filters=("state", "asked_by"),
    ordering=("-id",),
    totals=(),
    copy=None,
    importing=None,
    read_only=True,
    admin=JobAdmin,
)
