"""Which goods a customer's words mean: sure only where nothing speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from erp.catalog.rules.chinese_words import CHINESE_RUN, OLD_MODEL, chinese_names
from erp.catalog.rules.designation import Code, Wording, is_written_alike, left_over, plain
from erp.catalog.rules.likeness import LEAST, difference, likeness

#: So many are offered where it is not sure.
MOST_OFFERED = 5


@dataclass(frozen=True)
class Goods:
    """What is known of a sku while words are matched to it."""

    pk: int
    code: str
    model: str
    brand: str
    #: Names of its brand, folded, in both languages.
    makers: frozenset[str]
    #: Its names, those of its category, its tags and the words of its specifications, as stored.
    told: str
    active: bool

    def explained(self) -> frozenset[str]:
        """Return the words that are told of it, folded, each also in the plural.

        Letters at Chinese are words as well, as in ``O形圈``; digits there count only with it.
        """
        told = plain(self.told)
        letters = {part for part in CHINESE_RUN.sub(" ", told).split() if part.isalpha()}
        words = letters | {word.strip(",;.()") for word in told.split()}
        return frozenset(words | {f"{word}s" for word in words})


@dataclass(frozen=True)
class Hit:
    """A piece of the wording that is a code, designation or barcode of these goods."""

    code: Code
    goods: Goods
    #: What was hit, as it is stored.
    stored: str
    #: An old designation, and the makers under whose name it was sold.
    former: bool = False
    former_makers: frozenset[str] = frozenset()

    def is_by(self, makers: frozenset[str]) -> bool:
        """Tell whether the wording's makers, if any, are those of the goods."""
        return not makers or bool(makers & (self.goods.makers | self.former_makers))


@dataclass(frozen=True)
class Answer:
    """What a wording was found to mean: keys of skus, the best first, and why it is not sure."""

    kind: Literal["sure", "doubtful", "none"]
    keys: tuple[int, ...] = ()
    why: str = ""


@dataclass
class Finds:
    """Everything that was looked up for one wording."""

    wording: Wording
    hits: list[Hit] = field(default_factory=list)
    #: Goods with a similar code: the asked code, the stored one.
    similar: list[tuple[Code, str, Goods]] = field(default_factory=list)
    #: Lines of makers' catalogues that no sku was made of.
    catalogued: list[str] = field(default_factory=list)


def answer_to(finds: Finds) -> Answer:
    """Return what the wording means; anything that speaks against it makes it doubtful."""
    hits = _widest(finds.hits)
    if hits:
        return _from_hits(finds.wording, hits)
    if finds.catalogued:
        names = _(", ").join(dict.fromkeys(finds.catalogued))
        return Answer(
            "none", why=_("In the catalogue, but no sku yet: %(names)s.") % {"names": names}
        )
    return _from_similar(finds)


def _widest(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what a hit of more words includes: ``6205`` where ``6205-2RS C3`` was found."""
    places = {hit.code.places for hit in hits}
    widest = {own for own in places if not any(own < other for other in places)}
    return [hit for hit in hits if hit.code.places in widest]


def _makers_beside(wording: Wording, code: Code) -> frozenset[str]:
    """Return the makers that stand beside the code and not inside it."""
    return frozenset(
        name for name, places in wording.makers.items() if not places or not places <= code.places
    )


def _from_hits(wording: Wording, hits: list[Hit]) -> Answer:
    fitting = [hit for hit in hits if hit.is_by(_makers_beside(wording, hit.code))]
    alike = [hit for hit in fitting if is_written_alike(hit.code.text, hit.stored)]
    chosen = alike or fitting or hits
    keys = _ranked(chosen)
    best = next(hit for hit in chosen if hit.goods.pk == keys[0])
    if not fitting:
        return Answer("doubtful", keys, _wrong_maker(wording, best))
    if len(keys) > 1:
        return Answer("doubtful", keys, _("Several fit; choose one."))
    doubt = _doubt(wording, best, hits, written_alike=bool(alike))
    others = tuple(hit.goods.pk for hit in hits if hit.goods.pk != keys[0])
    if doubt:
        return Answer("doubtful", tuple(dict.fromkeys((*keys, *others)))[:MOST_OFFERED], doubt)
    return Answer("sure", keys, _reason(best))


def _ranked(hits: list[Hit]) -> tuple[int, ...]:
    """Return the goods: longest code, still sold, under their present name first."""
    ordered = sorted(
        hits,
        key=lambda hit: (
            -len(hit.code.key),
            not hit.goods.active,
            hit.former,
            hit.goods.code,
        ),
    )
    return tuple(dict.fromkeys(hit.goods.pk for hit in ordered))[:MOST_OFFERED]


def _wrong_maker(wording: Wording, hit: Hit) -> str:
    asked = _(", ").join(name.upper() for name in wording.makers)
    return _("The brand differs: %(asked)s was asked for, this is %(brand)s.") % {
        "asked": asked,
        "brand": hit.goods.brand or _("of no brand"),
    }


def _doubt(wording: Wording, best: Hit, hits: list[Hit], *, written_alike: bool) -> str:
    """Return what speaks against the one that fits; empty when nothing does."""
    elsewhere = [hit for hit in hits if hit.goods.pk != best.goods.pk]
    makers = _makers_beside(wording, best.code)
    names = chinese_names(best.goods.told) | (OLD_MODEL if best.former else frozenset())
    explained = best.goods.explained() | best.former_makers
    rest = left_over(wording, best.code, explained, names)
    why = ""
    if not written_alike:
        why = _("It is written “%(stored)s”; dashes or points stand at other places.") % {
            "stored": best.stored
        }
    elif any(not hit.code.places & best.code.places for hit in elsewhere):
        why = _("The wording names several goods.")
    elif wording.loose:
        why = _("The wording leaves room for others; read it again.")
    elif not best.goods.active:
        why = _("It is not sold any more.")
    elif makers - best.goods.makers - best.former_makers:
        why = _wrong_maker(wording, best)
    elif rest:
        words = _(", ").join(word.upper() for word in dict.fromkeys(rest))
        why = _("Not accounted for: %(words)s.") % {"words": words}
    return why


def _reason(hit: Hit) -> str:
    if hit.former:
        return _("Old designation: %(old)s.") % {"old": hit.stored}
    return ""


def _from_similar(finds: Finds) -> Answer:
    """Offer what is most alike; goods of another maker come after those of the one named."""
    best: dict[int, tuple[float, Code, str, Goods]] = {}
    for code, stored, goods in finds.similar:
        score = likeness(code.key, stored)
        makers = _makers_beside(finds.wording, code)
        score += 0.1 if makers and makers & goods.makers else 0
        score -= 0 if goods.active else 0.1
        if score >= LEAST and score > best.get(goods.pk, (0.0,))[0]:
            best[goods.pk] = (score, code, stored, goods)
    ordered = sorted(best.values(), key=lambda found: (-found[0], found[3].code))
    if not ordered:
        return Answer("none", why=_("Nothing like it was found."))
    _score, code, stored, goods = ordered[0]
    why = _("No such code. Similar: %(code)s – %(difference)s.") % {
        "code": goods.code,
        "difference": difference(code.key, stored),
    }
    return Answer("doubtful", tuple(found[3].pk for found in ordered[:MOST_OFFERED]), why)
