"""How things are called in Python, in files and in the console."""

from __future__ import annotations

import builtins
import keyword
import re

from django.apps import apps

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,39}")
FIELD_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
#: Names that every record has already, or that Django keeps for itself.
TAKEN = frozenset(
    {
        *("id", "pk", "version", "created_at", "changed_at", "history", "objects", "values"),
        *("before", "save", "delete", "clean", "check", "full_clean", "refresh_from_db"),
        *("search_fields", "owner_fields", "guarded_fields", "natural_key_fields"),
        "rights_fields",
        *("secret_fields", "lasting_fields", "derived_fields", "open_for_choice"),
        *("instance", "instance_type", "next_record", "prev_record", "revert_url"),  # its versions
        *("models", "settings", "self"),  # what a model's file has already
        *("recorded_fields", "adding", "arefresh_from_db", "asave", "adelete", "unique_checks"),
    }
)
#: What Python has in every file: none of our classes and files is ``ImportError`` or ``type``.
_OF_PYTHON = {
    *("".join(part.capitalize() for part in name.split("_")) for name in dir(builtins)),
    *(name for name in dir(builtins) if name[:1].isupper()),
    *(word.capitalize() for word in keyword.kwlist),
}
#: Classes that written files import: a model called so would stand in their way.
_IMPORTED = frozenset(
    {
        *("Adopted", "Any", "Callable", "ClassVar", "Decimal", "Meta", "QuerySet", "Kind", "Paper"),
        *("PaperHead", "PaperLine", "NumberedPaper", "PricedPaper", "KeyField", "Recorded"),
        *("LifeCycle", "Step", "OperationKind", "Refusal", "RecordedFactory", "Screen"),
        *("Section", "Amounts", "Children", "Copy", "Do", "HomeCard", "Import", "Lines"),
        *("Share", "Trend", "MaxValueValidator", "MinValueValidator"),
        *("Belongs", "Continuation", "Continues", "Fill", "SourceLine"),
    }
)


def taken_class_names() -> set[str]:
    """Return what no new model may be called: each has a factory and a file of its own name."""
    of_house = {
        model.__name__ for model in apps.get_models() if not model.__module__.startswith("tests.")
    }
    return of_house | _IMPORTED | _OF_PYTHON


def snake(name: str) -> str:
    """Return a class's name as a file has it: ``BookCopy`` becomes ``book_copy``."""
    return _HUMP.sub("_", name).lower()


def spoken(name: str) -> str:
    """Return a name as people say it: ``bought_on`` becomes ``bought on``."""
    return _HUMP.sub(" ", name).replace("_", " ").strip().lower()


def plural_of(title: str) -> str:
    """Return the usual plural of an English noun."""
    if re.search(r"(?:s|x|z|ch|sh)$", title):
        return f"{title}es"
    if re.search(r"(?:l|ea|oa)f$", title):
        return f"{title[:-1]}ves"
    if re.search(r"[^aeiou]y$", title):
        return f"{title[:-1]}ies"
    return f"{title}s"


def with_article(title: str) -> str:
    """Return an English noun with its article, at the start of a sentence."""
    return f"{'An' if title[:1].lower() in 'aeiou' else 'A'} {title}"


def wrong_field_name(name: str) -> str:
    """Return why a name cannot be a field's, or nothing."""
    if not FIELD_NAME.fullmatch(name):
        return "a field's name has small letters, digits and single underscores"
    if keyword.iskeyword(name):
        return "Python keeps this name for itself"
    if name in TAKEN or name.endswith("_key"):
        return "every record has something of this name already"
    return ""
