"""A token that comes with a form, so that its work is done once however often it is posted."""

import hashlib
import uuid

from django.http import HttpRequest

from erp.foundation.models import Operation, OperationKind

#: The name of the hidden input.
FORM_TOKEN = "_form_token"  # noqa: S105 - an input's name
_LEAST, _MOST = 32, 64
#: Which button was pressed is not typed either: two buttons pressed in a row save once.
_BUTTONS = frozenset({"_save", "_continue", "_addanother", "send", "show"})
_NOT_TYPED = _BUTTONS | {FORM_TOKEN, "csrfmiddlewaretoken", "next"}


def new_form_token() -> str:
    """Return a token for one showing of a form."""
    return uuid.uuid4().hex


def form_token_of(request: HttpRequest) -> str | None:
    """Return the token that came with a form, if it can be one."""
    token = request.POST.get(FORM_TOKEN, "")
    return token if token.isalnum() and _LEAST <= len(token) <= _MOST else None


def typed_token_of(request: HttpRequest) -> str | None:
    """Return the token of a record's form, made one with what was typed into it.

    A second click posts the same and is done once. Who goes back in the browser, types more and
    saves again posts something else: that is a save of its own.
    """
    token = form_token_of(request)
    if token is None:
        return None
    typed = [(name, values) for name, values in request.POST.lists() if name not in _NOT_TYPED]
    files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
    digest = hashlib.sha256(repr((token, sorted(typed), sorted(files))).encode()).hexdigest()
    return token[:_LEAST] + digest[: _MOST - _LEAST]


def saved_before_with_other_text(request: HttpRequest) -> Operation | None:
    """Return the operation that made a record of this form when something else was typed in it."""
    token = typed_token_of(request)
    if token is None:
        return None
    start = token[:_LEAST]
    # a range, because no collation lets a prefix use the index everywhere; "g" follows all digits
    of_this_form = Operation.objects.filter(form_token__gte=start, form_token__lt=f"{start}g")
    if of_this_form.filter(form_token=token).exists():
        return None
    return of_this_form.filter(kind=OperationKind.CREATE).order_by("id").first()
