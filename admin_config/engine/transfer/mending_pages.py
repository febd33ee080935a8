"""Refused rows put right on the page of the check: by script at once, or with a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from admin_config.engine.transfer.deciding import decide
from admin_config.engine.transfer.import_rows import rows_context, shown_rows
from admin_config.engine.transfer.mending import mend, unmend
from admin_config.models import Choice, ImportRun
from erp.foundation.digits import number_in
from erp.foundation.refusal import Refusal

_CELL = "cell-"
Work = Callable[[HttpRequest, ImportRun], list[int]]


def mend_row(admin: Any, request: HttpRequest, run: ImportRun) -> HttpResponse:
    """Take what was typed in a row, or take it back, and show what the row would do now."""
    return _answered(admin, request, run, _mended)


def decide_rows(admin: Any, request: HttpRequest, run: ImportRun) -> HttpResponse:
    """Take a decision about possible duplicates, and show what the rows would do now."""
    return _answered(admin, request, run, _decided)


def _decided(request: HttpRequest, run: ImportRun) -> list[int]:
    choice = request.POST.get("choice", "")
    if choice and choice not in Choice.values:
        raise Refusal(_("There is no such decision."), code="choice")
    return decide(run, choice, number_in(request.POST.get("row", "")))


def _answered(admin: Any, request: HttpRequest, run: ImportRun, work: Work) -> HttpResponse:
    by_script = request.accepts("application/json") and not request.accepts("text/html")
    try:
        numbers = work(request, run)
    except ValidationError as refusal:
        message = " ".join(refusal.messages)
        if by_script:
            return JsonResponse({"error": message}, status=400)
        messages.error(request, message)
        numbers = []
    if not by_script:
        query = request.GET.urlencode()
        address = admin.transfer_address("import_run", run.pk)
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    return _answer(admin, request, run, numbers)


def _mended(request: HttpRequest, run: ImportRun) -> list[int]:
    number = number_in(request.POST.get("row", "")) or 0
    if "undo" in request.POST:
        return unmend(run, number)
    typed = {
        place: str(text).replace("\r\n", "\n")
        for name, text in request.POST.items()
        if name.startswith(_CELL) and (place := number_in(name.removeprefix(_CELL))) is not None
    }
    return mend(run, number, typed)


def _answer(admin: Any, request: HttpRequest, run: ImportRun, numbers: list[int]) -> JsonResponse:
    """Return the rows that have a fresh verdict, and what stands around the table."""
    context = {"run": run, "upload_url": admin.transfer_address("import")}
    context |= rows_context(run, request)

    def rendered(template: str, **more: Any) -> str:
        return render_to_string(f"console/{template}.html", {**context, **more}, request)

    rows = shown_rows(run, request, numbers)
    facts = [{"row": row["number"], "verdict": row["label"]} for row in rows[:3]]
    return JsonResponse(
        {
            "rows": {row["number"]: rendered("import_row", row=row) for row in rows},
            "state": rendered("import_check_state"),
            "tabs": rendered("import_tabs"),
            "said": _(", ").join(_("Row %(row)s: %(verdict)s") % fact for fact in facts),
        }
    )
