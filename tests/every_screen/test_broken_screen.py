"""A screen that is broken on purpose: the tests above name it and what it does wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import clear_url_caches

from admin_config.engine.build.admin import make_admin
from admin_config.engine.build.console_admin import ConsoleAdmin
from admin_config.engine.registry import registry
from admin_config.engine.site import console
from admin_config.engine.spec import Screen
from erp.staff.models import User
from tests.every_screen import making, test_form, test_list, test_rights, test_verbs
from tests.every_screen.visiting import Visit
from tests.toy.models import Shelf, Toy


@pytest.fixture
def break_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Return a function that puts a broken admin in the place of a screen's own."""

    def put(screen: Screen, broken: type[ConsoleAdmin]) -> Screen:
        made = type("BrokenAdmin", (broken,), {"screen": screen})
        monkeypatch.setitem(console._registry, screen.model, made(screen.model, console))
        monkeypatch.setitem(registry._screens, screen.label, screen)
        clear_url_caches()
        _forget_addresses()
        return screen

    yield put
    monkeypatch.undo()
    _forget_addresses()


def _forget_addresses() -> None:
    """Let Django read the console's addresses anew."""
    import importlib

    import erp.urls

    importlib.reload(erp.urls)
    clear_url_caches()


class QueriesPerRow(ConsoleAdmin):
    """Asks the database once more for every row."""

    def changelist_view(self, request: HttpRequest, extra_context: object = None) -> object:  # type: ignore[override]
        """Look every record up by itself."""
        for shelf in Shelf.objects.all():
            Shelf.objects.filter(pk=shelf.pk).exists()
        return super().changelist_view(request, extra_context)


class SeesEverything(ConsoleAdmin):
    """Shows everybody's records to everybody."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Toy]:
        """Forget the rights."""
        return Toy.objects.all()

    def may(self, request: HttpRequest, action: str, record: object = None) -> bool:
        """Say yes."""
        return True


class DeletesAtOnce(ConsoleAdmin):
    """Deletes when the page is only looked at."""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: object = None
    ) -> object:  # type: ignore[override]
        """Delete by GET."""
        from erp.foundation.actor import SYSTEM
        from erp.foundation.services.deleting import delete_records

        delete_records(list(self.model.objects.filter(pk=object_id)), by=SYSTEM)
        return self.changelist_view(request)


SHELF = Screen(Shelf, small=True)
TOY = Screen(Toy)


def test_a_query_per_row_is_named(break_screen: object, system: User) -> None:
    screen = break_screen(SHELF, QueriesPerRow)  # type: ignore[operator]
    with pytest.raises(AssertionError, match="toy_shelf"):
        test_list.test_list_costs_the_same_for_one_row_and_for_thirty(Visit(screen, system))


def test_a_forgotten_right_is_named(
    break_screen: object, db: None, record_property: Callable[[str, object], None]
) -> None:
    screen = break_screen(TOY, SeesEverything)  # type: ignore[operator]
    with pytest.raises(AssertionError, match=r"Sales>[^$]*Door\(right='import', page='import'"):
        test_rights.test_rights_open_offer_and_shut_doors_as_the_table_says(
            screen, None, record_property
        )


def test_a_deletion_by_looking_is_named(break_screen: object, system: User) -> None:
    screen = break_screen(SHELF, DeletesAtOnce)  # type: ignore[operator]
    with pytest.raises(AssertionError, match=r"changed although it should not.*toy\.Shelf"):
        test_verbs.test_delete_asks_first_and_is_done_by_post_alone(Visit(screen, system))


def test_a_missing_factory_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(making.factories(), Shelf)
    with pytest.raises(making.NoFactory, match=r"toy\.Shelf has a screen and no factory"):
        making.factory_of(Shelf)


def test_the_same_screen_unbroken_passes(break_screen: object, system: User) -> None:
    screen = break_screen(SHELF, ConsoleAdmin)  # type: ignore[operator]
    test_list.test_list_costs_the_same_for_one_row_and_for_thirty(Visit(screen, system))
    test_form.test_form_overwrites_nobody(Visit(screen, system))


def test_every_screen_is_built_by_the_same_function() -> None:
    built = {
        screen.label
        for screen in registry
        if isinstance(console._registry[screen.model], ConsoleAdmin)
    }
    assert built == {screen.label for screen in registry}
    assert make_admin(SHELF).screen is SHELF
