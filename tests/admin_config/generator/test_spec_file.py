"""A description is read whole, and every mistake in it is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin_config.generator.blueprint import Choice, Kind
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.spec_file import read_spec

LIBRARY = Path(__file__).with_name("library.toml")


#: A field of several choices, and one beside a text.
CHOICES = "[A]\n[A.fields]\nb={{is='choices', choices={}}}"
SEVERAL = "[A.fields]\nb={is='choices', choices=['x','y']}\nc='text'"


def mistakes_of(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "spec.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSpec) as wrong:
        read_spec(file, "library")
    return wrong.value.mistakes


def test_the_words_become_models_fields_and_choices() -> None:
    domain = read_spec(LIBRARY, "library")
    named = [model.name for model in domain.models]
    assert named[:4] == ["Shelf", "Book", "Topic", "Loan"]
    assert named[4:] == ["Reservation", "Binding", "BindingLine", "Parcel", "ParcelLine"]
    assert (domain.title, domain.title_zh, domain.above) == ("Library", "图书馆", "catalog")
    assert domain.rights == (("manager", "RWDCAPXI"), ("sales", "RWC own"))
    book = domain.models[1]
    assert (book.title, book.plural, book.owner, book.key) == ("book", "books", "keeper", ("code",))
    assert [(f.kind, f.required) for f in book.fields[:3]] == [
        (Kind.CODE, True),
        (Kind.TEXT, True),
        (Kind.RELATION, False),
    ]
    assert book.field("weight").digits == (9, 3)
    assert book.field("topics").kind is Kind.SEVERAL
    languages = book.field("languages")
    assert (languages.kind, languages.default) == (Kind.CHOICES, "en")
    assert languages.choices[1] == Choice("zh", "Chinese", "中文")
    assert book.field("supplier").to == "parties.Supplier"
    assert book.field("state").choices == (
        Choice("new", "new"),
        Choice("worn", "worn out", "破损"),
    )


def test_a_line_knows_its_paper() -> None:
    domain = read_spec(LIBRARY, "library")
    book, loan = domain.models[1], domain.models[3]
    assert loan.parent == loan.field("book")
    assert domain.children_of(book) == (loan,)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("titel = 'x'\n[A]\n[A.fields]\nb='text'", "spec.toml: library: unknown word 'titel'. Did"),
        ("[A]", "spec.toml: A: has no fields: write a table [A.fields]"),
        ("", "spec.toml: library: describes no model"),
        ("[A]\n[A.fields]\nb='txt'", "spec.toml: A.b: unknown kind 'txt'. Did you mean 'text'?"),
        ("[A]\n[A.fields]\nb='text 0'", "spec.toml: A.b: the measure '0' does not fit a text"),
        ("[A]\n[A.fields]\nb='money 16.2'", "A.b: the measure '16.2' does not fit a money"),
        ("[A]\n[A.fields]\nb='money 5.6'", "A.b: the measure '5.6' does not fit a money"),
        ("[A]\n[A.fields]\nb='text uniqe'", "A.b: unknown word 'uniqe'. Did you mean 'unique'?"),
        ("[A]\n[A.fields]\nb='date unique'", "A.b: unique does not fit this kind of field"),
        ("[A]\n[A.fields]\nclass='text'", "A.class: Python keeps this name for itself"),
        ("[A]\n[A.fields]\nversion='text'", "A.version: every record has something of this name"),
        ("[A]\n[A.fields]\nBad='text'", "A.Bad: a field's name has small letters"),
        ("[A]\n[A.fields]\nb='parties.Nobody'", "A.b: no model 'parties.Nobody'"),
        ("[A]\n[A.fields]\nb='choice'", "A.b: a choice has choices"),
        ("[A]\n[A.fields]\nb='choices'", "A.b: a choice has choices"),
        (CHOICES.format("['a,b','c']"), "A.b: the choice 'a,b' has a comma or a blank at its ends"),
        (CHOICES.format("['a','A']"), "A.b: several choices differ by more than case"),
        (CHOICES.format("{p='q', q='r'}"), "A.b: the title of 'p' is that of another choice"),
        (CHOICES.format("{p='One', q='one'}"), "A.b: the title of 'q' is that of another choice"),
        (CHOICES.format("['x','y'], default=['x','z']"), "A.b: no choice 'z'."),
        (CHOICES.format("['x','y'], default='x,yy'"), "A.b: no choice 'yy'. Did you mean 'y'?"),
        ("[A]\n[A.fields]\nb={is='date', choices=['x']}", 'only is = "choice" or "choices" has'),
        ("[A]\nkey=['b']\n" + SEVERAL, "A.key: several choices tell no records apart"),
        ("[A]\nrules=['b, c unique']\n" + SEVERAL, "several choices tell no records apart"),
        ("[A]\nrules=['c required when b = x']\n" + SEVERAL, "'b' is no choice of one"),
        ("[A]\n[A.screen]\norder='b'\n" + SEVERAL, "A.screen.order: 'b' is of a kind that does"),
        ("[A]\n[A.screen]\ncharts=['share b']\n" + SEVERAL, "'b' is of a kind that does not fit"),
        ("[A]\n[A.queries]\nq='b = z'\n" + SEVERAL, "A.queries.q: 'b = z': no choice 'z'."),
        ("[User]\n[User.fields]\nb='text'", "User: the house or Python has something"),
        ("[Decimal]\n[Decimal.fields]\nb='text'", "Decimal: the house or Python has something"),
        ("[Class]\n[Class.fields]\nb='text'", "Class: the house or Python has something"),
        ("[A]\ntitle='a\"b'\n[A.fields]\nb='text'", "A: title has no quotes"),
        ("[A]\n[A.fields]\nb={is='text', title='{b}'}", "A.b: title has no quotes"),
        ("[A]\nkey=['c']\n[A.fields]\nb='text'", "A.key: no field 'c'. Known: b."),
        ("[A]\nowner='b'\n[A.fields]\nb='text'", "A.owner: the owner's field points to staff.User"),
        ("[rights]\nmanager='Q'\n[A]\n[A.fields]\nb='text'", "rights.manager: letters of RWDCAPXI"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, mistake: str) -> None:
    found = mistakes_of(tmp_path, text)
    assert any(mistake in line for line in found), found


@pytest.mark.parametrize(
    ("written", "kept"),
    [("库房里的物件。", "库房里的物件."), ("What is lent", "What is lent."), ("So?", "So?")],
)
def test_what_it_is_about_is_a_sentence_in_any_language(
    tmp_path: Path, written: str, kept: str
) -> None:
    file = tmp_path / "spec.toml"
    file.write_text(f"about='{written}'\n[Shelf]\n[Shelf.fields]\nb='text'", encoding="utf-8")
    domain = read_spec(file, "library")
    assert domain.about == kept
    assert domain.models[0].plural == "shelves"


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    found = mistakes_of(tmp_path, "[A]\n[A.fields]\nb='txt'\nc='text uniqe'")
    assert len(found) == 2


def test_what_is_no_toml_is_said(tmp_path: Path) -> None:
    (found,) = mistakes_of(tmp_path, "title = ")
    assert "spec.toml" in found
    with pytest.raises(WrongSpec, match="No such file"):
        read_spec(tmp_path / "missing.toml", "library")
