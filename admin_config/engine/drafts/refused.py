"""A form whose right is gone by the time it is sent: what was typed is shown and kept."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.drafts.keeping import MOST, keep_draft
from admin_config.engine.drafts.typed import posted_entries, typed_parts
from admin_config.engine.forms.rights_matrix import LABELS
from admin_config.engine.shell.errors import refused_form
from erp.foundation.rights import is_in_force, may
from erp.foundation.text import is_storable_text

#: So many of those who look after the roles are named.
_NAMED = 3


def answer_without_right(
    admin: Any, request: HttpRequest, object_id: str | None, told: str
) -> HttpResponse:
    """Answer a sent form that may not be saved: 403, with the text, which is kept as a draft."""
    key = unquote(object_id) if object_id else None
    advice = told or _why_not(admin, request, key)
    if _keep(admin, request, key):
        kept = _("It is also kept: the form offers it once you may save it.")
        advice = f"{advice} {kept}"
    return refused_form(request, advice, typed_parts(admin, request))


def _keep(admin: Any, request: HttpRequest, key: str | None) -> bool:
    entries = posted_entries(request)
    texts = [text for entry in entries for text in entry]
    if IS_POPUP_VAR in request.POST or sum(map(len, texts)) > MOST:
        return False
    if not all(map(is_storable_text, texts)):
        return False
    keep_draft(actor_of(request), admin.model, key, entries)
    return True


def _why_not(admin: Any, request: HttpRequest, key: str | None) -> str:
    """Return which right is missing and whom to ask for it, or that the record is closed."""
    actor, action = actor_of(request), "change" if key else "add"
    record = admin.get_object(request, key) if key else admin.model
    if record is not None and may(actor, action, record):
        return _("This can no longer be changed, so nothing was saved. Below is what you typed.")
    facts = {
        "right": LABELS["view" if record is None and may(actor, action, admin.model) else action],
        "kind": admin.opts.verbose_name_plural,
        "people": get_text_list(_keepers_of_roles(), _("or")) or _("whoever looks after the roles"),
    }
    return (
        _(
            "You lack the right “%(right)s” for %(kind)s by now, so nothing was saved. "
            "Ask %(people)s for it. Below is what you typed."
        )
        % facts
    )


def _keepers_of_roles() -> list[str]:
    """Return the names of some people who may change what a role includes."""
    accounts: Any = get_user_model()
    role = accounts._meta.get_field("groups").related_model
    right = f"change_{role._meta.model_name}"
    held = Q(groups__permissions__codename=right) | Q(user_permissions__codename=right)
    found = accounts._default_manager.filter(held, is_active=True).order_by("pk").distinct()
    return [str(one) for one in found[: 4 * _NAMED] if is_in_force(one)][:_NAMED]
