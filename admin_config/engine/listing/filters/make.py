"""Choose the filter that fits a field."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import QueryDict

from admin_config.engine.listing.filters.choice import ChoiceFilter, FlagFilter, SeveralFilter
from admin_config.engine.listing.filters.filter import Filter
from admin_config.engine.listing.filters.related import RelatedFilter
from admin_config.engine.listing.filters.span import DayFilter, NumberFilter
from admin_config.engine.listing.filters.words import PrefixFilter
from erp.foundation.models.several_choices import SeveralChoicesField

_KINDS: tuple[tuple[Any, type[Filter]], ...] = (
    (models.BooleanField, FlagFilter),
    (SeveralChoicesField, SeveralFilter),
    (models.DateField, DayFilter),
    ((models.ForeignKey, models.ManyToManyField), RelatedFilter),
    ((models.DecimalField, models.IntegerField, models.FloatField), NumberFilter),
    ((models.CharField, models.GenericIPAddressField), PrefixFilter),
)


def filter_kind(field: Any) -> type[Filter] | None:
    """Return the kind of filter for a field; ``None`` when it cannot be filtered."""
    if getattr(field, "flatchoices", None):
        return ChoiceFilter
    if getattr(field, "primary_key", False) or isinstance(field, models.FileField):
        return None
    return next((kind for fits, kind in _KINDS if isinstance(field, fits)), None)


def make_filter(name: str, field: Any, label: str, params: QueryDict) -> Filter | None:
    """Return the filter of a field as an address fills it."""
    kind = filter_kind(field)
    return kind(name, field, label, params) if kind else None
