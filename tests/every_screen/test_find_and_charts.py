"""Every screen's records are found from anywhere, and its charts answer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.every_screen.making import make
from tests.every_screen.visiting import Visit


@pytest.mark.for_screens("searchable")
def test_find_leads_to_a_record_from_anywhere(visit: Visit) -> None:
    record = make(visit.model)
    word = next(str(getattr(record, n)) for n in visit.model.search_fields if getattr(record, n))
    response = visit.client.get(
        reverse("console:search"), {"q": word}, headers={"Accept": "application/json"}
    )
    assert response.status_code == 200
    addresses = [hit["link"] for group in response.json()["groups"] for hit in group["hits"]]
    assert visit.address("change", record.pk) in addresses, response.json()


def test_find_leads_to_the_screen_by_its_title(visit: Visit) -> None:
    title = str(visit.model._meta.verbose_name_plural)
    response = visit.client.get(
        reverse("console:search"), {"q": title}, headers={"Accept": "application/json"}
    )
    assert visit.address("changelist") in [hit["link"] for hit in response.json()["places"]]


@pytest.mark.for_screens("charted")
def test_charts_answer_with_figures(visit: Visit) -> None:
    make(visit.model)
    for place in range(len(visit.screen.charts)):
        figures = visit.get("chart", place).json()
        assert "error" not in figures
        assert all(len(line["values"]) == len(figures["labels"]) for line in figures["lines"])
        assert all(
            Decimal(value) is not None for line in figures["lines"] for value in line["values"]
        )
    assert visit.get("chart", len(visit.screen.charts)).status_code == 404
