"""The part of a form that keeps drafts: offers them, takes them back, forgets them when saved."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.drafts.keeping import OPENED, draft_of, forget_draft, posted_again
from admin_config.engine.drafts.refused import answer_without_right
from admin_config.engine.shell.session import wants_json

#: Sent by the buttons beside the offer.
BACK, DISCARD = "_draft_back", "_draft_discard"


class DraftPart:
    """Wraps the form's view: a draft is offered, and comes back as if it had been sent."""

    model: Any

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form with an offer of what was left in it; saving forgets that."""
        actor = actor_of(request)
        view = super().changeform_view  # type: ignore[misc]
        context = {**(extra_context or {})}
        if request.method != "POST":
            context["draft"] = self._offer(request, object_id)
        elif DISCARD in request.POST:
            forget_draft(actor, self.model, object_id)
            return HttpResponseRedirect(request.get_full_path())
        elif BACK in request.POST:
            self._take_back(request, object_id)
        context["draft_of"] = self._kept_under(request, object_id)
        context["opened"] = request.POST.get(OPENED) or secrets.token_hex(8)
        try:
            response: HttpResponse = view(request, object_id, form_url, context)
        except PermissionDenied as refused:
            if OPENED not in request.POST or wants_json(request):
                raise
            return answer_without_right(self, request, object_id, str(refused))
        if request.method == "POST" and response.status_code == HttpResponseRedirect.status_code:
            forget_draft(actor, self.model, object_id, request.POST.get(OPENED))
        return response

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Lead away from what is not there, but not with a form that somebody has filled in."""
        if OPENED in request.POST:
            raise PermissionDenied
        leave = super()._get_obj_does_not_exist_redirect  # type: ignore[misc]
        found: HttpResponse = leave(request, opts, object_id)
        return found

    def _offer(self, request: HttpRequest, object_id: str | None) -> dict[str, str] | None:
        if IS_POPUP_VAR in request.GET:
            return None
        draft = draft_of(actor_of(request), self.model, object_id)
        if draft is None:
            return None
        moment = localtime(draft.saved_at)
        today = moment.date() == localtime().date()
        return {"time": date_format(moment, "TIME_FORMAT" if today else "SHORT_DATETIME_FORMAT")}

    def _take_back(self, request: HttpRequest, object_id: str | None) -> None:
        """Put what was left into the request; the form shows it and saves nothing."""
        draft = draft_of(actor_of(request), self.model, object_id)
        request._refusal = ValidationError(  # type: ignore[attr-defined]
            _("Your entries are back and not saved yet. Look at them, then save.")
            if draft is not None
            else _("There are no entries to take back any more."),
            code="draft",
        )
        if draft is not None:
            request.POST = posted_again(draft, actor_of(request), self.model)  # type: ignore[assignment]

    def _kept_under(self, request: HttpRequest, object_id: str | None) -> dict[str, str] | None:
        """Return where the page's script sends what is typed."""
        if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
            return None
        try:
            address = reverse("console:draft")
        except NoReverseMatch:
            return None
        return {"address": address, "screen": self.model._meta.label_lower, "key": object_id or ""}
