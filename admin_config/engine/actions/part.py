"""Run a declared verb for one record or a selection: rights per record, refusals as messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.actions.doing import do_one
from admin_config.engine.build.rights import actor_of
from admin_config.engine.bulk.pages import choose_set
from admin_config.engine.deleting.part import kept_inputs
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.forms.tool import Tool
from admin_config.engine.listing.selection import is_across
from admin_config.engine.navigation import record_address
from admin_config.engine.spec import Do, Screen
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation, run, tentatively
from erp.foundation.rights import may

#: A selection is worked on within one request, so it is bounded.
MOST = 500
_REASONS = 5
#: Under which name the session keeps what the next page says at its fields.
_REFUSED = "_refused_at_fields"


@dataclass
class Outcome:
    """How a verb ended for a selection."""

    done: int = 0
    refused: list[str] = field(default_factory=list)
    #: Why the record was refused that was refused last, by field where a field is to blame.
    at_fields: dict[str, list[str]] = field(default_factory=dict)
    #: What the verb answered, for those that say so; shown once and kept nowhere.
    answers: list[str] = field(default_factory=list)
    #: The record that the verb made, for those whose page is opened afterwards.
    opened: Any = None


class ActionsPart:
    """Adds every declared verb to the form and to the list."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the address of each verb."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        view = self.admin_site.admin_view(self.do_view)
        return [path("<str:object_id>/do/<str:verb>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def _may_do(self, request: HttpRequest, do: Do, record: Any = None) -> bool:
        """Tell whether the person has the right; a screen where nothing is typed has verbs too."""
        return may(actor_of(request), do.right, record if record is not None else self.model)

    def _offered(self, request: HttpRequest, do: Do, record: Any = None) -> bool:
        """Tell whether the person has the right, and the record is in a fitting state."""
        if not self._may_do(request, do, record):
            return False
        if record is None:
            return True
        fits = do.when is None or do.when(record)
        return bool(fits and (do.allowed is None or do.allowed(record, actor_of(request))))

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the verbs that fit the record beside the form; the first one stands out."""
        offered = [do for do in self.screen.actions if self._offered(request, do, record)]
        tools = [
            Tool(
                str(do.label),
                reverse(
                    f"console:{self.opts.app_label}_{self.opts.model_name}_do",
                    args=(record.pk, do.name),
                ),
                do.icon,
                post=not do.reason,
                main=not place,
            )
            for place, do in enumerate(offered)
        ]
        return [*tools, *super().record_bar(request, record)]  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Say at the fields why the verb was refused that was tried a moment ago; this once."""
        record, form = options.get("obj"), context["adminform"].form
        kept = request.session.get(_REFUSED)
        here = [self.opts.label, str(getattr(record, "pk", None))]
        if kept and not form.is_bound and kept[:2] == here:
            del request.session[_REFUSED]
            known = {name: texts for name, texts in kept[2].items() if name in form.fields}
            form._errors = ErrorDict(
                {name: form.error_class(texts) for name, texts in known.items()}
            )
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer the verbs for a selection to those who may use them at all."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" in request.GET:
            return actions
        for do in self.screen.actions:
            if self._offered(request, do):
                actions[do.name] = (partial(_do_selected, do), do.name, str(do.label))
        return actions

    def do_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Ask for a reason where the verb wants one; a POST does it."""
        do = next((do for do in self.screen.actions if do.name == verb), None)
        record = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if do is None or record is None:
            raise Http404
        if not self._may_do(request, do, record):
            raise PermissionDenied
        back = reverse(
            f"console:{self.opts.app_label}_{self.opts.model_name}_change", args=(record.pk,)
        )
        reason = request.POST.get("reason", "").strip()
        if request.method != "POST" or (do.reason and not reason):
            return self._ask_about(request, do, count=1, original=record, back=back)
        outcome = self.do_all(request, do, [record], reason)
        self._tell(request, do, outcome)
        if outcome.at_fields:
            request.session[_REFUSED] = [self.opts.label, str(record.pk), outcome.at_fields]
        if outcome.opened is not None and self.has_view_permission(request, outcome.opened):  # type: ignore[attr-defined]
            back = record_address(self.screen, outcome.opened.pk)
        return HttpResponseRedirect(back)

    def _ask_about(
        self, request: HttpRequest, do: Do, *, count: int, original: Any, back: str
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            "console/act.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": original,
                "title": str(do.label),
                "do": do,
                "count": count,
                "missing": request.method == "POST" and "reason" in request.POST,
                "hidden": kept_inputs(request),
                "form_token": new_form_token(),
                "back": back,
            },
        )

    def do_all(self, request: HttpRequest, do: Do, records: list[Any], reason: str) -> Outcome:
        """Run the verb for each record within one operation; one refused leaves the others."""
        actor = actor_of(request)

        def work(running: RunningOperation) -> Outcome:
            outcome = Outcome()
            running.row.details = {"action": do.name}
            for record in records:
                try:
                    with tentatively():
                        answer = do_one(do, record, actor, reason)
                except ValidationError as refusal:
                    outcome.refused.append(f"{record}: {' '.join(refusal.messages)}")
                    outcome.at_fields = getattr(refusal, "message_dict", {})
                else:
                    outcome.done += 1
                    outcome.opened = answer if do.opens else None
                    if do.answer is not None:
                        outcome.answers.append(str(do.answer(record, answer)))
            if not outcome.done:
                running.row.details = {}
            return outcome

        token = form_token_of(request)
        try:
            facts = {"reason": reason, "verb": do.name, "form_token": token}
            return run(work, OperationKind.ACTION, by=actor, **facts)
        except AlreadyDone:
            return Outcome(refused=[_("This was done already; it was not done twice.")])

    def _tell(self, request: HttpRequest, do: Do, outcome: Outcome) -> None:
        if outcome.done:
            text = _("%(verb)s: done for %(count)d.")
            messages.success(request, text % {"verb": do.label, "count": outcome.done})
        for answer in outcome.answers:
            messages.warning(request, answer)
        for reason in outcome.refused[:_REASONS]:
            messages.error(request, f"{do.label}: {reason}")
        if len(outcome.refused) > _REASONS:
            text = _("… and %(count)d more were refused.")
            messages.error(request, text % {"count": len(outcome.refused) - _REASONS})


def _do_selected(
    do: Do, admin: Any, request: HttpRequest, chosen: QuerySet[Any]
) -> HttpResponse | None:
    """Run a verb for a selection; all that match become a fixed set, which is checked first."""
    if is_across(request) and do.answer is None and not do.opens:
        return choose_set(admin, request, chosen, do.name)
    records = list(chosen.order_by("pk")[: MOST + 1])
    if len(records) > MOST:
        text = _("At most %(most)d records at once: choose fewer.") % {"most": MOST}
        messages.error(request, text)
        return None
    reason = request.POST.get("reason", "").strip()
    if do.reason and not reason:
        asked: HttpResponse = admin._ask_about(
            request, do, count=len(records), original=None, back=request.get_full_path()
        )
        return asked
    admin._tell(request, do, admin.do_all(request, do, records, reason))
    return None
