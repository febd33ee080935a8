"""Migrations are complete and the demo company loads, twice without harm."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from erp.foundation.models import Recorded
from tests.architecture.source import ROOT

pytestmark = pytest.mark.django_db


def test_migrations_say_what_the_models_say() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue()


def test_no_constraint_has_the_name_of_an_index_of_its_table() -> None:
    # on MariaDB Django cannot read such a table again, so no later migration could alter it
    same = {model._meta.label: _shared_names(model) for model in apps.get_models()}
    assert [label for label, names in same.items() if names] == []


def test_fixtures_are_numbered_in_load_order() -> None:
    names = sorted(file.name for file in (ROOT / "fixtures").glob("*.json"))
    numbers = [int(name.split("_", 1)[0]) for name in names]
    assert numbers == sorted(set(numbers))
    assert all(number % 10 == 0 for number in numbers)


def test_the_demo_company_loads_and_loading_again_adds_nothing() -> None:
    call_command("load_demo", verbosity=0)
    first = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == first
    assert first["staff.User"] > 1


def _shared_names(model: type[Model]) -> set[str]:
    indexes = {index.name for index in model._meta.indexes}
    return indexes & {constraint.name for constraint in model._meta.constraints}


def counts() -> dict[str, int]:
    """Return how many records of each kind there are."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if issubclass(model, Recorded) and not model._meta.proxy
    }
