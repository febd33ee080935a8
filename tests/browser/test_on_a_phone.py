"""On a phone: sign in, find a customer, change a phone number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from erp.parties.models import Customer
from erp.staff.models import User
from tests.browser.console import Console, speak
from tests.language.writing import as_the_house

Visit = Callable[..., Console]


@pytest.fixture
def hengsheng(sales: User) -> Customer:
    """A customer of the seller."""
    customer = Customer(name="深圳市恒盛轴承有限公司", sales_owner=sales, phone="+86 755 1111")
    with as_the_house():
        customer.save()
    return customer


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_seller_changes_a_phone_number(
    visit: Visit, sales: User, hengsheng: Customer, language: str
) -> None:
    speak(sales, language)
    console = visit(width=390, height=844, language=language)
    console.sign_in_as(sales.username)
    console.nothing_scrolls_sideways()
    console.open("/parties/customer/")
    console.nothing_scrolls_sideways()
    assert console.small_targets() == []
    console.search_list("恒盛")
    console.nothing_scrolls_sideways()
    console.follow(hengsheng.name)
    console.nothing_scrolls_sideways()
    assert console.small_targets() == []
    console.fill("Phone", "+86 755 2222")
    console.submit("Save")
    console.sees({"en": "was changed", "zh-hans": "已保存客户"}[language])
    hengsheng.refresh_from_db()
    assert hengsheng.phone == "+86 755 2222"
    assert hengsheng.history.count() == 2
    assert console.complaints == []
