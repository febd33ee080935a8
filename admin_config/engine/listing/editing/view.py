"""The address behind a list's cells: what they need to be typed, and saving them."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.history.undoing import undo_offers
from admin_config.engine.listing.cells import number_text
from admin_config.engine.listing.editing.asked import MOST_ROWS, BadRequest, read_rows
from admin_config.engine.listing.editing.offered import cells_of, editable_names
from admin_config.engine.listing.editing.saving import Outcome, PageSaver
from erp.foundation.digits import number_in

_TOKEN = 32


def edit_cells(admin: Any, request: HttpRequest) -> HttpResponse:
    """Give the cells of the named rows; a POST saves all that were changed, or none."""
    names = editable_names(admin, request)
    if request.method != "POST":
        keys = [key for text in request.GET.getlist("key") if (key := number_in(text)) is not None]
        return JsonResponse(cells_of(admin, request, keys[:MOST_ROWS]))
    try:
        token, rows = read_rows(request.body, names)
    except BadRequest:
        token, rows = "", []
    if not rows or not token.isalnum() or len(token) < _TOKEN:
        message = _("This cannot be saved here: load the list again.")
        return JsonResponse({"error": message}, status=400)
    outcome = PageSaver(admin, actor_of(request), names).save(rows, _token(token, request.body))
    return JsonResponse(_answer(admin, request, outcome))


def _answer(admin: Any, request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    if outcome.errors or outcome.overtaken:
        return {
            "errors": {str(key): cells for key, cells in outcome.errors.items()},
            "overtaken": {
                str(key): {"version": found.version, "theirs": found.theirs}
                for key, found in outcome.overtaken.items()
            },
        }
    text = ngettext(
        "%(count)s record was changed.", "%(count)s records were changed.", outcome.saved
    ) % {"count": number_text(outcome.saved)}
    return {"saved": outcome.saved, "text": text, "undo": _undo(admin, request, outcome)}


def _undo(admin: Any, request: HttpRequest, outcome: Outcome) -> str:
    from django.urls import reverse

    done = outcome.operation
    if done is None or done.pk not in undo_offers([done], actor_of(request), [admin.model]):
        return ""
    return reverse("console:undo", args=(done.pk,))


def _token(token: str, body: bytes) -> str:
    """Return what makes a second post of the same cells known; other cells are another save."""
    return token[:_TOKEN] + hashlib.sha256(body).hexdigest()[:_TOKEN]
