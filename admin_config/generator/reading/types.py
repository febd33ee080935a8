"""What a declared type can hold: the words of three engines, sorted into families."""

from __future__ import annotations

import re

from admin_config.generator.reading.schema import Family

_SHAPE = re.compile(r"^\s*([^()]*)(?:\(([^)]*)\)([^()]*))?$", re.DOTALL)
_QUOTED = re.compile(r"'((?:[^'\\]|''|\\.)*)'")
_ESCAPED = re.compile(r"''|\\(.)", re.DOTALL)
#: What a letter behind a backslash stands for, where it is not the letter itself.
_LETTERS = {"0": "\0", "n": "\n", "r": "\r"}
_TEXTS = frozenset(
    {
        *("varchar", "char", "character", "character varying", "nvarchar", "nchar", "bpchar"),
        *("varchar2", "native character", "varying character", "name", "citext", "sysname"),
        *("inet", "cidr", "macaddr", "inet4", "inet6"),
    }
)
_LONG = frozenset({"text", "tinytext", "mediumtext", "longtext", "clob", "ntext", "xml", "string"})
_INTEGERS = frozenset(
    {
        *("int", "integer", "tinyint", "smallint", "mediumint", "bigint", "serial", "bigserial"),
        *("smallserial", "int2", "int4", "int8", "unsigned big int", "year", "oid"),
    }
)
_DECIMALS = frozenset({"decimal", "numeric", "dec", "fixed", "money", "number", "smallmoney"})
_FLOATS = frozenset({"float", "double", "real", "double precision", "float4", "float8"})
_MOMENTS = frozenset(
    {
        *("datetime", "timestamp", "timestamptz", "datetime2", "smalldatetime"),
        *("timestamp without time zone", "timestamp with time zone"),
    }
)
_TIMES = frozenset({"time", "interval", "time without time zone", "time with time zone", "timetz"})
_BINARIES = frozenset(
    {
        *("blob", "tinyblob", "mediumblob", "longblob", "bytea", "binary", "varbinary", "image"),
        *("bit", "bit varying", "raw"),
    }
)
_FAMILIES = (
    (_TEXTS, Family.TEXT),
    (_LONG, Family.LONG_TEXT),
    (_INTEGERS, Family.INTEGER),
    (_DECIMALS, Family.DECIMAL),
    (_FLOATS, Family.FLOAT),
    (frozenset({"boolean", "bool"}), Family.BOOLEAN),
    (frozenset({"date"}), Family.DATE),
    (_MOMENTS, Family.MOMENT),
    (_TIMES, Family.TIME),
    (_BINARIES, Family.BINARY),
    (frozenset({"json", "jsonb"}), Family.JSON),
    (frozenset({"uuid", "uniqueidentifier"}), Family.UUID),
    (frozenset({"enum"}), Family.ENUM),
    (frozenset({"set"}), Family.SET),
)
_SUFFIXES = re.compile(r"\b(?:unsigned|signed|zerofill|auto_increment|autoincrement)\b")


def family_of(declared: str) -> Family:
    """Return the family of a declared type; what nobody knows is ``OTHER``, nothing is a text."""
    word, measure, rest = _parts(declared)
    if not word:
        return Family.LONG_TEXT
    if declared.rstrip().endswith("[]"):
        return Family.OTHER
    if word == "tinyint" and measure == "1":
        return Family.BOOLEAN
    if word == "bit" and measure in {"", "1"}:
        return Family.BOOLEAN
    full = f"{word} {rest}".strip()
    for known, family in _FAMILIES:
        if full in known or word in known:
            return family
    return _by_affinity(word)


def _by_affinity(word: str) -> Family:
    """Return what SQLite would hold in a column of a type that it never heard of."""
    if "int" in word and "point" not in word and "interval" not in word:
        return Family.INTEGER
    if "char" in word:
        return Family.TEXT
    if "clob" in word or "text" in word:
        return Family.LONG_TEXT
    if "floa" in word or "doub" in word or "real" in word:
        return Family.FLOAT
    return Family.OTHER


def length_of(declared: str) -> int:
    """Return the most letters that a text type allows, 0 where it says nothing."""
    _word, measure, _rest = _parts(declared)
    return int(measure) if measure.isdigit() and family_of(declared) is Family.TEXT else 0


def digits_of(declared: str) -> tuple[int, int]:
    """Return digits in all and behind the point of a decimal type."""
    _word, measure, _rest = _parts(declared)
    numbers = [part.strip() for part in measure.split(",")]
    if family_of(declared) not in {Family.DECIMAL, Family.FLOAT} or not numbers[0].isdigit():
        return 0, 0
    behind = int(numbers[1]) if len(numbers) > 1 and numbers[1].isdigit() else 0
    return int(numbers[0]), behind


def values_of(declared: str) -> tuple[str, ...]:
    """Return the values of ``enum('a','b')``, quotes and backslashes undone."""
    return tuple(_ESCAPED.sub(_undone, text) for text in _QUOTED.findall(declared))


def _undone(found: re.Match[str]) -> str:
    letter = found[1] or "'"
    return _LETTERS.get(letter, letter)


def _parts(declared: str) -> tuple[str, str, str]:
    lowered = _SUFFIXES.sub(" ", declared.strip().lower())
    if lowered.startswith(("enum", "set(")):
        return lowered.split("(")[0].strip(), "", ""
    found = _SHAPE.match(lowered)
    if found is None:
        return lowered.split("(")[0].strip(), "", ""
    word, measure, rest = (" ".join((part or "").split()) for part in found.groups())
    return word, measure, rest
