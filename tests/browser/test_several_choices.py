"""Several choices by keyboard and touch: ticked on the form, in the list, in the filter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, make_toys
from tests.browser.console import SMALL_TARGETS, Console, speak
from tests.toy.models import Toy

Visit = Callable[..., Console]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_ticks_of_a_form_by_keyboard(visit: Visit, manager: User) -> None:
    toy = make_toys(manager, 1, features="light")[0]
    console = visit()
    console.sign_in_as("manager")
    console.open(f"/toy/toy/{toy.pk}/change/")
    group = console.page.get_by_role("group", name="Features")
    expect(group.get_by_role("checkbox")).to_have_count(4)
    expect(group.get_by_label("Lights up")).to_be_checked()
    group.get_by_label("Runs on batteries").focus()
    console.page.keyboard.press("Space")
    console.page.keyboard.press("Tab")
    console.page.keyboard.press("Space")
    console.submit("Save")
    assert Toy.objects.get().features == "battery"
    assert console.complaints == []


def test_a_choice_that_fills_others_ticks_too(visit: Visit, manager: User) -> None:
    console = visit()
    console.sign_in_as("manager")
    console.open("/toy/toy/add/")
    group = console.page.get_by_role("group", name="Features")
    console.field("Kind").select_option("train")
    expect(group.get_by_label("Makes noise")).to_be_checked()
    expect(group.get_by_label("Runs on batteries")).to_be_checked()
    expect(group.get_by_label("Lights up")).not_to_be_checked()
    expect(console.field("Least age")).to_have_value("6")
    assert console.complaints == []


def test_cells_of_a_list_by_keyboard(visit: Visit, manager: User) -> None:
    toys = make_toys(manager, 3, features="light")
    console = visit()
    console.sign_in_as("manager")
    console.open(f"{LIST}?o=code")
    page = console.page
    page.keyboard.press("e")
    cell = page.locator(f'tr[data-k="{toys[0].pk}"] td.ce', has_text="Lights up")
    cell.click()
    page.keyboard.press("Enter")
    ticks = cell.get_by_role("group", name="Features")
    expect(ticks.get_by_label("Lights up")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(ticks.get_by_label("Makes noise")).to_be_focused()
    ticks.get_by_label("May get wet").click()
    ticks.get_by_label("May get wet").click()
    expect(ticks.get_by_label("May get wet")).to_be_focused()
    expect(page.locator("[data-edit-status]")).to_contain_text("Nothing is changed yet")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("Lights up, Makes noise")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-edit-text]")).to_contain_text("1 record was changed.")
    assert Toy.objects.get(pk=toys[0].pk).features == "light,sound"
    assert set(Toy.objects.exclude(pk=toys[0].pk).values_list("features", flat=True)) == {"light"}
    assert console.complaints == []


def test_a_phone_ticks_with_a_thumb(visit: Visit, manager: User) -> None:
    toy = make_toys(manager, 1, features="light")[0]
    speak(manager, "zh-hans")
    console = visit(width=390, height=844, language="zh-hans")
    console.sign_in_as("manager")
    console.open(f"/toy/toy/{toy.pk}/change/")
    group = console.page.get_by_role("group", name="Features")
    group.scroll_into_view_if_needed()
    assert [each for each in console.page.evaluate(SMALL_TARGETS) if "features" in each] == []
    group.get_by_text("May get wet").tap()
    console.submit("Save")
    assert Toy.objects.get().features == "light,water"
