"""Texts that the house keeps in both languages: a paper in both prints the other beside its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from admin_config.engine.printing.fonts import cleaned
from admin_config.engine.printing.looks import Texts
from admin_config.engine.spec.printing import Layout


class Pairs:
    """The texts of a layout in both languages, asked for once, and only where they are needed."""

    def __init__(self, layout: Layout) -> None:
        """Ask nothing yet."""
        self.layout = layout

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], str]:
        pairs = self.layout.pairs() if self.layout.pairs else ()
        return {key: text for name, *both in pairs for key, text in _ways(name, both)}

    def other(self, name: str, text: str, standing: Texts = ("", "")) -> str:
        """Return what says the same as a text of a field in the other language, or nothing.

        ``standing`` is what the settings of print hold in that place. A text that somebody changed
        is nobody's but his.
        """
        key = (name, _plain(text))
        return self._known.get(key) or dict(_ways(name, standing)).get(key, "")


def _ways(name: str, both: Texts | list[str]) -> list[tuple[tuple[str, str], str]]:
    """Return either text with the field it stands in, and the other one; none where one lacks."""
    one, two = map(_plain, both)
    return [((name, one), two), ((name, two), one)] if one and two else []


def _plain(text: str) -> str:
    """Return a text as it is compared, however its lines end."""
    return cleaned(text).strip()
