"""What an act was about is told to every reader in their own language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from erp.catalog.models import Brand
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation
from erp.foundation.services.deleting import delete_chosen
from erp.foundation.services.undo import undo_operation
from erp.foundation.telling import about_file, about_many, about_record, about_words, told
from erp.staff.models import User
from tests.factories import BrandFactory
from tests.language.writing import as_the_house, newest_operation

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("about", "english", "chinese"),
    [
        (about_record(Brand, "SKF"), "brand SKF", "品牌 SKF"),
        (about_record(Brand, "SKF", more=3), "brand SKF +3", "品牌 SKF +3"),
        (about_many(Brand, 25), "brands: 25", "品牌: 25"),
        (about_file(Brand, "b.csv"), "brands: b.csv", "品牌: b.csv"),
        (about_words("signed in", name="ada"), "ada: signed in", "ada：已登录"),
        (about_words("refused", context="signing in"), "refused", "被拒绝"),
        ({"model": "catalog.gone", "name": "x"}, "", ""),
        ({}, "", ""),
    ],
)
def test_each_kind_of_fact_is_told(about: dict[str, object], english: str, chinese: str) -> None:
    with translation.override("en"):
        assert told(about) == english
    with translation.override("zh-hans"):
        assert told(about) == chinese


@pytest.mark.django_db
def test_an_act_in_chinese_is_read_in_english_and_its_undo_as_well() -> None:
    with translation.override("zh-hans"), as_the_house():
        brands = [Brand(name=name) for name in ("SKF", "FAG")]
        for brand in brands:
            brand.save()
    made = newest_operation()
    assert made.summary == "品牌 SKF +1"
    with translation.override("en"):
        assert (str(made), made.told()) == (f"command (#{made.pk})", "brand SKF +1")
        undo_operation(made, by=SYSTEM)
        assert newest_operation().told() == "brand SKF +1"


@pytest.mark.django_db
def test_what_was_written_before_is_shown_as_it_was() -> None:
    assert Operation(kind="change", summary="brand NSK").told() == "brand NSK"


@pytest.mark.django_db
def test_the_log_speaks_the_readers_language(system: User, sign_in: SignIn) -> None:
    brand = BrandFactory(name="SKF")
    with translation.override("en"):
        delete_chosen([brand], by=SYSTEM)
    client = sign_in(system)
    assert "brand SKF" in client.get("/foundation/operation/").content.decode()
    with as_the_house():
        system.language = "zh-hans"
        system.save()
    page = client.get("/foundation/operation/").content.decode()
    assert "品牌 SKF" in page
    assert "brand SKF" not in page
