"""Keep, find and forget what somebody typed into a form; secrets are never kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from admin_config.models import FormDraft
from erp.foundation.actor import Actor
from erp.foundation.rights import hidden_fields

#: A draft that nobody took back is forgotten after so many days.
KEPT_DAYS = 14
#: Names and values together are no longer than this.
MOST = 1_000_000
#: Nobody has more drafts than this; the oldest go first.
_MOST_DRAFTS = 100
#: What belongs to one showing of the form, not to what was typed.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "_form_token", "_save", "_continue", "_addanother"})

#: Which opening of a form a draft is of: one person may have the same form open twice.
OPENED = "_opened"

Entries = list[tuple[str, str]]


def form_key(model: Any, object_id: Any = None) -> str:
    """Return the name under which a form's draft is kept."""
    return f"{model._meta.label_lower}:{object_id or 'add'}"


def keep_draft(actor: Actor, model: Any, object_id: Any, entries: Entries) -> FormDraft:
    """Store what stands in a form now, over what stood there before."""
    kept = [[name, value] for name, value in typed_entries(model, entries)]
    draft, _made = FormDraft.objects.update_or_create(
        person=actor.user,
        form=form_key(model, object_id),
        defaults={"fields": kept, "saved_at": timezone.now()},
    )
    own = FormDraft.objects.filter(person=actor.user).order_by("-saved_at", "-pk")
    old = list(own.values_list("pk", flat=True)[_MOST_DRAFTS : 2 * _MOST_DRAFTS])
    if old:
        FormDraft.objects.filter(pk__in=old).delete()
    return draft


def typed_entries(model: Any, entries: Iterable[tuple[str, str]]) -> Entries:
    """Return the entries without tokens, passwords and the model's secrets."""
    secret = {name.lower() for name in getattr(model, "secret_fields", ())}
    return [
        (name, value)
        for name, value in entries
        if name not in _NOT_TYPED
        and "password" not in name.lower()
        and name.lower().rsplit("-", 1)[-1] not in secret
    ]


def draft_of(actor: Actor, model: Any, object_id: Any = None) -> FormDraft | None:
    """Return what the person left in this form, if it is not too old."""
    since = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    return FormDraft.objects.filter(
        person=actor.user, form=form_key(model, object_id), saved_at__gte=since
    ).first()


def forget_draft(
    actor: Actor, model: Any, object_id: Any = None, opened: str | None = None
) -> None:
    """Forget what the person left in this form; with ``opened`` only what was typed there."""
    rows = FormDraft.objects.filter(person=actor.user, form=form_key(model, object_id))
    draft = rows.first()
    if draft is None:
        return
    written = dict(draft.fields).get(OPENED)
    if opened is None or written is None or written == opened:
        rows.delete()


def forget_old_drafts() -> int:
    """Forget drafts that nobody took back; return how many. Harmless to do twice at once."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    count, _by_kind = FormDraft.objects.filter(saved_at__lt=before).delete()
    return count


def posted_again(draft: FormDraft, actor: Actor, model: Any) -> QueryDict:
    """Return a draft as if the form had been sent, without what the person may not see now."""
    hidden = hidden_fields(actor, model)
    data = QueryDict(mutable=True)
    for name, value in typed_entries(model, draft.fields):
        if name not in hidden:
            data.appendlist(name, value)
    return data
