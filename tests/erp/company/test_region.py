"""Regions stand in a tree of three levels and carry their full names."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from erp.company.models import Region
from tests.factories import CountryFactory, RegionFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def nanshan() -> Region:
    """A district of a city of a province."""
    province = RegionFactory(name="Guangdong", name_zh="广东省")
    city = RegionFactory(name="Shenzhen", name_zh="深圳市", parent=province)
    made: Region = RegionFactory(name="Nanshan District", name_zh="南山区", parent=city)
    return made


def test_the_full_name_is_in_the_readers_order(nanshan: Region) -> None:
    assert nanshan.level == 3
    with translation.override("en"):
        assert str(nanshan) == "Nanshan District, Shenzhen, Guangdong"
    with translation.override("zh-hans"):
        assert str(nanshan) == "广东省深圳市南山区"


def test_a_city_that_is_a_province_is_named_once() -> None:
    province = RegionFactory(name="Beijing", name_zh="北京市")
    city = RegionFactory(name="Beijing", name_zh="北京市", parent=province)
    district = RegionFactory(name="Haidian District", name_zh="海淀区", parent=city)
    assert (district.full_name, district.full_name_zh) == (
        "Haidian District, Beijing",
        "北京市海淀区",
    )


def test_a_new_name_is_passed_down(nanshan: Region) -> None:
    province = nanshan.parent.parent  # type: ignore[union-attr]
    with as_the_house():
        province.name, province.name_zh = "Canton", "粤"  # type: ignore[union-attr]
        province.clean()  # type: ignore[union-attr]
        province.save()  # type: ignore[union-attr]
    nanshan.refresh_from_db()
    assert nanshan.full_name == "Nanshan District, Shenzhen, Canton"
    assert nanshan.full_name_zh == "粤深圳市南山区"


def test_there_is_no_fourth_level(nanshan: Region) -> None:
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        RegionFactory(parent=nanshan, country=nanshan.country)
    assert list(refused.value.message_dict) == ["parent"]


def test_it_belongs_to_a_region_of_its_country(nanshan: Region) -> None:
    other = CountryFactory()
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        RegionFactory(parent=nanshan.parent, country=other)
    assert list(refused.value.message_dict) == ["parent"]


def test_it_never_belongs_to_itself(nanshan: Region) -> None:
    city = nanshan.parent
    assert city is not None
    city.parent = nanshan
    with pytest.raises(ValidationError):
        city.full_clean()
