"""What a condition means: the rows it leaves, and how people read it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from admin_config.engine.fields import sort_column
from admin_config.engine.listing.building import periods
from admin_config.engine.listing.building.offered import Offer, is_text
from admin_config.engine.listing.building.operators import Operator, Takes
from admin_config.engine.listing.building.tree import Condition
from admin_config.engine.listing.filters.filter import Filter
from admin_config.engine.listing.filters.make import make_filter
from admin_config.engine.listing.filters.related import RelatedFilter
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.models.key_field import KeyField
from erp.foundation.rights import scoped
from erp.foundation.search import prefix_range

#: Stands for the person who looks.
ME = "me"
_NEGATIVE = frozenset({"not", "lacks"})
_COUNTS = {
    Takes.NOTHING: (0, 0),
    Takes.ONE: (1, 1),
    Takes.PERIOD: (1, 1),
    Takes.COUNT: (1, 1),
    Takes.TWO: (2, 2),
    Takes.SEVERAL: (1, 100),
}


@dataclass
class Meaning:
    """A condition that was understood, for one person and at this moment."""

    offer: Offer
    operator: Operator
    condition: Condition
    actor: Actor
    #: The filter that reads the values and names them.
    filter: Filter

    @property
    def related(self) -> RelatedFilter | None:
        """Return the filter whose records have yet to be named."""
        return self.filter if isinstance(self.filter, RelatedFilter) else None

    def leaves(self) -> Q:
        """Return the rows that the condition leaves.

        One step away it asks for a related record that the person may look up.
        """
        own = self._own()
        step = self.offer.step
        if step is None:
            return own
        rows: Any = step.related_model._default_manager.all()
        reached = scoped(self.actor, "view", rows).filter(own).order_by()
        return Q(**{f"{step.name}__in": reached.values(step.target_field.name)})

    def _own(self) -> Q:
        name = self.operator.name
        if self.operator.takes is Takes.NOTHING:
            return self._empty() if name == "empty" else ~self._empty()
        asked = self._text() if self.offer.kind == "text" else self._asked()
        return ~asked if name in _NEGATIVE else asked

    def _empty(self) -> Q:
        field = self.offer.field
        if field.many_to_many:
            through = field.remote_field.through._base_manager
            return ~Q(pk__in=through.values(f"{field.m2m_field_name()}_id"))
        empty = Q(**{f"{field.name}__isnull": True})
        return empty | Q(**{field.name: ""}) if is_text(field) else empty

    def _asked(self) -> Q:
        if self.operator.name in {"above", "below"}:
            return self._beyond()
        if self.operator.name == "all":
            return self.filter.all_chosen()  # type: ignore[attr-defined, no-any-return]
        return self.filter.chosen() or Q()

    def _beyond(self) -> Q:
        """Return more or less than a number; between whole numbers the next one counts."""
        field, above = self.offer.field, self.operator.name == "above"
        bound = self.filter.low if above else self.filter.high  # type: ignore[attr-defined]
        if isinstance(field, models.IntegerField):
            bound = math.floor(bound) if above else math.ceil(bound)
        return Q(**{f"{field.name}__{'gt' if above else 'lt'}": bound})

    def _text(self) -> Q:
        field, value = self.offer.field, self.condition.values[0]
        column = sort_column(field.model, field.name)
        stored: Any = field.model._meta.get_field(column)
        asked = {"not": "is", "lacks": "contains"}.get(self.operator.name, self.operator.name)
        if not isinstance(stored, KeyField):
            lookup = {"is": "iexact", "contains": "icontains", "starts": "istartswith"}[asked]
            return Q(**{f"{field.name}__{lookup}": value})
        key = stored.key_of(value) or ""
        if asked == "starts":
            return prefix_range(column, key)
        return Q(**{column if asked == "is" else f"{column}__contains": key})

    def words(self) -> str:
        """Return what is asked, without the field's label."""
        label = str(self.operator.label)
        if self.operator.takes is Takes.NOTHING:
            return label
        if self.operator.takes is Takes.COUNT:
            return label.replace("…", self.condition.values[0])
        if self.operator.takes is Takes.PERIOD:
            return f"{label} {periods.PERIODS[self.condition.values[0]]}"
        return f"{label} {self._values()}"

    def _values(self) -> str:
        if self.related is not None:
            names = self.related.words()
            return _(", ").join(
                _("me") if value == ME else names[place]
                for place, value in enumerate(self.condition.values)
            )
        if self.operator.takes is Takes.ONE and self.offer.kind != "flag":
            return f"“{self.condition.values[0]}”" if self.offer.kind == "text" else self._typed()
        return _(", ").join(self.filter.words())

    def _typed(self) -> str:
        bound: Any = self.filter
        return str(bound.shown(bound.bound(self.condition.values[0])))


