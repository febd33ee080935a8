"""Answer what a form says as it stands: what is wrong with it, or the PDF that it comes to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.spec import Pick, Preview, Screen

#: Sent with a form that asks only what is wrong with it.
CHECK = "_preview_check"
#: Before the names of what is chosen above the preview.
PICKED = "_pick_"

Errors = dict[str, list[str]]


class PreviewPart:
    """Shows the declared preview beside the form, to those who may save it."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses that draw: of a new record and of a stored one."""
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        if self.screen.preview is None:
            return urls
        view = self.admin_site.admin_view(require_POST(self.drawn_view))
        name = self._drawn_name()
        return [
            path("add/drawn/", view, name=f"{name}_new"),
            path("<str:object_id>/drawn/", view, name=name),
            *urls,
        ]

    def _drawn_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_drawn"

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Name the address that draws, and what may be chosen."""
        record = options.get("obj")
        if self._may_draw(request, record) and "_popup" not in request.GET:
            context["preview"] = {
                "address": reverse(f"console:{self._drawn_name()}_new")
                if record is None
                else reverse(f"console:{self._drawn_name()}", args=(quote(str(record.pk)),)),
                "picks": self._picks(context["adminform"].form.instance, actor_of(request)),
            }
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def _may_draw(self, request: HttpRequest, record: Any) -> bool:
        if self.screen.preview is None:
            return False
        if record is None:
            return bool(self.has_add_permission(request))  # type: ignore[attr-defined]
        return bool(self.has_change_permission(request, record))  # type: ignore[attr-defined]

    def _picks(self, record: Any, actor: Any) -> list[Pick]:
        preview = self.screen.preview
        return list(preview.picks(record, by=actor)) if preview and preview.picks else []

    def drawn_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Answer the PDF of what was typed, or what is wrong with it, field by field."""
        record = None
        if object_id is not None:
            record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
            if record is None:
                raise Http404
        if self.screen.preview is None or not self._may_draw(request, record):
            raise PermissionDenied
        form_class = self.get_form(request, record, change=record is not None)  # type: ignore[attr-defined]
        form = form_class(request.POST, request.FILES, instance=record)
        data, errors = self._drawn(request, form, self.screen.preview)
        if CHECK in request.POST or data is None:
            picks = self._picks(form.instance, actor_of(request))
            told = [{"name": p.name, "options": [list(o) for o in p.options]} for p in picks]
            status = 200 if CHECK in request.POST else 422
            return JsonResponse({"errors": errors, "picks": told}, status=status)
        return _framed(data)

    def _drawn(
        self, request: HttpRequest, form: Any, preview: Preview
    ) -> tuple[bytes | None, Errors]:
        """Draw unless a field is wrong; that somebody saved meanwhile is told when it is saved."""
        form.is_valid()
        wrong = {n: [str(e) for e in found] for n, found in form.errors.items() if n in form.fields}
        if wrong:
            return None, wrong
        chosen = {
            name.removeprefix(PICKED): str(value)
            for name, value in request.POST.items()
            if name.startswith(PICKED)
        }
        try:
            return preview.draw(form.instance, chosen=chosen, by=actor_of(request)), {}
        except ValidationError as refusal:
            return None, _told(refusal, form)


def _told(refusal: ValidationError, form: Any) -> Errors:
    if not hasattr(refusal, "error_dict"):
        return {"": list(refusal.messages)}
    told: Errors = {}
    for name, messages in refusal.message_dict.items():
        place = name if name in form.fields and name != NON_FIELD_ERRORS else ""
        told.setdefault(place, []).extend(messages)
    return told


def _framed(data: bytes) -> HttpResponse:
    """Return a PDF that the form's own page may frame, and nobody keeps."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="preview.pdf"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    return answer
