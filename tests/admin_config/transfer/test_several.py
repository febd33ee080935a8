"""Several choices in files: labels or codes in, labels out, the words of the form for the rest."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from admin_config.engine.transfer.columns import import_columns
from admin_config.engine.transfer.sample import described, template
from admin_config.engine.transfer.values import ChoiceWidget, SeveralWidget
from erp.foundation.actor import Actor
from erp.foundation.models import SeveralChoicesField
from erp.staff.models import User
from tests.admin_config.transfer.files import checked, imported, reasons, screen_for, verdicts
from tests.admin_config.transfer.round_trip import assert_round_trip, exported
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.writing import nothing_changes
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_an_export_comes_back_unchanged(system: User, kind: str) -> None:
    for number, codes in enumerate(("", "battery", "light,sound,water", "battery,water")):
        make_toy(system, code=f"T-{number}", features=codes)
    assert_round_trip(screen_for("toy"), system, kind)
    with override("zh-hans"):
        assert_round_trip(screen_for("toy"), system, kind)


def test_files_have_labels_and_json_codes(system: User) -> None:
    make_toy(system, features="light,sound")
    screen = screen_for("toy")
    csv = exported(screen, system, "csv", "code", "features").decode("utf-8-sig")
    assert csv.splitlines()[1] == 'A-1,"lights up, makes noise"'
    found = json.loads(exported(screen, system, "json", "code", "features"))
    assert found == {"code": "A-1", "features": ["light", "sound"]}


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("light, battery", "battery,light"),
        ("Runs on Batteries；MAY GET WET", "battery,water"),
        ("sound、light", "light,sound"),
        ("sound\nlight", "light,sound"),
        ("", ""),
    ],
)
def test_labels_and_codes_are_read(system: User, cell: str, stored: str) -> None:
    make_toy(system, features="water")
    run = imported("toy", [["code", "features"], ["A-1", cell]], system)
    assert reasons(run) == []
    assert Toy.objects.get().features == stored


def test_a_wrong_value_is_refused_in_the_words_of_the_form(system: User) -> None:
    make_toy(system, features="water")
    with nothing_changes():
        run = checked("toy", [["code", "features"], ["A-1", "light, wings"]], system)
    assert verdicts(run) == ["refused"]
    assert reasons(run) == [
        (
            "Features: Select a valid choice. wings is not one of the available choices. "
            "Allowed: runs on batteries, lights up, makes noise, may get wet."
        )
    ]


def test_a_change_is_told_in_labels(system: User) -> None:
    make_toy(system, features="water")
    run = checked("toy", [["code", "features"], ["A-1", "sound, light"]], system)
    assert verdicts(run) == ["changed"]
    (row,) = run.rows.all()
    assert [(d["old"], d["new"]) for d in row.differences] == [
        ("may get wet", "lights up, makes noise")
    ]


def test_the_template_names_what_is_allowed(system: User) -> None:
    columns = import_columns(screen_for("toy"), Actor.person(system))
    rule = next(r for r in described(columns, ("code",)) if r["header"] == "Features")
    assert rule["rule"] == (
        "any of these, with commas between them: "
        "runs on batteries, lights up, makes noise, may get wet"
    )
    book = load_workbook(io.BytesIO(template(columns, ("code",), "xlsx")))
    sheet: Any = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index("Features")
    assert sheet[2][place].value == "runs on batteries, lights up"
    letter = sheet[2][place].column_letter
    assert not [r for r in sheet.data_validations.dataValidation if f"{letter}2" in str(r.sqref)]


def test_labels_with_commas_leave_codes_in_files() -> None:
    field = SeveralChoicesField(choices=[("a", "Red, dark"), ("b", "Blue")])
    assert SeveralWidget(field).render("a,b") == "a, b"
    codes, unknown = field.names.read("red, dark, b")
    assert (codes, unknown) == (["a", "b"], [])
    equal = SeveralChoicesField(choices=[("a", "Red"), ("b", "red")])
    assert SeveralWidget(equal).render("a,b") == "a, b"
    formula = SeveralChoicesField(choices=[("a", "=1+1"), ("b", "B")])
    assert SeveralWidget(formula).render("a,b") == "'=1+1, B"
    assert SeveralWidget(formula).clean("'=1+1, B") == "=1+1, B"


def test_nothing_is_nothing_whether_null_or_an_empty_text(
    system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Toy._meta.get_field("features"), "null", True)
    make_toy(system, features="")
    with nothing_changes():
        run = checked("toy", [["code", "features"], ["A-1", ""]], system)
    assert verdicts(run) == ["unchanged"]
    assert reasons(run) == []


def test_one_choice_whose_label_means_another_is_written_as_its_code() -> None:
    widget = ChoiceWidget([("p", "q"), ("q", "P"), ("x", "Same"), ("y", "same"), ("z", "Plain")])
    written = {value: widget.render(value) for value in "pqxyz"}
    assert written == {"p": "p", "q": "q", "x": "Same", "y": "y", "z": "Plain"}
    assert {widget.clean(text): text for text in written.values()} == written
