"""The page of one job: live progress, its result or its error, and a way to stop it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from admin_config.engine.build.console_admin import ConsoleAdmin
from admin_config.engine.build.rights import actor_of
from admin_config.engine.transfer.kept_files import file_of_job
from erp.foundation.digits import number_in
from erp.foundation.models import Job, JobState
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, may, reach
from erp.foundation.services.job import cancel_job

ALIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
_TONES = {
    JobState.DONE: "ch-good",
    JobState.FAILED: "ch-bad",
    JobState.CANCELLED: "ch-warn",
}
#: How a job's figures are called; other figures go by the name the job gave them.
_FIGURES = {
    "rows": gettext_lazy("rows"),
    "asked": gettext_lazy("chosen"),
    "gone_before": gettext_lazy("gone before"),
    "deleted": pgettext_lazy("figure of a job", "deleted"),
    "taken_back": gettext_lazy("taken back"),
    "changed": pgettext_lazy("figure of a job", "changed"),
    "kept": gettext_lazy("left as they are"),
    "sent": gettext_lazy("sent"),
    "papers": gettext_lazy("papers"),
    "left": gettext_lazy("left out"),
    "error": gettext_lazy("error"),
    "file": gettext_lazy("file"),
}


class JobAdmin(ConsoleAdmin):
    """Shows jobs; people see their own, who may look up all jobs sees all."""

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses that a job's page asks and posts to."""
        site = self.admin_site
        own = [
            path("<int:key>/state/", site.admin_view(self.state_view), name="foundation_job_state"),
            path(
                "<int:key>/cancel/",
                site.admin_view(require_POST(self.cancel_view)),
                name="foundation_job_cancel",
            ),
        ]
        return [*own, *super().get_urls()]

    def _job(self, request: HttpRequest, key: Any) -> Job:
        """Return a job that the person may look up; others do not exist for them."""
        jobs: QuerySet[Any] = self.get_queryset(request)
        found: list[Any] = list(jobs.select_related("asked_by").filter(pk=key)[:1])
        if not found:
            raise Http404(_("There is no such job."))
        job: Job = found[0]
        return job

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the job."""
        key = number_in(object_id)
        if key is None:
            raise Http404
        job = self._job(request, key)
        context = {
            **self.admin_site.each_context(request),
            "title": job.title or job.kind,
            "opts": self.opts,
            "original": job,
            "job": job,
            "tone": _TONES.get(JobState(job.state), ""),
            "alive": job.state in ALIVE,
            "may_cancel": self._may_cancel(request, job),
            "result": result_lines(job.result),
            "file": file_of_job(job),
            "own": job.asked_by_id == request.user.pk,
            "sees_error": reach(actor_of(request), "view", Job) == Reach.ALL,
        }
        return TemplateResponse(request, "console/job.html", context)

    def _may_cancel(self, request: HttpRequest, job: Job) -> bool:
        own = job.asked_by_id == request.user.pk
        return (
            job.state in ALIVE
            and not job.cancel_asked
            and (own or may(actor_of(request), "change", job))
        )

    def state_view(self, request: HttpRequest, key: int) -> JsonResponse:
        """Tell how far the job is, for a page that watches it."""
        job = self._job(request, key)
        answer = {
            "state": job.state,
            "label": job.get_state_display(),
            "percent": job.percent,
            "done": job.done,
            "total": job.total,
            "message": job.message,
            "alive": job.state in ALIVE,
        }
        response = JsonResponse(answer)
        response["Cache-Control"] = "no-store"
        return response

    def cancel_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Stop the job: at once while it waits, at its next sign of life while it runs."""
        job = self._job(request, key)
        try:
            cancel_job(job, by=actor_of(request))
        except Refusal as refusal:
            if refusal.code == "not_yours":
                raise PermissionDenied(refusal.message) from refusal
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The job is being stopped."))
        back = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
            back = reverse("console:foundation_job_change", args=(job.pk,))
        return HttpResponseRedirect(back)


def result_lines(result: Any) -> list[tuple[str, str]]:
    """Return a result as lines for people: plain figures and texts, no nested ones."""
    if not isinstance(result, dict):
        return []
    return [
        (str(_FIGURES.get(name, name)).replace("_", " "), _shown(name, value))
        for name, value in result.items()
        if isinstance(value, str | int | float | bool) and value != ""
    ]


def _shown(name: str, value: str | float) -> str:
    """Return a figure for people; of a file its name, not where the server keeps it."""
    if name == "file":
        return PurePath(str(value)).name
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)
