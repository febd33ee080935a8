"""Reference data comes complete and once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from erp.company.models import PREFIXES, Country, Currency, Paper, Region, TaxRate
from erp.company.services.reference import load_reference_data, make_number_series
from erp.foundation.actor import SYSTEM
from erp.foundation.models import NumberSeries

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_region_has_its_parent_and_a_name() -> None:
    codes = {row["code"] for row in rows("regions.csv")}
    assert len(codes) == len(rows("regions.csv")) > 3200
    for code in codes:
        above = code[:2] + "0000" if code.endswith("00") else code[:4] + "00"
        assert above in codes or code == above
    assert all(row["name"].strip() for row in rows("regions.csv"))


def test_countries_are_those_of_iso_3166() -> None:
    codes = [row["code"] for row in rows("countries.csv")]
    assert len(set(codes)) == len(codes) == 249
    assert all(row["name"] and row["name_zh"] for row in rows("countries.csv"))


@pytest.mark.django_db
def test_it_is_loaded_whole_and_once() -> None:
    made = load_reference_data(by=SYSTEM)
    assert made == (
        Country.objects.count()
        + Region.objects.count()
        + Currency.objects.count()
        + TaxRate.objects.count()
        + len(Paper)
        + 7
    )
    assert Region.objects.filter(level=1).count() == 34
    assert dict(NumberSeries.objects.values_list("code", "prefix")) == {
        paper.value: prefix for paper, prefix in PREFIXES.items()
    }
    assert load_reference_data(by=SYSTEM) == 0
    district = Region.objects.get(code="440305")
    assert (district.full_name, district.full_name_zh) == (
        "Nanshan District, Shenzhen, Guangdong",
        "广东省深圳市南山区",
    )


@pytest.mark.django_db
def test_number_series_are_named_in_the_readers_language_whoever_made_them() -> None:
    with translation.override("zh-hans"):
        make_number_series(by=SYSTEM)
        series = NumberSeries.objects.get(code="quotation")
        assert (series.name, str(series), series.called()) == ("quotation", "报价单", "报价单")
    with translation.override("en"):
        assert str(series) == "quotation"
        assert str(NumberSeries(name="")) == ""
    with translation.override("zh-hans"):
        assert str(NumberSeries(name="Repairs of our own")) == "Repairs of our own"
