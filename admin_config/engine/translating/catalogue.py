"""The Chinese catalogue: brought up to date with the strings, compiled, and looked through."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

from admin_config.engine.translating.extract import foreign_messages, own_messages

LANGUAGE = "zh-hans"
_DJANGO_APPS = ("admin", "auth", "contenttypes", "sessions")
#: Dates would make every update a change.
_TIMELESS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_PLACEHOLDER = re.compile(r"%\([a-zA-Z_]+\)[sdif]|%[sd]|\{[a-zA-Z_0-9]*\}")


def folder() -> Path:
    """Return where the catalogue lives."""
    return Path(settings.LOCALE_PATHS[0]) / to_locale(LANGUAGE) / "LC_MESSAGES"


def po_file() -> Path:
    """Return the file that people edit."""
    return folder() / "django.po"


def mo_file() -> Path:
    """Return the file that Django reads."""
    return folder() / "django.mo"


def stored() -> Catalog:
    """Return the catalogue as it stands in the tree; an empty one when there is none yet."""
    file = po_file()
    if not file.exists():
        return _empty()
    with file.open("rb") as opened:
        return read_po(opened, locale=to_locale(LANGUAGE), domain="django")


def _empty() -> Catalog:
    return Catalog(
        locale=to_locale(LANGUAGE),
        domain="django",
        header_comment="# Simplified Chinese; `manage.py translations update` keeps it in step.",
        project="Countinghouse",
        version="1",
        creation_date=_TIMELESS,
        revision_date=_TIMELESS,
        charset="utf-8",
        fuzzy=False,
        msgid_bugs_address="",
        last_translator="",
        language_team="",
    )


def wanted() -> Catalog:
    """Return every string that needs Chinese, without translations.

    Strings of others are left out where Django's own Chinese has them.
    """
    catalogue = _empty()
    for found in own_messages():
        _add(catalogue, found.text, found.plural, found.context, found.place)
    covered = _django_texts()
    for found in foreign_messages():
        if found.text not in covered:
            _add(catalogue, found.text, found.plural, found.context, found.place)
    return catalogue


def _add(
    catalogue: Catalog, text: str, plural: str | None, context: str | None, place: str
) -> None:
    known = catalogue.get(text, context)
    if known is not None and known.pluralizable and not plural:
        known.locations.append((place, 1))
        return
    catalogue.add((text, plural) if plural else text, locations=[(place, 1)], context=context)


def _django_texts() -> frozenset[str]:
    """Return what the Chinese of Django's own apps covers."""
    home = Path(django.__file__).parent
    texts: set[str] = set()
    for app in ("conf", *(f"contrib/{name.split('.')[-1]}" for name in _DJANGO_APPS)):
        file = home / app / "locale" / to_locale(LANGUAGE) / "LC_MESSAGES" / "django.mo"
        with file.open("rb") as opened:
            texts.update(text_of(entry) for entry in read_mo(opened))
    return frozenset(texts)


def text_of(entry: Entry) -> str:
    """Return the source text of an entry, its singular where it has a plural."""
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def updated() -> Catalog:
    """Return the wanted strings with the translations that are stored; others are dropped."""
    known, fresh = stored(), wanted()
    for entry in fresh:
        former = known.get(text_of(entry), entry.context)
        if entry.id and former is not None and not former.fuzzy:
            text = strings_of(former)[0]
            entry.string = (text,) if entry.pluralizable else text
        entry.locations = sorted(set(entry.locations))
    return fresh


def strings_of(entry: Entry) -> tuple[str, ...]:
    """Return the translations of an entry; Chinese has one form for all numbers."""
    held = entry.string
    if isinstance(held, str) or held is None:
        return (held or "",)
    return tuple(form or "" for form in held)


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue as people read it: sorted, with the files where strings stand."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=96, sort_output=True, include_lineno=False)
    return b"\n".join(line.rstrip() for line in buffer.getvalue().splitlines()).strip() + b"\n"


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue as Django reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def flaws(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Yield text and reason of every entry that would show wrong or not at all."""
    for entry in catalogue:
        text, strings = text_of(entry), strings_of(entry)
        if not text:
            continue
        if entry.fuzzy:
            yield text, "fuzzy"
        elif not all(strings):
            yield text, "not translated"
        elif any(_placeholders(form) != _placeholders(_fullest(entry)) for form in strings):
            yield text, "placeholders differ"
        elif any(form.strip() != form for form in strings) and text.strip() == text:
            yield text, "outer blanks"


def _fullest(entry: Entry) -> str:
    """Return the source that holds all placeholders: the plural where there is one."""
    return entry.id if isinstance(entry.id, str) else entry.id[-1]


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))
