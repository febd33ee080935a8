"""Two records of one name go out and come in again: the ID in their export tells them apart."""

from __future__ import annotations

import pytest

from erp.parties.models import Contact, Party
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    imported,
    reasons,
    screen_for,
    verdicts,
)
from tests.admin_config.transfer.round_trip import assert_round_trip, exported
from tests.factories.parties import ContactFactory, CustomerFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(system: User) -> list[Contact]:
    """Two people of one name in one company."""
    with as_the_house():
        party = Party.objects.get(pk=CustomerFactory(name="Hengsheng").pk)
        return [
            ContactFactory(party=party, name="Wang Wei", email=f"{number}@hengsheng.example")
            for number in (1, 2)
        ]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_pair_of_one_name_comes_back_unchanged(
    system: User, pair: list[Contact], kind: str
) -> None:
    assert_round_trip(screen_for("contact"), system, kind)


def test_the_id_comes_along_whatever_columns_are_chosen(system: User, pair: list[Contact]) -> None:
    head = exported(screen_for("contact"), system, "csv", "email").decode("utf-8-sig").splitlines()
    assert head[0] == "ID,Company,Name,Email"
    assert head[1] == f"{pair[0].pk},Hengsheng,Wang Wei,1@hengsheng.example"


def test_each_row_changes_the_one_it_means(system: User, pair: list[Contact]) -> None:
    run = imported(
        "contact",
        [
            ["ID", "Company", "Name", "Email"],
            [pair[1].pk, "Hengsheng", "Wang Wei", "new@hengsheng.example"],
            [pair[0].pk, "Hengsheng", "Wang Wei Senior", "1@hengsheng.example"],
            ["", "Hengsheng", "Li Na", "li@hengsheng.example"],
        ],
        system,
    )
    assert balanced(run)
    assert [run.counts[name] for name in ("created", "updated", "not_taken")] == [1, 2, 0]
    stored = Contact.objects.order_by("pk").values_list("name", "email")
    assert list(stored) == [
        ("Wang Wei Senior", "1@hengsheng.example"),
        ("Wang Wei", "new@hengsheng.example"),
        ("Li Na", "li@hengsheng.example"),
    ]


def test_without_the_id_the_refusal_says_what_to_do(system: User, pair: list[Contact]) -> None:
    with nothing_changes():
        run = checked("contact", [["Company", "Name"], ["Hengsheng", "Wang Wei"]], system)
    assert verdicts(run) == ["refused"]
    assert reasons(run) == [
        (
            "Company, Name: Several records match; the row could mean any of them. "
            "Export them and keep the column ID: it tells them apart."
        )
    ]


def test_an_id_that_is_none_or_a_strangers_is_refused(system: User, pair: list[Contact]) -> None:
    with as_the_house():
        stranger = ContactFactory(name="Somebody Else")
    table = [
        ["ID", "Company", "Name"],
        [10**12, "Hengsheng", "Wang Wei"],
        [stranger.pk, "Hengsheng", "Wang Wei"],
        ["x", "Hengsheng", "Wang Wei"],
        [pair[0].pk, "Hengsheng", "Wang Wei"],
        [pair[0].pk, "Hengsheng", "Wang Wei"],
    ]
    with nothing_changes():
        run = checked("contact", table, system)
    assert verdicts(run) == ["refused", "refused", "refused", "unchanged", "doubled"]
    hint = "Empty this cell, or match its column to nothing, to find the record by “Company, Name”."
    assert reasons(run)[:2] == [
        f"ID: There is no record with this ID. {hint}",
        f"ID: This ID belongs to another record. {hint}",
    ]


def test_a_row_with_and_a_row_without_the_id_do_not_both_mean_one_record(system: User) -> None:
    with as_the_house():
        only = ContactFactory(party=Party.objects.get(pk=CustomerFactory(name="Hengsheng").pk))
    table = [
        ["ID", "Company", "Name"],
        ["", "Hengsheng", only.name],
        [only.pk, "Hengsheng", only.name],
    ]
    assert verdicts(checked("contact", table, system)) == ["unchanged", "doubled"]
