"""CSV files in the encoding that was chosen: nothing lost, and read again as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from admin_config.engine.exports.encodings import GB18030, encoding_named, stream
from admin_config.engine.transfer.at_the_prompt import NOTHING_DONE
from admin_config.models import SavedView
from erp.catalog.models import Brand
from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.transfer.test_commands import asked
from tests.language.writing import as_the_house, newest_operation

SignIn = Callable[[User], Client]
TEXTS = ("轴承 ＳＫＦ", "é ü ß €", "龘𠮷", "=1+1", "plain")


@pytest.fixture
def brands() -> list[Brand]:
    """Return brands whose notes hold signs of every kind."""
    made = [Brand(name=f"B{place}", note=text) for place, text in enumerate(TEXTS)]
    with as_the_house():
        for brand in made:
            brand.save()
    return made


def _rows(content: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


@pytest.mark.parametrize(
    ("chosen", "encoding", "mark"),
    [("", "utf-8-sig", True), ("utf-8", "utf-8-sig", True), ("gbk", "gb18030", False)],
)
def test_the_page_writes_the_encoding_that_was_chosen(
    system: User, brands: list[Brand], sign_in: SignIn, chosen: str, encoding: str, mark: bool
) -> None:
    client = sign_in(system)
    page = client.get("/catalog/brand/export/")
    assert [name for name, *_rest in page.context_data["encodings"]] == ["utf-8", "gb18030"]
    wanted = {"format": "csv", "columns": ["note"], "encoding": chosen}
    response = client.post("/catalog/brand/export/", wanted)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf") is mark
    assert [row[1] for row in _rows(content, encoding)[1:]] == [
        "轴承 ＳＫＦ", "é ü ß €", "龘𠮷", "'=1+1", "plain",
    ]  # fmt: skip
    assert newest_operation().details["encoding"] == encoding.removesuffix("-sig")


def test_what_gbk_knows_has_the_bytes_of_gbk() -> None:
    pieces = list(stream("csv", ["名称"], [["轴承"]], GB18030))
    assert b"".join(pieces) == "名称\r\n轴承\r\n".encode("gbk")


def test_pieces_of_a_long_file_are_joined_without_a_break() -> None:
    rows = [["轴承" * 500] for _each in range(200)]
    pieces = list(stream("csv", ["名称"], iter(rows), GB18030))
    assert len(pieces) > 2
    assert _rows(b"".join(pieces), "gb18030") == [["名称"], *rows]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("GBK", "gb18030"), ("utf8", "utf-8"), ("", "utf-8"), ("cp936", "gb18030"), ("latin-1", None)],
)
def test_words_for_encodings(word: str, meant: str | None) -> None:
    assert encoding_named(word) == meant


def test_the_command_writes_gbk_that_comes_in_unchanged(
    system: User, brands: list[Brand], tmp_path: Path
) -> None:
    out = tmp_path / "品牌.csv"
    asked("export_data", "brand", out, by=system.username, encoding="gbk", columns="name,note")
    assert not out.read_bytes().startswith(b"\xef\xbb\xbf")
    told = asked("import_data", "brand", out, by=system.username)
    assert "0 new + 0 changed + 5 unchanged + 0 refused" in told


def test_the_command_takes_the_words_of_a_list(
    system: User, brands: list[Brand], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    asked(
        "export_data",
        "brand",
        out,
        by=system.username,
        filter="?o=-name&_size=25&q=B3",
        columns="name",
    )
    assert [row[0] for row in _rows(out.read_bytes(), "utf-8-sig")[1:]] == ["B3"]
    done = newest_operation()
    assert (done.kind, done.details["rows"], done.details["filter"]) == (
        OperationKind.EXPORT, 1, "o=-name&q=B3",
    )  # fmt: skip


def test_the_command_takes_a_saved_view(
    system: User, sales: User, brands: list[Brand], tmp_path: Path
) -> None:
    SavedView.objects.create(
        person=system, screen="catalog.brand", name="Turned", order="-name", search="B"
    )
    out = tmp_path / "out.csv"
    asked("export_data", "brand", out, by=system.username, filter="turned", columns="name")
    names = [row[0] for row in _rows(out.read_bytes(), "utf-8-sig")[1:]]
    assert names == ["B4", "B3", "B2", "B1", "B0"]
    _refused(tmp_path, sales, filter="turned")  # it is not shared


@pytest.mark.parametrize("more", [{"filter": "nonsense=1"}, {"filter": "none such"}])
def test_a_filter_that_is_none_writes_nothing(
    system: User, brands: list[Brand], tmp_path: Path, more: dict[str, str]
) -> None:
    _refused(tmp_path, system, **more)


def test_an_encoding_that_is_none_writes_nothing(system: User, tmp_path: Path) -> None:
    _refused(tmp_path, system, encoding="latin-1")


def _refused(folder: Path, who: User, **more: Any) -> None:
    there = list(folder.iterdir())
    with pytest.raises(CommandError) as error:
        call_command("export_data", "brand", folder / "x.csv", by=who.username, **more)
    assert error.value.returncode == NOTHING_DONE
    assert list(folder.iterdir()) == there
    assert not Operation.objects.filter(kind=OperationKind.EXPORT, actor=who).exists()
