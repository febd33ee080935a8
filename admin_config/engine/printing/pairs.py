"""Texts that the house keeps in both languages: a paper in both prints the other beside its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from admin_config.engine.printing.fonts import cleaned
from admin_config.engine.printing.looks import Texts
from admin_config.engine.spec.printing import Layout

#: The field of a paper and a text in English and in Chinese.
_Pair = tuple[str, str, str]
#: The field and a text in it.
_Key = tuple[str, str]
#: A language and what says the same in it.
_Answer = tuple[str, str]
ENGLISH, CHINESE = "en", "zh-hans"


class Pairs:
    """The texts of a layout in both languages, asked for once, and only where they are needed."""

    def __init__(self, layout: Layout) -> None:
        """Ask nothing yet."""
        self.layout = layout

    @cached_property
    def _known(self) -> tuple[_Pair, ...]:
        return tuple(self.layout.pairs()) if self.layout.pairs else ()

    @cached_property
    def _answers(self) -> Mapping[_Key, frozenset[_Answer]]:
        return _answers(self._known)

    def other(self, name: str, text: str, standing: Texts = ("", ""), *, language: str = "") -> str:
        """Return what says the same as a text of a field in the other language, or nothing.

        ``standing`` is what the settings of print hold in that place; with ``language`` only what
        is in that one counts. A text that somebody changed is nobody's but his, and one that is
        told in two ways is told in none.
        """
        key = (name, _plain(text))
        found = {*self._answers.get(key, ()), *_answers([(name, *standing)]).get(key, ())}
        said = {answer for told_in, answer in found if language in {"", told_in}}
        return said.pop() if len(said) == 1 else ""


def _answers(pairs: Iterable[_Pair]) -> dict[_Key, frozenset[_Answer]]:
    """Return what says the same as either text of each pair; none where one lacks."""
    found: dict[_Key, frozenset[_Answer]] = {}
    for name, *both in pairs:
        one, two = map(_plain, both)
        ways = (((name, one), (CHINESE, two)), ((name, two), (ENGLISH, one)))
        for key, answer in ways if one and two else ():
            found[key] = found.get(key, frozenset()) | {answer}
    return found


def _plain(text: str) -> str:
    """Return a text as it is compared, however its lines end."""
    return cleaned(text).strip()
