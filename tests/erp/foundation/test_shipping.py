"""Heads in the folder outside the house are never contradicted, and the check reads them itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from erp.foundation.models import Head, Operation, Seal
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.shipping import ship_heads
from erp.foundation.services.verifying import verify_audit
from erp.foundation.services.verifying_heads import heads_in, read_shipped
from erp.staff.models import User
from tests.erp.foundation.test_sealed_chain import acts, change, cut_behind_first_head
from tests.toy.models import Toy

__all__ = ["acts"]
pytestmark = pytest.mark.django_db
SOUND = "Everything is as it was sealed.\n"


@pytest.fixture
def folder(acts: list[Operation], tmp_path: Path, settings: Any) -> Path:
    """A folder outside the house that has both heads."""
    settings.AUDIT_HEADS_DIR = tmp_path
    assert ship_heads() == 2
    return tmp_path


def cut() -> None:
    """Take everything behind the first head away, as an older copy would."""
    cut_behind_first_head()
    Head.objects.filter(number__gt=1).delete()


def test_the_check_reads_the_folder_without_being_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_audit")
    told = capsys.readouterr().out
    assert "2 heads, 2 heads kept elsewhere" in told
    assert told.endswith(SOUND)
    cut()
    assert verify_audit().findings == []
    with pytest.raises(CommandError) as bent:
        call_command("verify_audit")
    assert bent.value.returncode == 1
    assert str(bent.value).startswith("1 findings; the first: Head 2 of ")
    assert str(bent.value).endswith(
        "was kept elsewhere and is not here: the end of the log was cut, or an older copy was "
        "put in its place."
    )


def test_a_number_that_is_used_again_is_told_and_the_folder_stays(
    folder: Path, caplog: pytest.LogCaptureFixture, system: User, sign_in: Callable[..., Client]
) -> None:
    (file,) = folder.iterdir()
    before = file.read_bytes()
    cut()
    for price in (50, 60):
        change(list(Toy.objects.all()), price)
        lengthen_chain()
    assert list(Head.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert file.read_bytes() == before
    assert list(folder.iterdir()) == [file]
    said: list[Any] = [each.msg for each in caplog.records if each.name == "audit"]
    assert [each["event"] for each in said] == ["heads_not_shipped"] * 2
    with pytest.raises(CommandError) as bent:
        call_command("verify_audit")
    assert "Head 2 of " in str(bent.value)
    assert "the log was written anew from there on or before." in str(bent.value)
    page = sign_in(system).get("/foundation/operation/proof/").text
    assert "Head 2 of the folder of kept heads is another here, or is not here" in page


def test_a_folder_that_proves_nothing_is_no_proof(folder: Path) -> None:
    (file,) = folder.iterdir()
    lines = file.read_text().splitlines()
    file.write_text("nonsense\n")
    with pytest.raises(CommandError) as unchecked:
        call_command("verify_audit")
    assert (unchecked.value.returncode, str(unchecked.value)) == (2, "Line 1 is no head.")
    file.unlink()
    with pytest.raises(CommandError) as unchecked:
        call_command("verify_audit")
    assert unchecked.value.returncode == 2
    assert str(unchecked.value) == f"No head lies in the folder {folder}."
    # a signature of which no row of the chain is left is looked at, too
    told = json.loads(lines[1])
    file.write_text("\n".join([lines[0], json.dumps(told | {"link": "0" * 64})]) + "\n")
    words = [one.words for one in verify_audit(heads_in(folder)).findings]
    assert words == [f"The kept head 2 is not signed by the key that it names ({told['key']})."]


def test_what_is_added_after_the_moment_of_the_check_is_left_out(folder: Path) -> None:
    kept = heads_in(folder)
    change(list(Toy.objects.all()), 70)
    lengthen_chain()
    (file,) = folder.iterdir()
    assert [head.number for head in read_shipped(file)] == [1, 2, 3]
    assert [head.number for head in kept] == [1, 2]


def test_comparing_heads_asks_as_much_for_many_as_for_few(
    folder: Path, django_assert_num_queries: Any
) -> None:
    for price in range(80, 90):
        change(list(Toy.objects.all()), price)
        lengthen_chain()
    kept = list(heads_in(folder))
    assert len(kept) == 12
    assert Seal.objects.filter(position=None).count() == 0
    from erp.foundation.services.verifying import Verified
    from erp.foundation.services.verifying_heads import check_shipped

    verified = Verified()
    with django_assert_num_queries(1):
        check_shipped(verified, kept)
    assert (verified.kept, verified.findings) == (12, [])
