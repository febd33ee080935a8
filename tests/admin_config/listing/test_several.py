"""Several choices in a list: told, filtered, built over, changed in their cells; never sorted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from admin_config.engine.checks.charts import is_division
from admin_config.engine.infer.columns import columns_of
from admin_config.engine.infer.filters import filters_of
from admin_config.engine.listing.building.built import Built
from admin_config.engine.listing.cells import cell_of
from admin_config.engine.listing.order import sort_path
from erp.foundation.actor import Actor
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.admin_config.listing.test_editing import cells, save
from tests.toy.models import Toy
from tests.toy.screens.toy import SCREEN

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
FEATURES = ("", "battery", "battery,light", "sound", "light,sound,water")


def four(owner: User) -> list[Toy]:
    """Write a toy with each of the features."""
    return [make_toys(owner, 1, features=codes)[0] for codes in FEATURES]


def left(keys: list[int]) -> set[str]:
    """Return the features of the toys with these keys."""
    return set(Toy.objects.filter(pk__in=keys).values_list("features", flat=True))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("features=battery", {"battery", "battery,light"}),
        ("features=battery&features=water", {"battery", "battery,light", "light,sound,water"}),
        ("features__empty=1", {""}),
        ("features__empty=1&features=sound", {"", "sound", "light,sound,water"}),
    ],
)
def test_any_of_the_ticked_choices(
    manager: User, listed: Listed, query: str, wanted: set[str]
) -> None:
    four(manager)
    page = listed(manager, f"?{query}")
    assert left(page.keys) == wanted
    assert page.problems == []


def test_the_filter_says_labels_and_what_is_no_choice(manager: User, listed: Listed) -> None:
    four(manager)
    page = listed(manager, "?features=light&features=sound")
    assert page.shown.chips[0].summary == "Lights up, Makes noise"
    assert 'name="features" value="light" checked' in page.html
    wrong = listed(manager, "?features=wings").shown
    assert [f.error for f in wrong.query.filters if f.name == "features"] == [
        "There is no choice “wings”."
    ]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (["features", "is", "light", "sound"], {"battery,light", "sound", "light,sound,water"}),
        (["features", "all", "light", "sound"], {"light,sound,water"}),
        (["features", "not", "light", "sound"], {"", "battery"}),
        (["features", "empty"], {""}),
        (["features", "filled"], set(FEATURES[1:])),
    ],
)
def test_the_builder_asks_for_any_all_and_none(
    manager: User, condition: list[str], wanted: set[str]
) -> None:
    four(manager)
    built = Built(json.dumps(condition), SCREEN, Actor.person(manager))
    assert built.problems == []
    assert left(list(Toy.objects.filter(built.condition()).values_list("pk", flat=True))) == wanted


def test_the_builder_says_what_it_asks(manager: User) -> None:
    built = Built('["features","all","light","sound"]', SCREEN, Actor.person(manager))
    words = [f"{label} {words}" for label, words, _left in built.chips()]
    assert words == ["Features has all of Lights up, Makes noise"]


def test_cells_tell_labels_and_no_column_is_sorted(manager: User, listed: Listed) -> None:
    four(manager)
    page = listed(manager)
    assert "Lights up, Makes noise, May get wet" in page.html
    assert sort_path(SCREEN, "features") is None
    assert sort_path(replace(SCREEN, small=True), "features") is None
    assert "features" in listed(manager, "?o=features").problems[0]
    field = Toy._meta.get_field("features")
    assert cell_of(field).text("sound,gone") == "Makes noise, gone"
    assert cell_of(field).text(None) == ""
    assert not is_division(field)


def test_columns_and_filters_are_inferred() -> None:
    plain = replace(SCREEN, columns=None, filters=None, small=True)
    assert "features" in columns_of(plain)
    assert "features" in filters_of(plain)
    assert "features" in filters_of(replace(plain, small=False))


def test_cells_are_changed_by_codes_and_labels(manager: User, sign_in: SignIn) -> None:
    toys = four(manager)
    client = sign_in(manager)
    column = cells(client, toys[2])["columns"]["features"]
    assert column == {
        "label": "Features",
        "kind": "several",
        "needed": False,
        "choices": [
            ["battery", "Runs on batteries"],
            ["light", "Lights up"],
            ["sound", "Makes noise"],
            ["water", "May get wet"],
        ],
        "between": ", ",
    }
    answer = save(
        client,
        (toys[0], {"features": "water,battery"}),
        (toys[1], {"features": "Makes noise; lights up"}),
        (toys[2], {"features": ""}),
    )
    assert answer["saved"] == 3
    found = [Toy.objects.get(pk=toy.pk).features for toy in toys[:3]]
    assert found == ["battery,water", "light,sound", ""]


def test_a_wrong_cell_is_said_by_its_name_and_nothing_is_saved(
    manager: User, sign_in: SignIn
) -> None:
    toys = four(manager)
    answer = save(
        sign_in(manager), (toys[0], {"features": "light"}), (toys[1], {"features": "light, wings"})
    )
    assert answer["errors"] == {
        str(toys[1].pk): {
            "features": ["Select a valid choice. wings is not one of the available choices."]
        }
    }
    assert left([toy.pk for toy in toys]) == set(FEATURES)


def test_the_list_of_toys_shows_the_filter(manager: User, sign_in: SignIn) -> None:
    html = sign_in(manager).get(LIST).content.decode()
    assert html.count('<input type="checkbox" name="features"') == 4
