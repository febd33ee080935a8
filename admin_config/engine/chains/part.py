"""Offer on form and list to continue papers, and show the chain that a paper is a part of."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.chains.asking import Asking
from admin_config.engine.chains.telling import chain_of, is_chained
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.forms.tool import Tool
from admin_config.engine.navigation import list_address, record_address
from admin_config.engine.panels.part import Offered
from admin_config.engine.registry import registry
from admin_config.engine.spec import Continues, Screen
from erp.foundation.continuing import lines_of
from erp.foundation.digits import number_in
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation, run
from erp.foundation.rights import may, scoped
from erp.foundation.services.continuing import continue_papers

#: One paper is made of so many at most.
MOST = 50


def continued_on(model: Any) -> dict[str, tuple[Screen, Continues]]:
    """Return by its name in addresses what continues papers of this kind, and on which screen."""
    return {
        screen.label.replace(".", "-"): (screen, word)
        for screen in registry
        for word in screen.continues
        if word.continuation.source_head is model
    }


class ChainPart:
    """Adds the way from a paper to the next one, and both ways along the chain."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page that asks how much, and the content of the panel."""
        own = []
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        if continued_on(self.model):
            view = wrap(self.continue_view)
            own.append(path("continue/<str:name>/", view, name=f"{stem}_continue"))
        if is_chained(self.model):
            view = wrap(self.chain_view)
            own.append(path("<str:object_id>/chain/", view, name=f"{stem}_chain"))
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def _continue_address(self, name: str, keys: list[Any]) -> str:
        page = reverse(
            f"console:{self.opts.app_label}_{self.opts.model_name}_continue", args=[name]
        )
        return f"{page}?{urlencode([('of', key) for key in keys])}"

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer what continues the record, where its state allows it and something is left."""
        tools = [
            Tool(str(word.label), self._continue_address(name, [record.pk]), word.icon)
            for name, (screen, word) in continued_on(self.model).items()
            if may(actor_of(request), "add", screen.model) and _goes_on(word, record)
        ]
        return [*tools, *super().record_bar(request, record)]  # type: ignore[misc]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to continue a selection as one paper."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        for name, (screen, word) in continued_on(self.model).items():
            if "_popup" not in request.GET and may(actor_of(request), "add", screen.model):
                known = f"continue_{name}"
                actions[known] = (partial(_continue_selected, name), known, str(word.label))
        return actions

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Show the chain first of all that is known about a paper."""
        record = options.get("obj")
        if record is not None and is_chained(self.model) and "_popup" not in request.GET:
            name = f"console:{self.opts.app_label}_{self.opts.model_name}_chain"
            address = reverse(name, args=(quote(str(record.pk)),))
            context["panels"] = [Offered(_("From where, and what became of it"), address)]
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def chain_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the chain of one paper as markup."""
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        told = chain_of(record, by=actor_of(request))
        return TemplateResponse(request, "console/chain.html", {"chain": told})

    def continue_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Ask how much of which line is wanted; a POST makes the paper and opens it."""
        screen, word = continued_on(self.model).get(name, (None, None))
        if screen is None or word is None:
            raise Http404
        if not may(actor_of(request), "add", screen.model):
            raise PermissionDenied
        papers = self._continued(request)
        try:
            asking = Asking(request, word, papers)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self._back_to(papers))
        if request.method == "POST" and asking.is_valid():
            try:
                return self._make_from(request, screen, asking)
            except ValidationError as refusal:
                asking.refuse(refusal)
        return self._page_asking(request, word, asking)

    def _continued(self, request: HttpRequest) -> list[Any]:
        keys = {number_in(key) for key in request.GET.getlist("of")[:MOST]} - {None}
        rows = scoped(actor_of(request), "view", self.model._default_manager.all())
        papers = list(rows.filter(pk__in=keys).order_by("pk"))
        if not papers:
            raise Http404
        return papers

    def _back_to(self, papers: list[Any]) -> str:
        one = len(papers) == 1
        return record_address(self.screen, papers[0].pk) if one else list_address(self.screen)

    def _page_asking(self, request: HttpRequest, word: Continues, asking: Asking) -> HttpResponse:
        one = asking.papers[0] if len(asking.papers) == 1 else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": one,
            "title": str(word.label),
            "word": word,
            "asking": asking,
            "several": one is None,
            "form_token": new_form_token(),
            "back": self._back_to(asking.papers),
        }
        return TemplateResponse(request, "console/continue.html", context)

    def _make_from(self, request: HttpRequest, screen: Screen, asking: Asking) -> HttpResponse:
        actor = actor_of(request)

        def work(_running: RunningOperation) -> Any:
            return continue_papers(
                asking.continuation,
                asking.papers,
                by=actor,
                quantities=asking.wanted,
                values=asking.values,
            )

        token = form_token_of(request)
        try:
            made = run(
                work, OperationKind.ACTION, by=actor, verb="continue_papers", form_token=token
            )
        except AlreadyDone:
            messages.info(request, _("This was done already; it was not done twice."))
            return HttpResponseRedirect(self._back_to(asking.papers))
        text = _("“%(paper)s” was made; change what is different, then go on with it.")
        messages.success(request, text % {"paper": made})
        return HttpResponseRedirect(record_address(screen, made.pk))


def _goes_on(word: Continues, record: Any) -> bool:
    """Tell whether a paper may be continued now, with something left of it."""
    each = word.continuation
    if not each.may_continue(record):
        return False
    return any(left > 0 for left in each.left(lines_of(each, [record])).values())


def _continue_selected(
    name: str, admin: Any, request: HttpRequest, chosen: QuerySet[Any]
) -> HttpResponse | None:
    """Lead from a selection of the list to the page that asks how much."""
    keys = list(chosen.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        text = _("At most %(most)d records at once: choose fewer.") % {"most": MOST}
        messages.error(request, text)
        return None
    return HttpResponseRedirect(admin._continue_address(name, keys))
