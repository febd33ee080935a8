"""A name that is taken back takes along what was worked out from it."""

from typing import Any

import pytest

from erp.catalog.models import Category
from erp.company.models import Region
from erp.foundation.actor import Actor
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.factories import CategoryFactory, RegionFactory
from tests.language.writing import as_the_house, newest_operation

pytestmark = pytest.mark.django_db
PATH = {Category: ("path", CategoryFactory), Region: ("full_name", RegionFactory)}


@pytest.mark.parametrize("model", PATH)
@pytest.mark.parametrize("count", [1, 3])
def test_the_path_of_a_renamed_record_comes_back(model: Any, count: int, system: User) -> None:
    name, factory = PATH[model]
    keys = [factory().pk for _number in range(count)]
    was = list(model.objects.filter(pk__in=keys).order_by("pk").values_list(name, flat=True))
    with as_the_house():
        for record in model.objects.filter(pk__in=keys):
            record.name = "Renamed"
            record.full_clean()
            record.save()
    undo_operation(newest_operation(), by=Actor.person(system))
    now = list(model.objects.filter(pk__in=keys).order_by("pk").values_list(name, flat=True))
    assert now == was
