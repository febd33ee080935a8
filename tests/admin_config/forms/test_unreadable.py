"""What no database holds, or nobody can read, is refused before anything is asked of it."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from admin_config.engine.along.other_side import _opened_with
from admin_config.engine.drafts.view import _entries
from admin_config.engine.forms.lines.state import read_state
from admin_config.engine.listing.building.tree import BadTree, read_tree
from admin_config.engine.listing.editing.asked import BadRequest, read_rows
from erp.foundation.text import is_storable_text

HALF = "a\ud800b"


@pytest.mark.parametrize("text", ["", "plain", "轴承", "\U0001f600"])
def test_whole_characters_are_storable(text: str) -> None:
    assert is_storable_text(text)


@pytest.mark.parametrize("value", [HALF, "\udcff", "a\0b", None, 5, ["a"]])
def test_half_characters_zero_bytes_and_what_is_no_text_are_not(value: object) -> None:
    assert not is_storable_text(value)


def test_a_cell_of_a_grid_with_half_a_character_is_refused() -> None:
    for cells in ({"c": {"wording": HALF}}, {"c": {}, "t": {"wording": HALF}}):
        with pytest.raises(ValidationError):
            read_state(json.dumps({"rows": [cells]}), ("wording",), 5)


def test_a_cell_of_a_list_with_half_a_character_is_refused() -> None:
    for cell in (HALF, {"key": HALF}):
        row = {"key": "1", "version": "1", "cells": {"name": cell}}
        with pytest.raises(BadRequest):
            read_rows(json.dumps({"token": "t", "rows": [row]}).encode(), ("name",))


def test_a_built_filter_with_half_a_character_is_refused() -> None:
    with pytest.raises(BadTree):
        read_tree(json.dumps(["name", "is", HALF]))


def test_a_draft_with_half_a_character_is_refused() -> None:
    for entry in (["name", HALF], [HALF, "x"], ["name"], ["name", 5]):
        with pytest.raises(TypeError):
            _entries([entry])


def test_values_nested_too_deep_count_as_not_sent() -> None:
    assert _opened_with("[" * 100_000) is None
