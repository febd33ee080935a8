"""How the papers of a layout look by the settings of the house, besides what is declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from admin_config.engine.printing.style import Style
from admin_config.engine.spec.printing import Layout
from erp.foundation.models.bilingual import is_chinese

#: A colour that can be drawn; others, stored past the form, are passed over.
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: A text in English and in Chinese; where one is empty the other stands for both.
Texts = tuple[str, str]


@dataclass(frozen=True)
class Look:
    """What somebody chose for a layout; empty is the word of the declaration."""

    paper: str = ""
    landscape: bool = False
    accent: str = ""
    #: The language of papers that nobody asked in another one; empty is the paper's own.
    language: str = ""
    #: Optional parts that are printed, or left out, against the declaration.
    parts: Mapping[str, bool] = field(default_factory=dict)
    #: Standing texts by name: opening, remarks, terms, closing, foot.
    texts: Mapping[str, Texts] = field(default_factory=dict)
    #: Only tried out by whoever sets it: the stamp shows below the mark across the page.
    tried: bool = False

    def prints(self, part: str, *, at_first: bool = True) -> bool:
        """Tell whether an optional part is printed."""
        return self.parts.get(part, at_first)

    def text(self, name: str, language: str) -> str:
        """Return a standing text in a language; in the other one where it has no words."""
        english, chinese = self.texts.get(name, ("", ""))
        return (chinese or english) if is_chinese(language) else (english or chinese)

    def style(self, size: str, accent: str = "") -> Style:
        """Return the page: of the declared size, in the issuer's colour, unless set otherwise."""
        return Style(
            paper=self.paper or size,
            accent=next(filter(_COLOUR.fullmatch, (self.accent, accent)), Style().accent),
            landscape=self.landscape,
        )


#: Looks of a layout by the key of who issues the paper.
Looks = Mapping[Any, Look]
_sources: list[Callable[[str], Looks]] = []


def looks_from(source: Callable[[str], Looks]) -> None:
    """Ask this source for the looks of a layout, by its name; the last one named counts."""
    _sources.append(source)


def looks_of(layout: Layout) -> Looks:
    """Return the looks of a layout, by one statement at most."""
    return _sources[-1](layout.name) if _sources else {}


def look_of(paper: Any, layout: Layout, looks: Looks) -> Look:
    """Return how one paper looks: as its issuer wants it, else as the first one does."""
    if layout.letterhead is None:
        return looks[min(looks)] if looks else Look()
    issuer: Any = type(paper)._meta.get_field(layout.letterhead.of)
    return looks.get(getattr(paper, issuer.attname), Look())
