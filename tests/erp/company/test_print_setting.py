"""Print settings: one for each layout of a company, readable colours, the database agrees."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from erp.company.models import Company, PrintSetting
from erp.foundation.actor import Actor
from erp.foundation.models.colour import ColourField, check_colour
from erp.foundation.models.switches import Switch, told_switches, turned
from erp.foundation.rights import may
from erp.staff.models import User
from tests.factories.company import CompanyFactory, PrintSettingFactory
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db


def test_a_layout_has_one_setting_for_each_company() -> None:
    with as_the_house():
        first = PrintSettingFactory()
        PrintSettingFactory()
    with pytest.raises(ValidationError):
        PrintSetting(company=first.company, layout="quotation").full_clean()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"paper": "a0"}, "print_setting_paper"),
        ({"language": "fr"}, "print_setting_language"),
        ({"accent": "green"}, "print_setting_accent"),
        ({"layout": ""}, "print_setting_layout"),
    ],
)
def test_the_database_refuses_what_no_form_lets_through(values: dict[str, Any], name: str) -> None:
    with as_the_house():
        company = CompanyFactory()
    setting = PrintSetting(**{"company": company, "layout": "quotation", **values})
    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        as_the_house(),
    ):
        setting.save()
    assert PrintSetting.objects.count() == 0


@pytest.mark.parametrize("code", ["green", "#12345", "#GGGGGG", "#1234567", "#ffff00", "#ffffff"])
def test_a_colour_is_a_code_that_can_be_read_on_paper(code: str) -> None:
    with pytest.raises(ValidationError):
        check_colour(code.lower() if code.startswith("#f") else code)


def test_a_colour_is_kept_in_one_way() -> None:
    field = ColourField("colour")
    assert field.clean(" 1C5D49 ", None) == "#1c5d49"
    assert field.clean("#AA2200", None) == "#aa2200"
    assert field.clean("", None) == ""


def test_switches_are_kept_as_what_differs() -> None:
    switches = (Switch("a", "", str), Switch("b", "", str, on=False), Switch("c", "", str))
    text = told_switches({"a": False, "b": True, "c": True}, switches)
    assert text == "-a +b"
    assert turned(text) == {"a": False, "b": True}
    assert told_switches({}, switches) == ""


def test_a_company_takes_its_settings_along_when_it_goes() -> None:
    with as_the_house():
        gone = PrintSettingFactory().company
        PrintSettingFactory()
        gone.delete()
    assert PrintSetting.objects.count() == Company.objects.count() == 1


def test_who_may_set_print(
    manager: User, sales: User, purchasing: User, finance: User, auditor: User
) -> None:
    may_set = {
        who.username
        for who in (manager, sales, purchasing, finance, auditor)
        if may(Actor.person(who), "change", PrintSetting)
    }
    seen = {
        who.username
        for who in (manager, sales, purchasing, finance, auditor)
        if may(Actor.person(who), "view", PrintSetting)
    }
    assert may_set == {manager.username}
    assert seen == {manager.username, auditor.username}
