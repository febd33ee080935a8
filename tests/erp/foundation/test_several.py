"""Several choices in one text: read, ordered, kept by the database, found."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind, SeveralChoicesField
from erp.foundation.operation import operation
from erp.foundation.several import Names, Several, several, texts_with
from tests.toy.factories import ToyFactory
from tests.toy.models import Toy

KNOWN = ("battery", "light", "sound", "water")
_CODES = st.sampled_from(KNOWN)


def made(**facts: Any) -> Toy:
    """Return a toy as it stands in the database."""
    with operation(OperationKind.COMMAND, by=SYSTEM):
        toy = ToyFactory(**facts)
    return Toy.objects.get(pk=toy.pk)


@given(st.lists(_CODES))
def test_codes_stand_in_the_order_of_the_choices_each_once(chosen: list[str]) -> None:
    text = several(chosen, KNOWN)
    assert text.codes == tuple(code for code in KNOWN if code in chosen)
    assert several(text, KNOWN) == text == several(",".join(chosen), KNOWN)


def test_unknown_codes_stay_behind_the_others() -> None:
    assert several("wings, water,light", KNOWN) == "light,water,wings"
    assert several("", KNOWN).codes == ()


@given(st.sets(_CODES), st.sets(_CODES, min_size=1))
def test_texts_with_are_those_that_share_a_code(chosen: set[str], wanted: set[str]) -> None:
    texts = texts_with(wanted, KNOWN)
    assert texts is not None
    assert (several(chosen, KNOWN) in texts) == bool(chosen & wanted)


def test_many_choices_make_too_many_texts() -> None:
    assert texts_with(["a"], list("abcdefghi")) is None


NAMES = Names({"red": "r", "Blue, dark": "b", "r": "r", "b": "b", "绿色": "g", "a;b": "ab"})


@pytest.mark.parametrize(
    ("typed", "codes", "unknown"),
    [
        ("red, b", ["r", "b"], []),
        ("RED；绿色、b", ["r", "g", "b"], []),
        ("blue, DARK", ["b"], []),
        ("red,blue, dark\n绿色", ["r", "b", "g"], []),
        ("a;b;r", ["ab", "r"], []),
        ("a;r", ["r"], ["a"]),
        ("red, pink, b", ["r", "b"], ["pink"]),
        (" , ;", [], []),
        ("", [], []),
        (["red", "b", ""], ["r", "b"], []),
        (["red,b"], [], ["red,b"]),
    ],
)
def test_names_are_told_apart(typed: Any, codes: list[str], unknown: list[str]) -> None:
    assert NAMES.read(typed) == (codes, unknown)


@given(st.lists(st.sampled_from(["red", "Blue, dark", "r", "b", "绿色", "a;b"]), min_size=1))
def test_what_was_joined_is_read_again(names: list[str]) -> None:
    codes, unknown = NAMES.read(", ".join(names))
    assert unknown == []
    assert codes == [NAMES.codes[name.casefold()] for name in names]


SWAPPED = (("p", "q"), ("q", "p"))
COMMA = (("email", "Email"), ("sms", "SMS"), ("both", "Email, SMS"))
EQUAL = (("zh", "Chinese"), ("cn", "chinese"))
CODES_LIKE_LISTS = (("a;b", "AB"), ("a", "one"), ("b", "two"), ("A、B", "three"))


@pytest.mark.parametrize("pairs", [SWAPPED, COMMA, EQUAL, CODES_LIKE_LISTS])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_written_is_read_as_the_same_codes(pairs: Any, language: str) -> None:
    field = SeveralChoicesField(choices=pairs)
    with override(language):
        for size in range(len(pairs) + 1):
            for chosen in combinations(field.codes, size):
                written = field.written(",".join(chosen))
                assert field.names.read(written) == (list(chosen), [])


@given(st.text(max_size=300))
def test_any_text_is_read_without_fail(typed: str) -> None:
    codes, unknown = NAMES.read(typed)
    assert set(codes) <= {"r", "b", "g", "ab"}
    assert all(part.strip() for part in unknown)


@pytest.mark.django_db
def test_a_record_takes_texts_and_lists(db: None) -> None:
    toy = made(features=["sound", "battery", "sound"])
    assert toy.features == "battery,sound"
    assert isinstance(toy.features, Several)
    assert toy.features.codes == ("battery", "sound")
    toy.features = "water , light"
    assert toy.features == "light,water"
    assert toy.get_features_display() == "lights up, may get wet"
    toy.refresh_from_db()
    assert toy.features == "battery,sound"


@pytest.mark.django_db
def test_an_unknown_code_is_refused_by_its_name(db: None) -> None:
    toy = made()
    toy.features = ["wings", "light"]
    with pytest.raises(ValidationError) as refused:
        toy.full_clean()
    assert refused.value.message_dict["features"] == [
        "Select a valid choice. wings is not one of the available choices."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["wings", "light,battery", "battery,battery", "battery,,light", ",", "Battery"]
)
def test_the_database_keeps_known_codes_in_order(text: str) -> None:
    toy = made(features="light")
    rows = models.QuerySet(Toy).filter(pk=toy.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(features=models.Value(text))
    for good in ("", "battery", "battery,light,sound,water", "light,water"):
        assert rows.update(features=models.Value(good)) == 1
        assert Toy.objects.get(pk=toy.pk).features == good


@pytest.mark.django_db
def test_the_model_itself_can_ask_what_the_database_keeps() -> None:
    toy = made(features="battery,water")
    Toy._meta.constraints[0].validate(Toy, toy)
    toy.features = "water,wings"
    with pytest.raises(ValidationError):
        Toy._meta.constraints[0].validate(Toy, toy)


@pytest.mark.django_db
def test_rows_are_found_by_one_code() -> None:
    both, one, none = made(features="battery,light"), made(features="light"), made(features="")
    assert list(Toy.objects.filter(features__has="battery")) == [both]
    assert set(Toy.objects.filter(features__has="light")) == {both, one}
    assert set(Toy.objects.exclude(features__has="light")) == {none}
    assert not Toy.objects.filter(features__has="ligh").exists()
    field: Any = Toy._meta.get_field("features")
    assert set(Toy.objects.filter(field.any_of(["battery", "water"], "features"))) == {both}


@pytest.mark.django_db
def test_index_and_no_index_find_the_same() -> None:
    toys = [made(features=codes) for codes in ("", "battery", "sound,water", "battery,sound")]
    with_index: Any = Toy._meta.get_field("features")
    without = SeveralChoicesField(choices=with_index.pairs)
    for wanted in (["battery"], ["sound", "water"], ["light"], list(KNOWN)):
        found = set(Toy.objects.filter(with_index.any_of(wanted, "features")))
        assert found == set(Toy.objects.filter(without.any_of(wanted, "features")))
        assert found == {toy for toy in toys if {*wanted} & {*toy.features.codes}}


def test_migrations_know_choices_and_length() -> None:
    field = SeveralChoicesField("features", choices=[("a", "A"), ("b", "B")], default=["b", "a"])
    _name, path, args, options = field.deconstruct()
    assert path == "erp.foundation.models.several_choices.SeveralChoicesField"
    assert options == {
        "verbose_name": "features",
        "choices": [("a", "A"), ("b", "B")],
        "max_length": 3,
        "default": "a,b",
    }
    again = SeveralChoicesField(*args, **options)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]


@pytest.mark.parametrize("codes", [["a,b", "c"], ["a", "A"], [" a"], ["", "a"], []])
def test_codes_that_no_text_can_hold_are_told_at_start(codes: list[str]) -> None:
    field = SeveralChoicesField(choices=[(code, code) for code in codes])
    field.set_attributes_from_name("features")
    assert [found.id for found in field._checked_codes()] == ["foundation.E004"]


@pytest.mark.parametrize("pairs", [SWAPPED, EQUAL])
def test_labels_that_could_be_taken_for_another_are_told_at_start(pairs: Any) -> None:
    field = SeveralChoicesField(choices=pairs)
    assert {found.id for found in field._checked_codes()} == {"foundation.W004"}
    plain = SeveralChoicesField(choices=[("a", "A"), ("b", "Beta")])
    assert list(plain._checked_codes()) == []


def test_labels_are_told_in_the_readers_language() -> None:
    field = SeveralChoicesField(choices=[("a", "A"), ("b", "B")])
    assert field.told("b,a") == "A, B"
    with override("zh-hans"):
        assert field.told("a,b,gone") == "A、B、gone"
    assert field.told(None) == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("codes", [("resume", "résumé"), ("😀", "😁")])
def test_letters_that_a_collation_takes_for_one_are_told_apart(codes: tuple[str, str]) -> None:
    field = SeveralChoicesField(choices=[(c, c) for c in codes], blank=True, db_index=True)
    known = models.CheckConstraint(condition=models.Q(kinds__made_of=codes), name="alike_known")
    meta = type("Meta", (), {"app_label": "alike", "apps": Apps(), "constraints": (known,)})
    alike: Any = type(
        "Alike", (models.Model,), {"__module__": __name__, "kinds": field, "Meta": meta}
    )
    with connection.schema_editor() as editor:
        editor.create_model(alike)
    try:
        rows = [alike.objects.create(kinds=kinds) for kinds in (codes[0], codes[1], codes)]
        for place, code in enumerate(codes):
            expected = [rows[place].pk, rows[2].pk]
            for asked in (models.Q(kinds__has=code), field.any_of([code], "kinds")):
                found = alike.objects.filter(asked).order_by("pk")
                assert list(found.values_list("pk", flat=True)) == expected
        with pytest.raises(IntegrityError), transaction.atomic():
            alike.objects.update(kinds=models.Value(" "))
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(alike)
