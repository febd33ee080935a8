"""Files of records: checked by content, served to those who may look, never run by a browser."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from erp.staff.models import User
from tests.admin_config.forms.conftest import change_page
from tests.admin_config.forms.posting import opened
from tests.language.writing import nothing_changes
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def png(size: tuple[int, int] = (4, 4), name: str = "logo.png") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def post_file(client: Client, toy: Toy, field: str, file: SimpleUploadedFile) -> object:
    return client.post(change_page(toy), {**opened(client, change_page(toy)), field: file})


def test_an_image_is_stored_and_served(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    assert post_file(client, toy, "picture", png()).status_code == 302  # type: ignore[attr-defined]
    address = f"/files/toy/toy/{toy.pk}/picture/"
    assert address in client.get(change_page(toy)).content.decode()
    served = client.get(address)
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "image/png"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Disposition"].startswith("inline")
    assert b"".join(served.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]


def test_other_files_are_downloaded_not_shown(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    post_file(client, toy, "manual", SimpleUploadedFile("how to.pdf", b"%PDF-1.4 hello"))
    served = client.get(f"/files/toy/toy/{toy.pk}/manual/")
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["Content-Type"] == "application/octet-stream"
    b"".join(served.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "file"),
    [
        ("manual", SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")),
        ("manual", SimpleUploadedFile("a.pdf", b"\xef\xbb\xbf  <!DOCTYPE html><script>1</script>")),
        ("manual", SimpleUploadedFile("a.html", b"hello")),
        ("manual", SimpleUploadedFile("a.png", b"not an image")),
        ("picture", SimpleUploadedFile("a.png", b"GIF89a but no image", "image/png")),
    ],
)
def test_what_a_browser_would_run_is_refused(
    manager: User, toy: Toy, sign_in: SignIn, field: str, file: SimpleUploadedFile
) -> None:
    client = sign_in(manager)
    with nothing_changes():
        response = post_file(client, toy, field, file)
    assert list(response.context["adminform"].form.errors) == [field]  # type: ignore[attr-defined]


def test_size_and_pixels_are_limited(
    manager: User, toy: Toy, sign_in: SignIn, settings: object
) -> None:
    settings.FILE_SIZE_LIMIT = 2000  # type: ignore[attr-defined]
    settings.IMAGE_PIXEL_LIMIT = 100  # type: ignore[attr-defined]
    client = sign_in(manager)
    with nothing_changes():
        large = post_file(client, toy, "manual", SimpleUploadedFile("a.bin", b"x" * 2001))
        wide = post_file(client, toy, "picture", png((11, 10)))
    assert "at most" in str(large.context["adminform"].form.errors["manual"])  # type: ignore[attr-defined]
    assert "million pixels" in str(wide.context["adminform"].form.errors["picture"])  # type: ignore[attr-defined]


def bmp() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, "BMP")
    return made.getvalue()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.txt", b"hello", "text/plain"),
        SimpleUploadedFile("a.bmp", bmp(), "image/bmp"),
        SimpleUploadedFile("a.png", b"not an image", "image/png"),
        SimpleUploadedFile("a.pdf", png((2, 2)).read(), "application/pdf"),
    ],
)
def test_a_picture_that_is_none_is_told_which_kinds_are_taken(
    manager: User, toy: Toy, sign_in: SignIn, file: SimpleUploadedFile
) -> None:
    client = sign_in(manager)
    with nothing_changes():
        response = post_file(client, toy, "picture", file)
    errors = response.context["adminform"].form.errors  # type: ignore[attr-defined]
    assert errors == {"picture": ["Upload a PNG, JPEG, GIF or WebP image."]}


def test_a_picture_beyond_all_limits_is_not_decoded(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    vast = SimpleUploadedFile("a.png", of_size(20_000, 20_000), "image/png")
    with nothing_changes():
        response = post_file(client, toy, "picture", vast)
    errors = response.context["adminform"].form.errors  # type: ignore[attr-defined]
    assert errors == {
        "picture": ["This image has too many pixels; at most 40 million are accepted."]
    }


def of_size(width: int, height: int) -> bytes:
    """Return the beginning of a PNG that says how large it is."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head) - 4) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def test_a_file_asks_for_the_right_to_its_record(
    manager: User, other_sales: User, toy: Toy, sign_in: SignIn
) -> None:
    post_file(sign_in(manager), toy, "picture", png())
    address = f"/files/toy/toy/{toy.pk}/picture/"
    assert sign_in(other_sales).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    for wrong in ("price", "manual", "nothing"):
        assert sign_in(manager).get(f"/files/toy/toy/{toy.pk}/{wrong}/").status_code == 404
