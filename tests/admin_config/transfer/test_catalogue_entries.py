"""Files of makers' catalogues: former designations and specifications go in and out with them."""

from __future__ import annotations

import pytest

from erp.catalog.models import CatalogueEntry
from erp.staff.models import User
from tests.admin_config.transfer.files import csv_file, imported, screen_for
from tests.admin_config.transfer.round_trip import assert_round_trip
from tests.factories import (
    BrandFactory,
    CatalogueEntryFactory,
    CategoryFactory,
    EntrySpecificationFactory,
    FormerDesignationFactory,
    SpecificationFactory,
)

pytestmark = pytest.mark.django_db
HEAD = ["brand", "model", "category", "bore", "former_designations__brand"]
HEAD += ["former_designations__model"]


def test_a_file_brings_several_former_designations_of_one_entry(manager: User) -> None:
    BrandFactory(name="SKF")
    SpecificationFactory(category=CategoryFactory(name="Bearings"), code="bore", required=True)
    rows = [
        ["SKF", "6205-2RS", "Bearings", "25", "GPZ", "180205"],
        ["SKF", "6205-2RS", "Bearings", "25", "", "6-180205"],
    ]
    run = imported("catalog.catalogueentry", csv_file([HEAD, *rows]), manager)

    assert (run.counts["created"], run.counts["not_taken"]) == (2, 0)
    entry = CatalogueEntry.objects.get()
    assert entry.also_known_as == "GPZ 180205, 6-180205"
    assert [value.number for value in entry.specifications.all()] == [25]
    again = imported("catalog.catalogueentry", csv_file([HEAD, *rows]), manager)
    assert (again.counts["same"], again.counts["updated"]) == (2, 0)
    assert entry.former_designations.count() == 2


def test_what_is_exported_comes_back(manager: User) -> None:
    entry = CatalogueEntryFactory(category=CategoryFactory())
    bore = SpecificationFactory(category=entry.category, code="bore")
    EntrySpecificationFactory(entry=entry, specification=bore, number=25)
    FormerDesignationFactory(entry=entry)
    FormerDesignationFactory(entry=entry, brand="")
    assert_round_trip(screen_for("catalog.catalogueentry"), manager)
