"""Customers' words are matched to goods: right first where it can be told, never silently wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.catalog.models import Sku
from erp.catalog.queries.matching import CHUNK, match_wordings
from erp.foundation.actor import Actor
from erp.foundation.line_words import Match
from erp.staff.models import User
from tests.factories.catalog import (
    BrandFactory,
    CatalogueEntryFactory,
    CategoryFactory,
    FormerDesignationFactory,
    ProductFactory,
    SkuFactory,
    SkuSpecificationFactory,
    SpecificationChoiceFactory,
)

TRUTH: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8")
)
WORDINGS: list[list[str]] = TRUTH["wordings"]


@pytest.fixture
def shelf(db: None) -> None:
    """The goods and catalogue lines of the truth."""
    brands: dict[str, Any] = {}
    for name in (row[1] for row in TRUTH["goods"]):
        if name not in brands:
            brands[name] = BrandFactory(name=name, name_zh=TRUTH["brands_zh"].get(name, ""))
    category = CategoryFactory(name="Bearings", name_zh="轴承")
    skus = {}
    for code, brand, model, name, chinese, barcode, active in TRUTH["goods"]:
        product = ProductFactory(brand=brands[brand], category=category)
        skus[code] = SkuFactory(
            product=product, code=code, brand=brands[brand], model=model, name=name,
            name_zh=chinese, barcode=barcode, active=active,
        )  # fmt: skip
    for brand, model, former_brand, former, sku in TRUTH["catalogue"]:
        entry = CatalogueEntryFactory(brand=brands[brand], model=model, sku=skus.get(sku))
        for each in [former] if isinstance(former, str) else former:
            FormerDesignationFactory(entry=entry, brand=former_brand, model=each)


def first_of(match: Match) -> str:
    """Return the code of what the match says or offers first."""
    found: Any = match.record or (match.candidates[0] if match.candidates else None)
    return found.code if found else ""


@pytest.mark.usefixtures("shelf")
def test_the_truth_holds(sales: User) -> None:
    matches = match_wordings([row[0] for row in WORDINGS], by=Actor.person(sales))

    right = [first_of(m) == sku for m, (_text, sku, _kind) in zip(matches, WORDINGS, strict=True)]
    wrong = [
        (text, m.kind, first_of(m), sku, kind, m.why)
        for m, (text, sku, kind) in zip(matches, WORDINGS, strict=True)
        if first_of(m) != sku or m.kind != kind
    ]
    silently_wrong = [
        text
        for m, (text, sku, kind) in zip(matches, WORDINGS, strict=True)
        if m.kind == "sure" and (first_of(m) != sku or kind != "sure")
    ]
    assert len(WORDINGS) >= 100
    assert silently_wrong == []
    assert sum(right) >= 0.9 * len(WORDINGS), wrong
    assert wrong == []


@pytest.mark.usefixtures("shelf")
def test_many_wordings_cost_the_queries_of_few(sales: User) -> None:
    by = Actor.person(sales)
    few = ["6205-2RS", "180205", "80250"]
    match_wordings(few, by=by)
    with CaptureQueriesContext(connection) as for_few:
        match_wordings(few, by=by)
    with CaptureQueriesContext(connection) as for_many:
        match_wordings([*few, *(row[0] for row in WORDINGS)][:CHUNK], by=by)
    assert len(for_many) == len(for_few) <= 18


@pytest.mark.usefixtures("shelf")
def test_who_may_not_look_skus_up_finds_none(stranger: User) -> None:
    (match,) = match_wordings(["SKF 6205-2RS1"], by=Actor.person(stranger))
    assert (match.kind, match.record, match.candidates) == ("none", None, ())


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("180205", "Old designation: 180205."),
        ("NSK 6205-2RS1", "The brand differs: NSK was asked for, this is SKF."),
        ("6205ZZ", "Several fit; choose one."),
        ("SKF 6205-2RS1 NR", "Not accounted for: NR."),
        ("不锈钢 6205-2RS1 轴承", "Not accounted for: 不锈钢."),
        ("SKF 6205-2RS1 軸承座", "Not accounted for: 軸承座."),
        ("国产 6205DDU used", "Not accounted for: USED, 国产."),
        (f"6205DDU {'please ' * 24} no", "The wording leaves room for others; read it again."),
        (f"6205DDU{' ' * 300}二手", "The wording leaves room for others; read it again."),
        ("6205-2RS1以外", "The wording leaves room for others; read it again."),
        ("SKF 6304", "It is not sold any more."),
        (
            "M8x12.5",
            "It is written “M8X1.25”; dashes or points stand at other places.",
        ),
        (
            "6205-2RS",
            "No such code. Similar: BRG-1001 – the ending “1” was not asked for.",
        ),
        ("180307", "In the catalogue, but no sku yet: SKF 6307-2RS1."),
        ("轴承", "Nothing like it was found."),
    ],
)
def test_the_reason_is_told_in_words(sales: User, text: str, why: str) -> None:
    (match,) = match_wordings([text], by=Actor.person(sales))
    assert match.why == why


@pytest.mark.usefixtures("shelf")
def test_two_makers_of_one_model_are_both_offered(sales: User) -> None:
    (match,) = match_wordings(["6205ZZ"], by=Actor.person(sales))
    offered: Any = match.candidates
    assert [sku.code for sku in offered] == ["BRG-2002", "BRG-3001"]
    assert Sku.objects.filter(model="6205ZZ").count() == 2


def test_nothing_at_all_is_no_question(sales: User) -> None:
    assert match_wordings([], by=Actor.person(sales)) == []
    (match,) = match_wordings(["  "], by=Actor.person(sales))
    assert (match.kind, match.candidates) == ("none", ())


@pytest.mark.usefixtures("shelf")
def test_what_the_goods_are_specified_by_is_accounted_for(sales: User) -> None:
    sku = SkuFactory(code="BRG-9001", model="6405DDU", tags="风机,电机")
    said = ("橡胶密封", "rubber", "尼龙保持架", "不锈钢", "電機")
    texts = [f"6405DDU {words}" for words in said]
    before = match_wordings(texts, by=Actor.person(sales))
    choice = SpecificationChoiceFactory(name="Rubber", name_zh="双面橡胶密封")
    SkuSpecificationFactory(sku=sku, specification=choice.specification, choice=choice, number=None)
    SkuSpecificationFactory(sku=sku, number=None, text="尼龙保持架")
    SkuSpecificationFactory(sku=sku)
    after = match_wordings(texts, by=Actor.person(sales))
    assert [match.kind for match in before] == [*["doubtful"] * 4, "sure"]
    assert [match.kind for match in after] == [*["sure"] * 3, "doubtful", "sure"]
