"""Refused rows put right in the browser: checked at once, kept with the import, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.mending import mend, unmend
from admin_config.engine.transfer.run import start_check
from admin_config.models import ImportRun
from erp.catalog.models import Brand, Category
from erp.foundation.refusal import Refusal
from erp.staff.models import User
from tests.admin_config.transfer.files import balanced, checked, reasons, verdicts
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import ToyFactory
from tests.toy.models import ToyOrderLine

HEAD = ["name", "website", "note"]
SignIn = Callable[[User], Client]


def brands(*rows: tuple[str, str, str]) -> list[list[str]]:
    """Return a table of brands."""
    return [HEAD, *map(list, rows)]


WRONG = brands(("SKF", "nope", ""), ("FAG", "", "x"), ("FAG", "", "y"), ("FAG", "", "z"))


def test_a_mended_cell_is_checked_at_once_and_nothing_is_written(system: User) -> None:
    run = checked("brand", WRONG, system)
    assert verdicts(run) == ["refused", "new", "doubled", "doubled"]
    with nothing_changes():
        assert mend(run, 2, {1: "still nope"}) == [2]
        assert verdicts(run)[0] == "refused"
        mend(run, 2, {1: "https://skf.example"})
    run.refresh_from_db()
    assert verdicts(run) == ["new", "new", "doubled", "doubled"]
    assert (run.count("new"), run.count("refused"), run.count("doubled")) == (2, 0, 2)
    start_commit(run)
    run.refresh_from_db()
    assert balanced(run)
    assert Brand.objects.get(name="SKF").website == "https://skf.example"


def test_rows_that_named_the_same_are_freed_one_after_the_other(system: User) -> None:
    run = checked("brand", WRONG, system)
    mend(run, 4, {0: "INA"})
    assert verdicts(run)[1:] == ["new", "new", "doubled"]
    mend(run, 5, {0: "INA"})
    assert verdicts(run)[3] == "doubled"
    assert "Row 4 names the same record." in reasons(run)[-1]
    assert mend(run, 5, {0: "NSK"}) == [5]
    assert verdicts(run) == ["refused", "new", "new", "new"]


def test_freeing_a_key_frees_the_first_that_waited_for_it(system: User) -> None:
    table = brands(("FAG", "", "x"), ("FAG", "", "y"), ("FAG", "", "z"))
    run = checked("brand", table, system)
    mend(run, 2, {0: "INA"})
    assert verdicts(run) == ["new", "new", "doubled"]
    unmend(run, 2)
    assert verdicts(run)[0] == "doubled"
    assert verdicts(run).count("new") == 1


def test_a_mend_is_taken_back(system: User) -> None:
    run = checked("brand", WRONG, system)
    before = list(run.rows.order_by("number").values("verdict", "data", "reasons"))
    mend(run, 2, {0: "Timken", 1: "https://timken.example"})
    mend(run, 2, {2: "mine"})
    assert run.mends.count() == 3
    assert unmend(run, 2) == [2]
    assert list(run.rows.order_by("number").values("verdict", "data", "reasons")) == before
    assert not run.mends.exists()
    mend(run, 2, {1: "x"})
    mend(run, 2, {1: "nope"})
    assert not run.mends.exists()


def test_mends_hold_when_the_file_is_checked_again(system: User) -> None:
    run = checked("brand", WRONG, system)
    mend(run, 2, {1: "https://skf.example"})
    start_check(run)
    assert verdicts(run) == ["new", "new", "doubled", "doubled"]
    assert unmend(run, 2) == [2]
    assert verdicts(run)[0] == "refused"


def test_a_change_shows_its_differences(system: User) -> None:
    with as_the_house():
        Brand(name="SKF", note="old").save()
    run = checked("brand", brands(("SKF", "nope", "new")), system)
    mend(run, 2, {1: ""})
    row = run.rows.get()
    assert [(d["old"], d["new"]) for d in row.differences] == [("old", "new")]
    assert row.record_pk == Brand.objects.get().pk


def test_a_parent_put_right_frees_its_children(system: User) -> None:
    head = ["code", "name", "parent"]
    table = [head, ["b", "Bearings", "nowhere"], ["bb", "Ball", "s"], ["r", "Rings", "b"]]
    run = checked("catalog.category", table, system)
    assert verdicts(run)[:2] == ["refused", "refused"]
    mend(run, 2, {0: "s", 2: ""})
    assert verdicts(run) == ["new", "new", "refused"], reasons(run)
    mend(run, 4, {2: "s"})
    start_commit(run)
    below = Category.objects.filter(parent__code="s")
    assert set(below.values_list("name", flat=True)) == {"Ball", "Rings"}


def test_a_paper_is_put_right_whole(manager: User) -> None:
    with as_the_house():
        ToyFactory(code="BEAR")
    owner = manager.username
    table = [
        ["number", "buyer", "owner", "toy", "quantity"],
        ["O-1", "Ann", "nobody", "BEAR", "2"],
        ["", "", "", "BEAR", "x"],
    ]
    run = checked("toyorder", table, manager)
    assert verdicts(run) == ["refused", "refused"]
    assert mend(run, 2, {2: owner}) == [2, 3]
    assert verdicts(run) == ["refused", "refused"]
    assert mend(run, 3, {4: "5"}) == [2, 3]
    assert verdicts(run) == ["new", "new"], reasons(run)
    start_check(run)
    assert verdicts(run) == ["new", "new"]
    done = start_commit(run)
    done.refresh_from_db()
    assert balanced(done)
    assert list(ToyOrderLine.objects.values_list("quantity", flat=True)) == [2, 5]


def test_nothing_is_mended_after_the_commit_or_beyond_a_cell(system: User) -> None:
    run = checked("brand", WRONG, system)
    for typed in ("x" * 40_000, "a\0b"):
        with pytest.raises(Refusal):
            mend(run, 2, {2: typed})
    with pytest.raises(Refusal):
        mend(run, 99, {2: "x"})
    start_commit(run)
    run.refresh_from_db()
    with pytest.raises(Refusal):
        mend(run, 2, {1: ""})


def test_the_page_mends_with_and_without_a_script(
    system: User, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    run = checked("brand", WRONG, system)
    address = f"/catalog/brand/import/{run.pk}/"
    page = client.get(f"{address}?verdict=refused").content.decode()
    assert 'form="mend-2" name="cell-1"' in page
    assert 'action="mend/?verdict=refused"' in page
    typed = {"row": 2, "cell-0": "SKF", "cell-1": "still", "cell-2": ""}
    sent = client.post(f"{address}mend/?verdict=refused", typed)
    assert sent["Location"] == f"{address}?verdict=refused"
    assert "mended here, the file says “nope”" in client.get(address).content.decode()
    by_script: Any = {"HTTP_ACCEPT": "application/json"}
    answer = client.post(f"{address}mend/", {"row": 2, "cell-1": ""}, **by_script).json()
    assert answer["said"] == "Row 2: new"
    assert set(answer["rows"]) == {"2"}
    assert "Write 2 rows" in answer["state"]
    undone = client.post(f"{address}mend/", {"row": 2, "undo": "1"}, **by_script).json()
    assert "Enter a valid URL." in undone["rows"]["2"]
    wrong = client.post(f"{address}mend/", {"row": 77, "cell-1": ""}, **by_script)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "There is no such row.")
    other = sign_in(sales).post(f"{address}mend/", {"row": 2, "cell-1": ""})
    assert other.status_code in {403, 404}
    assert ImportRun.objects.get().count("refused") == 1
