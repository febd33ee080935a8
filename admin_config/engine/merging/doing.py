"""Merge with what the console keeps of records, at once or in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.models import Favourite
from erp.foundation.actor import Actor
from erp.foundation.job_kinds import job
from erp.foundation.models import Job, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.job import Progress, ask_for_job
from erp.foundation.services.merging import Merged, Wish, merge_records
from erp.foundation.telling import about_record


def merge_with_stars(
    survivor: Any, others: Sequence[Any], wish: Wish, *, by: Actor, **facts: Any
) -> Merged:
    """Merge the records; whoever had one of them at hand has the survivor at hand."""
    done = merge_records(survivor, others, wish, by=by, **facts)
    table = type(survivor)._meta.concrete_model
    labels = [s.label for s in registry if s.model._meta.concrete_model is table]
    gone = Favourite.objects.filter(screen__in=labels, record__in=[one.pk for one in others])
    with transaction.atomic():
        for star in gone:
            Favourite.objects.get_or_create(
                person_id=star.person_id, screen=star.screen, record=survivor.pk
            )
    return done


def ask_for_merge(
    screen: Screen, records: Sequence[Any], wish: Wish, *, by: Actor, reason: str
) -> Job:
    """Let a job merge records to which very much points."""
    with operation(OperationKind.JOB, by=by, reason=reason) as running:
        running.row.be_about(about_record(screen.model, records[0], more=len(records) - 1))
        return ask_for_job(
            "console.merge",
            by=by,
            title=_("Merge: %(what)s") % {"what": records[0]},
            model=screen.label,
            keys=[record.pk for record in records],
            values=dict(wish.values),
            theirs=sorted(wish.theirs),
            gather=list(wish.gather),
            keep=list(wish.keep),
            seen=[[key, version] for key, version in wish.seen.items()],
            reason=reason,
        )


@job("console.merge")
def merge_in_background(progress: Progress) -> dict[str, Any]:
    """Merge the records that were chosen: all of it, or nothing."""
    asked = progress.arguments
    rows = apps.get_model(asked["model"])._default_manager.in_bulk(asked["keys"])
    if len(rows) < len(asked["keys"]):
        raise Refusal(_("One of the records was deleted meanwhile."), code="gone")
    first, *others = (rows[key] for key in asked["keys"])
    wish = Wish(
        values=asked["values"],
        theirs=frozenset(asked["theirs"]),
        gather=tuple(asked["gather"]),
        keep=tuple(asked["keep"]),
        seen=dict(asked["seen"]),
    )
    done = merge_with_stars(first, others, wish, by=progress.actor, reason=asked["reason"])
    return {"asked": len(rows), "changed": sum(done.moving.moved.values())}
