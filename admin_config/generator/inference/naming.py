"""Names of models and fields: words of Python, each once, none that is taken already."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

from admin_config.generator.inference.words import (
    Words,
    names_of_tables,
    noun_of,
    stem_of,
    words_of,
)
from admin_config.generator.names import taken_class_names, wrong_field_name

#: Words that say nothing without what stands before them: a line of what?
_TOO_BARE = frozenset({("line",), ("item",), ("detail",), ("row",), ("entry",), ("record",)})
_LONGEST_CLASS = 40
_LONGEST_FIELD = 40
_TYPED = re.compile(r"[^a-z0-9]+")


def model_names(tables: Iterable[str], domain: str) -> dict[str, str]:
    """Return a class's name for every table: without the module's prefix where that is clear."""
    names = list(tables)
    called = names_of_tables(names)
    taken = taken_class_names()
    whole_names = {called[name][0] for name in names}
    found: dict[str, str] = {}
    for name in names:
        options = [_class(words) for words in reversed(_without_module(called[name], whole_names))]
        rivals = {_class(words) for other in names if other != name for words in called[other]}
        clear = [option for option in options if option and option not in taken | rivals]
        whole = _class(noun_of(words_of(name))) or "Record"
        found[name] = _free(clear[0] if clear else whole, taken, _class((domain,)))
        taken.add(found[name])
    return found


def _without_module(called: tuple[Words, ...], tables: set[Words]) -> tuple[Words, ...]:
    """Return what a table may be called, but ``rental_item`` is no item where there are rentals."""
    called = (called[0], *(words for words in called[1:] if words not in _TOO_BARE))
    begins = next((n for n in range(1, len(called[0])) if called[0][:n] in tables), 0)
    return called[:1] if begins else called


def _typed(word: str) -> str:
    """Return a word in the letters of every keyboard: ``größe`` becomes ``grosse``."""
    return _TYPED.sub("", unicodedata.normalize("NFKD", word).lower())


def _class(words: tuple[str, ...]) -> str:
    parts = [_typed(word) for word in words]
    name = "".join(part.capitalize() for part in parts)[:_LONGEST_CLASS]
    return name if name[:1].isalpha() else f"Table{name}" if name else ""


def _free(name: str, taken: set[str], domain: str) -> str:
    if name not in taken and not keyword.iskeyword(name):
        return name
    name = f"{domain}{name}"[:_LONGEST_CLASS]
    number = 2
    while name in taken:
        name, number = f"{name.rstrip('0123456789')}{number}", number + 1
    return name


def field_name(column: str, model: str, taken: Iterable[str], *, relation: bool = False) -> str:
    """Return a field's name for a column; ``model`` goes before a name that is taken."""
    words = stem_of(column)[0] if relation and stem_of(column)[1] else words_of(column)
    if relation and stem_of(column)[1]:
        words = (*words[:-1], _original(column, words[-1]))
    parts = [_typed(word) for word in words]
    name = "_".join(part for part in parts if part)[:_LONGEST_FIELD].strip("_")
    if name.endswith("_key") or name == "key":
        name = f"{name[:-3]}keyword"
    if not name[:1].isalpha():
        name = f"field_{name}".strip("_")
    used = set(taken)
    if wrong_field_name(name) or name in used or name.startswith(_IN_THE_WAY):
        name = f"{model}_{name}"[:60].strip("_")
    number = 2
    while name in used or wrong_field_name(name):
        name, number = f"{name.rstrip('0123456789_')}_{number}", number + 1
    return name


#: Beginnings that Django's lookups or the log keep for themselves.
_IN_THE_WAY = ("history_", "meta")


def _original(column: str, stem: str) -> str:
    """Return the last word before “id” as it was written, plural or not."""
    return next((word for word in words_of(column) if word.startswith(stem)), stem)
