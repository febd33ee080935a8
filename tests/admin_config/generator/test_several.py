"""A SET becomes several choices: in a domain of the house, over its own table, explored."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from admin_config.explorer import fields
from admin_config.explorer.columns import field_of
from admin_config.generator.blueprint import DomainPlan, Kind, ModelPlan
from admin_config.generator.bringing.fitting import fitted
from admin_config.generator.code.factories import factories_file
from admin_config.generator.code.models import model_file, package_file
from admin_config.generator.code.queries import queries_file
from admin_config.generator.inference import infer
from admin_config.generator.inference.adopting import adopt
from admin_config.generator.inference.asking import Asking
from admin_config.generator.reading import Column, Family, Samples, Schema, Table
from admin_config.generator.reading.schema import Engine, Index
from admin_config.generator.spec_file import read_spec
from erp.foundation.models import SeveralChoicesField
from tests.admin_config.generator.test_spec_file import LIBRARY


def a_set(name: str, *values: str, **more: Any) -> Column:
    """Return a column of several values."""
    declared = f"set({','.join(map(repr, values))})"
    return Column(name=name, type=declared, family=Family.SET, values=values, **more)


ID = Column(name="id", type="int", family=Family.INTEGER, nullable=False, automatic=True)
TITLE = Column(name="title", type="varchar(60)", family=Family.TEXT, length=60, nullable=False)
EXTRAS = a_set(
    "extras", "Trailers", "Deleted Scenes", default="'Trailers'", comment="花絮", nullable=False
)


def schema_of(*columns: Column) -> Schema:
    """Return a schema of one table."""
    return Schema(Engine.MYSQL, "films", (Table("film", (ID, TITLE, *columns), primary=("id",)),))


def film_of(*columns: Column) -> tuple[DomainPlan, ModelPlan]:
    """Return what the table becomes here."""
    domain = infer(schema_of(*columns), name="films").domain
    (film,) = domain.models
    return domain, film


def test_the_model_has_choices_a_default_and_a_constraint() -> None:
    domain, film = film_of(EXTRAS)
    text = model_file(domain, film)
    assert "class Extras(models.TextChoices):" in text
    assert "DELETED_SCENES = 'Deleted Scenes', " in text
    assert (
        "extras = SeveralChoicesField(_('extras'), choices=Extras.choices, "
        "default=(Extras.TRAILERS,), blank=True, db_index=True)"
    ) in text
    assert (
        "models.CheckConstraint(condition=models.Q(extras__made_of=Extras.values), "
        "name='film_extras_known')"
    ) in text
    assert "from erp.foundation.models import SeveralChoicesField" in text
    assert "Extras, Film" in package_file(domain)
    assert film.field("extras").title_zh == "花絮"
    assert "extras = (Extras.TRAILERS, Extras.DELETED_SCENES)" in factories_file(domain)


def test_a_long_list_has_no_index_that_mariadb_could_not_hold() -> None:
    values = tuple(f"a rather long name of a value {number:02}" for number in range(20))
    domain, film = film_of(a_set("extras", *values))
    (line,) = [each for each in model_file(domain, film).splitlines() if " extras = " in each]
    assert "db_index" not in line


@pytest.mark.parametrize(
    "values", [(" a", "b"), ("a", ""), ("a", "A"), ("x" * 101, "y"), ("a,b", "c")]
)
def test_what_no_text_can_hold_stays_a_text_and_is_told(values: tuple[str, ...]) -> None:
    found = infer(schema_of(a_set("extras", *values)), name="films")
    (film,) = found.domain.models
    assert film.field("extras").kind is Kind.LONG_TEXT
    assert any(each.startswith("film.extras: stays a text") for each in found.reports)


def test_one_value_and_values_that_no_keyboard_has_are_choices() -> None:
    _domain, film = film_of(a_set("flag", "on"), a_set("kinds", "拍摄", "剪辑"))
    assert film.field("flag").kind is film.field("kinds").kind is Kind.CHOICES
    assert [each.value for each in film.field("kinds").choices] == ["拍摄", "剪辑"]
    _domain, film = film_of(a_set("signs", "+", "-"))
    assert film.field("signs").kind is Kind.LONG_TEXT


def test_over_its_own_table_the_column_stays_a_set() -> None:
    schema = schema_of(EXTRAS, a_set("tags", "a", "b", nullable=True))
    asking = Asking(lambda _sql: 0, schema, "`")
    domain = adopt(schema, Samples(), asking, name="films").domain
    (film,) = domain.models
    text = model_file(domain, film)
    assert (
        "extras = SeveralChoicesField(_('extras'), choices=Extras.choices, "
        "default='Trailers', blank=True)"
    ) in text
    assert (
        "tags = SeveralChoicesField(_('tags'), choices=Tags.choices, null=True, blank=True)"
    ) in text
    assert "made_of" not in text


def test_an_explored_set_shows_labels_and_takes_nothing() -> None:
    finding = infer(schema_of(EXTRAS), name="films").tables[0]
    plan: Any = SimpleNamespace(found=finding, unique=(), indexed=(), key=())
    made: Any = field_of(plan, EXTRAS, is_key=False)
    assert isinstance(made, fields.Several)
    assert (made.codes, made.blank) == (("Trailers", "Deleted Scenes"), True)
    assert made.from_db_value(b"Deleted Scenes,Trailers", None, None) == "Trailers,Deleted Scenes"
    assert made.from_db_value(None, None, None) is None


def test_an_empty_set_stays_empty_whatever_the_default_is() -> None:
    field = SeveralChoicesField(choices=[("a", "A"), ("b", "B")], default=["a"], blank=True)
    assert fitted(field, "") == ("", "")
    assert fitted(field, None) == ("", "")
    assert fitted(field, "b,a")[0] == "a,b"
    field.null = True
    assert (fitted(field, None), fitted(field, "")) == ((None, ""), ("", ""))


def test_titles_that_could_be_taken_for_another_give_way_to_the_values() -> None:
    swapped = a_set("swapped", "p", "q", comment="which (p: q, q: p)")
    told = a_set("told", "a", "b", comment="which (a: one, b: two)")
    _domain, film = film_of(swapped, told)
    titles = {
        field.name: [(each.value, each.title) for each in field.choices] for field in film.fields
    }
    assert titles["swapped"] == [("p", "p"), ("q", "q")]
    assert titles["told"] == [("a", "one"), ("b", "two")]


def test_a_key_that_holds_a_set_is_told() -> None:
    keys = (
        Index("u1", ("title", "extras"), unique=True),
        Index("u2", ("title",), unique=True),
        Index("i1", ("extras",)),
    )
    film = Table("film", (ID, TITLE, EXTRAS), primary=("id",), indexes=keys)
    found = infer(Schema(Engine.MYSQL, "films", (film,)), name="films")
    assert [each for each in found.reports if "not taken over" in each] == [
        "film: the key title + extras is not taken over, it holds a SET"
    ]


def test_a_query_asks_for_one_of_them() -> None:
    domain = read_spec(LIBRARY, "library")
    text = queries_file(domain, domain.models[1])
    assert "Book.objects.filter(languages__has=Languages.ZH)" in text
    assert ".exclude(languages__has=Languages.FR)" in text
    assert "where languages has zh and languages has not fr" in text
