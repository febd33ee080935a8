"""Serve the file of a record to those who may look the record and the field up, and nobody else."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path

from admin_config.engine.build.rights import actor_of
from admin_config.engine.registry import registry
from erp.foundation.digits import number_in
from erp.foundation.files import safe_image_type
from erp.foundation.rights import hidden_fields, may


def serve_file(
    request: HttpRequest, app_label: str, model_name: str, object_id: str, field: str
) -> FileResponse:
    """Return the stored file; one that is not there and one that is not allowed look the same."""
    stored = _stored_file(request, f"{app_label}.{model_name}", object_id, field)
    try:
        file = stored.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    image = safe_image_type(file)
    response = FileResponse(
        file,
        as_attachment=image is None,
        filename=str(stored.name).rsplit("/", 1)[-1],
        content_type=image or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=300"
    return response


def _stored_file(request: HttpRequest, label: str, object_id: str, field: str) -> Any:
    screen = registry.find(label)
    if screen is None:
        raise Http404
    known: dict[str, Any] = {f.name: f for f in screen.model._meta.concrete_fields}
    if not isinstance(known.get(field), models.FileField):
        raise Http404
    if number_in(object_id) is None:
        raise Http404
    record = screen.model._default_manager.filter(pk=object_id).first()
    actor = actor_of(request)
    allowed = record is not None and may(actor, "view", record)
    if not allowed or field in hidden_fields(actor, screen.model):
        raise Http404
    stored = getattr(record, field)
    if not stored:
        raise Http404
    return stored


def file_urls(site: Any) -> list[URLPattern]:
    """Return the address of records' files."""
    return [
        path(
            "files/<str:app_label>/<str:model_name>/<str:object_id>/<str:field>/",
            site.admin_view(serve_file),
            name="file",
        )
    ]
