"""Searching a list: order of the list within the hits, a cut said, reach respected."""

from __future__ import annotations

import pytest

from erp.staff.models import User
from tests.admin_config.listing.conftest import Listed, make_toys
from tests.toy.models import Toy


@pytest.mark.parametrize(
    "query",
    [
        "NU-205/2RS",
        "nu2052rs",
        "ＮＵ２０５",
        "nu 205",
        "205-2rs",
        "轴承",
        "圆柱滚子",
        "NU 205 轴承",
    ],
)
def test_codes_and_chinese_however_they_are_typed(
    manager: User, listed: Listed, query: str
) -> None:
    wanted = make_toys(manager, 1, code="NU-205/2RS", name="圆柱滚子轴承")[0]
    make_toys(manager, 5)
    assert listed(manager, "", q=query).keys == [wanted.pk]


def test_hits_stand_in_the_order_of_the_list(manager: User, listed: Listed) -> None:
    make_toys(manager, 40)
    page = listed(manager, "?q=toy&o=-price&_size=25")
    following = listed(manager, page.shown.next_link)
    expected = list(Toy.objects.order_by("-price", "-pk").values_list("pk", flat=True))
    assert [*page.keys, *following.keys] == expected
    assert page.shown.count == "40 records"


def test_more_hits_than_are_listed_are_said(manager: User, listed: Listed) -> None:
    make_toys(manager, 1001)
    page = listed(manager, "?q=toy")
    assert page.shown.hits_are_cut
    assert "More than 1,000 records match" in page.html


def test_search_and_filter_and_own_records_together(
    sales: User, other_sales: User, listed: Listed
) -> None:
    mine = make_toys(sales, 4, name="Kreisel")
    make_toys(sales, 2, name="Kreisel", kind="doll")
    make_toys(other_sales, 3, name="Kreisel")
    assert set(listed(sales, "?q=kreisel&kind=game").keys) == {toy.pk for toy in mine}


@pytest.mark.parametrize("query", ["…", "%", "'", "\\", "😀", " ", "x" * 500, "--"])
def test_strange_words_find_nothing_or_all_but_never_fail(
    manager: User, listed: Listed, query: str
) -> None:
    make_toys(manager, 2)
    assert len(listed(manager, "", q=query).keys) in {0, 2}
