"""Which goods customers mean by their words: many wordings at once, never silently wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from erp.catalog.models import Brand, FormerDesignation, Sku
from erp.catalog.queries.neighbours import keys_that_exist, nearby_keys
from erp.catalog.queries.shelf import Shelf
from erp.catalog.rules.designation import (
    Code,
    Wording,
    likely_codes,
    plain,
    possible_codes,
    possible_makers,
    read_wording,
    with_makers,
)
from erp.catalog.rules.likeness import most_alike, slips
from erp.catalog.rules.matching import Answer, Finds, Hit, answer_to
from erp.foundation.actor import Actor
from erp.foundation.line_words import Match
from erp.foundation.rights import may

#: Wordings that are looked up together; each such chunk costs the same queries.
CHUNK = 50
#: For so many codes of a wording similar ones are looked for.
_SIMILAR_TO = 2


def match_wordings(texts: Sequence[str], *, by: Actor) -> list[Match]:
    """Return for each wording which sku it means: surely one, doubtfully a few, or none.

    Only skus that the actor may look up are found. The number of queries depends on the number
    of chunks alone.
    """
    if not may(by, "view", Sku):
        return [Match("none", why=_("You may not look up skus.")) for _text in texts]
    answers: list[Answer] = []
    for start in range(0, len(texts), CHUNK):
        answers += _answers(texts[start : start + CHUNK], by)
    return _as_matches(answers)


def _answers(texts: Sequence[str], by: Actor) -> list[Answer]:
    finds = [Finds(wording) for wording in _read(texts)]
    _look_up(finds, Shelf(by))
    _look_for_similar([found for found in finds if not found.hits], Shelf(by, specified=False))
    return [answer_to(found) for found in finds]


def _read(texts: Sequence[str]) -> list[Wording]:
    """Read the wordings and recognise the makers that the house knows."""
    wordings = [read_wording(text) for text in texts]
    names = {name for wording in wordings for name in possible_makers(wording)}
    chinese = {name for name in names if not name.isascii()}
    rows = Brand.objects.filter(Q(name_key__in=names) | Q(name_zh__in=chinese)).order_by()
    known = {name for row in rows.values_list("name_key", "name_zh") for name in map(plain, row)}
    return [with_makers(wording, known & names) for wording in wordings]


def _look_up(finds: list[Finds], shelf: Shelf) -> None:
    """Find what is called exactly so: code, model, barcode, and old names by the catalogue."""
    asked = [(found, code) for found in finds for code in possible_codes(found.wording)]
    keys = {code.key for _found, code in asked}
    for column in ("plain_code", "plain_model", "barcode_key"):
        shelf.fetch(column, keys)
    shelf.fetch_listed(keys)
    for found, code in asked:
        found.hits += [Hit(code, goods, text) for goods, text in shelf.called.get(code.key, ())]
        for listed in shelf.listed.get(code.key, ()):
            if listed.goods is None:
                found.catalogued.append(listed.label)
            else:
                makers = listed.makers if listed.former else frozenset()
                hit = Hit(code, listed.goods, listed.text, listed.former, makers)
                found.hits.append(hit)


def _look_for_similar(finds: list[Finds], shelf: Shelf) -> None:
    """Look for codes that differ by a slip of the hand, and for the neighbours in the index."""
    asked = [(found, code) for found in finds for code in _worth_a_search(found.wording)]
    keys = sorted({code.key for _found, code in asked})
    guesses = {guess for key in keys for guess in slips(key)}
    shelf.fetch("plain_code", keys_that_exist(Sku, "plain_code", guesses))
    shelf.fetch("plain_model", keys_that_exist(Sku, "plain_model", guesses))
    former = keys_that_exist(FormerDesignation, "model_key", guesses)
    shelf.fetch_listed(former, former_only=True)
    near = nearby_keys(Sku, "plain_code", keys) | nearby_keys(Sku, "plain_model", keys)
    shelf.fetch("pk", near)
    named = {key: [goods for goods, _text in found] for key, found in shelf.called.items()}
    for key, listed in shelf.listed.items():
        named.setdefault(key, []).extend(one.goods for one in listed if one.goods)
    choices = list(named)
    for found, code in asked:
        for key in most_alike(code.key, choices):
            found.similar += [(code, key, goods) for goods in named[key]]


def _worth_a_search(wording: Wording) -> list[Code]:
    return sorted(likely_codes(wording), key=lambda code: -len(code.key))[:_SIMILAR_TO]


def _as_matches(answers: list[Answer]) -> list[Match]:
    """Return the answers with their skus, read with one query."""
    keys = {key for answer in answers for key in answer.keys}
    rows: Any = Sku.objects.filter(pk__in=keys).select_related("brand", "unit")
    skus = {sku.pk: sku for sku in rows}
    matches = []
    for answer in answers:
        found = tuple(skus[key] for key in answer.keys if key in skus)
        record = found[0] if answer.kind == "sure" and found else None
        candidates = () if answer.kind == "sure" else found
        matches.append(Match(answer.kind, record, candidates, answer.why))
    return matches
