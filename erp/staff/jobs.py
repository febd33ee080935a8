"""Background entries of staff: handing over thousands of records, letters to who is outside."""

from __future__ import annotations

from typing import Any

from erp.foundation.actor import SYSTEM
from erp.foundation.job_kinds import job
from erp.foundation.services.job import Progress
from erp.staff.models import User
from erp.staff.services.account_request import answer_stranger
from erp.staff.services.forgotten_password import write_password_letter
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


@job("staff.write_password_letter")
def write_one_password_letter(progress: Progress) -> dict[str, Any]:
    """Write to whoever has the name, if anybody; the job tells nobody whether somebody has."""
    write_password_letter(str(progress.arguments["name"]), by=SYSTEM)
    return {}


@job("staff.answer_stranger")
def answer_one_stranger(progress: Progress) -> dict[str, Any]:
    """Write to who asked for an account; the job tells nobody what is known of the address."""
    answer_stranger(str(progress.arguments["asking"]), by=SYSTEM)
    return {}
