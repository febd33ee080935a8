"""Words of a paper in its language, and characters of them that cannot be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.looks import Look
from admin_config.engine.printing.pairs import Pairs
from admin_config.engine.printing.paths import hides, label_at, value_at, values_at
from admin_config.engine.printing.sheet import Fact
from admin_config.engine.spec.printing import Layout
from erp.foundation.actor import Actor

#: Both languages of the house, for papers that carry both.
LANGUAGES = ("en", "zh-hans")


class Unprintable(Exception):
    """Characters that no font of ours has: where they stand, and which."""

    def __init__(self, found: tuple[tuple[str, str], ...]) -> None:
        """Keep places and characters."""
        super().__init__(found)
        self.found = found

    def told(self) -> str:
        """Return it for people."""
        return "; ".join(
            _("%(place)s: %(characters)s") % {"place": place, "characters": " ".join(characters)}
            for place, characters in self.found
        )


class Wording:
    """One paper while it is read: its words in one language or in both."""

    def __init__(
        self,
        layout: Layout,
        paper: Any,
        by: Actor,
        languages: Sequence[str],
        mark: Any,
        look: Look,
        pairs: Pairs,
    ) -> None:
        """Take paper, reader, languages, the mark across it, its look, and the house's texts."""
        self.layout, self.paper, self.by, self.languages = layout, paper, by, languages
        self.in_both = len(languages) > 1
        self.mark, self.look, self.pairs = self._told(lambda: str(mark)), look, pairs
        self.issuer = getattr(paper, layout.letterhead.of) if layout.letterhead else None
        self.missing: dict[str, str] = {}
        self._hidden: dict[tuple[Any, str], bool] = {}
        currency = getattr(paper, layout.currency, None) if layout.currency else None
        self.currency = currency
        self.digits = min(getattr(currency, "digits", 2), 2)

    def _hides(self, model: Any, path: str) -> bool:
        """Tell whether the reader may not see what a path leads to."""
        key = (model, path)
        if key not in self._hidden:
            self._hidden[key] = hides(self.by, model, path)
        return self._hidden[key]

    def _told(self, say: Callable[[], str], apart: str = " ") -> str:
        """Return a text in the language of the paper, or in both."""
        said = []
        for language in self.languages:
            with override(language):
                said.append(say())
        return apart.join(dict.fromkeys(said))

    def _checked(self, text: str, place: str) -> str:
        """Return the text as it can be printed; note what no font has."""
        text = cleaned(text)
        lost = missing_in(text)
        if lost:
            self.missing[place] = "".join(dict.fromkeys(self.missing.get(place, "") + lost))
        return text

    def _said(self, holder: Any, path: str, place: str) -> tuple[str, ...]:
        """Return what a path leads to; on a paper in both languages, a text for each."""
        if self.in_both:
            found = values_at(holder, path, self.languages)
        else:
            found = (value_at(holder, path),)
        return tuple(filter(None, dict.fromkeys(self._checked(text, place) for text in found)))

    def _texts_at(self, path: str) -> tuple[str, ...]:
        if self._hides(self.layout.model, path):
            return ()
        return self._said(self.paper, path, label_at(self.layout.model, path))

    def _at(self, path: str) -> str:
        """Return what a path leads to, one language below the other."""
        return "\n".join(self._texts_at(path))

    def _label(self, model: Any, path: str) -> str:
        return self._told(lambda: label_at(model, path))

    def _facts(self, paths: tuple[str, ...]) -> tuple[Fact, ...]:
        wanted = [path for path in paths if self.look.prints(f"fact.{path}")]
        found = (Fact(self._label(self.layout.model, path), self._at(path)) for path in wanted)
        return tuple(fact for fact in found if fact.value)

    def _standing(self, name: str, place: str) -> str:
        """Return a text of the settings, in each language of the paper."""
        if name not in self.look.texts:
            return ""
        return blocks(self._checked(self.look.text(name, each), place) for each in self.languages)


def blocks(texts: Iterable[str]) -> str:
    """Return texts one below the other, each once; long ones with an empty line between."""
    found = dict.fromkeys(filter(None, texts))
    return ("\n\n" if any("\n" in text for text in found) else "\n").join(found)
