"""The page on which people are asked in: what would become of each address, then the mails."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.shell.refused import show_refusal
from admin_config.invitations.invite_form import InviteForm
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, run
from erp.foundation.rights import may
from erp.staff.models import Invitation
from erp.staff.queries.invitation import Verdict, verdicts_on
from erp.staff.services.invitation import invite_people

_NAMED = 5


def may_invite(_record: Any, actor: Actor) -> bool:
    """Tell whether somebody may invite people at all."""
    return may(actor, "add", Invitation)


def invite(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """Show the form; the first POST says what becomes of each address, the second sends."""
    by = actor_of(request)
    form = InviteForm(request.POST or None, by=by)
    verdicts: list[Verdict] = []
    if request.method == "POST" and form.is_valid():
        if "send" in request.POST:
            answer = _send(request, form, by)
            if answer is not None:
                return answer
        verdicts = verdicts_on(form.pasted)
    context = {
        "form": form,
        "verdicts": verdicts,
        "ready": sum(verdict.sent for verdict in verdicts),
        "form_token": new_form_token(),
        "opts": Invitation._meta,
    }
    return TemplateResponse(request, "console/invite.html", {**frame, **context})


def _send(request: HttpRequest, form: InviteForm, by: Actor) -> HttpResponse | None:
    """Invite those who can be; what a rule refuses is shown at its field and nobody is invited."""
    try:
        made, left = run(
            lambda _running: invite_people(form.pasted, form.terms(), by=by),
            OperationKind.INVITATION,
            by=by,
            verb="invite_people",
            form_token=form_token_of(request),
        )
    except AlreadyDone:
        messages.info(request, _("This was done already; it was not done twice."))
        return _to_list()
    except ValidationError as refused:
        show_refusal(form, refused)
        return None
    count = len(made)
    if count:
        told = ngettext("%(n)d person is invited.", "%(n)d people are invited.", count)
        messages.success(request, told % {"n": count})
    for verdict in left[:_NAMED]:
        messages.warning(request, f"{verdict.email}: {verdict.text}")
    if len(left) > _NAMED:
        text = _("… and %(count)d more were left out.")
        messages.warning(request, text % {"count": len(left) - _NAMED})
    return _to_list()


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("console:staff_invitation_changelist"))
