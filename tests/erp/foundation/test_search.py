"""Finding records: codes and Chinese however typed, bounded, within a scope."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from erp.catalog.models import Brand
from erp.foundation import search as searching
from erp.foundation.search import matching_keys, reindex, search
from erp.foundation.services.bulk import create_records
from erp.foundation.text import readings_of, tokens_of
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db


def make_brands(*names: str, note: str = "") -> list[Brand]:
    """Write brands."""
    brands = [Brand(name=name, note=note) for name in names]
    with as_the_house():
        create_records(brands)
    return brands


def found(query: str, rows: QuerySet[Brand] | None = None, limit: int = 50) -> set[str]:
    """Return the names that a search finds."""
    rows = Brand.objects.all() if rows is None else rows
    keys = search(rows, query, limit=limit)
    assert len(keys) == len(set(keys)) <= limit
    return set(Brand.objects.filter(pk__in=keys).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("nu205", {"NU-205/2RS-C3", "NU 205 Premium"}),
        ("NU 205", {"NU-205/2RS-C3", "NU 205 Premium"}),
        ("nu-205/2rs", {"NU-205/2RS-C3"}),
        ("205-2RS", {"NU-205/2RS-C3"}),
        ("２ｒｓｃ３", {"NU-205/2RS-C3"}),
        ("c3", {"NU-205/2RS-C3"}),
        ("轴承", {"深沟球轴承", "轴承 SKF"}),
        ("球轴", {"深沟球轴承"}),
        ("承", {"深沟球轴承", "轴承 SKF"}),
        ("轴承skf", {"轴承 SKF"}),
        ("轴承 深沟", {"深沟球轴承"}),
        ("承轴", set()),
        ("nothing", set()),
        ("--", set()),
        ("", set()),
    ],
)
def test_words_codes_and_pairs(query: str, names: set[str]) -> None:
    make_brands("NU-205/2RS-C3", "NU 205 Premium", "深沟球轴承", "轴承 SKF", "Other")
    assert found(query) == names


def test_a_search_stays_inside_the_rows_it_is_given() -> None:
    make_brands("Alpha one", "Alpha two", note="mine")
    make_brands("Alpha three")
    assert found("alpha", Brand.objects.filter(note="mine")) == {"Alpha one", "Alpha two"}
    assert found("alpha", Brand.objects.filter(note="nobody's")) == set()
    assert found("alpha", Brand.objects.order_by("pk")[:1]) == {"Alpha one"}


@pytest.mark.parametrize("counted", [1, 2, 10_000])
def test_both_walks_find_the_same(monkeypatch: pytest.MonkeyPatch, counted: int) -> None:
    monkeypatch.setattr(searching, "_COUNTED", counted)
    make_brands(*(f"Alpha beta {number}" for number in range(9)), note="mine")
    make_brands(*(f"Alpha gamma {number}" for number in range(20)))
    mine = Brand.objects.filter(note="mine")
    assert len(found("alpha beta", mine)) == 9
    assert len(found("alpha", mine)) == 9
    assert found("alpha gamma", mine) == set()
    assert len(found("alpha", mine, limit=4)) == 4
    assert len(found("alpha")) == 29


def test_limit_counts_records_not_tokens() -> None:
    make_brands("mat match matter mate", "mats matching")
    assert len(found("mat", limit=2)) == 2


def test_matching_keys_reads_a_query_as_search_does() -> None:
    brand = make_brands("NU205")[0]
    keys = matching_keys(Brand, "NU 205")
    assert keys is not None
    assert list(Brand.objects.filter(pk__in=keys)) == [brand]
    assert matching_keys(Brand, "…") is None


def test_the_index_follows_changes_and_can_be_made_anew() -> None:
    brand = make_brands("Before")[0]
    with as_the_house():
        brand.name = "After"
        brand.save()
    assert found("before") == set()
    assert found("after") == {"After"}
    assert reindex(Brand) == 1
    assert found("after") == {"After"}
    with as_the_house():
        brand.delete()
    assert found("after") == set()


def test_a_code_is_stored_from_each_part_on_but_not_without_end() -> None:
    assert tokens_of("A-B-C") == {"a", "b", "c", "abc", "bc"}
    assert len(tokens_of("-".join("abcdefghij"))) <= 14


def test_readings_of_a_query() -> None:
    assert readings_of("NU 205") == [["nu", "205"], ["nu205"]]
    assert readings_of("nu205") == [["nu205"], ["nu", "205"]]
    assert readings_of("c3") == [["c3"]]
    assert readings_of("轴承 12") == [["轴承", "12"]]
    assert readings_of("plain") == [["plain"]]
    assert readings_of("…") == []
