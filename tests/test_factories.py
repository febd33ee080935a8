"""Every factory makes a record that its model's rules accept, again and again."""

import pytest
from django.apps import apps

import tests.factories as made_here
from erp.foundation.models import Recorded
from tests.factories.recorded import RecordedFactory

FACTORIES = [getattr(made_here, name) for name in made_here.__all__]
#: Written by the foundation itself.
WITHOUT = {"toy"}


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_a_factory_makes_two_records_that_differ(factory: type[RecordedFactory[Recorded]]) -> None:
    first, second = factory(), factory()
    assert first.pk != second.pk
    assert type(first)._default_manager.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_every_recorded_model_has_a_factory() -> None:
    known = {factory._meta.model for factory in FACTORIES}
    missing = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Recorded)
        and model not in known
        and model._meta.app_label.partition(".")[0] not in WITHOUT
        and model.__module__.startswith("erp.")
    ]
    assert missing == []
