"""Refuses requests that are larger than anything the console asks for, before they are read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from admin_config.engine.shell import errors

_FILES = "multipart/form-data"


class RequestLimits:
    """Looks at what a request says of its own size; Django counts fields and parts later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 instead of reading too much, 400 where the size is no number."""
        told = request.META.get("CONTENT_LENGTH") or "0"
        with translation.override(translation.get_language_from_request(request)):
            refused = self._refused(request, told)
        return refused or self.get_response(request)

    def _refused(self, request: HttpRequest, told: str) -> HttpResponse | None:
        if not told.isascii() or not told.isdigit():
            return errors.bad_request(request, ValueError(told))
        with_files = request.META.get("CONTENT_TYPE", "").startswith(_FILES)
        most = settings.REQUEST_SIZE_LIMIT if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(told) > most:
            return errors.too_large(request)
        return None
