"""Rows whose records changed after the check: shown afresh, taken in one go, never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.transfer import chunk, commit
from admin_config.engine.transfer import run as running
from admin_config.engine.transfer.commit import end_commit, resume_commit, start_commit, take_again
from admin_config.engine.transfer.report import refused_file
from admin_config.engine.transfer.run import is_left
from admin_config.models import ImportRun
from erp.catalog.models import Brand
from erp.foundation.actor import Actor
from erp.foundation.models import JobState
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.admin_config.transfer.files import balanced, checked, verdicts
from tests.language.jobs import work_off
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import ToyFactory
from tests.toy.models import ToyOrder, ToyOrderLine

SignIn = Callable[[User], Client]
HEAD = ["name", "note"]


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make seven rows a chunk, and twenty a long file."""
    for module in (running, commit):
        monkeypatch.setattr(module, "CHUNK", 7)
        monkeypatch.setattr(module, "IN_REQUEST", 20)


def noted(name: str, note: str) -> None:
    """Let a colleague write a note on a brand, new or not."""
    with as_the_house():
        brand = Brand.objects.filter(name=name).first() or Brand(name=name)
        brand.note = note
        brand.save()


def overtaken(who: User) -> ImportRun:
    """Return an import of A, B, C, D of which a colleague changed A, deleted B and added C."""
    noted("A", "old")
    noted("B", "old")
    run = checked("brand", [HEAD, *([name, "new"] for name in "ABCD")], who)
    assert verdicts(run) == ["changed", "changed", "new", "new"]
    noted("A", "mine")
    with as_the_house():
        Brand.objects.get(name="B").delete()
    noted("C", "theirs")
    done = start_commit(run)
    done.refresh_from_db()
    return done


def notes() -> dict[str, str]:
    """Return each brand's note."""
    return dict(Brand.objects.values_list("name", "note"))


def shown(run: ImportRun) -> list[list[tuple[str, str]]]:
    """Return the old and new texts of each row."""
    rows = run.rows.order_by("number")
    return [[(d["old"], d["new"]) for d in row.differences] for row in rows]


def test_an_overtaken_row_shows_what_it_would_do_now(system: User) -> None:
    done = overtaken(system)
    assert verdicts(done) == ["overtaken", "overtaken", "overtaken", "new"]
    assert notes() == {"A": "mine", "C": "theirs", "D": "new"}
    assert shown(done)[:3] == [[("mine", "new")], [], [("theirs", "new")]]
    assert [row.reasons[0]["now"] for row in done.rows.order_by("number")[:3]] == [
        "changed", "new", "changed",
    ]  # fmt: skip
    assert (done.counts["created"], done.counts["not_taken"]) == (1, 3)
    assert balanced(done)
    left = refused_file(done, "csv").read().decode("utf-8-sig")
    assert left.count("Nothing was overwritten") == 3


def test_they_are_taken_in_one_go_and_undone_with_the_import(system: User) -> None:
    done = overtaken(system)
    again = take_again(done)
    again.refresh_from_db()
    assert verdicts(again) == ["changed", "new", "changed", "new"]
    assert notes() == dict.fromkeys("ABCD", "new")
    assert (again.counts["created"], again.counts["updated"]) == (2, 2)
    assert (again.counts["not_taken"], again.state) == (0, "done")
    assert balanced(again)
    assert not any(row.reasons for row in again.rows.all())
    assert again.operation is not None
    assert undo_operation(again.operation, by=Actor.person(system)).kept == []
    assert notes() == {"A": "mine", "C": "theirs"}


def test_who_was_overtaken_once_more_is_held_back_once_more(system: User) -> None:
    done = overtaken(system)
    noted("A", "mine again")
    noted("B", "back")
    again = take_again(done)
    again.refresh_from_db()
    assert verdicts(again) == ["overtaken", "overtaken", "changed", "new"]
    assert notes() == {"A": "mine again", "B": "back", "C": "new", "D": "new"}
    assert shown(again)[:2] == [[("mine again", "new")], [("back", "new")]]
    assert balanced(again)
    take_again(again)
    assert notes() == dict.fromkeys("ABCD", "new")


def test_nothing_is_taken_again_where_nothing_waits_or_all_is_undone(system: User) -> None:
    fine = start_commit(checked("brand", [HEAD, ["Z", ""]], system))
    with pytest.raises(Refusal):
        take_again(fine)
    done = overtaken(system)
    assert done.operation is not None
    undo_operation(done.operation, by=Actor.person(system))
    with nothing_changes(), pytest.raises(Refusal):
        take_again(done)


