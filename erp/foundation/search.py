"""Finding records by words, codes and Chinese pairs through the token index, always bounded."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet

from erp.foundation.models.merged_record import merged_words, touched_by_merge
from erp.foundation.models.search_token import SearchToken
from erp.foundation.rows import insert_rows
from erp.foundation.text import is_pair, readings_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from erp.foundation.recorder import Change

#: How far a term is counted; beyond it a term is as frequent as any other.
_COUNTED = 2000
#: How far terms are counted that are all frequent, to find the rarest.
_COUNTED_FAR = 40_000
#: Up to so many rows are walked themselves when every term is frequent.
_SCOPE = 30_000
BATCH = 1000
_COLUMNS = ("content_type_id", "token", "object_id")
#: The last code point a prefix range must reach.
_LAST = "\U0010ffff"


def tokens_for(model: Any, values: dict[str, Any]) -> set[str]:
    """Return the tokens of a record from the values of its search fields."""
    tokens: set[str] = set()
    for name in model.search_fields:
        value = values.get(name)
        if value:
            tokens |= tokens_of(str(value))
    return tokens


def write_tokens(by_model: Mapping[Any, Iterable[Change]]) -> None:
    """Bring the index in line with created, changed and deleted records, set-based.

    What is new of all kinds is written at once.
    """
    rows = [
        row
        for model, changes in by_model.items()
        if model.search_fields
        for row in with_merged(model, changes, _renewed(model, changes))
    ]
    insert_rows(SearchToken, _COLUMNS, rows)


def _renewed(model: Any, changes: Iterable[Change]) -> list[tuple[int, str, Any]]:
    """Delete the tokens of records that are found by other words now; return the new ones."""
    kind = ContentType.objects.get_for_model(model).pk
    stale: list[Any] = []
    rows: list[tuple[int, str, Any]] = []
    for change in changes:
        if change.sign == "~" and not _is_told_otherwise(model, change):
            continue
        old = tokens_for(model, change.before or {}) if change.sign != "+" else set()
        new = tokens_for(model, change.after) if change.sign != "-" else set()
        if old == new:
            continue
        if old:
            stale.append(change.pk)
        rows += [(kind, token, change.pk) for token in sorted(new)]
    for start in range(0, len(stale), BATCH):
        SearchToken.objects.filter(
            content_type_id=kind, object_id__in=stale[start : start + BATCH]
        ).delete()
    return rows


def with_merged(
    model: Any, changes: Iterable[Change], rows: list[tuple[int, str, Any]]
) -> list[tuple[int, str, Any]]:
    """Let what others were merged into be found by their words as well, while those are gone."""
    keys = touched_by_merge(model, [change.pk for change in changes])
    if not keys:
        return rows
    kind = ContentType.objects.get_for_model(model).pk
    SearchToken.objects.filter(content_type_id=kind, object_id__in=keys).delete()
    words = merged_words(model, keys)
    kept = [row for row in rows if row[2] not in keys]
    for row in model._base_manager.filter(pk__in=keys).values("pk", *model.search_fields):
        tokens = tokens_for(model, row) | tokens_of(words.get(row["pk"], ""))
        kept += [(kind, token, row["pk"]) for token in sorted(tokens)]
    return kept


def _is_told_otherwise(model: Any, change: Change) -> bool:
    before, after = change.before or {}, change.after
    return any(before.get(name) != after.get(name) for name in model.search_fields)


def reindex(model: Any) -> int:
    """Write the tokens of every record anew, in batches by key; return how many records."""
    kind = ContentType.objects.get_for_model(model).pk
    SearchToken.objects.filter(content_type_id=kind).delete()
    done, last = 0, 0
    while True:
        page = list(
            model._base_manager.filter(pk__gt=last)
            .order_by("pk")
            .values("pk", *model.search_fields)[:BATCH]
        )
        if not page:
            return done
        rows = [
            (kind, token, row["pk"]) for row in page for token in sorted(tokens_for(model, row))
        ]
        words = merged_words(model, [row["pk"] for row in page])
        rows += [
            (kind, token, key)
            for key, found in words.items()
            for token in sorted(tokens_of(found) - {t for _kind, t, k in rows if k == key})
        ]
        insert_rows(SearchToken, _COLUMNS, rows)
        done, last = done + len(page), page[-1]["pk"]


def _term(term: str) -> models.Q:
    """Return the condition on a token: a pair exactly, anything else by its beginning."""
    return models.Q(token=term) if is_pair(term) else prefix_range("token", term)


def _hits(kind: int, term: str) -> QuerySet[SearchToken]:
    return SearchToken.objects.filter(_term(term), content_type_id=kind)


def _count(kind: int, term: str, most: int) -> int:
    return _hits(kind, term).values("object_id")[:most].count()


def _rarest_first(kind: int, terms: list[str]) -> tuple[list[str], int]:
    """Return the terms in order of rarity and how often the rarest is found, up to a cap."""
    counted = {term: _count(kind, term, _COUNTED) for term in terms}
    if len(terms) > 1 and min(counted.values()) >= _COUNTED:
        counted = {term: _count(kind, term, _COUNTED_FAR) for term in terms}
    ordered = sorted(terms, key=lambda term: counted[term])
    return ordered, counted[ordered[0]]


def _walk_of(kind: int, terms: list[str], *conditions: Exists) -> QuerySet[Any, Any]:
    """Return the keys that have every term, walking the tokens of the first."""
    first, *others = terms
    hits = _hits(kind, first).filter(*conditions)
    for term in others:
        same_record = SearchToken.objects.filter(
            _term(term), content_type_id=kind, object_id=OuterRef("object_id")
        )
        hits = hits.filter(Exists(same_record))
    as_indexed = ("-object_id",) if is_pair(first) else ("token", "object_id")
    return hits.order_by(*as_indexed).values_list("object_id", flat=True)


def matching_keys(model: Any, query: str) -> QuerySet[Any, Any] | None:
    """Return the keys of records that have every term of the query, walking the rarest first.

    None means that the query holds nothing that could be looked up. The result may name a key
    more than once (``mat`` finds *mat* and *match* in one record); use it inside ``pk__in``.
    """
    readings = readings_of(query)
    if not readings:
        return None
    directly = getattr(model, "search_directly", None)
    if directly is not None:
        return directly(model._default_manager.all(), query, limit=_COUNTED)  # type: ignore[no-any-return]
    kind = ContentType.objects.get_for_model(model).pk
    first, *others = (
        _walk_of(kind, _rarest_first(kind, terms)[0]).order_by() for terms in readings
    )
    return first.union(*others) if others else first


def search(queryset: QuerySet[Any], query: str, *, limit: int) -> list[Any]:
    """Return the keys of at most ``limit`` rows of the queryset that match.

    The walk stops as soon as enough rows are found; a table is never read to its end for a hit
    list that nobody scrolls through. It goes over the tokens or over the rows of the queryset,
    whichever are fewer. The caller sets a time limit.
    """
    directly = getattr(queryset.model, "search_directly", None)
    if directly is not None:  # a table that nobody indexed, such as an explored one
        keys: list[Any] = directly(queryset, query, limit=limit)
        return keys
    kind = ContentType.objects.get_for_model(queryset.model).pk
    found: dict[Any, None] = {}
    with _row_by_row():
        for terms in readings_of(query):
            if len(found) < limit:
                found |= dict.fromkeys(_search(queryset, kind, terms, limit))
    return list(found)[:limit]


def _search(queryset: QuerySet[Any], kind: int, terms: list[str], limit: int) -> list[Any]:
    ordered, found = _rarest_first(kind, terms)
    if not found:
        return []
    if not queryset.query.where and not queryset.query.is_sliced:
        return _first_different(_walk_of(kind, ordered), limit)
    rows = queryset
    if rows.query.is_sliced:
        rows = queryset.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
    rows = rows.order_by()
    if found >= _COUNTED and _has_fewer(rows, kind, ordered[0]):
        return _search_rows(rows, kind, ordered, limit)
    inside = Exists(rows.filter(pk=OuterRef("object_id")))
    return _first_different(_walk_of(kind, ordered, inside), limit)


def _has_fewer(rows: QuerySet[Any], kind: int, term: str) -> bool:
    """Tell whether the rows are few, and fewer than the records that have the term."""
    size = rows.values("pk")[:_SCOPE].count()
    return size < _SCOPE and size <= _count(kind, term, size + 1)


def _first_different(walk: QuerySet[Any, Any], limit: int) -> list[Any]:
    """Return the first different keys of a walk that may name one more than once."""
    start, step = 0, limit
    keys: dict[Any, None] = {}
    while len(keys) < limit:
        page = list(walk[start : start + step])
        keys |= dict.fromkeys(page)
        if len(page) < step:
            break
        start, step = start + step, step * 4
    return list(keys)[:limit]


def _search_rows(rows: QuerySet[Any], kind: int, terms: list[str], limit: int) -> list[Any]:
    """Walk the rows, newest first, and keep those that have every term."""
    for term in terms:
        rows = rows.filter(
            Exists(
                SearchToken.objects.filter(
                    _term(term), content_type_id=kind, object_id=OuterRef("pk")
                )
            )
        )
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


@contextmanager
def _row_by_row() -> Iterator[None]:
    """Keep MariaDB from collecting all records of a frequent term before it looks at one row."""
    if connection.vendor != "mysql":
        yield
        return
    prefix = "SET STATEMENT optimizer_switch='exists_to_in=off' FOR "

    def prefixed(execute: Any, sql: str, *rest: Any) -> Any:
        return execute(prefix + sql, *rest)

    with connection.execute_wrapper(prefixed):
        yield


def prefix_range(field: str, text: str) -> models.Q:
    """Return the condition that a byte-compared column starts with the text."""
    return models.Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST})
