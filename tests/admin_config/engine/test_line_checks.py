"""Each rule about lines, broken once, gives its own id and names the word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from admin_config.engine.checks import check_screens
from admin_config.engine.spec import Amounts, Belongs, Lines, Screen
from tests.toy.models import ToyOrder, ToyOrderLine
from tests.toy.orders import match_toys
from tests.toy.screens.toy_order import SCREEN


def match_without_actor(texts: Sequence[str]) -> list[Any]:
    """A match that does not ask who looks."""
    return list(texts)


def lines(**changes: Any) -> Screen:
    """Return the screen of orders with something wrong in its lines."""
    return replace(SCREEN, lines=(replace(SCREEN.lines[0], **changes),))


def belongs(field: str, *, to: str, by: str) -> Screen:
    """Return the screen of orders with something wrong in what belongs where."""
    return replace(SCREEN, belongs=(Belongs(field, to=to, by=by),))


BROKEN = {
    "column": ("console.E001", "wordin", lines(columns=("wordin", "toy", "quantity"))),
    "twice": ("console.E002", "toy", lines(columns=("wording", "toy", "toy"))),
    "head": ("console.E001", "byer", lines(depends=("byer",))),
    "pasted": ("console.E001", "wordin", lines(paste=("wordin",))),
    "figure": ("console.E001", "amont", lines(compute=Amounts(amount="amont"))),
    "total": ("console.E001", "sum", lines(compute=Amounts(total="sum"))),
    "order": ("console.E030", "wording", lines(order="wording")),
    "no order": ("console.E001", "place", lines(order="place")),
    "goods": ("console.E031", "wording", lines(goods="wording")),
    "no goods": ("console.E031", "''", lines(goods="")),
    "doubt": ("console.E033", "wording", lines(doubt="wording")),
    "no doubt": ("console.E001", "opne", lines(doubt="opne")),
    "belongs": ("console.E001", "spar", belongs("spar", to="present", by="toy")),
    "belongs to": ("console.E001", "presen", belongs("spare", to="presen", by="toy")),
    "apart": ("console.E034", "name", belongs("spare", to="present", by="name")),
    "elsewhere": ("console.E034", "toy", belongs("spare", to="owner", by="toy")),
    "match": ("console.E032", "match", lines(match=match_without_actor)),
    "stranger": (
        "console.E010",
        "ToyOrder",
        Screen(ToyOrder, small=True, lines=(Lines(ToyOrder, columns=("number",)),)),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_names_itself_and_the_word(name: str) -> None:
    number, word, screen = BROKEN[name]
    found = check_screens([screen])
    assert number in {error.id for error in found}
    assert any(word in str(error.msg) for error in found if error.id == number)


def test_sound_lines_are_sound() -> None:
    assert check_screens([SCREEN, lines(match=match_toys)]) == []
    assert SCREEN.lines[0].model is ToyOrderLine
