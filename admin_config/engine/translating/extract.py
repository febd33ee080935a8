"""Find every string that people can read: in our code and templates, and in what we stand on."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation import templatize

#: The functions that mark strings, and which of their arguments are texts.
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
#: Our own folders, from the project's.
OWN = ("erp", "admin_config")
#: Packages whose strings show in the console and that bring no Chinese, with what of them shows.
FOREIGN: dict[str, tuple[str, ...]] = {
    "unfold": ("*.py", "mixins/*.py", "templates/**/*.html"),
    "auditlog": ("models.py",),
    "django_otp": ("forms.py", "plugins/otp_totp/models.py", "plugins/otp_static/models.py"),
}
#: Parts of them that no page of ours reaches.
UNREACHED = ("unfold/contrib/", "unfold/templates/unfold/forms/")
_LEFT_OUT = ("migrations", "locale", "static", "__pycache__")


@dataclass(frozen=True)
class Message:
    """One string with where it stands; ``plural`` and ``context`` where it has them."""

    text: str
    plural: str | None
    context: str | None
    place: str
    comments: tuple[str, ...] = ()


@cache
def own_messages() -> tuple[Message, ...]:
    """Return the strings of the project."""
    kinds = ("**/*.py", "**/*.html")
    return tuple(
        message
        for folder in OWN
        for message in _in_folder(settings.BASE_DIR, settings.BASE_DIR / folder, kinds)
    )


@cache
def foreign_messages() -> tuple[Message, ...]:
    """Return the strings of the packages that bring no Chinese."""
    found: list[Message] = []
    for package, patterns in FOREIGN.items():
        folder = Path(str(importlib.import_module(package).__file__)).parent
        found += _in_folder(folder.parent, folder, patterns)
    return tuple(found)


def _in_folder(root: Path, folder: Path, patterns: tuple[str, ...]) -> Iterator[Message]:
    files = {file for pattern in patterns for file in folder.glob(pattern) if file.is_file()}
    for file in sorted(files):
        place = file.relative_to(root).as_posix()
        inner = file.relative_to(folder).parts
        if not any(part in _LEFT_OUT for part in inner) and not place.startswith(UNREACHED):
            yield from messages_in(file, place)


def messages_in(file: Path, place: str) -> Iterator[Message]:
    """Yield the strings of one Python file or template."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        # What Django leaves of a template reads like Python once no line is indented.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=place).splitlines())
    for _line, found, comments, context in extract(
        "python", BytesIO(source.encode()), KEYWORDS, ("Translators:",)
    ):
        text, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, None)
        if text:
            yield Message(text, plural or None, context, place, tuple(comments))
