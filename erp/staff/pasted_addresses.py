"""Mail addresses out of a pasted text, with the names beside them, whatever separates them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_SEPARATORS = re.compile(r"[,;\n\r\t，；、|]+")
_QUOTED = re.compile(r'"([^"\n]*)"')
_WITH_NAME = re.compile(r"([^<>]*)<\s*([^<>\s]*)\s*>")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Pasted:
    """One address as it was pasted."""

    email: str
    name: str = ""

    @property
    def is_address(self) -> bool:
        """Tell whether a mail could be sent there."""
        try:
            validate_email(self.email)
        except ValidationError:
            return False
        return True


def pasted_addresses(text: str) -> list[Pasted]:
    """Return every address in its order; what is none stands there as it was typed.

    ``Ada Lovelace <ada@house.example>`` and ``Ada ada@house.example`` give the name along; commas
    inside quotes separate nothing.
    """
    quoted: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        quoted.append(found.group(1))
        return f"\0{len(quoted) - 1}\0"

    def put_back(part: str) -> str:
        return re.sub(r"\0(\d+)\0", lambda found: quoted[int(found.group(1))], part)

    plain = _QUOTED.sub(put_aside, text.replace("\0", ""))
    found: list[Pasted] = []
    for piece in _SEPARATORS.split(plain):
        found += [Pasted(put_back(one.email), put_back(one.name)) for one in _in_piece(piece)]
    return [Pasted(one.email, " ".join(one.name.split())[:_LONGEST_NAME]) for one in found]


def _in_piece(piece: str) -> list[Pasted]:
    """Return the addresses of a piece without separators."""
    found: list[Pasted] = []
    rest = piece
    while match := _WITH_NAME.match(rest):
        before = _in_words(match.group(1).split())
        name = before.pop().email if before and "@" not in before[-1].email else ""
        found += [*before, Pasted(match.group(2), name)]
        rest = rest[match.end() :]
    return [*found, *_in_words(rest.split())]


def _in_words(words: list[str]) -> list[Pasted]:
    """Return addresses among words; words before one are its name, words after all are left."""
    found: list[Pasted] = []
    name: list[str] = []
    for word in words:
        if "@" in word:
            found.append(Pasted(word.strip("<>()[].:'"), " ".join(name)))
            name = []
        else:
            name.append(word)
    return [*found, Pasted(" ".join(name))] if name else found
