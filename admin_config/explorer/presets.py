"""What the database puts into a column that a new row leaves empty: a value, or words for it."""

from __future__ import annotations

import re
from typing import Any

from admin_config.generator.reading import Column, Family

_CAST = re.compile(r"::[\w \"\[\]().]+$")
_BITS = re.compile(r"b'([01]+)'", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}


def preset_of(column: Column) -> str | None:
    """Return the default of a column without marks around it; nothing where it has none."""
    text = _CAST.sub("", (column.default or "").strip())
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not text or text.upper() == "NULL":
        return None
    bits = _BITS.fullmatch(text)
    if bits:
        return str(int(bits.group(1), 2))
    return text


def simple_preset(column: Column) -> Any:
    """Return the default as a form may start with it; nothing where the database works it out."""
    text = preset_of(column)
    if text is None:
        return None
    quoted = len(text) > 1 and text[0] == text[-1] == "'"
    plain = text[1:-1].replace("''", "'") if quoted else text
    if column.family is Family.BOOLEAN:
        return _FLAGS.get(plain.lower())
    return plain if quoted or _NUMBER.fullmatch(plain) else None
