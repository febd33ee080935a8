"""What is read, and what is wrong with it: mistakes are collected instead of ending the reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from admin_config.generator.mistake import nearest

Table = dict[str, Any]
#: What becomes part of a comment or of a name in code, and what would break it there.
_IN_CODE = frozenset({"title", "plural", "about"})
_BREAKS_CODE = re.compile(r'["\\{}\n\r]')


class Places:
    """A description's tables, and the mistakes found in them, each with its place."""

    def __init__(self, file: str, content: Table) -> None:
        """Know the file by name and which of its tables describe models."""
        self.file = file
        self.content = content
        self.models = [key for key, value in content.items() if key[:1].isupper()]
        self.mistakes: list[str] = []

    def wrong(self, place: str, what: str) -> None:
        """Note a mistake at its place."""
        self.mistakes.append(f"{self.file}: {place}: {what}")

    def only(self, place: str, table: Table, known: Iterable[str]) -> None:
        """Note every word that the table may not have."""
        for word in table:
            if word not in (words := tuple(known)):
                self.wrong(place, f"unknown word {word!r}.{nearest(word, words)}")

    def text(self, place: str, table: Table, word: str, otherwise: str = "") -> str:
        """Return a text of the table."""
        value = table.get(word, otherwise)
        if not isinstance(value, str):
            self.wrong(place, f"{word} is a text, not {value!r}")
            return otherwise
        if word in _IN_CODE and _BREAKS_CODE.search(value):
            self.wrong(place, f'{word} has no quotes ("), backslashes, braces or line breaks')
            return otherwise
        return value

    def sentence(self, place: str, table: Table, word: str, otherwise: str = "") -> str:
        """Return a text that ends like a sentence of a comment, in any language."""
        value = self.text(place, table, word, otherwise).strip()
        if not value:
            return otherwise
        return value if value.endswith((".", "!", "?")) else f"{value.rstrip('。！？')}."

    def flag(self, place: str, table: Table, word: str, *, otherwise: bool = False) -> bool:
        """Return a yes or no of the table."""
        value = table.get(word, otherwise)
        if not isinstance(value, bool):
            self.wrong(place, f"{word} is true or false, not {value!r}")
            return otherwise
        return value

    def table(self, place: str, value: Any, example: str) -> Table:
        """Return a value that is a table; an empty one where it is not."""
        if isinstance(value, dict):
            return value
        self.wrong(place, f"is a table, such as {example}")
        return {}

    def texts(self, place: str, value: Any) -> tuple[str, ...]:
        """Return a list of texts."""
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.wrong(place, f'is a list of texts, such as ["name"], not {value!r}')
        return ()

    def named(self, place: str, names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
        """Return those names that are known and note the others."""
        found = []
        for name in names:
            if name in known:
                found.append(name)
            else:
                self.wrong(place, f"no field {name!r}.{nearest(name, known)}")
        return tuple(found)

    def described(self, place: str, value: Any, example: str, words: Iterable[str]) -> Table:
        """Return ``{is = "…"}`` for what is one text or such a table."""
        table = {"is": value} if isinstance(value, str) else value
        if not isinstance(table, dict) or not isinstance(table.get("is"), str):
            self.wrong(place, f'say what it is, such as {example} or {{ is = "…" }}')
            return {"is": ""}
        self.only(place, table, words)
        return table
