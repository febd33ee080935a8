"""Sending at a screen: a page with the mail and its paper, and a selection at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.deleting.part import kept_inputs
from admin_config.engine.forms.once import form_token_of, new_form_token, typed_token_of
from admin_config.engine.forms.tool import Tool
from admin_config.engine.navigation import record_address
from admin_config.engine.printing.background import ask_for_papers
from admin_config.engine.printing.issuing import Wish, preview
from admin_config.engine.printing.reading import Unprintable, ready_to_print
from admin_config.engine.printing.selection import chosen_keys, languages, preview_query
from admin_config.engine.printing.send_form import SendForm, text_names
from admin_config.engine.printing.sending import (
    check_goes_out,
    obstacles,
    send_again,
    send_paper,
    send_papers,
)
from admin_config.engine.spec import Screen
from admin_config.models import IssuedPaper
from erp.foundation.operation import AlreadyDone

#: A selection is sent within one request up to here, beyond it by a job.
AT_ONCE = 30
#: Papers that a page looks at beforehand; a larger selection is told how it went afterwards.
_LOOKED_AT = 200
_REASONS = 20


class SendPart:
    """Adds the page of a mail to the form, and sending a selection to the list."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of sending, for screens whose papers go by mail."""
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        if not self._sent_layouts():
            return urls
        start = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        again = view(require_POST(self.send_again_view))
        return [
            path("<str:object_id>/send/", view(self.send_view), name=f"{start}_send"),
            path("<str:object_id>/send/<int:issued>/", again, name=f"{start}_send_again"),
            *urls,
        ]

    def _sent_layouts(self) -> list[Any]:
        return [layout for layout in self.screen.layouts if layout.mailing is not None]

    def may_send(self, request: HttpRequest, record: Any = None) -> bool:
        """Tell whether papers go by mail here and the person may print them."""
        return bool(self._sent_layouts()) and self.may_print(request, record)  # type: ignore[attr-defined]

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the mail beside the form."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        if self.may_send(request, record):
            address = self._print_address("send", record.pk)  # type: ignore[attr-defined]
            tools.append(Tool(_("Send by mail"), address, "outgoing_mail"))
        return tools

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer sending a selection to those who may send at all."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_send(request):
            actions["send_selected"] = (_send_selected, "send_selected", _("Send by mail"))
        return actions

    def send_wish(self, values: Any) -> Wish:
        """Return how the paper is wanted, by a layout that goes by mail."""
        wish: Wish = self._wish(values)  # type: ignore[attr-defined]
        layouts = self._sent_layouts()
        return wish if wish.layout in layouts else Wish(layouts[0], wish.language)

    # --- one paper -------------------------------------------------------------------------------
    def send_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Show the mail with its paper beside it; a POST sends it, or begins with other words."""
        record = self._paper(request, object_id)  # type: ignore[attr-defined]
        if not self.may_send(request, record):
            raise PermissionDenied
        values = request.POST if request.method == "POST" else request.GET
        wish = self.send_wish(values)
        rows = self.model._default_manager.filter(pk=record.pk)
        paper = ready_to_print(wish.layout, rows).get()
        form = self._send_form(request, paper, wish)
        lost: tuple[tuple[str, str], ...] = ()
        if "send" in request.POST and not form.is_bound:
            messages.info(request, _("The paper is another one now. Look at it, then send it."))
        try:
            preview(paper, wish, by=actor_of(request))
            if form.is_bound and form.is_valid():
                return self._send(request, paper, wish, form)
        except Unprintable as error:
            lost = error.found
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return self._send_page(request, paper, wish, form, lost)

    def _send_form(self, request: HttpRequest, paper: Any, wish: Wish) -> SendForm:
        """Return the form as it was sent; begun anew where the paper wished is not the one shown.

        What was typed is kept, too; words that stood there by themselves come in their new form.
        """
        own, post = str(getattr(request.user, "email", "")), request.POST
        if request.method != "POST":
            return SendForm(paper, wish, own, text=request.GET.get("text", ""))
        names = {name: post.get(name, "") for name in ("layout", "language")}
        shown = self.send_wish({name: post.get(f"shown_{name}", names[name]) for name in names})
        text = post.get("text", "")
        if "send" in post and shown == wish:
            return SendForm(paper, wish, own, post, text=post.get("shown_text", text))
        before = SendForm(paper, shown, own, text=post.get("shown_text", ""))
        return SendForm(paper, wish, own, text=text, initial=before.typed_over(post))

    def _send(
        self, request: HttpRequest, paper: Any, wish: Wish, form: SendForm
    ) -> HttpResponseBase:
        back = HttpResponseRedirect(self._print_address("print", paper.pk))  # type: ignore[attr-defined]
        message = form.message()
        try:
            send_paper(
                self.screen,
                paper,
                wish,
                message,
                by=actor_of(request),
                form_token=typed_token_of(request),
            )
        except AlreadyDone:
            messages.info(request, _("This mail is on its way already; it was not sent twice."))
            return back
        told = _("On its way to %(readers)s. Below you see whether it was taken.")
        messages.success(request, told % {"readers": ", ".join(message.to)})
        return back

    def _send_page(
        self,
        request: HttpRequest,
        paper: Any,
        wish: Wish,
        form: SendForm,
        lost: tuple[tuple[str, str], ...],
    ) -> HttpResponse:
        token = form_token_of(request) if form.is_bound else None
        return TemplateResponse(
            request,
            "console/send.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": paper,
                "title": _("Send by mail: %(paper)s") % {"paper": paper},
                "form": form,
                "form_token": token or new_form_token(),
                "wish": wish,
                "layouts": self._sent_layouts(),
                "languages": languages(),
                "texts": text_names(paper, wish),
                "blocked": _reason_against(paper, wish),
                "preview_url": f"{self._print_address('preview', paper.pk)}?{preview_query(wish)}",  # type: ignore[attr-defined]
                "lost": lost,
                "back": record_address(self.screen, paper.pk),
            },
            status=422 if lost or form.errors else 200,
        )

    def send_again_view(self, request: HttpRequest, object_id: str, issued: int) -> HttpResponse:
        """Try a mail again that failed."""
        record = self._paper(request, object_id)  # type: ignore[attr-defined]
        found = IssuedPaper.objects.select_related("mail").filter(
            pk=issued, screen=self.screen.label, record=str(record.pk)
        )
        paper = found.first()
        if paper is None:
            raise Http404
        try:
            send_again(paper, record, by=actor_of(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is on its way again."))
        return HttpResponseRedirect(self._print_address("print", record.pk))  # type: ignore[attr-defined]


def _reason_against(paper: Any, wish: Wish) -> str:
    try:
        check_goes_out(paper, wish)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


# --- a selection ---------------------------------------------------------------------------------
def _send_selected(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """Say what would go and what would stay; the second POST sends."""
    wish = admin.send_wish(request.POST)
    keys = chosen_keys(admin, request, queryset)
    rows = admin.model._default_manager.filter(pk__in=keys[:_LOOKED_AT])
    papers = ready_to_print(wish.layout, rows.order_by("pk"))
    if "send" in request.POST:
        return _send_all(admin, request, wish, keys, papers)
    fit, left = obstacles(papers, wish)
    return TemplateResponse(
        request,
        "console/send_selected.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Send by mail: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "count": len(keys),
            "looked_at": len(keys) <= _LOOKED_AT,
            "fit": fit,
            "left": left,
            "wish": wish,
            "layouts": admin._sent_layouts(),
            "languages": languages(),
            "own_address": getattr(request.user, "email", ""),
            "form_token": new_form_token(),
            "in_background": len(keys) > AT_ONCE,
            "hidden": kept_inputs(request),
            "back": request.get_full_path(),
        },
    )


def _send_all(
    admin: Any, request: HttpRequest, wish: Wish, keys: list[int], papers: QuerySet[Any]
) -> HttpResponseBase | None:
    own = str(getattr(request.user, "email", ""))
    addresses = {"copy_to": own if "copy" in request.POST else "", "reply_to": own}
    token = typed_token_of(request)
    try:
        if len(keys) > AT_ONCE:
            title = _("Send by mail: %(kind)s") % {"kind": admin.opts.verbose_name_plural}
            job = ask_for_papers(
                "console.send",
                admin.screen,
                keys,
                wish,
                by=actor_of(request),
                title=title,
                form_token=token,
                **addresses,
            )
            return HttpResponseRedirect(admin._print_address("print_job", job.pk))
        outcome = send_papers(
            admin.screen, papers, wish, by=actor_of(request), form_token=token, **addresses
        )
    except AlreadyDone:
        messages.info(request, _("These mails are on their way already; they were not sent twice."))
        return None
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
    if outcome.gone:
        text = ngettext(
            "%(count)d paper is on its way to its reader.",
            "%(count)d papers are on their way to their readers.",
            outcome.gone,
        )
        messages.success(request, text % {"count": outcome.gone})
    for paper, reason in outcome.left[:_REASONS]:
        messages.warning(request, f"{paper}: {reason}")
    if len(outcome.left) > _REASONS:
        more = len(outcome.left) - _REASONS
        messages.warning(request, _("… and %(count)d more were left.") % {"count": more})
    return None
