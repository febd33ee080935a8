"""The state of the house for machines: one address, no sign-in, nothing secret."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from erp.operations.queries.state import state_of_house


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 while pages can be served, also when background work stands still; else 503."""
    state = state_of_house()
    return JsonResponse(state, status=503 if state["state"] == "failing" else 200)
