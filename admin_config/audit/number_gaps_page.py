"""The page of gaps in numbers: what a series gave and no paper bears, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from admin_config.audit.places import history_address, sees_all
from erp.company.queries.number_gap import number_gaps, numbered_models
from erp.foundation.actor import Actor


def may_review_numbers(_record: Any, actor: Actor) -> bool:
    """Tell whether somebody may look up all papers that bear numbers."""
    return all(sees_all(actor, model) for model, _column in numbered_models())


def number_gaps_page(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """List every series and period with its gaps."""
    series = [
        {
            "numbers": numbers,
            "gaps": [
                {"gap": gap, "history": history_address(gap.model, gap.key) if gap.model else ""}
                for gap in numbers.gaps
            ],
            "more": numbers.missing - len(numbers.gaps),
        }
        for numbers in number_gaps()
    ]
    return TemplateResponse(request, "console/audit_numbers.html", {**frame, "series": series})
