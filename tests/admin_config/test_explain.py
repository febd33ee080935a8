"""``manage.py explain`` tells what a screen became, and what its list costs."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.explaining.reference import arguments_of, words
from admin_config.engine.registry import registry
from tests.erp.operations.house import ROOT

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> list[str]:
    """Return the lines that the command prints."""
    out = StringIO()
    call_command("explain", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_declared_words_are_marked_and_inferred_ones_are_not() -> None:
    lines = told("toy", "--no-plan")
    assert lines[0] == "Toy (toy.toy) — tests/toy/screens/toy.py"
    assert "  * totals       price" in lines
    assert "    order        code_key, pk" in lines
    assert "    owners       owner" in lines
    assert "    guarded      cost" in lines
    assert "  * copies along pieces" in lines
    assert (
        "  * does         tests.toy.services.recall_toy with the right to change, asks for a reason"
        in lines
    )


def test_fields_name_provider_index_and_target() -> None:
    lines = told("toy.toy", "--no-plan")
    assert (
        "    shelf              ForeignKey, from the model, typed, index on shelf, → toy.Shelf"
        in lines
    )
    assert (
        "    code               CharField, from the model, typed, required, index on code_key"
        in lines
    )


def test_an_inferred_screen_marks_nothing_but_what_it_says() -> None:
    marked = [line for line in told("tag", "--no-plan")[2:] if line.startswith("  * ")]
    assert marked == ["  * small table  yes"]


def test_the_list_page_reads_no_table(django_assert_max_num_queries: object) -> None:
    text = "\n".join(told("toy"))
    assert "LIMIT 51" in text
    assert "USING COVERING INDEX" in text or "key toy_toy" in text or connection.vendor == "mysql"
    assert "USE TEMP B-TREE" not in text
    assert "Using filesort" not in text


def test_gates_are_told_with_what_they_refuse() -> None:
    lines = [line for line in told("user", "--no-plan") if "refuses" in line]
    assert lines[0] == (
        "    refuses      erp.staff.guards._account_may_be_written — "
        "Nobody edits someone above them, nor grants what they do not hold."
    )


def test_what_continues_and_what_watches_over_it_is_told() -> None:
    assert "  * continues    toy.Offer while agreed, never more than is left" in told("parcel")
    assert (
        "    settles      erp.foundation.continuing.check_what_is_left — "
        "Nobody takes more than is left, nor takes back what is continued."
    ) in told("offer")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(CommandError, match=r"No screen is called 'toi'\. Did you mean 'toy'\?"):
        told("toi")


def test_without_a_name_it_lists_every_screen() -> None:
    assert told() == [screen.label for screen in registry]


@pytest.mark.parametrize("label", [screen.label for screen in registry])
def test_every_screen_can_be_explained(label: str) -> None:
    assert told(label)[0].startswith(f"{registry.find(label).model.__name__} ({label})")  # type: ignore[union-attr]


def test_the_reference_of_the_language_is_current() -> None:
    call_command("write_language_reference", "--check")


def test_every_argument_of_every_word_says_what_it_means() -> None:
    silent = [
        f"{word.__name__}.{argument.name}"
        for word in words()
        for argument in arguments_of(word)
        if not argument.meaning
    ]
    assert silent == []


def test_every_mistake_has_a_number_of_its_own() -> None:
    numbers = [mistake.number for mistake in Mistake]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_house_without_tables_says_so_and_tells_the_rest(tmp_path: Path) -> None:
    told_of_nothing = subprocess.run(
        [sys.executable, "manage.py", "explain", "brand"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", "DATA_DIR": str(tmp_path), "EXTRA_APPS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told_of_nothing.returncode, told_of_nothing.stderr) == (0, "")
    lines = told_of_nothing.stdout.splitlines()
    assert "    roles        unknown: there are no tables yet (manage.py migrate)" in lines
    assert "      → no plan: no such table: catalog_brand (manage.py migrate)" in lines
