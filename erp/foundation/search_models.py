"""Which kinds of records know a search at all, from one statement over the index."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q

from erp.foundation.models.search_token import SearchToken
from erp.foundation.search import prefix_range
from erp.foundation.text import is_pair, readings_of


def _condition(term: str) -> Q:
    """Return the condition on a token: a pair exactly, anything else by its beginning."""
    return Q(token=term) if is_pair(term) else prefix_range("token", term)


def models_with_hits(candidates: Iterable[type[Model]], query: str) -> set[type[Model]]:
    """Return the models of which some record may match.

    A search over many kinds of records asks this first and spares itself the kinds without any.
    """
    chosen = set(candidates)
    direct = {model for model in chosen if hasattr(model, "search_directly")}
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in chosen - direct}
    return direct | _indexed(kinds, query) if kinds else direct


def _indexed(kinds: dict[type[Model], int], query: str) -> set[type[Model]]:
    """Return the models of which the index knows a record for the query."""
    matching = Q(pk__in=())
    for terms in readings_of(query):
        every = Q()
        for term in terms:
            hits = SearchToken.objects.filter(_condition(term), content_type_id=OuterRef("pk"))
            every &= Q(Exists(hits))
        matching |= every
    wanted = ContentType.objects.filter(matching, pk__in=set(kinds.values()))
    found = set(wanted.values_list("pk", flat=True))
    return {model for model, kind in kinds.items() if kind in found}
