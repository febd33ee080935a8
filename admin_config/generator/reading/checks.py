"""Finds the CHECK rules in the text of a CREATE TABLE."""

from __future__ import annotations

from admin_config.generator.reading.schema import Check
from admin_config.generator.reading.statement import bare, tokens_of


def checks_in(sql: str) -> tuple[Check, ...]:
    """Return every CHECK of the statement with its name, where it has one."""
    pieces = [piece for piece in tokens_of(sql) if piece[0] not in {"line", "block"}]
    words = [piece for piece in pieces if piece[1].strip()]
    found = []
    for place, (sort, piece) in enumerate(words):
        if sort == "word" and piece.upper() == "CHECK" and words[place + 1 : place + 2]:
            expression = _between_brackets(words[place + 1 :])
            if expression:
                found.append(Check(_name_before(words[:place]), expression))
    return tuple(found)


def _name_before(words: list[tuple[str, str]]) -> str:
    named = words[-2:-1] and words[-2][1].upper() == "CONSTRAINT"
    return bare(words[-1][1]) if named else ""


def _between_brackets(words: list[tuple[str, str]]) -> str:
    """Return what stands between the first bracket and the one that closes it."""
    if words[0][1] != "(":
        return ""
    depth, inner = 0, []
    for _sort, piece in words:
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if depth == 0:
            break
        inner.append(piece)
    return " ".join(inner[1:])
