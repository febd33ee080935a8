"""The page that tells what a person or a role was allowed on a day."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.audit.days import day_in, end_of, today
from admin_config.audit.places import sees_all
from admin_config.engine.forms.rights_matrix import LABELS
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.staff.models import Role, User
from erp.staff.queries.former_right import (
    FormerRight,
    FormerRights,
    rights_of_person_then,
    rights_of_role_then,
)


def may_review_rights(_record: Any, actor: Actor) -> bool:
    """Tell whether somebody may look up all accounts and all roles."""
    return sees_all(actor, User) and sees_all(actor, Role)


def former_rights_page(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """Ask for a person or a role and a day; answer with the rights at the end of that day."""
    day = day_in(request, "day", today())
    kind, _colon, key = request.GET.get("of", "").partition(":")
    model: Any = {"person": User, "role": Role}.get(kind)
    chosen = model.objects.filter(pk=number_in(key) or 0).first() if model else None
    found: FormerRights | None = None
    if isinstance(chosen, User):
        found = rights_of_person_then(chosen, end_of(day))
    elif isinstance(chosen, Role):
        found = rights_of_role_then(chosen, end_of(day))
    context = {
        **frame,
        "people": User.objects.order_by("username_key"),
        "roles": Role.objects.order_by("name_key"),
        "of": f"{kind}:{chosen.pk}" if chosen else "",
        "chosen": chosen,
        "is_person": isinstance(chosen, User),
        "day": day,
        "found": found,
        "groups": _by_kind(found.rights) if found else [],
    }
    return TemplateResponse(request, "console/audit_rights.html", context)


def _by_kind(rights: list[FormerRight]) -> list[tuple[str, list[tuple[str, FormerRight]]]]:
    """Return the rights by kind of record, each in words."""
    groups = groupby(rights, key=lambda right: right.permission.content_type)
    return [
        (_kind_name(kind), [(_words(one.permission), one) for one in sorted(each, key=_turn)])
        for kind, each in groups
    ]


def _turn(right: FormerRight) -> tuple[int, str]:
    """Return where a right stands: actions as everywhere, what may be seen last."""
    action = _action(right.permission)[0]
    known = list(LABELS)
    return (known.index(action) if action in known else len(known), action)


def _action(permission: Permission) -> tuple[str, bool]:
    """Return the action of a right, and whether it is one over own records only."""
    code = permission.codename.removesuffix(f"_{permission.content_type.model}")
    action = code.removeprefix("own_")
    return action, code != action


def _words(permission: Permission) -> str:
    """Return what a right allows: the action, own records only, or the field that it shows."""
    action, own = _action(permission)
    if action.startswith("see_"):
        return _("sees %(field)s") % {"field": _field_name(permission, action[len("see_") :])}
    said = str(LABELS.get(action, action.replace("_", " ")))
    return _("%(action)s (own)") % {"action": said} if own else said


def _field_name(permission: Permission, name: str) -> str:
    """Return what a field is called; its bare name where it is no more."""
    model: Any = permission.content_type.model_class()
    try:
        return str(model._meta.get_field(name).verbose_name)
    except (AttributeError, FieldDoesNotExist):
        return name.replace("_", " ")


def _kind_name(kind: Any) -> str:
    model = kind.model_class()
    return str(capfirst(model._meta.verbose_name_plural if model is not None else kind.model))
