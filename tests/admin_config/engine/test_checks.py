"""Each rule of the language, broken once, gives exactly its own id and names the word."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from admin_config.engine.checks import check_screens
from admin_config.engine.checks.complaint import file_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import (
    Addressee,
    Along,
    Begin,
    Children,
    Continues,
    Copy,
    Do,
    HomeCard,
    Import,
    Label,
    Layout,
    Letterhead,
    Page,
    PrintColumn,
    PrintLines,
    PrintTaxes,
    PrintTotal,
    Screen,
    Section,
    Share,
    Trend,
    Values,
)
from erp.foundation.models import Operation
from tests.toy.models import Offer, Parcel, Piece, Sale, Shelf, Swap, Tag, Toy
from tests.toy.parcels import PARCEL_OF_OFFER
from tests.toy.screens import toy as toy_module
from tests.toy.services import recall_toy, shelf_for

FORM = ("code", "name", "owner", "price")


def recall_without_actor(toy: Toy) -> None:
    """A service that does not say who acts."""


def recall_without_reason(toy: Toy, *, by: Any) -> None:
    """A service that takes no reason."""


def _no_page(_request: Any, _frame: Any, _record: Any) -> Any:
    """A page that is never opened."""


def printing(**values: Any) -> Screen:
    """Return the screen of toys with a layout that says this."""
    sound = {"number": "code", "language": "", "currency": "", **values}
    return Screen(Toy, layouts=(Layout("toy", Toy, title="Toy", **sound),))


def labelled(**values: Any) -> Screen:
    """Return the screen of toys with a label that says this."""
    return Screen(
        Toy, labels=(Label("toy", "Toy", **{"rows": ("name",), "code": "code", **values}),)
    )


WRONG: dict[str, tuple[str, Screen]] = {
    "column": ("console.E001 'nmae'", Screen(Toy, columns=("code", "nmae"))),
    "filter": ("console.E001 'kinds'", Screen(Toy, filters=("kinds",))),
    "ordering": ("console.E001 'cod'", Screen(Toy, ordering=("-cod",))),
    "total": ("console.E001 'prise'", Screen(Toy, totals=("prise",))),
    "section": ("console.E001 'nmae'", Screen(Toy, sections=(Section("A", (*FORM, "nmae")),))),
    "readonly": ("console.E001 'x'", Screen(Toy, readonly=("x",))),
    "exclude": ("console.E001 'x'", Screen(Toy, exclude=("x",))),
    "defaults": ("console.E001 'x'", Screen(Toy, defaults=(("x", str),))),
    "child's column": (
        "console.E001 'nme'",
        Screen(Toy, children=(Children(Piece, columns=("name", "nme")),)),
    ),
    "record along": ("console.E027 'shelve'", Screen(Toy, along=(Along("shelve", "A"),))),
    "field along": ("console.E027 'nme'", Screen(Toy, along=(Along("shelf", "A", ("nme",)),))),
    "start of a record along": (
        "console.E027 'nmae'",
        Screen(Toy, along=(Along("shelf", "A", ("name",), start=(("name", "nmae"),)),)),
    ),
    "rows of values": (
        "console.E028 'piece'",
        Screen(Toy, values=Values("piece", "A", by="toy", definitions=list, scope="shelf")),
    ),
    "columns of values": (
        "console.E028 'pieces'",
        Screen(Toy, values=Values("pieces", "A", by="toy", definitions=list, scope="shelf")),
    ),
    "begun elsewhere": (
        "console.E035 'owner'",
        Screen(Toy, begins=(Begin(Shelf, "A", shelf_for, joins="owner"),)),
    ),
    "begun by nobody": (
        "console.E019 'Shelf'",
        Screen(Toy, begins=(Begin(Shelf, "A", lambda toy: {"name": toy.code}),)),
    ),
    "continued elsewhere": (
        "console.E037 'Parcel'",
        Screen(Offer, continues=(Continues(PARCEL_OF_OFFER, "A"),)),
    ),
    "continued unwatched": (
        "console.E037 'offer_line'",
        Screen(Parcel, continues=(Continues(replace(PARCEL_OF_OFFER, limited=False), "A"),)),
    ),
    "guarded on paper": (
        "console.E038 'toy__cost'",
        Screen(
            Piece,
            layouts=(
                Layout(
                    "piece",
                    Piece,
                    title="Piece",
                    facts=("toy__name", "toy__cost"),
                    number="name",
                    language="",
                    currency="",
                ),
            ),
        ),
    ),
    "guarded in the lines of a paper": (
        "console.E038 'cost'",
        Screen(
            Toy,
            layouts=(
                Layout(
                    "toy",
                    Toy,
                    title="Toy",
                    lines=PrintLines("pieces", (PrintColumn("name", below=("cost",)),)),
                    number="code",
                    language="",
                    currency="",
                ),
            ),
        ),
    ),
    "fact of a paper": ("console.E039 'onwer'", printing(facts=("onwer__name",))),
    "fact of nobody": ("console.E039 'nmae'", printing(facts=("owner__nmae",))),
    "fact through a text": ("console.E039 'name'", printing(facts=("name__name",))),
    "fact of several": ("console.E039 'tags'", printing(facts=("tags",))),
    "number of a paper": ("console.E039 'number'", printing(number="number")),
    "text of a paper": ("console.E039 'remarks'", printing(texts=("remarks",))),
    "total of a paper": ("console.E039 'total'", printing(totals=(PrintTotal("total"),))),
    "amount in words": ("console.E039 'total'", printing(in_words="total")),
    "addressee": ("console.E039 'adress'", printing(addressee=Addressee(("owner__adress",)))),
    "letterhead of nobody": ("console.E039 'house'", printing(letterhead=Letterhead("house"))),
    "letterhead": (
        "console.E039 'fax'",
        printing(letterhead=Letterhead("owner", details=(("fax", "name"),))),
    ),
    "lines of a paper": (
        "console.E039 'piece'",
        printing(lines=PrintLines("piece", (PrintColumn("name"),))),
    ),
    "column of a paper": (
        "console.E039 'nmae'",
        printing(lines=PrintLines("pieces", (PrintColumn("#"), PrintColumn("nmae")))),
    ),
    "below a column": (
        "console.E039 'x'",
        printing(lines=PrintLines("pieces", (PrintColumn("name", below=("toy__x",)),))),
    ),
    "instead of a column": (
        "console.E039 'x'",
        printing(lines=PrintLines("pieces", (PrintColumn("name", otherwise="x"),))),
    ),
    "sum of a paper": (
        "console.E039 'x'",
        printing(lines=PrintLines("pieces", (PrintColumn("name"),), carried="x")),
    ),
    "taxes of a paper": (
        "console.E039 'tax_rate'",
        printing(
            lines=PrintLines("pieces", (PrintColumn("name"),)),
            totals=(PrintTaxes(lambda _head, _lines: [], along=("tax_rate",)),),
        ),
    ),
    "size of a paper": ("console.E036 'a44'", printing(size="a44")),
    "text of a label": ("console.E039 'nmae'", labelled(rows=("code", "nmae"))),
    "code of a label": ("console.E039 'barcode'", labelled(code="barcode")),
    "other code of a label": ("console.E039 'owner__x'", labelled(otherwise="owner__x")),
    "sheet of labels": ("console.E036 'a4-3x9'", labelled(stock="a4-3x9")),
    "reset": ("console.E001 'x'", Screen(Toy, copy=Copy(reset=("x",)))),
    "key": ("console.E001 'x'", Screen(Toy, importing=Import(key=("x",)))),
    "file's field": ("console.E001 'x'", Screen(Toy, importing=Import(fields=("code", "x")))),
    "file's past": ("console.E001 'x'", Screen(Toy, importing=Import(past=("x",)))),
    "file's other key": ("console.E001 'x'", Screen(Toy, importing=Import(also_by=(("x",),)))),
    "child's key": (
        "console.E001 'nme'",
        Screen(Toy, children=(Children(Piece, key=("nme",)),)),
    ),
    "trend": ("console.E001 'made'", Screen(Toy, charts=(Trend("made"),))),
    "share": ("console.E001 'sort'", Screen(Toy, charts=(Share("sort"),))),
    "sum": ("console.E001 'prise'", Screen(Toy, charts=(Share("kind", sum_of="prise"),))),
    "twice in sections": (
        "console.E002 'name'",
        Screen(Toy, sections=(Section("A", FORM), Section("B", ("name",)))),
    ),
    "twice in columns": ("console.E002 'code'", Screen(Toy, columns=("code", "code"))),
    "required is missing": (
        "console.E003 'price'",
        Screen(Toy, sections=(Section("A", ("code", "name", "owner")),)),
    ),
    "required is excluded": ("console.E003 'price'", Screen(Toy, exclude=("price",))),
    "required is read-only": ("console.E003 'price'", Screen(Toy, readonly=("price",))),
    "child's required is missing": (
        "console.E003 'name'",
        Screen(Toy, children=(Children(Piece, columns=("quantity",)),)),
    ),
    "column per row": ("console.E004 'pieces'", Screen(Toy, columns=("code", "pieces"))),
    "column through several": ("console.E004 'tags__name'", Screen(Toy, columns=("tags__name",))),
    "a text for a tuple": ("console.E024 'code'", Screen(Toy, columns="code")),  # type: ignore[arg-type]
    "a text for a section": (
        "console.E024 'note'",
        Screen(Toy, sections=(Section("A", FORM), Section("B", "note"))),  # type: ignore[arg-type]
    ),
    "filter of a long text": ("console.E025 'note'", Screen(Toy, filters=("note",), small=True)),
    "cell": ("console.E001 'nmae'", Screen(Toy, editable=("nmae",))),
    "cell of a long text": ("console.E029 'note'", Screen(Toy, editable=("note",))),
    "cell of many": ("console.E029 'tags'", Screen(Toy, editable=("tags",))),
    "cell of a file": ("console.E029 'picture'", Screen(Toy, editable=("picture",))),
    "cell that is read-only": (
        "console.E029 'age'",
        Screen(Toy, editable=("age",), readonly=("age",)),
    ),
    "cell that the form leaves out": (
        "console.E029 'age'",
        Screen(Toy, editable=("age",), sections=(Section("A", FORM),)),
    ),
    "card that leads nowhere": (
        "console.E026 'kinds'",
        Screen(
            Toy, home=(HomeCard("x", rows=lambda _actor: Toy.objects.all(), query="kinds=doll"),)
        ),
    ),
    "filter without index": ("console.E005 'age'", Screen(Toy, filters=("age",))),
    "order without index": ("console.E006 'age'", Screen(Toy, ordering=("age",))),
    "total of a text": ("console.E007 'name'", Screen(Toy, totals=("name",))),
    "page of nothing": ("console.E008 page_size is 0", Screen(Toy, page_size=0)),
    "page of everything": ("console.E008 page_size is 100000", Screen(Toy, page_size=100_000)),
    "no icon": ("console.E009 icon is empty", Screen(Toy, icon=" ")),
    "no relation": ("console.E010 Tag", Screen(Toy, children=(Children(Tag),))),
    "unknown relation": (
        "console.E010 'toys'",
        Screen(Toy, children=(Children(Piece, relation="toys"),)),
    ),
    "origin of copies": ("console.E001 'shelf'", Screen(Toy, copy=Copy(origin="shelf"))),
    "copied along": ("console.E012 'piece'", Screen(Toy, copy=Copy(along=("piece",)))),
    "trend by a text": ("console.E013 'name'", Screen(Toy, charts=(Trend("name"),))),
    "trend without index": (
        "console.E014 'changed_at'",
        Screen(Toy, charts=(Trend("changed_at"),)),
    ),
    "sum of a choice": (
        "console.E015 'kind'",
        Screen(Toy, charts=(Trend("made_on", sum_of="kind"),)),
    ),
    "divided by a number": ("console.E016 'price'", Screen(Toy, charts=(Share("price"),))),
    "split by a text": (
        "console.E016 'name'",
        Screen(Toy, charts=(Trend("made_on", split_by="name"),)),
    ),
    "key of several": ("console.E017 name", Screen(Toy, importing=Import(key=("name",)))),
    "key left out": (
        "console.E018 'code'",
        Screen(Toy, importing=Import(key=("code",), fields=("name",))),
    ),
    "nobody acts": (
        "console.E019 recall_without_actor",
        Screen(Toy, actions=(Do(recall_without_actor, "x"),)),
    ),
    "reason is lost": (
        "console.E020 recall_without_reason",
        Screen(Toy, actions=(Do(recall_without_reason, "x", reason=True),)),
    ),
    "no such right": (
        "console.E021 'chnge'",
        Screen(Toy, actions=(Do(recall_toy, "x", right="chnge"),)),
    ),
    "page twice": (
        "console.E022 map",
        Screen(Toy, pages=(Page("map", "Map", _no_page), Page("map", "Map", _no_page))),
    ),
    "page in the way": ("console.E022 copy", Screen(Toy, pages=(Page("copy", "Map", _no_page),))),
    "right of a page": (
        "console.E021 'fly'",
        Screen(Toy, pages=(Page("map", "Map", _no_page, right="fly"),)),
    ),
    "one name, two actions": (
        "console.E022 recall_toy",
        Screen(Toy, actions=(Do(recall_toy, "x"), Do(recall_toy, "y"))),
    ),
    "no history": ("console.E023 Operation", Screen(Operation)),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_word_gives_exactly_its_error(mistake: str) -> None:
    expected, screen = WRONG[mistake]
    number, _space, word = expected.partition(" ")
    found = check_screens([screen])
    assert [error.id for error in found] == [number]
    assert word in found[0].msg
    assert found[0].hint


def test_several_relations_need_a_choice() -> None:
    screen = Screen(Toy, children=(Children(Swap),))
    found = check_screens([screen])
    assert [error.id for error in found] == ["console.E011"]
    assert found[0].hint == "Say relation= one of given, taken."
    chosen = replace(screen, children=(Children(Swap, relation="taken"),))
    assert check_screens([chosen]) == []


def test_small_tables_need_no_index() -> None:
    screen = Screen(Toy, filters=("age",), ordering=("age",), small=True)
    assert check_screens([screen]) == []


def test_paths_properties_and_fields_side_by_side_are_fine() -> None:
    side_by_side = (Section("A", (("code", "name"), "owner", ("price",))),)  # type: ignore[arg-type]
    screen = Screen(Toy, columns=("code", "owner__name", "__str__", "tags"), sections=side_by_side)
    assert check_screens([screen]) == []


def test_read_only_screens_need_no_history_and_no_required_fields() -> None:
    assert check_screens([Screen(Operation, read_only=True)]) == []
    assert check_screens([Screen(Sale, sections=(), read_only=True)]) == []


def test_the_hint_names_the_nearest_word() -> None:
    found = check_screens([Screen(Toy, columns=("nmae",))])
    assert found[0].hint == "Did you mean 'name'?"
    far = check_screens([Screen(Tag, columns=("zzzzzz",))])
    assert str(far[0].hint).startswith("Known: __str__, ")


def test_the_place_is_file_and_line() -> None:
    assert file_of(toy_module.SCREEN) is not None
    broken = replace(toy_module.SCREEN, totals=("kind",))
    toy_module.BROKEN = broken  # type: ignore[attr-defined]
    try:
        found = check_screens([broken])
    finally:
        del toy_module.BROKEN  # type: ignore[attr-defined]
    assert [error.id for error in found] == ["console.E007"]


def test_the_place_reads_like_an_editor_wants_it() -> None:
    from admin_config.engine.checks.complaint import Place

    shown = str(Place(toy_module.SCREEN, "made_on"))
    assert re.fullmatch(r"tests/toy/screens/toy\.py:\d+ \(toy\.toy\)", shown)
    line = int(shown.split(":", 1)[1].split(maxsplit=1)[0])
    lines = Path(toy_module.__file__).read_text(encoding="utf-8").splitlines()
    assert '"made_on"' in lines[line - 1]


def test_every_screen_of_the_house_keeps_the_rules() -> None:
    assert check_screens() == []
    assert {screen.model for screen in registry} >= {Toy, Piece, Shelf, Tag, Sale}


def test_check_fails_by_name_before_anything_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._screens, "toy.tag", Screen(Tag, columns=("nmae",), small=True))
    with pytest.raises(SystemCheckError, match=r"console\.E001.*nmae"):
        call_command("check")
