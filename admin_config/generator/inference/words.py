"""Names of tables and columns as words: taken apart, without plural and without what says “id”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: Last words of a column that points somewhere.
ID_WORDS = frozenset({"id", "ids", "uuid", "guid", "fk", "pk", "oid", "ref"})
_JOINED = re.compile(r"^(?P<stem>[a-z]{3,})(?P<id>id)$")
#: Words on -id that are no joined id.
_NO_ID = frozenset({"paid", "valid", "void", "avoid", "grid", "bid", "solid", "guid", "uuid"})
_PREFIXES = frozenset({"t", "tb", "tbl", "tab", "sys", "app", "dim", "fact", "ref", "core", "x"})
_MOST_WORDS = 2
Words = tuple[str, ...]


def words_of(name: str) -> Words:
    """Return a name's words in small letters: ``shipToParty`` is ship, to, party."""
    parts = re.split(r"[^0-9A-Za-z\u0080-\uffff]+", _HUMP.sub("_", name))
    return tuple(part.casefold() for part in parts if part)


def singular(word: str) -> str:
    """Return a noun without its plural: ``categories`` becomes ``category``."""
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if re.search(r"(?:s|x|z|ch|sh)es$", word) and not word.endswith(("ases", "uses", "oses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        return word[:-1]
    return word


def noun_of(words: Words) -> Words:
    """Return words with the last one in the singular."""
    return (*words[:-1], singular(words[-1])) if words else ()


def stem_of(name: str) -> tuple[Words, bool]:
    """Return a column's words without the one that says “id”, and whether there was one."""
    words = words_of(name)
    joined = _JOINED.match(words[-1]) if words else None
    if joined and words[-1] not in _NO_ID:
        words = (*words[:-1], joined["stem"], "id")
    if len(words) > 1 and words[-1] in ID_WORDS:
        return noun_of(words[:-1]), True
    if len(words) > 1 and words[0] in {"id", "fk"}:
        return noun_of(words[1:]), True
    return noun_of(words), False


def names_of_tables(names: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """Return for every table the words it may be called by: with and without its module's prefix.

    The first word is a prefix where it is a usual one or where several tables begin with it.
    """
    full = {name: noun_of(words_of(name)) for name in names}
    first = Counter(words[0] for words in full.values() if words)
    found: dict[str, tuple[Words, ...]] = {}
    for name, words in full.items():
        called = [words]
        while len(called[-1]) > 1 and len(called) <= _MOST_WORDS:
            if called[-1][0] not in _PREFIXES and first[called[-1][0]] <= 1:
                break
            called.append(called[-1][1:])
        found[name] = tuple(dict.fromkeys(called))
    return found