def test_all_or_nothing_shows_the_one_that_was_overtaken_and_takes_it(system: User) -> None:
    noted("A", "old")
    run = checked("brand", [HEAD, ["A", "new"], ["B", "new"]], system)
    noted("A", "mine")
    start_commit(run, whole=True)
    run.refresh_from_db()
    assert (run.state, verdicts(run)) == ("checked", ["overtaken", "new"])
    assert (run.count("overtaken"), run.count("changed")) == (1, 0)
    with pytest.raises(Refusal):
        start_commit(run, whole=True)
    with nothing_changes():
        settled = take_again(run)
    assert (verdicts(run), settled.count("changed"), settled.error) == (["changed", "new"], 1, "")
    start_commit(settled, whole=True)
    assert notes() == {"A": "new", "B": "new"}


def many(who: User) -> ImportRun:
    """Return an import of 30 changes of which a colleague overtook all."""
    for number in range(30):
        noted(f"Brand {number:02}", "old")
    run = checked("brand", [HEAD, *([f"Brand {n:02}", "new"] for n in range(30))], who)
    work_off()
    run.refresh_from_db()
    for number in range(30):
        noted(f"Brand {number:02}", "mine")
    begun = start_commit(run)
    work_off()
    begun.refresh_from_db()
    assert begun.count("overtaken") == 30
    return begun


def test_many_are_taken_in_the_background(system: User, short_chunks: None) -> None:
    run = take_again(many(system))
    assert (run.state, set(notes().values())) == ("committing", {"mine"})
    assert work_off() == [JobState.DONE]
    run.refresh_from_db()
    assert (run.state, run.counts["updated"], set(notes().values())) == ("done", 30, {"new"})
    assert run.job is not None
    assert run.job.done == 30


def test_taking_them_goes_on_after_a_power_cut_or_is_ended(
    system: User, short_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, real = many(system), chunk.note

    def cut(*args: Any) -> None:
        real(*args)
        if args[0].committed_to > 8:
            raise KeyboardInterrupt

    monkeypatch.setattr(commit, "IN_REQUEST", 100)
    monkeypatch.setattr(chunk, "note", cut)
    with pytest.raises(KeyboardInterrupt):
        take_again(done)
    monkeypatch.setattr(chunk, "note", real)
    assert list(notes().values()).count("new") == 7
    left = ImportRun.objects.get(pk=done.pk)
    assert is_left(left)
    end_commit(left)
    left.refresh_from_db()
    assert (left.counts["updated"], left.counts["not_taken"]) == (7, 23)
    assert balanced(left)
    take_again(left)
    resume_commit(left)
    left.refresh_from_db()
    assert (left.counts["updated"], left.counts["not_taken"]) == (30, 0)


def test_a_paper_is_held_back_and_taken_whole(system: User) -> None:
    with as_the_house():
        ToyFactory(code="BEAR")
    head = ["number", "buyer", "owner", "position", "toy", "quantity", "unit price", "wording"]
    first = ["O-1", "Ann", system.username, "1", "BEAR", "2", "1", "first"]
    second = ["O-1", "Ann", system.username, "2", "BEAR", "1", "1", "second"]
    start_commit(checked("toyorder", [head, first, second], system))
    changed = [[*first[:7], "one"], [*second[:7], "two"]]
    run = checked("toyorder", [head, *changed], system)
    assert verdicts(run) == ["changed", "changed"]
    with as_the_house():
        line = ToyOrderLine.objects.get(position=2)
        line.wording = "theirs"
        line.save()
    done = start_commit(run)
    done.refresh_from_db()
    assert verdicts(done) == ["overtaken", "overtaken"]
    assert shown(done) == [[("first", "one")], [("theirs", "two")]]
    assert set(ToyOrderLine.objects.values_list("wording", flat=True)) == {"first", "theirs"}
    take_again(done)
    assert list(ToyOrderLine.objects.order_by("position").values_list("wording", flat=True)) == [
        "one", "two",
    ]  # fmt: skip
    assert ToyOrder.objects.count() == 1


def test_the_page_asks_and_takes(system: User, sales: User, sign_in: SignIn) -> None:
    run = overtaken(system)
    client, address = sign_in(system), f"/catalog/brand/import/{run.pk}/"
    page = client.get(address).content.decode()
    assert "Take 3 rows as shown now" in page
    assert "<del>mine</del> → <ins>new</ins>" in page
    assert "Written, but not every row." in page
    tab = client.get(f"{address}?verdict=overtaken").content.decode()
    assert "Changed meanwhile <b>3</b>" in tab
    with nothing_changes():
        assert sign_in(sales).post(f"{address}again/").status_code in {403, 404}
        client.get(f"{address}again/")
    after = client.post(f"{address}again/", follow=True).content.decode()
    assert "Everything is written." in after
    assert notes() == dict.fromkeys("ABCD", "new")
    twice = client.post(f"{address}again/", follow=True).content.decode()
    assert "No row waits to be looked at again." in twice
