"""What may be stored as a file: looked at by its content and size, not only by its name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

#: Images that browsers show and that carry no script.
SAFE_IMAGES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_SAFE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_IMAGE_ENDINGS = (*_SAFE_ENDINGS, ".bmp", ".tif", ".tiff", ".heic")
_ACTIVE_ENDINGS = (
    ".svg",
    ".svgz",
    ".html",
    ".htm",
    ".xhtml",
    ".xht",
    ".mht",
    ".mhtml",
    ".shtml",
    ".xml",
    ".js",
    ".mjs",
    ".swf",
    ".hta",
)
_ACTIVE_BEGINNINGS = (
    b"<!doctype html",
    b"<html",
    b"<svg",
    b"<script",
    b"<?xml",
    b"<head",
    b"<body",
    b"<iframe",
    b"<!--",
)
_SNIFFED = 1024


def check_upload(file: Any) -> None:
    """Refuse a file that is too large, that a browser would run, or an image that is none.

    Files stored earlier pass: only what is being uploaded is looked at.
    """
    if not hasattr(file, "chunks") or getattr(file, "_committed", False):
        return
    limit = settings.FILE_SIZE_LIMIT
    if file.size > limit:
        raise ValidationError(
            _("This file has %(size)s; at most %(limit)s are accepted."),
            code="file_size",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
        )
    beginning = _beginning(file)
    name = str(file.name).lower()
    if name.endswith(_ACTIVE_ENDINGS) or beginning.startswith(_ACTIVE_BEGINNINGS):
        raise ValidationError(
            _("SVG, HTML and other files that a browser would run are not accepted."),
            code="file_active",
        )
    if name.endswith(_IMAGE_ENDINGS):
        check_image(file)


def check_image(file: Any) -> None:
    """Refuse what is no PNG, JPEG, GIF or WebP image, or has too many pixels to open safely."""
    limit = settings.IMAGE_PIXEL_LIMIT
    file.seek(0)
    try:
        with Image.open(file, formats=tuple(SAFE_IMAGES)) as image:
            width, height = image.size
            image.verify()
    except Image.DecompressionBombError:
        raise _too_many_pixels(limit) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _no_image() from None
    finally:
        file.seek(0)
    if width * height > limit:
        raise _too_many_pixels(limit, width * height)
    if not str(file.name).lower().endswith(_SAFE_ENDINGS):
        raise _no_image()


def check_picture(file: Any) -> None:
    """Refuse an upload that is no image of a kind that can be shown and printed, whatever its name.

    Pictures stored earlier pass.
    """
    check_upload(file)
    if not getattr(file, "_committed", False):
        check_image(file)


def _no_image() -> ValidationError:
    return ValidationError(_("Upload a PNG, JPEG, GIF or WebP image."), code="file_image")


def _too_many_pixels(limit: int, found: int = 0) -> ValidationError:
    """Return the refusal; an image far beyond any limit is not even counted."""
    most = round(limit / 1e6)
    if not found:
        return ValidationError(
            _("This image has too many pixels; at most %(limit)s million are accepted."),
            code="file_pixels",
            params={"limit": most},
        )
    return ValidationError(
        _("This image has %(pixels)s million pixels; at most %(limit)s are accepted."),
        code="file_pixels",
        params={"pixels": round(found / 1e6), "limit": most},
    )


def safe_image_type(file: Any) -> str | None:
    """Return the media type of an image that may be shown in the page, from its content."""
    try:
        with Image.open(file, formats=tuple(SAFE_IMAGES)) as image:
            return SAFE_IMAGES.get(str(image.format))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    finally:
        file.seek(0)


def _beginning(file: Any) -> bytes:
    file.seek(0)
    found: bytes = file.read(_SNIFFED)
    file.seek(0)
    for mark, code in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if found.startswith(mark):
            found = found[2:].decode(code, "ignore").encode()
    return found.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
