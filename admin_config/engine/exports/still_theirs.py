"""Whether a kept file may still be handed to whom it was made for, by the rights of today."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from admin_config.engine.exports.related import export_columns
from admin_config.engine.spec import Screen
from admin_config.models import ExportFile
from erp.foundation.actor import Actor
from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.rights import reach


def check_still_theirs(
    screen: Screen, actor: Actor, columns: Iterable[str], noted: ExportFile | None
) -> None:
    """Refuse a file that holds columns or records which the person may not export any more.

    The file itself decides, not what an export of today would leave of it: what a role must be
    given to see asks for a fresh proof, however old the file is. ``noted`` is what was noted of it.
    """
    offered = export_columns(screen, actor)
    held = set(columns)
    narrower = noted is not None and reach(actor, "export", screen.model) < noted.reach
    if narrower or not held <= set(offered):
        raise PermissionDenied(_("Your rights changed since this file was made: export anew."))
    fields = [offered[name].model_field for name in held]
    guarded = any(field.name in getattr(field.model, "guarded_fields", ()) for field in fields)
    if guarded or (noted is not None and noted.guarded):
        check_fresh_proof()
