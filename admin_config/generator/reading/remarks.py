"""Finds the remarks that people wrote beside columns where SQL of the engine has no COMMENT."""

from __future__ import annotations

from dataclasses import dataclass, field

from admin_config.generator.reading.statement import bare, tokens_of

_NO_COLUMN = frozenset({"constraint", "primary", "unique", "foreign", "check", "key", "index"})


@dataclass
class Remarks:
    """What was remarked on a table and, by column in small letters, on its columns."""

    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)


def remarks_in(sql: str) -> Remarks:
    """Return the remarks of a CREATE TABLE: those on a column's own line, after it or above it.

    SQLite keeps the statement as it was typed, so ``-- 状态`` behind a column is its comment.
    """
    reader = _Reader()
    for sort, piece in tokens_of(sql):
        reader.take(sort, piece)
    return reader.found


class _Reader:
    """Follows a statement and remembers which column stands on the line."""

    def __init__(self) -> None:
        self.found = Remarks()
        self.depth = 0
        self.column = ""
        self.begins = False
        self.waiting: list[str] = []

    def take(self, sort: str, piece: str) -> None:
        if sort in {"line", "block"}:
            self.remark(piece.strip("-/* \t\r\n"))
        elif sort == "break":
            self.column = "" if self.begins else self.column
        elif piece in "()":
            self.bracket(piece)
        elif piece == "," and self.depth == 1:
            self.begins = True
        elif self.begins and sort in {"name", "word", "text"}:
            self.start(piece, quoted=sort != "word")

    def bracket(self, piece: str) -> None:
        self.depth += 1 if piece == "(" else -1
        if piece == "(" and self.depth == 1:
            self.begins = True

    def start(self, piece: str, *, quoted: bool) -> None:
        self.begins = False
        name = bare(piece).strip("'").casefold()
        self.column = "" if name in _NO_COLUMN and not quoted else name
        if self.column and self.waiting:
            self.found.columns[self.column] = " ".join(self.waiting)
        self.waiting = []

    def remark(self, text: str) -> None:
        if not text:
            return
        if self.depth == 0 or (self.begins and not self.found.columns and not self.column):
            self.found.table = self.found.table or text
        elif self.column:
            known = self.found.columns.get(self.column, "")
            self.found.columns[self.column] = f"{known} {text}".strip()
        else:
            self.waiting.append(text)
