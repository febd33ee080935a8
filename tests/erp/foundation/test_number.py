"""Numbers of papers: in order, by period, given back only with everything else, never twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from erp.foundation.actor import SYSTEM
from erp.foundation.models import NumberCounter, NumberSeries, OperationKind, Period
from erp.foundation.operation import run
from erp.foundation.refusal import Refusal
from erp.foundation.services.number import take_number
from tests.language.crowd import at_once
from tests.language.writing import as_the_house

DAY = dt.date(2026, 11, 21)
TAKERS, EACH = 8, 5


def series(**facts: object) -> NumberSeries:
    """Return a stored series of quotations."""
    with as_the_house():
        made = NumberSeries(code="quotation", name="Quotation", prefix="QT", **facts)
        made.save()
    return made


@pytest.mark.django_db
def test_numbers_count_up_and_start_again_each_year() -> None:
    series()
    taken = [take_number("quotation", on=DAY) for _ in range(2)]
    taken.append(take_number("quotation", on=dt.date(2027, 1, 1)))
    taken.append(take_number("quotation", on=DAY))
    assert taken == ["QT-2026-000001", "QT-2026-000002", "QT-2027-000001", "QT-2026-000003"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "digits", "expected"),
    [
        (Period.NEVER, 4, "QT-0001"),
        (Period.MONTH, 3, "QT-202611-001"),
        (Period.YEAR, 9, "QT-2026-000000001"),
    ],
)
def test_a_series_says_how_its_numbers_look(period: Period, digits: int, expected: str) -> None:
    series(period=period, digits=digits)
    assert take_number("quotation", on=DAY) == expected


@pytest.mark.django_db
def test_a_counter_that_outgrows_its_digits_goes_on() -> None:
    made = series(digits=3)
    NumberCounter.objects.create(series=made, period="2026", last=999)
    assert take_number("quotation", on=DAY) == "QT-2026-1000"


@pytest.mark.django_db
def test_an_unknown_series_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match="There is no number series “enquiry”"):
        take_number("enquiry", on=DAY)
    assert not NumberCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_number_comes_back_only_when_its_paper_is_not_written() -> None:
    series()

    def fail_after_taking() -> None:
        with transaction.atomic():
            take_number("quotation", on=DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_taking()
    with transaction.atomic():
        assert take_number("quotation", on=DAY) == "QT-2026-000001"


@pytest.mark.django_db(transaction=True)
def test_no_two_takers_get_the_same_number_and_none_is_lost() -> None:
    series()

    def take_some(_number: int) -> list[str]:
        return [
            run(lambda _: take_number("quotation", on=DAY), OperationKind.COMMAND, by=SYSTEM)
            for _ in range(EACH)
        ]

    answers = at_once(TAKERS, take_some)
    taken = [number for numbers in answers for number in numbers]  # type: ignore[union-attr]
    assert sorted(taken) == [f"QT-2026-{n:06}" for n in range(1, TAKERS * EACH + 1)]
