"""Pictures in print: every kind that may be uploaded keeps its colours and what shines through."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.pictures import is_readable
from admin_config.engine.printing.sheet import Head, Sheet
from tests.admin_config.printing.reading_back import picture_of

_RED = (200, 30, 30)
#: Where the logo begins on the page, in points from its upper left corner.
_LEFT, _TOP = 42, 38


def stored(image: Any, kind: str) -> bytes:
    """Return a picture as a file has it."""
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def printed(logo: bytes, points: tuple[int, int]) -> Any:
    """Return the part of the printed page that shows the logo, a pixel for a point."""
    page = picture_of(pdf_of([Sheet("", "", Head(("",), logo=logo))]), dots=72).convert("RGB")
    return page.crop((_LEFT + 1, _TOP + 1, _LEFT + points[0] - 1, _TOP + points[1] - 1))


@pytest.mark.parametrize(
    ("mode", "kind", "colour", "shown"),
    [
        ("RGB", "PNG", _RED, _RED),
        ("RGB", "JPEG", _RED, _RED),
        ("RGB", "WEBP", _RED, _RED),
        ("RGB", "GIF", _RED, _RED),
        ("L", "PNG", 90, (90, 90, 90)),
        ("1", "PNG", 0, (0, 0, 0)),
        ("CMYK", "JPEG", (0, 217, 217, 55), _RED),
        ("RGBA", "PNG", (*_RED, 255), _RED),
        ("RGBA", "PNG", (*_RED, 119), (229, 150, 150)),
        ("RGBA", "PNG", (*_RED, 0), (255, 255, 255)),
        ("LA", "PNG", (90, 255), (90, 90, 90)),
    ],
)
def test_every_kind_keeps_its_colours(
    mode: str, kind: str, colour: Any, shown: tuple[int, int, int]
) -> None:
    found = printed(stored(Image.new(mode, (220, 88), colour), kind), (110, 44))
    apart = ImageChops.difference(found, Image.new("RGB", found.size, shown))
    assert max(ImageStat.Stat(apart).mean) < 12


@pytest.mark.parametrize("clear", [False, True])
def test_a_picture_of_many_colours_stays_what_it_is(clear: bool) -> None:
    across, down = Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90)
    image = Image.merge("RGB", (across, down, ImageChops.invert(across)))
    if clear:
        image.putalpha(255)
    found = printed(stored(image, "PNG"), (44, 44))
    wanted = image.convert("RGB").resize((44, 44)).crop((1, 1, 43, 43))
    assert max(ImageStat.Stat(ImageChops.difference(found, wanted)).mean) < 6


def test_a_picture_stands_in_the_file_once_and_small() -> None:
    image = Image.new("RGBA", (3000, 1200), (0, 0, 0, 0))
    image.paste((*_RED, 255), (300, 100, 2700, 1100))
    one = Sheet("", "", Head(("",), logo=stored(image, "PNG")))
    assert len(pdf_of([one])) - len(pdf_of([Sheet("", "", Head(("",)))])) < 2_000
    assert len(pdf_of([one] * 5)) - len(pdf_of([one])) < 4_000


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_what_is_no_picture_breaks_no_paper(content: bytes) -> None:
    assert not is_readable(content)
    assert pdf_of([Sheet("Quotation", "1", Head(("House",), logo=content))]).startswith(b"%PDF-")
