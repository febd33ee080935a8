"""Records are found once, however many questions it takes."""

from __future__ import annotations

import pytest

from admin_config.engine.transfer import keys
from admin_config.engine.transfer.keys import NaturalKey
from admin_config.engine.transfer.values import listed, names_listed
from erp.company.models import ExchangeRate
from tests.factories.company import CurrencyFactory, ExchangeRateFactory

pytestmark = pytest.mark.django_db


def test_a_record_that_two_batches_meet_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_BATCH", 3)
    currencies = [CurrencyFactory() for _ in range(2)]
    days = [ExchangeRateFactory(currency=currencies[0]).date for _ in range(2)]
    for day in days:
        ExchangeRateFactory(currency=currencies[1], date=day)
    key = NaturalKey(ExchangeRate)
    wanted = [
        [c.pk if part.name == "currency" else d for part in key.parts]
        for d in days
        for c in currencies
    ]

    found = key.fetch(wanted, ExchangeRate.objects.all())

    assert [len(records) for records in found.values()] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("names", "cell"),
    [
        (["red", "small"], "red; small"),
        (["nuts; bolts", "red"], '"nuts; bolts"; red'),
        (['3/4" pipe', "a；b"], '3/4" pipe; "a；b"'),
        (['"so called"', "x"], '"""so called"""; x'),
        (["two\nlines"], '"two\nlines"'),
    ],
)
def test_several_names_in_a_cell_come_back_as_they_were(names: list[str], cell: str) -> None:
    assert listed(names) == cell
    assert names_listed(cell) == names


def test_people_part_names_as_they_like() -> None:
    assert names_listed("red;;small ； x\n y; ") == ["red", "small", "x", "y"]
    assert names_listed('a "b" c; "d" e') == ['a "b" c', '"d" e']
