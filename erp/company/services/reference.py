"""Bring along what every installation needs: places, currencies, taxes, terms, number series."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from erp.company.models import PREFIXES, Country, Currency, Paper, PaymentTerms, Region, TaxRate
from erp.foundation.fixture import read_fixture
from erp.foundation.models import NumberSeries, OperationKind, Recorded
from erp.foundation.operation import service
from erp.foundation.services.bulk import create_records

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

_FOLDER = settings.BASE_DIR / "fixtures" / "reference"


@service(OperationKind.COMMAND)
def load_reference_data(*, by: Actor) -> int:
    """Load what is missing of all reference data; return how many records are new."""
    return sum(
        (
            load_countries(by=by),
            load_regions(by=by),
            load_starting_values(by=by),
            make_number_series(by=by),
        )
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@service(OperationKind.COMMAND)
def load_countries(*, by: Actor) -> int:
    """Load the countries of ISO 3166 that are missing."""
    known = set(Country.objects.values_list("code", flat=True))
    rows = [row for row in _rows("countries.csv") if row["code"] not in known]
    return len(create_records([Country(**row) for row in rows]))


@service(OperationKind.COMMAND)
def load_regions(*, by: Actor) -> int:
    """Load the provinces, cities and districts of China that are missing, level by level."""
    china = Country.objects.get(code="CN")
    known: dict[str, Region] = {region.code: region for region in Region.objects.all()}
    rows = [row for row in _rows("regions.csv") if row["code"] not in known]
    made = 0
    for level in ("province", "city", "district"):
        fresh = [_region(row, china, known) for row in rows if _level(row["code"]) == level]
        known |= {region.code: region for region in create_records(fresh)}
        made += len(fresh)
    return made


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "district"


def _region(row: dict[str, str], country: Country, known: dict[str, Region]) -> Region:
    code = row["code"]
    above = {"province": "", "city": code[:2] + "0000", "district": code[:4] + "00"}[_level(code)]
    region = Region(
        code=code,
        country=country,
        parent=known[above] if above else None,
        name=row["name_en"] or row["name"],
        name_zh=row["name"],
    )
    region.derive()
    return region


@service(OperationKind.COMMAND)
def load_starting_values(*, by: Actor) -> int:
    """Load the currencies, tax rates and terms of payment that are missing."""
    values = read_fixture("reference/starting_values.json")
    return (
        add_missing(Currency, "code", values["currencies"])
        + add_missing(TaxRate, "name", values["tax_rates"])
        + add_missing(PaymentTerms, "name", values["payment_terms"])
    )


@service(OperationKind.COMMAND)
def make_number_series(*, by: Actor) -> int:
    """Make the series of every kind of paper that has none, named in English for the catalogue."""
    with translation.override("en"):
        rows = [{"code": p.value, "name": str(p.label), "prefix": PREFIXES[p]} for p in Paper]
    return add_missing(NumberSeries, "code", rows)


def add_missing(model: type[Recorded], key: str, rows: list[dict[str, Any]]) -> int:
    """Create one record a row, but for rows whose key exists; every record is checked first."""
    known = set(model._base_manager.values_list(key, flat=True))
    records = [model(**row) for row in rows if row[key] not in known]
    for record in records:
        record.full_clean()
    return len(create_records(records))
