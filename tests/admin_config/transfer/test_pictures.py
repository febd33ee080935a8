"""Pictures and files from a ZIP: named by cells, looked at like uploads, stored with the rows."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from admin_config.engine.transfer import chunk, picture_pack
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.run import start_check, take_file
from admin_config.models import ImportRun
from erp.catalog.models import Brand, Product, ProductImage
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    csv_file,
    reasons,
    screen_for,
    verdicts,
    xlsx_file,
    zip_file,
)
from tests.factories import ProductFactory
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Toy

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def png(colour: str = "red", size: int = 4) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(out, "PNG")
    return out.getvalue()


def stored(file: Any) -> bytes:
    """Return what lies on disk."""
    return Path(file.path).read_bytes()


def packed(
    name: str, table: Any, pictures: dict[str, bytes] | bytes, who: User, *, beside: bool = True
) -> ImportRun:
    """Return the import of a table with its pictures beside it, or all in one ZIP; not checked."""
    content = pictures if isinstance(pictures, bytes) else zip_file(pictures)
    by = Actor.person(who)
    if beside:
        upload = SimpleUploadedFile("file.csv", csv_file(table))
        pack = SimpleUploadedFile("pictures.zip", content)
        return take_file(screen_for(name), upload, by=by, pictures=pack)
    upload = SimpleUploadedFile("all.zip", content)
    return take_file(screen_for(name), upload, by=by)


def checked(*given: Any, **options: Any) -> ImportRun:
    """Return the same, checked."""
    run = packed(*given, **options)
    start_check(run)
    run.refresh_from_db()
    return run


def written(run: ImportRun) -> ImportRun:
    """Return the import, written."""
    done = start_commit(run)
    done.refresh_from_db()
    return done


BRANDS = [["name", "logo"], ["SKF", "skf.png"], ["FAG", ""]]


def test_a_record_gets_its_picture(system: User) -> None:
    with nothing_changes():
        run = checked("brand", BRANDS, {"Logos/SKF.png": png()}, system)
    assert verdicts(run) == ["new", "new"], reasons(run)
    done = written(run)
    assert balanced(done)
    brand = Brand.objects.get(name="SKF")
    assert stored(brand.logo) == png()
    assert brand.logo.name.startswith("brands/")
    assert not Brand.objects.get(name="FAG").logo
    assert Brand.history.get(name="SKF").logo == brand.logo.name


def test_the_same_picture_again_changes_nothing_another_does(system: User) -> None:
    written(checked("brand", BRANDS, {"skf.png": png()}, system))
    same = checked("brand", BRANDS, {"skf.png": png()}, system)
    assert verdicts(same) == ["unchanged", "unchanged"]
    other = checked("brand", BRANDS, {"skf.png": png("blue")}, system)
    assert verdicts(other) == ["changed", "unchanged"]
    (told,) = other.rows.get(number=2).differences
    assert (told["field"], told["new"]) == ("logo", "skf.png")
    done = written(other)
    assert stored(Brand.objects.get(name="SKF").logo) == png("blue")
    assert done.operation is not None
    undo_operation(done.operation, by=Actor.person(system))
    assert stored(Brand.objects.get(name="SKF").logo) == png()


def test_products_get_pictures_below_them(system: User) -> None:
    rows = [["code", "name", "Pictures"], ["P1", "One", "a.png; b.png"], ["P2", "Two", ""]]
    pictures = {"a.png": png(), "b.png": png("blue"), "c.png": png("green")}
    done = written(checked("catalog.product", rows, pictures, system))
    assert verdicts(done) == ["new", "new"], reasons(done)
    images = ProductImage.objects.filter(product__code="P1").order_by("position")
    assert [(i.position, stored(i.image)) for i in images] == [(0, png()), (1, png("blue"))]
    again = checked("catalog.product", rows, pictures, system)
    assert verdicts(again) == ["unchanged", "unchanged"], again.rows.first().differences  # type: ignore[union-attr]
    more = [rows[0], ["P1", "One", "b.png; c.png"]]
    run = checked("catalog.product", more, pictures, system)
    assert verdicts(run) == ["changed"]
    assert run.rows.get().differences[0]["new"] == "added: c.png"
    done = written(run)
    assert verdicts(done) == ["changed"]
    assert [i.position for i in images.all()] == [0, 1, 2]
    assert done.operation is not None
    undo_operation(done.operation, by=Actor.person(system))
    assert images.all().count() == 2


def test_a_missing_picture_is_named_at_its_row(system: User) -> None:
    rows = [["name", "logo"], ["A", "gone.png"], ["B", "text.png"], ["C", "evil.svg"], ["D", ""]]
    pictures = {"text.png": b"no picture", "evil.svg": b"<svg/>"}
    with nothing_changes():
        run = checked("brand", rows, pictures, system)
    assert verdicts(run) == ["refused", "refused", "refused", "new"]
    told = reasons(run)
    assert told[0].startswith("Logo: gone.png: The ZIP holds no file “gone.png”. Put it into")
    assert "Upload a PNG, JPEG, GIF or WebP image." in told[1]
    assert "SVG, HTML" in told[2]
    written(run)
    assert Brand.objects.count() == 1


def test_doubled_names_want_the_folder(system: User) -> None:
    rows = [["name", "logo"], ["A", "x.png"], ["B", "two\\x.png"]]
    pictures = {"one/x.png": png(), "two/x.png": png("blue")}
    run = checked("brand", rows, pictures, system)
    assert verdicts(run) == ["refused", "new"]
    assert "several files “x.png”" in reasons(run)[0]
    written(run)
    assert stored(Brand.objects.get().logo) == png("blue")


def test_a_file_that_is_no_picture_fits_a_field_for_files(system: User) -> None:
    rows = [
        ["code", "name", "owner", "price", "manual", "picture"],
        ["T-1", "Ball", system.username, "1", "how.pdf", "how.pdf"],
        ["T-2", "Bat", system.username, "1", "how.pdf", ""],
    ]
    run = checked("toy.toy", rows, {"how.pdf": b"%PDF-1.4 how"}, system)
    assert verdicts(run) == ["refused", "new"], reasons(run)
    written(run)
    assert stored(Toy.objects.get().manual) == b"%PDF-1.4 how"


@pytest.mark.parametrize("table", ["t.csv", "deep/t.xlsx"])
def test_the_table_may_lie_in_the_zip(system: User, table: str) -> None:
    content = xlsx_file(BRANDS) if table.endswith("xlsx") else csv_file(BRANDS)
    pack = {table: content, "skf.png": png(), "__MACOSX/t.csv": b"x", "deep/._t.csv": b"x"}
    run = checked("brand", [], pack, system, beside=False)
    assert run.filename == table.rpartition("/")[2]
    assert verdicts(run) == ["new", "new"], reasons(run)
    written(run)
    assert stored(Brand.objects.get(name="SKF").logo) == png()


def test_names_in_the_encoding_of_an_eastern_program(system: User) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("XXXXXXXX.png", png())
    name = "商标图片".encode("gb18030")
    content = out.getvalue().replace(b"XXXXXXXX", name)
    run = checked("brand", [["name", "logo"], ["A", "商标图片.png"]], content, system)
    assert verdicts(run) == ["new"], reasons(run)


def _bomb() -> bytes:
    return zip_file({"a.png": png(), "zeros.bin": b"\0" * 5_000_000})


def _locked() -> bytes:
    content = bytearray(zip_file({"a.png": png()}))
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, place + 8, struct.unpack_from("<H", content, place + 8)[0] | 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zip_file({"../../etc/a.png": b"x"}), "traversal"),
        (zip_file({"/etc/a.png": b"x"}), "traversal"),
        (zip_file({"C:/a.png": b"x"}), "traversal"),
        (b"no zip at all", "wrong_type"),
        (zip_file({"a.png": png()})[:-30], "wrong_type"),
        (_locked(), "password"),
        (_bomb(), "bomb"),
        (zip_file({f"{n}.png": b"x" for n in range(12)}), "bomb"),
    ],
)
def test_a_harmful_zip_is_refused_and_not_kept(
    system: User, disk: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    monkeypatch.setattr(picture_pack, "MOST_PICTURES", 10)
    monkeypatch.setattr(picture_pack, "MOST_PICTURES_UNPACKED", 1_000_000)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        packed("brand", BRANDS, content, system)
    assert refused.value.code == code
    assert not ImportRun.objects.exists()
    assert not [path for path in disk.rglob("*") if path.is_file()]


@pytest.mark.parametrize("pack", [{"a.png": b"x"}, {"a.csv": b"name\nA\n", "b.csv": b"name\nB\n"}])
def test_a_zip_without_its_one_table_is_refused(system: User, pack: dict[str, bytes]) -> None:
    with pytest.raises(Refusal, match="ZIP holds"):
        packed("brand", [], pack, system, beside=False)


def test_a_picture_too_large_is_refused_at_its_row(system: User, settings: Any) -> None:
    settings.FILE_SIZE_LIMIT = 200
    run = checked("brand", BRANDS, {"skf.png": png() + b"\0" * 300}, system)
    assert verdicts(run) == ["refused", "new"]
    assert "at most" in reasons(run)[0]


def test_a_damaged_entry_is_refused_at_its_row(system: User) -> None:
    content = zip_file({"skf.png": png(size=50)})
    place = content.index(b"skf.png") + 12
    broken = content[:place] + bytes(b ^ 0xFF for b in content[place : place + 8])
    run = checked("brand", BRANDS, broken + content[place + 8 :], system)
    assert verdicts(run) == ["refused", "new"]
    assert "damaged" in reasons(run)[0]


def test_without_a_zip_a_named_file_is_refused(system: User) -> None:
    upload = SimpleUploadedFile("file.csv", csv_file(BRANDS))
    run = take_file(screen_for("brand"), upload, by=Actor.person(system))
    assert run.mapping == {"0": "name", "1": "logo"}
    start_check(run)
    assert verdicts(run) == ["refused", "new"]
    assert "skf.png: There is no ZIP with files." in reasons(run)[0]


@pytest.mark.django_db(transaction=True)
def test_a_chunk_taken_back_leaves_no_file(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import IntegrityError

    from tests.factories import UserFactory

    who = UserFactory(is_superuser=True)
    real, calls = chunk.note, []

    def refuses_the_first(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 1:
            raise IntegrityError
        real(*args)

    monkeypatch.setattr(chunk, "note", refuses_the_first)
    done = written(checked("brand", BRANDS, {"skf.png": png()}, who))
    assert verdicts(done) == ["new", "new"], reasons(done)
    assert len(list((disk / "brands").rglob("*.png"))) == 1
    assert stored(Brand.objects.get(name="SKF").logo) == png()


def test_the_right_to_add_pictures_is_asked(system: User, auditor: User) -> None:
    from tests.admin_config.transfer.test_rights import grant

    who = grant(auditor, "catalog.import_product", "catalog.change_product", "catalog.add_product")
    with as_the_house():
        ProductFactory(code="P1", name="One")
    rows = [["code", "Pictures"], ["P1", "a.png"]]
    run = packed("catalog.product", rows, {"a.png": png()}, who)
    assert run.mapping == {"0": "code"}
    assert Product.objects.get().images.count() == 0


def test_the_page_takes_both_files(system: User, sign_in: SignIn) -> None:
    client, base = sign_in(system), "/catalog/brand/import/"
    page = client.get(base).content.decode()
    assert 'name="pictures"' in page
    assert "name of a file in the ZIP" in page
    both = {
        "file": SimpleUploadedFile("file.csv", csv_file(BRANDS)),
        "pictures": SimpleUploadedFile("p.zip", zip_file({"skf.png": png()})),
    }
    client.post(base, both)
    run = ImportRun.objects.get()
    assert run.mapping == {"0": "name", "1": "logo"}
    posted = {"column-0": "name", "column-1": "logo", "mode": "both"}
    client.post(f"{base}{run.pk}/columns/", posted)
    client.post(f"{base}{run.pk}/commit/")
    assert stored(Brand.objects.get(name="SKF").logo) == png()
    wrong = {**both, "pictures": SimpleUploadedFile("p.zip", b"nothing")}
    wrong["file"].seek(0)
    answer = client.post(base, wrong)
    assert answer.status_code == 400
    assert "The file with the pictures is no ZIP." in answer.content.decode()
    assert 'name="pictures"' not in client.get("/catalog/unit/import/").content.decode()
    described = client.get("/catalog/product/import/").content.decode()
    row = described.partition("names of files in the ZIP")[2].partition("</tr>")[0]
    assert "needed" not in row


def test_the_command_takes_a_zip(system: User, tmp_path: Path) -> None:
    table, pack = tmp_path / "brands.csv", tmp_path / "logos.zip"
    table.write_bytes(csv_file(BRANDS))
    pack.write_bytes(zip_file({"skf.png": png()}))
    call_command("import_data", "brand", str(table), by=system.username, pictures=pack)
    assert stored(Brand.objects.get(name="SKF").logo) == png()
