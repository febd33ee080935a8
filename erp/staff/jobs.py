"""Background entry of handing over: thousands of records take longer than a request should."""

from __future__ import annotations

from typing import Any

from erp.foundation.job_kinds import job
from erp.foundation.services.job import Progress
from erp.staff.models import User
from erp.staff.services.handover import hand_over


@job("staff.hand_over")
def hand_over_much(progress: Progress) -> dict[str, Any]:
    """Hand over in one transaction; after a killed worker the same call does what was not done."""
    asked = progress.arguments
    people = User.objects.in_bulk({key for keys in asked["shares"].values() for key in keys})
    moved = hand_over(
        User.objects.get(pk=asked["leaver"]),
        {kind: [people[key] for key in keys] for kind, keys in asked["shares"].items()},
        by=progress.actor,
        deactivate=asked["deactivate"],
        reason=asked["reason"],
    )
    return {"moved": sum(moved.values())}
