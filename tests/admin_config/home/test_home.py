"""The home page: what waits, what was done last, where to begin."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy as _

from admin_config.engine.registry import registry
from admin_config.engine.spec import HomeCard
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, JobState, OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
Counts = Callable[..., Any]
pytestmark = pytest.mark.django_db


def _toy(code: str, owner: User, by: User | None = None) -> Toy:
    actor = Actor.person(by) if by else SYSTEM
    with operation(OperationKind.CREATE, by=actor):
        toy = Toy(code=code, name="Kite", owner=owner, price=Decimal(1))
        toy.save()
    return toy


@pytest.fixture
def dear_toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let toys that are not safe wait for whoever may see them."""
    screen = registry.for_model(Toy)
    card = HomeCard(
        _("Toys to look at"), rows=lambda _by: Toy.objects.filter(safe=True), query="safe=1"
    )
    home = screen.home
    object.__setattr__(screen, "home", (card,))
    yield
    object.__setattr__(screen, "home", home)


def test_cards_count_what_one_may_see(
    dear_toys: None, sales: User, other_sales: User, stranger: User, sign_in: SignIn
) -> None:
    mine = _toy("A1", sales)
    _toy("B1", other_sales)
    page = sign_in(sales).get("/")
    [card] = page.context["cards"]
    assert (card.count, card.more, card.link) == (1, False, "/toy/toy/?safe=1&_waits=0")
    assert [hit.title for hit in card.first] == [str(mine)]
    assert sign_in(stranger).get("/").context["cards"] == []


def test_a_card_on_which_nothing_waits_is_left_out(
    dear_toys: None, sales: User, sign_in: SignIn
) -> None:
    page = sign_in(sales).get("/")
    assert page.context["cards"] == []
    assert "Nothing waits for you." in page.content.decode()


def test_where_one_was_last(sales: User, sign_in: SignIn) -> None:
    toy = _toy("A1", sales, by=sales)
    gone = _toy("B1", sales, by=sales)
    with operation(OperationKind.DELETE, by=Actor.person(sales)):
        gone.delete()
    rows = sign_in(sales).get("/").context["worked_on"]
    assert [row.title for row in rows] == [str(toy)]
    assert rows[0].link == f"/toy/toy/{toy.pk}/change/"


def test_own_records_changed_by_others(
    sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    toy = _toy("A1", sales, by=sales)
    assert sign_in(sales).get("/").context["by_others"] == []
    with operation(OperationKind.CHANGE, by=Actor.person(manager)):
        toy.note = "looked at"
        toy.save()
    [row] = sign_in(sales).get("/").context["by_others"]
    assert (row.title, row.who) == (str(toy), "Manager")
    assert sign_in(other_sales).get("/").context["by_others"] == []


def test_begin_offers_what_one_may_add(manager: User, auditor: User, sign_in: SignIn) -> None:
    assert "/add/" in sign_in(manager).get("/").context["begin"][0].link
    assert sign_in(auditor).get("/").context["begin"] == []


def test_jobs_that_run_or_failed(sales: User, other_sales: User, sign_in: SignIn) -> None:
    running = Job.objects.create(kind="x", title="Import", state=JobState.RUNNING, asked_by=sales)
    Job.objects.create(kind="x", title="Theirs", state=JobState.RUNNING, asked_by=other_sales)
    Job.objects.create(kind="x", title="Old", state=JobState.DONE, asked_by=sales)
    failed = Job.objects.create(kind="x", title="Bad", state=JobState.FAILED, asked_by=sales)
    lines = sign_in(sales).get("/").context["jobs"]
    assert [line.job for line in lines] == [failed, running]
    assert [line.running for line in lines] == [False, True]


def test_one_and_thirty_records_cost_the_same(
    manager: User, sign_in: SignIn, django_assert_num_queries: Counts
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(manager)
    _toy("T0", manager, by=manager)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for number in range(1, 31):
        _toy(f"T{number}", manager, by=manager)
    with django_assert_num_queries(len(one)):
        client.get("/")
