"""Plan exports, change, pause and delete plans; each is written in the log of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.engine.exports.folder import may_drop
from admin_config.engine.exports.schedule import next_after
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.export import Export
from admin_config.models import ExportPlan, ExportWay
from erp.foundation.actor import Actor
from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.refusal import Refusal
from erp.foundation.rights import is_in_force, may
from erp.foundation.telling import about_words

MOST_PLANS = 50
MOST_READERS = 50


def screen_of(label: str) -> Screen:
    """Return the screen of a plan; refuse one that is gone."""
    found = registry.find(label)
    if found is None:
        raise Refusal(_("This screen does not exist any more."), code="screen")
    return found


def may_export(person: Any, screen: Screen) -> bool:
    """Tell whether a person may take records of a screen along, by a role they have today."""
    actor = Actor.person(person)
    return is_in_force(person) and all(may(actor, a, screen.model) for a in ("export", "view"))


@service(OperationKind.ACTION, told=gettext_lazy("planned an export"))
def keep_plan(plan: ExportPlan, readers: Sequence[Any], *, by: Actor) -> ExportPlan:
    """Store a plan, new or changed, with its next time from now.

    Refused without the right to export, for a reader who has none, and for costs that would leave
    for the folder. Columns that a role must be given to see need a fresh proof here, and for each
    file that is fetched later.
    """
    screen = screen_of(plan.screen)
    _check_owner(plan, by)
    if not may_export(by.user, screen):
        raise Refusal(_("You may not export here."), code="right")
    if plan.pk is None and ExportPlan.objects.filter(person=plan.person).count() >= MOST_PLANS:
        raise Refusal(_("You have %(most)s plans: delete one first.") % {"most": MOST_PLANS})
    _check_way(plan, screen, by)
    _check_readers(plan, readers, screen)
    plan.next_at = next_after(plan, timezone.now())
    plan.last_error = ""
    plan.clean_fields(exclude=["person"])
    plan.save()
    plan.readers.set(readers if plan.way == ExportWay.MAIL else ())
    _tell(plan, readers=sorted(str(one) for one in plan.readers.all()))
    return plan


def _check_owner(plan: ExportPlan, by: Actor) -> None:
    if by.user is None or plan.person_id != by.user.pk:
        raise Refusal(_("This plan is gone, or it is not yours."), code="owner")


def _check_way(plan: ExportPlan, screen: Screen, by: Actor) -> None:
    guarded = Export(screen, by, plan.columns).holds_guarded
    if plan.way == ExportWay.FOLDER and not may_drop(by.user):
        raise Refusal(_("You may not drop files into the folder."), code="folder")
    if plan.way == ExportWay.FOLDER and guarded:
        raise Refusal(guarded_stays(), code="guarded")
    if guarded:
        check_fresh_proof()


def guarded_stays() -> str:
    """Return why what not everybody may see does not leave for the folder."""
    return _(
        "These columns hold what only some may see, such as costs: "
        "they are not dropped into the folder."
    )


def _check_readers(plan: ExportPlan, readers: Sequence[Any], screen: Screen) -> None:
    if plan.way != ExportWay.MAIL:
        return
    if not readers:
        raise Refusal(_("Choose who gets the mail."), code="readers")
    if len(readers) > MOST_READERS:
        raise Refusal(_("Choose at most %(most)s readers.") % {"most": MOST_READERS})
    refused = [str(one) for one in readers if not may_export(one, screen)]
    if refused:
        names = _(", ").join(refused)
        raise Refusal(_("They may not export here: %(names)s.") % {"names": names}, code="readers")
    without = [str(one) for one in readers if not one.email]
    if without:
        names = _(", ").join(without)
        raise Refusal(_("They have no email address: %(names)s.") % {"names": names})


@service(OperationKind.ACTION, told=gettext_lazy("paused a planned export"))
def pause_plan(plan: ExportPlan, *, by: Actor) -> None:
    """Make nothing until it is resumed."""
    _check_owner(plan, by)
    plan.is_paused = True
    plan.save(update_fields=["is_paused"])
    _tell(plan)


@service(OperationKind.ACTION, told=gettext_lazy("resumed a planned export"))
def resume_plan(plan: ExportPlan, *, by: Actor) -> None:
    """Go on at the next time from now; what was missed meanwhile is not made up for."""
    _check_owner(plan, by)
    _check_way(plan, screen_of(plan.screen), by)
    plan.is_paused, plan.last_error = False, ""
    plan.next_at = next_after(plan, timezone.now())
    plan.save(update_fields=["is_paused", "last_error", "next_at"])
    _tell(plan)


@service(OperationKind.ACTION, told=gettext_lazy("deleted a planned export"))
def delete_plan(plan: ExportPlan, *, by: Actor) -> None:
    """Make nothing any more; files that were made stay until they are cleared."""
    _check_owner(plan, by)
    _tell(plan)
    plan.delete()


def _tell(plan: ExportPlan, **more: Any) -> None:
    running = running_operation()
    if running is None:
        return
    running.row.be_about(about_words("planned export", name=plan.name))
    running.row.details = {
        "screen": plan.screen,
        "columns": plan.columns,
        "filter": plan.query,
        "format": plan.file_format,
        "way": plan.way,
        "every": plan.every,
        **more,
    }
    running.stored()
