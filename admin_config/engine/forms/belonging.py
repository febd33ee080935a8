"""What belongs to a choice: offered alone, started with it, and nothing else is written."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.registry import registry
from admin_config.engine.spec import Belongs, Screen
from erp.foundation.digits import number_in
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.refusal import Refusal

#: The word under which the page sends what decides.
ASKED = "within"


class BelongsPart:
    """Tells the page's script which picker hangs on which."""

    screen: ClassVar[Screen]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Name beside the input what decides and what a new record starts with."""
        found = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        belongs = belonging(self.screen, db_field.name)
        if belongs is None or found is None:
            return found
        inner = getattr(found.widget, "widget", found.widget)
        inner.attrs |= {"data-belongs-to": belongs.to, "data-belongs-by": belongs.by}
        return found


def belonging(screen: Screen | None, name: str) -> Belongs | None:
    """Return what a relation of the screen depends on, if it does."""
    every = screen.belongs if screen is not None else ()
    return next((belongs for belongs in every if belongs.field == name), None)


def narrowed(request: HttpRequest, field: Any, rows: QuerySet[Any]) -> tuple[QuerySet[Any], str]:
    """Return only what belongs to the choice that the form sends, and what to choose first.

    Who sends none, such as a filter of a list, is offered what the rest allows.
    """
    belongs = belonging(registry.for_model(field.model), field.name)
    if belongs is None or ASKED not in request.GET:
        return rows, ""
    key = number_in(request.GET[ASKED])
    if key is None:
        label = field.model._meta.get_field(belongs.to).verbose_name
        return rows.none(), _("First choose: %(field)s") % {"field": capfirst(label)}
    return rows.filter(**{belongs.by: key}), ""


def keep_belonging(screen: Screen) -> None:
    """Let every way to write ask whether the two belong together."""

    def check(attempt: Attempt) -> None:
        if attempt.verb in {Verb.CREATE, Verb.CHANGE}:
            for belongs in screen.belongs:
                _check(attempt.record, belongs, is_new=attempt.verb is Verb.CREATE)

    if screen.belongs:
        guard(screen.model, check)  # type: ignore[arg-type]


def _check(record: Any, belongs: Belongs, *, is_new: bool) -> None:
    """Refuse what belongs elsewhere; what was stored so before and is left alone may stay."""
    names = [record._meta.get_field(name).attname for name in (belongs.field, belongs.to)]
    chosen, decides = (getattr(record, name) for name in names)
    before = {} if is_new else record.before()
    if chosen is None or all(before.get(n, ...) == getattr(record, n) for n in names):
        return
    related = getattr(record, belongs.field)
    if getattr(related, related._meta.get_field(belongs.by).attname) != decides:
        label = record._meta.get_field(belongs.to).verbose_name
        told = _("“%(chosen)s” does not belong to the record chosen in “%(field)s”.")
        raise Refusal({belongs.field: told % {"chosen": related, "field": capfirst(label)}})
