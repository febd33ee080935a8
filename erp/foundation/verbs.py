"""What the verbs of the house are called where people read what was done: “submitted”, “won”."""

from __future__ import annotations

from typing import Any

_words: dict[str, Any] = {}


def name_verb(verb: str, words: Any) -> None:
    """Say how a verb is told, in lazy words for what was done; a verb has one wording."""
    _words[verb] = words


def verb_choices() -> list[tuple[str, Any]]:
    """Return every verb that has words, with them, in the order of its name."""
    return sorted(_words.items(), key=lambda pair: pair[0])


def verb_told(verb: str) -> str:
    """Return what was done in the reader's language; the bare name where nobody gave words."""
    return str(_words.get(verb, verb.replace("_", " ")))