def understand(condition: Condition, offer: Offer, actor: Actor) -> Meaning:
    """Return what a condition means; ``ValueError`` with a message for people otherwise."""
    operator = offer.operator(condition.operator)
    if operator is None:
        raise ValueError(_("“%(label)s” cannot be asked that.") % {"label": offer.label})
    least, most = _COUNTS[operator.takes]
    values = condition.values
    if not least <= len(values) <= most or not all(values):
        raise ValueError(_("“%(label)s” needs another value.") % {"label": offer.label})
    field = offer.field
    params = _params(field.name, operator, values, offer, actor)
    found = make_filter(field.name, field, offer.label, params)
    if found is None or found.error:
        raise ValueError(f"{offer.label}: {found.error if found else ''}")
    if offer.kind == "text":
        _check_text(field, values, offer)
    return Meaning(offer, operator, condition, actor, found)


def _check_text(field: Any, values: tuple[str, ...], offer: Offer) -> None:
    """Refuse what a squeezed key knows nothing of, such as dashes alone: all would match."""
    stored: Any = field.model._meta.get_field(sort_column(field.model, field.name))
    if values and isinstance(stored, KeyField) and not stored.key_of(values[0]):
        raise ValueError(_("“%(label)s” needs a letter or a digit.") % {"label": offer.label})


def _params(
    name: str, operator: Operator, values: tuple[str, ...], offer: Offer, actor: Actor
) -> QueryDict:
    """Return the values as the filter of the field reads them."""
    params = QueryDict(mutable=True)
    if operator.takes is Takes.NOTHING:
        return params
    if offer.kind == "related":
        params.setlist(name, [_key(value, offer, actor) for value in values])
    elif offer.kind in {"choice", "several", "flag", "text"}:
        params.setlist(name, list(values))
    else:
        low, high = _span(operator, values, offer)
        if low:
            params[f"{name}__from"] = low
        if high:
            params[f"{name}__to"] = high
    return params


def _key(value: str, offer: Offer, actor: Actor) -> str:
    if value != ME or not offer.names_people:
        return value
    return str(actor.user.pk) if actor.user is not None else "0"


def _span(operator: Operator, values: tuple[str, ...], offer: Offer) -> tuple[str, str]:
    """Return lower and upper bound as texts; a relative one is worked out for today."""
    name = operator.name
    if operator.takes is Takes.PERIOD:
        if values[0] not in periods.PERIODS:
            raise ValueError(_("“%(label)s” needs another value.") % {"label": offer.label})
        first, last = periods.days_of(values[0])
        return first.isoformat(), last.isoformat()
    if operator.takes is Takes.COUNT:
        count = number_in(values[0]) or 0
        if not 0 < count <= periods.MOST_DAYS:
            raise ValueError(
                _("“%(label)s” needs a number of days up to %(most)s.")
                % {"label": offer.label, "most": periods.MOST_DAYS}
            )
        first, last = (periods.last_days if name == "last" else periods.next_days)(count)
        return first.isoformat(), last.isoformat()
    if name == "between":
        return values[0], values[1]
    if name in {"before", "after"}:
        return _beside(values[0], name, offer)
    low = values[0] if name != "below" else ""
    return low, (values[0] if name != "above" else "")


def _beside(text: str, name: str, offer: Offer) -> tuple[str, str]:
    """Return the bounds of all days before or after one."""
    reader: Any = make_filter(offer.field.name, offer.field, offer.label, QueryDict())
    day = reader.bound(text)
    if name == "before":
        return "", (day - dt.timedelta(days=1)).isoformat()
    return (day + dt.timedelta(days=1)).isoformat(), ""
