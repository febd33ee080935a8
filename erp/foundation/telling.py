"""What an act was about, kept as facts, so that everybody reads it in a language of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models import Model

_LONGEST = 200
About = dict[str, Any]


def about_record(model: type[Model], name: object, *, more: int = 0) -> About:
    """Say that it was about one record, and so many more."""
    return {"model": model._meta.label_lower, "name": str(name)[:_LONGEST], "more": more}


def about_many(model: type[Model], count: int) -> About:
    """Say that it was about a number of records of one kind."""
    return {"model": model._meta.label_lower, "count": count}


def about_file(model: type[Model], file: str) -> About:
    """Say that it was about a file with records of one kind."""
    return {"model": model._meta.label_lower, "file": file[:_LONGEST]}


def about_words(words: str, *, context: str = "", name: str = "") -> About:
    """Say it in words of the catalogue, given in English, of somebody or something."""
    return {"words": words, "context": context, "name": name[:_LONGEST]}


def told(about: About, *, nameless: bool = False) -> str:
    """Return what it was about in the reader's language; nothing where that is not known.

    ``nameless`` says of a record of which kind it is and no more.
    """
    if "words" in about:
        words, context = about["words"], about["context"]
        said = pgettext(context, words) if context else gettext(words)
        name = about["name"]
        return _("%(name)s: %(outcome)s") % {"name": name, "outcome": said} if name else said
    try:
        meta = apps.get_model(about["model"])._meta
    except (KeyError, LookupError):
        return ""
    if "count" in about:
        return f"{meta.verbose_name_plural}: {about['count']}"
    if "file" in about:
        return f"{meta.verbose_name_plural}: {about['file']}"
    more = f" +{about['more']}" if about["more"] else ""
    name = "…" if nameless else about["name"]
    return f"{meta.verbose_name} {name}{more}"
